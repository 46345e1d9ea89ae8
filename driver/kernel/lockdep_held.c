// SPDX-License-Identifier: GPL-2.0-only
/* Locks that tasks hold or wait for. Built where the kernel has CONFIG_LOCKDEP. */
#include <linux/kernel.h>
#include <linux/kintrospect.h>
#include <linux/lockdep.h>
#include <linux/sched.h>
#include <linux/sched/clock.h>

#include "lockdep.h"
#include "lookup.h"
#include "task.h"

#ifdef CONFIG_LOCK_STAT
/*
 * Taking a lock is noted before it is got: the last may be waited for still, which
 * lock_stat knows, if it is switched on. Where the time stamp counter has no trust, its
 * clock stands still from tick to tick. Then the same stamps may be those of a lock that
 * was got at once, or of one that is waited for since.
 */
static void kin_held_times(struct kin_held_lock *copy, const struct held_lock *held, bool last,
			   u64 now)
{
	const int *on = kin_data_lock_stat;
	u64 since = held->holdtime_stamp, waited = held->waittime_stamp;

	copy->state = KINTROSPECT_LOCK_STATE_HELD;
	copy->held_ns = now - since;
	copy->wait_ns = waited ? (s64)(since - waited) : -1;
	if (waited && (s64)(since - waited) < 0) {
		copy->state = KINTROSPECT_LOCK_STATE_WAITING;
		copy->held_ns = -1;
		copy->wait_ns = now - waited;
	} else if (last && (waited ? since == waited : !(on && READ_ONCE(*on)))) {
		copy->state = -1;
		copy->held_ns = -1;
		copy->wait_ns = -1;
	}
}
#else
static void kin_held_times(struct kin_held_lock *copy, const struct held_lock *held, bool last,
			   u64 now)
{
	copy->state = -1;
	copy->held_ns = -1;
	copy->wait_ns = -1;
}
#endif

/* How often a task has left a CPU: counted before it is off. */
static unsigned long kin_switches(const struct task_struct *task)
{
	return READ_ONCE(task->nvcsw) + READ_ONCE(task->nivcsw);
}

/**
 * kin_held_locks - copy what locks a task holds
 * @copy: KIN_LOCK_DEPTH of them
 * @task: the task, referenced or under RCU
 *
 * Only the task itself writes there: what was copied while it was on no CPU, and has
 * been on none meanwhile, is right. Any context.
 *
 * Return: how many, 0 for the caller itself, -EAGAIN for one that runs.
 */
int kin_held_locks(struct kin_held_lock *copy, const struct task_struct *task)
{
	int depth = READ_ONCE(task->lockdep_depth), i;
	unsigned long switches;
	u64 now;

	BUILD_BUG_ON(KIN_LOCK_DEPTH != MAX_LOCK_DEPTH);
	if (depth <= 0 || task == current)
		return 0;
	switches = kin_switches(task);
	/* In the reverse order of a context switch, which has a full barrier in it. */
	smp_rmb();
	if (kin_task_on_cpu(task))
		return -EAGAIN;
	/* What it wrote when it was last on a CPU. */
	smp_rmb();
	now = local_clock();
	depth = clamp(READ_ONCE(task->lockdep_depth), 0, (int)MAX_LOCK_DEPTH);
	for (i = 0; i < depth; i++, copy++) {
		/* Whether it was written meanwhile is found out below. */
		const struct held_lock held = data_race(task->held_locks[i]);

		copy->id = held.class_idx;
		copy->key = kin_lock_why() ? NULL : kin_lock_key(copy->id);
		copy->mode = held.read;
		copy->trylock = held.trylock;
		copy->hardirqs_off = held.hardirqs_off;
		copy->site = held.acquire_ip;
		copy->instance = held.instance;
		kin_held_times(copy, &held, i == depth - 1, now);
	}
	/* All of it before asking again. */
	smp_rmb();
	if (kin_task_on_cpu(task))
		return -EAGAIN;
	/* And the count last: it may have come and gone meanwhile. */
	smp_rmb();
	return kin_switches(task) == switches ? depth : -EAGAIN;
}
