// SPDX-License-Identifier: GPL-2.0-only
/* What this program costs, and what it has the driver do. */
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#include "format.h"
#include "costs.h"

/* Between two readings of the own CPU time: what is shorter says little. */
#define READING_NS 100000000ULL

static void read_cpu(struct top_costs *costs)
{
	__u64 now = top_now_ns(), cpu;
	struct rusage usage;

	if ((costs->wall_ns && now - costs->wall_ns < READING_NS) ||
	    getrusage(RUSAGE_SELF, &usage))
		return;
	cpu = (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000000ULL +
	      (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1000ULL;
	if (costs->wall_ns)
		costs->share = (double)(cpu - costs->cpu_ns) / (now - costs->wall_ns);
	costs->cpu_ns = cpu;
	costs->wall_ns = now;
}

/**
 * top_costs_take - take what a sample cost
 * @costs: what is known
 * @sample: the sample
 * @position: of a recording: the sample that is shown; the one before comes with it
 */
void top_costs_take(struct top_costs *costs, const struct top_sample *sample, __u64 position)
{
	struct top_cost *last = &costs->last;
	unsigned int i;

	read_cpu(costs);
	if (sample->code || !sample->count)
		return;
	memset(last, 0, sizeof(*last));
	last->valid = true;
	last->time_ns = sample->time_ns;
	costs->dumps = 0;
	for (i = 0; i < sample->count; i++) {
		const struct top_snapshot *rows = sample->snapshots[i];
		struct top_cost *cost = &costs->costs[rows->want.object];

		if (rows->want.position != position || rows->code)
			continue;
		*cost = (struct top_cost){
			.valid = true,
			.driver_ns = rows->header.cost_total_ns,
			.lock_hold_ns = rows->header.lock_hold_max_ns,
			.rows = rows->count,
			.duration_ns = rows->duration_ns,
			.time_ns = sample->time_ns,
		};
		costs->dumps++;
		last->driver_ns += cost->driver_ns;
		last->rows += cost->rows;
		last->duration_ns += cost->duration_ns;
		if (cost->lock_hold_ns > last->lock_hold_ns)
			last->lock_hold_ns = cost->lock_hold_ns;
	}
}

static bool resident(__u64 *bytes)
{
	FILE *file = fopen("/proc/self/statm", "re");
	unsigned long long pages;
	bool read;

	if (!file)
		return false;
	read = fscanf(file, "%*s %llu", &pages) == 1;
	fclose(file);
	*bytes = read ? pages * sysconf(_SC_PAGESIZE) : 0;
	return read;
}

static void put_ns(struct kc_buf *buf, __u64 ns, int width)
{
	struct kc_buf text = { 0 };

	if (ns)
		kc_format_ns(&text, ns);
	else
		kc_buf_char(&text, '-');
	kc_buf_printf(buf, "%*.*s", width, (int)text.len, text.data ? text.data : "");
	kc_buf_free(&text);
}

/* Whether @a comes before @b: the longest first, of two that took the same the first. */
static bool before(const struct top_costs *costs, int a, int b)
{
	__u64 ns = costs->costs[a].duration_ns, other = costs->costs[b].duration_ns;

	return ns == other ? a < b : ns > other;
}

/* The object that comes next after @after, or first if that is -1. Return: -1: none. */
static int next_object(const struct top_costs *costs, int after)
{
	int best = -1, i;

	for (i = 0; i < (int)KC_OBJECTS; i++)
		if (costs->costs[i].valid && (after < 0 || before(costs, after, i)) &&
		    (best < 0 || before(costs, i, best)))
			best = i;
	return best;
}

/**
 * top_costs_text - all of it, as lines
 * @costs: what is known
 * @buf: where to
 */
void top_costs_text(const struct top_costs *costs, struct kc_buf *buf)
{
	__u64 bytes, now = top_now_ns();
	int i;

	kc_buf_printf(buf, "kintro-top: %.1f%% CPU", 100 * costs->share);
	if (resident(&bytes)) {
		kc_buf_text(buf, ", ");
		kc_format_bytes(buf, bytes);
		kc_buf_text(buf, " resident");
	}
	kc_buf_char(buf, '\n');
	if (!costs->last.valid)
		return;
	kc_buf_printf(buf, "last refresh: %u dumps, %llu rows, ", costs->dumps,
		      (unsigned long long)costs->last.rows);
	put_ns(buf, costs->last.duration_ns, 0);
	kc_buf_text(buf, "; driver ");
	put_ns(buf, costs->last.driver_ns, 0);
	kc_buf_text(buf, ", longest lock hold ");
	put_ns(buf, costs->last.lock_hold_ns, 0);
	kc_buf_printf(buf, "\n%-16s %8s %10s %10s %10s %6s\n", "object", "rows", "took", "driver",
		      "lock hold", "age");
	for (i = next_object(costs, -1); i >= 0; i = next_object(costs, i)) {
		const struct top_cost *cost = &costs->costs[i];

		kc_buf_printf(buf, "%-16s %8llu", kc_tables[i].name,
			      (unsigned long long)cost->rows);
		put_ns(buf, cost->duration_ns, 11);
		put_ns(buf, cost->driver_ns, 11);
		put_ns(buf, cost->lock_hold_ns, 11);
		kc_buf_printf(buf, " %4llu s\n", (unsigned long long)((now - cost->time_ns) /
								      1000000000));
	}
}
