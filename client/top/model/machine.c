// SPDX-License-Identifier: GPL-2.0-only
/* What the machine says of itself without the driver: the little of /proc on top. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "machine.h"

/* The beginning of a file, as a text. */
static bool slurp(const char *path, char *text, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t len;

	if (fd < 0)
		return false;
	len = read(fd, text, size - 1);
	close(fd);
	if (len <= 0)
		return false;
	text[len] = 0;
	return true;
}

static bool memory_line(const char *text, const char *name, __u64 *bytes)
{
	const char *at = strstr(text, name);

	if (!at)
		return false;
	*bytes = strtoull(at + strlen(name), NULL, 10) * 1024;
	return true;
}

static void read_cpu(struct top_machine *machine)
{
	unsigned int i;
	char text[512];
	char *at, *end;

	if (!slurp("/proc/stat", text, sizeof(text)) || strncmp(text, "cpu ", 4))
		return;
	for (i = 0, at = text + 4; i < TOP_CPU_COUNT; i++, at = end) {
		machine->cpu[i] = strtoull(at, &end, 10);
		if (end == at)
			return;
	}
	machine->cpu_valid = true;
}

/**
 * top_machine_read - read all of it
 * @machine: set
 */
void top_machine_read(struct top_machine *machine)
{
	char text[4096];

	memset(machine, 0, sizeof(*machine));
	read_cpu(machine);
	if (slurp("/proc/meminfo", text, sizeof(text)))
		machine->memory_valid = memory_line(text, "MemTotal:", &machine->total_bytes) &&
			memory_line(text, "MemAvailable:", &machine->available_bytes) &&
			memory_line(text, "SwapTotal:", &machine->swap_total_bytes) &&
			memory_line(text, "SwapFree:", &machine->swap_free_bytes);
	if (slurp("/proc/loadavg", text, sizeof(text)))
		machine->load_valid = sscanf(text, "%lf %lf %lf %u/", &machine->load[0],
					     &machine->load[1], &machine->load[2],
					     &machine->running) == 4;
}
