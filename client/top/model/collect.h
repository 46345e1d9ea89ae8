/* SPDX-License-Identifier: GPL-2.0-only */
/* The thread that asks the driver, so that the screen never waits for it. */
#ifndef TOP_COLLECT_H
#define TOP_COLLECT_H

#include "machine.h"
#include "snapshot.h"

#define TOP_WANTS_MAX 12

/* Of a recording the sample before comes along, for rates. */
#define TOP_SNAPSHOTS_MAX (2 * TOP_WANTS_MAX)

/**
 * struct top_source - where samples come from
 * @open: reach it; called again after an error
 * @seek: go to a sample of a recording and tell its time, or NULL: it is live
 * @context: for both
 * @live: whether it is this machine, so that its own files tell more
 */
struct top_source {
	int (*open)(void *context, struct kc_transport **transport, struct kc_error *err);
	int (*seek)(void *context, __u64 position, __u64 *time_ns, struct kc_error *err);
	void *context;
	bool live;
};

/**
 * struct top_sample - what was collected at one time
 * @catalog: the tables, or NULL if the driver was not reached
 * @count: how many snapshots
 * @snapshots: one for every want, in their order; of a recording two, the older first
 * @serial: which request for other data it answers
 * @time_ns: CLOCK_MONOTONIC when it began
 * @machine: what the machine itself says
 * @code: KC_OK, or why the driver was not reached
 * @err: words
 */
struct top_sample {
	struct top_catalog *catalog;
	unsigned int count;
	struct top_snapshot *snapshots[TOP_SNAPSHOTS_MAX];
	unsigned int serial;
	__u64 time_ns;
	struct top_machine machine;
	int code;
	struct kc_error err;
};

struct top_collector;

/* Make a sample here and now; @transport and @catalog are kept from call to call. */
struct top_sample *top_sample_take(const struct top_source *source,
				   struct kc_transport **transport,
				   struct top_catalog **catalog,
				   const struct top_want *wants, unsigned int count);
void top_sample_free(struct top_sample *sample);

struct top_collector *top_collector_start(const struct top_source *source,
					  struct kc_transport *transport,
					  struct top_catalog *catalog, struct kc_error *err);
int top_collector_fd(const struct top_collector *collector);
unsigned int top_collector_want(struct top_collector *collector, const struct top_want *wants,
				unsigned int count, __u64 interval_ns, bool paused);
struct top_sample *top_collector_sample(struct top_collector *collector);
__u64 top_collector_busy_ns(struct top_collector *collector);
void top_collector_stop(struct top_collector *collector);

#endif
