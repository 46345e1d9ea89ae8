/* SPDX-License-Identifier: GPL-2.0-only */
/* Why values are absent. */
#ifndef KINTRO_ABSENT_H
#define KINTRO_ABSENT_H

#include "session.h"

const char *kintro_absent(const struct kintro *kintro, const struct kc_query *query,
			  const struct kc_result *result, unsigned int field);
unsigned int kintro_missing(const struct kc_catalog *catalog, struct kc_buf *out,
			    const char *before, const char *after);
bool kintro_missing_brief(const struct kc_catalog *catalog, struct kc_buf *out);

#endif
