// SPDX-License-Identifier: GPL-2.0-only
/*
 * Processes and threads, in the order of their pids in the initial namespace.
 * A dump goes on by the next pid, so that it neither slows down with their
 * number nor misses one that stays.
 */
#include <linux/errno.h>
#include <linux/pid_namespace.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/slab.h>

#include "../../compat/mm.h"
#include "../../kernel/btf.h"
#include "tasks.h"

#define F(field) KIN_TASKS_F(field)

static u32 kin_tasks_parts(u64 mask)
{
	u64 rss = F(rss_anon_bytes) | F(rss_file_bytes) | F(rss_shmem_bytes) | F(swap_bytes);
	u64 mm = F(vsize_bytes) | F(pgtables_bytes) | F(locked_bytes) | rss;
	u64 ns = F(cgroup_ns_id) | F(ipc_ns_id) | F(mnt_ns_id) | F(net_ns_id) | F(pid_ns_id) |
		 F(time_ns_id) | F(uts_ns_id);
	u32 parts = 0;

	if (mask & (F(ppid) | F(pgrp) | F(session) | F(tracer_pid) | F(tty)))
		parts |= KIN_TASKS_RELATIVES;
	if (mask & (F(uid) | F(euid) | F(gid) | F(egid) | F(user_ns_id)))
		parts |= KIN_TASKS_CREDS;
	if (mask & KIN_TASKS_SUM_FIELDS)
		parts |= KIN_TASKS_SUMS;
	if (mask & mm)
		parts |= KIN_TASKS_MM | KIN_TASKS_LOCKED;
	if (mask & rss)
		parts |= KIN_TASKS_RSS;
	if (mask & ns)
		parts |= KIN_TASKS_NS | KIN_TASKS_LOCKED;
	if (mask & F(comm))
		parts |= KIN_TASKS_LOCKED;
	if (mask & (F(policy) | F(class) | F(nice) | F(prio) | F(rt_priority)))
		parts |= KIN_TASKS_SCHED;
	if (mask & (F(kstack_addr) | F(kstack_size_bytes) | F(task_addr)))
		parts |= KIN_TASKS_STACK;
	if (mask & KIN_TASKS_SLOW_FIELDS)
		parts |= KIN_TASKS_SLOW;
	return parts;
}

static void kin_tasks_free(struct kin_tasks *walk)
{
	kin_tasks_sum_end(walk);
	kfree(walk->text);
	kfree(walk);
}

static int kin_tasks_open(struct kin_cursor *cursor)
{
	struct kin_tasks *walk = kzalloc(sizeof(*walk), kin_gfp(cursor));
	int err;

	if (!walk)
		return -ENOMEM;
	walk->parts = kin_tasks_parts(cursor->mask[0]);
	walk->rss_units = KIN_MM_PERCPU ? kin_cost_percpu(4) : 1;
	walk->threads.type = cursor->threads ? PIDTYPE_PID : PIDTYPE_TGID;
	err = kin_threads_open(cursor, &walk->threads,
			       &cursor->filter[kin_filter_tasks_pid], kin_f_tasks_pid,
			       &cursor->filter[kin_filter_tasks_tgid], kin_f_tasks_tgid);
	if (!err)
		err = kin_tasks_slow_open(cursor, walk);
	if (err) {
		kin_tasks_free(walk);
		return err;
	}
	cursor->private = walk;
	return 0;
}

static void kin_tasks_close(struct kin_cursor *cursor)
{
	kin_tasks_free(cursor->private);
	cursor->private = NULL;
}

/* Finish a row outside the RCU section. False if it found no room. */
static bool kin_tasks_finish(struct kin_cursor *cursor, struct kin_tasks *walk,
			     struct task_struct *task, struct kintrospect_tasks_row *row)
{
	if ((walk->parts & KIN_TASKS_SLOW) && !kin_tasks_slow(cursor, walk, task, row))
		return false;
	kin_commit(cursor, row);
	return true;
}

/* One step of a process that needs holds of its own; the last one makes its row. */
static int kin_tasks_fill_large(struct kin_cursor *cursor, struct kin_tasks *walk)
{
	struct task_struct *leader = walk->leader;
	struct kintrospect_tasks_row *row;
	bool alive;
	int err;

	if (!walk->summed) {
		err = kin_tasks_sum_more(cursor, walk);
		if (err > 0)
			return 1;
		walk->summed = true;
		walk->sum_failed = err;
		if (err)
			cursor->flags |= KINTROSPECT_BATCH_FLAG_INTERRUPTED;
	}
	if (!walk->searched && kin_tasks_headless(walk, leader)) {
		walk->user = kin_live_find(cursor, leader);
		walk->searched = true;
		return 1;
	}
	row = kin_row(cursor);
	if (!row)
		return 1;
	kin_hold_begin(cursor);
	rcu_read_lock();
	/* Another may lead it by now, after an exec: then begin with that one. */
	alive = pid_alive(leader) && leader->pid == leader->tgid;
	if (alive) {
		kin_tasks_row(walk, leader, leader->tgid, row);
		if (walk->user)
			kin_tasks_row_user(walk, walk->user, row);
		kin_charge(cursor, kin_tasks_cost(walk, row));
	}
	rcu_read_unlock();
	kin_hold_end(cursor);
	if (alive) {
		if (!kin_tasks_finish(cursor, walk, leader, row))
			return 1;
		cursor->key[0]++;
	}
	kin_tasks_sum_end(walk);
	return 1;
}

