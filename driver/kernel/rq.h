/* SPDX-License-Identifier: GPL-2.0-only */
/* Run queues, which are private to the scheduler. */
#ifndef KIN_KERNEL_RQ_H
#define KIN_KERNEL_RQ_H

#include <linux/types.h>

struct task_struct;

/* Members of struct rq that are read. */
enum kin_rq_member {
	KIN_RQ_CPU,
	KIN_RQ_CURR,
	KIN_RQ_IDLE,
	KIN_RQ_NR_RUNNING,
	KIN_RQ_FAIR_RUNNING,
	KIN_RQ_RT_RUNNING,
	KIN_RQ_DL_RUNNING,
	KIN_RQ_EXT_RUNNING,
	KIN_RQ_SWITCHES,
	KIN_RQ_UNINTERRUPTIBLE,
	KIN_RQ_LOAD_WEIGHT,
	KIN_RQ_LOAD_AVG,
	KIN_RQ_RUNNABLE_AVG,
	KIN_RQ_UTIL_AVG,
	KIN_RQ_MIN_VRUNTIME,
	KIN_RQ_ZERO_VRUNTIME,
	KIN_RQ_CLOCK,
	KIN_RQ_CLOCK_TASK,
	KIN_RQ_RT_THROTTLED,
	KIN_RQ_RT_TIME,
	KIN_RQ_RT_RUNTIME,
	KIN_RQ_MEMBERS
};

void kin_rq_init(void);
const char *kin_rq_why(void);
const char *kin_rq_member_why(enum kin_rq_member member);
const void *kin_rq(unsigned int cpu);
bool kin_rq_read(const void *rq, enum kin_rq_member member, u64 *value);
struct task_struct *kin_rq_task(const void *rq, enum kin_rq_member member);

#endif
