// SPDX-License-Identifier: GPL-2.0-only
/*
 * A process whose first thread has ended is shown by a thread that is left. Dead threads
 * may be many: a tracer keeps them until it has waited for them.
 */
#include <linux/rculist.h>
#include <linux/rcupdate.h>
#include <linux/sched/task.h>

#include "live.h"

/* Holds that a search may take. Each looks at 409 threads. */
#define KIN_LIVE_HOLDS 64

/*
 * One hold of a search. @last is the dead thread to go on after, referenced, or NULL to begin
 * with the first one. While it has its pid it is on the list, and so leads on: a thread loses
 * its pid first. Return: 1 when there may be more, else 0.
 */
static int kin_live_step(struct kin_cursor *cursor, struct task_struct *leader,
			 struct task_struct **last, struct task_struct **found)
{
	const struct list_head *head = &leader->signal->thread_head, *at = head;
	struct task_struct *task = NULL, *before = *last;
	unsigned int looked = 0;
	int more = 1;

	rcu_read_lock();
	kin_hold_begin(cursor);
	if (before && pid_alive(before))
		at = &before->thread_node;
	do {
		at = rcu_dereference_raw(list_next_rcu(at));
		if (at == head) {
			more = 0;
			break;
		}
		task = container_of(at, struct task_struct, thread_node);
		looked++;
		if (READ_ONCE(task->mm)) {
			*found = task;
			more = 0;
		}
	} while (kin_charge(cursor, KIN_COST_THREAD) && more);
	*last = more ? task : NULL;
	if (*last)
		get_task_struct(*last);
	if (*found)
		get_task_struct(*found);
	kin_hold_end(cursor);
	rcu_read_unlock();
	if (before)
		put_task_struct(before);
	cursor->cost.walked += looked;
	return more;
}

/**
 * kin_live_find - find a thread of a process that has its address space
 * @cursor: the dump, which is marked as interrupted if the search is given up
 * @leader: the process's first thread, referenced
 *
 * Takes some holds, and none is held between them. Process context, may sleep. Return: the
 * thread, referenced, or NULL if none was found.
 */
struct task_struct *kin_live_find(struct kin_cursor *cursor, struct task_struct *leader)
{
	unsigned int holds = cursor->brief ? KIN_BRIEF_FILLS : KIN_LIVE_HOLDS;
	struct task_struct *last = NULL, *found = NULL;
	int more;

	do {
		more = kin_live_step(cursor, leader, &last, &found);
		cond_resched();
	} while (more && --holds && !fatal_signal_pending(current));
	if (last)
		put_task_struct(last);
	if (more)
		cursor->flags |= KINTROSPECT_BATCH_FLAG_INTERRUPTED;
	return found;
}
