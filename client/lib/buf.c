// SPDX-License-Identifier: GPL-2.0-only
/* Text that grows. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "buf.h"

/**
 * kc_buf_room - make room
 * @buf: the buffer
 * @more: bytes that will be added
 *
 * Return: false, and @buf marked as failed, when there is no memory.
 */
bool kc_buf_room(struct kc_buf *buf, size_t more)
{
	size_t cap = buf->cap ? buf->cap : 256;
	char *data;

	if (more <= buf->cap - buf->len)
		return true;
	while (cap - buf->len < more) {
		if (cap > (size_t)-1 / 2) {
			buf->failed = true;
			return false;
		}
		cap *= 2;
	}
	data = realloc(buf->data, cap);
	if (!data) {
		buf->failed = true;
		return false;
	}
	buf->data = data;
	buf->cap = cap;
	return true;
}

/**
 * kc_buf_text - add a C string
 * @buf: the buffer
 * @text: what to add
 */
void kc_buf_text(struct kc_buf *buf, const char *text)
{
	kc_buf_put(buf, text, strlen(text));
}

/**
 * kc_buf_u64 - add a number in decimal
 * @buf: the buffer
 * @number: the number
 */
void kc_buf_u64(struct kc_buf *buf, __u64 number)
{
	char digits[20];
	size_t at = sizeof(digits);

	do {
		digits[--at] = '0' + number % 10;
		number /= 10;
	} while (number);
	kc_buf_put(buf, digits + at, sizeof(digits) - at);
}

/**
 * kc_buf_s64 - add a number that may be negative in decimal
 * @buf: the buffer
 * @number: the number
 */
void kc_buf_s64(struct kc_buf *buf, __s64 number)
{
	if (number < 0) {
		kc_buf_char(buf, '-');
		kc_buf_u64(buf, -(__u64)number);
	} else {
		kc_buf_u64(buf, number);
	}
}

/**
 * kc_buf_addr - add an address: 0x and 16 digits on every architecture
 * @buf: the buffer
 * @addr: the address
 */
void kc_buf_addr(struct kc_buf *buf, __u64 addr)
{
	char text[18] = "0x";
	int i;

	for (i = 17; i > 1; i--) {
		text[i] = "0123456789abcdef"[addr & 15];
		addr >>= 4;
	}
	kc_buf_put(buf, text, sizeof(text));
}

/**
 * kc_buf_byte - add a byte that cannot be shown, as \xNN
 * @buf: the buffer
 * @byte: the byte
 */
void kc_buf_byte(struct kc_buf *buf, unsigned char byte)
{
	const char text[4] = { '\\', 'x', "0123456789abcdef"[byte >> 4],
			       "0123456789abcdef"[byte & 15] };

	kc_buf_put(buf, text, sizeof(text));
}

/**
 * kc_buf_printf - add what printf would print
 * @buf: the buffer
 * @format: as of printf
 */
void kc_buf_printf(struct kc_buf *buf, const char *format, ...)
{
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (len < 0 || !kc_buf_room(buf, (size_t)len + 1)) {
		buf->failed = true;
		return;
	}
	va_start(args, format);
	vsnprintf(buf->data + buf->len, (size_t)len + 1, format, args);
	va_end(args);
	buf->len += len;
}

/**
 * kc_buf_free - free its memory; the buffer is then empty
 * @buf: the buffer
 */
void kc_buf_free(struct kc_buf *buf)
{
	free(buf->data);
	memset(buf, 0, sizeof(*buf));
}
