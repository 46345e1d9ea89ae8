// SPDX-License-Identifier: GPL-2.0-only
/* The run queues, one a CPU, read without their locks. Key: CPU. */
#include <linux/cpumask.h>
#include <linux/errno.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/task.h>

#include "../kernel/rq.h"
#include "../kernel/task.h"
#include "../source.h"

/* The fields that are members, each a number. */
static const u8 kin_runqueues_members[] = {
	[kin_f_runqueues_nr_running] = KIN_RQ_NR_RUNNING,
	[kin_f_runqueues_fair_running] = KIN_RQ_FAIR_RUNNING,
	[kin_f_runqueues_rt_running] = KIN_RQ_RT_RUNNING,
	[kin_f_runqueues_dl_running] = KIN_RQ_DL_RUNNING,
	[kin_f_runqueues_ext_running] = KIN_RQ_EXT_RUNNING,
	[kin_f_runqueues_switch_total] = KIN_RQ_SWITCHES,
	[kin_f_runqueues_nr_uninterruptible] = KIN_RQ_UNINTERRUPTIBLE,
	[kin_f_runqueues_load_weight] = KIN_RQ_LOAD_WEIGHT,
	[kin_f_runqueues_load_avg] = KIN_RQ_LOAD_AVG,
	[kin_f_runqueues_runnable_avg] = KIN_RQ_RUNNABLE_AVG,
	[kin_f_runqueues_util_avg] = KIN_RQ_UTIL_AVG,
	[kin_f_runqueues_min_vruntime_ns] = KIN_RQ_MIN_VRUNTIME,
	[kin_f_runqueues_zero_vruntime_ns] = KIN_RQ_ZERO_VRUNTIME,
	[kin_f_runqueues_clock_ns] = KIN_RQ_CLOCK,
	[kin_f_runqueues_clock_task_ns] = KIN_RQ_CLOCK_TASK,
	[kin_f_runqueues_rt_throttled] = KIN_RQ_RT_THROTTLED,
	[kin_f_runqueues_rt_time_ns] = KIN_RQ_RT_TIME,
	[kin_f_runqueues_rt_runtime_ns] = KIN_RQ_RT_RUNTIME,
};

#define SET(field, value) kin_set(row, runqueues, field, value)

/* A member as it is, if it is there. */
#define COPY(field) do { \
	if (kin_rq_read(rq, kin_runqueues_members[kin_f_runqueues_##field], &value)) \
		SET(field, value); \
} while (0)

static void kin_runqueues_numbers(const void *rq, struct kintrospect_runqueues_row *row)
{
	u64 value;

	COPY(nr_running);
	COPY(fair_running);
	COPY(rt_running);
	COPY(dl_running);
	COPY(ext_running);
	COPY(switch_total);
	/* A difference, kept in an unsigned long. */
	if (kin_rq_read(rq, KIN_RQ_UNINTERRUPTIBLE, &value))
		SET(nr_uninterruptible, (long)value);
	COPY(load_weight);
	COPY(load_avg);
	COPY(runnable_avg);
	COPY(util_avg);
	COPY(min_vruntime_ns);
	COPY(zero_vruntime_ns);
	COPY(clock_ns);
	COPY(clock_task_ns);
	if (kin_rq_read(rq, KIN_RQ_RT_THROTTLED, &value))
		SET(rt_throttled, !!value);
	COPY(rt_time_ns);
	COPY(rt_runtime_ns);
}

static void kin_runqueues_curr(const void *rq, struct kintrospect_runqueues_row *row)
{
	struct task_struct *curr = kin_rq_task(rq, KIN_RQ_CURR);
	int class;

	if (!curr)
		return;
	SET(curr_pid, curr->pid);
	task_lock(curr);
	memcpy(row->curr_comm, curr->comm, sizeof(row->curr_comm));
	task_unlock(curr);
	row->curr_comm[sizeof(row->curr_comm) - 1] = '\0';
	kin_present(row, runqueues, curr_comm);
	SET(curr_policy, READ_ONCE(curr->policy));
	class = kin_task_class(curr);
	if (class >= 0)
		SET(curr_class, class);
	SET(idle, curr == kin_rq_task(rq, KIN_RQ_IDLE));
}

static int kin_runqueues_open(struct kin_cursor *cursor)
{
	const struct kin_filter *cpu = &cursor->filter[kin_filter_runqueues_cpu];

	if (cpu->set && (cpu->number >= nr_cpu_ids || !cpu_online(cpu->number)))
		return kin_fail(cursor, -ESRCH, kin_f_runqueues_cpu,
				"no CPU with that number is online");
	if (cpu->set)
		cursor->key[0] = cpu->number;
	return 0;
}

static int kin_runqueues_fill(struct kin_cursor *cursor)
{
	const struct kin_filter *only = &cursor->filter[kin_filter_runqueues_cpu];
	unsigned int end = only->set ? only->number + 1 : nr_cpu_ids;
	struct kintrospect_runqueues_row *row;
	unsigned int looked = 0, cpu;
	const void *rq;
	int more = 0;

	kin_hold_begin(cursor);
	rcu_read_lock();
	for (cpu = cursor->key[0]; cpu < end; cpu++) {
		if (!cpu_online(cpu))
			continue;
		row = kin_row(cursor);
		if (!row) {
			more = 1;
			break;
		}
		looked++;
		rq = kin_rq(cpu);
		SET(cpu, cpu);
		kin_runqueues_curr(rq, row);
		kin_runqueues_numbers(rq, row);
		kin_commit(cursor, row);
		if (!kin_charge(cursor, KIN_COST_RUNQUEUE)) {
			cpu++;
			more = 1;
			break;
		}
	}
	cursor->key[0] = cpu;
	rcu_read_unlock();
	kin_hold_end(cursor);
	cursor->cost.walked += looked;
	return more;
}

static const char *kin_runqueues_missing(unsigned int field)
{
	if (field == KIN_WHOLE)
		return kin_rq_why();
	if (field == kin_f_runqueues_curr_class)
		return kin_task_class_why();
	if (field < ARRAY_SIZE(kin_runqueues_members) && kin_runqueues_members[field])
		return kin_rq_member_why(kin_runqueues_members[field]);
	return NULL;
}

const struct kin_source kin_runqueues_source = {
	.table = &kin_runqueues_table,
	.missing = kin_runqueues_missing,
	.open = kin_runqueues_open,
	.fill = kin_runqueues_fill,
};
