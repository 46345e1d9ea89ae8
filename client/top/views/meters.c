// SPDX-License-Identifier: GPL-2.0-only
/* The meters: the machine on top, and what the driver says of it in a line. */
#include <stdio.h>
#include <time.h>

#include "../model/timeline.h"
#include "views.h"

/* So many lines, or no meters; so many, or none of the driver's. */
#define ROWS_MIN 14
#define ROWS_GAUGES 20

static void put_title(struct top_lines *lines, const struct top *top)
{
	const struct top_machine *load = &top->meters.machine;
	struct kc_buf buf = { 0 };
	time_t now = time(NULL);
	struct tm tm;
	char clock[32] = "";
	struct timespec up;

	if (top->recording)
		now = kc_record_realtime(top->recording->index, top->shape.position) /
		      1000000000;
	if (localtime_r(&now, &tm))
		strftime(clock, sizeof(clock), top->recording ? "%F %T" : "%T", &tm);
	kc_buf_printf(&buf, "kintro-top %s", clock);
	if (top->recording) {
		const struct kc_host *host = &kc_record_info(top->recording->index)->host;

		kc_buf_printf(&buf, "  %s, Linux %s %s", host->node, host->kernel,
			      host->arch);
	}
	if (top->source.live) {
		clock_gettime(CLOCK_BOOTTIME, &up);
		kc_buf_text(&buf, "  up ");
		kc_format_ns(&buf, up.tv_sec * 1000000000ULL);
		if (load->load_valid)
			kc_buf_printf(&buf, "  load %.2f %.2f %.2f  running %u", load->load[0],
				      load->load[1], load->load[2], load->running);
	}
	top_lines_put(lines, TOP_ROLE_LABEL, buf.data, buf.len);
	top_lines_end(lines);
	kc_buf_free(&buf);
}

/* A history in what is left of the line. */
static void put_graph(struct top_lines *lines, const struct top_room *room, const float *ring,
		      unsigned int at, unsigned int filled, enum top_role role)
{
	if (room->columns > lines->column)
		top_lines_graph(lines, room, room->columns - lines->column, ring, at, filled,
				role);
	top_lines_end(lines);
}

static void put_cpu(struct top_lines *lines, const struct top *top, const struct top_room *room)
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

	top_lines_text(lines, TOP_ROLE_LABEL, "cpu ");
	top_lines_bar(lines, room->columns / 3, parts, roles, "unsiotw", 7);
	top_lines_print(lines, TOP_ROLE_PLAIN, " u%.0f n%.0f s%.0f i%.0f o%.0f t%.0f w%.0f%% ",
			100 * parts[0], 100 * parts[1], 100 * parts[2], 100 * parts[3],
			100 * parts[4], 100 * parts[5], 100 * parts[6]);
	put_graph(lines, room, meters->cpu, meters->at, meters->filled, TOP_ROLE_GOOD);
}

static void put_memory(struct top_lines *lines, const struct top *top, const struct top_room *room)
{
	static const enum top_role roles[] = { TOP_ROLE_GOOD };
	const struct top_machine *machine = &top->meters.machine;
	const struct top_meters *meters = &top->meters;
	__u64 used = machine->total_bytes - machine->available_bytes;
	double part = machine->total_bytes ? (double)used / machine->total_bytes : 0;
	struct kc_buf buf = { 0 };

	top_lines_text(lines, TOP_ROLE_LABEL, "mem ");
	top_lines_bar(lines, room->columns / 3, &part, roles, "#", 1);
	kc_buf_char(&buf, ' ');
	kc_format_bytes(&buf, used);
	kc_buf_char(&buf, '/');
	kc_format_bytes(&buf, machine->total_bytes);
	if (machine->swap_total_bytes) {
		kc_buf_text(&buf, " swap ");
		kc_format_bytes(&buf, machine->swap_total_bytes - machine->swap_free_bytes);
	}
	kc_buf_char(&buf, ' ');
	top_lines_put(lines, TOP_ROLE_PLAIN, buf.data, buf.len);
	put_graph(lines, room, meters->memory, meters->at, meters->filled, TOP_ROLE_COOL);
	kc_buf_free(&buf);
}

