/* SPDX-License-Identifier: GPL-2.0-only */
/* What this program costs, and what it has the driver do. */
#ifndef TOP_COSTS_H
#define TOP_COSTS_H

#include "collect.h"

/**
 * struct top_cost - the last dump of an object
 * @valid: there was one
 * @driver_ns: time the driver spent, 0: the way to it does not tell
 * @lock_hold_ns: longest time that it held one lock
 * @rows: rows
 * @duration_ns: time it took, seen from here
 * @time_ns: when it was, CLOCK_MONOTONIC here
 */
struct top_cost {
	bool valid;
	__u64 driver_ns;
	__u64 lock_hold_ns;
	__u64 rows;
	__u64 duration_ns;
	__u64 time_ns;
};

/**
 * struct top_costs - what it costs
 * @costs: by object
 * @last: the last refresh: sums, and the longest lock hold
 * @dumps: how many dumps that was
 * @share: of the time since the reading before, 1 being one CPU
 * @cpu_ns: CPU time of this program at the last reading
 * @wall_ns: CLOCK_MONOTONIC then, 0: none yet
 */
struct top_costs {
	struct top_cost costs[KC_OBJECTS];
	struct top_cost last;
	unsigned int dumps;
	double share;
	__u64 cpu_ns;
	__u64 wall_ns;
};

struct kc_buf;

void top_costs_take(struct top_costs *costs, const struct top_sample *sample, __u64 position);
void top_costs_text(const struct top_costs *costs, struct kc_buf *buf);

#endif
