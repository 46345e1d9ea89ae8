// SPDX-License-Identifier: GPL-2.0-only
/* fragmentation against /proc/buddyinfo and debugfs' extfrag. */
#include <stdlib.h>
#include <string.h>

#include "truth.h"
#include "witness_memory.h"

#define F(field) KT(FRAGMENTATION, field)

#define EXTFRAG "/sys/kernel/debug/extfrag/"

static struct tm_file rows_file = { .path = "/sys/kernel/debug/kintrospect/fragmentation" };
static struct tm_file sums[2] = { { .path = "/proc/buddyinfo" }, { .path = "/proc/buddyinfo" } };
static struct tm_file index_file[2] = { { .path = EXTFRAG "extfrag_index" },
					{ .path = EXTFRAG "extfrag_index" } };
static struct tm_file unusable[2] = { { .path = EXTFRAG "unusable_index" },
				      { .path = EXTFRAG "unusable_index" } };
static struct tm_file *const files[] = { &sums[0], &index_file[0], &unusable[0], &rows_file,
					 &unusable[1], &index_file[1], &sums[1] };

/* Thousandths, where of -0.5 the kernel makes 0.-500. */
static void thousandths_line(char *line, void *arg)
{
	struct tm_zone *zone;
	unsigned int node, n;
	char name[16], *next;
	int at = 0;

	if (sscanf(line, "Node %u, zone %15s %n", &node, name, &at) != 2 || !at)
		return;
	zone = tm_zone(arg, node, name);
	for (line += at, n = 0; n < TM_ORDERS; n++, line = next) {
		long whole = strtol(line, &next, 10);

		if (next == line || *next != '.')
			break;
		zone->sums[n] = whole * 1000 + strtol(next + 1, &next, 10);
	}
	zone->orders = n;
}

static void expect(int turn, struct kt_rows *rows)
{
	struct tm_zones free = { 0 }, indices = { 0 }, shares = { 0 };
	unsigned int z, order, larger;

	memset(rows, 0, sizeof(*rows));
	tm_buddyinfo(&sums[turn], &free);
	tm_lines(&index_file[turn], thousandths_line, &indices);
	tm_lines(&unusable[turn], thousandths_line, &shares);
	for (z = 0; z < free.count; z++)
		for (order = 0; order < free.zone[z].orders; order++) {
			const struct tm_zone *zone = &free.zone[z];
			struct kt_row row = { { 0 }, { 0 }, { NULL } };
			uint64_t suitable = 0;

			for (larger = order; larger < zone->orders; larger++)
				suitable += zone->sums[larger] << (larger - order);
			kt_set(&row, F(NODE_ID), zone->node);
			kt_set_str(&row, F(ZONE), zone->zone);
			kt_set(&row, F(ORDER), order);
			kt_set(&row, F(FREE_COUNT), zone->sums[order]);
			kt_set(&row, F(SUITABLE_COUNT), suitable);
			kt_set(&row, F(FRAGMENTATION_INDEX),
			       tm_zone(&indices, zone->node, zone->zone)->sums[order]);
			kt_set(&row, F(UNUSABLE_INDEX),
			       tm_zone(&shares, zone->node, zone->zone)->sums[order]);
			kt_keep(&row, rows);
		}
}

/* Returns rows of which an allocation would fail; in @top the highest order. */
static unsigned int look(struct truth *truth, int state, unsigned int *top)
{
	static const truth_units units = { 0 };
	struct kt_rows before, after, rows;
	unsigned int failing = 0;
	size_t i;

	tm_read_all(files, sizeof(files) / sizeof(*files));
	expect(0, &before);
	expect(1, &after);
	tm_rows(truth, &rows_file, &rows);
	if (rows.count != before.count || !rows.count)
		truth_fault(truth, 0, 2, TRUTH_ROWS, "%zu rows, should be %zu", rows.count,
			    before.count);
	for (i = 0; i < rows.count && i < before.count && i < after.count; i++) {
		truth->seen[TRUTH_ROWS]++;
		truth_row(truth, i, state, &rows.rows[i], &before.rows[i], &after.rows[i], units);
		failing += before.rows[i].num[F(FRAGMENTATION_INDEX)] != (uint64_t)-1000;
		*top = before.rows[i].num[F(ORDER)];
	}
	kt_free(&before);
	kt_free(&after);
	kt_free(&rows);
	return failing;
}

/* At rest, and with no block of the highest order left, but memory. */
static void check(struct truth *truth)
{
	unsigned int top = 0;

	look(truth, 0, &top);
	if (!tm_tell("halve %u", top))
		kt_die("kwitness_mem found no block of order %u to halve", top);
	if (!look(truth, 1, &top))
		truth_fault(truth, 0, 3, TRUTH_ROWS, "blocks of order %u are left", top);
	tm_tell("free");
}

const struct truth_object truth_fragmentation = {
	.name = "fragmentation",
	.check = check,
	.rows = TRUTH_STAYS,
	.moves = truth_all_moves,
	.looks = 3,
	.texts = { EXTFRAG "extfrag_index", EXTFRAG "unusable_index" },
};
