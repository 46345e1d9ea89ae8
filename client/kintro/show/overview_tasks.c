// SPDX-License-Identifier: GPL-2.0-only
/* The overview's tasks: how many in which state, the largest, and the OOM killer's next. */
#include <string.h>

#include "overview.h"
#include "overview_parts.h"
#include "../dump.h"

struct tasks {
	__u64 processes;
	__u64 kthreads;
	__u64 threads;
	__u64 states[128];
	struct overview_top resident[OVERVIEW_TOP];
	struct overview_top killable[OVERVIEW_TOP];
	struct overview_top slabs[OVERVIEW_TOP];
};

/* In the order of the columns below. */
enum { PID, COMM, STATE, KTHREAD, THREADS, RSS_ANON, RSS_FILE, RSS_SHMEM, OOM_SCORE };

static void task(void *context, const struct kc_value *values)
{
	struct tasks *tasks = context;

	tasks->processes++;
	tasks->kthreads += values[KTHREAD].u;
	tasks->threads += values[THREADS].u;
	if (values[STATE].kind == KC_TEXT && values[STATE].len)
		tasks->states[values[STATE].text[0] & 127]++;
	overview_rank(tasks->resident, values[RSS_ANON].u + values[RSS_FILE].u +
		      values[RSS_SHMEM].u, values[PID].u, &values[COMM]);
	if (values[OOM_SCORE].kind != KC_ABSENT)
		overview_rank(tasks->killable, values[OOM_SCORE].u, values[PID].u, &values[COMM]);
}

static void slab(void *context, const struct kc_value *values)
{
	struct tasks *tasks = context;

	overview_rank(tasks->slabs, values[1].u, 0, &values[0]);
}

static const struct kintro_columns columns = {
	"tasks",
	{ "pid", "comm", "state", "kthread", "thread-count", "rss-anon-bytes", "rss-file-bytes",
	  "rss-shmem-bytes", "oom-score" },
	task,
};

static const struct kintro_columns slabs = { "slabs", { "name", "memory-bytes" }, slab };

static void put_bytes(struct kc_buf *out, __u64 bytes)
{
	struct kc_buf text = { 0 };

	kc_format_bytes(&text, bytes);
	kc_buf_printf(out, "%7.*s", (int)text.len, text.data);
	kc_buf_free(&text);
}

/* Three lists side by side, as a screen has few lines and they are short. */
static void put_largest(const struct kintro *kintro, const struct tasks *tasks,
			struct kc_buf *out)
{
	unsigned int i;

	overview_label(kintro, out, "largest");
	kc_buf_printf(out, "%-27s %-22s %s\n", "processes, resident", "next for the OOM killer",
		      "slab caches");
	for (i = 0; i < OVERVIEW_TOP; i++) {
		const struct overview_top *resident = &tasks->resident[i];
		const struct overview_top *killable = &tasks->killable[i];
		const struct overview_top *cache = &tasks->slabs[i];

		if (!resident->rank && !killable->rank && !cache->rank)
			break;
		kc_buf_printf(out, "%9s", "");
		if (resident->rank) {
			kc_buf_printf(out, "%8llu ", (unsigned long long)resident->value);
			overview_name(out, resident->text, 11);
			put_bytes(out, resident->rank);
		} else {
			kc_buf_printf(out, "%27s", "");
		}
		if (killable->rank) {
			kc_buf_printf(out, "%8llu ", (unsigned long long)killable->value);
			overview_name(out, killable->text, 11);
			kc_buf_printf(out, "%5llu", (unsigned long long)killable->rank);
		} else {
			kc_buf_printf(out, "%25s", "");
		}
		if (cache->rank) {
			kc_buf_text(out, " ");
			overview_name(out, cache->text, 11);
			put_bytes(out, cache->rank);
		}
		kc_buf_char(out, '\n');
	}
}

/**
 * overview_tasks - count and rank tasks, and rank slab caches next to them
 * @kintro: the run
 * @out: where to
 * @err: filled on failure
 */
int overview_tasks(struct kintro *kintro, struct kc_buf *out, struct kc_error *err)
{
	struct tasks tasks = { 0 };
	unsigned int i;
	int ret;

	ret = kintro_each(kintro, &columns, &tasks, err);
	if (!ret)
		ret = kintro_each(kintro, &slabs, &tasks, err);
	if (ret)
		return ret;
	overview_label(kintro, out, "tasks");
	kc_buf_printf(out, "%llu processes, %llu of them kernel threads; %llu threads;",
		      (unsigned long long)tasks.processes, (unsigned long long)tasks.kthreads,
		      (unsigned long long)tasks.threads);
	for (i = 0; i < 128; i++)
		if (tasks.states[i])
			kc_buf_printf(out, " %c %llu", i, (unsigned long long)tasks.states[i]);
	kc_buf_char(out, '\n');
	put_largest(kintro, &tasks, out);
	return KC_OK;
}
