// SPDX-License-Identifier: GPL-2.0-only
/* What reading tasks needs that no module may link to. */
#include <linux/cache.h>
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/oom.h>
#include <linux/sched/clock.h>
#include <linux/sched/deadline.h>
#include <linux/sched/rt.h>
#include <linux/swap.h>

#include "btf.h"
#include "task.h"

/* Where struct mnt_namespace, which is private, keeps its number. */
int kin_mnt_ns_offset __ro_after_init = -1;

/**
 * kin_task_init - find out what this kernel is like
 *
 * After kin_btf_init(). Process context, may sleep.
 */
void kin_task_init(void)
{
	kin_mnt_ns_offset = kin_btf_offset("mnt_namespace", "ns", sizeof(struct ns_common));
}

/**
 * kin_task_class_guess - the scheduling class where symbols are missing
 * @task: the task
 *
 * By the effective priority, which goes with the class but in two cases: a
 * kernel thread of the highest real-time priority may be of the stop class,
 * and a fair one may be scheduled by a BPF program.
 *
 * Any context. Return: KINTROSPECT_SCHED_CLASS_*, -1 where it cannot be told.
 */
int kin_task_class_guess(const struct task_struct *task)
{
	int prio = READ_ONCE(task->prio);

	/* A class that has no symbol though classes have: nothing is known of it. */
	if (kin_data_fair_sched_class)
		return -1;
	if (dl_prio(prio))
		return KINTROSPECT_SCHED_CLASS_DEADLINE;
	if (prio == 0 && (READ_ONCE(task->flags) & PF_KTHREAD))
		return -1;
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
 * kin_vtime_add - add what a task has run since its times were last written
 * @time: the sum
 * @task: the task
 *
 * Where ticks are off (nohz_full=) and the task is running; else nothing.
 * Any context.
 */
void kin_vtime_add(struct kin_cputime *time, const struct task_struct *task)
{
#ifdef CONFIG_VIRT_CPU_ACCOUNTING_GEN
	const struct vtime *vtime = &task->vtime;
	enum vtime_state state;
	unsigned int seq, tries;
	u64 utime, stime;
	s64 delta;

	for (tries = 0; tries < 8; tries++) {
		seq = raw_read_seqcount(&vtime->seqcount);
		state = READ_ONCE(vtime->state);
		if (state < VTIME_SYS)
			return;
		delta = max_t(s64, sched_clock() - vtime->starttime, 0);
		utime = vtime->utime;
		stime = vtime->stime;
		if ((seq & 1) || read_seqcount_retry(&vtime->seqcount, seq))
			continue;
		if (state == VTIME_SYS)
			time->stime += stime + delta;
		else
			time->utime += utime + delta;
		return;
	}
#endif
}

/* a * b / c, where a is not above c and c below 2^62. */
static u64 kin_mul_div(u64 a, u64 b, u64 c)
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
 * @prev: what /proc showed last, which it never falls below
 * @utime: user time, ns
 * @stime: system time, ns
 *
 * Ticks tell how to divide the time that the scheduler measured. The result is
 * what the kernel's cputime_adjust() makes of the same numbers, but nothing is
 * written: looking must not change what the next one sees. Any context.
 */
void kin_cputime_adjust(const struct kin_cputime *raw, const struct prev_cputime *prev,
			u64 *utime, u64 *stime)
{
#ifdef CONFIG_VIRT_CPU_ACCOUNTING_NATIVE
	*utime = raw->utime;
	*stime = raw->stime;
#else
	u64 prev_utime = kin_read_u64(&prev->utime);
	u64 prev_stime = kin_read_u64(&prev->stime);
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
