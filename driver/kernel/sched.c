// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where the scheduler's private structures keep what is shown of them. An offset
 * counts only if what lies there in the root group is what a root group has.
 */
#include <linux/cache.h>
#include <linux/cgroup.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/task.h>

#include "btf.h"
#include "sched.h"

/* Weight of the root group, of others by default: kernel/sched/sched.h, scale_load(). */
#ifdef CONFIG_64BIT
#define KIN_WEIGHT_SHIFT 20
#else
#define KIN_WEIGHT_SHIFT 10
#endif

/* In struct task_group, which begins with its css; below 0: not known. */
static int kin_group_shares __ro_after_init = -1;
static int kin_group_quota __ro_after_init = -1;
static int kin_group_period __ro_after_init = -1;

#ifdef CONFIG_CGROUP_SCHED
static const char *kin_group_of(struct task_struct *task)
{
	return (const char *)task_css_check(task, cpu_cgrp_id, true);
}

static u64 kin_group_u64(const char *group, int offset)
{
	return kin_read_u64(group + offset);
}

static unsigned long kin_group_long(const char *group, int offset)
{
	return READ_ONCE(*(const unsigned long *)(group + offset));
}

static void kin_group_init(void)
{
	int shares = kin_btf_offset("task_group", "shares", sizeof(long));
	int quota = kin_btf_offset("task_group", "cfs_bandwidth.quota", sizeof(u64));
	int period = kin_btf_offset("task_group", "cfs_bandwidth.period", sizeof(ktime_t));
	const char *root;

	if (kin_btf_offset("task_group", "css", sizeof(struct cgroup_subsys_state)))
		return;
	rcu_read_lock();
	/* The boot CPU's idle task never leaves it. */
	root = kin_group_of(&init_task);
	if (root && shares >= 0 && kin_group_long(root, shares) == 1UL << KIN_WEIGHT_SHIFT)
		kin_group_shares = shares;
	if (root && quota >= 0 && period >= 0 && kin_group_u64(root, quota) == U64_MAX &&
	    kin_group_u64(root, period) - 1 < NSEC_PER_SEC) {
		kin_group_quota = quota;
		kin_group_period = period;
	}
	rcu_read_unlock();
}

/**
 * kin_group_read - what the cgroup of a task sets for it
 * @task: the task
 * @group: set to it, as far as it is known (kin_group_weight_why() and its kin)
 *
 * Locking: rcu_read_lock(). Source: struct task_group, kernel/sched/sched.h.
 */
void kin_group_read(struct task_struct *task, struct kin_group *group)
{
	const char *tg = kin_group_of(task);

	*group = (struct kin_group) { };
	group->weighted = kin_group_shares >= 0;
	if (group->weighted)
		group->weight = DIV_ROUND_CLOSEST_ULL((u64)kin_group_long(tg, kin_group_shares) *
						      CGROUP_WEIGHT_DFL, 1U << KIN_WEIGHT_SHIFT);
	if (kin_group_quota >= 0) {
		group->quota_ns = kin_group_u64(tg, kin_group_quota);
		group->period_ns = kin_group_u64(tg, kin_group_period);
		group->limited = group->quota_ns != U64_MAX;
	}
}
#else
static void kin_group_init(void)
{
}

void kin_group_read(struct task_struct *task, struct kin_group *group)
{
	*group = (struct kin_group) { };
}
#endif

/* Why the weights of cgroups are not known, or NULL. */
const char *kin_group_weight_why(void)
{
	if (!IS_ENABLED(CONFIG_FAIR_GROUP_SCHED))
		return "needs CONFIG_FAIR_GROUP_SCHED";
	return kin_group_shares < 0 ? kin_btf_why() : NULL;
}

/* Why the quotas of cgroups are not known, or NULL. */
const char *kin_group_quota_why(void)
{
	if (!IS_ENABLED(CONFIG_CFS_BANDWIDTH))
		return "needs CONFIG_CFS_BANDWIDTH";
	return kin_group_quota < 0 ? kin_btf_why() : NULL;
}

/**
 * kin_sched_init - find out where things lie
 *
 * After kin_btf_init(). Process context, may sleep.
 */
void kin_sched_init(void)
{
	kin_group_init();
}
