// SPDX-License-Identifier: GPL-2.0-only
/* TAP, and small things. */
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "kt.h"

static unsigned int tests, failures;

bool kt_ok(bool ok, const char *format, ...)
{
	va_list args;

	tests++;
	failures += !ok;
	printf("%sok %u - ", ok ? "" : "not ", tests);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
	fflush(stdout);
	return ok;
}

void kt_diag(const char *format, ...)
{
	va_list args;

	printf("# ");
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
	fflush(stdout);
}

void kt_die(const char *format, ...)
{
	va_list args;

	printf("Bail out! ");
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
	fflush(stdout);
	exit(99);
}

/* The plan, at the end; the exit status is the number of failures, at most 98. */
int kt_done(void)
{
	printf("1..%u\n", tests);
	fflush(stdout);
	return failures > 98 ? 98 : (int)failures;
}

uint64_t kt_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* The whole file in memory, NUL-terminated, or NULL with errno. */
char *kt_slurp(const char *path, size_t *len)
{
	size_t used = 0, room = 8192;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char *text;
	ssize_t n;

	if (fd < 0)
		return NULL;
	text = malloc(room);
	while (text && (n = read(fd, text + used, room - used - 1)) > 0) {
		used += n;
		if (room - used < 4096) {
			char *more = realloc(text, room *= 2);

			if (!more)
				free(text);
			text = more;
		}
	}
	close(fd);
	if (!text)
		kt_die("out of memory reading %s", path);
	if (n < 0) {
		free(text);
		return NULL;
	}
	text[used] = 0;
	if (len)
		*len = used;
	return text;
}
