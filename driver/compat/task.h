/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What differs from kernel to kernel about tasks, and what reading them needs
 * that no module may link to.
 */
#ifndef KIN_COMPAT_TASK_H
#define KIN_COMPAT_TASK_H

#include <linux/context_tracking_state.h>
#include <linux/idr.h>
#include <linux/pid.h>
#include <linux/pid_namespace.h>
#include <linux/proc_ns.h>
#include <linux/radix-tree.h>
#include <linux/sched.h>
#include <linux/sched/cputime.h>
#include <linux/sched/signal.h>
#include <linux/sched/task_stack.h>
#include <linux/version.h>

#include "lookup.h"
#include "task_flags.h"

struct mnt_namespace;

void kin_task_init(void);

/* --- pids -------------------------------------------------------------- */

/*
 * A walk over the pids of the initial namespace in order, within one RCU read
 * section. The kernel's find_ge_pid() descends the tree anew for every pid;
 * this goes on in the leaf where it is. Locking: rcu_read_lock().
 */
struct kin_pids {
	struct radix_tree_iter iter;
	void __rcu **slot;
};

static inline struct pid *kin_pids_here(struct kin_pids *pids)
{
	struct idr *idr = &init_pid_ns.idr;

	while (pids->slot) {
		void *entry = rcu_dereference_raw(*pids->slot);

		/* As idr_get_next_ul(): a tree of one entry, a tree that changes. */
		if (entry && xa_is_internal(entry) &&
		    (pids->slot == &idr->idr_rt.xa_head || xa_is_retry(entry)))
			pids->slot = radix_tree_iter_retry(&pids->iter);
		else if (entry)
			return entry;
		pids->slot = radix_tree_next_slot(pids->slot, &pids->iter, 0);
		if (!pids->slot)
			pids->slot = radix_tree_next_chunk(&idr->idr_rt, &pids->iter, 0);
	}
	return NULL;
}

/* The first pid from number @nr on, or NULL. */
static inline struct pid *kin_pids_first(struct kin_pids *pids, unsigned int nr)
{
	struct idr *idr = &init_pid_ns.idr;

	pids->slot = radix_tree_iter_init(&pids->iter,
					  nr < idr->idr_base ? 0 : nr - idr->idr_base);
	pids->slot = radix_tree_next_chunk(&idr->idr_rt, &pids->iter, 0);
	return kin_pids_here(pids);
}

/* The next one, or NULL. */
static inline struct pid *kin_pids_next(struct kin_pids *pids)
{
	pids->slot = radix_tree_next_slot(pids->slot, &pids->iter, 0);
	if (!pids->slot)
		pids->slot = radix_tree_next_chunk(&init_pid_ns.idr.idr_rt, &pids->iter, 0);
	return kin_pids_here(pids);
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

/* --- times ------------------------------------------------------------- */

/**
 * struct kin_cputime - CPU time of one or more tasks, not yet adjusted
 * @utime: ticks that hit user mode, ns
 * @stime: ticks that hit the kernel, ns
 * @runtime: what the scheduler measured, ns
 */
struct kin_cputime {
	u64 utime;
	u64 stime;
	u64 runtime;
};

/* Whether CPU time is counted at context switches instead of by ticks (nohz_full). */
static inline bool kin_vtime_enabled(void)
{
#ifdef CONFIG_VIRT_CPU_ACCOUNTING_GEN
	return context_tracking_enabled();
#else
	return false;
#endif
}

void kin_vtime_add(struct kin_cputime *time, const struct task_struct *task);
void kin_cputime_adjust(const struct kin_cputime *raw, const struct prev_cputime *prev,
			u64 *utime, u64 *stime);

/* A counter of 64 bits that its owner may be changing. */
static inline u64 kin_read_u64(const u64 *at)
{
#ifdef CONFIG_64BIT
	return READ_ONCE(*at);
#else
	u64 value = *(const volatile u64 *)at, again;
	unsigned int tries;

	/* Two halves: they belong together when they come twice the same. */
	for (tries = 0; tries < 8; tries++) {
		again = value;
		value = *(const volatile u64 *)at;
		if (value == again)
			break;
	}
	return value;
#endif
}

/**
 * kin_cputime_add - add a task's CPU time to a sum
 * @time: the sum
 * @task: the task
 *
 * What task_cputime() adds, which is not exported. Any context.
 */
static inline void kin_cputime_add(struct kin_cputime *time, const struct task_struct *task)
{
	time->utime += kin_read_u64(&task->utime);
	time->stime += kin_read_u64(&task->stime);
	time->runtime += kin_read_u64(&task->se.sum_exec_runtime);
	if (kin_vtime_enabled())
		kin_vtime_add(time, task);
}

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

unsigned int kin_stack_used(struct task_struct *task);
unsigned long kin_oom_pages(void);
unsigned int kin_oom_score(struct task_struct *task, unsigned long pages);

#endif
