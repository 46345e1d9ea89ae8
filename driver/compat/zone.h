/* SPDX-License-Identifier: GPL-2.0-only */
/* Zones of memory from one kernel to the next, with the release that changed it. */
#ifndef KIN_COMPAT_ZONE_H
#define KIN_COMPAT_ZONE_H

#include <linux/build_bug.h>
#include <linux/cpumask.h>
#include <linux/kconfig.h>
#include <linux/mmzone.h>
#include <linux/minmax.h>
#include <linux/percpu.h>
#include <linux/uaccess.h>
#include <linux/version.h>

#include <linux/kintrospect.h>

/* How many orders there are, which was MAX_ORDER before 6.8, and one less in 6.4 to 6.7. */
#ifndef NR_PAGE_ORDERS
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 4, 0)
#define NR_PAGE_ORDERS (MAX_ORDER + 1)
#else
#define NR_PAGE_ORDERS MAX_ORDER
#endif
#endif

/* The watermark for promotion between tiers of memory came with 5.18. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 18, 0)
#define KIN_HAS_WMARK_PROMO
#endif

/* Zones count their CMA pages since 5.12. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 12, 0)
#define KIN_ZONE_CMA_WHY "needs Linux 5.12"
#elif defined(CONFIG_CMA)
#define KIN_HAS_ZONE_CMA
#else
#define KIN_ZONE_CMA_WHY "needs CONFIG_CMA"
#endif

/* The lists of a processor, which were part of a larger structure before 5.14. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 14, 0)
#define kin_pageset per_cpu_pages
#define kin_zone_pagesets(zone) READ_ONCE((zone)->per_cpu_pageset)
#define kin_pageset_pcp(sets, cpu) per_cpu_ptr(sets, cpu)
#else
#define kin_pageset per_cpu_pageset
#define kin_zone_pagesets(zone) READ_ONCE((zone)->pageset)
#define kin_pageset_pcp(sets, cpu) (&per_cpu_ptr(sets, cpu)->pcp)
#endif

/**
 * struct kin_zone_pcp - what processors keep of a zone for themselves
 * @count: pages, of all of them
 * @high: pages they may have, of all of them
 * @batch: pages they take at once, the most of all
 */
struct kin_zone_pcp {
	u64 count;
	u64 high;
	u64 batch;
};

/**
 * kin_zone_pcp - sum up what processors keep of a zone
 * @zone: the zone
 * @sum: filled
 *
 * When the last memory of a zone goes offline its lists are freed at once
 * (zone_pcp_reset()), and who keeps that away waits for as long as it takes. So they are
 * copies that may fail, and count if the zone has pages and the same lists after them: it
 * loses its pages first. Any context.
 *
 * Return: false if the zone has no lists of its own (any more).
 */
static inline bool kin_zone_pcp(const struct zone *zone, struct kin_zone_pcp *sum)
{
	struct kin_pageset __percpu *sets = kin_zone_pagesets(zone);
	unsigned int cpu;

	*sum = (struct kin_zone_pcp){};
	for_each_online_cpu(cpu) {
		const struct per_cpu_pages *pcp = kin_pageset_pcp(sets, cpu);
		int count, high, batch;

		if (get_kernel_nofault(count, &pcp->count) ||
		    get_kernel_nofault(high, &pcp->high) ||
		    get_kernel_nofault(batch, &pcp->batch))
			return false;
		sum->count += count;
		sum->high += high;
		sum->batch = max_t(u64, sum->batch, batch);
	}
	/* Whether they were freed is asked after all was read. */
	smp_rmb();
	return READ_ONCE(zone->present_pages) && kin_zone_pagesets(zone) == sets;
}

/* Our number of a MIGRATE_*, whose own depends on the configuration. */
static inline u8 kin_migratetype(unsigned int type)
{
	BUILD_BUG_ON(MIGRATE_TYPES != 4 + IS_ENABLED(CONFIG_CMA) +
				      IS_ENABLED(CONFIG_MEMORY_ISOLATION));
	switch (type) {
	case MIGRATE_UNMOVABLE:
		return KINTROSPECT_MIGRATETYPE_UNMOVABLE;
	case MIGRATE_MOVABLE:
		return KINTROSPECT_MIGRATETYPE_MOVABLE;
	case MIGRATE_RECLAIMABLE:
		return KINTROSPECT_MIGRATETYPE_RECLAIMABLE;
#ifdef CONFIG_CMA
	case MIGRATE_CMA:
		return KINTROSPECT_MIGRATETYPE_CMA;
#endif
#ifdef CONFIG_MEMORY_ISOLATION
	case MIGRATE_ISOLATE:
		return KINTROSPECT_MIGRATETYPE_ISOLATE;
#endif
	default:
		return KINTROSPECT_MIGRATETYPE_HIGHATOMIC;
	}
}

#endif
