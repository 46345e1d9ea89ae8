/* SPDX-License-Identifier: GPL-2.0-only */
/* What the clients know of objects and their fields; the tables are made from the spec. */
#ifndef KC_TABLE_H
#define KC_TABLE_H

#include <stdbool.h>
#include <linux/types.h>

/**
 * struct kc_field - a column
 * @name: name in kebab-case, as on the command line
 * @snake: name in snake_case, as in JSON and debugfs
 * @unit: unit of the number or NULL
 * @doc: what it says
 * @values: names of an enum's values or of a flag field's bits, or NULL
 * @value_count: length of @values
 * @type: enum kintrospect_field_type
 * @flags: KINTROSPECT_FIELD_FLAG_*
 * @offset: where it lies in a packed row, bytes
 * @size: bytes it takes in a packed row
 * @missing: whether this driver or kernel leaves it empty, as far as was asked
 */
struct kc_field {
	const char *name;
	const char *snake;
	const char *unit;
	const char *doc;
	const char * const *values;
	__u16 value_count;
	__u16 type;
	__u32 flags;
	__u16 offset;
	__u16 size;
	bool missing;
};

/**
 * struct kc_table - an object
 * @name: name in kebab-case
 * @snake: name in snake_case
 * @doc: what its rows are
 * @fields: columns, by field number
 * @filters: field numbers that the driver filters by
 * @defaults: field numbers of the default text columns, in order
 * @field_count: length of @fields
 * @filter_count: length of @filters
 * @default_count: length of @defaults
 * @threads: whether it can list threads
 * @command: KINTROSPECT_CMD_*
 * @row_size: bytes of a whole packed row
 */
struct kc_table {
	const char *name;
	const char *snake;
	const char *doc;
	const struct kc_field *fields;
	const __u8 *filters;
	const __u8 *defaults;
	__u16 field_count;
	__u16 filter_count;
	__u16 default_count;
	bool threads;
	__u8 command;
	__u16 row_size;
};

#endif
