// SPDX-License-Identifier: GPL-2.0-only
/* Where locks are waited for: the call sites that lock_stat keeps of every class. */
#include <linux/rcupdate.h>
#include <linux/slab.h>

#include "lockname.h"

/* Key: number of the class, kind, place. */

/**
 * struct kin_lock_points - a dump
 * @class: the current class
 * @stats: what was counted of it
 * @read: both are of the class in the key
 * @stale: lockdep was off when they were read
 * @text: room for a name or a symbol
 */
struct kin_lock_points {
	struct kin_lock_class class;
	struct kin_lock_stats stats;
	bool read;
	bool stale;
	char text[KIN_LOCK_TEXT];
};

static int kin_lock_points_open(struct kin_cursor *cursor)
{
	int err = kin_lock_filter(cursor, &cursor->filter[kin_filter_lock_points_class_id],
				  kin_f_lock_points_class_id);
	struct kin_lock_points *walk;

	if (err)
		return err;
	walk = kzalloc(sizeof(*walk), GFP_KERNEL);
	cursor->private = walk;
	return walk ? 0 : -ENOMEM;
}

/* False when the batch has no room. */
static bool kin_lock_points_row(struct kin_cursor *cursor, struct kin_lock_points *walk,
				unsigned int kind, unsigned int place)
{
	unsigned long site = walk->stats.sites[kind][place];
	struct kintrospect_lock_points_row *row;
	size_t len;

	row = kin_row(cursor);
	if (!row)
		return false;
	kin_set(row, lock_points, class_id, walk->class.id);
	kin_set(row, lock_points, kind, kind);
	kin_set(row, lock_points, index, place);
	kin_set(row, lock_points, site_addr, site);
	kin_set(row, lock_points, hit_total, walk->stats.hits[kind][place]);
	kin_set(row, lock_points, stale, walk->stale);
	if (kin_want(cursor, lock_points, name)) {
		len = kin_lock_class_name(walk->text, &walk->class);
		if (len && !kin_set_string(cursor, row, lock_points, name, walk->text, len))
			return false;
	}
	if (kin_want(cursor, lock_points, site)) {
		len = kin_lock_symbol(walk->text, site);
		if (len && !kin_set_string(cursor, row, lock_points, site, walk->text, len))
			return false;
	}
	kin_commit(cursor, row);
	return true;
}

/* Places are taken in order, so the first that is free is the last. */
static bool kin_lock_points_rows(struct kin_cursor *cursor, struct kin_lock_points *walk)
{
	u64 *kind = &cursor->key[1], *place = &cursor->key[2];

	for (; *kind < ARRAY_SIZE(walk->stats.sites); ++*kind, *place = 0)
		for (; *place < KIN_LOCK_POINTS && walk->stats.sites[*kind][*place]; ++*place)
			if (!kin_lock_points_row(cursor, walk, *kind, *place))
				return false;
	return true;
}

static int kin_lock_points_fill(struct kin_cursor *cursor)
{
	struct kin_lock_points *walk = cursor->private;
	int id = kin_lock_next(cursor->key[0]);
	bool found = walk->read;

	if (!found) {
		if (id < 0) {
			kin_lock_note_stale(cursor);
			return 0;
		}
		kin_hold_begin(cursor);
		/* Both of the same class. */
		rcu_read_lock();
		found = kin_lock_copy(&walk->class, id, false) &&
			kin_lock_stats(&walk->stats, id);
		rcu_read_unlock();
		kin_hold_end(cursor);
		walk->stale = kin_lock_note_stale(cursor);
		cursor->key[0] = id;
		cursor->key[1] = 0;
		cursor->key[2] = 0;
		cursor->cost.walked++;
	}
	walk->read = found && !kin_lock_points_rows(cursor, walk);
	if (walk->read)
		return 1;
	cursor->key[0]++;
	return !cursor->filter[kin_filter_lock_points_class_id].set;
}

static void kin_lock_points_close(struct kin_cursor *cursor)
{
	kfree(cursor->private);
}

static const char *kin_lock_points_missing(unsigned int field)
{
	if (field != KIN_WHOLE)
		return NULL;
	return kin_lock_stat_why() ? kin_lock_stat_why() : kin_lock_why();
}

const struct kin_source kin_lock_points_source = {
	.table = &kin_lock_points_table,
	.missing = kin_lock_points_missing,
	.open = kin_lock_points_open,
	.fill = kin_lock_points_fill,
	.close = kin_lock_points_close,
};
