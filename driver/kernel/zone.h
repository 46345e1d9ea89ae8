/* SPDX-License-Identifier: GPL-2.0-only */
/* What processors keep of a zone for themselves. */
#ifndef KIN_KERNEL_ZONE_H
#define KIN_KERNEL_ZONE_H

#include <linux/cpumask.h>
#include <linux/minmax.h>
#include <linux/mmzone.h>
#include <linux/percpu.h>
#include <linux/uaccess.h>

#include "../compat/zone.h"

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

#endif
