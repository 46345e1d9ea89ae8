/* SPDX-License-Identifier: GPL-2.0-only */
/* Conditions on columns: COL(=|!=|<|<=|>|>=|~)VALUE or "VALUE", comma for AND. */
#ifndef KC_FILTER_H
#define KC_FILTER_H

#include "rows.h"

struct kc_filter;

int kc_filter_parse(struct kc_filter **filter, const struct kc_table *table, const char *text,
		    struct kc_error *err);
bool kc_filter_match(const struct kc_filter *filter, const struct kc_rows *rows,
		     const unsigned char *row);
void kc_filter_fields(const struct kc_filter *filter, __u64 *mask);
const char *kc_filter_whole_text(const struct kc_filter *filter, unsigned int *field);
void kc_filter_free(struct kc_filter *filter);
size_t kc_filter_term(const char *text, const char *operators);
int kc_number_parse(const struct kc_field *field, const char *text, size_t len,
		    struct kc_value *value, struct kc_error *err);

#endif
