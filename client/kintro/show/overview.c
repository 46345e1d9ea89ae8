// SPDX-License-Identifier: GPL-2.0-only
/* One screen for people: the host, its tasks, CPUs and memory, and what the driver costs. */
#include <string.h>
#include <time.h>

#include "overview.h"
#include "overview_parts.h"
#include "recording.h"
#include "text.h"
#include "../absent.h"
#include "../dump.h"
#include "../warnings.h"

/* A time for people, of their time zone. */
static void put_time(struct kc_buf *out, __u64 realtime_ns)
{
	time_t time = realtime_ns / 1000000000;
	char text[32] = "?";
	struct tm tm;

	if (localtime_r(&time, &tm))
		strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S", &tm);
	kc_buf_text(out, text);
}

static void put_host(const struct kintro *kintro, struct kc_buf *out)
{
	const struct kc_host *host = &kintro->host;
	const struct kc_moment *moment = &kintro->moment;

	overview_label(kintro, out, "host");
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
	overview_label(kintro, out, "driver");
	kc_buf_text(out, "kintrospect ");
	kc_escape(out, host->driver, strlen(host->driver));
	kc_buf_printf(out, " over %s\n", kintro->transport->name);
	if (kintro->record) {
		overview_label(kintro, out, "sample");
		kc_buf_printf(out, "%llu of %llu, ",
			      (unsigned long long)kc_record_sample(kintro->record) + 1,
			      (unsigned long long)kc_record_info(kintro->record)->samples);
		put_time(out, moment->realtime_ns);
		kc_buf_char(out, '\n');
	}
}

/* What the driver did so far, all objects together. */
struct spent {
	__u64 dumps;
	__u64 rows;
	__u64 ns;
	__u64 hold_max;
};

static void stat(void *context, const struct kc_value *values)
{
	struct spent *spent = context;

	spent->dumps += values[0].u;
	spent->rows += values[1].u;
	spent->ns += values[2].u;
	if (values[3].u > spent->hold_max)
		spent->hold_max = values[3].u;
}

static int put_cost(struct kintro *kintro, struct kc_buf *out, struct kc_error *err)
{
	static const struct kintro_columns stats = {
		"stats", { "dump-total", "row-total", "cost-total-ns", "lock-hold-max-ns" }, stat,
	};
	struct spent spent = { 0 };
	int ret;

	ret = kintro_each(kintro, &stats, &spent, err);
	if (ret)
		return ret;
	overview_label(kintro, out, "cost");
	kc_buf_printf(out, "since it was loaded: %llu dumps, %llu rows, ",
		      (unsigned long long)spent.dumps, (unsigned long long)spent.rows);
	kc_format_ns(out, spent.ns);
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
	struct kc_buf out = { 0 }, missing = { 0 };
	int ret;

	put_host(kintro, &out);
	ret = overview_tasks(kintro, &out, err);
	if (!ret)
		ret = overview_cpu(kintro, &out, err);
	if (!ret)
		ret = overview_memory(kintro, &out, err);
	if (!ret)
		ret = overview_kernel(kintro, &out, err);
	if (!ret)
		ret = put_cost(kintro, &out, err);
	if (!ret) {
		if (kintro_missing_brief(&kintro->catalog, &missing)) {
			overview_label(kintro, &out, "missing");
			kc_buf_put(&out, missing.data, missing.len);
			kc_buf_text(&out, ": 'kintro doctor' says why\n");
		}
		kc_buf_text(&out, "'kintro help' lists objects; 'kintro OBJECT --help' its columns\n");
		ret = kc_write(stdout, &out, err);
	}
	kintro_print_warnings(kintro);
	kc_buf_free(&missing);
	kc_buf_free(&out);
	return ret;
}
