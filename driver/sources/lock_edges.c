// SPDX-License-Identifier: GPL-2.0-only
/* Direct dependencies between lock classes: struct lock_list. */
#include <linux/mm.h>
#include <linux/slab.h>

#include "../compat/slab.h"
#include "../strings/texts.h"
#include "lockname.h"

/* Key: number of the class that is looked at next, and whether one was already. */

/* Few classes have more edges than this. */
#define KIN_LOCK_EDGES_FIRST 256

/* Names of classes and places in the code: a kernel has some 1,500 of both. */
#define KIN_LOCK_EDGES_BITS 12
#define KIN_LOCK_EDGES_BYTES 65536

/**
 * struct kin_lock_edges - a dump
 * @class: the one whose name is wanted
 * @edges: edges of some classes, those of each as they were at one time
 * @room: length of @edges
 * @count: how many
 * @next: the first that has no row
 * @stale: lockdep was off when they were copied
 * @zapped: classes that had gone before any of @texts was made
 * @texts: names by number and key of the class, and symbols by address
 * @text: room for a name or a symbol
 * @first: room for edges at first
 * @known: of @texts
 * @bytes: of @texts, last, as it is not zeroed
 */
struct kin_lock_edges {
	struct kin_lock_class class;
	struct kin_lock_edge *edges;
	unsigned int room;
	unsigned int count;
	unsigned int next;
	bool stale;
	unsigned long zapped;
	struct kin_texts texts;
	char text[KIN_LOCK_TEXT];
	struct kin_lock_edge first[KIN_LOCK_EDGES_FIRST];
	struct kin_known_text known[1 << KIN_LOCK_EDGES_BITS];
	char bytes[KIN_LOCK_EDGES_BYTES];
};

static int kin_lock_edges_open(struct kin_cursor *cursor)
{
	int err = kin_lock_filter(cursor, &cursor->filter[kin_filter_lock_edges_from_id],
				  kin_f_lock_edges_from_id);
	struct kin_lock_edges *walk;

	if (err)
		return err;
	walk = kvmalloc(sizeof(*walk), GFP_KERNEL_ACCOUNT);
	if (!walk)
		return -ENOMEM;
	memset(walk, 0, offsetof(struct kin_lock_edges, bytes));
	walk->edges = walk->first;
	walk->room = min_t(unsigned int, KIN_LOCK_EDGES_FIRST, KIN_LOCK_EDGES);
	walk->texts.bits = KIN_LOCK_EDGES_BITS;
	walk->texts.known = walk->known;
	walk->texts.room = KIN_LOCK_EDGES_BYTES;
	walk->texts.bytes = walk->bytes;
	cursor->private = walk;
	return 0;
}

/*
 * The name of a class as a string: as kin_texts_find(), 0 if it has none. The same number
 * or the same key may be another's in a later batch.
 */
static int kin_lock_edges_class(struct kin_cursor *cursor, struct kin_lock_edges *walk,
				unsigned int id, const void *key, struct kintrospect_string *ref)
{
	u64 addr = (unsigned long)key;
	int found = kin_texts_find_of(cursor, &walk->texts, addr, id + 1, ref);
	size_t len;

	if (found)
		return found;
	if (!kin_lock_copy(&walk->class, id, false) || walk->class.key != key) {
		cursor->flags |= KINTROSPECT_BATCH_FLAG_INTERRUPTED;
		return 0;
	}
	len = kin_lock_class_name(walk->text, &walk->class);
	return len ? kin_texts_add_of(cursor, &walk->texts, addr, id + 1, walk->text, len, ref) : 0;
}

/* A place in the code, likewise. */
static int kin_lock_edges_symbol(struct kin_cursor *cursor, struct kin_lock_edges *walk,
				 unsigned long addr, struct kintrospect_string *ref)
{
	int found = kin_texts_find(cursor, &walk->texts, addr, ref);
	size_t len;

	if (found)
		return found;
	len = kin_lock_symbol(walk->text, addr);
	return len ? kin_texts_add(cursor, &walk->texts, addr, walk->text, len, ref) : 0;
}

/* False when the batch has no room for a text. */
static bool kin_lock_edges_text(struct kin_cursor *cursor, struct kin_lock_edges *walk,
				struct kintrospect_lock_edges_row *row,
				const struct kin_lock_edge *edge, const unsigned long *trace,
				unsigned int depth)
{
	int found = 0;

	if (kin_want(cursor, lock_edges, from))
		found = kin_lock_edges_class(cursor, walk, edge->from, edge->from_key,
					     &row->from);
	if (found > 0)
		kin_present(row, lock_edges, from);
	if (found >= 0 && kin_want(cursor, lock_edges, to)) {
		found = kin_lock_edges_class(cursor, walk, edge->to, edge->to_key, &row->to);
		if (found > 0)
			kin_present(row, lock_edges, to);
	}
	if (found >= 0 && depth > 0 && kin_want(cursor, lock_edges, site)) {
		found = kin_lock_edges_symbol(cursor, walk, trace[0], &row->site);
		if (found > 0)
			kin_present(row, lock_edges, site);
	}
	if (found >= 0 && depth > 1 && kin_want(cursor, lock_edges, caller)) {
		found = kin_lock_edges_symbol(cursor, walk, trace[1], &row->caller);
		if (found > 0)
			kin_present(row, lock_edges, caller);
	}
	return found >= 0;
}

