// SPDX-License-Identifier: GPL-2.0-only
/*
 * The rows of a table as they stand on the screen. All steps are linear but the
 * sort; nothing of the past stays but memory to be used again.
 */
#include <stdlib.h>

#include "list.h"

#define DEPTH_MAX 0xffff

struct sort_key {
	struct kc_value value;
	double rate;
	struct top_item item;
	bool is_rate;
};

/* --- the rows, each with its earlier one ---------------------------------- */

static bool list_room(struct top_list *list, __u32 count)
{
	struct top_item *items;

	if (count <= list->room)
		return true;
	items = reallocarray(list->items, count + count / 4, sizeof(*items));
	if (!items)
		return false;
	list->items = items;
	list->room = count + count / 4;
	return true;
}

static bool hidden(const struct top_snapshot *snapshot, __u32 row,
		   const struct top_order *order)
{
	struct kc_value value;

	if (order->hide >= 0) {
		top_get(snapshot, row, order->hide, &value);
		if (value.kind == KC_UNSIGNED && value.u)
			return true;
	}
	if (order->equal >= 0) {
		top_get(snapshot, row, order->equal, &value);
		if (value.kind == KC_ABSENT || value.u != order->equal_to)
			return true;
	}
	return false;
}

static bool row_changed(const struct top_list *list, const struct top_item *item,
			const struct top_order *order)
{
	struct top_pair pair = { list->now, item->row, list->then, item->then };
	struct top_column plain;
	unsigned int i;

	for (i = 0; i < order->columns->count; i++) {
		plain = order->columns->columns[i];
		plain.rate = false;
		if (top_column_changed(&plain, &pair))
			return true;
	}
	return false;
}

static bool picked(const struct top_list *list, const struct top_order *order,
		   const struct top_item *item)
{
	struct top_pair pair = { list->now, item->row, list->then, item->then };

	return top_pick_match(order->pick, &pair);
}

/* Put all rows that are not hidden into the list; the filter comes later in a tree. */
static void gather(struct top_list *list, const struct top_order *order)
{
	struct top_snapshot *now = list->now, *then = list->then;
	__u32 row, hint = 0;

	for (row = 0; row < now->count; row++) {
		struct top_item item = { .row = row, .then = TOP_NONE };

		if (then) {
			item.then = top_snapshot_find(then, now, row, hint);
			if (item.then != TOP_NONE)
				hint = item.then + 1;
			if (item.then == TOP_NONE && now->key_count)
				item.flags |= TOP_ITEM_NEW;
		}
		if (hidden(now, row, order))
			continue;
		if (order->changed && then && item.then != TOP_NONE &&
		    !row_changed(list, &item, order))
			continue;
		if (!order->tree && !picked(list, order, &item))
			continue;
		list->items[list->count++] = item;
	}
}

/* Rows that are no more there. */
static void gather_gone(struct top_list *list, const struct top_order *order)
{
	struct top_snapshot *then = list->then;
	__u32 row, found, hint = 0;

	for (row = 0; then && row < then->count; row++) {
		found = top_snapshot_find(list->now, then, row, hint);
		if (found != TOP_NONE) {
			hint = found + 1;
			continue;
		}
		if (hidden(then, row, order) ||
		    !top_pick_match(order->pick, &(struct top_pair){ then, row, NULL, TOP_NONE }))
			continue;
		list->items[list->count++] = (struct top_item){
			.row = row, .then = TOP_NONE, .flags = TOP_ITEM_GONE,
		};
	}
}

/* --- order ------------------------------------------------------------------ */

static int key_order(const struct sort_key *a, const struct sort_key *b, bool descending)
{
	int ret;

	if (a->value.kind == KC_ABSENT || b->value.kind == KC_ABSENT)
		ret = (a->value.kind == KC_ABSENT) - (b->value.kind == KC_ABSENT);
	else if (a->is_rate && b->is_rate)
		ret = descending ? (a->rate < b->rate) - (a->rate > b->rate) :
		      (a->rate > b->rate) - (a->rate < b->rate);
	else
		ret = descending ? top_value_order(&b->value, &a->value) :
		      top_value_order(&a->value, &b->value);
	return ret ? ret : (a->item.row > b->item.row) - (a->item.row < b->item.row);
}

static int ascending(const void *a, const void *b)
{
	return key_order(a, b, false);
}

static int descending(const void *a, const void *b)
{
	return key_order(a, b, true);
}

