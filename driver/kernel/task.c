// SPDX-License-Identifier: GPL-2.0-only
/* What reading tasks needs that no module may link to. */
#include <linux/cache.h>
#include <linux/mm.h>
#include <linux/oom.h>
#include <linux/sched.h>
#include <linux/sched/deadline.h>
#include <linux/sched/rt.h>
#include <linux/sched/task.h>
#include <linux/swap.h>

#include "btf.h"
#include "task.h"

/* Where struct mnt_namespace, which is private, keeps its number. */
int kin_mnt_ns_offset __ro_after_init = -1;

/* The class of the driver's loader, if it is an ordinary task, and of the boot CPU's idle task. */
static const char *kin_class_fair __ro_after_init, *kin_class_idle __ro_after_init;

/**
 * kin_task_init - find out what this kernel is like
 *
 * After kin_btf_init(). Process context, may sleep.
 */
void kin_task_init(void)
{
	if (current->prio >= MAX_RT_PRIO)
		kin_class_fair = (const char *)current->sched_class;
	kin_class_idle = (const char *)init_task.sched_class;
	kin_mnt_ns_offset = kin_btf_offset("mnt_namespace", "ns", sizeof(struct ns_common));
}

/**
 * kin_pids_search - leave the leaf and find the next pid from the root
 * @pids: the walk
 *
 * Locking: rcu_read_lock(). Return: the pid, or NULL at the end.
 */
struct pid *kin_pids_search(struct kin_pids *pids)
{
	const struct radix_tree_root *root = &init_pid_ns.idr.idr_rt;
	struct radix_tree_iter *iter = &pids->iter;
	void *entry;

	for (;;) {
		/* In a leaf still, before something that is no pid: begin with it again. */
		if (pids->slot < pids->end)
			iter->next_index -= pids->end - pids->slot;
		pids->slot = radix_tree_next_chunk(root, iter, 0);
		if (!pids->slot)
			return NULL;
		pids->end = pids->slot + radix_tree_chunk_size(iter);
		for (; pids->slot < pids->end; pids->slot++) {
			entry = rcu_dereference_raw(*pids->slot);
			/* The root of a tree that has just grown, or a leaf that has gone. */
			if (xa_is_internal(entry))
				break;
			if (entry) {
				pids->slot++;
				return entry;
			}
		}
	}
}

/*
 * Without symbols: classes lie side by side in the order of their rank, idle, fair,
 * rt, dl, stop or the other way round (SCHED_DATA in vmlinux.lds.h, since 5.9). Two
 * that are known tell where the others are; with sched_ext there is one more.
 */
static int kin_task_class_by_place(const char *class)
{
	ptrdiff_t step = kin_class_fair - kin_class_idle;

	if (!kin_class_fair || IS_ENABLED(CONFIG_SCHED_CLASS_EXT))
		return -1;
	if (class == kin_class_fair + step)
		return KINTROSPECT_SCHED_CLASS_RT;
	if (class == kin_class_fair + 3 * step)
		return KINTROSPECT_SCHED_CLASS_STOP;
	return -1;
}

/**
 * kin_task_class_guess - the scheduling class where symbols are missing
 * @task: the task
 *
 * By the effective priority, which goes with the class but in three cases: idle
 * tasks have that of a fair one, but a class that is known; a kernel thread of the
 * highest real-time priority may be of the stop class, which its place tells; and
 * a fair one may be scheduled by a BPF program.
 *
 * Any context. Return: KINTROSPECT_SCHED_CLASS_*, -1 where it cannot be told.
 */
int kin_task_class_guess(const struct task_struct *task)
{
	int prio = READ_ONCE(task->prio);

	/* A class that has no symbol though classes have: nothing is known of it. */
	if (kin_data_fair_sched_class)
		return -1;
	if ((const char *)READ_ONCE(task->sched_class) == kin_class_idle)
		return KINTROSPECT_SCHED_CLASS_IDLE;
	if (dl_prio(prio))
		return KINTROSPECT_SCHED_CLASS_DEADLINE;
	if (prio == 0 && (READ_ONCE(task->flags) & PF_KTHREAD))
		return kin_task_class_by_place((const char *)READ_ONCE(task->sched_class));
	if (prio < MAX_RT_PRIO)
		return KINTROSPECT_SCHED_CLASS_RT;
	return IS_ENABLED(CONFIG_SCHED_CLASS_EXT) ? -1 : KINTROSPECT_SCHED_CLASS_FAIR;
}

/* Why the class of tasks is not known in general; NULL where it is. */
const char *kin_task_class_why(void)
{
	if (!kin_data_fair_sched_class && IS_ENABLED(CONFIG_SCHED_CLASS_EXT))
		return KIN_DATA_WHY(fair_sched_class);
	return NULL;
}

/**
 * kin_stack_used - how much of its kernel stack a task has ever used
 * @task: the task, referenced
 *
 * Stacks are zeroed when a task gets them, so what is still zero, seen from the
 * far end, was never used. Reads a stack that may be in use: any value will do.
 *
 * Any context. Return: bytes, 0 when the stack is gone or cannot be held.
 */
unsigned int kin_stack_used(struct task_struct *task)
{
	const unsigned long *word, *end;
	unsigned int used;
	void *stack;

	if (KIN_STACK_WHY)
		return 0;
	stack = try_get_task_stack(task);
	if (!stack)
		return 0;
	end = stack + THREAD_SIZE;
	/* The last word is a mark against overruns (CONFIG_SCHED_STACK_END_CHECK). */
	word = end_of_stack(task) + 1;
	while (word < end && !READ_ONCE_NOCHECK(*word))
		word++;
	used = (end - word) * sizeof(*word);
#ifdef CONFIG_THREAD_INFO_IN_TASK
	KIN_FN(put_task_stack)(task);
#endif
	return used;
}

/**
 * kin_oom_pages - memory that OOM scores are relative to
 *
 * Process context. Return: pages of memory and swap.
 */
unsigned long kin_oom_pages(void)
{
	struct sysinfo info = { .totalswap = 0 };

#ifdef CONFIG_SWAP
	if (KIN_FN_HAS(si_swapinfo))
		KIN_FN(si_swapinfo)(&info);
#endif
	return totalram_pages() + info.totalswap;
}

/**
 * kin_oom_score - score by which the OOM killer would pick a task
 * @task: the task, referenced
 * @pages: what kin_oom_pages() gave
 *
 * Only where KIN_FN_HAS(oom_badness). Takes alloc_lock of @task's threads till
 * one with memory is found. Return: what /proc/PID/oom_score shows.
 */
unsigned int kin_oom_score(struct task_struct *task, unsigned long pages)
{
	long badness = KIN_FN(oom_badness)(task, pages);

	/* Not to be killed. */
	if (badness == LONG_MIN)
		return 0;
	return (1000 + badness * 1000 / (long)pages) * 2 / 3;
}
