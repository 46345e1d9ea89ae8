// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is told on top of small objects of the driver's. Of each only the fields named
 * here are asked for, and within a budget of time; what there is not, is not shown.
 */
#include "buf.h"
#include "fields.h"
#include "format.h"
#include "gauge.h"
#include "text.h"

#define ORDERS_MAX 32
/* What the page allocator tries hard for, and a huge page of x86. */
#define ORDER_SMALL 3
#define ORDER_LARGE 9

enum { QUEUES, FREE, LOCKS, GAUGES };

enum { QUEUE_CPU, QUEUE_RUNNING };

static const char * const queue_names[] = {
	[QUEUE_CPU] = "cpu", [QUEUE_RUNNING] = "nr-running",
};

enum { FREE_ORDER, FREE_COUNT };

static const char * const free_names[] = {
	[FREE_ORDER] = "order", [FREE_COUNT] = "free-count",
};

enum { LOCK_CLASS, LOCK_WAIT, LOCK_NAME };

static const char * const lock_names[] = {
	[LOCK_CLASS] = "class-id", [LOCK_WAIT] = "wait-total-ns", [LOCK_NAME] = "name",
};

#define NAMES_MAX 3
#define NAMES(array) .names = (array), .count = sizeof(array) / sizeof((array)[0])

static const struct gauge {
	const char *object;
	const char * const *names;
	unsigned int count;
} gauge_list[GAUGES] = {
	[QUEUES] = { .object = "runqueues", NAMES(queue_names) },
	[FREE] = { .object = "fragmentation", NAMES(free_names) },
	[LOCKS] = { .object = "locks", NAMES(lock_names) },
};

/* Find the fields. Return: false if one is missing: then there is nothing to be told. */
static bool find(const struct gauge *gauge, const struct kc_object *object, int *fields)
{
	unsigned int i;

	top_fields(object, gauge->names, gauge->count, fields);
	for (i = 0; i < gauge->count; i++)
		if (fields[i] < 0)
			return false;
	return true;
}

/* Whether all rows of an object are collected anyway. */
static bool comes(const struct top_want *wants, unsigned int count, unsigned int object)
{
	unsigned int i;

	for (i = 0; i < count; i++)
		if (wants[i].object == object && wants[i].key < 0)
			return true;
	return false;
}

/**
 * top_gauges_want - what has to be collected for what is on top
 * @catalog: what the driver has
 * @position: sample of a recording, else 0
 * @wants: what is collected already, with room for TOP_WANTS_MAX
 * @count: how many
 *
 * Return: how many there are now.
 */
unsigned int top_gauges_want(const struct top_catalog *catalog, __u64 position,
			     struct top_want *wants, unsigned int count)
{
	unsigned int i, field;
	int fields[NAMES_MAX];

	for (i = 0; i < GAUGES && count < TOP_WANTS_MAX; i++) {
		int number = top_object_named(gauge_list[i].object);
		const struct kc_object *object;
		struct top_want *want;

		if (number < 0 || comes(wants, count, number))
			continue;
		object = &catalog->catalog.objects[number];
		if (!object->in_driver || !find(&gauge_list[i], object, fields))
			continue;
		want = &wants[count++];
		memset(want, 0, sizeof(*want));
		want->object = number;
		want->key = -1;
		want->position = position;
		for (field = 0; field < gauge_list[i].count; field++)
			kc_mask_set(want->only, fields[field]);
	}
	return count;
}

static void take_queues(struct top_gauges *gauges, const struct top_snapshot *rows,
			const int *fields, bool recorded)
{
	__u64 cpu, running;
	__u32 row;

	gauges->cpus = 0;
	gauges->running = 0;
	gauges->longest = 0;
	gauges->longest_cpu = 0;
	for (row = 0; row < rows->count; row++) {
		if (!top_number(rows, row, fields[QUEUE_RUNNING], &running))
			continue;
		top_number(rows, row, fields[QUEUE_CPU], &cpu);
		gauges->cpus++;
		gauges->running += running;
		if (running > gauges->longest) {
			gauges->longest = running;
			gauges->longest_cpu = cpu;
		}
	}
	gauges->queues_valid = gauges->cpus;
	if (!gauges->queues_valid)
		return;
	if (recorded && gauges->filled && rows->want.position == gauges->position)
		return;
	/* After a jump in a recording what was before is no history. */
	if (recorded && rows->want.position != gauges->position + 1)
		gauges->filled = 0;
	gauges->position = rows->want.position;
	gauges->queue[gauges->at] = gauges->running;
	gauges->at = (gauges->at + 1) % TOP_HISTORY;
	if (gauges->filled < TOP_HISTORY)
		gauges->filled++;
}

