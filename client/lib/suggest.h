/* SPDX-License-Identifier: GPL-2.0-only */
/* What a person may have meant by a name that is not there, or by one that is short. */
#ifndef KC_SUGGEST_H
#define KC_SUGGEST_H

#include "error.h"
#include "names.h"
#include "table.h"

bool kc_suggest_others(const struct kc_table *table, size_t len, int found);
void kc_suggest_ambiguous(const struct kc_table *table, const char *name, size_t len,
			  struct kc_error *err);
void kc_suggest_column(const struct kc_table *table, const char *name, size_t len,
		       struct kc_error *err);

#endif
