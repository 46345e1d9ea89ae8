/* SPDX-License-Identifier: GPL-2.0-only */
/* A recording that is being read; only files of the library include it. */
#ifndef KC_RECORDING_FILE_H
#define KC_RECORDING_FILE_H

#include "recording_items.h"

/* Objects in a sample; one more for its threads counts as one more. */
#define KC_ENTRIES_MAX 128

/* Batches of the driver's catalogue that can be told apart by number. */
#define KC_HEADER_BATCHES 256

#define KC_NO_SAMPLE (~0ULL)

/*
 * The memory that rows of one sample may take if all of them are kept: a few bytes of a
 * hostile file can stand for gigabytes. A sample of 100,000 tasks has a tenth of it.
 */
#define KC_SAMPLE_MAX 1073741824ULL

/* So much of a file is searched for its first frame. */
#define KC_SEARCH_MAX (64 << 20)

/* Where a sample begins. */
struct kc_sample {
	off_t at;
	__u64 number;
	__u64 realtime_ns;
	__u64 monotonic_ns;
};

/* An object of the current sample, and where what follows it lies. */
struct kc_entry {
	struct kc_item_object object;
	off_t frame;
	__u32 chunk;
	size_t item;
	__u64 taken;		/* bytes of memory that its rows took so far, all kept */
};

struct kc_record {
	struct kc_transport transport;	/* first: it is turned back into this */
	struct kc_record_info info;
	__u32 flags;			/* KC_HOST_*, as its header has them */
	char *path;
	int fd;
	off_t size;
	off_t end;			/* after the last complete sample or header */
	struct kc_buf header;		/* items */
	struct kc_sample *samples;
	size_t room;
	struct kc_unpacker unpacker;
	off_t unpacked;			/* where the frame in it lies, or -1 */
	struct kc_frame_head head;	/* its head */
	__u64 sample;			/* the current one, or KC_NO_SAMPLE */
	struct kc_moment moment;
	struct kc_entry entries[KC_ENTRIES_MAX];
	unsigned int entry_count;
	__u64 taken;			/* the sum of theirs */
	unsigned char batch[KC_BATCH_MAX] __attribute__((aligned(8)));
};

int kc_record_frame(struct kc_record *record, off_t at, const struct kc_sample *sample,
		    __u32 chunk, struct kc_error *err);
int kc_record_damaged(const struct kc_record *record, __u64 sample, struct kc_error *err,
		      const char *why);
const struct kc_entry *kc_record_entry(const struct kc_record *record,
				       const struct kc_table *table, bool threads);
void kc_make_plain(char *text, size_t len);
const unsigned char *kc_header_batch(const struct kc_buf *header, __u32 number, size_t *len);

#endif
