// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which threads or processes a dump is of. Key: the least pid to look at, or the
 * place in the list where there is one.
 */
#include <linux/errno.h>
#include <linux/pid_namespace.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/sort.h>

#include "../compat/u64.h"
#include "threads.h"

static int kin_pid_order(const void *a, const void *b)
{
	return *(const pid_t *)a - *(const pid_t *)b;
}

/* The task a filter names, or NULL. Locking: rcu_read_lock(). */
static struct task_struct *kin_threads_find(const struct kin_filter *filter, enum pid_type type)
{
	if (!filter->number || filter->number > INT_MAX)
		return NULL;
	return pid_task(find_pid_ns(filter->number, &init_pid_ns), type);
}

/* From now on only threads of this process count. Locking: rcu_read_lock(). */
static void kin_threads_only(struct kin_threads *threads, const struct task_struct *leader)
{
	threads->tgid = leader->tgid;
	threads->born_ns = KIN_U64(leader->start_boottime);
}

/**
 * kin_threads_other - whether a task is of another process than the one asked for
 * @cursor: the dump, which is marked as interrupted if numbers were reused
 * @threads: what was asked for, with a tgid
 * @task: the task
 *
 * Numbers are reused once their thread is gone. A first thread keeps its time of
 * birth, also through exec. Locking: rcu_read_lock().
 */
bool kin_threads_other(struct kin_cursor *cursor, const struct kin_threads *threads,
		       struct task_struct *task)
{
	bool same = task->tgid == threads->tgid;

	if (same && KIN_U64(task->group_leader->start_boottime) == threads->born_ns)
		return false;
	/* Without a list most tasks are of others anyway. */
	if (same || threads->listed)
		cursor->flags |= KINTROSPECT_BATCH_FLAG_INTERRUPTED;
	return true;
}

/* List the threads of a process; false if they are more than fit. */
static bool kin_threads_list(struct kin_threads *threads, struct task_struct *leader)
{
	struct task_struct *task;

	for_each_thread(leader, task) {
		if (threads->count == ARRAY_SIZE(threads->list))
			return false;
		threads->list[threads->count++] = task->pid;
	}
	return true;
}

/**
 * kin_threads_open - what the filters leave: one pid, the threads of a process, or all
 * @cursor: the dump
 * @threads: zeroed, but for the type: PIDTYPE_PID is for rows of threads
 * @pid: filter by thread
 * @pid_field: its field number
 * @tgid: filter by process
 * @tgid_field: its field number
 *
 * A pid that is not a process's first thread makes it a walk over threads.
 *
 * Process context, may sleep. Return: 0, or -ESRCH with words.
 */
int kin_threads_open(struct kin_cursor *cursor, struct kin_threads *threads,
		     const struct kin_filter *pid, unsigned int pid_field,
		     const struct kin_filter *tgid, unsigned int tgid_field)
{
	struct task_struct *task;
	int err = 0;

	if (!pid->set && !tgid->set)
		return 0;

	threads->listed = true;
	rcu_read_lock();
	if (pid->set) {
		task = kin_threads_find(pid, PIDTYPE_PID);
		if (!task || (tgid->set && task->tgid != tgid->number)) {
			err = kin_fail(cursor, -ESRCH, pid_field,
				       task ? "that thread is not of the process with that tgid" :
					      "there is no thread with that pid");
		} else {
			threads->list[threads->count++] = pid->number;
			kin_threads_only(threads, task->group_leader);
			if (!thread_group_leader(task))
				threads->type = PIDTYPE_PID;
		}
	} else {
		task = kin_threads_find(tgid, PIDTYPE_TGID);
		if (!task) {
			err = kin_fail(cursor, -ESRCH, tgid_field,
				       "there is no process with that tgid");
		} else {
			kin_threads_only(threads, task->group_leader);
			if (threads->type == PIDTYPE_TGID)
				threads->list[threads->count++] = tgid->number;
			else if (!kin_threads_list(threads, task))
				threads->listed = false;
		}
	}
	rcu_read_unlock();
	sort(threads->list, threads->count, sizeof(threads->list[0]), kin_pid_order, NULL);
	return err;
}

/* The listed pid at the cursor, passing over those that are gone. Locking: rcu_read_lock(). */
struct pid *kin_threads_listed(struct kin_cursor *cursor, const struct kin_threads *threads)
{
	struct pid *pid;

	for (; cursor->key[0] < threads->count; cursor->key[0]++) {
		pid = find_pid_ns(threads->list[cursor->key[0]], &init_pid_ns);
		if (pid)
			return pid;
	}
	return NULL;
}
