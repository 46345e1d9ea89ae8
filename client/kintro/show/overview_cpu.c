// SPDX-License-Identifier: GPL-2.0-only
/* The overview's processors: the longest queue, who occupies its CPU, who waited longest. */
#include "overview.h"
#include "overview_parts.h"
#include "../dump.h"

/* The CPU with most that is ready to run. */
struct queue {
	__u64 running;
	struct kc_value cpu;
	struct kc_value pid;
	struct kc_buf comm;
	bool idle;
};

enum { CPU, CURR_PID, CURR_COMM, RUNNING, IDLE };

static void queue(void *context, const struct kc_value *values)
{
	struct queue *longest = context;

	if (values[RUNNING].kind == KC_ABSENT || values[CPU].kind == KC_ABSENT ||
	    (longest->cpu.kind != KC_ABSENT && values[RUNNING].u <= longest->running))
		return;
	longest->running = values[RUNNING].u;
	longest->cpu = values[CPU];
	longest->pid = values[CURR_PID];
	longest->idle = values[IDLE].kind != KC_ABSENT && values[IDLE].u;
	longest->comm.len = 0;
	if (values[CURR_COMM].kind == KC_TEXT)
		kc_buf_put(&longest->comm, values[CURR_COMM].text, values[CURR_COMM].len);
	kc_buf_char(&longest->comm, 0);
}

static const struct kintro_columns queues = {
	"runqueues", { "cpu", "curr-pid", "curr-comm", "nr-running", "idle" }, queue,
};

static void delay(void *context, const struct kc_value *values)
{
	if (values[2].kind != KC_ABSENT)
		overview_rank(context, values[2].u, values[0].u, &values[1]);
}

static const struct kintro_columns delays = {
	"sched", { "pid", "comm", "run-delay-total-ns" }, delay,
};

static void put_queue(const struct queue *longest, struct kc_buf *out)
{
	kc_buf_printf(out, "longest queue %llu, on CPU %llu", (unsigned long long)longest->running,
		      (unsigned long long)longest->cpu.u);
	if (longest->idle || longest->pid.kind == KC_ABSENT || longest->comm.failed)
		return;
	kc_buf_printf(out, ", which runs %llu ", (unsigned long long)longest->pid.u);
	overview_name(out, longest->comm.data, 0);
}

/**
 * overview_cpu - put the longest queue and the longest wait for a CPU
 * @kintro: the run
 * @out: where to
 * @err: filled on failure
 */
int overview_cpu(struct kintro *kintro, struct kc_buf *out, struct kc_error *err)
{
	struct overview_top top[OVERVIEW_TOP] = { 0 };
	struct queue longest = { 0 };
	int ret;

	ret = kintro_each(kintro, &queues, &longest, err);
	if (!ret)
		ret = kintro_each(kintro, &delays, top, err);
	if (!ret && (longest.cpu.kind != KC_ABSENT || top[0].rank)) {
		overview_label(kintro, out, "CPUs");
		if (longest.cpu.kind != KC_ABSENT)
			put_queue(&longest, out);
		if (top[0].rank) {
			kc_buf_printf(out, "%swaited longest: %llu ",
				      longest.cpu.kind != KC_ABSENT ? "; " : "",
				      (unsigned long long)top[0].value);
			overview_name(out, top[0].text, 0);
			kc_buf_char(out, ' ');
			kc_format_ns(out, top[0].rank);
		}
		kc_buf_char(out, '\n');
	}
	kc_buf_free(&longest.comm);
	return ret;
}
