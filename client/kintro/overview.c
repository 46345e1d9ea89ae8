// SPDX-License-Identifier: GPL-2.0-only
/* One screen for people: the host, its tasks, and what the driver costs. */
#include <stdlib.h>
#include <string.h>

#include "format.h"
#include "kintro.h"
#include "text.h"

#define TOP 8

struct process {
	__u64 pid;
	__u64 rss;
	char comm[16];
};

/* What is counted of the tasks; fields that a driver lacks are -1 and count nothing. */
struct overview {
	const struct kc_table *table;
	int pid, comm, state, kthread, threads, rss[3];
	__u64 processes;
	__u64 kthreads;
	__u64 thread_count;
	__u64 states[128];
	struct process top[TOP];
	__u32 flags;
};

static __u64 number(const struct kc_rows *rows, const unsigned char *row, int field)
{
	struct kc_value value;

	if (field < 0)
		return 0;
	kc_row_get(rows, row, field, &value);
	return value.kind == KC_UNSIGNED ? value.u : 0;
}

static void count_task(struct overview *view, const struct kc_rows *rows,
		       const unsigned char *row)
{
	struct process process = { .pid = number(rows, row, view->pid) };
	struct kc_value value;
	unsigned int i;

	view->processes++;
	view->kthreads += number(rows, row, view->kthread);
	view->thread_count += number(rows, row, view->threads);
	if (view->state >= 0) {
		kc_row_get(rows, row, view->state, &value);
		if (value.kind == KC_TEXT && value.len)
			view->states[value.text[0] & 127]++;
	}
	for (i = 0; i < 3; i++)
		process.rss += number(rows, row, view->rss[i]);
	if (process.rss <= view->top[TOP - 1].rss)
		return;
	if (view->comm >= 0) {
		kc_row_get(rows, row, view->comm, &value);
		if (value.kind == KC_TEXT)
			memcpy(process.comm, value.text, value.len < 15 ? value.len : 15);
	}
	for (i = TOP - 1; i && view->top[i - 1].rss < process.rss; i--)
		view->top[i] = view->top[i - 1];
	view->top[i] = process;
}

static int task_batch(void *context, const struct kc_rows *rows, struct kc_error *err)
{
	struct overview *view = context;
	__u32 i;

	(void)err;
	view->flags |= rows->header.flags;
	for (i = 0; i < rows->count; i++)
		count_task(view, rows, kc_row_at(rows, i));
	return KC_OK;
}

static int want(struct kc_request *request, const char *name)
{
	int field = kc_field_named(request->table, name);

	if (field >= 0)
		kc_mask_set(request->mask, field);
	return field;
}

static int read_tasks(struct kintro *kintro, struct overview *view, struct kc_error *err)
{
	struct kc_request request = {
		.table = &kintro->catalog.objects[KINTROSPECT_CMD_TASKS - 1].table,
		.attributes = kintro->options.attributes,
	};

	view->pid = want(&request, "pid");
	view->comm = want(&request, "comm");
	view->state = want(&request, "state");
	view->kthread = want(&request, "kthread");
	view->threads = want(&request, "thread-count");
	view->rss[0] = want(&request, "rss-anon-bytes");
	view->rss[1] = want(&request, "rss-file-bytes");
	view->rss[2] = want(&request, "rss-shmem-bytes");
	return kintro->transport->dump(kintro->transport, &request, task_batch, view, err);
}

static void label(const struct kintro *kintro, struct kc_buf *out, const char *text)
{
	kc_buf_printf(out, "%s%-9s%s ", kintro->options.color ? "\033[1m" : "", text,
		      kintro->options.color ? "\033[0m" : "");
}

static void put_host(const struct kintro *kintro, struct kc_buf *out)
{
	const struct kc_host *host = &kintro->host;
	const struct kc_moment *moment = &kintro->moment;

	label(kintro, out, "host");
	kc_escape(out, host->node, strlen(host->node));
	kc_buf_text(out, ", Linux ");
	kc_escape(out, host->kernel, strlen(host->kernel));
	kc_buf_char(out, ' ');
	kc_escape(out, host->arch, strlen(host->arch));
	kc_buf_printf(out, ", %u CPUs, up ", moment->cpus);
	kc_format_ns(out, moment->boottime_ns);
	if (moment->loadavg[0]) {
		kc_buf_text(out, ", load ");
		kc_escape(out, moment->loadavg, strlen(moment->loadavg));
	}
	kc_buf_char(out, '\n');
	label(kintro, out, "driver");
	kc_buf_text(out, "kintrospect ");
	kc_escape(out, host->driver, strlen(host->driver));
	kc_buf_printf(out, " over %s\n", kintro->transport->name);
	if (kintro->record) {
		label(kintro, out, "sample");
		kc_buf_printf(out, "%llu of %llu, ",
			      (unsigned long long)kc_record_sample(kintro->record) + 1,
			      (unsigned long long)kc_record_info(kintro->record)->samples);
		kintro_put_time(out, moment->realtime_ns);
		kc_buf_char(out, '\n');
	}
}