static void put_queues(struct top_lines *lines, const struct top *top, const struct top_room *room)
{
	const struct top_gauges *gauges = &top->gauges;
	double share = (double)gauges->running / gauges->cpus;
	enum top_role role = share > 1 ? TOP_ROLE_WARM : TOP_ROLE_GOOD;
	float ring[TOP_HISTORY], most = gauges->cpus;
	unsigned int i;

	top_lines_text(lines, TOP_ROLE_LABEL, "run ");
	top_lines_bar(lines, room->columns / 3, &share, &role, "|", 1);
	top_lines_print(lines, TOP_ROLE_PLAIN, " %llu on %u CPUs, %llu on cpu %llu ",
			(unsigned long long)gauges->running, gauges->cpus,
			(unsigned long long)gauges->longest,
			(unsigned long long)gauges->longest_cpu);
	/* Full is a thread for every CPU, or what was the most. */
	for (i = 0; i < TOP_HISTORY; i++)
		if (i < gauges->filled && gauges->queue[(gauges->at + TOP_HISTORY - 1 - i) %
							TOP_HISTORY] > most)
			most = gauges->queue[(gauges->at + TOP_HISTORY - 1 - i) % TOP_HISTORY];
	for (i = 0; i < TOP_HISTORY; i++)
		ring[i] = gauges->queue[i] / most;
	put_graph(lines, room, ring, gauges->at, gauges->filled, TOP_ROLE_WARM);
}

static void put_free(struct top_lines *lines, const struct top *top, const struct top_room *room)
{
	const struct top_gauges *gauges = &top->gauges;
	static const enum top_role roles[] = { TOP_ROLE_WARM };

	top_lines_text(lines, TOP_ROLE_LABEL, "frag");
	top_lines_bar(lines, room->columns / 3, &gauges->unusable[1], roles, "#", 1);
	top_lines_print(lines, TOP_ROLE_PLAIN,
			" of free unusable: order %u %.1f%%, order %u %.1f%%", gauges->order[0],
			100 * gauges->unusable[0], gauges->order[1], 100 * gauges->unusable[1]);
	top_lines_end(lines);
}

static void put_lock(struct top_lines *lines, const struct top *top, const struct top_room *room)
{
	const struct top_gauges *gauges = &top->gauges;
	static const enum top_role roles[] = { TOP_ROLE_HOT };
	struct kc_buf buf = { 0 };

	top_lines_text(lines, TOP_ROLE_LABEL, "lock");
	top_lines_bar(lines, room->columns / 3, &gauges->wait_share, roles, "#", 1);
	kc_buf_printf(&buf, " waited for %.1f%%, ", 100 * gauges->wait_share);
	kc_format_ns(&buf, gauges->wait_total_ns);
	kc_buf_printf(&buf, " in all: %s", gauges->lock);
	top_lines_put(lines, TOP_ROLE_PLAIN, buf.data, buf.len);
	top_lines_end(lines);
	kc_buf_free(&buf);
}

/**
 * top_meters_lines - make the lines on top
 * @top: the run
 * @room: the whole screen
 * @lines: where to; none where the screen is too small
 */
void top_meters_lines(const struct top *top, const struct top_room *room, struct top_lines *lines)
{
	if (room->lines < ROWS_MIN)
		return;
	put_title(lines, top);
	if (top->source.live) {
		put_cpu(lines, top, room);
		put_memory(lines, top, room);
	}
	if (room->lines < ROWS_GAUGES)
		return;
	if (top->gauges.queues_valid)
		put_queues(lines, top, room);
	if (top->gauges.free_valid)
		put_free(lines, top, room);
	if (top->gauges.lock_valid)
		put_lock(lines, top, room);
}
