/* SPDX-License-Identifier: GPL-2.0-only */
/* Characters of UTF-8: which are valid, which may be shown, how wide they are. */
#ifndef KC_CHARS_H
#define KC_CHARS_H

#include <locale.h>
#include <stdbool.h>
#include <stddef.h>
#include <linux/types.h>

size_t kc_utf8(const char *text, size_t len);
bool kc_utf8_all(const char *text, size_t len);
__u32 kc_utf8_code(const char *text, size_t size);
size_t kc_shown(const char *text, size_t len);
unsigned int kc_code_width(__u32 code);
locale_t kc_unicode_begin(void);
void kc_unicode_end(locale_t before);
size_t kc_width(const char *text, size_t len);
size_t kc_fit(const char *text, size_t len, size_t width);

#endif
