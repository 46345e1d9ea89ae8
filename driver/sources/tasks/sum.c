// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sums over the threads of a process. Those that have left are in its
 * signal_struct; a thread leaves, and is added there, in one write section of
 * stats_lock, so that a sum during which its count stood still is exact. The
 * lock itself is never taken.
 */
#include <linux/rculist.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>

#include "tasks.h"

/* How often a sum is begun before it is given up. */
#define KIN_SUM_TRIES 8

/**
 * kin_tasks_sum_process - sum over the threads of a process of not too many
 * @walk: the dump; sets @walk->sum, or @walk->sum_failed when threads come or
 *	leave so fast that no sum can be had
 * @sig: the process
 * @limit: threads to look at, at most
 *
 * Locking: rcu_read_lock(). Return: how many threads were looked at.
 */
unsigned int kin_tasks_sum_process(struct kin_tasks *walk, const struct signal_struct *sig,
				   unsigned int limit)
{
	const struct task_struct *task;
	unsigned int seq, tries, looked = 0;

	walk->sum_failed = true;
	for (tries = 0; tries < KIN_SUM_TRIES; tries++) {
		seq = raw_read_seqcount(&sig->stats_lock.seqcount);
		if (seq & 1) {
			cpu_relax();
			continue;
		}
		kin_tasks_sum_gone(&walk->sum, sig);
		__for_each_thread(sig, task) {
			if (looked == limit)
				return looked;
			looked++;
			kin_tasks_sum_thread(&walk->sum, task);
		}
		if (!read_seqcount_retry(&sig->stats_lock.seqcount, seq)) {
			walk->sum_failed = false;
			break;
		}
	}
	return looked;
}

/**
 * kin_tasks_sum_begin - begin a row in several steps: very many threads are to be summed, or
 *	the first one has ended
 * @walk: the dump
 * @leader: the process's first thread
 *
 * Locking: rcu_read_lock(). Takes a reference to @leader.
 */
void kin_tasks_sum_begin(struct kin_tasks *walk, struct task_struct *leader)
{
	get_task_struct(leader);
	walk->leader = leader;
	walk->restarts = 0;
	walk->summed = !(walk->parts & KIN_TASKS_SUMS);
	walk->searched = false;
	walk->sum_failed = false;
}

static void kin_tasks_sum_drop(struct kin_tasks *walk)
{
	if (walk->thread)
		put_task_struct(walk->thread);
	walk->thread = NULL;
}

/* Forget the process that is being summed, if there is one. May sleep. */
void kin_tasks_sum_end(struct kin_tasks *walk)
{
	kin_tasks_sum_drop(walk);
	if (walk->user)
		put_task_struct(walk->user);
	if (walk->leader)
		put_task_struct(walk->leader);
	walk->user = NULL;
	walk->leader = NULL;
}

/**
 * kin_tasks_sum_more - one step: as many threads as one RCU section may visit
 * @cursor: the dump
 * @walk: the dump, between kin_tasks_sum_begin() and kin_tasks_sum_end()
 *
 * The thread to go on behind is held by a reference. It still is on the list,
 * and so leads on, when no thread has left since.
 *
 * Process context. Return: 1 when there is more to add, 0 when the sum is
 * complete, -EAGAIN when it cannot be had.
 */
int kin_tasks_sum_more(struct kin_cursor *cursor, struct kin_tasks *walk)
{
	struct signal_struct *sig = walk->leader->signal;
	struct task_struct *task = NULL;
	const struct list_head *at;
	unsigned int looked = 0;
	int more = 1;

	if (!walk->thread) {
		if (walk->restarts++ == KIN_SUM_TRIES)
			return -EAGAIN;
		walk->seq = raw_read_seqcount(&sig->stats_lock.seqcount);
		if (walk->seq & 1)
			return 1;
		kin_tasks_sum_gone(&walk->sum, sig);
	}
	kin_hold_begin(cursor);
	rcu_read_lock();
	if (read_seqcount_retry(&sig->stats_lock.seqcount, walk->seq)) {
		rcu_read_unlock();
		kin_hold_end(cursor);
		kin_tasks_sum_drop(walk);
		return 1;
	}
	at = walk->thread ? &walk->thread->thread_node : &sig->thread_head;
	do {
		at = READ_ONCE(at->next);
		if (at == &sig->thread_head) {
			more = 0;
			break;
		}
		task = container_of(at, struct task_struct, thread_node);
		kin_tasks_sum_thread(&walk->sum, task);
		looked++;
	} while (kin_charge(cursor, KIN_COST_THREAD));
	if (task && more)
		get_task_struct(task);
	if (!more && read_seqcount_retry(&sig->stats_lock.seqcount, walk->seq)) {
		task = NULL;
		more = 1;
	}
	rcu_read_unlock();
	kin_hold_end(cursor);
	cursor->cost.walked += looked;
	kin_tasks_sum_drop(walk);
	if (more)
		walk->thread = task;
	return more;
}
