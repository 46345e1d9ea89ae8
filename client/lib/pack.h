/* SPDX-License-Identifier: GPL-2.0-only */
/* Making packed batches, of rows that came in another form. */
#ifndef KC_PACK_H
#define KC_PACK_H

#include "rows.h"

/**
 * struct kc_pack - a batch being made
 * @table: the object
 * @used: bytes of header and rows
 * @string_bytes: bytes of strings, at the end of @data
 * @row_string_bytes: @string_bytes before the row in progress
 * @row_count: rows committed
 * @row_total: rows committed in all batches so far
 * @data: the batch
 */
struct kc_pack {
	const struct kc_table *table;
	__u32 used;
	__u32 string_bytes;
	__u32 row_string_bytes;
	__u32 row_count;
	__u64 row_total;
	unsigned char data[KC_BATCH_MAX] __attribute__((aligned(8)));
};

void kc_pack_init(struct kc_pack *pack, const struct kc_table *table);
bool kc_pack_row(struct kc_pack *pack);
void kc_pack_number(struct kc_pack *pack, unsigned int index, __u64 number);
bool kc_pack_text(struct kc_pack *pack, unsigned int index, const char *text, size_t len);
void kc_pack_commit(struct kc_pack *pack);
size_t kc_pack_finish(struct kc_pack *pack, const __u64 *mask, __u32 flags);

#endif
