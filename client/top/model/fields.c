// SPDX-License-Identifier: GPL-2.0-only
/* Fields that are computed with: each user of them has one list of names. */
#include "fields.h"

/**
 * top_field - number of a field
 * @object: the object
 * @name: name of the field, or NULL
 *
 * Return: its number, or -1 where no row can have it.
 */
int top_field(const struct kc_object *object, const char *name)
{
	int field = name ? kc_field_named(&object->table, name) : -1;

	return field >= 0 && object->reason[field] ? -1 : field;
}

/**
 * top_fields - numbers of fields
 * @object: the object
 * @names: their names
 * @count: how many
 * @fields: set, as top_field() has it
 */
void top_fields(const struct kc_object *object, const char * const *names, unsigned int count,
		int *fields)
{
	unsigned int i;

	for (i = 0; i < count; i++)
		fields[i] = top_field(object, names[i]);
}

/**
 * top_number - a number of a row
 * @snapshot: the rows
 * @row: which
 * @field: the field, or -1
 * @number: set; 0 if there is none
 */
bool top_number(const struct top_snapshot *snapshot, __u32 row, int field, __u64 *number)
{
	struct kc_value value = { 0 };

	*number = 0;
	if (field < 0)
		return false;
	top_get(snapshot, row, field, &value);
	if (value.kind != KC_UNSIGNED && value.kind != KC_SIGNED)
		return false;
	*number = value.u;
	return true;
}

/**
 * top_text - a text of a row
 * @snapshot: the rows
 * @row: which
 * @field: the field, or -1
 * @text: set, to what is in the snapshot and not ended by anything; never to NULL
 *
 * Return: its length, 0 if there is none.
 */
size_t top_text(const struct top_snapshot *snapshot, __u32 row, int field, const char **text)
{
	struct kc_value value = { 0 };

	*text = "";
	if (field < 0)
		return 0;
	top_get(snapshot, row, field, &value);
	if (value.kind != KC_TEXT)
		return 0;
	*text = value.text;
	return value.len;
}
