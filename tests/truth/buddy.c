// SPDX-License-Identifier: GPL-2.0-only
/*
 * buddy against /proc/pagetypeinfo and /proc/buddyinfo, at rest, with two long lists
 * of an order, and with blocks of the tests' own module.
 */
#include <stdlib.h>
#include <string.h>

#include "truth.h"
#include "witness_memory.h"

#define F(field) KT(BUDDY, field)

/* What the spec says is looked at with interrupts off, and what is planted to exceed it. */
#define CAP 2048
#define SPLIT 5500

#define PAIR_ORDER 5
#define PAIRS 24

/* The spec's rule: lists are counted a block of each in turn, while there are two. */
static void capped(const uint64_t *have, unsigned int types, uint64_t *count, bool *more)
{
	unsigned int steps = 0, open, i, round[TM_TYPES];

	memset(count, 0, types * sizeof(*count));
	for (;;) {
		for (i = 0, open = 0; i < types; i++)
			if (count[i] < have[i])
				round[open++] = i;
		if (open < 2 || steps >= CAP)
			break;
		for (i = 0; i < open; i++)
			count[round[i]]++;
		steps += open;
	}
	for (i = 0; i < types; i++) {
		more[i] = open >= 2 && count[i] < have[i];
		if (!more[i])
			count[i] = have[i];
	}
}

static struct tm_file buddy = { .path = "/sys/kernel/debug/kintrospect/buddy" };
static struct tm_file sums[2] = { { .path = "/proc/buddyinfo" }, { .path = "/proc/buddyinfo" } };
static struct tm_file lists[2] = { { .path = "/proc/pagetypeinfo" },
				   { .path = "/proc/pagetypeinfo" } };

static struct tm_file *const files[] = { &sums[0], &lists[0], &buddy, &lists[1], &sums[1] };

static void expect(const struct tm_file *file, struct kt_rows *rows)
{
	struct tm_zones zones = { 0 };
	unsigned int z, order, t;

	memset(rows, 0, sizeof(*rows));
	tm_pagetypeinfo(file, &zones);
	for (z = 0; z < zones.count; z++) {
		const struct tm_zone *zone = &zones.zone[z];

		for (order = 0; order < zone->orders; order++) {
			uint64_t have[TM_TYPES], count[TM_TYPES];
			bool more[TM_TYPES];

			for (t = 0; t < zone->types; t++)
				have[t] = zone->lists[t][order];
			capped(have, zone->types, count, more);
			for (t = 0; t < zone->types; t++) {
				struct kt_row row = { { 0 }, { 0 }, { NULL } };

				kt_set(&row, F(NODE_ID), zone->node);
				kt_set_str(&row, F(ZONE), zone->zone);
				kt_set(&row, F(MIGRATETYPE), zone->type[t]);
				kt_set(&row, F(ORDER), order);
				kt_set(&row, F(FREE_COUNT), count[t]);
				kt_set(&row, F(FREE_BYTES), count[t] * PAGE << order);
				kt_set(&row, F(CAPPED), more[t]);
				kt_keep(&row, rows);
			}
		}
	}
}

/* Free blocks of a zone and order, of all types. */
static uint64_t sum(const struct kt_rows *rows, unsigned int node, const char *zone,
		    unsigned int order, bool *more)
{
	uint64_t count = 0;
	size_t i;

	*more = false;
	for (i = 0; i < rows->count; i++) {
		const struct kt_row *row = &rows->rows[i];

		if (row->num[F(NODE_ID)] != node || strcmp(row->str[F(ZONE)], zone) ||
		    row->num[F(ORDER)] != order)
			continue;
		count += row->num[F(FREE_COUNT)];
		*more |= row->num[F(CAPPED)];
	}
	return count;
}