static void put_tasks(const struct kintro *kintro, const struct overview *view,
		      struct kc_buf *out)
{
	unsigned int i;

	label(kintro, out, "tasks");
	kc_buf_printf(out, "%llu processes, %llu of them kernel threads; %llu threads\n",
		      (unsigned long long)view->processes, (unsigned long long)view->kthreads,
		      (unsigned long long)view->thread_count);
	label(kintro, out, "states");
	for (i = 0; i < 128; i++)
		if (view->states[i])
			kc_buf_printf(out, "%c %llu  ", i, (unsigned long long)view->states[i]);
	kc_buf_char(out, '\n');
	label(kintro, out, "memory");
	kc_buf_text(out, "processes with most of it resident\n");
	for (i = 0; i < TOP && view->top[i].rss; i++) {
		kc_buf_printf(out, "%17llu ", (unsigned long long)view->top[i].pid);
		kc_escape(out, view->top[i].comm, strlen(view->top[i].comm));
		kc_buf_printf(out, "%*s", 18 - (int)strlen(view->top[i].comm), "");
		kc_format_bytes(out, view->top[i].rss);
		kc_buf_char(out, '\n');
	}
}

/* What the driver did so far, all objects together. */
struct spent {
	int dumps, rows, ns, hold;
	__u64 dump_total;
	__u64 row_total;
	__u64 ns_total;
	__u64 hold_max;
};

static int stats_batch(void *context, const struct kc_rows *rows, struct kc_error *err)
{
	struct spent *spent = context;
	__u32 i;

	(void)err;
	for (i = 0; i < rows->count; i++) {
		const unsigned char *row = kc_row_at(rows, i);
		__u64 hold = number(rows, row, spent->hold);

		spent->dump_total += number(rows, row, spent->dumps);
		spent->row_total += number(rows, row, spent->rows);
		spent->ns_total += number(rows, row, spent->ns);
		if (hold > spent->hold_max)
			spent->hold_max = hold;
	}
	return KC_OK;
}

static int put_cost(const struct kintro *kintro, struct kc_buf *out, struct kc_error *err)
{
	struct kc_request request = {
		.table = &kintro->catalog.objects[KINTROSPECT_CMD_STATS - 1].table,
		.attributes = kintro->options.attributes,
	};
	struct spent spent = { 0 };
	int ret;

	spent.dumps = want(&request, "dump-total");
	spent.rows = want(&request, "row-total");
	spent.ns = want(&request, "cost-total-ns");
	spent.hold = want(&request, "lock-hold-max-ns");
	ret = kintro->transport->dump(kintro->transport, &request, stats_batch, &spent, err);
	/* A recording need not have it. */
	if (ret)
		return ret == KC_UNAVAILABLE ? KC_OK : ret;
	label(kintro, out, "cost");
	kc_buf_printf(out, "since it was loaded: %llu dumps, %llu rows, ",
		      (unsigned long long)spent.dump_total, (unsigned long long)spent.row_total);
	kc_format_ns(out, spent.ns_total);
	kc_buf_text(out, "; longest lock hold ");
	kc_format_ns(out, spent.hold_max);
	kc_buf_char(out, '\n');
	return KC_OK;
}

/**
 * kintro_overview - print the overview
 * @kintro: the run
 * @err: filled on failure
 */
int kintro_overview(struct kintro *kintro, struct kc_error *err)
{
	const char *missing = kintro->options.color ? "\033[1mmissing\033[0m   " : "missing   ";
	struct overview view = { 0 };
	struct kc_buf out = { 0 };
	int ret;

	ret = read_tasks(kintro, &view, err);
	if (!ret) {
		put_host(kintro, &out);
		put_tasks(kintro, &view, &out);
		ret = put_cost(kintro, &out, err);
	}
	if (!ret) {
		kintro_missing(&kintro->catalog, &out, missing, "\n");
		kc_buf_text(&out, "'kintro help' lists objects; 'kintro OBJECT --help' its columns\n");
		ret = kc_write(stdout, &out, err);
	}
	kc_buf_free(&out);
	return ret;
}
