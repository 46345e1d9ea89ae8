// SPDX-License-Identifier: GPL-2.0-only
/*
 * Run queues, how every task is scheduled, and who may run where. Above the tables a
 * pair of bars for every CPU: how many threads are runnable, and how much it ran; where
 * the CPUs are too many for that, a character for each.
 */
#include "../model/fields.h"
#include "views.h"

#define CELL_MIN 38
#define UTIL_FULL 1024
#define LINES_MAX 8
/* What stands before the characters of many CPUs. */
#define MANY_LEFT 12

static const struct top_table tables[] = {
	{
		.name = "sched",
		.title = "tasks",
		.object = "sched",
		.columns = "pid,policy,class,prio,nice,cpu,on-rq,run%=exec-total-ns/s,"
			   "delay%=run-delay-total-ns/s,runs/s=run-total/s,mig/s=migration-total/s,"
			   "slice=slice-ns,cpus=cpus-allowed,comm",
		.sort = "-run%",
	},
	{
		.name = "affinity",
		.title = "affinity",
		.object = "sched",
		.columns = "pid,comm,cpus-allowed",
		.cpus = "cpus-allowed",
		.cpu = "cpu",
		.on_cpu = "on-cpu",
	},
	{
		.name = "runqueues",
		.title = "run queues",
		.object = "runqueues",
		.columns = "cpu,run=nr-running,fair=fair-running,rt=rt-running,dl=dl-running,"
			   "ext=ext-running,switch/s=switch-total/s,load=load-avg,util=util-avg,"
			   "pid=curr-pid,class=curr-class,comm=curr-comm",
	},
};

/* What the bars are made of. */
enum { CPU, RUNNING, UTIL, FIELDS };

static const char * const names[] = {
	[CPU] = "cpu", [RUNNING] = "nr-running", [UTIL] = "util-avg",
};

/**
 * struct queues - what the lines are made of
 * @rows: the rows or NULL
 * @fields: numbers of the fields
 * @longest: the most that are runnable on a CPU, at least 1
 * @across: CPUs in a line
 * @lines: lines of bars; 0: a character a CPU
 * @lines_max: lines that there is room for
 */
struct queues {
	const struct top_snapshot *rows;
	int fields[FIELDS];
	__u64 longest;
	int across;
	int lines;
	int lines_max;
};

/* Return: false if there are no rows. */
static bool take_queues(struct queues *queues, const struct top_snapshot *rows,
			const struct top_room *room, int lines_max)
{
	int count = rows ? rows->count : 0;
	__u64 number;
	__u32 row;

	*queues = (struct queues){ .rows = rows, .longest = 1, .lines_max = lines_max };
	if (!count)
		return false;
	top_fields(rows->object, names, FIELDS, queues->fields);
	for (row = 0; row < rows->count; row++)
		if (top_number(rows, row, queues->fields[RUNNING], &number) &&
		    number > queues->longest)
			queues->longest = number;
	queues->across = room->columns < CELL_MIN ? 1 : room->columns / CELL_MIN;
	if (queues->across > count)
		queues->across = count;
	queues->lines = (count + queues->across - 1) / queues->across;
	if (queues->lines <= lines_max && queues->lines <= LINES_MAX)
		return true;
	queues->lines = 0;
	queues->across = room->columns > MANY_LEFT ? room->columns - MANY_LEFT : 1;
	if (queues->across > TOP_HISTORY)
		queues->across = TOP_HISTORY;
	return true;
}

static double util_of(const struct queues *queues, __u32 row)
{
	__u64 util;

	top_number(queues->rows, row, queues->fields[UTIL], &util);
	return util >= UTIL_FULL ? 1 : (double)util / UTIL_FULL;
}

static enum top_role heat(double share)
{
	return share >= 0.9 ? TOP_ROLE_HOT : share >= 0.5 ? TOP_ROLE_WARM : TOP_ROLE_GOOD;
}

static void put_cpu(struct top_lines *lines, const struct queues *queues, int width, __u32 row)
{
	double util = util_of(queues, row), length;
	int bar = (width - 30) / 2;
	__u64 cpu, running;
	enum top_role role;

	top_number(queues->rows, row, queues->fields[CPU], &cpu);
	top_number(queues->rows, row, queues->fields[RUNNING], &running);
	length = (double)running / queues->longest;
	role = running > 1 ? TOP_ROLE_WARM : TOP_ROLE_GOOD;
	top_lines_print(lines, TOP_ROLE_PLAIN, "cpu %-3llu run %-3llu", (unsigned long long)cpu,
			(unsigned long long)running);
	top_lines_bar(lines, bar + 2, &length, &role, "|", 1);
	top_lines_print(lines, TOP_ROLE_PLAIN, " util %3.0f%% ", 100 * util);
	role = heat(util);
	top_lines_bar(lines, bar + 2, &util, &role, "#", 1);
}

