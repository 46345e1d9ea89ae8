// SPDX-License-Identifier: GPL-2.0-only
/* Packed batches: the check that comes before all reading. */
#include <errno.h>

#include "rows.h"

/* Whether every string that @rows refer to in field @index lies among the strings. */
static bool strings_ok(const struct kc_rows *rows, unsigned int index)
{
	const struct kc_field *field = &rows->table->fields[index];
	struct kintrospect_string string;
	const unsigned char *row;
	__u32 i;

	if ((__u32)field->offset + field->size > rows->stride)
		return true;
	for (i = 0; i < rows->count; i++) {
		row = kc_row_at(rows, i);
		if (!(KC_LOAD(__u64, row + index / 64 * 8) >> (index % 64) & 1))
			continue;
		memcpy(&string, row + field->offset, sizeof(string));
		if (string.end > rows->header.string_bytes || string.end <= string.len ||
		    rows->end[-(int)string.end + string.len])
			return false;
	}
	return true;
}

/*
 * Fields in a row are mostly of the same type as their neighbours. To look for
 * that once a batch, not once a row, makes kc_row_decode() several times as
 * fast. A run does not go beyond a word of the presence mask.
 */
static void find_runs(struct kc_rows *rows)
{
	struct kc_run *run = rows->runs;
	unsigned int i, next;
	__u8 type;

	run->count = 0;
	for (i = 0; i < rows->table->field_count; i++) {
		const struct kc_field *field = &rows->table->fields[i];

		type = (__u32)field->offset + field->size > rows->stride ||
		       field->type > KINTROSPECT_FIELD_TYPE_STRING ? KC_RUN_ABSENT : field->type;
		next = type == KC_RUN_ABSENT || !run->count ? field->offset :
		       run->offset + run->count * field->size;
		if (run->count && (type != run->type || !(i % 64) || field->offset != next ||
				   type == KINTROSPECT_FIELD_TYPE_CHARS))
			(++run)->count = 0;
		if (!run->count)
			*run = (struct kc_run) { .offset = field->offset, .type = type };
		run->count++;
	}
	rows->run_count = run + 1 - rows->runs;
}

/**
 * kc_rows_open - check a batch and make it readable
 * @rows: filled on success
 * @table: the object it should hold
 * @data: the batch, of any alignment; has to outlive @rows
 * @len: its length
 * @err: filled on failure
 *
 * Nothing in the batch is trusted: after this returned KC_OK, kc_row_get()
 * never reads outside @data, whatever it holds. Rows may be longer or shorter
 * than @table's. Return: KC_OK or KC_DRIVER.
 */
int kc_rows_open(struct kc_rows *rows, const struct kc_table *table, const void *data,
		 size_t len, struct kc_error *err)
{
	struct kintrospect_batch *header = &rows->header;
	const char *what = "header cut short";
	unsigned int i;

	if (len < sizeof(*header) || len > KC_BATCH_MAX)
		goto corrupt;
	memcpy(header, data, sizeof(*header));
	if (header->abi != KINTROSPECT_ABI) {
		kc_fail(err, KC_DRIVER, EPROTO,
			"the driver speaks ABI %u and this program ABI %u",
			header->abi, KINTROSPECT_ABI);
		kc_hint(err, "install driver and programs of the same release");
		return KC_DRIVER;
	}
	if (header->header_size < sizeof(*header) || header->header_size > len)
		goto corrupt;
	what = "another object";
	if (header->object != table->command)
		goto corrupt;
	what = "strings too long";
	if (header->string_bytes > len - header->header_size)
		goto corrupt;
	what = "rows too long";
	if (header->row_count && header->row_size < KC_ROW_MIN)
		goto corrupt;
	if ((__u64)header->row_count * header->row_size >
	    len - header->header_size - header->string_bytes)
		goto corrupt;

	rows->table = table;
	rows->batch = data;
	rows->len = len;
	rows->first = rows->batch + header->header_size;
	rows->end = rows->batch + len;
	rows->stride = header->row_size;
	rows->count = header->row_count;
	find_runs(rows);
	what = "string out of bounds";
	for (i = 0; i < table->field_count; i++)
		if (table->fields[i].type == KINTROSPECT_FIELD_TYPE_STRING && !strings_ok(rows, i))
			goto corrupt;
	return KC_OK;

corrupt:
	return kc_fail(err, KC_DRIVER, EBADMSG, "%s: the driver sent a bad batch: %s",
		       table->name, what);
}

/* Numbers of a run; an absent one gets a value too, of which nobody takes note. */
#define DECODE_RUN(ctype, what, member) do { \
	do { \
		value->kind = present & 1 ? what : KC_ABSENT; \
		value->member = KC_LOAD(ctype, at); \
		at += sizeof(ctype); \
		present >>= 1; \
	} while (++value < stop); \
} while (0)

/* The fields of one word of the presence mask; returns the run to go on with. */
static const struct kc_run *decode_word(const struct kc_rows *rows, const unsigned char *row,
					const struct kc_run *run, struct kc_value *values,
					unsigned int index)
{
	const struct kc_run *end = rows->runs + rows->run_count;
	struct kc_value *value = values + index, *last = value + 64, *stop;
	__u64 present = KC_LOAD(__u64, row + index / 8);
	const char *text_end = (const char *)rows->end;
	struct kintrospect_string string;
	const unsigned char *at;

	for (; run < end && value < last; run++) {
		at = row + run->offset;
		stop = value + run->count;
		switch (run->type) {
		case KINTROSPECT_FIELD_TYPE_U64:
			DECODE_RUN(__u64, KC_UNSIGNED, u);
			break;
		case KINTROSPECT_FIELD_TYPE_U32:
			DECODE_RUN(__u32, KC_UNSIGNED, u);
			break;
		case KINTROSPECT_FIELD_TYPE_U8:
			DECODE_RUN(__u8, KC_UNSIGNED, u);
			break;
		case KINTROSPECT_FIELD_TYPE_S32:
			DECODE_RUN(__s32, KC_SIGNED, s);
			break;
		case KINTROSPECT_FIELD_TYPE_S64:
			DECODE_RUN(__s64, KC_SIGNED, s);
			break;
		case KINTROSPECT_FIELD_TYPE_STRING:
			do {
				string = KC_LOAD(struct kintrospect_string, at);
				value->kind = present & 1 ? KC_TEXT : KC_ABSENT;
				value->len = string.len;
				value->text = present & 1 ? text_end - string.end : NULL;
				at += sizeof(string);
				present >>= 1;
			} while (++value < stop);
			break;
		case KINTROSPECT_FIELD_TYPE_CHARS:
			value->kind = present & 1 ? KC_TEXT : KC_ABSENT;
			value->text = (const char *)at;
			value->len = strnlen(value->text, rows->table->fields[value - values].size);
			present >>= 1;
			value++;
			break;
		case KC_RUN_ABSENT:
			/* KC_ABSENT is 0. */
			memset(value, 0, run->count * sizeof(*value));
			present = run->count < 64 ? present >> run->count : 0;
			value = stop;
			break;
		default:
			do {
				kc_row_get(rows, row, value - values, value);
				present >>= 1;
			} while (++value < stop);
		}
	}
	return run;
}

/**
 * kc_row_decode - get all fields of a row
 * @rows: the batch
 * @row: the row
 * @values: room for @rows->table->field_count values
 */
void kc_row_decode(const struct kc_rows *rows, const unsigned char *row, struct kc_value *values)
{
	const struct kc_run *run = rows->runs;
	unsigned int index;

	for (index = 0; index < rows->table->field_count; index += 64)
		run = decode_word(rows, row, run, values, index);
}
