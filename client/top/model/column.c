// SPDX-License-Identifier: GPL-2.0-only
/*
 * Columns: a field, or a sum of fields, or how fast that grows, as written
 * [TITLE=]FIELD[+FIELD...][/s]. A growing time is shown in per cent.
 */
#include <stdio.h>

#include "column.h"
#include "text.h"
#include "values.h"

static bool is_total(const struct kc_field *field)
{
	return field->flags & KINTROSPECT_FIELD_FLAG_TOTAL;
}

/**
 * top_column_same - whether two columns show the same
 * @a: a column
 * @b: another
 */
bool top_column_same(const struct top_column *a, const struct top_column *b)
{
	return a->rate == b->rate && a->count == b->count &&
	       !memcmp(a->fields, b->fields, a->count);
}

/* Names without what every one of them has: "cpu-time-total-ns" grows as "cpu-time/s". */
static void make_title(struct top_column *column, const struct kc_field *field)
{
	char name[sizeof(column->title)];
	char *total;

	snprintf(name, sizeof(name), "%s", field->name);
	if (column->rate) {
		total = strstr(name, "-total");
		if (total)
			*total = 0;
		name[sizeof(name) - 3] = 0;
		snprintf(column->title, sizeof(column->title), "%.29s%s", name,
			 kc_has_unit(field, "ns") ? "%" : "/s");
	} else {
		snprintf(column->title, sizeof(column->title), "%s", name);
	}
}

/**
 * top_column_parse - make a column of its text
 * @column: set on success
 * @object: the object
 * @text: [TITLE=]FIELD[+FIELD...][/s]
 * @len: its length
 * @err: filled on failure
 */
int top_column_parse(struct top_column *column, const struct kc_object *object,
		     const char *text, size_t len, struct kc_error *err)
{
	const char *equals = memchr(text, '=', len);
	size_t title = equals ? equals - text : 0, name;
	const char *end = text + len;
	const char *plus;
	int field;

	memset(column, 0, sizeof(*column));
	if (len > 2 && !memcmp(end - 2, "/s", 2)) {
		column->rate = true;
		end -= 2;
	}
	if (equals) {
		if (!title || title >= sizeof(column->title))
			return kc_fail(err, KC_USAGE, 0, "'%.*s' is no title of a column",
				       (int)title, text);
		memcpy(column->title, text, title);
		text = equals + 1;
	}
	for (;;) {
		plus = memchr(text, '+', end - text);
		name = (plus ? plus : end) - text;
		field = kc_field_find(&object->table, text, name, err);
		if (field < 0)
			return KC_USAGE;
		if (column->count == TOP_SUM_MAX)
			return kc_fail(err, KC_USAGE, 0, "a column adds up %u fields at most",
				       TOP_SUM_MAX);
		if ((column->count || plus || column->rate) &&
		    (kc_is_text(&object->table.fields[field]) ||
		     object->table.fields[field].value_count))
			return kc_fail(err, KC_USAGE, 0, "%s is no number",
				       object->table.fields[field].name);
		column->fields[column->count++] = field;
		if (!plus)
			break;
		text = plus + 1;
	}
	if (!column->title[0])
		make_title(column, &object->table.fields[column->fields[0]]);
	return KC_OK;
}

static bool available(const struct top_column *column, const struct kc_object *object)
{
	unsigned int i;

	for (i = 0; i < column->count; i++)
		if (object->reason[column->fields[i]])
			return false;
	return true;
}

/**
 * top_columns_parse - make columns of a list with commas
 * @columns: set
 * @object: the object
 * @text: the list
 * @strict: whether what the object does not have is an error; otherwise it is skipped
 * @err: filled on failure
 */
int top_columns_parse(struct top_columns *columns, const struct kc_object *object,
		      const char *text, bool strict, struct kc_error *err)
{
	struct top_column column;
	size_t len;
	int ret;

	columns->count = 0;
	for (;; text += len + 1) {
		len = strcspn(text, ",");
		ret = top_column_parse(&column, object, text, len, err);
		if (ret && strict)
			return ret;
		if (!ret && (strict || available(&column, object)) &&
		    columns->count < TOP_COLUMNS_MAX)
			columns->columns[columns->count++] = column;
		if (!text[len])
			return KC_OK;
	}
}

/**
 * top_columns_default - the object's own default columns, totals as rates
 * @columns: set
 * @object: the object
 */
