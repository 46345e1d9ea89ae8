// SPDX-License-Identifier: GPL-2.0-only
/* What frames of recordings hold. */
#include "recording_file.h"

/**
 * kc_item_put - add an item
 * @buf: the frame
 * @kind: what it is
 * @data: its first part, may be NULL
 * @len: length of that
 * @more: its second part, may be NULL
 * @more_len: length of that
 *
 * Return: false when there is no memory.
 */
bool kc_item_put(struct kc_buf *buf, enum kc_item_kind kind, const void *data, size_t len,
		 const void *more, size_t more_len)
{
	struct kc_item item = { .kind = kind, .len = len + more_len };
	static const char zeros[8];

	kc_buf_put(buf, &item, sizeof(item));
	kc_buf_put(buf, data, len);
	kc_buf_put(buf, more, more_len);
	kc_buf_put(buf, zeros, -item.len & 7);
	return !buf->failed;
}

/**
 * kc_item_next - return the next item
 * @data: a frame, not trusted
 * @len: its length
 * @at: where in it to go on; moved on
 * @item: filled
 *
 * Return: what the item holds, @item->len bytes, aligned to 8 if @data is; NULL
 * at the end, and if what is left is no item: then @at is below @len.
 */
const unsigned char *kc_item_next(const unsigned char *data, size_t len, size_t *at,
				  struct kc_item *item)
{
	const unsigned char *payload;
	size_t left = len - *at, padded;

	if (left < sizeof(*item))
		return NULL;
	memcpy(item, data + *at, sizeof(*item));
	padded = ((size_t)item->len + 7) & ~(size_t)7;
	if (padded < item->len || padded > left - sizeof(*item))
		return NULL;
	payload = data + *at + sizeof(*item);
	*at += sizeof(*item) + padded;
	return payload;
}

/**
 * kc_make_plain - make a text fit for a terminal
 * @text: the text, up to a NUL
 * @len: how many bytes it has at most
 *
 * For what is printed as it is, where it comes from a driver: words and names, which
 * are ASCII. A file may hold anything.
 */
void kc_make_plain(char *text, size_t len)
{
	for (; len && *text; text++, len--)
		if (*text < 0x20 || *text > 0x7e)
			*text = '?';
}

/**
 * kc_header_batch - find a batch of the driver's catalogue
 * @header: the header's items
 * @number: which
 * @len: set to its length
 *
 * Return: the batch or NULL.
 */
const unsigned char *kc_header_batch(const struct kc_buf *header, __u32 number, size_t *len)
{
	const unsigned char *payload;
	struct kc_item item;
	size_t at = 0;

	if (number >= KC_HEADER_BATCHES)
		return NULL;
	while ((payload = kc_item_next((void *)header->data, header->len, &at, &item))) {
		if (item.kind != KC_ITEM_BATCH || number--)
			continue;
		*len = item.len;
		return payload;
	}
	return NULL;
}