/*
 * One row, of a listed pid or with columns on request, which are read outside
 * the RCU section.
 */
static int kin_tasks_fill_one(struct kin_cursor *cursor, struct kin_tasks *walk)
{
	struct kintrospect_tasks_row *row = NULL;
	struct task_struct *task = NULL;
	unsigned int looked = 0, threads = 1;
	struct kin_pids pids;
	struct pid *pid;

	kin_hold_begin(cursor);
	rcu_read_lock();
	for (pid = kin_threads_first(cursor, &walk->threads, &pids); pid;
	     pid = kin_threads_next(cursor, &walk->threads, &pids)) {
		task = kin_threads_task(cursor, &walk->threads, pid);
		if (task)
			break;
		looked++;
		if (!kin_charge(cursor, KIN_COST_PID)) {
			cursor->key[0]++;
			break;
		}
	}
	if (task)
		row = kin_row(cursor);
	if (!row)
		goto out;
	looked++;
	if (kin_tasks_headless(walk, task)) {
		kin_tasks_sum_begin(walk, task);
		row = NULL;
		goto out;
	}
	if (walk->parts & KIN_TASKS_SUMS) {
		walk->sum_failed = false;
		if (walk->threads.type == PIDTYPE_PID) {
			walk->sum = (struct kin_tasks_sum) { };
			kin_tasks_sum_thread(&walk->sum, task);
		} else {
			walk->sum_failed = true;
			if (kin_tasks_sum_fits(cursor, READ_ONCE(task->signal->nr_threads)))
				threads = max(kin_tasks_sum_process(walk, task->signal,
								    KIN_SUM_THREADS(cursor)), 1U);
			looked += threads - 1;
			/* Needs a section of its own, or many. */
			if (walk->sum_failed) {
				kin_tasks_sum_begin(walk, task);
				row = NULL;
				goto out;
			}
		}
	}
	kin_tasks_row(walk, task, pid->numbers[0].nr, row);
	kin_charge(cursor, kin_tasks_cost(walk, row) + (threads - 1) * KIN_COST_THREAD);
	get_task_struct(task);
out:
	rcu_read_unlock();
	kin_hold_end(cursor);
	cursor->cost.walked += looked;
	if (row) {
		if (kin_tasks_finish(cursor, walk, task, row))
			cursor->key[0]++;
		put_task_struct(task);
	}
	return pid ? 1 : 0;
}

static int kin_tasks_fill(struct kin_cursor *cursor)
{
	struct kin_tasks *walk = cursor->private;

	if (walk->leader)
		return kin_tasks_fill_large(cursor, walk);
	if (walk->threads.listed || (walk->parts & KIN_TASKS_SLOW))
		return kin_tasks_fill_one(cursor, walk);
	return kin_tasks_fill_all(cursor, walk);
}

static const char *kin_tasks_missing(unsigned int field)
{
	switch (field) {
	case kin_f_tasks_class:
		return kin_task_class_why();
	case kin_f_tasks_tty:
		return IS_ENABLED(CONFIG_TTY) ? NULL : "needs CONFIG_TTY";
	case kin_f_tasks_cgroup:
	case kin_f_tasks_cgroup_ns_id:
		return IS_ENABLED(CONFIG_CGROUPS) ? NULL : "needs CONFIG_CGROUPS";
	case kin_f_tasks_ipc_ns_id:
		return IS_ENABLED(CONFIG_SYSVIPC) || IS_ENABLED(CONFIG_POSIX_MQUEUE) ?
			NULL : "needs CONFIG_SYSVIPC or CONFIG_POSIX_MQUEUE";
	case kin_f_tasks_net_ns_id:
		return IS_ENABLED(CONFIG_NET) ? NULL : "needs CONFIG_NET";
	case kin_f_tasks_time_ns_id:
		return IS_ENABLED(CONFIG_TIME_NS) ? NULL : "needs CONFIG_TIME_NS";
	case kin_f_tasks_mnt_ns_id:
		return kin_mnt_ns_offset < 0 ? kin_btf_why() : NULL;
	case kin_f_tasks_read_total_bytes:
	case kin_f_tasks_write_total_bytes:
		return IS_ENABLED(CONFIG_TASK_IO_ACCOUNTING) ? NULL :
			"needs CONFIG_TASK_IO_ACCOUNTING";
	case kin_f_tasks_oom_score:
		return KIN_FN_HAS(oom_badness) ? NULL : KIN_FN_WHY(oom_badness);
	case kin_f_tasks_kstack_used_bytes:
		return KIN_STACK_WHY;
	case kin_f_tasks_wchan:
		return kin_wchan_why();
	default:
		return NULL;
	}
}

const struct kin_source kin_tasks_source = {
	.table = &kin_tasks_table,
	.missing = kin_tasks_missing,
	.open = kin_tasks_open,
	.fill = kin_tasks_fill,
	.close = kin_tasks_close,
};
