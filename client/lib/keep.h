/* SPDX-License-Identifier: GPL-2.0-only */
/* Batches that are kept after the dump that brought them. */
#ifndef KC_KEEP_H
#define KC_KEEP_H

#include "rows.h"

struct kc_kept;

/**
 * struct kc_row_ref - a row that is kept
 * @rows: its batch
 * @row: the row
 */
struct kc_row_ref {
	const struct kc_rows *rows;
	const unsigned char *row;
};

const struct kc_rows *kc_keep(struct kc_kept **kept, const struct kc_rows *rows,
			      struct kc_error *err);
void kc_keep_free(struct kc_kept *kept);

#endif
