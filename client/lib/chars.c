// SPDX-License-Identifier: GPL-2.0-only
/* Characters of UTF-8: which are valid, which may be shown, how wide they are. */
#include <pthread.h>
#include <wchar.h>

#include "chars.h"

/**
 * kc_utf8 - measure the UTF-8 character that a text begins with
 * @text: the text
 * @len: its length
 *
 * Return: 1 to 4, or 0 if there is no valid one (overlong forms, surrogates
 * and code points that do not exist are not valid).
 */
size_t kc_utf8(const char *text, size_t len)
{
	const unsigned char *c = (const unsigned char *)text;
	unsigned int least = 0x80, greatest = 0xbf;
	size_t i, size;

	if (!len)
		return 0;
	if (c[0] < 0x80)
		return 1;
	if (c[0] < 0xc2 || c[0] > 0xf4)
		return 0;
	size = c[0] < 0xe0 ? 2 : c[0] < 0xf0 ? 3 : 4;
	if (size > len)
		return 0;
	if (c[0] == 0xe0)
		least = 0xa0;
	else if (c[0] == 0xed)
		greatest = 0x9f;
	else if (c[0] == 0xf0)
		least = 0x90;
	else if (c[0] == 0xf4)
		greatest = 0x8f;
	if (c[1] < least || c[1] > greatest)
		return 0;
	for (i = 2; i < size; i++)
		if ((c[i] & 0xc0) != 0x80)
			return 0;
	return size;
}

/**
 * kc_utf8_all - test whether a text is valid UTF-8 as a whole
 * @text: the text
 * @len: its length
 */
bool kc_utf8_all(const char *text, size_t len)
{
	size_t at = 0, size;

	while (at < len) {
		size = kc_utf8(text + at, len - at);
		if (!size)
			return false;
		at += size;
	}
	return true;
}

/**
 * kc_utf8_code - return the code point of a character
 * @text: the character, valid
 * @size: its bytes, as kc_utf8() says
 */
__u32 kc_utf8_code(const char *text, size_t size)
{
	const unsigned char *c = (const unsigned char *)text;
	__u32 code = size == 1 ? c[0] : c[0] & (0x7f >> size);
	size_t i;

	for (i = 1; i < size; i++)
		code = code << 6 | (c[i] & 0x3f);
	return code;
}

struct range {
	__u32 first;
	__u32 last;
};

static bool in_ranges(const struct range *ranges, size_t count, __u32 code)
{
	size_t low = 0, high = count, middle;

	while (low < high) {
		middle = (low + high) / 2;
		if (code > ranges[middle].last)
			low = middle + 1;
		else
			high = middle;
	}
	return low < count && code >= ranges[low].first;
}

#define IN(ranges, code) in_ranges(ranges, sizeof(ranges) / sizeof((ranges)[0]), code)

/*
 * Control characters, Unicode's format characters (Cf, to which those of writing
 * direction belong), separators of lines and paragraphs, letters without a shape, and
 * code points that never are characters. In order. The last two of every plane are
 * tested by kc_shown().
 */
static const struct range hidden[] = {
	{ 0x0000, 0x001f }, { 0x007f, 0x009f }, { 0x00ad, 0x00ad }, { 0x034f, 0x034f },
	{ 0x0600, 0x0605 }, { 0x061c, 0x061c }, { 0x06dd, 0x06dd }, { 0x070f, 0x070f },
	{ 0x0890, 0x0891 }, { 0x08e2, 0x08e2 }, { 0x115f, 0x1160 }, { 0x17b4, 0x17b5 },
	{ 0x180b, 0x180f }, { 0x200b, 0x200f }, { 0x2028, 0x202e }, { 0x2060, 0x206f },
	{ 0x3164, 0x3164 }, { 0xfdd0, 0xfdef }, { 0xfeff, 0xfeff }, { 0xffa0, 0xffa0 },
	{ 0xfff0, 0xfffb }, { 0x110bd, 0x110bd }, { 0x110cd, 0x110cd }, { 0x13430, 0x1343f },
	{ 0x1bca0, 0x1bca3 }, { 0x1d173, 0x1d17a }, { 0xe0000, 0xe0fff },
};