/* A line each for how many are runnable, and for how much they ran. */
static void put_many(struct top_lines *lines, const struct queues *queues,
		     const struct top_room *room, __u32 from, __u32 count)
{
	struct top_room blocks = *room;
	float ring[TOP_HISTORY];
	__u64 cpu, running;
	char sign;
	__u32 i;

	if (blocks.graph != TOP_GRAPH_ASCII)
		blocks.graph = TOP_GRAPH_BLOCK;
	top_number(queues->rows, from, queues->fields[CPU], &cpu);
	top_lines_print(lines, TOP_ROLE_PLAIN, "run  %6llu", (unsigned long long)cpu);
	top_lines_pad(lines, MANY_LEFT);
	for (i = 0; i < count; i++) {
		top_number(queues->rows, from + i, queues->fields[RUNNING], &running);
		sign = !running ? '.' : running > 9 ? '+' : (char)('0' + running);
		top_lines_put(lines, running > 1 ? TOP_ROLE_WARM : TOP_ROLE_PLAIN, &sign, 1);
		ring[i] = util_of(queues, from + i);
	}
	top_lines_end(lines);
	top_lines_text(lines, TOP_ROLE_PLAIN, "util");
	top_lines_pad(lines, MANY_LEFT);
	top_lines_graph(lines, &blocks, (int)count, ring, count % TOP_HISTORY, count,
			TOP_ROLE_GOOD);
	top_lines_end(lines);
}

static void put_queues(struct top_lines *lines, const struct queues *queues,
		       const struct top_room *room)
{
	__u32 row, count = queues->rows->count, i;
	int width = room->columns / queues->across;

	for (row = 0; row < count; row += queues->across) {
		__u32 here = count - row < (__u32)queues->across ? count - row :
			     (__u32)queues->across;

		if (!queues->lines && lines->lines + 2 > queues->lines_max)
			return;
		if (!queues->lines)
			put_many(lines, queues, room, row, here);
		for (i = 0; i < here && queues->lines; i++) {
			top_lines_pad(lines, (int)i * width);
			put_cpu(lines, queues, width - 1, row + i);
		}
		if (queues->lines)
			top_lines_end(lines);
	}
}

/* What the marks of the CPUs mean, and what can be done. */
static void put_legend(struct top_lines *lines, const struct top_pane *pane, bool ascii)
{
	const struct kc_matrix_shape *shape = &pane->cpu_marks.shape;
	unsigned int mark;

	for (mark = 0; mark < KC_MARKS; mark++) {
		const struct kc_mark_sign *sign = &kc_mark_signs[mark];

		if (mark == KC_MARK_SOME && shape->step == 1)
			continue;
		top_lines_text(lines, TOP_ROLE_PLAIN, ascii ? sign->ascii : sign->utf8);
		top_lines_text(lines, TOP_ROLE_PLAIN, " ");
		top_lines_text(lines, TOP_ROLE_DIM, sign->words);
		top_lines_text(lines, TOP_ROLE_PLAIN, " ");
	}
	if (shape->step > 1)
		top_lines_print(lines, TOP_ROLE_LABEL, "| %u CPUs each, z: one", shape->step);
	else if (pane->cpu_marks.single && shape->cpus > pane->cpu_marks.room)
		top_lines_text(lines, TOP_ROLE_LABEL, "| Left, Right; z: all");
	top_lines_end(lines);
}

static void sched_head(struct top *top, const struct top_room *room, struct top_lines *lines)
{
	const struct top_pane *pane = top_pane_now(top);
	bool legend = pane->cpu_marks.list >= 0;
	struct queues queues;

	if (take_queues(&queues, top_pane_of(top, "runqueues")->now, room, room->lines - legend))
		put_queues(lines, &queues, room);
	if (legend)
		put_legend(lines, pane, room->ascii);
}

const struct top_view top_view_sched = {
	.name = "sched",
	.title = "Sched",
	TOP_TABLES(tables),
	.head = sched_head,
};
