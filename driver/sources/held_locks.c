// SPDX-License-Identifier: GPL-2.0-only
/* Locks that threads hold or wait for: task_struct.held_locks. */
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/task.h>
#include <linux/slab.h>

#include "../kernel/task.h"
#include "lockname.h"

/* Key: pid. */

/**
 * struct kin_held_locks - a dump
 * @locks: those of one task
 * @count: how many
 * @next: the first that has no row
 * @stale: lockdep was off when they were copied
 * @pid: the task
 * @comm: its name
 * @class: the current class
 * @text: room for a name or a symbol
 */
struct kin_held_locks {
	struct kin_held_lock locks[KIN_LOCK_DEPTH];
	unsigned int count;
	unsigned int next;
	bool stale;
	u32 pid;
	char comm[TASK_COMM_LEN];
	struct kin_lock_class class;
	char text[KIN_LOCK_TEXT];
};

static int kin_held_locks_open(struct kin_cursor *cursor)
{
	const struct kin_filter *pid = &cursor->filter[kin_filter_held_locks_pid];
	struct kin_held_locks *walk;
	bool there = true;

	if (pid->set) {
		rcu_read_lock();
		there = pid->number && pid->number <= INT_MAX &&
			pid_task(find_pid_ns(pid->number, &init_pid_ns), PIDTYPE_PID);
		rcu_read_unlock();
		cursor->key[0] = pid->number;
	}
	if (!there)
		return kin_fail(cursor, -ESRCH, kin_f_held_locks_pid,
				"there is no thread with that pid");
	walk = kzalloc(sizeof(*walk), GFP_KERNEL);
	cursor->private = walk;
	return walk ? 0 : -ENOMEM;
}

/* False when the batch has no room. */
static bool kin_held_locks_row(struct kin_cursor *cursor, struct kin_held_locks *walk,
			       const struct kin_held_lock *lock)
{
	struct kintrospect_held_locks_row *row = kin_row(cursor);
	size_t len = 0;

	if (!row)
		return false;
	kin_set(row, held_locks, pid, walk->pid);
	kin_set(row, held_locks, depth, walk->next);
	kin_set_chars(row, held_locks, comm, walk->comm);
	kin_set(row, held_locks, class_id, lock->id);
	kin_set(row, held_locks, mode, lock->mode);
	kin_set(row, held_locks, trylock, lock->trylock);
	kin_set(row, held_locks, hardirqs_off, lock->hardirqs_off);
	kin_set(row, held_locks, site_addr, lock->site);
	kin_set(row, held_locks, instance_addr, (unsigned long)lock->instance);
	kin_set(row, held_locks, stale, walk->stale);
	/* How it is now lockdep no longer knows. */
	if (lock->state >= 0 && !walk->stale)
		kin_set(row, held_locks, state, lock->state);
	if (lock->held_ns >= 0 && !walk->stale)
		kin_set(row, held_locks, held_ns, lock->held_ns);
	if (lock->wait_ns >= 0 && !walk->stale)
		kin_set(row, held_locks, wait_ns, lock->wait_ns);
	if (lock->key) {
		/* The class may be gone since, and its number another's. */
		if (kin_lock_copy(&walk->class, lock->id, false) && walk->class.key == lock->key)
			len = kin_lock_class_name(walk->text, &walk->class);
		else
			cursor->flags |= KINTROSPECT_BATCH_FLAG_INTERRUPTED;
	}
	if (len && !kin_set_string(cursor, row, held_locks, name, walk->text, len))
		return false;
	len = kin_lock_symbol(walk->text, lock->site);
	if (len && !kin_set_string(cursor, row, held_locks, site, walk->text, len))
		return false;
	kin_commit(cursor, row);
	return true;
}

/*
 * The locks of the next task that has any. False at the end of all tasks, else there
 * may be more.
 */
static bool kin_held_locks_next(struct kin_cursor *cursor, struct kin_held_locks *walk)
{
	bool only = cursor->filter[kin_filter_held_locks_pid].set;
	unsigned int looked = 0;
	struct task_struct *task;
	struct kin_pids pids;
	struct pid *pid;
	bool more = true;
	int count = 0;

	kin_hold_begin(cursor);
	rcu_read_lock();
	for (pid = kin_pids_first(&pids, cursor->key[0]); pid && more;
	     pid = kin_pids_next(&pids)) {
		if (only && pid->numbers[0].nr != cursor->filter[kin_filter_held_locks_pid].number)
			break;
		looked++;
		cursor->key[0] = pid->numbers[0].nr + 1;
		task = kin_pid_task(pid, PIDTYPE_PID);
		more = kin_charge(cursor, task ? KIN_COST_LOOK + KIN_COST_HELD : KIN_COST_PID);
		count = task ? kin_held_locks(walk->locks, task) : 0;
		if (count == -EAGAIN)
			cursor->flags |= KINTROSPECT_BATCH_FLAG_INTERRUPTED;
		if (count <= 0)
			continue;
		get_task_struct(task);
		break;
	}
	rcu_read_unlock();
	kin_hold_end(cursor);
	walk->stale = kin_lock_note_stale(cursor);
	cursor->cost.walked += looked;
	if (count > 0) {
		walk->pid = cursor->key[0] - 1;
		walk->count = count;
		walk->next = 0;
		get_task_comm(walk->comm, task);
		put_task_struct(task);
	}
	return pid && (!only || count > 0);
}

static int kin_held_locks_fill(struct kin_cursor *cursor)
{
	struct kin_held_locks *walk = cursor->private;

	for (; walk->next < walk->count; walk->next++)
		if (!kin_held_locks_row(cursor, walk, &walk->locks[walk->next]))
			return 1;
	return kin_held_locks_next(cursor, walk);
}

static void kin_held_locks_close(struct kin_cursor *cursor)
{
	kfree(cursor->private);
}

static const char *kin_held_locks_missing(unsigned int field)
{
	switch (field) {
	case KIN_WHOLE:
		return IS_ENABLED(CONFIG_LOCKDEP) ? NULL : KIN_NO_LOCKDEP;
	case kin_f_held_locks_name:
		return kin_lock_why();
	case kin_f_held_locks_state:
	case kin_f_held_locks_held_ns:
	case kin_f_held_locks_wait_ns:
		return IS_ENABLED(CONFIG_LOCK_STAT) ? NULL : KIN_NO_LOCK_STAT;
	default:
		return NULL;
	}
}

const struct kin_source kin_held_locks_source = {
	.table = &kin_held_locks_table,
	.missing = kin_held_locks_missing,
	.open = kin_held_locks_open,
	.fill = kin_held_locks_fill,
	.close = kin_held_locks_close,
};
