// SPDX-License-Identifier: GPL-2.0-only
/* Strings of the kernel made fit to show, and numbers that people type. */
#include "text.h"

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

/* Length of the printable character at @text, or 0: control codes can move a terminal. */
static size_t printable(const char *text, size_t len)
{
	size_t size = kc_utf8(text, len);
	unsigned char c = text[0];

	if (size == 1 && (c < 0x20 || c == 0x7f))
		return 0;
	if (size == 2 && c == 0xc2 && (unsigned char)text[1] < 0xa0)
		return 0;
	return size;
}

/**
 * kc_escape - add a string of the kernel so that no byte of it can do harm
 * @buf: where to
 * @text: the string
 * @len: its length
 *
 * Control characters and bytes that are not UTF-8 become \xNN. Only in a
 * string that has such bytes, backslashes do too, to be told apart.
 *
 * Return: true if anything had to be escaped.
 */
bool kc_escape(struct kc_buf *buf, const char *text, size_t len)
{
	size_t at, size;

	for (at = 0; at < len; at += size) {
		size = printable(text + at, len - at);
		if (!size)
			break;
	}
	if (at >= len) {
		kc_buf_put(buf, text, len);
		return false;
	}
	for (at = 0; at < len; at += size) {
		size = printable(text + at, len - at);
		if (size && text[at] != '\\') {
			kc_buf_put(buf, text + at, size);
		} else {
			size = 1;
			kc_buf_byte(buf, text[at]);
		}
	}
	return true;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/**
 * kc_unescape - make \xNN into bytes, in place
 * @text: the text
 * @len: its length
 *
 * Return: the new length.
 */
size_t kc_unescape(char *text, size_t len)
{
	size_t from = 0, to = 0;

	while (from < len) {
		if (len - from >= 4 && text[from] == '\\' && text[from + 1] == 'x' &&
		    hex_digit(text[from + 2]) >= 0 && hex_digit(text[from + 3]) >= 0) {
			text[to++] = hex_digit(text[from + 2]) * 16 + hex_digit(text[from + 3]);
			from += 4;
		} else {
			text[to++] = text[from++];
		}
	}
	return to;
}

/**
 * kc_width - count the columns that a text takes: its characters
 * @text: valid UTF-8
 * @len: bytes of it
 */
size_t kc_width(const char *text, size_t len)
{
	size_t i, width = 0;

	for (i = 0; i < len; i++)
		width += (text[i] & 0xc0) != 0x80;
	return width;
}

/**
 * kc_parse_u64 - parse a whole number, decimal or with 0x, and nothing else
 * @text: what was typed
 * @len: its length
 * @max: the largest allowed
 * @number: set on success
 *
 * Return: false for anything else: signs, blanks, trailing letters, overflow.
 */
bool kc_parse_u64(const char *text, size_t len, __u64 max, __u64 *number)
{
	unsigned int base = 10;
	__u64 value = 0;
	int digit;

	if (len > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) {
		base = 16;
		text += 2;
		len -= 2;
	}
	if (!len)
		return false;
	for (; len; text++, len--) {
		digit = hex_digit(*text);
		if (digit < 0 || (unsigned int)digit >= base)
			return false;
		if (value > (~0ULL - digit) / base)
			return false;
		value = value * base + digit;
	}
	if (value > max)
		return false;
	*number = value;
	return true;
}

/**
 * kc_parse_s64 - parse the same with a sign
 * @text: what was typed
 * @len: its length
 * @number: set on success
 */
bool kc_parse_s64(const char *text, size_t len, __s64 *number)
{
	bool minus = len && text[0] == '-';
	__u64 value;

	if (!kc_parse_u64(text + minus, len - minus, (1ULL << 63) - !minus, &value))
		return false;
	*number = minus ? -value : value;
	return true;
}

/* NUMBER[.NUMBER] that is a multiple of @scale, exact to thousandths of @scale. */
static bool parse_scaled(const char *text, size_t len, __u64 scale, __u64 *number)
{
	const char *dot = memchr(text, '.', len);
	size_t whole = dot ? (size_t)(dot - text) : len;
	size_t digits = dot ? len - whole - 1 : 0;
	__u64 value, part = 0, weight = 1;
	size_t i;

	if (!kc_parse_u64(text, whole, ~0ULL / scale, &value))
		return false;
	if (dot && (!digits || digits > 3 || scale == 1 || memchr(text, 'x', whole) ||
		    !kc_parse_u64(dot + 1, digits, 999, &part)))
		return false;
	for (i = 0; i < digits; i++)
		weight *= 10;
	value *= scale;
	part = part * scale / weight;
	if (value > ~0ULL - part)
		return false;
	*number = value + part;
	return true;
}

/**
 * kc_parse_bytes - parse a size: 4096, 0x1000, 4K, 1.5GiB
 * @text: what was typed
 * @len: its length
 * @bytes: set on success; units are powers of 1024
 */
bool kc_parse_bytes(const char *text, size_t len, __u64 *bytes)
{
	static const char units[] = "KMGTP";
	__u64 scale = 1;
	const char *unit;
	bool hex = len > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X');

	if (hex)
		return kc_parse_u64(text, len, ~0ULL, bytes);
	if (len > 1 && text[len - 1] == 'B') {
		len--;
		if (len > 1 && text[len - 1] == 'i') {
			len--;
			if (!strchr(units, text[len - 1]))
				return false;
		}
	}
	if (len && text[len - 1]) {
		unit = strchr(units, text[len - 1] >= 'a' ? text[len - 1] - 32 : text[len - 1]);
		if (unit) {
			scale <<= 10 * (unit - units + 1);
			len--;
		}
	}
	return parse_scaled(text, len, scale, bytes);
}

/**
 * kc_parse_ns - parse a time: 10ms, 1.5s, 2h
 * @text: what was typed
 * @len: its length
 * @unit: the unit of a number without one: ns, us, ms, s, m, h or d
 * @ns: set on success
 */
bool kc_parse_ns(const char *text, size_t len, const char *unit, __u64 *ns)
{
	static const struct {
		const char *name;
		__u64 ns;
	} units[] = {
		{ "ns", 1 }, { "us", 1000 }, { "ms", 1000000 }, { "s", 1000000000 },
		{ "m", 60000000000ULL }, { "h", 3600000000000ULL }, { "d", 86400000000000ULL },
	};
	size_t number = 0, i;

	while (number < len && ((text[number] >= '0' && text[number] <= '9') ||
				text[number] == '.'))
		number++;
	if (number < len) {
		unit = text + number;
		len -= number;
	} else {
		len = strlen(unit);
	}
	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (strlen(units[i].name) == len && !memcmp(unit, units[i].name, len))
			return parse_scaled(text, number, units[i].ns, ns);
	return false;
}
