// SPDX-License-Identifier: GPL-2.0-only
/* What sources do with rows, the parts too long for a header. */
#include <linux/kernel.h>
#include <linux/string.h>

#include "source.h"

/**
 * kin_string - append text to the batch's strings
 * @batch: the batch
 * @ref: the row's field, set to where the text lies
 * @text: the text, need not end with NUL
 * @len: its length
 *
 * Any context. Return: false, with the batch marked full, when there is no room.
 */
bool kin_string(struct kin_batch *batch, struct kintrospect_string *ref,
		const char *text, size_t len)
{
	u32 room = batch->size - batch->used - batch->row_max;
	u8 *at;

	if (len >= U16_MAX || batch->string_bytes + len + 1 > min_t(u32, room, U16_MAX)) {
		batch->full = true;
		return false;
	}
	batch->string_bytes += len + 1;
	at = batch->data + batch->size - batch->string_bytes;
	memcpy(at, text, len);
	at[len] = '\0';
	ref->end = batch->string_bytes;
	ref->len = len;
	return true;
}

/**
 * kin_fail - say why in words
 * @cursor: the dump
 * @err: the errno, negative
 * @field: field number of the filter it is about, or KIN_WHOLE
 * @words: a string constant: what is wrong and what would mend it
 *
 * Return: @err.
 */
int kin_fail(struct kin_cursor *cursor, int err, unsigned int field, const char *words)
{
	cursor->error = words;
	cursor->error_field = field;
	return err;
}

/**
 * kin_missing - why a field cannot be had on this kernel
 * @source: the object
 * @field: field number, or KIN_WHOLE
 *
 * Return: the missing config or symbol, NULL if there is none.
 */
const char *kin_missing(const struct kin_source *source, unsigned int field)
{
	const char *why = NULL;

	if (source->missing) {
		why = source->missing(KIN_WHOLE);
		if (!why && field != KIN_WHOLE)
			why = source->missing(field);
	}
	return why;
}

/**
 * kin_hide - zero the bytes of a row's gated fields
 * @cursor: the dump
 * @row: a row of its batch, committed or about to be
 *
 * The text of gated strings goes as well. Rows may share it, which does no harm:
 * only gated fields refer to it, and they are hidden in all rows. Any context.
 */
void kin_hide(const struct kin_cursor *cursor, void *row)
{
	const struct kin_table *table = cursor->table;
	const struct kin_batch *batch = &cursor->batch;
	const struct kin_range *range = table->gated_ranges;
	const struct kin_range *end = range + table->gated_range_count;
	const struct kintrospect_string *ref;

	/* What lies beyond belongs to the next row. */
	for (; range < end && range->offset < batch->row_size; range++) {
		ref = row + range->offset;
		if (range->string && range->offset + sizeof(*ref) <= batch->row_size &&
		    ref->end <= batch->string_bytes && ref->len < ref->end)
			memset((void *)kin_string_at(batch, ref), 0, ref->len);
		memset(row + range->offset, 0,
		       min_t(u32, range->size, batch->row_size - range->offset));
	}
}
