// SPDX-License-Identifier: GPL-2.0-only
/* The meters: the machine on top, and what the driver says of it in a line. */
#include <stdio.h>
#include <time.h>

#include "replay.h"
#include "ui.h"

/* So many lines, or no meters; so many, or none of the driver's. */
#define ROWS_MIN 14
#define ROWS_GAUGES 20

static void draw_title(const struct top *top, int y, int columns)
{
	const struct top_host *load = &top->meters.host;
	struct kc_buf buf = { 0 };
	time_t now = time(NULL);
	struct tm tm;
	char clock[32] = "";
	struct timespec up;

	if (top->replay)
		now = kc_record_realtime(top->replay->index, top->shape.position) /
		      1000000000;
	if (localtime_r(&now, &tm))
		strftime(clock, sizeof(clock), top->replay ? "%F %T" : "%T", &tm);
	kc_buf_printf(&buf, "kintro-top %s", clock);
	if (top->replay) {
		const struct kc_host *host = &kc_record_info(top->replay->index)->host;

		kc_buf_printf(&buf, "  %s, Linux %s %s", host->node, host->kernel, host->arch);
	}
	if (top->source.live) {
		clock_gettime(CLOCK_BOOTTIME, &up);
		kc_buf_text(&buf, "  up ");
		kc_format_ns(&buf, up.tv_sec * 1000000000ULL);
		if (load->load_valid)
			kc_buf_printf(&buf, "  load %.2f %.2f %.2f  running %u", load->load[0],
				      load->load[1], load->load[2], load->running);
	}
	top_put(y, 0, columns, buf.data, buf.len, TOP_ROLE_LABEL);
	kc_buf_free(&buf);
}

static void draw_cpu(const struct top *top, int y, int columns)
{
	static const enum top_role roles[] = {
		TOP_ROLE_GOOD, TOP_ROLE_COOL, TOP_ROLE_HOT, TOP_ROLE_WARM, TOP_ROLE_WARM,
		TOP_ROLE_LABEL, TOP_ROLE_DIM,
	};
	const struct top_meters *meters = &top->meters;
	const double parts[] = {
		top_meters_share(meters, TOP_CPU_USER), top_meters_share(meters, TOP_CPU_NICE),
		top_meters_share(meters, TOP_CPU_SYSTEM), top_meters_share(meters, TOP_CPU_IRQ),
		top_meters_share(meters, TOP_CPU_SOFTIRQ), top_meters_share(meters, TOP_CPU_STEAL),
		top_meters_share(meters, TOP_CPU_IOWAIT),
	};
	int bar = columns / 3, x;
	char text[96];

	top_puts(y, 0, "cpu ", TOP_ROLE_LABEL);
	x = 4 + top_bar(y, 4, bar, parts, roles, "unsiotw", 7);
	snprintf(text, sizeof(text), " u%.0f n%.0f s%.0f i%.0f o%.0f t%.0f w%.0f%% ",
		 100 * parts[0], 100 * parts[1], 100 * parts[2], 100 * parts[3], 100 * parts[4],
		 100 * parts[5], 100 * parts[6]);
	x += top_puts(y, x, text, TOP_ROLE_PLAIN);
	if (columns > x)
		top_graph(y, x, columns - x, meters->cpu, meters->at, meters->filled,
			  top->settings.graph, TOP_ROLE_GOOD);
}

static void draw_memory(const struct top *top, int y, int columns)
{
	static const enum top_role roles[] = { TOP_ROLE_GOOD };
	const struct top_host *host = &top->meters.host;
	const struct top_meters *meters = &top->meters;
	__u64 used = host->total_bytes - host->available_bytes;
	double part = host->total_bytes ? (double)used / host->total_bytes : 0;
	struct kc_buf buf = { 0 };
	int bar = columns / 3, x;

	top_puts(y, 0, "mem ", TOP_ROLE_LABEL);
	x = 4 + top_bar(y, 4, bar, &part, roles, "#", 1);
	kc_buf_char(&buf, ' ');
	kc_format_bytes(&buf, used);
	kc_buf_char(&buf, '/');
	kc_format_bytes(&buf, host->total_bytes);
	if (host->swap_total_bytes) {
		kc_buf_text(&buf, " swap ");
		kc_format_bytes(&buf, host->swap_total_bytes - host->swap_free_bytes);
	}
	kc_buf_char(&buf, ' ');
	x += top_put(y, x, columns - x, buf.data, buf.len, TOP_ROLE_PLAIN);
	if (columns > x)
		top_graph(y, x, columns - x, meters->memory, meters->at, meters->filled,
			  top->settings.graph, TOP_ROLE_COOL);
	kc_buf_free(&buf);
}

