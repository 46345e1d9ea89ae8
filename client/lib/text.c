// SPDX-License-Identifier: GPL-2.0-only
/* Strings of the kernel made fit to show, and numbers that people type. */
#include "text.h"

/* Whether bytes that follow a backslash would read as those that stand for another byte. */
static bool ambiguous(const char *text, size_t len)
{
	return len > 1 && text[0] == '\\' && text[1] == 'x';
}

/**
 * kc_escape - add a string of the kernel so that no byte of it can do harm
 * @buf: where to
 * @text: the string
 * @len: its length
 *
 * The bytes of a character that may not be shown become \xNN, and so does a backslash
 * before an x. kc_unescape() makes the same string of it.
 *
 * Return: true if anything had to be escaped.
 */
bool kc_escape(struct kc_buf *buf, const char *text, size_t len)
{
	size_t at, size, plain = 0;
	bool escaped = false;

	for (at = 0; at < len; at += size) {
		size = kc_shown(text + at, len - at);
		if (size && !ambiguous(text + at, len - at))
			continue;
		kc_buf_put(buf, text + plain, at - plain);
		size = kc_utf8(text + at, len - at);
		size = size ? size : 1;
		for (plain = at; plain < at + size; plain++)
			kc_buf_byte(buf, text[plain]);
		escaped = true;
	}
	kc_buf_put(buf, text + plain, len - plain);
	return escaped;
}

/**
 * kc_escape_shown - the same for a cell of a table for people
 * @buf: where to
 * @text: the string
 * @len: its length
 *
 * There "-" stands for an absent value, and "" for an empty string. So a string that
 * reads like one of these has its first byte escaped.
 *
 * Return: true if a byte had to be escaped.
 */
bool kc_escape_shown(struct kc_buf *buf, const char *text, size_t len)
{
	if (!len)
		kc_buf_text(buf, "\"\"");
	if ((len != 1 || text[0] != '-') && (len != 2 || memcmp(text, "\"\"", 2)))
		return kc_escape(buf, text, len);
	kc_buf_byte(buf, text[0]);
	kc_buf_put(buf, text + 1, len - 1);
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

/* NUMBER[.NUMBER] or .NUMBER that is a multiple of @scale, exact to thousandths of @scale. */
static bool parse_scaled(const char *text, size_t len, __u64 scale, __u64 *number)
{
	const char *dot = memchr(text, '.', len);
	size_t whole = dot ? (size_t)(dot - text) : len;
	size_t digits = dot ? len - whole - 1 : 0;
	__u64 value = 0, part = 0, weight = 1;
	size_t i;

	/* ".5" has no whole part */
	if ((whole || !dot) && !kc_parse_u64(text, whole, ~0ULL / scale, &value))
		return false;
	if (dot && (!digits || digits > 3 || scale == 1 || memchr(text, 'x', whole) ||
		    !kc_parse_u64(dot + 1, digits, 999, &part)))
		return false;
	for (i = 0; i < digits; i++)
		weight *= 10;
	value *= scale;
	part = part * (scale / weight) + part * (scale % weight) / weight;
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
	static const char units[] = "KMGTPE";
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
	if (parse_scaled(text, len, scale, bytes))
		return true;
	/* So the largest number is printed. */
	*bytes = ~0ULL;
	return scale >> 60 && ((len == 2 && !memcmp(text, "16", 2)) ||
			       (len == 4 && !memcmp(text, "16.0", 4)));
}

#define UNITS 7

/**
 * kc_parse_ns - parse a time: 10ms, 1.5s, 2h, or as it is printed: 1m30s, 5h06m
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
	} units[UNITS] = {
		{ "ns", 1 }, { "us", 1000 }, { "ms", 1000000 }, { "s", 1000000000 },
		{ "m", 60000000000ULL }, { "h", 3600000000000ULL }, { "d", 86400000000000ULL },
	};
	size_t number, letters, i, last = UNITS;
	__u64 sum = 0, part;

	do {
		for (number = 0; number < len && ((text[number] >= '0' && text[number] <= '9') ||
						  text[number] == '.'); number++)
			;
		for (letters = number; letters < len && text[letters] >= 'a' &&
		     text[letters] <= 'z'; letters++)
			;
		/* A plain number has no others next to it, and of several units only the last
		 * has a fraction.
		 */
		if ((letters == number && (number < len || last < UNITS)) ||
		    (letters < len && memchr(text, '.', number)))
			return false;
		for (i = 0; i < last; i++)
			if (letters > number ? strlen(units[i].name) == letters - number &&
			    !memcmp(text + number, units[i].name, letters - number) :
			    !strcmp(units[i].name, unit))
				break;
		if (i == last || !parse_scaled(text, number, units[i].ns, &part) ||
		    sum > ~0ULL - part)
			return false;
		sum += part;
		last = i;
		text += letters;
		len -= letters;
	} while (len);
	*ns = sum;
	return true;
}