static bool sort(struct top_list *list, const struct top_order *order)
{
	struct sort_key *keys = list->keys;
	struct top_cell cell;
	struct top_pair pair;
	__u32 i;

	if (!order->sort || list->count < 2)
		return true;
	if (list->key_room < list->count) {
		keys = reallocarray(list->keys, list->count + list->count / 4, sizeof(*keys));
		if (!keys)
			return false;
		list->keys = keys;
		list->key_room = list->count + list->count / 4;
	}
	for (i = 0; i < list->count; i++) {
		top_list_pair(list, i, &pair);
		keys[i].item = list->items[i];
		keys[i].is_rate = false;
		if (order->sort->rate) {
			top_column_cell(order->sort, &pair, false, &cell);
			keys[i].value.kind = cell.kind == TOP_RATE ? KC_UNSIGNED : KC_ABSENT;
			keys[i].rate = cell.kind == TOP_RATE ? cell.rate : 0;
			keys[i].is_rate = true;
		} else {
			top_column_value(order->sort, pair.now, pair.row, &keys[i].value);
		}
	}
	qsort(keys, list->count, sizeof(*keys), order->descending ? descending : ascending);
	for (i = 0; i < list->count; i++)
		list->items[i] = keys[i].item;
	return true;
}

/* --- the tree ----------------------------------------------------------------- */

/* Arrays over the lines as sorted, in one piece of memory. */
struct links {
	__u32 count;
	__u32 *child;		/* first line below */
	__u32 *next;		/* next line below the same parent */
	__u32 *parent;
	__u32 *order;		/* lines as they will stand */
	__u32 *stack;
	__u32 *keep;		/* 1: matches the filter, 2: something below it does */
	__u32 *slots;		/* lines by id, + 1 */
	__u32 mask;
};

static bool links_init(struct links *links, struct top_list *list)
{
	size_t count = list->count, slots = 16, need;
	__u32 *at;

	while (slots < count * 2)
		slots *= 2;
	need = 6 * count + slots;
	if (list->link_room < need) {
		at = reallocarray(list->links, need + need / 4, sizeof(*at));
		if (!at)
			return false;
		list->links = at;
		list->link_room = need + need / 4;
	}
	at = list->links;
	links->count = count;
	links->child = at;
	links->next = at + count;
	links->parent = at + 2 * count;
	links->order = at + 3 * count;
	links->stack = at + 4 * count;
	links->keep = at + 5 * count;
	links->slots = at + 6 * count;
	links->mask = slots - 1;
	memset(links->child, 0xff, 4 * count * sizeof(*at));
	memset(links->keep, 0, count * sizeof(*at));
	memset(links->slots, 0, slots * sizeof(*at));
	return true;
}

static __u32 slot_of(const struct links *links, __u64 id)
{
	return (id * 0x9e3779b97f4a7c15ULL) >> 32 & links->mask;
}

static bool number(const struct top_list *list, __u32 line, int field, __u64 *value)
{
	struct kc_value got;

	if (field < 0)
		return false;
	top_get(list->now, list->items[line].row, field, &got);
	if (got.kind == KC_TEXT) {
		/* A name is as good as a number once it is one. */
		for (*value = 1; got.len; got.len--, got.text++)
			*value = (*value ^ (unsigned char)*got.text) * 0x100000001b3ULL;
		return true;
	}
	if (got.kind != KC_UNSIGNED && got.kind != KC_SIGNED)
		return false;
	*value = got.u;
	return true;
}

static __u32 line_of(const struct links *links, const struct top_list *list, int field, __u64 id)
{
	__u64 other;
	__u32 slot;

	for (slot = slot_of(links, id); links->slots[slot]; slot = (slot + 1) & links->mask)
		if (number(list, links->slots[slot] - 1, field, &other) && other == id)
			return links->slots[slot] - 1;
	return TOP_NONE;
}

/* Parents that were read while they changed may form a ring: it is cut somewhere. */
static void cut_rings(struct links *links)
{
	__u32 *seen = links->order, line, up;

	for (line = 0; line < links->count; line++) {
		for (up = line; seen[up] == TOP_NONE; up = links->parent[up]) {
			seen[up] = line;
			if (links->parent[up] == TOP_NONE)
				break;
			if (seen[links->parent[up]] == line) {
				links->parent[up] = TOP_NONE;
				break;
			}
		}
	}
}

static void link_lines(struct links *links, const struct top_list *list,
		       const struct top_tree *tree)
{
	__u64 id, group, parent;
	__u32 line, slot, up;

	for (line = 0; line < links->count; line++) {
		if (!number(list, line, tree->id, &id))
			continue;
		slot = slot_of(links, id);
		while (links->slots[slot])
			slot = (slot + 1) & links->mask;
		links->slots[slot] = line + 1;
	}
	for (line = 0; line < links->count; line++) {
		up = TOP_NONE;
		if (!number(list, line, tree->id, &id))
			continue;
		if (number(list, line, tree->group, &group) && group != id)
			up = line_of(links, list, tree->id, group);
		else if (number(list, line, tree->parent, &parent) && parent != id)
			up = line_of(links, list, tree->id, parent);
		links->parent[line] = up;
	}
	cut_rings(links);
	/* From the last to the first, so that children come in the order of the sort. */
	for (line = links->count; line--;) {
		up = links->parent[line];
		if (up == TOP_NONE)
			continue;
		links->next[line] = links->child[up];
		links->child[up] = line;
	}
}

