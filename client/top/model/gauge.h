/* SPDX-License-Identifier: GPL-2.0-only */
/* What is told on top of small objects of the driver's: run queues, fragmentation, locks. */
#ifndef TOP_GAUGE_H
#define TOP_GAUGE_H

#include "collect.h"

#define TOP_HISTORY 512
#define TOP_GAUGE_NAME 64

/**
 * struct top_gauges - what the last sample had; a part that is not there is not valid
 * @queues_valid: @cpus to @longest_cpu are
 * @cpus: CPUs
 * @running: threads that are runnable
 * @longest: how many of them on one CPU
 * @longest_cpu: which
 * @queue: runnable threads, a ring of the last samples
 * @at: where the next goes
 * @filled: how many there are
 * @position: of a recording: the sample that came last
 * @free_valid: @order and @unusable are
 * @order: two orders, a small and a large one
 * @unusable: what part of the free memory is in blocks too small for these
 * @lock_valid: @lock to @wait_total_ns are
 * @lock: name of the class that was waited for most since the sample before
 * @wait_share: for how much of the time, 1 being one CPU
 * @wait_total_ns: waiting for it since boot
 * @locks: the rows that growth is counted from
 */
struct top_gauges {
	bool queues_valid;
	unsigned int cpus;
	__u64 running;
	__u64 longest;
	__u64 longest_cpu;
	float queue[TOP_HISTORY];
	unsigned int at;
	unsigned int filled;
	__u64 position;
	bool free_valid;
	unsigned int order[2];
	double unusable[2];
	bool lock_valid;
	char lock[TOP_GAUGE_NAME];
	double wait_share;
	__u64 wait_total_ns;
	struct top_snapshot *locks;
};

struct kc_buf;

unsigned int top_gauges_want(const struct top_catalog *catalog, __u64 position,
			     struct top_want *wants, unsigned int count);
void top_gauges_take(struct top_gauges *gauges, const struct top_sample *sample, bool recorded);
void top_gauges_text(const struct top_gauges *gauges, struct kc_buf *buf);
void top_gauges_free(struct top_gauges *gauges);

#endif
