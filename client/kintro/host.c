// SPDX-License-Identifier: GPL-2.0-only
/* What is to be read of the machine without the driver. */
#include <string.h>
#include <time.h>

#include "kintro.h"

/**
 * kintro_read_line - first line of a small file
 * @path: the file
 * @line: where to, without the line break
 * @size: room there
 *
 * Return: false if it cannot be read.
 */
bool kintro_read_line(const char *path, char *line, size_t size)
{
	FILE *file = fopen(path, "re");
	bool ok;

	if (!file)
		return false;
	ok = fgets(line, size, file);
	fclose(file);
	if (ok)
		line[strcspn(line, "\n")] = 0;
	return ok;
}

/**
 * kintro_driver_version - version of the driver that is loaded
 * @line: room for it
 * @size: how much
 *
 * Return: @line, or NULL if it cannot be told.
 */
const char *kintro_driver_version(char *line, size_t size)
{
	return kintro_read_line("/sys/module/kintrospect/version", line, size) ? line : NULL;
}

/**
 * kintro_now_ns - the time
 * @clock: CLOCK_REALTIME or CLOCK_MONOTONIC
 */
__u64 kintro_now_ns(int clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return now.tv_sec * 1000000000ULL + now.tv_nsec;
}