void top_columns_default(struct top_columns *columns, const struct kc_object *object)
{
	const struct kc_table *table = &object->table;
	unsigned int i;

	columns->count = 0;
	for (i = 0; i < table->default_count && i < TOP_COLUMNS_MAX; i++) {
		struct top_column *column = &columns->columns[columns->count];
		unsigned int field = table->defaults[i];

		if (object->reason[field])
			continue;
		memset(column, 0, sizeof(*column));
		column->count = 1;
		column->fields[0] = field;
		column->rate = is_total(&table->fields[field]);
		make_title(column, &table->fields[field]);
		columns->count++;
	}
}

/**
 * top_column_named - number of the column with a title, or with so much of it
 * that it can be no other's
 * @columns: the columns
 * @title: the title
 *
 * Return: its number or -1.
 */
int top_column_named(const struct top_columns *columns, const char *title)
{
	int found = -1, count = 0;
	unsigned int i;

	for (i = 0; i < columns->count; i++)
		if (!strcmp(columns->columns[i].title, title))
			return i;
	for (i = 0; i < columns->count && *title; i++) {
		if (strncmp(columns->columns[i].title, title, strlen(title)))
			continue;
		found = i;
		count++;
	}
	return count == 1 ? found : -1;
}

/**
 * top_column_spec - the text that top_column_parse() makes this column of
 * @column: the column
 * @table: its object's table
 * @buf: where to
 */
void top_column_spec(const struct top_column *column, const struct kc_table *table,
		     struct kc_buf *buf)
{
	unsigned int i;

	kc_buf_printf(buf, "%s=", column->title);
	for (i = 0; i < column->count; i++)
		kc_buf_printf(buf, "%s%s", i ? "+" : "", table->fields[column->fields[i]].name);
	if (column->rate)
		kc_buf_text(buf, "/s");
}

/**
 * top_columns_text - the list that top_columns_parse() makes these columns of
 * @columns: the columns
 * @table: their object's table
 *
 * Return: the text, to be freed, or NULL without memory.
 */
char *top_columns_text(const struct top_columns *columns, const struct kc_table *table)
{
	struct kc_buf buf = { 0 };
	unsigned int i;

	for (i = 0; i < columns->count; i++) {
		if (i)
			kc_buf_char(&buf, ',');
		top_column_spec(&columns->columns[i], table, &buf);
	}
	kc_buf_char(&buf, 0);
	if (!buf.failed)
		return buf.data;
	kc_buf_free(&buf);
	return NULL;
}

/**
 * top_columns_mask - add the fields that have to be requested
 * @columns: the columns
 * @table: their object's table
 * @extra: mask of fields on request
 */
void top_columns_mask(const struct top_columns *columns, const struct kc_table *table,
		      __u64 *extra)
{
	unsigned int i, j;

	for (i = 0; i < columns->count; i++)
		for (j = 0; j < columns->columns[i].count; j++) {
			unsigned int field = columns->columns[i].fields[j];

			if (table->fields[field].flags & KINTROSPECT_FIELD_FLAG_ON_REQUEST)
				kc_mask_set(extra, field);
		}
}

/**
 * top_column_left - whether its text begins at the left, as words do
 * @column: the column
 * @table: its object's table
 */
bool top_column_left(const struct top_column *column, const struct kc_table *table)
{
	const struct kc_field *field = &table->fields[column->fields[0]];

	return kc_is_text(field) || field->value_count || kc_has_unit(field, "addr");
}

/**
 * top_column_value - the value of a column; of a sum that does not have a part, none
 * @column: the column
 * @snapshot: where the row is
 * @row: the row
 * @value: set
 */
void top_column_value(const struct top_column *column, const struct top_snapshot *snapshot,
		      __u32 row, struct kc_value *value)
{
	struct kc_value part;
	unsigned int i;

	top_get(snapshot, row, column->fields[0], value);
	for (i = 1; i < column->count && value->kind != KC_ABSENT; i++) {
		top_get(snapshot, row, column->fields[i], &part);
		if (part.kind != value->kind)
			value->kind = KC_ABSENT;
		else
			value->u += part.u;
	}
}

/**
 * top_column_cell - what a column shows of a row
 * @column: the column
 * @pair: the row and the earlier one
 * @difference: show how much a number grew, not the number
 * @cell: set; a rate needs an earlier row and a total that did not go down
 */
