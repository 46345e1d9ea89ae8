// SPDX-License-Identifier: GPL-2.0-only
/* /proc/lock_stat, which is made for eyes. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "witness_locks.h"

/* Microseconds with two digits after the point, as units of 10 ns. */
static int64_t units(const char **at)
{
	int64_t us, rest;
	char *end;

	us = strtoll(*at, &end, 10);
	rest = *end == '.' ? strtoll(end + 1, &end, 10) : 0;
	*at = end;
	/* below zero, where the clock went back: "-5.-20" */
	return us * 100 + rest;
}

/* How the file shows a time. */
int64_t kl_units(uint64_t ns)
{
	return (ns + 5) / 10;
}

static void time_columns(const char **at, struct kl_time *time)
{
	time->count = strtoull(*at, (char **)at, 10);
	time->min = units(at);
	time->max = units(at);
	time->total = units(at);
	time->avg = units(at);
}

static struct kl_stat *stat_line(struct kl_stats *stats, const char *line, const char *colon)
{
	int mode = colon[-1] == 'R' && colon[-2] == '-' ? KL_READ : KL_WRITE;
	size_t len = colon - line;
	struct kl_stat *stat;
	const char *at = colon + 1;
	char name[64];

	if (colon[-2] == '-' && (colon[-1] == 'R' || colon[-1] == 'W'))
		len -= 2;
	while (*line == ' ') {
		line++;
		len--;
	}
	snprintf(name, sizeof(name), "%.*s", (int)len, line);
	/* a line for readers comes behind the one for writers */
	stat = stats->count ? &stats->stats[stats->count - 1] : NULL;
	if (!stat || mode == KL_WRITE || stat->shown[KL_READ] || strcmp(stat->name, name) ||
	    stat->point_count) {
		stats->stats = realloc(stats->stats, (stats->count + 1) * sizeof(*stats->stats));
		if (!stats->stats)
			kt_die("out of memory");
		stat = &stats->stats[stats->count++];
		memset(stat, 0, sizeof(*stat));
		strcpy(stat->name, name);
	}
	stat->shown[mode] = true;
	stat->contended[mode] = strtoull(at, (char **)&at, 10);
	time_columns(&at, &stat->wait[mode]);
	stat->acquired[mode] = strtoull(at, (char **)&at, 10);
	time_columns(&at, &stat->hold[mode]);
	return stat;
}

/* "NAME COUNT [<IP>] SYMBOL+OFFSET/SIZE [MODULE]", kept without the size */
static void point_line(struct kl_stat *stat, char *line, unsigned int kind)
{
	struct kl_point *point = &stat->points[stat->point_count];
	char *ip = strstr(line, "[<"), *site, *size, *count;

	if (!ip || stat->point_count++ == 8)
		kt_die("/proc/lock_stat: %s", line);
	site = strchr(ip, ' ');
	for (count = ip - 1; count > line && *count == ' '; count--)
		*count = 0;
	count = strrchr(line, ' ');
	point->kind = kind;
	point->index = 0;
	if (point > stat->points && point[-1].kind == kind)
		point->index = point[-1].index + 1;
	point->count = strtoull(count, NULL, 10);
	snprintf(point->site, sizeof(point->site), "%s", site + 1);
	size = strrchr(point->site, '/');
	if (size)
		memmove(size, size + strcspn(size, " "), strlen(size + strcspn(size, " ")) + 1);
}

void kl_stats_read(struct kl_stats *stats)
{
	char *text = kl_slurp("/proc/lock_stat"), *rest = text, *line;
	struct kl_stat *stat = NULL;
	int kind = -1, head = 3;

	memset(stats, 0, sizeof(*stats));
	while ((line = strsep(&rest, "\n"))) {
		char *colon = strrchr(line, ':');

		if (!strncmp(line, "lock_stat version", 17) || strstr(line, "*WARNING*") ||
		    strstr(line, "class name  "))
			continue;
		if (head && line[0] == '-') {
			head--;
			continue;
		}
		if (!line[strspn(line, " -.")]) {
			if (strchr(line, '-'))
				kind++;
		} else if (strstr(line, "[<")) {
			if (!stat || kind < 0 || kind > 1)
				kt_die("/proc/lock_stat: %s", line);
			point_line(stat, line, kind);
		} else if (colon) {
			stat = stat_line(stats, line, colon);
			kind = -1;
		} else {
			kt_die("/proc/lock_stat: %s", line);
		}
	}
	free(text);
}

void kl_stats_free(struct kl_stats *stats)
{
	free(stats->stats);
}

/* A name as it is cut there: versions and subclasses take from its room, and are cut, too. */
void kl_stat_name(const struct kl_class *class, char *name, size_t size)
{
	char version[16] = "", subclass[16] = "";
	size_t base = strlen(class->name), room = 37;

	if (class->version > 1) {
		base -= snprintf(version, sizeof(version), "#%u", class->version);
		room -= 2;
	}
	if (class->subclass) {
		base -= snprintf(subclass, sizeof(subclass), "/%u", class->subclass);
		room -= 2;
	}
	snprintf(name, size, "%.*s%.2s%.2s", (int)(base < room ? base : room), class->name,
		 version, subclass);
}

/* The classes that may be meant: more than one where names are cut. */
const struct kl_stat *kl_stat_next(const struct kl_stats *stats, const char *name,
				   const struct kl_stat *from)
{
	const struct kl_stat *stat = from ? from + 1 : stats->stats;

	for (; stat < stats->stats + stats->count; stat++)
		if (!strcmp(stat->name, name))
			return stat;
	return NULL;
}

/* Counting stops, or goes on, where there is any. Whether it stood still before. */
bool kl_stat_pause(bool pause)
{
	int fd = open("/proc/sys/kernel/lock_stat", O_RDWR | O_CLOEXEC);
	char was = 0;

	if (fd < 0)
		return false;
	if (read(fd, &was, 1) != 1 || pwrite(fd, pause ? "0" : "1", 1, 0) != 1)
		kt_die("/proc/sys/kernel/lock_stat");
	close(fd);
	return was == '0';
}
