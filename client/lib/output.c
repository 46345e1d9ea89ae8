// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where everything that the programs print goes through. Values are escaped where they
 * become text, so that this can be undone. What is found here was forgotten there, or is
 * a word that somebody typed: no control character, no sequence but those of output.h and
 * nothing that turns the direction of text passes.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>

#include "chars.h"
#include "output.h"

/* The length of a sequence of our own at the beginning of a text, or 0. */
static size_t sequence(const char *text, size_t len)
{
	static const char * const own[] = {
		KC_BOLD, KC_DIM, KC_PLAIN, KC_RED, KC_GREEN, KC_YELLOW, KC_BLUE,
		KC_CYAN, KC_BOLD_GREEN, KC_BOLD_YELLOW, KC_CLEAR,
	};
	size_t i, size;

	for (i = 0; i < sizeof(own) / sizeof(own[0]); i++) {
		size = strlen(own[i]);
		if (size <= len && !memcmp(text, own[i], size))
			return size;
	}
	return 0;
}

/* Bytes up to the first that may not pass. */
static size_t passing(const char *text, size_t len, bool lines)
{
	size_t at = 0, size;

	while (at < len) {
		unsigned char c = text[at];

		if ((c >= 0x20 && c < 0x7f) || (lines && (c == '\n' || c == '\t'))) {
			at++;
			continue;
		}
		size = kc_shown(text + at, len - at);
		if (!size && lines)
			size = c == '\r' && at + 1 < len && text[at + 1] == '\n' ? 2 :
			       sequence(text + at, len - at);
		if (!size)
			break;
		at += size;
	}
	return at;
}

static bool add(struct kc_buf *buf, const char *text, size_t len, bool lines)
{
	bool harmless = true;
	size_t good, size;

	for (;;) {
		good = passing(text, len, lines);
		kc_buf_put(buf, text, good);
		if (good == len)
			return harmless;
		harmless = false;
		text += good;
		len -= good;
		size = kc_utf8(text, len);
		for (size = size ? size : 1; size; size--, len--)
			kc_buf_byte(buf, *text++);
	}
}

/**
 * kc_harmless - add a message, with the bytes that may not be shown as \xNN
 * @buf: where to
 * @text: the message; line ends are no part of it
 * @len: its length
 *
 * What is in it already as \xNN stays so. Return: true if nothing was changed.
 */
bool kc_harmless(struct kc_buf *buf, const char *text, size_t len)
{
	return add(buf, text, len, false);
}

static bool put(FILE *out, const char *text, size_t len)
{
	return !len || fwrite(text, 1, len, out) == len;
}

/* Write lines of text with nothing harmful in them. */
static bool put_lines(FILE *out, const char *text, size_t len)
{
	struct kc_buf buf = { 0 };
	bool ok;

	if (passing(text, len, true) == len)
		return put(out, text, len);
	add(&buf, text, len, true);
	ok = put(out, buf.data, buf.len);
	if (buf.failed)
		errno = ENOMEM;
	ok &= !buf.failed;
	kc_buf_free(&buf);
	return ok;
}

/**
 * kc_write - write a buffer out and empty it
 * @out: where to
 * @buf: lines of text
 * @err: filled on failure
 */
int kc_write(FILE *out, struct kc_buf *buf, struct kc_error *err)
{
	size_t len = buf->len;

	if (buf->failed)
		return kc_fail_memory(err);
	buf->len = 0;
	if (!put_lines(out, buf->data, len))
		return kc_fail(err, KC_DRIVER, errno, "cannot write: %s", strerror(errno));
	return KC_OK;
}

static void vprint(FILE *out, const char *format, va_list args)
{
	char *text;
	int len;

	len = vasprintf(&text, format, args);
	if (len < 0)
		return;
	put_lines(out, text, len);
	free(text);
}

/**
 * kc_print - print on standard output, as printf does
 * @format: as of printf
 *
 * If it fails, ferror() tells at the end.
 */
void kc_print(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vprint(stdout, format, args);
	va_end(args);
}

/**
 * kc_fprint - print on a stream, as fprintf does
 * @out: the stream
 * @format: as of printf
 */
void kc_fprint(FILE *out, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vprint(out, format, args);
	va_end(args);
}

/**
 * kc_print_line - print a message as one line, whatever is in it
 * @out: the stream
 * @before: words of our own before it
 * @text: the message
 */
void kc_print_line(FILE *out, const char *before, const char *text)
{
	struct kc_buf buf = { 0 };

	kc_harmless(&buf, text, strlen(text));
	kc_buf_char(&buf, '\n');
	kc_fprint(out, "%s", before);
	put(out, buf.data, buf.len);
	kc_buf_free(&buf);
}

/* What was typed, and a caret under the place that is wrong. */
static void print_place(const char *program, const struct kc_error *err)
{
	struct kc_buf before = { 0 };

	if (!err->where[0])
		return;
	kc_harmless(&before, err->where, err->at);
	kc_fprint(stderr, "%s:   ", program);
	kc_print_line(stderr, "", err->where);
	kc_fprint(stderr, "%s:   %*s^\n", program, (int)kc_width(before.data, before.len), "");
	kc_buf_free(&before);
}

/**
 * kc_print_error - print what went wrong on standard error
 * @program: its name
 * @err: the error
 */
void kc_print_error(const char *program, const struct kc_error *err)
{
	fflush(stdout);
	kc_fprint(stderr, "%s: ", program);
	kc_print_line(stderr, "", err->message);
	print_place(program, err);
	if (err->hint[0]) {
		kc_fprint(stderr, "%s: ", program);
		kc_print_line(stderr, "", err->hint);
	}
}
