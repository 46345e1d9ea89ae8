/* SPDX-License-Identifier: GPL-2.0-only */
/* The rows of a table as they stand on the screen: chosen, sorted, as a tree. */
#ifndef TOP_LIST_H
#define TOP_LIST_H

#include "pick.h"

/**
 * struct top_set - rows that a person marked, by top_row_hash()
 * @slots: the hashes; 0 is empty
 * @room: length of @slots, a power of two
 * @count: how many
 */
struct top_set {
	__u64 *slots;
	__u32 room;
	__u32 count;
};

bool top_set_has(const struct top_set *set, __u64 hash);
bool top_set_flip(struct top_set *set, __u64 hash);
void top_set_clear(struct top_set *set);

enum {
	TOP_ITEM_GONE = 1,		/* row is of the earlier snapshot, no more there */
	TOP_ITEM_LAST = 2,		/* the last of its parent's */
	TOP_ITEM_PARENT = 4,
	TOP_ITEM_FOLDED = 8,
	TOP_ITEM_NEW = 16,		/* not in the earlier snapshot */
	TOP_ITEM_PATH = 32,		/* there only because of what is below it */
};

/**
 * struct top_item - a line of the list
 * @row: row of the snapshot
 * @then: the same row in the earlier one, or TOP_NONE
 * @depth: how deep in the tree
 * @flags: TOP_ITEM_*
 * @bars: bit n: what it stands below at depth n has siblings further down
 */
struct top_item {
	__u32 row;
	__u32 then;
	__u16 depth;
	__u16 flags;
	__u32 bars;
};

/**
 * struct top_tree - names of the fields that make rows a tree, as numbers
 * @id: of the row
 * @group: of what the row is a part of, as a thread of a process, or -1
 * @parent: of the row above
 */
struct top_tree {
	int id;
	int group;
	int parent;
};

/**
 * struct top_order - how a list is to be made
 * @sort: the column to sort by, or NULL: as they came
 * @descending: the largest first
 * @tree: as a tree, or NULL
 * @pick: the filter, or NULL
 * @hide: field of which rows are hidden that have it set, or -1
 * @equal: field that has to have the value @equal_to, or -1
 * @equal_to: the value
 * @changed: only rows that changed, came or went, by @columns
 * @columns: what is shown
 * @folded: rows of a tree whose children are hidden
 */
struct top_order {
	const struct top_column *sort;
	bool descending;
	const struct top_tree *tree;
	struct top_pick *pick;
	int hide;
	int equal;
	__u64 equal_to;
	bool changed;
	const struct top_columns *columns;
	const struct top_set *folded;
};

/**
 * struct top_list - the lines
 * @items: the lines in order
 * @count: how many
 * @now: rows of what
 * @then: what they are compared with, or NULL; both belong to the caller
 *
 * The rest is memory used again every time.
 */
struct top_list {
	struct top_item *items;
	__u32 count;
	struct top_snapshot *now;
	struct top_snapshot *then;
	__u32 room;
	__u32 *links;
	size_t link_room;
	void *keys;
	size_t key_room;
};

int top_list_make(struct top_list *list, struct top_snapshot *now, struct top_snapshot *then,
		  const struct top_order *order, struct kc_error *err);
void top_list_free(struct top_list *list);
void top_list_pair(const struct top_list *list, __u32 line, struct top_pair *pair);
__u64 top_list_hash(const struct top_list *list, __u32 line);

#endif
