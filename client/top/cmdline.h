/* SPDX-License-Identifier: GPL-2.0-only */
/* The command line. */
#ifndef TOP_CMDLINE_H
#define TOP_CMDLINE_H

#include <stdbool.h>
#include <linux/types.h>

#include "error.h"

/**
 * struct top_options - the command line
 * @batch: text on standard output instead of a screen
 * @count: samples, 0: no end
 * @interval_ns: 0: not given
 * @via: way to the driver
 * @replay: recording to read instead, or NULL
 * @view: name of the view or object, or NULL
 * @columns: columns, or NULL
 * @sort: column to sort by, or NULL
 * @filter: filter, or NULL
 * @theme: name of the theme, or NULL
 * @ascii: no characters but ASCII
 * @bytes: raw numbers
 * @threads: threads, too
 * @no_kernel: no kernel threads
 * @tree: as trees
 * @pid: process for the views of one process, 0: none
 */
struct top_options {
	bool batch;
	__u64 count;
	__u64 interval_ns;
	const char *via;
	const char *replay;
	const char *view;
	const char *columns;
	const char *sort;
	const char *filter;
	const char *theme;
	bool ascii;
	bool bytes;
	bool threads;
	bool no_kernel;
	bool tree;
	__u64 pid;
};

int top_parse(struct top_options *options, int argc, char **argv, struct kc_error *err);

#endif
