/* SPDX-License-Identifier: GPL-2.0-only */
/* Text that grows. */
#ifndef KC_BUF_H
#define KC_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <linux/types.h>

/**
 * struct kc_buf - bytes being put together; all zero is an empty one
 * @data: the bytes, owned; not terminated
 * @len: how many
 * @cap: how many there is room for
 * @failed: no memory: what was added since is lost, and the user has to look
 */
struct kc_buf {
	char *data;
	size_t len;
	size_t cap;
	bool failed;
};

bool kc_buf_room(struct kc_buf *buf, size_t more);
void kc_buf_text(struct kc_buf *buf, const char *text);
void kc_buf_u64(struct kc_buf *buf, __u64 number);
void kc_buf_s64(struct kc_buf *buf, __s64 number);
void kc_buf_addr(struct kc_buf *buf, __u64 addr);
void kc_buf_byte(struct kc_buf *buf, unsigned char byte);
void kc_buf_printf(struct kc_buf *buf, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void kc_buf_free(struct kc_buf *buf);

static inline void kc_buf_put(struct kc_buf *buf, const void *data, size_t len)
{
	if (buf->cap - buf->len < len && !kc_buf_room(buf, len))
		return;
	if (len)
		memcpy(buf->data + buf->len, data, len);
	buf->len += len;
}

static inline void kc_buf_char(struct kc_buf *buf, char c)
{
	if (buf->cap == buf->len && !kc_buf_room(buf, 1))
		return;
	buf->data[buf->len++] = c;
}

#endif
