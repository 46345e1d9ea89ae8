// SPDX-License-Identifier: GPL-2.0-only
/*
 * Frames of recordings. A frame can be understood without any other, so that
 * damage to one is damage to one. Nothing that is read here is trusted.
 */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>
#include <zstd.h>

#include "frame.h"

#define LEVEL 3

/* What zstd can make of KC_FRAME_MAX bytes at worst. */
#define STORED_MAX ZSTD_COMPRESSBOUND(KC_FRAME_MAX)

/**
 * kc_crc32 - compute the CRC-32 as Ethernet and zlib have it
 * @crc: 0, or that of the bytes before
 * @data: bytes
 * @len: how many
 *
 * By half bytes: what goes through here is compressed already, hence little.
 */
__u32 kc_crc32(__u32 crc, const void *data, size_t len)
{
	static const __u32 table[16] = {
		0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac,
		0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
		0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
		0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
	};
	const unsigned char *at = data;

	crc = ~crc;
	while (len--) {
		crc ^= *at++;
		crc = crc >> 4 ^ table[crc & 15];
		crc = crc >> 4 ^ table[crc & 15];
	}
	return ~crc;
}

static __u32 head_crc(const struct kc_frame_head *head)
{
	return kc_crc32(0, head, offsetof(struct kc_frame_head, head_crc));
}

/**
 * kc_frame_pack - make a frame
 * @packer: compresses; @packer->out is then the frame
 * @head: kind, flags, sample, chunk and times are the caller's, the rest is filled
 * @data: what it holds, @head->raw bytes, at most KC_FRAME_MAX
 * @err: filled on failure
 */
int kc_frame_pack(struct kc_packer *packer, struct kc_frame_head *head, const void *data,
		  struct kc_error *err)
{
	size_t bound = ZSTD_compressBound(head->raw), stored;

	packer->out.len = 0;
	packer->out.failed = false;
	if (!packer->context)
		packer->context = ZSTD_createCCtx();
	if (!packer->context || !kc_buf_room(&packer->out, sizeof(*head) + bound))
		return kc_fail_memory(err);
	stored = ZSTD_compressCCtx(packer->context, packer->out.data + sizeof(*head), bound,
				   data, head->raw, LEVEL);
	if (ZSTD_isError(stored))
		return kc_fail(err, KC_DRIVER, 0, "cannot compress: %s",
			       ZSTD_getErrorName(stored));
	memcpy(head->marker, KC_FRAME_MARKER, sizeof(head->marker));
	head->order = KC_FRAME_ORDER;
	head->version = KC_FRAME_VERSION;
	head->stored = stored;
	head->stored_crc = kc_crc32(0, packer->out.data + sizeof(*head), stored);
	head->reserved = 0;
	head->head_crc = head_crc(head);
	memcpy(packer->out.data, head, sizeof(*head));
	packer->out.len = sizeof(*head) + stored;
	return KC_OK;
}

/**
 * kc_packer_free - free its memory
 * @packer: the packer
 */
void kc_packer_free(struct kc_packer *packer)
{
	ZSTD_freeCCtx(packer->context);
	packer->context = NULL;
	kc_buf_free(&packer->out);
}

/* All of @len bytes at @at, or as many as there are; -1: errno. */
static ssize_t read_at(int fd, void *data, size_t len, off_t at)
{
	size_t done = 0;
	ssize_t got;

	while (done < len) {
		got = pread(fd, (char *)data + done, len - done, at + done);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (!got)
			break;
		done += got;
	}
	return done;
}

/**
 * kc_frame_head_read - read and check a head
 * @fd: the file
 * @at: where it should be
 * @size: of the file
 * @head: filled on success: then @head->stored bytes are there
 * @err: filled unless KC_OK, KC_STOP or KC_NOT_FOUND is returned
 *
 * Return: KC_OK; KC_NOT_FOUND: there is no whole head; KC_STOP: the file ends
 * within this frame; KC_UNAVAILABLE: of a machine of the other byte order, or of
 * a newer program; KC_DRIVER: the file cannot be read.
 */
int kc_frame_head_read(int fd, off_t at, off_t size, struct kc_frame_head *head,
		       struct kc_error *err)
{
	ssize_t got = read_at(fd, head, sizeof(*head), at);

