// SPDX-License-Identifier: GPL-2.0-only
/* What /proc says of memory, and words to the tests' own module. */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "witness_memory.h"

/* To the module kwitness_mem: what it plants is gone when this process is. */
bool tm_tell(const char *format, ...)
{
	static int fd = -1;
	char text[80];
	va_list args;

	if (fd < 0)
		fd = open("/proc/kwitness_mem", O_RDWR | O_CLOEXEC);
	if (fd < 0)
		kt_die("no /proc/kwitness_mem: the check needs the module kwitness_mem");
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	return write(fd, text, strlen(text)) > 0;
}

/*
 * How many free pages processors keep to themselves, which since 5.14 is a share of
 * the zone: as few as can be, or again what the kernel thinks right.
 */
void tm_keep_few(bool few)
{
	int fd = open("/proc/sys/vm/percpu_pagelist_high_fraction", O_WRONLY | O_CLOEXEC);
	const char *share = few ? "1000000" : "0";

	if (fd < 0)
		return;
	if (write(fd, share, strlen(share)) < 0)
		kt_die("percpu_pagelist_high_fraction does not take %s", share);
	close(fd);
}

/* Room that is there in fact, so that a look takes no memory. */
static void grow(struct tm_file *file)
{
	file->room = file->room ? file->room * 2 : 1 << 17;
	file->text = realloc(file->text, file->room);
	if (!file->text)
		kt_die("out of memory reading %s", file->path);
	memset(file->text, 0, file->room);
}

static void again(struct tm_file *file)
{
	ssize_t got;

	if (!file->room)
		grow(file);
	file->len = 0;
	while ((got = pread(file->fd, file->text + file->len, file->room - 1 - file->len,
			    file->len)) > 0) {
		file->len += got;
		if (file->len < file->room - 1)
			continue;
		/* from its start, or it would be of two moments */
		grow(file);
		file->len = 0;
	}
	if (got < 0)
		kt_die("%s: %s", file->path, strerror(errno));
	file->text[file->len] = 0;
}

void tm_read(struct tm_file *file)
{
	if (file->fd <= 0) {
		file->fd = open(file->path, O_RDONLY | O_CLOEXEC);
		if (file->fd <= 0)
			kt_die("%s: %s", file->path, strerror(errno));
		again(file);
	}
	again(file);
}

/* One right after the other, with nothing that takes memory between them. */
void tm_read_all(struct tm_file *const *files, size_t count)
{
	bool first = files[0]->fd <= 0;
	size_t i;

	for (i = 0; first && i < count; i++)
		tm_read(files[i]);
	for (i = 0; i < count; i++)
		tm_read(files[i]);
}

/* Lines may be written to. */
void tm_lines(const struct tm_file *file, void (*line)(char *line, void *arg), void *arg)
{
	char *text = strdup(file->text), *rest = text, *at;

	if (!text)
		kt_die("out of memory");
	while ((at = strsep(&rest, "\n")))
		line(at, arg);
	free(text);
}

/* Rows of the object's file in debugfs. */
void tm_rows(struct truth *truth, const struct tm_file *file, struct kt_rows *rows)
{
	FILE *stream = fmemopen(file->text, file->len, "r");
	struct kt_reply reply;

	memset(&reply, 0, sizeof(reply));
	memset(rows, 0, sizeof(*rows));
	if (!stream)
		kt_die("%s: %s", file->path, file->len ? strerror(errno) : "empty");
	if (kt_stream(stream, truth->table->command, kt_keep, rows, &reply))
		truth_fault(truth, 0, 0, TRUTH_ROWS, "%s: %s", file->path, reply.words);
	fclose(stream);
}

struct tm_zone *tm_zone(struct tm_zones *zones, unsigned int node, const char *name)
{
	unsigned int i;

	for (i = 0; i < zones->count; i++)
		if (zones->zone[i].node == node && !strcmp(zones->zone[i].zone, name))
			return &zones->zone[i];
	if (zones->count == sizeof(zones->zone) / sizeof(*zones->zone))
		kt_die("more zones than a guest has");
	i = zones->count++;
	memset(&zones->zone[i], 0, sizeof(zones->zone[i]));
	zones->zone[i].node = node;
	snprintf(zones->zone[i].zone, sizeof(zones->zone[i].zone), "%s", name);
	return &zones->zone[i];
}

/* Counts at the end of a line; one with > is as many at least. */
unsigned int tm_counts(const char *at, uint64_t *to)
{
	unsigned int n = 0;
	char *end;

	for (; n < TM_ORDERS; n++, at = end) {
		at += strspn(at, " >");
		to[n] = strtoull(at, &end, 10);
		if (end == at)
			break;
	}
	return n;
}

static void buddyinfo_line(char *line, void *arg)
{
	struct tm_zone *zone;
	unsigned int node;
	char name[16];
	int at = 0;

	if (sscanf(line, "Node %u, zone %15s %n", &node, name, &at) != 2 || !at)
		return;
	zone = tm_zone(arg, node, name);
	zone->orders = tm_counts(line + at, zone->sums);
}

void tm_buddyinfo(const struct tm_file *file, struct tm_zones *zones)
{
	tm_lines(file, buddyinfo_line, zones);
}

static void pagetypeinfo_line(char *line, void *arg)
{
	const struct kc_table *table = kt_table(KINTROSPECT_CMD_BUDDY);
	const struct kc_field *field = &table->fields[KT(BUDDY, MIGRATETYPE)];
	char name[16], type[16];
	struct tm_zone *zone;
	unsigned int node, n;
	int at = 0;

	if (sscanf(line, "Node %u, zone %15[^,], type %15s %n", &node, name, type, &at) != 3 || !at)
		return;
	for (n = 0; n < field->value_count && strcasecmp(type, field->values[n]); n++)
		;
	zone = tm_zone(arg, node, name + strspn(name, " "));
	if (n == field->value_count || zone->types == TM_TYPES)
		kt_die("pagetypeinfo has a type %s", type);
	zone->type[zone->types] = n;
	zone->orders = tm_counts(line + at, zone->lists[zone->types++]);
}

void tm_pagetypeinfo(const struct tm_file *file, struct tm_zones *zones)
{
	tm_lines(file, pagetypeinfo_line, zones);
}
