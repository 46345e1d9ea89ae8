/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What differs from kernel to kernel about tasks, and what reading them needs
 * that no module may link to.
 */
#ifndef KIN_KERNEL_TASK_H
#define KIN_KERNEL_TASK_H

#include <linux/idr.h>
#include <linux/pid.h>
#include <linux/pid_namespace.h>
#include <linux/proc_ns.h>
#include <linux/radix-tree.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/sched/task_stack.h>
#include <linux/version.h>

#include "../compat/task_flags.h"
#include "cputime.h"
#include "lookup.h"

struct mnt_namespace;

void kin_task_init(void);

/* --- pids -------------------------------------------------------------- */

/*
 * A walk over the pids of the initial namespace in order, within one RCU read
 * section. The kernel's find_ge_pid() descends the tree again for every pid;
 * this goes on in the leaf where it is. Locking: rcu_read_lock().
 */
struct kin_pids {
	struct radix_tree_iter iter;
	void __rcu **slot;
	void __rcu **end;
};

struct pid *kin_pids_search(struct kin_pids *pids);

/* The next pid, or NULL. */
static inline struct pid *kin_pids_next(struct kin_pids *pids)
{
	while (pids->slot < pids->end) {
		void *entry = rcu_dereference_raw(*pids->slot);

		/* What is not a pid is a sign that the tree has changed. */
		if (unlikely(xa_is_internal(entry)))
			break;
		pids->slot++;
		if (entry)
			return entry;
	}
	return kin_pids_search(pids);
}

/* The first pid from number @nr on, or NULL. */
static inline struct pid *kin_pids_first(struct kin_pids *pids, unsigned int nr)
{
	unsigned int base = init_pid_ns.idr.idr_base;

	pids->slot = NULL;
	pids->end = NULL;
	radix_tree_iter_init(&pids->iter, nr < base ? 0 : nr - base);
	return kin_pids_search(pids);
}

/* As pid_task(), without the call. Locking: rcu_read_lock(). */
static inline struct task_struct *kin_pid_task(struct pid *pid, enum pid_type type)
{
	struct hlist_node *node = rcu_dereference_raw(hlist_first_rcu(&pid->tasks[type]));

	return node ? hlist_entry(node, struct task_struct, pid_links[type]) : NULL;
}

/* --- state ------------------------------------------------------------- */

static inline bool kin_task_on_cpu(const struct task_struct *task)
{
#if defined(CONFIG_SMP) || LINUX_VERSION_CODE >= KERNEL_VERSION(6, 17, 0)
	return READ_ONCE(task->on_cpu);
#else
	/* Without SMP the only task that runs is the one that asks. */
	return task == current;
#endif
}

/* The class that schedules a task that is out of reach of the symbols. */
int kin_task_class_guess(const struct task_struct *task);

/**
 * kin_task_class - the class that schedules a task now
 * @task: the task
 *
 * Any context. Return: KINTROSPECT_SCHED_CLASS_*, -1 where it cannot be told.
 */
static inline int kin_task_class(const struct task_struct *task)
{
	const void *class = READ_ONCE(task->sched_class);

	if (likely(class == kin_data_fair_sched_class))
		return KINTROSPECT_SCHED_CLASS_FAIR;
	if (class == kin_data_rt_sched_class)
		return KINTROSPECT_SCHED_CLASS_RT;
	if (class == kin_data_ext_sched_class)
		return KINTROSPECT_SCHED_CLASS_EXT;
	if (class == kin_data_dl_sched_class)
		return KINTROSPECT_SCHED_CLASS_DEADLINE;
	if (class == kin_data_stop_sched_class)
		return KINTROSPECT_SCHED_CLASS_STOP;
	if (class == kin_data_idle_sched_class)
		return KINTROSPECT_SCHED_CLASS_IDLE;
	return kin_task_class_guess(task);
}

const char *kin_task_class_why(void);

/* --- namespaces -------------------------------------------------------- */

extern int kin_mnt_ns_offset;

/* Inode number of a mount namespace, 0 when unknown; @ns is kept from going. */
static inline unsigned int kin_mnt_ns_inum(const struct mnt_namespace *ns)
{
	if (kin_mnt_ns_offset < 0)
		return 0;
	return ((const struct ns_common *)((const char *)ns + kin_mnt_ns_offset))->inum;
}

/* --- stack and score --------------------------------------------------- */

#ifdef CONFIG_THREAD_INFO_IN_TASK
#define KIN_STACK_WHY (KIN_FN_HAS(put_task_stack) ? NULL : KIN_FN_WHY(put_task_stack))
#else
#define KIN_STACK_WHY NULL
#endif

/* Why it cannot be told where a task waits, or NULL. */
static inline const char *kin_wchan_why(void)
{
/* x86 found nobody without frame pointers before 5.16. */
#if defined(CONFIG_X86) && !defined(CONFIG_FRAME_POINTER) && \
	LINUX_VERSION_CODE < KERNEL_VERSION(5, 16, 0)
	return "needs CONFIG_FRAME_POINTER before Linux 5.16";
#elif !defined(CONFIG_KALLSYMS)
	return "needs CONFIG_KALLSYMS";
#else
	return KIN_FN_HAS(get_wchan) ? NULL : KIN_FN_WHY(get_wchan);
#endif
}

unsigned int kin_stack_used(struct task_struct *task);
unsigned long kin_oom_pages(void);
unsigned int kin_oom_score(struct task_struct *task, unsigned long pages);

#endif
