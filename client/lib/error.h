/* SPDX-License-Identifier: GPL-2.0-only */
/* How the library says that, and why, something did not work. */
#ifndef KC_ERROR_H
#define KC_ERROR_H

#include <stddef.h>

/**
 * enum kc_code - what a call came to; below KC_STOP also the exit status
 * @KC_OK: it worked, an empty set included
 * @KC_USAGE: it was asked for in a wrong way
 * @KC_DRIVER: no driver, or the driver, kernel or system failed
 * @KC_NOT_FOUND: what was named does not exist
 * @KC_UNAVAILABLE: this kernel does not have it
 * @KC_PERMISSION: the caller may not
 * @KC_DIFFERENT: a comparison found a difference
 * @KC_STOP: not an error: a callback has seen enough
 */
enum kc_code {
	KC_OK,
	KC_USAGE,
	KC_DRIVER,
	KC_NOT_FOUND,
	KC_UNAVAILABLE,
	KC_PERMISSION,
	KC_DIFFERENT,
	KC_STOP = 256,
};

/**
 * struct kc_error - words for people, filled when a call fails
 * @code: enum kc_code
 * @errnum: its errno, or 0
 * @message: what is wrong, no full stop and no newline
 * @hint: what to do about it, or empty
 * @where: what was typed, or the part of it that matters, or empty
 * @at: the byte of @where that is wrong
 */
struct kc_error {
	int code;
	int errnum;
	char message[1536];
	char hint[256];
	char where[256];
	unsigned int at;
};

int kc_fail(struct kc_error *err, int code, int errnum, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
int kc_fail_errno(struct kc_error *err, int errnum, const char *what, const char *words);
int kc_fail_memory(struct kc_error *err);
void kc_hint(struct kc_error *err, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void kc_point(struct kc_error *err, const char *text, size_t at);
const char *kc_code_name(int code);

#endif