	if (got < 0)
		return kc_fail_errno(err, errno, "cannot read the recording", NULL);
	if ((size_t)got < sizeof(*head))
		return KC_STOP;
	if (memcmp(head->marker, KC_FRAME_MARKER, sizeof(head->marker)))
		return KC_NOT_FOUND;
	if (head->order == (__u16)(KC_FRAME_ORDER << 8 | KC_FRAME_ORDER >> 8))
		return kc_fail(err, KC_UNAVAILABLE, 0,
			       "recorded by a machine of the other byte order");
	if (head->order != KC_FRAME_ORDER || head->head_crc != head_crc(head))
		return KC_NOT_FOUND;
	if (head->version != KC_FRAME_VERSION)
		return kc_fail(err, KC_UNAVAILABLE, 0,
			       "recorded in version %u of the format; this program reads version %u",
			       head->version, KC_FRAME_VERSION);
	/* A checksum is no signature: whoever made it may have meant harm. */
	if (head->raw > KC_FRAME_MAX || head->stored > STORED_MAX)
		return KC_NOT_FOUND;
	return (off_t)head->stored > size - at - (off_t)sizeof(*head) ? KC_STOP : KC_OK;
}

/* No marker begins in a hole of the file, which may be terabytes. */
static off_t skip_hole(int fd, off_t at, off_t size)
{
	off_t data = lseek(fd, at, SEEK_DATA);

	if (data < 0)
		return errno == ENXIO ? size : at;
	return data > at ? data : at;
}

/**
 * kc_frame_find - find the next marker
 * @search: what was read last, so that a file full of markers is read once all the same
 * @fd: the file
 * @at: from where on; set to where one is, or to @size
 * @size: of the file
 * @err: filled on failure
 *
 * Return: KC_OK; KC_STOP: @search->limit is reached; KC_DRIVER: the file cannot be read.
 */
int kc_frame_find(struct kc_search *search, int fd, off_t *at, off_t size, struct kc_error *err)
{
	const unsigned char *hit;
	ssize_t got;
	size_t skip;

	while (*at < size) {
		if (*at < search->start || *at + 8 > search->start + (off_t)search->len) {
			if (search->limit && search->searched >= search->limit)
				return KC_STOP;
			*at = skip_hole(fd, *at, size);
			got = read_at(fd, search->block, sizeof(search->block), *at);
			if (got < 0)
				return kc_fail_errno(err, errno, "cannot read the recording", NULL);
			search->start = *at;
			search->len = got;
			search->searched += got;
		}
		skip = *at - search->start;
		hit = memmem(search->block + skip, search->len - skip, KC_FRAME_MARKER, 8);
		if (hit) {
			*at = search->start + (hit - search->block);
			return KC_OK;
		}
		/* One may lie across the end of the block. */
		if (search->len - skip < 8)
			break;
		*at = search->start + search->len - 7;
	}
	*at = size;
	return KC_OK;
}

/* Room for what a head announces, which is less than the largest frame as a rule. */
static bool make_room(unsigned char **data, size_t *room, size_t len)
{
	unsigned char *more;

	if (len <= *room && *data)
		return true;
	more = realloc(*data, len + 1);
	if (!more)
		return false;
	*data = more;
	*room = len;
	return true;
}

/**
 * kc_frame_unpack - read what a frame holds
 * @unpacker: decompresses; on success @unpacker->raw is what it holds
 * @fd: the file
 * @at: where its head is
 * @head: the head, as kc_frame_head_read() returned it
 * @err: filled on failure
 */
int kc_frame_unpack(struct kc_unpacker *unpacker, int fd, off_t at,
		    const struct kc_frame_head *head, struct kc_error *err)
{
	ssize_t got;
	size_t raw;

	unpacker->raw_len = 0;
	if (!unpacker->context)
		unpacker->context = ZSTD_createDCtx();
	if (!unpacker->context ||
	    !make_room(&unpacker->stored, &unpacker->stored_room, head->stored) ||
	    !make_room(&unpacker->raw, &unpacker->raw_room, head->raw))
		return kc_fail_memory(err);
	got = read_at(fd, unpacker->stored, head->stored, at + sizeof(*head));
	if (got < 0)
		return kc_fail_errno(err, errno, "cannot read the recording", NULL);
	if ((size_t)got < head->stored)
		return kc_fail(err, KC_DRIVER, EBADMSG, "the file ends within it");
	if (kc_crc32(0, unpacker->stored, head->stored) != head->stored_crc)
		return kc_fail(err, KC_DRIVER, EBADMSG, "damaged: a checksum is wrong");
	raw = ZSTD_decompressDCtx(unpacker->context, unpacker->raw, head->raw,
				  unpacker->stored, head->stored);
	if (ZSTD_isError(raw) || raw != head->raw)
		return kc_fail(err, KC_DRIVER, EBADMSG, "damaged: it cannot be decompressed");
	unpacker->raw_len = raw;
	return KC_OK;
}

/**
 * kc_unpacker_free - free its memory
 * @unpacker: the unpacker
 */
void kc_unpacker_free(struct kc_unpacker *unpacker)
{
	ZSTD_freeDCtx(unpacker->context);
	free(unpacker->stored);
	free(unpacker->raw);
	memset(unpacker, 0, sizeof(*unpacker));
}