static void take_free(struct top_gauges *gauges, const struct top_snapshot *rows,
		      const int *fields)
{
	__u64 pages[ORDERS_MAX] = { 0 }, total = 0, small = 0, order, count;
	unsigned int highest = 0, i;
	__u32 row;

	for (row = 0; row < rows->count; row++) {
		if (!top_number(rows, row, fields[FREE_ORDER], &order) || order >= ORDERS_MAX ||
		    !top_number(rows, row, fields[FREE_COUNT], &count))
			continue;
		pages[order] += count << order;
		total += count << order;
		if (order > highest)
			highest = order;
	}
	gauges->free_valid = total;
	gauges->order[0] = highest < ORDER_SMALL ? highest : ORDER_SMALL;
	gauges->order[1] = highest < ORDER_LARGE ? highest : ORDER_LARGE;
	for (i = 0; i <= highest && total; i++) {
		if (i == gauges->order[0])
			gauges->unusable[0] = (double)small / total;
		if (i == gauges->order[1])
			gauges->unusable[1] = (double)small / total;
		small += pages[i];
	}
}

/* How much longer a class was waited for than in the rows before. */
static __u64 grown(const struct top_snapshot *rows, __u32 row, struct top_snapshot *then,
		   int field, __u64 wait)
{
	__u32 before = top_snapshot_find(then, rows, row, row);
	__u64 waited;

	if (before == TOP_NONE || !top_number(then, before, field, &waited))
		return 0;
	return wait > waited ? wait - waited : 0;
}

static void take_locks(struct top_gauges *gauges, struct top_snapshot *rows, const int *fields)
{
	__u64 most = 0, growth, wait, best = 0, best_wait = 0;
	struct top_snapshot *then = gauges->locks;
	const char *name;
	__u32 row, at = 0;
	size_t len;

	if (then && (rows->time_ns <= then->time_ns || !top_snapshot_like(rows, then)))
		then = NULL;
	for (row = 0; row < rows->count; row++) {
		if (!top_number(rows, row, fields[LOCK_WAIT], &wait))
			continue;
		growth = then ? grown(rows, row, then, fields[LOCK_WAIT], wait) : 0;
		/* If nobody waited now, the one that was waited for most of all. */
		if (growth > best || (growth == best && wait > most)) {
			best = growth;
			most = wait;
			best_wait = wait;
			at = row;
		}
	}
	gauges->lock_valid = best_wait;
	gauges->wait_total_ns = best_wait;
	gauges->wait_share = then ? (double)best / (rows->time_ns - then->time_ns) : 0;
	if (gauges->lock_valid) {
		len = top_text(rows, at, fields[LOCK_NAME], &name);
		if (len >= sizeof(gauges->lock))
			len = sizeof(gauges->lock) - 1;
		memcpy(gauges->lock, name, len);
		gauges->lock[len] = 0;
	}
	top_snapshot_put(gauges->locks);
	gauges->locks = top_snapshot_get(rows);
}

/**
 * top_gauges_take - take what a sample has
 * @gauges: the gauges
 * @sample: the sample; of one without a driver nothing is taken, the last stays
 * @recorded: it is of a recording
 */
void top_gauges_take(struct top_gauges *gauges, const struct top_sample *sample, bool recorded)
{
	unsigned int i, j;
	int fields[NAMES_MAX];

	if (sample->code)
		return;
	gauges->queues_valid = false;
	gauges->free_valid = false;
	gauges->lock_valid = false;
	for (i = 0; i < sample->count; i++) {
		struct top_snapshot *rows = sample->snapshots[i];

		for (j = 0; j < GAUGES; j++)
			if (top_object_named(gauge_list[j].object) == (int)rows->want.object)
				break;
		if (j == GAUGES || rows->code || rows->want.key >= 0 ||
		    rows->header.flags & (KINTROSPECT_BATCH_FLAG_TRUNCATED |
					  KINTROSPECT_BATCH_FLAG_STALE) ||
		    !find(&gauge_list[j], rows->object, fields))
			continue;
		if (j == QUEUES)
			take_queues(gauges, rows, fields, recorded);
		else if (j == FREE)
			take_free(gauges, rows, fields);
		else
			take_locks(gauges, rows, fields);
	}
}

/**
 * top_gauges_text - the last sample in words
 * @gauges: the gauges
 * @buf: where to
 */
void top_gauges_text(const struct top_gauges *gauges, struct kc_buf *buf)
{
	if (gauges->queues_valid)
		kc_buf_printf(buf, "run queues %llu on %u CPUs, longest %llu on cpu %llu\n",
			      (unsigned long long)gauges->running, gauges->cpus,
			      (unsigned long long)gauges->longest,
			      (unsigned long long)gauges->longest_cpu);
	if (gauges->free_valid)
		kc_buf_printf(buf, "fragmentation: of free memory %.1f%% is unusable for order %u, "
			      "%.1f%% for order %u\n", 100 * gauges->unusable[0],
			      gauges->order[0], 100 * gauges->unusable[1], gauges->order[1]);
	if (gauges->lock_valid) {
		kc_buf_text(buf, "most waited for ");
		kc_escape(buf, gauges->lock, strlen(gauges->lock));
		kc_buf_printf(buf, ": %.1f%% now, ", 100 * gauges->wait_share);
		kc_format_ns(buf, gauges->wait_total_ns);
		kc_buf_text(buf, " in all\n");
	}
}

/**
 * top_gauges_free - free what is held
 * @gauges: the gauges
 */
void top_gauges_free(struct top_gauges *gauges)
{
	top_snapshot_put(gauges->locks);
	gauges->locks = NULL;
}
