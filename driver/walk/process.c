// SPDX-License-Identifier: GPL-2.0-only
/* Processes by pid, each with its address space if the caller may read that. */
#include <linux/err.h>
#include <linux/pid.h>
#include <linux/pid_namespace.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>

#include "../kernel/rwsem.h"
#include "../kernel/task.h"
#include "live.h"
#include "process.h"
#include "trylock.h"

/* Whether a process has an address space, as far as can be told at a glance. */
static bool kin_process_has_mm(const struct task_struct *leader)
{
	if (leader->flags & PF_KTHREAD)
		return false;
	return READ_ONCE(leader->mm) || READ_ONCE(leader->signal->nr_threads) > 1;
}

/**
 * kin_process_busy - note which lock was not free in time
 * @process: the process
 * @lock: enum kintrospect_busy_lock
 * @sem: the lock
 */
void kin_process_busy(struct kin_process *process, u8 lock, struct rw_semaphore *sem)
{
	process->busy = true;
	process->busy_lock = lock;
	process->busy_holder = kin_rwsem_writer(sem);
}

/*
 * Take the address space of @task if opener and caller may read it. Exec gives a
 * task a new one first and new credentials after, and holds exec_update_lock all
 * the while: under it, what was allowed and what was taken belong together. An exec
 * may be stuck in between, closing a file of a file system that does not answer.
 */
static int kin_process_take(struct kin_cursor *cursor, struct task_struct *task,
			    struct kin_process *process)
{
	struct rw_semaphore *lock = &task->signal->exec_update_lock;
	int err = kin_down_read(cursor, lock);

	if (err == -EBUSY && kin_gate_mm(&cursor->gate, task)) {
		kin_process_busy(process, KINTROSPECT_BUSY_LOCK_EXEC_UPDATE_LOCK, lock);
		return err;
	}
	if (err == -EBUSY) {
		cursor->flags |= KINTROSPECT_BATCH_FLAG_PARTIAL;
		return -EPERM;
	}
	if (err)
		return err;
	process->mm = get_task_mm(task);
	if (process->mm && !kin_gate_mm(&cursor->gate, task)) {
		mmput_async(process->mm);
		process->mm = NULL;
		cursor->flags |= KINTROSPECT_BATCH_FLAG_PARTIAL;
		err = -EPERM;
	}
	up_read(lock);
	return err;
}

/*
 * Take the address space of @process by its first thread or, if that has ended, by one that
 * is left. The first one may end after it was looked at.
 */
static int kin_process_enter(struct kin_cursor *cursor, struct kin_process *process)
{
	struct task_struct *leader = process->leader, *user;
	int err = 0;

	if (READ_ONCE(leader->mm))
		err = kin_process_take(cursor, leader, process);
	if (err || process->mm)
		return err;
	user = kin_live_find(cursor, leader);
	if (!user)
		return 0;
	err = kin_process_take(cursor, user, process);
	put_task_struct(user);
	return err;
}

/**
 * kin_process_open - resolve a filter by pid
 * @cursor: the dump
 * @filter: the filter
 * @field: its field number
 * @only: set to the process's id, referenced, or to NULL without a filter
 *
 * A process that was asked for has more time for its locks than one of many.
 *
 * Process context, may sleep. Return: 0, -ESRCH when there is no such process,
 * -EPERM when its address space may not be read, with words.
 */
int kin_process_open(struct kin_cursor *cursor, const struct kin_filter *filter,
		     unsigned int field, struct pid **only)
{
	struct kin_process process = {};
	struct pid *pid = NULL;
	int ret;

	*only = NULL;
	if (!filter->set)
		return 0;
	rcu_read_lock();
	if (filter->number <= INT_MAX)
		pid = find_pid_ns(filter->number, &init_pid_ns);
	if (pid && pid_task(pid, PIDTYPE_TGID))
		*only = get_pid(pid);
	rcu_read_unlock();
	if (!*only)
		return kin_fail(cursor, -ESRCH, field, "there is no process with this pid");
	cursor->wait.item_max_ns = KIN_WAIT_NAMED_NS;
	cursor->wait.dump_ns = KIN_WAIT_NAMED_NS;
	kin_trylock_item(cursor);
	ret = kin_process_again(cursor, *only, &process);
	kin_process_put(&process);
	if (ret == -EPERM)
		kin_fail(cursor, ret, field,
			 "its address space may not be read: needs CAP_SYS_PTRACE");
	if (ret >= 0 || ret == -EBUSY)
		return 0;
	put_pid(*only);
	*only = NULL;
	return ret;
}

