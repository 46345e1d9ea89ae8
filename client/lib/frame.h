/* SPDX-License-Identifier: GPL-2.0-only */
/* Recordings as frames: compressed pieces, each with its length and checksums. */
#ifndef KC_FRAME_H
#define KC_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <linux/types.h>

#include "buf.h"
#include "error.h"

/* What a frame may hold, before it is compressed. */
#define KC_FRAME_MAX 1048576

#define KC_FRAME_MARKER "\x89KREC\r\n\x1a"
#define KC_FRAME_ORDER 0x0102
#define KC_FRAME_VERSION 1

enum kc_frame_kind {
	KC_FRAME_HEADER = 1,	/* host facts and the driver's catalogue */
	KC_FRAME_SAMPLE = 2,	/* a piece of a sample */
};

#define KC_FRAME_LAST 1U	/* flag: the sample ends with this frame */

/**
 * struct kc_frame_head - begins every frame, in the byte order of its writer
 * @marker: KC_FRAME_MARKER, by which frames are found again after damage
 * @order: KC_FRAME_ORDER as the writer has it
 * @version: KC_FRAME_VERSION
 * @kind: enum kc_frame_kind
 * @flags: KC_FRAME_LAST
 * @stored: bytes that follow, compressed by zstd
 * @raw: bytes that come of them
 * @sample: number of the sample in the file, from 1; of a header that of the next
 * @chunk: which piece of the sample, from 0
 * @stored_crc: CRC-32 of the bytes that follow
 * @realtime_ns: time of the sample
 * @monotonic_ns: the same by CLOCK_MONOTONIC
 * @reserved: 0
 * @head_crc: CRC-32 of all before it
 */
struct kc_frame_head {
	unsigned char marker[8];
	__u16 order;
	__u8 version;
	__u8 kind;
	__u32 flags;
	__u32 stored;
	__u32 raw;
	__u64 sample;
	__u32 chunk;
	__u32 stored_crc;
	__u64 realtime_ns;
	__u64 monotonic_ns;
	__u32 reserved;
	__u32 head_crc;
};

/**
 * struct kc_packer - compresses frames; all zero is a new one
 * @context: of the library
 * @out: the last frame, head included
 */
struct kc_packer {
	void *context;
	struct kc_buf out;
};

/**
 * struct kc_unpacker - decompresses frames; all zero is a new one
 * @context: of the library
 * @stored: the last frame as it lies in the file
 * @stored_room: its size
 * @raw: the last frame decompressed
 * @raw_room: its size
 * @raw_len: length of what is in it
 */
struct kc_unpacker {
	void *context;
	unsigned char *stored;
	size_t stored_room;
	unsigned char *raw;
	size_t raw_room;
	size_t raw_len;
};

/**
 * struct kc_search - a part of a file in which markers are looked for
 * @start: where in the file it lies
 * @len: its length
 * @searched: bytes that were read so far
 * @limit: after so many it is given up, 0: never
 * @block: the part
 */
struct kc_search {
	off_t start;
	size_t len;
	__u64 searched;
	__u64 limit;
	unsigned char block[65536];
};

__u32 kc_crc32(__u32 crc, const void *data, size_t len);
int kc_frame_pack(struct kc_packer *packer, struct kc_frame_head *head, const void *data,
		  struct kc_error *err);
void kc_packer_free(struct kc_packer *packer);
int kc_frame_head_read(int fd, off_t at, off_t size, struct kc_frame_head *head,
		       struct kc_error *err);
int kc_frame_find(struct kc_search *search, int fd, off_t *at, off_t size, struct kc_error *err);
int kc_frame_unpack(struct kc_unpacker *unpacker, int fd, off_t at,
		    const struct kc_frame_head *head, struct kc_error *err);
void kc_unpacker_free(struct kc_unpacker *unpacker);

#endif
