// SPDX-License-Identifier: GPL-2.0-only
/* JSON written as it comes, without a tree in memory. */
#include <errno.h>

#include "format.h"
#include "json.h"
#include "text.h"

static void indent(struct kc_json *json)
{
	unsigned int i;

	kc_buf_char(&json->buf, '\n');
	for (i = 0; i < json->depth; i++)
		kc_buf_put(&json->buf, "  ", 2);
}

/* What has to stand before a key or a value. */
static void member(struct kc_json *json)
{
	__u32 bit = 1U << json->depth;

	if (json->after_key) {
		json->after_key = false;
		return;
	}
	if (!json->depth)
		return;
	if (!(json->empty & bit))
		kc_buf_char(&json->buf, ',');
	json->empty &= ~bit;
	if (json->pretty)
		indent(json);
}

/**
 * kc_json_begin - begin an object or an array
 * @json: the JSON
 * @bracket: '{' or '['
 */
void kc_json_begin(struct kc_json *json, char bracket)
{
	member(json);
	kc_buf_char(&json->buf, bracket);
	json->depth++;
	json->empty |= 1U << json->depth;
}

/**
 * kc_json_end - end the innermost object or array
 * @json: the JSON
 * @bracket: '}' or ']'
 */
void kc_json_end(struct kc_json *json, char bracket)
{
	bool empty = json->empty & 1U << json->depth;

	json->depth--;
	if (json->pretty && !empty)
		indent(json);
	kc_buf_char(&json->buf, bracket);
}

/**
 * kc_json_key - write the key of the value that is written next
 * @json: the JSON
 * @key: needs no escaping
 */
void kc_json_key(struct kc_json *json, const char *key)
{
	member(json);
	kc_buf_char(&json->buf, '"');
	kc_buf_text(&json->buf, key);
	kc_buf_put(&json->buf, "\": ", json->pretty ? 3 : 2);
	json->after_key = true;
}

/**
 * kc_json_null - write null
 * @json: the JSON
 */
void kc_json_null(struct kc_json *json)
{
	member(json);
	kc_buf_put(&json->buf, "null", 4);
}

/**
 * kc_json_bool - write true or false
 * @json: the JSON
 * @value: which
 */
void kc_json_bool(struct kc_json *json, bool value)
{
	member(json);
	kc_buf_text(&json->buf, value ? "true" : "false");
}

/**
 * kc_json_u64 - write a number; beyond what a signed 64-bit integer holds, a string
 * @json: the JSON
 * @number: the number
 */
void kc_json_u64(struct kc_json *json, __u64 number)
{
	bool quote = number >> 63;

	member(json);
	if (quote)
		kc_buf_char(&json->buf, '"');
	kc_buf_u64(&json->buf, number);
	if (quote)
		kc_buf_char(&json->buf, '"');
}

/**
 * kc_json_s64 - write a number
 * @json: the JSON
 * @number: the number
 */
void kc_json_s64(struct kc_json *json, __s64 number)
{
	member(json);
	kc_buf_s64(&json->buf, number);
}

/**
 * kc_json_real - write a number that is measured, to three decimals
 * @json: the JSON
 * @number: the number, finite
 *
 * No program here sets a locale for numbers, so its point is a point.
 */
void kc_json_real(struct kc_json *json, double number)
{
	member(json);
	kc_buf_printf(&json->buf, "%.3f", number);
}

static void put_escaped(struct kc_buf *buf, unsigned char c)
{
	switch (c) {
	case '"':
		kc_buf_put(buf, "\\\"", 2);
		break;
	case '\\':
		kc_buf_put(buf, "\\\\", 2);
		break;
	case '\n':
		kc_buf_put(buf, "\\n", 2);
		break;
	case '\t':
		kc_buf_put(buf, "\\t", 2);
		break;
	default:
		kc_buf_printf(buf, "\\u%04x", c);
	}
}

/**
 * kc_json_string - write a string of the kernel
 * @json: the JSON
 * @text: its bytes
 * @len: how many
 *
 * Bytes that are not UTF-8 become \xNN, and then, to be told apart, backslashes
 * do too; a string that is UTF-8 is given as it is.
 *
 * Return: true if it was not UTF-8.
 */