/**
 * kin_process_next - the next process that has an address space
 * @cursor: the dump; key[0] is the least pid to look at, and is set to the
 *	process's own: add one to go on
 * @only: look at no other process than this, or NULL
 * @process: zeroed; what was found, to be given back by kin_process_put()
 *
 * Process context, may sleep. Return: 1, and with neither @process->mm nor
 * @process->busy that just means to come again; 0 at the end; -EINTR.
 */
int kin_process_next(struct kin_cursor *cursor, struct pid *only, struct kin_process *process)
{
	struct task_struct *leader = NULL;
	struct kin_pids pids = {};
	unsigned int looked = 0;
	struct pid *pid;
	bool more = true;
	int ret;

	rcu_read_lock();
	kin_hold_begin(cursor);
	do {
		if (only)
			pid = cursor->key[0] <= pid_nr(only) ? only : NULL;
		else
			pid = looked ? kin_pids_next(&pids) :
				       kin_pids_first(&pids, cursor->key[0]);
		if (!pid)
			break;
		looked++;
		cursor->key[0] = pid_nr(pid);
		leader = pid_task(pid, PIDTYPE_TGID);
		more = kin_charge(cursor, leader ? KIN_COST_LOOK : KIN_COST_PID);
		if (leader && kin_process_has_mm(leader))
			break;
		leader = NULL;
		cursor->key[0]++;
	} while (more);
	if (leader) {
		process->pid = cursor->key[0];
		process->id = get_pid(pid);
		process->leader = leader;
		get_task_struct(leader);
	}
	kin_hold_end(cursor);
	rcu_read_unlock();
	cursor->cost.walked += looked;

	if (!leader)
		return pid ? 1 : 0;
	kin_trylock_item(cursor);
	ret = kin_process_enter(cursor, process);
	if (!process->mm && !process->busy)
		cursor->key[0]++;
	return ret == -EINTR ? ret : 1;
}

/**
 * kin_process_again - the same process once more
 * @cursor: the dump
 * @id: which
 * @process: zeroed; to be given back by kin_process_put()
 *
 * Process context, may sleep. Return: 1; 0 when it is gone or has no address
 * space; -EPERM when that may not be read; -EBUSY with @process->busy; -EINTR.
 */
int kin_process_again(struct kin_cursor *cursor, struct pid *id, struct kin_process *process)
{
	struct task_struct *leader;
	int err;

	rcu_read_lock();
	kin_hold_begin(cursor);
	leader = pid_task(id, PIDTYPE_TGID);
	kin_charge(cursor, KIN_COST_LOOK);
	if (leader && kin_process_has_mm(leader)) {
		process->pid = pid_nr(id);
		process->id = get_pid(id);
		process->leader = leader;
		get_task_struct(leader);
	}
	kin_hold_end(cursor);
	rcu_read_unlock();
	if (!process->leader)
		return 0;
	err = kin_process_enter(cursor, process);
	return err ? err : !!process->mm;
}

/**
 * kin_process_put - release what was found
 * @process: the process, or zeroed
 *
 * The last user of an address space tears it down, which is not for a reader to
 * wait for: a worker does it. Process context.
 */
void kin_process_put(struct kin_process *process)
{
	if (process->mm)
		mmput_async(process->mm);
	if (process->leader)
		put_task_struct(process->leader);
	put_pid(process->id);
	*process = (struct kin_process){};
}
