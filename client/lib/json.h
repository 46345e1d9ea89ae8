/* SPDX-License-Identifier: GPL-2.0-only */
/* JSON written as it comes, without a tree in memory. */
#ifndef KC_JSON_H
#define KC_JSON_H

#include <stdio.h>

#include "output.h"
#include "rows.h"

/**
 * struct kc_json - JSON being written
 * @buf: what has not been written yet
 * @out: where to, not owned
 * @pretty: on many lines, indented
 * @depth: how many objects and arrays are open
 * @empty: bit n is set while that at depth n has no member yet
 * @after_key: the next value belongs to the key just written
 */
struct kc_json {
	struct kc_buf buf;
	FILE *out;
	bool pretty;
	unsigned int depth;
	__u32 empty;
	bool after_key;
};

void kc_json_begin(struct kc_json *json, char bracket);
void kc_json_end(struct kc_json *json, char bracket);
void kc_json_key(struct kc_json *json, const char *key);
void kc_json_null(struct kc_json *json);
void kc_json_bool(struct kc_json *json, bool value);
void kc_json_u64(struct kc_json *json, __u64 number);
void kc_json_s64(struct kc_json *json, __s64 number);
void kc_json_real(struct kc_json *json, double number);
void kc_json_text(struct kc_json *json, const char *text);
bool kc_json_string(struct kc_json *json, const char *text, size_t len);
bool kc_json_value(struct kc_json *json, const struct kc_field *field,
		   const struct kc_value *value);
void kc_json_put_text(struct kc_json *json, const char *key, const char *text);
void kc_json_put_u64(struct kc_json *json, const char *key, __u64 number);
void kc_json_newline(struct kc_json *json);
int kc_json_flush(struct kc_json *json, size_t more_than, struct kc_error *err);
void kc_json_free(struct kc_json *json);

#endif
