/* SPDX-License-Identifier: GPL-2.0-only */
/* Packed batches: checked once as a whole, then read without a check. */
#ifndef KC_ROWS_H
#define KC_ROWS_H

#include <string.h>
#include <linux/kintrospect.h>
#include <linux/kintrospect_rows.h>

#include "error.h"
#include "table.h"

/* A mask has a bit for every field. */
#define KC_FIELDS_MAX (64 * KINTROSPECT_MASK_WORDS)

/* Strings are found by 16-bit offsets, and an attribute's length has 16 bits. */
#define KC_BATCH_MAX 65000

/* Every row begins with its presence mask. */
#define KC_ROW_MIN (8 * KINTROSPECT_MASK_WORDS)

/**
 * struct kc_run - neighbouring fields of one type
 * @offset: where in a row the first of them lies
 * @type: enum kintrospect_field_type, or KC_RUN_ABSENT: not in these rows
 * @count: how many
 */
struct kc_run {
	__u16 offset;
	__u8 type;
	__u8 count;
};

#define KC_RUN_ABSENT 255

/**
 * struct kc_rows - a batch that kc_rows_open() found to be sound
 * @table: the object
 * @first: first row
 * @end: end of the batch, from which strings are found
 * @stride: bytes from row to row
 * @count: rows
 * @header: its header
 * @batch: its first byte
 * @len: its length
 * @run_count: length of @runs
 * @runs: all fields in order, for kc_row_decode()
 *
 * It points into the memory given to kc_rows_open() and lives as long.
 */
struct kc_rows {
	const struct kc_table *table;
	const unsigned char *first;
	const unsigned char *end;
	__u32 stride;
	__u32 count;
	struct kintrospect_batch header;
	const unsigned char *batch;
	size_t len;
	unsigned int run_count;
	struct kc_run runs[KC_FIELDS_MAX];
};

enum kc_kind {
	KC_ABSENT,
	KC_UNSIGNED,
	KC_SIGNED,
	KC_TEXT,
};

/**
 * struct kc_value - one field of one row
 * @kind: enum kc_kind: which of the others is meant
 * @len: bytes of @text
 * @u: unsigned number
 * @s: signed number
 * @text: bytes in the batch, not terminated
 */
struct kc_value {
	__u32 kind;
	__u32 len;
	union {
		__u64 u;
		__s64 s;
		const char *text;
	};
};

int kc_rows_open(struct kc_rows *rows, const struct kc_table *table, const void *data,
		 size_t len, struct kc_error *err);
void kc_row_decode(const struct kc_rows *rows, const unsigned char *row,
		   struct kc_value *values);

static inline bool kc_mask_test(const __u64 *mask, unsigned int bit)
{
	return mask[bit / 64] >> (bit % 64) & 1;
}

static inline void kc_mask_set(__u64 *mask, unsigned int bit)
{
	mask[bit / 64] |= 1ULL << (bit % 64);
}

/* Rows lie where the driver put them: no alignment is taken for granted. */
#define KC_LOAD(type, at) \
	({ type __value; memcpy(&__value, at, sizeof(__value)); __value; })

/**
 * kc_row_at - return a row of a batch
 * @rows: the batch
 * @n: which, below @rows->count
 */
static inline const unsigned char *kc_row_at(const struct kc_rows *rows, __u32 n)
{
	return rows->first + (size_t)n * rows->stride;
}

/**
 * kc_row_get - get one field of a row
 * @rows: the batch
 * @row: the row
 * @index: number of the field, below @rows->table->field_count
 * @value: where to put it
 *
 * A field beyond the end of a row that an older driver sent is absent.
 */
static inline void kc_row_get(const struct kc_rows *rows, const unsigned char *row,
			      unsigned int index, struct kc_value *value)
{
	const struct kc_field *field = &rows->table->fields[index];
	const unsigned char *at = row + field->offset;
	struct kintrospect_string string;

	value->kind = KC_ABSENT;
	if (!(KC_LOAD(__u64, row + index / 64 * 8) >> (index % 64) & 1) ||
	    (__u32)field->offset + field->size > rows->stride)
		return;
	value->kind = KC_UNSIGNED;
	switch (field->type) {
	case KINTROSPECT_FIELD_TYPE_U64:
		value->u = KC_LOAD(__u64, at);
		break;
	case KINTROSPECT_FIELD_TYPE_U32:
		value->u = KC_LOAD(__u32, at);
		break;
	case KINTROSPECT_FIELD_TYPE_U16:
		value->u = KC_LOAD(__u16, at);
		break;
	case KINTROSPECT_FIELD_TYPE_U8:
		value->u = *at;
		break;
	case KINTROSPECT_FIELD_TYPE_S64:
		value->kind = KC_SIGNED;
		value->s = KC_LOAD(__s64, at);
		break;
	case KINTROSPECT_FIELD_TYPE_S32:
		value->kind = KC_SIGNED;
		value->s = KC_LOAD(__s32, at);
		break;
	case KINTROSPECT_FIELD_TYPE_S16:
		value->kind = KC_SIGNED;
		value->s = KC_LOAD(__s16, at);
		break;
	case KINTROSPECT_FIELD_TYPE_S8:
		value->kind = KC_SIGNED;
		value->s = KC_LOAD(__s8, at);
		break;
	case KINTROSPECT_FIELD_TYPE_CHARS:
		value->kind = KC_TEXT;
		value->text = (const char *)at;
		value->len = strnlen(value->text, field->size);
		break;
	case KINTROSPECT_FIELD_TYPE_STRING:
		memcpy(&string, at, sizeof(string));
		value->kind = KC_TEXT;
		value->text = (const char *)rows->end - string.end;
		value->len = string.len;
		break;
	default:	/* a type of a newer driver */
		value->kind = KC_ABSENT;
	}
}

/**
 * kc_row_find - get a field of a row that may not be in the table
 * @rows: the batch
 * @row: the row
 * @field: number of the field, or -1
 * @value: where to put it
 *
 * Return: false if it is absent.
 */
static inline bool kc_row_find(const struct kc_rows *rows, const unsigned char *row, int field,
			       struct kc_value *value)
{
	value->kind = KC_ABSENT;
	if (field >= 0)
		kc_row_get(rows, row, field, value);
	return value->kind != KC_ABSENT;
}

/**
 * kc_row_u64 - get an unsigned number of a row
 * @rows: the batch
 * @row: the row
 * @field: number of the field, or -1
 *
 * Return: the number, 0 if it is absent.
 */
static inline __u64 kc_row_u64(const struct kc_rows *rows, const unsigned char *row, int field)
{
	struct kc_value value;

	return kc_row_find(rows, row, field, &value) && value.kind == KC_UNSIGNED ? value.u : 0;
}

#endif
