// SPDX-License-Identifier: GPL-2.0-only
/* Direct dependencies between lock classes: struct lock_list. */
#include <linux/mm.h>
#include <linux/slab.h>

#include "../compat/slab.h"
#include "lockname.h"
#include "texts.h"

/* Key: number of the class that was held. */

/**
 * struct kin_lock_edges - a dump
 * @from: the class at hand
 * @to: the class at the other end of one of its edges
 * @edges: its edges, as they were at one time
 * @count: how many
 * @next: the first that has no row
 * @texts: names and symbols in the batch; numbers of classes are smaller than addresses
 * @text: room for a name or a symbol
 */
struct kin_lock_edges {
	struct kin_lock_class from;
	struct kin_lock_class to;
	struct kin_lock_edge *edges;
	unsigned int count;
	unsigned int next;
	struct kin_texts texts;
	char text[KIN_LOCK_TEXT];
};

static int kin_lock_edges_open(struct kin_cursor *cursor)
{
	int err = kin_lock_filter(cursor, &cursor->filter[kin_filter_lock_edges_from_id],
				  kin_f_lock_edges_from_id);
	struct kin_lock_edges *walk;

	if (err)
		return err;
	walk = kzalloc(sizeof(*walk), GFP_KERNEL);
	if (!walk)
		return -ENOMEM;
	walk->edges = kvmalloc_array(KIN_LOCK_EDGES, sizeof(*walk->edges), GFP_KERNEL);
	if (!walk->edges) {
		kfree(walk);
		return -ENOMEM;
	}
	cursor->private = walk;
	return 0;
}

/* False when the batch has no room for a text; a class or address without one has no key. */
static bool kin_lock_edges_class(struct kin_cursor *cursor, struct kin_lock_edges *walk,
				 const struct kin_lock_class *class, struct kin_text **slot)
{
	u64 key = class->id + 1;
	size_t len;

	*slot = kin_texts_slot(&walk->texts, key);
	if ((*slot)->key == key)
		return true;
	len = kin_lock_class_name(walk->text, class);
	if (len)
		return kin_texts_add(cursor, *slot, key, walk->text, len);
	*slot = NULL;
	return true;
}

static bool kin_lock_edges_symbol(struct kin_cursor *cursor, struct kin_lock_edges *walk,
				  unsigned long addr, struct kin_text **slot)
{
	size_t len;

	*slot = kin_texts_slot(&walk->texts, addr);
	if ((*slot)->key == addr)
		return true;
	len = kin_lock_symbol(walk->text, addr);
	if (len)
		return kin_texts_add(cursor, *slot, addr, walk->text, len);
	*slot = NULL;
	return true;
}

static bool kin_lock_edges_text(struct kin_cursor *cursor, struct kin_lock_edges *walk,
				struct kintrospect_lock_edges_row *row, const unsigned long *trace,
				unsigned int depth)
{
	struct kin_text *slot;

	if (kin_want(cursor, lock_edges, from)) {
		if (!kin_lock_edges_class(cursor, walk, &walk->from, &slot))
			return false;
		if (slot)
			kin_set_text(row, lock_edges, from, slot);
	}
	if (kin_want(cursor, lock_edges, to)) {
		if (!kin_lock_edges_class(cursor, walk, &walk->to, &slot))
			return false;
		if (slot)
			kin_set_text(row, lock_edges, to, slot);
	}
	if (depth > 0 && kin_want(cursor, lock_edges, site)) {
		if (!kin_lock_edges_symbol(cursor, walk, trace[0], &slot))
			return false;
		if (slot)
			kin_set_text(row, lock_edges, site, slot);
	}
	if (depth > 1 && kin_want(cursor, lock_edges, caller)) {
		if (!kin_lock_edges_symbol(cursor, walk, trace[1], &slot))
			return false;
		if (slot)
			kin_set_text(row, lock_edges, caller, slot);
	}
	return true;
}

/* False when the batch has no room. */
static bool kin_lock_edges_row(struct kin_cursor *cursor, struct kin_lock_edges *walk,
			       const struct kin_lock_edge *edge)
{
	struct kintrospect_lock_edges_row *row = kin_row(cursor);
	unsigned long trace[2];
	unsigned int depth;

	if (!row)
		return false;
	kin_set(row, lock_edges, from_id, walk->from.id);
	kin_set(row, lock_edges, to_id, edge->to);
	kin_set(row, lock_edges, distance, edge->distance);
	kin_set(row, lock_edges, dep, edge->dep);
	depth = kin_lock_trace(trace, ARRAY_SIZE(trace), edge->trace);
	if (depth > 0)
		kin_set(row, lock_edges, site_addr, trace[0]);
	if (depth > 1)
		kin_set(row, lock_edges, caller_addr, trace[1]);
	if (!kin_lock_edges_text(cursor, walk, row, trace, depth))
		return false;
	kin_commit(cursor, row);
	return true;
}

static int kin_lock_edges_fill(struct kin_cursor *cursor)
{
	struct kin_lock_edges *walk = cursor->private;
	int id, count;

	kin_texts_begin(cursor, &walk->texts);
	for (; walk->next < walk->count; walk->next++) {
		/* A class that went after its edges were copied took them with it. */
		if (!kin_lock_copy(&walk->to, walk->edges[walk->next].to, false))
			continue;
		if (!kin_lock_edges_row(cursor, walk, &walk->edges[walk->next]))
			return 1;
	}
	id = kin_lock_next(cursor->key[0]);
	if (id < 0 || (cursor->key[1] && cursor->filter[kin_filter_lock_edges_from_id].set))
		return 0;
	kin_hold_begin(cursor);
	count = kin_lock_copy(&walk->from, id, false) ? kin_lock_edges(walk->edges, id) : 0;
	kin_hold_end(cursor);
	walk->count = max(count, 0);
	walk->next = 0;
	cursor->key[0] = id + 1;
	cursor->key[1] = true;
	cursor->cost.walked += 1 + walk->count;
	return 1;
}

static void kin_lock_edges_close(struct kin_cursor *cursor)
{
	struct kin_lock_edges *walk = cursor->private;

	kvfree(walk->edges);
	kfree(walk);
}

static const char *kin_lock_edges_missing(unsigned int field)
{
	switch (field) {
	case KIN_WHOLE:
		return IS_ENABLED(CONFIG_PROVE_LOCKING) ? kin_lock_why() : KIN_NO_PROVE_LOCKING;
	case kin_f_lock_edges_site:
	case kin_f_lock_edges_site_addr:
	case kin_f_lock_edges_caller:
	case kin_f_lock_edges_caller_addr:
		return kin_lock_trace_why();
	default:
		return NULL;
	}
}

const struct kin_source kin_lock_edges_source = {
	.table = &kin_lock_edges_table,
	.missing = kin_lock_edges_missing,
	.open = kin_lock_edges_open,
	.fill = kin_lock_edges_fill,
	.close = kin_lock_edges_close,
};
