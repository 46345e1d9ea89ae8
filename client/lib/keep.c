// SPDX-License-Identifier: GPL-2.0-only
/* Batches that are kept after the dump that brought them: packed, as they came. */
#include <stdlib.h>

#include "keep.h"

struct kc_kept {
	struct kc_kept *next;
	struct kc_rows rows;
	unsigned char data[];
};

/**
 * kc_keep - copy a batch
 * @kept: the batches that are kept, NULL at first; the copy is added
 * @rows: the batch
 * @err: filled on failure
 *
 * Return: the copy, which lives until kc_keep_free(); NULL without memory.
 */
const struct kc_rows *kc_keep(struct kc_kept **kept, const struct kc_rows *rows,
			      struct kc_error *err)
{
	struct kc_kept *batch = malloc(sizeof(*batch) + rows->len);

	if (!batch) {
		kc_fail_memory(err);
		return NULL;
	}
	memcpy(batch->data, rows->batch, rows->len);
	batch->rows = *rows;
	batch->rows.batch = batch->data;
	batch->rows.first = batch->data + (rows->first - rows->batch);
	batch->rows.end = batch->data + rows->len;
	batch->next = *kept;
	*kept = batch;
	return &batch->rows;
}

/**
 * kc_keep_free - free batches that were kept
 * @kept: the batches, or NULL
 */
void kc_keep_free(struct kc_kept *kept)
{
	struct kc_kept *next;

	for (; kept; kept = next) {
		next = kept->next;
		free(kept);
	}
}
