// SPDX-License-Identifier: GPL-2.0-only
/* How usable free memory is, by order: recomputed of free_area.nr_free as mm/vmstat.c does. */
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include "../compat/zone.h"
#include "../source.h"
#include "../walk/zones.h"

/* Key: node, zone, order. Private: free blocks of the zone, of one moment. */
struct kin_fragmentation {
	unsigned long free[NR_PAGE_ORDERS];
	u64 pages;
	u64 blocks;
};

static void kin_fragmentation_look(struct kin_cursor *cursor, struct zone *zone)
{
	struct kin_fragmentation *of = cursor->private;
	unsigned int order;

	spin_lock_irq(&zone->lock);
	kin_hold_begin(cursor);
	for (order = 0; order < NR_PAGE_ORDERS; order++)
		of->free[order] = zone->free_area[order].nr_free;
	kin_charge(cursor, NR_PAGE_ORDERS * KIN_COST_STEP);
	kin_hold_end(cursor);
	spin_unlock_irq(&zone->lock);
	of->pages = 0;
	of->blocks = 0;
	for (order = 0; order < NR_PAGE_ORDERS; order++) {
		of->blocks += of->free[order];
		of->pages += (u64)of->free[order] << order;
	}
	cursor->cost.walked += NR_PAGE_ORDERS;
}

/* Free blocks of an order that there would be if larger ones were split. */
static u64 kin_fragmentation_suitable(const struct kin_fragmentation *of, unsigned int order)
{
	u64 count = 0;
	unsigned int i;

	for (i = order; i < NR_PAGE_ORDERS; i++)
		count += (u64)of->free[i] << (i - order);
	return count;
}

/* __fragmentation_index() */
static s32 kin_fragmentation_index(const struct kin_fragmentation *of, unsigned int order,
				   u64 suitable)
{
	if (!of->blocks)
		return 0;
	if (suitable)
		return -1000;
	return 1000 - (s32)div64_u64(1000 + ((of->pages * 1000) >> order), of->blocks);
}

/* unusable_free_index() */
static u32 kin_fragmentation_unusable(const struct kin_fragmentation *of, unsigned int order,
				      u64 suitable)
{
	if (!of->pages)
		return 1000;
	return div64_u64((of->pages - (suitable << order)) * 1000, of->pages);
}

static int kin_fragmentation_open(struct kin_cursor *cursor)
{
	int err = kin_zone_open(cursor, &cursor->filter[kin_filter_fragmentation_node_id],
				kin_f_fragmentation_node_id);
	struct kin_fragmentation *of;

	if (err)
		return err;
	of = kzalloc(sizeof(*of), GFP_KERNEL_ACCOUNT);
	cursor->private = of;
	return of ? 0 : -ENOMEM;
}

/* One zone. */
static int kin_fragmentation_fill(struct kin_cursor *cursor)
{
	struct zone *zone = kin_zone_next(cursor->key,
					  &cursor->filter[kin_filter_fragmentation_node_id], true);
	const struct kin_fragmentation *of = cursor->private;
	struct kintrospect_fragmentation_row *row;
	u64 *order = &cursor->key[2], suitable;

	if (!zone)
		return 0;
	for (; *order < NR_PAGE_ORDERS; (*order)++) {
		row = kin_row(cursor);
		if (!row)
			return 1;
		if (!*order)
			kin_fragmentation_look(cursor, zone);
		suitable = kin_fragmentation_suitable(of, *order);
		kin_set(row, fragmentation, node_id, cursor->key[0]);
		kin_set_chars(row, fragmentation, zone, zone->name);
		kin_set(row, fragmentation, order, *order);
		kin_set(row, fragmentation, free_count, of->free[*order]);
		kin_set(row, fragmentation, suitable_count, suitable);
		kin_set(row, fragmentation, fragmentation_index,
			kin_fragmentation_index(of, *order, suitable));
		kin_set(row, fragmentation, unusable_index,
			kin_fragmentation_unusable(of, *order, suitable));
		kin_commit(cursor, row);
	}
	*order = 0;
	cursor->key[1]++;
	return 1;
}

static void kin_fragmentation_close(struct kin_cursor *cursor)
{
	kfree(cursor->private);
}

const struct kin_source kin_fragmentation_source = {
	.table = &kin_fragmentation_table,
	.open = kin_fragmentation_open,
	.fill = kin_fragmentation_fill,
	.close = kin_fragmentation_close,
};
