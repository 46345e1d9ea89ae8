/* SPDX-License-Identifier: GPL-2.0-only */
/* What differs from kernel to kernel about scheduling. */
#ifndef KIN_COMPAT_SCHED_H
#define KIN_COMPAT_SCHED_H

#include <linux/cpumask.h>
#include <linux/sched.h>
#include <linux/version.h>

/* --- on its run queue -------------------------------------------------- */

/* Since 6.12 a thread that sleeps may be left on the run queue for a while. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
#define KIN_HAS_DELAYED 1
#define KIN_DELAYED(task) READ_ONCE((task)->se.sched_delayed)
/* Whether se.deadline counts from vruntime, till it is queued again. */
#define KIN_DEADLINE_RELATIVE(task) READ_ONCE((task)->se.rel_deadline)
#else
#define KIN_HAS_DELAYED 0
#define KIN_DELAYED(task) 0
#define KIN_DEADLINE_RELATIVE(task) 0
#endif
#define KIN_DELAYED_WHY (KIN_HAS_DELAYED ? NULL : "needs Linux 6.12")

/* The scheduler of 6.6 has deadlines, slices and lags, EEVDF. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 6, 0)
#define KIN_HAS_EEVDF 1
#define KIN_VDEADLINE(task) KIN_U64((task)->se.deadline)
#define KIN_SLICE(task) KIN_U64((task)->se.slice)
#define KIN_VLAG(task) KIN_U64((task)->se.vlag)
#else
#define KIN_HAS_EEVDF 0
#define KIN_VDEADLINE(task) 0
#define KIN_SLICE(task) 0
#define KIN_VLAG(task) 0
#endif
#define KIN_EEVDF_WHY (KIN_HAS_EEVDF ? NULL : "needs Linux 6.6")

/* PREEMPT_RT had it first. */
#if !defined(CONFIG_SMP) || \
	(LINUX_VERSION_CODE < KERNEL_VERSION(5, 11, 0) && !defined(CONFIG_PREEMPT_RT))
#define KIN_HAS_MIGRATION 0
#define KIN_MIGRATION_DISABLED(task) 0
#else
#define KIN_HAS_MIGRATION 1
#define KIN_MIGRATION_DISABLED(task) READ_ONCE((task)->migration_disabled)
#endif
#define KIN_MIGRATION_WHY \
	(KIN_HAS_MIGRATION ? NULL : \
	 "needs CONFIG_SMP and, before Linux 5.11, CONFIG_PREEMPT_RT")

/* --- affinity ---------------------------------------------------------- */

/* Till 6.2 the kernel did not keep what it was asked for. */
#if defined(CONFIG_SMP) && LINUX_VERSION_CODE >= KERNEL_VERSION(6, 2, 0)
#define KIN_CPUS_USER_WHY NULL
/* Who sets it holds pi_lock. */
#define KIN_CPUS_USER(task) ((task)->user_cpus_ptr)
#else
#define KIN_CPUS_USER_WHY "needs CONFIG_SMP and Linux 6.2"
#define KIN_CPUS_USER(task) ((void)(task), (const struct cpumask *)NULL)
#endif

/* --- statistics -------------------------------------------------------- */

#ifdef CONFIG_SCHEDSTATS
static inline const struct sched_statistics *kin_schedstats(const struct task_struct *task)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 16, 0)
	return &task->stats;
#else
	return &task->se.statistics;
#endif
}
#endif

#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 16, 0)
#define KIN_HAS_BLOCK_TOTAL 1
#define KIN_BLOCK_TOTAL(stats) KIN_U64((stats)->sum_block_runtime)
#else
#define KIN_HAS_BLOCK_TOTAL 0
#define KIN_BLOCK_TOTAL(stats) 0
#endif

#endif
