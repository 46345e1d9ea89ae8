// SPDX-License-Identifier: GPL-2.0-only
/* The tables themselves: what a client needs to show an object it was not built with. */
#include <linux/slab.h>

#include "../source.h"

#define KIN_VALUES_MAX 2048

/* Key: object, field. */

static int kin_fields_open(struct kin_cursor *cursor)
{
	const struct kin_filter *object = &cursor->filter[kin_filter_fields_object];
	unsigned int i;

	for (i = 0; object->set && i < KIN_OBJECTS; i++)
		if (!strcmp(object->string, kin_sources[i]->table->name))
			break;
	if (object->set && i == KIN_OBJECTS)
		return kin_fail(cursor, -EINVAL, kin_f_fields_object, "there is no such object");
	cursor->private = kmalloc(KIN_VALUES_MAX, GFP_KERNEL);
	return cursor->private ? 0 : -ENOMEM;
}

static void kin_fields_close(struct kin_cursor *cursor)
{
	kfree(cursor->private);
}

static size_t kin_fields_values(const struct kin_field *field, char *text)
{
	size_t len = 0;
	unsigned int i;

	for (i = 0; i < field->value_count; i++)
		len += scnprintf(text + len, KIN_VALUES_MAX - len, "%s%s", i ? "," : "",
				 field->values[i]);
	return len;
}

static int kin_fields_row(struct kin_cursor *cursor, const struct kin_source *source,
			  unsigned int nr)
{
	const struct kin_table *table = source->table;
	const struct kin_field *field = &table->fields[nr];
	const char *why = kin_missing(source, nr);
	struct kintrospect_fields_row *row = kin_row(cursor);

	if (!row)
		return 1;
	if (!why && (field->flags & KINTROSPECT_FIELD_FLAG_GATED) && !kin_gate_addr(&cursor->gate))
		why = kin_gate_addr_why();
	kin_set_chars(row, fields, object, table->name);
	kin_set_chars(row, fields, name, field->name);
	kin_set(row, fields, index, nr);
	kin_set(row, fields, type, field->type);
	kin_set(row, fields, flags, field->flags);
	kin_set(row, fields, offset_bytes, field->offset);
	kin_set(row, fields, size_bytes, field->size);
	if (field->unit)
		kin_set_chars(row, fields, unit, field->unit);
	kin_set(row, fields, available, !why);
	if (why && !kin_set_string(cursor, row, fields, reason, why, strlen(why)))
		return 1;
	if (field->value_count && kin_want(cursor, fields, values) &&
	    !kin_set_string(cursor, row, fields, values, cursor->private,
			    kin_fields_values(field, cursor->private)))
		return 1;
	if (kin_want(cursor, fields, doc) &&
	    !kin_set_string(cursor, row, fields, doc, field->doc, strlen(field->doc)))
		return 1;
	kin_commit(cursor, row);
	return 0;
}

static int kin_fields_fill(struct kin_cursor *cursor)
{
	const struct kin_filter *object = &cursor->filter[kin_filter_fields_object];
	const struct kin_source *source;

	for (; cursor->key[0] < KIN_OBJECTS; cursor->key[0]++, cursor->key[1] = 0) {
		source = kin_sources[cursor->key[0]];
		if (object->set && strcmp(object->string, source->table->name))
			continue;
		for (; cursor->key[1] < source->table->field_count; cursor->key[1]++) {
			if (kin_fields_row(cursor, source, cursor->key[1]))
				return 1;
			cursor->cost.walked++;
		}
	}
	return 0;
}

const struct kin_source kin_fields_source = {
	.table = &kin_fields_table,
	.open = kin_fields_open,
	.fill = kin_fields_fill,
	.close = kin_fields_close,
};
