// SPDX-License-Identifier: GPL-2.0-only
/* The test build (-DKIN_MUTATE): a column is falsified, to see the tests turn red. */
#include <linux/module.h>
#include <linux/string.h>

#include "source.h"

static char mutate[64];
module_param_string(mutate, mutate, sizeof(mutate), 0600);
MODULE_PARM_DESC(mutate, "OBJECT.FIELD to falsify (test build only)");

/**
 * kin_commit_mutated - falsify the column that the parameter names
 * @cursor: the dump
 * @row: a row that is about to be committed
 */
void kin_commit_mutated(struct kin_cursor *cursor, void *row)
{
	const struct kin_table *table = cursor->table;
	size_t name = strlen(table->name);
	const struct kin_field *field;
	unsigned int i;
	u8 *at;

	if (strncmp(mutate, table->name, name) || mutate[name] != '.')
		return;
	for (i = 0; i < table->field_count; i++) {
		field = &table->fields[i];
		if (strcmp(mutate + name + 1, field->name) || !kin_want_bit(cursor, i))
			continue;
		at = (u8 *)row + field->offset;
		if (field->type == KINTROSPECT_FIELD_TYPE_STRING) {
			if (!kin_row_has(row, i) &&
			    !kin_string(&cursor->batch, (void *)at, "mutated", 7))
				continue;
			at = (u8 *)kin_string_at(&cursor->batch, (void *)at);
			*at = *at == 'x' ? 'y' : 'x';
		} else if (field->type == KINTROSPECT_FIELD_TYPE_CHARS) {
			*at = *at == 'x' ? 'y' : 'x';
		} else if (field->flags & KINTROSPECT_FIELD_FLAG_BOOL) {
			*at ^= 1;
		} else if (field->flags & KINTROSPECT_FIELD_FLAG_ENUM) {
			*at = (*at + 1) % field->value_count;
		} else if (field->size == sizeof(u64)) {
			*(u64 *)at += (1ULL << 40) + BIT(12) + 1;
		} else if (field->size == sizeof(u32)) {
			*(u32 *)at += 0x10001;
		} else {
			*at += 1;
		}
		((u64 *)row)[i / 64] |= 1ULL << (i % 64);
	}
}
