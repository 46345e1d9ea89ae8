// SPDX-License-Identifier: GPL-2.0-only
/* Zones of memory: struct zone. */
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/vmstat.h>

#include "../kernel/zone.h"
#include "../source.h"
#include "../walk/zones.h"

/* Key: node, zone. */

/* Each a single word that is read as /proc/zoneinfo reads it: without a lock. */
static void kin_zones_sizes(struct kintrospect_zones_row *row, struct zone *zone)
{
	kin_set(row, zones, spanned_pages, READ_ONCE(zone->spanned_pages));
	kin_set(row, zones, present_pages, READ_ONCE(zone->present_pages));
	kin_set(row, zones, managed_pages, zone_managed_pages(zone));
	kin_set(row, zones, free_pages, zone_page_state(zone, NR_FREE_PAGES));
	kin_set(row, zones, boost_pages, READ_ONCE(zone->watermark_boost));
	kin_set(row, zones, watermark_min_pages, min_wmark_pages(zone));
	kin_set(row, zones, watermark_low_pages, low_wmark_pages(zone));
	kin_set(row, zones, watermark_high_pages, high_wmark_pages(zone));
	kin_set(row, zones, reserved_highatomic_pages, READ_ONCE(zone->nr_reserved_highatomic));
#ifdef KIN_HAS_WMARK_PROMO
	kin_set(row, zones, watermark_promo_pages, wmark_pages(zone, WMARK_PROMO));
#endif
#ifdef KIN_HAS_ZONE_CMA
	kin_set(row, zones, cma_pages, READ_ONCE(zone->cma_pages));
#endif
}

static void kin_zones_protection(struct kintrospect_zones_row *row, const struct zone *zone)
{
#ifdef CONFIG_ZONE_DMA
	kin_set(row, zones, protection_dma_pages, READ_ONCE(zone->lowmem_reserve[ZONE_DMA]));
#endif
#ifdef CONFIG_ZONE_DMA32
	kin_set(row, zones, protection_dma32_pages, READ_ONCE(zone->lowmem_reserve[ZONE_DMA32]));
#endif
	kin_set(row, zones, protection_normal_pages, READ_ONCE(zone->lowmem_reserve[ZONE_NORMAL]));
#ifdef CONFIG_HIGHMEM
	kin_set(row, zones, protection_highmem_pages,
		READ_ONCE(zone->lowmem_reserve[ZONE_HIGHMEM]));
#endif
	kin_set(row, zones, protection_movable_pages,
		READ_ONCE(zone->lowmem_reserve[ZONE_MOVABLE]));
#ifdef CONFIG_ZONE_DEVICE
	kin_set(row, zones, protection_device_pages, READ_ONCE(zone->lowmem_reserve[ZONE_DEVICE]));
#endif
}

/* What processors keep for themselves; their lists are theirs, the counts may be read. */
static void kin_zones_pcp(struct kintrospect_zones_row *row, struct zone *zone)
{
	struct kin_zone_pcp sum;

	if (!kin_zone_pcp(zone, &sum))
		return;
	kin_set(row, zones, pcp_pages, sum.count);
	kin_set(row, zones, pcp_high_pages, sum.high);
	kin_set(row, zones, pcp_batch_pages, sum.batch);
}

static const char *kin_zones_missing(unsigned int field)
{
	switch (field) {
#ifndef KIN_HAS_WMARK_PROMO
	case kin_f_zones_watermark_promo_pages:
		return "needs Linux 5.18";
#endif
#ifndef KIN_HAS_ZONE_CMA
	case kin_f_zones_cma_pages:
		return KIN_ZONE_CMA_WHY;
#endif
#ifndef CONFIG_ZONE_DMA
	case kin_f_zones_protection_dma_pages:
		return "needs CONFIG_ZONE_DMA";
#endif
#ifndef CONFIG_ZONE_DMA32
	case kin_f_zones_protection_dma32_pages:
		return "needs CONFIG_ZONE_DMA32";
#endif
#ifndef CONFIG_HIGHMEM
	case kin_f_zones_protection_highmem_pages:
		return "needs CONFIG_HIGHMEM";
#endif
#ifndef CONFIG_ZONE_DEVICE
	case kin_f_zones_protection_device_pages:
		return "needs CONFIG_ZONE_DEVICE";
#endif
	default:
		return NULL;
	}
}

static int kin_zones_open(struct kin_cursor *cursor)
{
	return kin_zone_open(cursor, &cursor->filter[kin_filter_zones_node_id],
			     kin_f_zones_node_id);
}

static int kin_zones_fill(struct kin_cursor *cursor)
{
	struct zone *zone = kin_zone_next(cursor->key, &cursor->filter[kin_filter_zones_node_id],
					  false);
	struct kintrospect_zones_row *row;

	if (!zone)
		return 0;
	row = kin_row(cursor);
	if (!row)
		return 1;
	kin_set(row, zones, node_id, cursor->key[0]);
	kin_set_chars(row, zones, zone, zone->name);
	kin_zones_sizes(row, zone);
	kin_zones_protection(row, zone);
	if (populated_zone(zone)) {
		kin_set(row, zones, start_pfn, READ_ONCE(zone->zone_start_pfn));
		kin_zones_pcp(row, zone);
	}
	kin_commit(cursor, row);
	cursor->cost.walked++;
	cursor->key[1]++;
	return 1;
}

const struct kin_source kin_zones_source = {
	.table = &kin_zones_table,
	.missing = kin_zones_missing,
	.open = kin_zones_open,
	.fill = kin_zones_fill,
};
