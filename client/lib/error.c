// SPDX-License-Identifier: GPL-2.0-only
/* Errors: a code, an errno and words. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "error.h"

/**
 * kc_fail - say what went wrong
 * @err: where to
 * @code: enum kc_code
 * @errnum: errno or 0
 * @format: as of printf
 *
 * Return: @code, for "return kc_fail(...)".
 */
int kc_fail(struct kc_error *err, int code, int errnum, const char *format, ...)
{
	va_list args;

	err->code = code;
	err->errnum = errnum;
	err->hint[0] = 0;
	err->where[0] = 0;
	va_start(args, format);
	vsnprintf(err->message, sizeof(err->message), format, args);
	va_end(args);
	return code;
}

/**
 * kc_fail_errno - say what an errno of the kernel means here
 * @err: where to
 * @errnum: the errno, positive
 * @what: what was being done or read
 * @words: the kernel's own words, or NULL or "" for those of the C library
 *
 * Return: the enum kc_code that stands for @errnum.
 */
int kc_fail_errno(struct kc_error *err, int errnum, const char *what, const char *words)
{
	int code = KC_DRIVER;

	switch (errnum) {
	case EPERM:
	case EACCES:
		code = KC_PERMISSION;
		break;
	case ESRCH:
		code = KC_NOT_FOUND;
		break;
	case EOPNOTSUPP:
		code = KC_UNAVAILABLE;
		break;
	}
	/* Who may not, may not for any object: the words say all there is. */
	if (code == KC_PERMISSION && words && *words)
		kc_fail(err, code, errnum, "permission denied: %s", words);
	else
		kc_fail(err, code, errnum, "%s: %s", what,
			words && *words ? words : strerror(errnum));
	if (code == KC_PERMISSION)
		kc_hint(err, "run it as root; 'kintro doctor' says what is missing");
	return code;
}

/**
 * kc_fail_memory - say that there is no memory left
 * @err: where to
 */
int kc_fail_memory(struct kc_error *err)
{
	return kc_fail(err, KC_DRIVER, ENOMEM, "out of memory");
}

/**
 * kc_hint - add what could be done about an error
 * @err: an error just made by kc_fail()
 * @format: as of printf
 */
void kc_hint(struct kc_error *err, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(err->hint, sizeof(err->hint), format, args);
	va_end(args);
}

/**
 * kc_point - say at what place of a text the error is
 * @err: an error just made by kc_fail()
 * @text: what was typed
 * @at: the byte that is wrong, or its length
 */
void kc_point(struct kc_error *err, const char *text, size_t at)
{
	size_t skip = at > sizeof(err->where) / 2 ? at - sizeof(err->where) / 2 : 0;

	snprintf(err->where, sizeof(err->where), "%s", text + skip);
	err->at = at - skip;
}

/**
 * kc_code_name - return the name of a code in JSON
 * @code: enum kc_code
 */
const char *kc_code_name(int code)
{
	static const char * const names[] = {
		"ok", "usage", "driver", "not-found", "unavailable", "permission", "different",
	};

	if (code < 0 || (size_t)code >= sizeof(names) / sizeof(names[0]))
		return "driver";
	return names[code];
}