static void draw_queues(const struct top *top, int y, int columns)
{
	const struct top_gauges *gauges = &top->gauges;
	double share = (double)gauges->running / gauges->cpus;
	enum top_role role = share > 1 ? TOP_ROLE_WARM : TOP_ROLE_GOOD;
	float ring[TOP_HISTORY], most = gauges->cpus;
	unsigned int i;
	char text[96];
	int x;

	top_puts(y, 0, "run ", TOP_ROLE_LABEL);
	x = 4 + top_bar(y, 4, columns / 3, &share, &role, "|", 1);
	snprintf(text, sizeof(text), " %llu on %u CPUs, %llu on cpu %llu ",
		 (unsigned long long)gauges->running, gauges->cpus,
		 (unsigned long long)gauges->longest, (unsigned long long)gauges->longest_cpu);
	x += top_puts(y, x, text, TOP_ROLE_PLAIN);
	/* Full is a thread for every CPU, or what was the most. */
	for (i = 0; i < TOP_HISTORY; i++)
		if (i < gauges->filled && gauges->queue[(gauges->at + TOP_HISTORY - 1 - i) %
							TOP_HISTORY] > most)
			most = gauges->queue[(gauges->at + TOP_HISTORY - 1 - i) % TOP_HISTORY];
	for (i = 0; i < TOP_HISTORY; i++)
		ring[i] = gauges->queue[i] / most;
	if (columns > x)
		top_graph(y, x, columns - x, ring, gauges->at, gauges->filled,
			  top->settings.graph, TOP_ROLE_WARM);
}

static void draw_free(const struct top *top, int y, int columns)
{
	const struct top_gauges *gauges = &top->gauges;
	static const enum top_role roles[] = { TOP_ROLE_WARM };
	char text[96];
	int x;

	top_puts(y, 0, "frag", TOP_ROLE_LABEL);
	x = 4 + top_bar(y, 4, columns / 3, &gauges->unusable[1], roles, "#", 1);
	snprintf(text, sizeof(text), " of free unusable: order %u %.1f%%, order %u %.1f%%",
		 gauges->order[0], 100 * gauges->unusable[0], gauges->order[1],
		 100 * gauges->unusable[1]);
	top_puts(y, x, text, TOP_ROLE_PLAIN);
}

static void draw_lock(const struct top *top, int y, int columns)
{
	const struct top_gauges *gauges = &top->gauges;
	static const enum top_role roles[] = { TOP_ROLE_HOT };
	struct kc_buf buf = { 0 };
	int x;

	top_puts(y, 0, "lock", TOP_ROLE_LABEL);
	x = 4 + top_bar(y, 4, columns / 3, &gauges->wait_share, roles, "#", 1);
	kc_buf_printf(&buf, " waited for %.1f%%, ", 100 * gauges->wait_share);
	kc_format_ns(&buf, gauges->wait_total_ns);
	kc_buf_printf(&buf, " in all: %s", gauges->lock);
	top_put(y, x, columns - x, buf.data, buf.len, TOP_ROLE_PLAIN);
	kc_buf_free(&buf);
}

/**
 * top_draw_meters - draw the lines on top
 * @top: the run
 * @rows: lines of the screen
 * @columns: its columns
 *
 * Return: how many lines they took.
 */
int top_draw_meters(const struct top *top, int rows, int columns)
{
	int y = 0;

	if (rows < ROWS_MIN)
		return 0;
	draw_title(top, y++, columns);
	if (top->source.live) {
		draw_cpu(top, y++, columns);
		draw_memory(top, y++, columns);
	}
	if (rows < ROWS_GAUGES)
		return y;
	if (top->gauges.queues_valid)
		draw_queues(top, y++, columns);
	if (top->gauges.free_valid)
		draw_free(top, y++, columns);
	if (top->gauges.lock_valid)
		draw_lock(top, y++, columns);
	return y;
}
