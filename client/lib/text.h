/* SPDX-License-Identifier: GPL-2.0-only */
/* Strings of the kernel made fit to show, and numbers that people type. */
#ifndef KC_STRINGS_H
#define KC_STRINGS_H

#include "buf.h"
#include "chars.h"

bool kc_escape(struct kc_buf *buf, const char *text, size_t len);
bool kc_escape_shown(struct kc_buf *buf, const char *text, size_t len);
size_t kc_unescape(char *text, size_t len);

bool kc_parse_u64(const char *text, size_t len, __u64 max, __u64 *number);
bool kc_parse_s64(const char *text, size_t len, __s64 *number);
bool kc_parse_bytes(const char *text, size_t len, __u64 *bytes);
bool kc_parse_ns(const char *text, size_t len, const char *unit, __u64 *ns);

#endif
