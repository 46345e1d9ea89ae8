/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What transports see of a dump: init, open, collect, close. Gates are asked here: a
 * transport calls kin_cursor_admit() for every piece, and asks for no gate by itself.
 */
#ifndef KIN_CURSOR_H
#define KIN_CURSOR_H

#include "source.h"

int kin_cursor_init(struct kin_cursor *cursor, const struct kin_source *source,
		    const u64 *want);
int kin_cursor_admit(struct kin_cursor *cursor);
bool kin_cursor_admits(const struct kin_cursor *cursor);
int kin_cursor_open(struct kin_cursor *cursor);
void kin_cursor_close(struct kin_cursor *cursor, unsigned int interface, int err);
void kin_batch_init(struct kin_cursor *cursor, void *data, u32 size);
int kin_collect(struct kin_cursor *cursor);
u32 kin_batch_close(struct kin_cursor *cursor);

/**
 * struct kin_flag - a flag of a dump in words
 * @flag: KINTROSPECT_BATCH_FLAG_*
 * @words: its name, a colon, and what is missing or wrong
 *
 * For transports whose rows have no header: the line "# WORDS" after the last row
 * of a file, the extack message at the end of a dump of attributes.
 */
struct kin_flag {
	u32 flag;
	const char *words;
};

#define KIN_FLAG_COUNT 6

extern const struct kin_flag kin_flags[KIN_FLAG_COUNT];

/* --- rows one by one ---------------------------------------------------- */

/**
 * struct kin_pump - rows of a dump one by one, for transports that have no batches
 * @cursor: the dump
 * @data: room for a batch, KIN_BATCH_MAX bytes; belongs to the transport
 * @next: row of the batch that is next
 * @ended: the source has no more rows
 * @err: errno that it ended with, to be said after the rows before it
 */
struct kin_pump {
	struct kin_cursor cursor;
	void *data;
	u32 next;
	bool ended;
	int err;
};

void kin_pump_collect(struct kin_pump *pump);

/* The next row, until kin_pump_skip(); NULL: kin_pump_collect() looks for more, unless it ended. */
static inline void *kin_pump_row(const struct kin_pump *pump)
{
	const struct kin_batch *batch = &pump->cursor.batch;

	return pump->next < batch->row_count ? batch->data + pump->next * batch->row_size : NULL;
}

/* The row was handed out. */
static inline void kin_pump_skip(struct kin_pump *pump)
{
	pump->next++;
}

#endif
