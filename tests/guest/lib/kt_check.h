/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holds whatever the driver says to its format, without an opinion on the values:
 * datagrams of any object in both encodings, and text in pieces of any size.
 */
#ifndef KT_CHECK_H
#define KT_CHECK_H

#include "kt.h"

/**
 * struct kt_check - what came from a socket so far
 * @ended: a dump ended, or a request was answered
 * @error: errno that it ended with
 * @refused: it ended with an NLMSG_ERROR, by the kernel's netlink or the driver
 * @words: the kernel's words for it
 * @rows: rows that came
 * @fields: fields that were there, of all rows
 * @batches: packed batches that came
 * @total: row_total of the last packed batch
 * @flags: KINTROSPECT_BATCH_FLAG_* of the batches
 * @follows: the next batch follows the one with @total, none was lost
 * @why: what was wrong
 */
struct kt_check {
	bool ended;
	int error;
	bool refused;
	char words[256];
	uint64_t rows;
	uint64_t fields;
	uint64_t batches;
	uint64_t total;
	uint32_t flags;
	bool follows;
	char why[256];
};

bool kt_check_datagram(struct kt_check *check, const void *data, size_t len);

/**
 * struct kt_lines - text so far
 * @columns: columns of the header, 0: it is not complete yet
 * @cells: cells of the line so far
 * @cell: bytes of the cell so far
 * @dash: it begins with a dash
 * @filled: cells of all rows that have something
 * @line: the line so far, as far as it fits
 * @used: bytes of it
 * @rows: lines with as many cells
 * @notes: lines that begin with "# "
 * @unavailable: the kernel does not have the object
 * @why: what was wrong
 */
struct kt_lines {
	unsigned int columns;
	unsigned int cells;
	size_t cell;
	bool dash;
	uint64_t filled;
	char line[256];
	size_t used;
	uint64_t rows;
	uint64_t notes;
	bool unavailable;
	char why[256];
};

bool kt_check_text(struct kt_lines *lines, const char *text, size_t len);
bool kt_check_text_end(struct kt_lines *lines);

#endif