/*
 * A module may be loaded where another was, and a class of it get the number and the key of
 * one of the other's. Names are made again if any class has gone.
 */
static void kin_lock_edges_fresh(struct kin_lock_edges *walk)
{
	unsigned long zapped = kin_lock_zapped();

	if (zapped == walk->zapped)
		return;
	kin_texts_forget(&walk->texts);
	walk->zapped = zapped;
	/* The count first, then names. */
	smp_rmb();
}

/* False when the batch has no room. */
static bool kin_lock_edges_row(struct kin_cursor *cursor, struct kin_lock_edges *walk,
			       const struct kin_lock_edge *edge)
{
	struct kintrospect_lock_edges_row *row = kin_row(cursor);
	unsigned long trace[2];
	unsigned int depth = 0;

	if (!row)
		return false;
	kin_lock_edges_fresh(walk);
	kin_set(row, lock_edges, from_id, edge->from);
	kin_set(row, lock_edges, to_id, edge->to);
	kin_set(row, lock_edges, distance, edge->distance);
	kin_set(row, lock_edges, dep, edge->dep);
	kin_set(row, lock_edges, stale, walk->stale);
	if (kin_want(cursor, lock_edges, site) || kin_want(cursor, lock_edges, site_addr) ||
	    kin_want(cursor, lock_edges, caller) || kin_want(cursor, lock_edges, caller_addr))
		depth = kin_lock_trace(trace, ARRAY_SIZE(trace), edge->trace);
	if (depth > 0)
		kin_set(row, lock_edges, site_addr, trace[0]);
	if (depth > 1)
		kin_set(row, lock_edges, caller_addr, trace[1]);
	if (!kin_lock_edges_text(cursor, walk, row, edge, trace, depth))
		return false;
	kin_commit(cursor, row);
	return true;
}

/* Whether there is another class to look at, which the key then is of. */
static bool kin_lock_edges_more(struct kin_cursor *cursor)
{
	int id = kin_lock_next(cursor->key[0]);

	if (id < 0 || (cursor->key[1] && cursor->filter[kin_filter_lock_edges_from_id].set))
		return false;
	cursor->key[0] = id;
	return true;
}

/*
 * Copies the edges of the next classes, most of which have a few, until the hold has to
 * end. False if the first has more than there is room for.
 */
static bool kin_lock_edges_copy(struct kin_cursor *cursor, struct kin_lock_edges *walk)
{
	unsigned int room, steps = 0;
	bool more = true;
	int count;

	walk->next = 0;
	walk->count = 0;
	kin_hold_begin(cursor);
	while (more && kin_lock_edges_more(cursor)) {
		room = walk->room - walk->count;
		count = kin_lock_edges(walk->edges + walk->count, room, cursor->key[0]);
		if (count == -EAGAIN)
			cursor->flags |= KINTROSPECT_BATCH_FLAG_INTERRUPTED;
		count = max(count, 0);
		/* it may have more than these */
		if (count == (int)room && room < KIN_LOCK_EDGES)
			break;
		walk->count += count;
		steps += 1 + count;
		more = kin_charge(cursor, (1 + count) * KIN_COST_EDGE);
		cursor->key[0]++;
		cursor->key[1] = true;
	}
	kin_hold_end(cursor);
	walk->stale = kin_lock_note_stale(cursor);
	cursor->cost.walked += steps;
	return steps || !kin_lock_edges_more(cursor);
}

/* Room for all edges that a class can have. */
static int kin_lock_edges_grow(struct kin_lock_edges *walk)
{
	struct kin_lock_edge *edges = kvmalloc_array(KIN_LOCK_EDGES, sizeof(*edges),
						     GFP_KERNEL_ACCOUNT);

	if (!edges)
		return -ENOMEM;
	walk->edges = edges;
	walk->room = KIN_LOCK_EDGES;
	return 0;
}

static int kin_lock_edges_fill(struct kin_cursor *cursor)
{
	struct kin_lock_edges *walk = cursor->private;

	for (; walk->next < walk->count; walk->next++) {
		const struct kin_lock_edge *edge = &walk->edges[walk->next];

		/* A class that went after its edges were copied took them with it. */
		if (kin_lock_key(edge->from) != edge->from_key ||
		    kin_lock_key(edge->to) != edge->to_key)
			continue;
		if (!kin_lock_edges_row(cursor, walk, edge))
			return 1;
	}
	if (!kin_lock_edges_more(cursor)) {
		kin_lock_note_stale(cursor);
		return 0;
	}
	if (!kin_lock_edges_copy(cursor, walk) && kin_lock_edges_grow(walk))
		return -ENOMEM;
	return 1;
}

static void kin_lock_edges_close(struct kin_cursor *cursor)
{
	struct kin_lock_edges *walk = cursor->private;

	if (walk->edges != walk->first)
		kvfree(walk->edges);
	kvfree(walk);
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
