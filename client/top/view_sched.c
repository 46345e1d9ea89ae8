// SPDX-License-Identifier: GPL-2.0-only
/*
 * Run queues, how every task is scheduled, and who may run where. Above the tables a
 * pair of bars for every CPU: how many threads are runnable, and how much it ran; where
 * the CPUs are too many for that, a character for each.
 */
#include <stdio.h>

#include "fields.h"
#include "ui.h"

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
 * struct queues - what is drawn, made of the rows at hand
 * @rows: the rows or NULL
 * @fields: numbers of the fields
 * @longest: the most that are runnable on a CPU, at least 1
 * @across: CPUs in a line
 * @lines: lines of bars; 0: a character a CPU
 */
static struct queues {
	const struct top_snapshot *rows;
	int fields[FIELDS];
	__u64 longest;
	int across;
	int lines;
} queues;

/* Lines for what the marks of the matrix mean. */
static int legend_lines(struct top *top)
{
	return top_pane_now(top)->matrix.list >= 0;
}

static int sched_lines(struct top *top, int room)
{
	int legend = legend_lines(top), screen_rows, columns, count;
	__u64 number;
	__u32 row;

	queues.rows = top_pane_of(top, "runqueues")->now;
	if (!queues.rows || !queues.rows->count)
		return legend;
	top_fields(queues.rows->object, names, FIELDS, queues.fields);
	queues.longest = 1;
	for (row = 0; row < queues.rows->count; row++)
		if (top_number(queues.rows, row, queues.fields[RUNNING], &number) &&
		    number > queues.longest)
			queues.longest = number;
	top_term_size(&screen_rows, &columns);
	count = queues.rows->count;
	queues.across = columns < CELL_MIN ? 1 : columns / CELL_MIN;
	if (queues.across > count)
		queues.across = count;
	queues.lines = (count + queues.across - 1) / queues.across;
	room -= legend;
	if (queues.lines <= room && queues.lines <= LINES_MAX)
		return queues.lines + legend;
	queues.lines = 0;
	queues.across = columns > MANY_LEFT ? columns - MANY_LEFT : 1;
	if (queues.across > TOP_HISTORY)
		queues.across = TOP_HISTORY;
	count = 2 * ((count + queues.across - 1) / queues.across);
	return (count <= room ? count : room & ~1) + legend;
}

static double util_of(__u32 row)
{
	__u64 util;

	top_number(queues.rows, row, queues.fields[UTIL], &util);
	return util >= UTIL_FULL ? 1 : (double)util / UTIL_FULL;
}

static enum top_role heat(double share)
{
	return share >= 0.9 ? TOP_ROLE_HOT : share >= 0.5 ? TOP_ROLE_WARM : TOP_ROLE_GOOD;
}

static void draw_cpu(int y, int x, int width, __u32 row)
{
	double util = util_of(row), length;
	int bar = (width - 30) / 2;
	__u64 cpu, running;
	enum top_role role;
	char text[48];

	top_number(queues.rows, row, queues.fields[CPU], &cpu);
	top_number(queues.rows, row, queues.fields[RUNNING], &running);
	length = (double)running / queues.longest;
	role = running > 1 ? TOP_ROLE_WARM : TOP_ROLE_GOOD;
	snprintf(text, sizeof(text), "cpu %-3llu run %-3llu", (unsigned long long)cpu,
		 (unsigned long long)running);
	x += top_puts(y, x, text, TOP_ROLE_PLAIN);
	x += top_bar(y, x, bar + 2, &length, &role, "|", 1);
	snprintf(text, sizeof(text), " util %3.0f%% ", 100 * util);
	x += top_puts(y, x, text, TOP_ROLE_PLAIN);
	role = heat(util);
	top_bar(y, x, bar + 2, &util, &role, "#", 1);
}

/* A line each for how many are runnable, and for how much they ran. */
static void draw_many(const struct top *top, int y, __u32 from, __u32 count)
{
	enum top_graph how = top->settings.graph == TOP_GRAPH_ASCII ? TOP_GRAPH_ASCII :
			     TOP_GRAPH_BLOCK;
	float ring[TOP_HISTORY];
	__u64 cpu, running;
	char text[32], sign;
	__u32 i;

	top_number(queues.rows, from, queues.fields[CPU], &cpu);
	snprintf(text, sizeof(text), "run  %6llu", (unsigned long long)cpu);
	top_puts(y, 0, text, TOP_ROLE_PLAIN);
	top_puts(y + 1, 0, "util", TOP_ROLE_PLAIN);
	for (i = 0; i < count; i++) {
		top_number(queues.rows, from + i, queues.fields[RUNNING], &running);
		sign = !running ? '.' : running > 9 ? '+' : (char)('0' + running);
		top_put(y, MANY_LEFT + (int)i, 1, &sign, 1,
			running > 1 ? TOP_ROLE_WARM : TOP_ROLE_PLAIN);
		ring[i] = util_of(from + i);
	}
	top_graph(y + 1, MANY_LEFT, (int)count, ring, count % TOP_HISTORY, count, how,
		  TOP_ROLE_GOOD);
}

/* What the marks mean, and what can be done. */
static void draw_legend(const struct top_pane *pane, int y)
{
	const struct kc_matrix_shape *shape = &pane->matrix.shape;
	unsigned int mark;
	char text[64];
	int x = 0;

	for (mark = 0; mark < KC_MARKS; mark++) {
		const struct kc_mark_sign *sign = &kc_mark_signs[mark];

		if (mark == KC_MARK_SOME && shape->step == 1)
			continue;
		x += top_puts(y, x, top_term_ascii() ? sign->ascii : sign->utf8, TOP_ROLE_PLAIN);
		x += top_puts(y, x + 1, sign->words, TOP_ROLE_DIM) + 2;
	}
	if (shape->step > 1)
		snprintf(text, sizeof(text), "| %u CPUs each, z: one", shape->step);
	else if (pane->matrix.single && shape->cpus > pane->matrix.room)
		snprintf(text, sizeof(text), "| Left, Right; z: all");
	else
		return;
	top_puts(y, x, text, TOP_ROLE_LABEL);
}

static void sched_draw(struct top *top, int y, int lines)
{
	int legend = legend_lines(top), rows, columns, end = y + lines - legend, width;
	__u32 row = 0, count = queues.rows ? queues.rows->count : 0, i;

	top_term_size(&rows, &columns);
	if (legend)
		draw_legend(top_pane_now(top), end);
	if (!count || end <= y)
		return;
	width = columns / queues.across;
	for (; row < count && y < end; row += queues.across, y += queues.lines ? 1 : 2) {
		__u32 here = count - row < (__u32)queues.across ? count - row :
			     (__u32)queues.across;

		if (!queues.lines)
			draw_many(top, y, row, here);
		for (i = 0; i < here && queues.lines; i++)
			draw_cpu(y, (int)i * width, width - 1, row + i);
	}
}

const struct top_view top_view_sched = {
	.name = "sched",
	.title = "Sched",
	TOP_TABLES(tables),
	.head_lines = sched_lines,
	.head_draw = sched_draw,
};