/* What matches stays, and the way up from it. */
static void choose(struct links *links, const struct top_list *list,
		   const struct top_order *order)
{
	__u32 line, up;

	for (line = 0; line < links->count; line++) {
		if (!picked(list, order, &list->items[line]))
			continue;
		links->keep[line] |= 1;
		for (up = links->parent[line]; up != TOP_NONE && !(links->keep[up] & 2);
		     up = links->parent[up])
			links->keep[up] |= 2;
	}
}

/* The line itself, or the nearest one at its side that is to be shown. */
static __u32 shown(const struct links *links, __u32 line)
{
	while (line != TOP_NONE && !links->keep[line])
		line = links->next[line];
	return line;
}

/* Walk the tree below @root with a stack. */
static __u32 walk(struct links *links, struct top_list *list, const struct top_order *order,
		  __u32 root, __u32 at)
{
	__u32 depth = 0, line = root, child;

	for (;;) {
		struct top_item *item = &list->items[line];
		bool folded = order->folded && links->child[line] != TOP_NONE &&
			      top_set_has(order->folded, top_row_hash(list->now, item->row));

		item->depth = depth < DEPTH_MAX ? depth : DEPTH_MAX;
		if (links->child[line] != TOP_NONE)
			item->flags |= TOP_ITEM_PARENT;
		if (folded)
			item->flags |= TOP_ITEM_FOLDED;
		if (!(links->keep[line] & 1))
			item->flags |= TOP_ITEM_PATH;
		if (shown(links, links->next[line]) == TOP_NONE)
			item->flags |= TOP_ITEM_LAST;
		item->bars = depth ? list->items[links->stack[depth - 1]].bars : 0;
		if (depth && depth < 32 && !(item->flags & TOP_ITEM_LAST))
			item->bars |= 1U << depth;
		links->order[at++] = line;
		child = folded ? TOP_NONE : shown(links, links->child[line]);
		if (child != TOP_NONE) {
			links->stack[depth++] = line;
			line = child;
			continue;
		}
		/* Up, to the next one at its side. */
		for (;;) {
			if (line == root)
				return at;
			child = shown(links, links->next[line]);
			if (child != TOP_NONE)
				break;
			line = links->stack[--depth];
		}
		line = child;
	}
}

static bool arrange(struct top_list *list, const struct top_order *order)
{
	struct sort_key *keys = list->keys;
	struct links links;
	__u32 line, at = 0;

	if (!links_init(&links, list))
		return false;
	link_lines(&links, list, order->tree);
	choose(&links, list, order);
	for (line = 0; line < links.count; line++)
		if (links.parent[line] == TOP_NONE && links.keep[line])
			at = walk(&links, list, order, line, at);
	if (list->key_room < list->count) {
		keys = reallocarray(list->keys, list->count + list->count / 4, sizeof(*keys));
		if (!keys)
			return false;
		list->keys = keys;
		list->key_room = list->count + list->count / 4;
	}
	for (line = 0; line < at; line++)
		keys[line].item = list->items[links.order[line]];
	for (line = 0; line < at; line++)
		list->items[line] = keys[line].item;
	list->count = at;
	return true;
}

/**
 * top_list_make - make the lines
 * @list: the list, all zero at first
 * @now: rows of what
 * @then: what they are compared with, or NULL
 * @order: how
 * @err: filled on failure
 */
int top_list_make(struct top_list *list, struct top_snapshot *now, struct top_snapshot *then,
		  const struct top_order *order, struct kc_error *err)
{
	bool gone = order->changed && then && top_snapshot_like(now, then);

	list->count = 0;
	list->now = now;
	list->then = top_snapshot_like(now, then) ? then : NULL;
	if (!list_room(list, now->count + (gone ? then->count : 0)))
		return kc_fail_memory(err);
	gather(list, order);
	if (gone && !order->tree)
		gather_gone(list, order);
	if (!sort(list, order) || (order->tree && !arrange(list, order)))
		return kc_fail_memory(err);
	return KC_OK;
}

/**
 * top_list_pair - the row of a line, and what it is compared with
 * @list: the list
 * @line: the line
 * @pair: set
 */
void top_list_pair(const struct top_list *list, __u32 line, struct top_pair *pair)
{
	const struct top_item *item = &list->items[line];
	bool gone = item->flags & TOP_ITEM_GONE;

	pair->now = gone ? list->then : list->now;
	pair->row = item->row;
	pair->then = gone ? NULL : list->then;
	pair->then_row = item->then;
}

/**
 * top_list_hash - what tells the row of a line from others
 * @list: the list
 * @line: the line
 */
__u64 top_list_hash(const struct top_list *list, __u32 line)
{
	struct top_pair pair;

	top_list_pair(list, line, &pair);
	return top_row_hash(pair.now, pair.row);
}

/**
 * top_list_free - give its memory back
 * @list: the list
 */
void top_list_free(struct top_list *list)
{
	free(list->items);
	free(list->links);
	free(list->keys);
	memset(list, 0, sizeof(*list));
}
