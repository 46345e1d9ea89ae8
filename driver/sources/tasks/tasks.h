/* SPDX-License-Identifier: GPL-2.0-only */
/* What tasks.c and its parts share. */
#ifndef KIN_SOURCES_TASKS_TASKS_H
#define KIN_SOURCES_TASKS_TASKS_H

#include <linux/bits.h>
#include <linux/pid.h>

#include "../../kernel/task.h"
#include "../../source.h"
#include "../../walk/live.h"
#include "../../walk/threads.h"
#include "sum.h"

/* Parts of a row that are read together: a narrow mask reads little. */
#define KIN_TASKS_RELATIVES	BIT(0)	/* parent, group, session, tracer, terminal */
#define KIN_TASKS_CREDS		BIT(1)	/* whose it is */
#define KIN_TASKS_SUMS		BIT(2)	/* times, faults, switches */
#define KIN_TASKS_LOCKED	BIT(3)	/* what alloc_lock protects: */
#define KIN_TASKS_MM		BIT(4)	/* memory */
#define KIN_TASKS_NS		BIT(5)	/* namespaces */
#define KIN_TASKS_SCHED		BIT(6)	/* policy, class, priorities */
#define KIN_TASKS_STACK		BIT(7)	/* where its stack is */
#define KIN_TASKS_SLOW		BIT(8)	/* what is not read under RCU */
#define KIN_TASKS_RSS		BIT(9)	/* of memory, what may have to be added up */

/* Parts that a first thread loses when it ends, and that the process keeps. */
#define KIN_TASKS_LIVE		(KIN_TASKS_MM | KIN_TASKS_NS | KIN_TASKS_SCHED)

/**
 * struct kin_tasks - a dump of tasks in progress
 * @parts: KIN_TASKS_*, parts of a row that are wanted
 * @rss_units: what it costs to add up the memory of a task, for kin_charge()
 * @threads: which are looked at
 * @oom_pages: what OOM scores are relative to
 * @text: room for a path, or NULL
 * @leader: process that needs holds of its own, referenced, or NULL: it has very many
 *	threads, or its first thread has ended
 * @user: if that has ended, one that is left, referenced, or NULL
 * @thread: the last of its threads that was added, referenced, or NULL
 * @seq: its stats_lock when summing began: while that stands, no thread has left
 * @restarts: how often summing has begun
 * @summed: adding is over
 * @searched: @user was looked for
 * @sum_failed: threads leave so fast that there is no @sum
 * @sum: what has been added so far
 */
struct kin_tasks {
	u32 parts;
	u32 rss_units;
	struct kin_threads threads;
	unsigned long oom_pages;
	char *text;
	struct task_struct *leader;
	struct task_struct *user;
	struct task_struct *thread;
	unsigned int seq;
	unsigned int restarts;
	bool summed;
	bool searched;
	bool sum_failed;
	struct kin_tasks_sum sum;
};

#define KIN_TASKS_SLOW_FIELDS \
	(KIN_TASKS_F(oom_score) | KIN_TASKS_F(kstack_used_bytes) | \
	 KIN_TASKS_F(cgroup) | KIN_TASKS_F(wchan))

/* row.c */
void kin_tasks_row(const struct kin_tasks *walk, struct task_struct *task, pid_t nr,
		   struct kintrospect_tasks_row *row);
void kin_tasks_row_user(const struct kin_tasks *walk, struct task_struct *user,
			struct kintrospect_tasks_row *row);
int kin_tasks_fill_all(struct kin_cursor *cursor, struct kin_tasks *walk);

/* sum.c */
/* Threads that a sum may look at in what is left of the hold, and never none. */
#define KIN_SUM_THREADS(cursor) \
	max_t(int, (cursor)->cost.hold_left / KIN_COST_THREAD, 1)

/* Whether a sum over so many threads fits in what is left of the hold. */
static inline bool kin_tasks_sum_fits(const struct kin_cursor *cursor, int threads)
{
	return threads == 1 || threads * KIN_COST_THREAD <= cursor->cost.hold_left;
}

/* Whether a process is to be shown by another thread than its first one. */
static __always_inline bool kin_tasks_headless(const struct kin_tasks *walk,
					       const struct task_struct *task)
{
	return kin_live_headless(task) && walk->threads.type == PIDTYPE_TGID &&
	       (walk->parts & KIN_TASKS_LIVE);
}

/* What a row cost, but for its sum over more than one thread. */
static __always_inline unsigned int kin_tasks_cost(const struct kin_tasks *walk,
						   const struct kintrospect_tasks_row *row)
{
	return KIN_COST_TASK +
	       (row->present[0] & KIN_TASKS_F(rss_anon_bytes) ? walk->rss_units : 0);
}

unsigned int kin_tasks_sum_process(struct kin_tasks *walk, const struct signal_struct *sig,
				   unsigned int limit);
void kin_tasks_sum_begin(struct kin_tasks *walk, struct task_struct *leader);
int kin_tasks_sum_more(struct kin_cursor *cursor, struct kin_tasks *walk);
void kin_tasks_sum_end(struct kin_tasks *walk);

/* slow.c */
int kin_tasks_slow_open(struct kin_cursor *cursor, struct kin_tasks *walk);
bool kin_tasks_slow(struct kin_cursor *cursor, struct kin_tasks *walk,
		    struct task_struct *task, struct kintrospect_tasks_row *row);

#endif
