// SPDX-License-Identifier: GPL-2.0-only
/* Free blocks of the page allocator: struct zone, free_area. */
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include "../compat/zone.h"
#include "../source.h"
#include "../walk/zones.h"

/* Key: node, zone, order, migrate type. Private: the counts of that order. */
struct kin_buddy {
	unsigned long count[MIGRATE_TYPES];
	bool capped[MIGRATE_TYPES];
};

/*
 * Counts the lists of an order, a block of each in turn, until only one is left: the
 * sum that the kernel keeps tells of how many that is, and it is the long one, for
 * good or by luck. Under zone->lock, which keeps sum and lists alike, with interrupts off:
 * lists that the hold is too short for are capped, as no place in them outlives it.
 */
static unsigned int kin_buddy_lists(struct kin_cursor *cursor, const struct free_area *area)
{
	const struct list_head *at[MIGRATE_TYPES];
	struct kin_buddy *buddy = cursor->private;
	unsigned int type, open = 0, steps = 0;
	unsigned long rest = area->nr_free;
	u8 left[MIGRATE_TYPES];
	bool more = true;

	for (type = 0; type < MIGRATE_TYPES; type++) {
		buddy->count[type] = 0;
		buddy->capped[type] = false;
		at[type] = area->free_list[type].next;
		if (at[type] != &area->free_list[type])
			left[open++] = type;
	}
	while (open > 1 && more) {
		unsigned int i, kept = 0;

		for (i = 0; i < open; i++) {
			type = left[i];
			at[type] = at[type]->next;
			buddy->count[type]++;
			if (at[type] != &area->free_list[type])
				left[kept++] = type;
		}
		more = kin_charge(cursor, open * KIN_COST_BLOCK);
		steps += open;
		open = kept;
	}
	if (open == 1) {
		for (type = 0; type < MIGRATE_TYPES; type++)
			if (type != left[0])
				rest -= buddy->count[type];
		buddy->count[left[0]] = rest;
		return steps;
	}
	while (open)
		buddy->capped[left[--open]] = true;
	return steps;
}

static void kin_buddy_count(struct kin_cursor *cursor, struct zone *zone)
{
	unsigned int steps;

	spin_lock_irq(&zone->lock);
	kin_hold_begin(cursor);
	steps = kin_buddy_lists(cursor, &zone->free_area[cursor->key[2]]);
	kin_hold_end(cursor);
	spin_unlock_irq(&zone->lock);
	cursor->cost.walked += MIGRATE_TYPES + steps;
}

static int kin_buddy_open(struct kin_cursor *cursor)
{
	int err = kin_zone_open(cursor, &cursor->filter[kin_filter_buddy_node_id],
				kin_f_buddy_node_id);
	struct kin_buddy *buddy;

	if (err)
		return err;
	buddy = kzalloc(sizeof(*buddy), GFP_KERNEL_ACCOUNT);
	cursor->private = buddy;
	return buddy ? 0 : -ENOMEM;
}

/* One order of one zone. */
static int kin_buddy_fill(struct kin_cursor *cursor)
{
	struct zone *zone = kin_zone_next(cursor->key, &cursor->filter[kin_filter_buddy_node_id],
					  true);
	const struct kin_buddy *buddy = cursor->private;
	struct kintrospect_buddy_row *row;
	u64 *order = &cursor->key[2], *type = &cursor->key[3];

	if (!zone)
		return 0;
	for (; *type < MIGRATE_TYPES; (*type)++) {
		row = kin_row(cursor);
		if (!row)
			return 1;
		/* All types at once, so that they are of the same moment. */
		if (!*type)
			kin_buddy_count(cursor, zone);
		kin_set(row, buddy, node_id, cursor->key[0]);
		kin_set_chars(row, buddy, zone, zone->name);
		kin_set(row, buddy, migratetype, kin_migratetype(*type));
		kin_set(row, buddy, order, *order);
		kin_set(row, buddy, free_count, buddy->count[*type]);
		kin_set(row, buddy, free_bytes,
			(u64)buddy->count[*type] << (*order + PAGE_SHIFT));
		kin_set(row, buddy, capped, buddy->capped[*type]);
		kin_commit(cursor, row);
	}
	*type = 0;
	if (++*order == NR_PAGE_ORDERS) {
		*order = 0;
		cursor->key[1]++;
	}
	return 1;
}

static void kin_buddy_close(struct kin_cursor *cursor)
{
	kfree(cursor->private);
}

const struct kin_source kin_buddy_source = {
	.table = &kin_buddy_table,
	.open = kin_buddy_open,
	.fill = kin_buddy_fill,
	.close = kin_buddy_close,
};
