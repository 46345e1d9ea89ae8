/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The contract of a view. A view is one file that ends in one struct top_view:
 * lists of columns over objects, keys of its own, and, if it has more to show
 * than tables, a picture described by names of fields, or a function that makes
 * the lines above. It knows an object only by its name, and nothing of a screen.
 * Objects and fields that the driver does not have are skipped.
 */
#ifndef TOP_VIEW_H
#define TOP_VIEW_H

#include "lines.h"
#include "list.h"

struct top;

/**
 * struct top_table - a table of a view
 * @name: name for the configuration, unique among all views
 * @title: what it is called on the screen
 * @object: name of the object
 * @columns: columns as top_columns_parse() has them, or NULL: the object's own
 * @sort: title of the column to sort by, "-" before it: the largest first; or NULL
 * @label: field that names a row: it carries the tree, and brackets around
 *	kernel threads; or NULL
 * @id: field by which children name their parent, or NULL: no tree
 * @group: field with the id of what a row is a part of, or NULL
 * @parent: field with the id of the row above
 * @kernel: field that is true of rows that 'K' hides, or NULL
 * @user: field that 'u' chooses by, or NULL
 * @process: field by which the driver is asked for one process only, or NULL
 * @zoom: field of which z has the tables with a @link follow the value, or NULL
 * @link: field by which the driver is asked for rows of what z chose, or NULL
 * @cpus: field with a list of CPUs, which is drawn as marks, a column a CPU; or NULL
 * @cpu: with @cpus: field with the CPU that the row is on
 * @on_cpu: with @cpus: field that is true of rows that run there
 * @filter: filter at first, or NULL
 * @screen: only on the screen, as another view prints the same
 */
struct top_table {
	const char *name;
	const char *title;
	const char *object;
	const char *columns;
	const char *sort;
	const char *label;
	const char *id;
	const char *group;
	const char *parent;
	const char *kernel;
	const char *user;
	const char *process;
	const char *zoom;
	const char *link;
	const char *cpus;
	const char *cpu;
	const char *on_cpu;
	const char *filter;
	bool screen;
};

/**
 * struct top_shortcut - a key that sorts
 * @key: the key
 * @name: the same as a text
 * @column: title of the column, "-" before it: the largest first
 * @help: words
 */
struct top_shortcut {
	int key;
	const char *name;
	const char *column;
	const char *help;
};

/**
 * struct top_part - areas of a picture: a table, and the fields that make an area of a row
 * @table: name of the table, one of the same view
 * @start: the first address; a row without it is not in the picture
 * @last: the last address; this, @end or @size is needed
 * @end: the first address behind it
 * @size: how large it is
 * @depth: how many others it lies in, or NULL
 * @label: what it is called, or NULL
 * @role: what it is for, which names it where @label is absent, or NULL
 * @perms: what may be done with it, or NULL
 * @fixed: what may be done with it where there is no such field, or NULL
 * @hole: only holes have it, or NULL
 * @grouped: neighbours without a hole between are shown as one where room is short
 * @missing: words for when no row has an address, or NULL
 */
struct top_part {
	const char *table;
	const char *start;
	const char *last;
	const char *end;
	const char *size;
	const char *depth;
	const char *label;
	const char *role;
	const char *perms;
	const char *fixed;
	const char *hole;
	bool grouped;
	const char *missing;
};

/**
 * struct top_picture - a picture of an address space
 * @title: what all of it is called
 * @process: it is of the process chosen, and not without one
 * @begin: label of the area that fills it at first, or NULL: all of it
 * @parts: what it is made of, what others lie in first
 * @part_count: how many, TOP_PARTS_MAX at most
 */
struct top_picture {
	const char *title;
	bool process;
	const char *begin;
	const struct top_part *parts;
	unsigned int part_count;
};

/**
 * struct top_view - a view
 * @name: name for the command line and configuration
 * @title: what it is called on the screen
 * @tables: its tables
 * @table_count: how many
 * @picture: a picture that is shown until a person wants the tables, or NULL
 * @shortcuts: keys of its own that come before those of all views, or NULL; the
 *	last one has key 0
 * @only_shown: of its tables only the one that is shown is collected and listed
 * @head: makes the lines above the table, of the @lines of the room at most; may be NULL
 * @head_text: what they say as lines of text, for --batch; may be NULL
 */
struct top_view {
	const char *name;
	const char *title;
	const struct top_table *tables;
	unsigned int table_count;
	const struct top_picture *picture;
	const struct top_shortcut *shortcuts;
	bool only_shown;
	void (*head)(struct top *top, const struct top_room *room, struct top_lines *lines);
	void (*head_text)(const struct top *top, struct kc_buf *buf);
};

#define TOP_TABLES(array) .tables = (array), .table_count = sizeof(array) / sizeof((array)[0])

#endif