bool kc_json_string(struct kc_json *json, const char *text, size_t len)
{
	bool bad = !kc_utf8_all(text, len);
	size_t at, size, plain = 0;

	member(json);
	kc_buf_char(&json->buf, '"');
	for (at = 0; at < len; at += size) {
		unsigned char c = text[at];

		size = bad ? kc_utf8(text + at, len - at) : 1;
		if (size && c >= 0x20 && c != '"' && c != '\\' && c != 0x7f)
			continue;
		kc_buf_put(&json->buf, text + plain, at - plain);
		if (!size || (bad && c == '\\')) {
			kc_buf_char(&json->buf, '\\');
			kc_buf_byte(&json->buf, c);
		} else {
			put_escaped(&json->buf, c);
		}
		size = 1;
		plain = at + 1;
	}
	kc_buf_put(&json->buf, text + plain, len - plain);
	kc_buf_char(&json->buf, '"');
	return bad;
}

/**
 * kc_json_text - write a string of our own
 * @json: the JSON
 * @text: the string, or NULL for null
 */
void kc_json_text(struct kc_json *json, const char *text)
{
	if (text)
		kc_json_string(json, text, strlen(text));
	else
		kc_json_null(json);
}

static void json_flags(struct kc_json *json, const struct kc_field *field, __u64 bits)
{
	char rest[24];
	unsigned int i;

	kc_json_begin(json, '[');
	for (i = 0; i < field->value_count && i < 64; i++) {
		if (bits >> i & 1)
			kc_json_text(json, field->values[i]);
		bits &= ~(1ULL << i);
	}
	if (bits) {
		snprintf(rest, sizeof(rest), "0x%llx", (unsigned long long)bits);
		kc_json_text(json, rest);
	}
	kc_json_end(json, ']');
}

/**
 * kc_json_value - write a field's value
 * @json: the JSON
 * @field: the field
 * @value: its value
 *
 * Return: true if it is a text that was not UTF-8.
 */
bool kc_json_value(struct kc_json *json, const struct kc_field *field,
		   const struct kc_value *value)
{
	if (value->kind == KC_ABSENT) {
		kc_json_null(json);
	} else if (value->kind == KC_TEXT) {
		return kc_json_string(json, value->text, value->len);
	} else if (value->kind == KC_SIGNED) {
		kc_json_s64(json, value->s);
	} else if (field->flags & KINTROSPECT_FIELD_FLAG_BOOL) {
		kc_json_bool(json, value->u);
	} else if (field->flags & KINTROSPECT_FIELD_FLAG_FLAGS) {
		json_flags(json, field, value->u);
	} else if ((field->flags & KINTROSPECT_FIELD_FLAG_ENUM) &&
		   value->u < field->value_count) {
		kc_json_text(json, field->values[value->u]);
	} else if (kc_has_unit(field, "addr")) {
		member(json);
		kc_buf_char(&json->buf, '"');
		kc_buf_addr(&json->buf, value->u);
		kc_buf_char(&json->buf, '"');
	} else {
		kc_json_u64(json, value->u);
	}
	return false;
}

/**
 * kc_json_put_text - write a key and a string of our own
 * @json: the JSON, within an object
 * @key: the key
 * @text: the string, or NULL for null
 */
void kc_json_put_text(struct kc_json *json, const char *key, const char *text)
{
	kc_json_key(json, key);
	kc_json_text(json, text);
}

/**
 * kc_json_put_u64 - write a key and a number
 * @json: the JSON, within an object
 * @key: the key
 * @number: the number
 */
void kc_json_put_u64(struct kc_json *json, const char *key, __u64 number)
{
	kc_json_key(json, key);
	kc_json_u64(json, number);
}

/**
 * kc_json_newline - end a line between documents
 * @json: the JSON, with nothing open
 */
void kc_json_newline(struct kc_json *json)
{
	kc_buf_char(&json->buf, '\n');
}

/**
 * kc_write - write a buffer out and empty it
 * @out: where to
 * @buf: what
 * @err: filled on failure
 */
int kc_write(FILE *out, struct kc_buf *buf, struct kc_error *err)
{
	size_t len = buf->len;

	if (buf->failed)
		return kc_fail_memory(err);
	buf->len = 0;
	if (len && fwrite(buf->data, 1, len, out) != len)
		return kc_fail(err, KC_DRIVER, errno, "cannot write: %s", strerror(errno));
	return KC_OK;
}

/**
 * kc_json_flush - write out what has gathered
 * @json: the JSON
 * @more_than: only when it is more than this many bytes
 * @err: filled on failure
 */
int kc_json_flush(struct kc_json *json, size_t more_than, struct kc_error *err)
{
	if (!json->buf.failed && json->buf.len <= more_than)
		return KC_OK;
	return kc_write(json->out, &json->buf, err);
}

/**
 * kc_json_free - free its memory
 * @json: the JSON
 */
void kc_json_free(struct kc_json *json)
{
	kc_buf_free(&json->buf);
}
