// SPDX-License-Identifier: GPL-2.0-only
/* JSON written as it comes, without a tree in memory. */
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
 * kc_json_u64 - write a number
 * @json: the JSON
 * @number: the number
 */
void kc_json_u64(struct kc_json *json, __u64 number)
{
	member(json);
	kc_buf_u64(&json->buf, number);
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

static void put_unit(struct kc_buf *buf, __u32 unit)
{
	kc_buf_printf(buf, "\\u%04x", unit);
}

static void put_escaped(struct kc_buf *buf, __u32 code)
{
	switch (code) {
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
		if (code >= 0x10000) {
			put_unit(buf, 0xd800 + ((code - 0x10000) >> 10));
			code = 0xdc00 + ((code - 0x10000) & 0x3ff);
		}
		put_unit(buf, code);
	}
}

/* A string, in which bytes can be told from what only looks like them if @undone. */
static bool put_string(struct kc_json *json, const char *text, size_t len, bool undone)
{
	size_t at, size, plain = 0;
	bool escaped = false;

	member(json);
	kc_buf_char(&json->buf, '"');
	for (at = 0; at < len; at += size) {
		unsigned char c = text[at];

		size = kc_shown(text + at, len - at);
		if (size && c != '"' && c != '\\')
			continue;
		kc_buf_put(&json->buf, text + plain, at - plain);
		size = kc_utf8(text + at, len - at);
		if (!size || (undone && c == '\\' && at + 1 < len && text[at + 1] == 'x')) {
			kc_buf_char(&json->buf, '\\');
			kc_buf_byte(&json->buf, c);
			escaped = true;
			size = 1;
		} else {
			put_escaped(&json->buf, kc_utf8_code(text + at, size));
		}
		plain = at + size;
	}
	kc_buf_put(&json->buf, text + plain, len - plain);
	kc_buf_char(&json->buf, '"');
	return escaped;
}

/**
 * kc_json_string - write a string of the kernel or a file
 * @json: the JSON
 * @text: its bytes
 * @len: how many
 *
 * Bytes that are not UTF-8 become \xNN in the string, and so does a backslash before an
 * x. Characters that may not be shown are escaped as JSON does.
 *
 * Return: true if there is a \xNN of ours in it.
 */
bool kc_json_string(struct kc_json *json, const char *text, size_t len)
{
	return put_string(json, text, len, true);
}

/**
 * kc_json_text - write a string of our own, or a message
 * @json: the JSON
 * @text: the string, or NULL for null
 */
void kc_json_text(struct kc_json *json, const char *text)
{
	if (text)
		put_string(json, text, strlen(text), false);
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
 * Return: true if it is a text with a \xNN of ours in it.
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
	} else if (kc_has_unit(field, "addr") || (field->flags & KINTROSPECT_FIELD_FLAG_WIDE)) {
		/* Of one type in every row, and what many readers would round is no number. */
		member(json);
		kc_buf_char(&json->buf, '"');
		if (kc_has_unit(field, "addr"))
			kc_buf_addr(&json->buf, value->u);
		else
			kc_buf_u64(&json->buf, value->u);
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
