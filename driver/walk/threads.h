/* SPDX-License-Identifier: GPL-2.0-only */
/* A walk over threads, or processes, in the order of their pids. */
#ifndef KIN_WALK_THREADS_H
#define KIN_WALK_THREADS_H

#include <linux/pid.h>

#include "../kernel/task.h"
#include "../source.h"

/* Threads that are listed at most; of a process of more, all pids are looked at. */
#define KIN_THREADS_LIST 128

/**
 * struct kin_threads - which are looked at
 * @type: PIDTYPE_TGID: processes; PIDTYPE_PID: threads
 * @tgid: only this process's threads count; or 0
 * @born_ns: when its first thread began: another process may have the number since
 * @listed: only the pids in @list are looked at
 * @count: length of @list
 * @list: numbers of pids, ascending
 */
struct kin_threads {
	enum pid_type type;
	pid_t tgid;
	u64 born_ns;
	bool listed;
	unsigned int count;
	pid_t list[KIN_THREADS_LIST];
};

int kin_threads_open(struct kin_cursor *cursor, struct kin_threads *threads,
		     const struct kin_filter *pid, unsigned int pid_field,
		     const struct kin_filter *tgid, unsigned int tgid_field);
struct pid *kin_threads_listed(struct kin_cursor *cursor, const struct kin_threads *threads);

/* The pid to go on with, or NULL at the end. Locking: rcu_read_lock(). */
static inline struct pid *kin_threads_first(struct kin_cursor *cursor,
					    const struct kin_threads *threads,
					    struct kin_pids *pids)
{
	struct pid *pid;

	if (threads->listed)
		return kin_threads_listed(cursor, threads);
	pid = kin_pids_first(pids, cursor->key[0]);
	if (pid)
		cursor->key[0] = pid->numbers[0].nr;
	return pid;
}

/* The pid after that. Locking: that of kin_threads_first(). */
static inline struct pid *kin_threads_next(struct kin_cursor *cursor,
					   const struct kin_threads *threads,
					   struct kin_pids *pids)
{
	struct pid *pid;

	cursor->key[0]++;
	if (threads->listed)
		return kin_threads_listed(cursor, threads);
	pid = kin_pids_next(pids);
	if (pid)
		cursor->key[0] = pid->numbers[0].nr;
	return pid;
}

bool kin_threads_other(struct kin_cursor *cursor, const struct kin_threads *threads,
		       struct task_struct *task);

/* The task of a pid, or NULL where it is not to be looked at. Locking: rcu_read_lock(). */
static inline struct task_struct *kin_threads_task(struct kin_cursor *cursor,
						   const struct kin_threads *threads,
						   struct pid *pid)
{
	struct task_struct *task = kin_pid_task(pid, threads->type);

	return task && threads->tgid && kin_threads_other(cursor, threads, task) ? NULL : task;
}

#endif