void top_column_cell(const struct top_column *column, const struct top_pair *pair,
		     bool difference, struct top_cell *cell)
{
	struct kc_value *value = &cell->value;
	struct kc_value then;

	cell->kind = TOP_ABSENT;
	cell->field = &pair->now->object->table.fields[column->fields[0]];
	top_column_value(column, pair->now, pair->row, value);
	if (value->kind == KC_ABSENT)
		return;
	if (!column->rate && !difference) {
		cell->kind = TOP_PLAIN;
		return;
	}
	if (value->kind == KC_TEXT || cell->field->value_count ||
	    (difference && kc_has_unit(cell->field, "id")) ||
	    (cell->field->flags & (KINTROSPECT_FIELD_FLAG_KEY | KINTROSPECT_FIELD_FLAG_BOOL)) ||
	    kc_has_unit(cell->field, "addr")) {
		cell->kind = TOP_PLAIN;
		return;
	}
	if (!pair->then || pair->then_row == TOP_NONE) {
		cell->kind = difference && !column->rate ? TOP_PLAIN : TOP_ABSENT;
		return;
	}
	top_column_value(column, pair->then, pair->then_row, &then);
	if (then.kind != value->kind)
		return;
	if (!column->rate) {
		cell->kind = TOP_DELTA;
		cell->delta = (__s64)(value->u - then.u);
		return;
	}
	if (kc_rate(&then, value, pair->now->time_ns - pair->then->time_ns, &cell->rate))
		cell->kind = TOP_RATE;
}

/**
 * top_column_changed - whether a value is another one than before
 * @column: the column; a rate is never called changed
 * @pair: the row and the earlier one
 */
bool top_column_changed(const struct top_column *column, const struct top_pair *pair)
{
	struct kc_value now, then;

	if (column->rate || !pair->then || pair->then_row == TOP_NONE)
		return false;
	top_column_value(column, pair->now, pair->row, &now);
	top_column_value(column, pair->then, pair->then_row, &then);
	return top_value_order(&now, &then) != 0;
}

/**
 * top_value_order - order of two values of one column, absent ones last
 * @a: a value
 * @b: another
 */
int top_value_order(const struct kc_value *a, const struct kc_value *b)
{
	if (a->kind != b->kind)
		return a->kind == KC_ABSENT ? 1 : b->kind == KC_ABSENT ? -1 :
		       (a->kind > b->kind) - (a->kind < b->kind);
	return a->kind == KC_ABSENT ? 0 : kc_compare(a, b);
}

static void format_rate(struct kc_buf *buf, const struct top_cell *cell, bool bytes)
{
	double rate = cell->rate;

	if (kc_has_unit(cell->field, "ns") && !bytes)
		kc_buf_printf(buf, "%.1f%%", rate / 1e7);
	else if (kc_has_unit(cell->field, "bytes") && !bytes)
		kc_format_bytes(buf, (__u64)(rate + 0.5));
	else if (rate > 0 && rate < 100)
		kc_buf_printf(buf, "%.1f", rate);
	else
		kc_buf_printf(buf, "%.0f", rate);
}

static void format_delta(struct kc_buf *buf, const struct top_cell *cell, bool bytes)
{
	struct kc_value size = { .kind = KC_UNSIGNED };

	size.u = cell->delta < 0 ? -(__u64)cell->delta : (__u64)cell->delta;
	if (!cell->delta) {
		kc_buf_char(buf, '0');
		return;
	}
	kc_buf_char(buf, cell->delta < 0 ? '-' : '+');
	if (bytes)
		kc_buf_u64(buf, size.u);
	else
		kc_format_human(buf, cell->field, &size);
}

/**
 * top_field_is_user - whether a field is the number of a user
 * @field: the field
 */
bool top_field_is_user(const struct kc_field *field)
{
	return !strcmp(field->name, "uid") || !strcmp(field->name, "euid");
}

/* The name of a user instead of the number, or NULL. */
static const char *user_of(const struct top_cell *cell, const struct top_users *users)
{
	return users && cell->value.kind == KC_UNSIGNED && top_field_is_user(cell->field) ?
	       top_user_name(users, cell->value.u) : NULL;
}

/**
 * top_cell_format - a cell as text
 * @buf: where to; what is not fit to be shown is escaped
 * @cell: the cell
 * @bytes: numbers raw, without units or names
 * @users: names of users, or NULL
 */
void top_cell_format(struct kc_buf *buf, const struct top_cell *cell, bool bytes,
		     const struct top_users *users)
{
	const char *user;

	switch (cell->kind) {
	case TOP_ABSENT:
		kc_buf_char(buf, '-');
		break;
	case TOP_PLAIN:
		user = bytes ? NULL : user_of(cell, users);
		if (user)
			kc_escape(buf, user, strlen(user));
		else
			kc_format_cell(buf, cell->field, &cell->value, bytes);
		break;
	case TOP_RATE:
		format_rate(buf, cell, bytes);
		break;
	case TOP_DELTA:
		format_delta(buf, cell, bytes);
		break;
	}
}
