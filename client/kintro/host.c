// SPDX-License-Identifier: GPL-2.0-only
/* What is to be read of the machine without the driver. */
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
	return kc_read_line(path, line, size);
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
	return kc_now_ns(clock);
}

/**
 * kintro_put_time - a time for people, of their time zone
 * @out: where to
 * @realtime_ns: the time
 */
void kintro_put_time(struct kc_buf *out, __u64 realtime_ns)
{
	time_t time = realtime_ns / 1000000000;
	char text[32] = "?";
	struct tm tm;

	if (localtime_r(&time, &tm))
		strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S", &tm);
	kc_buf_text(out, text);
}