/* Each row, and each order's sum. Returns rows that were capped. */
static unsigned int look(struct truth *truth, unsigned int state)
{
	static const truth_units units = { 0 };
	struct tm_zones before = { 0 }, after = { 0 };
	unsigned int z, order, caps = 0;
	struct kt_rows e1, e2, rows;
	bool more;
	size_t i;

	tm_read_all(files, sizeof(files) / sizeof(*files));
	expect(&lists[0], &e1);
	expect(&lists[1], &e2);
	tm_buddyinfo(&sums[0], &before);
	tm_buddyinfo(&sums[1], &after);
	tm_rows(truth, &buddy, &rows);
	if (rows.count != e1.count || !rows.count)
		truth_fault(truth, 0, 2, TRUTH_ROWS, "%zu rows, should be %zu", rows.count,
			    e1.count);
	for (i = 0; i < rows.count && i < e1.count && i < e2.count; i++) {
		truth_row(truth, i, state, &rows.rows[i], &e1.rows[i], &e2.rows[i], units);
		caps += rows.rows[i].num[F(CAPPED)];
	}
	for (z = 0; z < before.count; z++)
		for (order = 0; order < before.zone[z].orders; order++) {
			uint64_t a = before.zone[z].sums[order], b = after.zone[z].sums[order];
			uint64_t count = sum(&rows, before.zone[z].node, before.zone[z].zone,
					     order, &more);

			truth->seen[TRUTH_ROWS]++;
			if (!more && (count < a || count > b) && (count < b || count > a))
				truth_fault(truth, z, 100 + order + TM_ORDERS * state, TRUTH_ROWS,
					    "%s order %u: %llu together, buddyinfo has %llu to %llu",
					    before.zone[z].zone, order, (unsigned long long)count,
					    (unsigned long long)a, (unsigned long long)b);
		}
	kt_free(&e1);
	kt_free(&e2);
	kt_free(&rows);
	return caps;
}

/* Blocks that a module frees, whose buddies it keeps, are seen: so many, and no more. */
static void planted(struct truth *truth)
{
	unsigned int node, order, count;
	struct kt_rows a, b;
	uint64_t had, have;
	char zone[16], *text;
	bool more;

	if (!tm_tell("pairs %u %u", PAIR_ORDER, PAIRS))
		kt_die("kwitness_mem found no %u pairs of order %u", PAIRS, PAIR_ORDER);
	text = kt_slurp("/proc/kwitness_mem", NULL);
	if (!text || sscanf(text, "pairs %u %15s %u %u", &node, zone, &order, &count) != 4)
		kt_die("/proc/kwitness_mem says %s", text ? text : "nothing");
	free(text);
	tm_read(&buddy);
	tm_rows(truth, &buddy, &a);
	tm_tell("halves");
	tm_read(&buddy);
	tm_rows(truth, &buddy, &b);
	had = sum(&a, node, zone, order, &more);
	have = sum(&b, node, zone, order, &more);
	if (have != had + count)
		truth_fault(truth, 0, 4, TRUTH_ROWS,
			    "%s order %u: %llu free blocks, %u more make %llu", zone, order,
			    (unsigned long long)had, count, (unsigned long long)have);
	kt_free(&a);
	kt_free(&b);
}

static void at_rest(struct truth *truth)
{
	look(truth, 0);
}

/* Two long lists of one order, which a processor must not keep to itself. */
static void long_lists(struct truth *truth)
{
	unsigned int caps;

	tm_keep_few(true);
	if (!tm_tell("split %u", SPLIT))
		kt_die("kwitness_mem could not split %u blocks", SPLIT);
	tm_keep_few(false);
	caps = look(truth, 1);
	tm_tell("free");
	if (caps < 2)
		truth_fault(truth, 0, 3, TRUTH_ROWS,
			    "%u rows are capped, with two lists of some %u blocks", caps, SPLIT);
}

/* What was right once is not looked at again. */
static void check(struct truth *truth)
{
	static void (*const parts[])(struct truth *truth) = { at_rest, planted, long_lists };
	static bool right[3];
	size_t faults;
	int i;

	for (i = 0; i < 3; i++) {
		if (right[i])
			continue;
		faults = truth->fault_count;
		parts[i](truth);
		right[i] = truth->fault_count == faults;
	}
}

const struct truth_object truth_buddy = {
	.name = "buddy",
	.check = check,
	.rows = TRUTH_STAYS,
	.moves = truth_all_moves,
	.looks = 3,
	.texts = { "/proc/buddyinfo", "/proc/pagetypeinfo" },
};
