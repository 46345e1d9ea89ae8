/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * CPU times as /proc has them. The kernel's own functions are not exported, or
 * write down what they have shown.
 */
#ifndef KIN_KERNEL_CPUTIME_H
#define KIN_KERNEL_CPUTIME_H

#include <linux/context_tracking_state.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/sched.h>
#include <linux/version.h>

#include "../compat/u64.h"

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

/**
 * kin_cputime_add - add a task's CPU time to a sum
 * @time: the sum
 * @task: the task
 *
 * What task_cputime() adds, which is not exported. Any context.
 */
static inline void kin_cputime_add(struct kin_cputime *time, const struct task_struct *task)
{
	time->utime += KIN_U64(task->utime);
	time->stime += KIN_U64(task->stime);
	time->runtime += KIN_U64(task->se.sum_exec_runtime);
	if (kin_vtime_enabled())
		kin_vtime_add(time, task);
}

/* a * b / c, where a is not above c and c below 2^62. */
static inline u64 kin_mul_div(u64 a, u64 b, u64 c)
{
#if defined(CONFIG_X86_64) || LINUX_VERSION_CODE >= KERNEL_VERSION(6, 1, 0)
	return mul_u64_u64_div_u64(a, b, c);
#else
	/* 5.10 has it inline on x86 and exports it nowhere: bit by bit. */
	u64 quotient = 0, rest = 0;
	int bit;

	for (bit = fls64(b) - 1; bit >= 0; bit--) {
		rest = 2 * rest + (b >> bit & 1 ? a : 0);
		for (quotient *= 2; rest >= c; quotient++)
			rest -= c;
	}
	return quotient;
#endif
}

/**
 * kin_cputime_adjust - user and system time as /proc shows them
 * @raw: what was counted
 * @prev: what /proc showed last, below which neither falls
 * @utime: user time, ns
 * @stime: system time, ns
 *
 * Ticks tell how to divide the time that the scheduler measured. The result is
 * what the kernel's cputime_adjust() makes of the same numbers, but nothing is
 * written: looking must not change what the next one sees. Any context.
 */
static inline void kin_cputime_adjust(const struct kin_cputime *raw,
				      const struct prev_cputime *prev, u64 *utime, u64 *stime)
{
#ifdef CONFIG_VIRT_CPU_ACCOUNTING_NATIVE
	*utime = raw->utime;
	*stime = raw->stime;
#else
	u64 prev_utime = KIN_U64(prev->utime);
	u64 prev_stime = KIN_U64(prev->stime);
	u64 system;

	if (prev_stime + prev_utime >= raw->runtime) {
		*utime = prev_utime;
		*stime = prev_stime;
		return;
	}
	if (!raw->stime)
		system = 0;
	else if (!raw->utime)
		system = raw->runtime;
	else
		system = min(kin_mul_div(raw->stime, raw->runtime, raw->stime + raw->utime),
			     raw->runtime);
	system = max(system, prev_stime);
	/* User time must not go back either; both cannot, as runtime has grown. */
	if (raw->runtime - system < prev_utime)
		system = raw->runtime - prev_utime;
	*utime = raw->runtime - system;
	*stime = system;
#endif
}

#endif
