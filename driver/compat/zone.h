/* SPDX-License-Identifier: GPL-2.0-only */
/* Zones of memory from one kernel to the next, with the release that changed it. */
#ifndef KIN_COMPAT_ZONE_H
#define KIN_COMPAT_ZONE_H

#include <linux/build_bug.h>
#include <linux/kconfig.h>
#include <linux/mmzone.h>
#include <linux/percpu.h>
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
