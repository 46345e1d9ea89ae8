// SPDX-License-Identifier: GPL-2.0-only
/* lock-edges against /proc/lockdep and the tests' own module. */
#include <stdlib.h>
#include <string.h>

#include "truth.h"
#include "witness_locks.h"

#define F(field) KT(LOCK_EDGES, field)

/* Of the current look. */
static bool stale;

static void expect_symbol(const struct kt_row *row, int n, uint64_t addr, struct kt_row *expect)
{
	if (kt_has(row, n) && kl_symbol(row->str[n], addr))
		kt_set_str(expect, n, row->str[n]);
	else if (!kl_nameless(addr))
		kt_set_str(expect, n, "the symbol it is in");
}

static void expect_edge(const struct kl *kl, const struct kl_edge *edge, const struct kt_row *row,
			struct kt_row *expect)
{
	memset(expect, 0, sizeof(*expect));
	kt_set(expect, F(FROM_ID), edge->from);
	kt_set(expect, F(TO_ID), edge->to);
	kt_set_str(expect, F(FROM), kl_class(kl, edge->from)->name);
	kt_set_str(expect, F(TO), kl_class(kl, edge->to)->name);
	kt_set(expect, F(DISTANCE), edge->distance);
	kt_set(expect, F(DEP), edge->dep);
	kt_set(expect, F(STALE), stale);
	if (edge->depth > 0) {
		kt_set(expect, F(SITE_ADDR), edge->trace[0]);
		expect_symbol(row, F(SITE), edge->trace[0], expect);
	}
	if (edge->depth > 1) {
		kt_set(expect, F(CALLER_ADDR), edge->trace[1]);
		expect_symbol(row, F(CALLER), edge->trace[1], expect);
	}
}

static const struct kl_edge *edge_of(const struct kl *kl, unsigned int from, unsigned int to)
{
	size_t i;

	for (i = 0; i < kl->edge_count; i++)
		if (kl->edges[i].from == from && kl->edges[i].to == to)
			return &kl->edges[i];
	return NULL;
}

