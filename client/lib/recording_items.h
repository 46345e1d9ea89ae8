/* SPDX-License-Identifier: GPL-2.0-only */
/* What frames of recordings hold; only files of the library include it. */
#ifndef KC_RECORDING_ITEMS_H
#define KC_RECORDING_ITEMS_H

#include <linux/kintrospect_rows.h>

#include "frame.h"
#include "recording.h"

/* A writer begins the next frame at this many bytes: well below what a reader takes. */
#define KC_FRAME_FULL 524288

/* The header is repeated after as many samples, lest damage to it is damage to all. */
#define KC_HEADER_EVERY 64

/**
 * enum kc_item_kind - what is in frames, one after the other; unknown ones are skipped
 * @KC_ITEM_HOST: struct kc_item_host, first of a header
 * @KC_ITEM_MOMENT: struct kc_moment, first of a sample
 * @KC_ITEM_OBJECT: struct kc_item_object: what follows is of this object
 * @KC_ITEM_BATCH: a packed batch, as the driver sent it
 * @KC_ITEM_SAME: struct kc_item_same: a batch of the header once more
 * @KC_ITEM_RESULT: struct kc_item_result: the object's dump ended
 */
enum kc_item_kind {
	KC_ITEM_HOST = 1,
	KC_ITEM_MOMENT,
	KC_ITEM_OBJECT,
	KC_ITEM_BATCH,
	KC_ITEM_SAME,
	KC_ITEM_RESULT,
};

/**
 * struct kc_item - begins every item; the next one begins at a multiple of 8
 * @kind: enum kc_item_kind
 * @reserved: 0
 * @len: bytes that follow
 */
struct kc_item {
	__u16 kind;
	__u16 reserved;
	__u32 len;
};

#define KC_HOST_COSTS 1U	/* flag: batches say what they cost */
#define KC_HOST_ON_REQUEST 2U	/* flag: fields on request could be had */

struct kc_item_host {
	__u32 abi;
	__u32 flags;
	char source[16];
	char client[32];
	struct kc_host host;
};

#define KC_OBJECT_THREADS 1U	/* flag: rows are threads */

/**
 * struct kc_item_object - an object and how it was asked for
 * @name: the object
 * @flags: KC_OBJECT_THREADS
 * @key_count: how many KEY=VALUE the driver picked rows by
 * @mask: fields asked for
 */
struct kc_item_object {
	char name[24];
	__u32 flags;
	__u32 key_count;
	__u64 mask[KINTROSPECT_MASK_WORDS];
};

/**
 * struct kc_item_same - a batch whose rows are those of the header's
 * @number: which of the header's batches
 * @reserved: 0
 * @batch: its own beginning, with what it cost
 */
struct kc_item_same {
	__u32 number;
	__u32 reserved;
	struct kintrospect_batch batch;
};

/**
 * struct kc_item_result - what a dump came to
 * @code: enum kc_code
 * @errnum: its errno, or 0
 * @words: message and hint, each with a NUL
 */
struct kc_item_result {
	__s32 code;
	__s32 errnum;
	char words[];
};

bool kc_item_put(struct kc_buf *buf, enum kc_item_kind kind, const void *data, size_t len,
		 const void *more, size_t more_len);
const unsigned char *kc_item_next(const unsigned char *data, size_t len, size_t *at,
				  struct kc_item *item);

#endif
