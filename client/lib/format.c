// SPDX-License-Identifier: GPL-2.0-only
/* The one place where a value becomes text. */
#include "format.h"
#include "text.h"

static void format_flags(struct kc_buf *buf, const struct kc_field *field, __u64 bits)
{
	bool first = true;
	unsigned int i;

	if (!bits)
		kc_buf_char(buf, '0');
	for (i = 0; i < field->value_count && i < 64 && bits; i++) {
		if (!(bits >> i & 1))
			continue;
		if (!first)
			kc_buf_char(buf, ',');
		first = false;
		kc_buf_text(buf, field->values[i]);
		bits &= ~(1ULL << i);
	}
	if (bits)
		kc_buf_printf(buf, "%s0x%llx", first ? "" : ",", (unsigned long long)bits);
}

/**
 * kc_format_raw - format a value as debugfs has it: numbers raw, names for enums
 * @buf: where to
 * @field: its field
 * @value: the value; nothing is added for an absent one
 *
 * Return: true if bytes of a text had to be escaped.
 */
bool kc_format_raw(struct kc_buf *buf, const struct kc_field *field,
		   const struct kc_value *value)
{
	if (value->kind == KC_TEXT)
		return kc_escape(buf, value->text, value->len);
	if (value->kind == KC_SIGNED)
		kc_buf_s64(buf, value->s);
	else if (value->kind == KC_ABSENT)
		return false;
	else if (field->flags & KINTROSPECT_FIELD_FLAG_FLAGS)
		format_flags(buf, field, value->u);
	else if ((field->flags & KINTROSPECT_FIELD_FLAG_ENUM) && value->u < field->value_count)
		kc_buf_text(buf, field->values[value->u]);
	else if (kc_has_unit(field, "addr"))
		kc_buf_addr(buf, value->u);
	else
		kc_buf_u64(buf, value->u);
	return false;
}

/**
 * kc_format_bytes - format a size for people: 512, 4.0K, 12.3M, 345M
 * @buf: where to
 * @bytes: the size; units are powers of 1024
 */
void kc_format_bytes(struct kc_buf *buf, __u64 bytes)
{
	unsigned int unit = 0;
	__u64 tenths;

	if (bytes < 1024) {
		kc_buf_u64(buf, bytes);
		return;
	}
	while (unit < 5 && bytes >> (10 * (unit + 2)))
		unit++;
	tenths = ((bytes >> (10 * unit)) * 10 + 512) / 1024;
	if (tenths >= 10240 && unit < 5) {
		tenths = 10;
		unit++;
	}
	kc_buf_u64(buf, tenths < 1000 ? tenths / 10 : (tenths + 5) / 10);
	if (tenths < 1000) {
		kc_buf_char(buf, '.');
		kc_buf_u64(buf, tenths % 10);
	}
	kc_buf_char(buf, "KMGTPE"[unit]);
}

/**
 * kc_format_ns - format a time for people: 123ns, 4.567ms, 1.234s, 12m34s, 5h06m
 * @buf: where to
 * @ns: the time in nanoseconds
 */
void kc_format_ns(struct kc_buf *buf, __u64 ns)
{
	unsigned long long s = ns / 1000000000;

	if (ns < 1000)
		kc_buf_printf(buf, "%lluns", (unsigned long long)ns);
	else if (ns < 1000000)
		kc_buf_printf(buf, "%llu.%03lluus", (unsigned long long)ns / 1000,
			      (unsigned long long)ns % 1000);
	else if (ns < 1000000000)
		kc_buf_printf(buf, "%llu.%03llums", (unsigned long long)ns / 1000000,
			      (unsigned long long)ns / 1000 % 1000);
	else if (s < 60)
		kc_buf_printf(buf, "%llu.%03llus", s, (unsigned long long)ns / 1000000 % 1000);
	else if (s < 3600)
		kc_buf_printf(buf, "%llum%02llus", s / 60, s % 60);
	else if (s < 86400)
		kc_buf_printf(buf, "%lluh%02llum", s / 3600, s / 60 % 60);
	else
		kc_buf_printf(buf, "%llud%02lluh", s / 86400, s / 3600 % 24);
}

static void format_share(struct kc_buf *buf, __s64 thousandths)
{
	__u64 size = thousandths < 0 ? -(__u64)thousandths : (__u64)thousandths;

	kc_buf_printf(buf, "%s%llu.%llu%%", thousandths < 0 ? "-" : "",
		      (unsigned long long)size / 10, (unsigned long long)size % 10);
}

/**
 * kc_format_human - format a value for people to read
 * @buf: where to
 * @field: its field
 * @value: the value; "-" stands for an absent one
 *
 * Return: true if bytes of a text had to be escaped.
 */
bool kc_format_human(struct kc_buf *buf, const struct kc_field *field,
		     const struct kc_value *value)
{
	if (value->kind == KC_ABSENT)
		kc_buf_char(buf, '-');
	else if (value->kind == KC_TEXT)
		return kc_escape_shown(buf, value->text, value->len);
	else if (value->kind == KC_UNSIGNED && kc_has_unit(field, "bytes"))
		kc_format_bytes(buf, value->u);
	else if (value->kind == KC_UNSIGNED && kc_has_unit(field, "ns"))
		kc_format_ns(buf, value->u);
	else if (value->kind != KC_TEXT && kc_is_share(field))
		format_share(buf, value->kind == KC_SIGNED ? value->s : (__s64)value->u);
	else
		return kc_format_raw(buf, field, value);
	return false;
}

/**
 * kc_format_cell - format a value as a cell of a table for people
 * @buf: where to
 * @field: its field
 * @value: the value
 * @raw: sizes and times as plain numbers
 *
 * Return: true if bytes of a text had to be escaped.
 */
bool kc_format_cell(struct kc_buf *buf, const struct kc_field *field,
		    const struct kc_value *value, bool raw)
{
	if (raw && value->kind != KC_ABSENT && value->kind != KC_TEXT)
		return kc_format_raw(buf, field, value);
	return kc_format_human(buf, field, value);
}