/* First row of a class; rows of one stand together. */
static size_t first_row(const struct kt_rows *rows, unsigned int id)
{
	size_t low = 0, high = rows->count, middle;

	while (low < high) {
		middle = (low + high) / 2;
		if (rows->rows[middle].num[F(FROM_ID)] < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/*
 * Classes that can be reached from one, counted as __bfs() of lockdep does: breadth first,
 * and not through a dependency that readers make harmless.
 */
static unsigned int reachable(const struct kt_rows *rows, unsigned int id)
{
	static struct { unsigned int id, dep; bool after_xr; } queue[65536];
	bool done[8192] = { false }, only_xr;
	unsigned int head = 0, tail = 1, count = 0, dep, at;
	size_t k;

	queue[0].id = id;
	queue[0].dep = KINTROSPECT_LOCK_DEP_EN;
	queue[0].after_xr = false;
	for (; head < tail; head++) {
		at = queue[head].id;
		dep = queue[head].dep;
		if (at >= 8192)
			return 0;
		if (done[at])
			continue;
		done[at] = true;
		if (queue[head].after_xr)
			dep &= ~(KINTROSPECT_LOCK_DEP_SR | KINTROSPECT_LOCK_DEP_SN);
		if (!dep)
			continue;
		only_xr = !(dep & (KINTROSPECT_LOCK_DEP_SN | KINTROSPECT_LOCK_DEP_EN));
		count++;
		for (k = first_row(rows, at);
		     k < rows->count && rows->rows[k].num[F(FROM_ID)] == at; k++) {
			if (tail == 65536)
				return 0;
			queue[tail].id = rows->rows[k].num[F(TO_ID)];
			queue[tail].dep = rows->rows[k].num[F(DEP)];
			queue[tail++].after_xr = only_xr;
		}
	}
	return count;
}

/* The graph as a whole: what /proc/lockdep prints and counts of it. */
static void graph(struct truth *truth, const struct kl *kl, const struct kt_rows *rows)
{
	static char names[65536];
	size_t i, k, len;

	for (i = 0; i < kl->count; i++) {
		const struct kl_class *class = &kl->classes[i];
		const char *want = class->next ? class->next : "";
		unsigned int forward = reachable(rows, class->id);

		if (forward != class->forward)
			truth_fault(truth, class->id, 2, TRUTH_ROWS,
				    "%u classes can be reached from %s, should be %u", forward,
				    class->name, class->forward);
		names[0] = 0;
		len = 0;
		for (k = first_row(rows, class->id);
		     k < rows->count && rows->rows[k].num[F(FROM_ID)] == class->id; k++)
			if (rows->rows[k].num[F(DISTANCE)] == 1 && kt_has(&rows->rows[k], F(TO)))
				len += snprintf(names + len, sizeof(names) - len, "%s\n",
						rows->rows[k].str[F(TO)]);
		if (strcmp(names, want))
			truth_fault(truth, class->id, 3, TRUTH_ROWS,
				    "after %s at distance 1: %.100s, should be %.100s", class->name,
				    names, want);
	}
}

/* What the module took one within the other. */
static void planted(struct truth *truth, const struct kt_rows *rows)
{
	static const struct { const char *from, *to; unsigned int dep; } edges[] = {
		{ "planted_outer", "planted_middle", KINTROSPECT_LOCK_DEP_EN },
		{ "planted_middle", "planted_inner", KINTROSPECT_LOCK_DEP_SN },
		{ "planted_ring_a", "planted_ring_b", KINTROSPECT_LOCK_DEP_SN },
		{ "planted_ring_b", "planted_ring_a", KINTROSPECT_LOCK_DEP_ER },
	};
	size_t i, k;

	for (i = 0; i < sizeof(edges) / sizeof(*edges); i++) {
		for (k = 0; k < rows->count; k++)
			if (kt_has(&rows->rows[k], F(FROM)) && kt_has(&rows->rows[k], F(TO)) &&
			    !strcmp(rows->rows[k].str[F(FROM)], edges[i].from) &&
			    !strcmp(rows->rows[k].str[F(TO)], edges[i].to) &&
			    rows->rows[k].num[F(DEP)] == edges[i].dep &&
			    rows->rows[k].num[F(DISTANCE)] == 1)
				break;
		if (k == rows->count)
			truth_fault(truth, i, 4, TRUTH_ROWS, "no row from %s to %s, or not so",
				    edges[i].from, edges[i].to);
	}
}

static void check(struct truth *truth)
{
	static const truth_units units = { 0 };
	const struct kl_edge *a, *b;
	struct kl before, after;
	struct kt_row e1, e2;
	struct kt_rows rows;
	size_t i;

	if (kl_absent(truth))
		return;
	stale = kl_stale();
	kl_read(&before);
	truth_dump(truth, &rows);
	kl_read(&after);
	for (i = 0; i < rows.count; i++) {
		const struct kt_row *row = &rows.rows[i];
		unsigned int from = row->num[F(FROM_ID)], to = row->num[F(TO_ID)];

		a = edge_of(&before, from, to);
		b = edge_of(&after, from, to);
		if (!a && !b) {
			truth_fault(truth, from, 10 + to, TRUTH_ROWS, "there is nothing from %u to %u",
				    from, to);
			continue;
		}
		if (a)
			expect_edge(&before, a, row, &e1);
		if (b)
			expect_edge(&after, b, row, &e2);
		if (!a)
			e1 = e2;
		if (!b)
			e2 = e1;
		truth_row(truth, from, to, row, &e1, &e2, units);
		truth->seen[TRUTH_ROWS]++;
	}
	/* no less than before, no more than after; where nothing moved, just so */
	if (rows.count < before.edge_count || rows.count > after.edge_count)
		truth_fault(truth, 0, 1, TRUTH_ROWS, "%zu rows, should be %zu to %zu", rows.count,
			    before.edge_count, after.edge_count);
	if (before.edge_count == after.edge_count && before.count == after.count)
		graph(truth, &after, &rows);
	planted(truth, &rows);
	kl_free(&before);
	kl_free(&after);
	kt_free(&rows);
}

static const char *lacking(void)
{
	return truth_configured("PROVE_LOCKING") ? NULL : "needs CONFIG_PROVE_LOCKING";
}

const struct truth_object truth_lock_edges = {
	.name = "lock-edges",
	.check = check,
	.lacking = lacking,
	.texts = { "/proc/lockdep" },
	.untold = { "site", "site-addr", "caller", "caller-addr" },
};
