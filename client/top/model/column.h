/* SPDX-License-Identifier: GPL-2.0-only */
/* Columns: a field, or a sum of fields, or how fast that grows. */
#ifndef TOP_COLUMN_H
#define TOP_COLUMN_H

#include "format.h"
#include "snapshot.h"
#include "users.h"

#define TOP_COLUMNS_MAX 96
#define TOP_SUM_MAX 4

/**
 * struct top_column - what a column shows
 * @title: what stands above it
 * @count: how many fields are added up
 * @fields: their numbers
 * @rate: the growth in a second, not the value
 */
struct top_column {
	char title[32];
	__u8 count;
	__u8 fields[TOP_SUM_MAX];
	bool rate;
};

struct top_columns {
	unsigned int count;
	struct top_column columns[TOP_COLUMNS_MAX];
};

enum top_kind {
	TOP_ABSENT,
	TOP_PLAIN,
	TOP_RATE,
	TOP_DELTA,
};

/**
 * struct top_cell - a value to be shown
 * @kind: which of the others is meant
 * @field: the field, or the first of a sum
 * @value: TOP_PLAIN: the value
 * @rate: TOP_RATE: growth in a second
 * @delta: TOP_DELTA: growth since the other row
 */
struct top_cell {
	enum top_kind kind;
	const struct kc_field *field;
	struct kc_value value;
	double rate;
	__s64 delta;
};

/**
 * struct top_pair - a row and the one it is compared with
 * @now: its snapshot
 * @row: the row
 * @then: an earlier snapshot, or NULL
 * @then_row: the same row there, or TOP_NONE
 */
struct top_pair {
	const struct top_snapshot *now;
	__u32 row;
	const struct top_snapshot *then;
	__u32 then_row;
};

int top_columns_parse(struct top_columns *columns, const struct kc_object *object,
		      const char *text, bool strict, struct kc_error *err);
int top_column_parse(struct top_column *column, const struct kc_object *object,
		     const char *text, size_t len, struct kc_error *err);
void top_columns_default(struct top_columns *columns, const struct kc_object *object);
int top_column_named(const struct top_columns *columns, const char *title);
bool top_column_same(const struct top_column *a, const struct top_column *b);
void top_column_spec(const struct top_column *column, const struct kc_table *table,
		     struct kc_buf *buf);
char *top_columns_text(const struct top_columns *columns, const struct kc_table *table);
void top_columns_mask(const struct top_columns *columns, const struct kc_table *table,
		      __u64 *extra);
bool top_column_left(const struct top_column *column, const struct kc_table *table);

void top_column_value(const struct top_column *column, const struct top_snapshot *snapshot,
		      __u32 row, struct kc_value *value);
void top_column_cell(const struct top_column *column, const struct top_pair *pair,
		     bool difference, struct top_cell *cell);
bool top_column_changed(const struct top_column *column, const struct top_pair *pair);
bool top_field_is_user(const struct kc_field *field);
void top_cell_format(struct kc_buf *buf, const struct top_cell *cell, bool bytes,
		     const struct top_users *users);
int top_value_order(const struct kc_value *a, const struct kc_value *b);

#endif
