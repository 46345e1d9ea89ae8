/* SPDX-License-Identifier: GPL-2.0-only */
/* What the scheduler keeps to itself. */
#ifndef KIN_KERNEL_SCHED_H
#define KIN_KERNEL_SCHED_H

#include <linux/cgroup.h>
#include <linux/jump_label.h>
#include <linux/sched.h>

#include "../compat/sched.h"
#include "../compat/u64.h"
#include "lookup.h"

void kin_sched_init(void);

/* --- statistics -------------------------------------------------------- */

/* Why it is not known whether the kernel collects them; NULL where it is. */
static inline const char *kin_schedstats_why(void)
{
	if (!IS_ENABLED(CONFIG_SCHEDSTATS))
		return "needs CONFIG_SCHEDSTATS";
	return kin_data_sched_schedstats ? NULL : KIN_DATA_WHY(sched_schedstats);
}

/* Whether the kernel collects them now (sysctl kernel.sched_schedstats). */
static inline bool kin_schedstats_on(void)
{
	const struct static_key_false *key = kin_data_sched_schedstats;

	return IS_ENABLED(CONFIG_SCHEDSTATS) && key && atomic_read(&key->key.enabled) > 0;
}

#define KIN_BLOCK_TOTAL_WHY \
	(KIN_HAS_BLOCK_TOTAL ? kin_schedstats_why() : "needs Linux 5.16")

/* --- the cgroup's share ------------------------------------------------ */

/**
 * struct kin_group - what the cpu controller sets for a cgroup
 * @weighted: @weight is known
 * @weight: 1 to 10000, as in cpu.weight; 0 of a group that is idle (cpu.idle)
 * @limited: there is a quota
 * @quota_ns: CPU time in a period
 * @period_ns: length of a period
 */
struct kin_group {
	bool weighted;
	unsigned int weight;
	bool limited;
	u64 quota_ns;
	u64 period_ns;
};

const char *kin_group_weight_why(void);
const char *kin_group_quota_why(void);
void kin_group_read(struct task_struct *task, struct kin_group *group);

#endif
