/* SPDX-License-Identifier: GPL-2.0-only */
/* A table of a view, with all that a person did to it. */
#ifndef TOP_PANE_H
#define TOP_PANE_H

#include "affinity.h"
#include "view.h"

#define TOP_FILTER_MAX 256

/**
 * struct top_cpu_marks - a column that is drawn as a mark for every CPU
 * @list: number of the field with the list, or -1: there is no such column
 * @cpu: field with the CPU that the row is on, or -1
 * @runs: field that is true of rows that run there, or -1
 * @shape: CPUs, and how many a column of the screen has
 * @single: always one CPU a column, however many there are
 * @first: columns of the screen that are left out at the left
 * @room: how many there is room for, 0: no screen
 * @marks: memory for the marks of a row
 * @marks_room: length of @marks
 */
struct top_cpu_marks {
	int list;
	int cpu;
	int runs;
	struct kc_matrix_shape shape;
	bool single;
	unsigned int first;
	unsigned int room;
	unsigned int *marks;
	unsigned int marks_room;
};

/**
 * struct top_pane - a table as it stands
 * @table: the view's description
 * @object: number of the object, or -1
 * @catalog: what everything below was made for
 * @columns: the columns shown
 * @chosen: the columns that a person chose, as text, or NULL
 * @chosen_sort: what the configuration sorts by, or NULL
 * @sort: column to sort by
 * @sorted: whether there is one
 * @descending: the largest first
 * @tree: fields of the tree
 * @has_tree: whether the object has them
 * @label: number of the field, or -1; the next ones likewise
 * @kernel: the same
 * @user: the same
 * @process: the same
 * @zoom: the same
 * @link: the same
 * @linked: whether @link has to have the value @link_value
 * @link_value: the value
 * @cpu_marks: the column of marks
 * @filter: what was typed
 * @pick: what was made of it
 * @uid: the user chosen by @user
 * @by_uid: whether one is
 * @users: names of users, in which words are looked for, or NULL
 * @now: the newest rows
 * @then: those before
 * @base: those of the baseline
 * @asked: what the last dump was of
 * @code: what the last dump came to
 * @err: words
 * @list: the lines
 * @cursor: the line chosen
 * @first: the first line on the screen
 * @scroll: columns that are left out at the left
 * @mark: top_row_hash() of the row at the cursor
 * @tags: rows with a tag
 * @folded: rows of the tree that are folded
 * @widths: of columns, never smaller than they were
 */
struct top_pane {
	const struct top_table *table;
	int object;
	struct top_catalog *catalog;
	struct top_columns columns;
	char *chosen;
	char *chosen_sort;
	struct top_column sort;
	bool sorted;
	bool descending;
	struct top_tree tree;
	bool has_tree;
	int label;
	int kernel;
	int user;
	int process;
	int zoom;
	int link;
	bool linked;
	__u64 link_value;
	struct top_cpu_marks cpu_marks;
	char filter[TOP_FILTER_MAX];
	struct top_pick *pick;
	__u64 uid;
	bool by_uid;
	const struct top_users *users;
	struct top_snapshot *now;
	struct top_snapshot *then;
	struct top_snapshot *base;
	struct top_want asked;
	int code;
	struct kc_error err;
	struct top_list list;
	__u32 cursor;
	__u32 first;
	unsigned int scroll;
	__u64 mark;
	struct top_set tags;
	struct top_set folded;
	__u16 widths[TOP_COLUMNS_MAX];
};

/**
 * struct top_shape - how all tables are shown
 * @tree: as trees
 * @threads: threads, too
 * @kernel: kernel threads, too
 * @bytes: raw numbers
 * @difference: against the baseline
 * @ascii: no characters but ASCII
 * @users: names of users, or NULL: they are numbers
 * @process: the process that tables of one process are about
 * @process_named: it was named, and not taken from a table
 * @position: sample of a recording, else 0
 */
struct top_shape {
	bool tree;
	bool threads;
	bool kernel;
	bool bytes;
	bool difference;
	bool ascii;
	const struct top_users *users;
	__u64 process;
	bool process_named;
	__u64 position;
};

void top_pane_init(struct top_pane *pane, const struct top_table *table);
void top_pane_free(struct top_pane *pane);
const struct kc_object *top_pane_object(const struct top_pane *pane);
void top_pane_resolve(struct top_pane *pane, struct top_catalog *catalog);
bool top_pane_want(const struct top_pane *pane, const struct top_shape *shape,
		   struct top_want *want);
void top_pane_put(struct top_pane *pane, struct top_snapshot *snapshot);
int top_pane_make(struct top_pane *pane, const struct top_shape *shape, bool keep,
		  struct kc_error *err);
int top_pane_columns(struct top_pane *pane, const char *text, struct kc_error *err);
int top_pane_filter(struct top_pane *pane, const char *text, struct kc_error *err);
bool top_pane_sort(struct top_pane *pane, const char *text);
bool top_pane_find(struct top_pane *pane, const char *text, bool back, bool here);
bool top_pane_find_id(struct top_pane *pane, __u64 id);
void top_pane_move(struct top_pane *pane, long lines);
void top_pane_to(struct top_pane *pane, __u32 line);
void top_pane_cell(struct top_pane *pane, const struct top_shape *shape, __u32 line,
		   unsigned int column, struct kc_buf *buf);
bool top_pane_number(const struct top_pane *pane, __u32 line, int field, __u64 *number);

/* cpu_marks.c */
void top_cpu_marks_resolve(struct top_pane *pane, const struct kc_object *object);
bool top_cpu_marks_at(const struct top_pane *pane, unsigned int column);
void top_cpu_marks_count(struct top_pane *pane);
int top_cpu_marks_fit(struct top_pane *pane, int room);
bool top_cpu_marks_scroll(struct top_pane *pane, bool right);
void top_cpu_marks_ruler(const struct top_pane *pane, struct kc_buf *buf);
bool top_cpu_marks_cell(const struct top_pane *pane, const struct top_pair *pair, bool ascii,
			struct kc_buf *buf);

#endif
