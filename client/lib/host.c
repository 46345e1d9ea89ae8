// SPDX-License-Identifier: GPL-2.0-only
/* What is to be read of the machine without the driver. */
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"
#include "host.h"

/**
 * kc_read_line - read the first line of a small file
 * @path: the file
 * @line: where to, without the line break; "" if it cannot be read
 * @size: room there
 *
 * Return: false if it cannot be read.
 */
bool kc_read_line(const char *path, char *line, size_t size)
{
	FILE *file = fopen(path, "re");
	bool ok;

	line[0] = 0;
	if (!file)
		return false;
	ok = fgets(line, size, file);
	fclose(file);
	if (ok)
		line[strcspn(line, "\n")] = 0;
	return ok;
}

/**
 * kc_driver_version - read the version of the driver that is loaded
 * @version: where to; "" if it cannot be told
 * @size: room there
 *
 * Return: false if it cannot be told.
 */
bool kc_driver_version(char *version, size_t size)
{
	return kc_read_line("/sys/module/kintrospect/version", version, size);
}

/**
 * kc_driver_loaded - test whether the driver is loaded, without having it loaded
 *
 * Asking for its netlink family may load it, if modprobe.d has the alias for that.
 */
bool kc_driver_loaded(void)
{
	return !access("/sys/module/kintrospect", F_OK) || access("/sys/module", F_OK);
}

/**
 * kc_host_read - read the facts of this machine
 * @host: filled; all of it is defined, so that two can be compared as bytes
 */
void kc_host_read(struct kc_host *host)
{
	struct utsname name;

	memset(host, 0, sizeof(*host));
	host->page_size = sysconf(_SC_PAGESIZE);
	host->hz = sysconf(_SC_CLK_TCK);
	if (!uname(&name)) {
		snprintf(host->kernel, sizeof(host->kernel), "%s", name.release);
		snprintf(host->arch, sizeof(host->arch), "%s", name.machine);
		snprintf(host->node, sizeof(host->node), "%s", name.nodename);
	}
	kc_read_line("/proc/sys/kernel/random/boot_id", host->boot_id, sizeof(host->boot_id));
	kc_driver_version(host->driver, sizeof(host->driver));
}

/**
 * kc_host_same_boot - test whether two are of one machine that was up all the time between
 * @a: the one
 * @b: the other
 *
 * Only then counters and monotonic times of both have the same beginning.
 */
bool kc_host_same_boot(const struct kc_host *a, const struct kc_host *b)
{
	return a->boot_id[0] && !strcmp(a->boot_id, b->boot_id);
}

/**
 * kc_moment_now - read the current time and load
 * @moment: filled
 */
void kc_moment_now(struct kc_moment *moment)
{
	char line[128];
	unsigned int blanks = 0;
	size_t len;

	memset(moment, 0, sizeof(*moment));
	moment->realtime_ns = kc_now_ns(CLOCK_REALTIME);
	moment->monotonic_ns = kc_now_ns(CLOCK_MONOTONIC);
	moment->boottime_ns = kc_now_ns(CLOCK_BOOTTIME);
	moment->cpus = sysconf(_SC_NPROCESSORS_ONLN);
	/* The three averages, without what follows. */
	kc_read_line("/proc/loadavg", line, sizeof(line));
	for (len = 0; line[len]; len++)
		if (line[len] == ' ' && ++blanks == 3)
			break;
	if (len < sizeof(moment->loadavg))
		memcpy(moment->loadavg, line, len);
}
