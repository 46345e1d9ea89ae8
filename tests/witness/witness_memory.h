/* SPDX-License-Identifier: GPL-2.0-only */
/* What the checks of memory's objects share. */
#ifndef TRUTH_MEM_H
#define TRUTH_MEM_H

#include "truth.h"

/* Orders of blocks, and lists of an order, that there can be. */
#define TM_ORDERS 24
#define TM_TYPES 8

/**
 * struct tm_file - a file that is read again and again
 * @path: where it is
 * @fd: open on it, 0: not yet
 * @len: bytes of @text
 * @room: bytes that @text has room for
 * @text: what it said last
 *
 * Reading takes memory, too, and so moves what is to be read: these files are opened
 * once, and read once before it counts, so that their buffers are there.
 */
struct tm_file {
	const char *path;
	int fd;
	size_t len;
	size_t room;
	char *text;
};

/**
 * struct tm_zone - a zone as /proc tells
 * @node: its node
 * @zone: its name
 * @orders: how many orders there are
 * @types: how many lists each has
 * @type: which they are, KINTROSPECT_MIGRATETYPE_*
 * @lists: /proc/pagetypeinfo, by list and order
 * @sums: /proc/buddyinfo, by order
 */
struct tm_zone {
	unsigned int node;
	char zone[16];
	unsigned int orders;
	unsigned int types;
	unsigned int type[TM_TYPES];
	uint64_t lists[TM_TYPES][TM_ORDERS];
	uint64_t sums[TM_ORDERS];
};

struct tm_zones {
	unsigned int count;
	struct tm_zone zone[16];
};

bool tm_tell(const char *format, ...) __attribute__((format(printf, 1, 2)));
void tm_keep_few(bool few);
void tm_read(struct tm_file *file);
void tm_read_all(struct tm_file *const *files, size_t count);
void tm_lines(const struct tm_file *file, void (*line)(char *line, void *arg), void *arg);
void tm_rows(struct truth *truth, const struct tm_file *file, struct kt_rows *rows);
struct tm_zone *tm_zone(struct tm_zones *zones, unsigned int node, const char *name);
unsigned int tm_counts(const char *at, uint64_t *to);
void tm_buddyinfo(const struct tm_file *file, struct tm_zones *zones);
void tm_pagetypeinfo(const struct tm_file *file, struct tm_zones *zones);

#endif