/**
 * kc_shown - measure the character at the beginning of a text if it may be shown
 * @text: the text
 * @len: its length, not 0
 *
 * Return: its bytes, or 0 if it is not valid, if it can move or colour what a terminal
 * shows, turn the direction of what is next to it, or cannot be seen.
 */
size_t kc_shown(const char *text, size_t len)
{
	size_t size = kc_utf8(text, len);
	__u32 code;

	if (size == 1)
		return text[0] >= 0x20 && text[0] != 0x7f;
	if (!size)
		return 0;
	code = kc_utf8_code(text, size);
	return IN(hidden, code) || (code & 0xfffe) == 0xfffe ? 0 : size;
}

/* For a C library without the locale C.UTF-8: most of what is wide, and what has no width. */
static const struct range wide[] = {
	{ 0x1100, 0x115f }, { 0x2e80, 0x303e }, { 0x3041, 0x4dbf }, { 0x4e00, 0xa4cf },
	{ 0xa960, 0xa97c }, { 0xac00, 0xd7a3 }, { 0xf900, 0xfaff }, { 0xfe30, 0xfe6f },
	{ 0xff01, 0xff60 }, { 0xffe0, 0xffe6 }, { 0x1f300, 0x1f64f }, { 0x1f900, 0x1f9ff },
	{ 0x20000, 0x3fffd },
};

static const struct range combining[] = {
	{ 0x0300, 0x036f }, { 0x0483, 0x0489 }, { 0x0591, 0x05bd }, { 0x064b, 0x065f },
	{ 0x1ab0, 0x1aff }, { 0x1dc0, 0x1dff }, { 0x20d0, 0x20f0 }, { 0x302a, 0x302d },
	{ 0x3099, 0x309a }, { 0xfe00, 0xfe0f }, { 0xfe20, 0xfe2f },
};

static locale_t unicode;

static void find_unicode(void)
{
	unicode = newlocale(LC_CTYPE_MASK, "C.UTF-8", NULL);
}

/**
 * kc_unicode_begin - have the C library take text as UTF-8, in this thread
 *
 * Return: for kc_unicode_end().
 */
locale_t kc_unicode_begin(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, find_unicode);
	return unicode ? uselocale(unicode) : NULL;
}

/**
 * kc_unicode_end - go back to the locale of the user
 * @before: what kc_unicode_begin() returned
 */
void kc_unicode_end(locale_t before)
{
	if (before)
		uselocale(before);
}

/**
 * kc_code_width - count the columns that a character takes
 * @code: its code point
 *
 * The user's locale does not matter. Return: 0 for a combining mark, 2 for a wide
 * character, else 1.
 */
unsigned int kc_code_width(__u32 code)
{
	locale_t before;
	int width = -1;

	if (code < 0x300)
		return 1;
	before = kc_unicode_begin();
	if (before)
		width = wcwidth(code);
	kc_unicode_end(before);
	if (width >= 0)
		return width;
	return IN(combining, code) ? 0 : IN(wide, code) ? 2 : 1;
}

/**
 * kc_width - count the columns that a text takes
 * @text: any bytes; one that is not UTF-8 counts as one column
 * @len: how many
 */
size_t kc_width(const char *text, size_t len)
{
	size_t at, size, width = 0;

	for (at = 0; at < len; at += size) {
		size = kc_utf8(text + at, len - at);
		width += size > 1 ? kc_code_width(kc_utf8_code(text + at, size)) : 1;
		if (!size)
			size = 1;
	}
	return width;
}

/**
 * kc_fit - count the bytes of a text that fit into some columns
 * @text: the text
 * @len: its length
 * @width: columns
 *
 * No character is cut, and combining marks stay with theirs.
 */
size_t kc_fit(const char *text, size_t len, size_t width)
{
	size_t at, size, next, used = 0;

	for (at = 0; at < len; at += size) {
		size = kc_utf8(text + at, len - at);
		next = size > 1 ? kc_code_width(kc_utf8_code(text + at, size)) : 1;
		if (used + next > width)
			break;
		used += next;
		if (!size)
			size = 1;
	}
	return at;
}
