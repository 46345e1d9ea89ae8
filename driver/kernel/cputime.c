// SPDX-License-Identifier: GPL-2.0-only
/* CPU time of CPUs without ticks. */
#include <linux/sched/clock.h>
#include <linux/seqlock.h>

#include "cputime.h"

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
