// SPDX-License-Identifier: GPL-2.0-only
/* What a check of the doctor found. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "finding.h"
#include "host.h"

/**
 * found - say what a check found
 * @finding: where to
 * @status: how bad it is
 * @fix: what to do, or NULL
 * @format: what it is, as of printf
 */
void found(struct finding *finding, enum status status, const char *fix,
	   const char *format, ...)
{
	va_list args;

	finding->status = status;
	va_start(args, format);
	vsnprintf(finding->message, sizeof(finding->message), format, args);
	va_end(args);
	snprintf(finding->fix, sizeof(finding->fix), "%s", fix ? fix : "");
}

/**
 * doctor_bracketed - test whether a word is the one in brackets
 * @path: a file such as /sys/kernel/security/lockdown
 * @word: the word
 */
bool doctor_bracketed(const char *path, const char *word)
{
	char line[256], *start;
	size_t len = strlen(word);

	if (!kc_read_line(path, line, sizeof(line)))
		return false;
	start = strchr(line, '[');
	return start && !strncmp(start + 1, word, len) && start[1 + len] == ']';
}
