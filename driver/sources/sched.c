// SPDX-License-Identifier: GPL-2.0-only
/*
 * How threads are scheduled. Numbers are read one by one without the run queue's
 * lock, as /proc/PID/sched reads them.
 */
#include <linux/cpumask.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/rt.h>
#include <linux/spinlock.h>

#include "../compat/slab.h"
#include "../compat/u64.h"
#include "../kernel/sched.h"
#include "../kernel/task.h"
#include "../strings/cpulists.h"
#include "../walk/threads.h"

/* SCHED_FLAG_SUGOV of kernel/sched/sched.h, which sched_getattr() shows. */
#define KIN_DL_SUGOV 0x10000000

/**
 * struct kin_sched - a dump of sched in progress
 * @threads: which are looked at
 * @lists: lists of CPUs
 * @task: whose lists were to be made; just an address
 * @born_ns: when it began, as another may have the address since
 * @cpus: what was read of it then
 * @user: and the CPUs that somebody asked for, if any
 */
struct kin_sched {
	struct kin_threads threads;
	struct kin_cpulists lists;
	const struct task_struct *task;
	u64 born_ns;
	cpumask_t cpus;
	cpumask_t user;
};

#define SET(field, value) kin_set(row, sched, field, value)

static void kin_sched_priorities(struct task_struct *task, struct kintrospect_sched_row *row)
{
	int class = kin_task_class(task);

	SET(policy, READ_ONCE(task->policy));
	if (class >= 0)
		SET(class, class);
	SET(prio, READ_ONCE(task->prio) - MAX_RT_PRIO);
	SET(normal_prio, READ_ONCE(task->normal_prio) - MAX_RT_PRIO);
	SET(static_prio, READ_ONCE(task->static_prio) - MAX_RT_PRIO);
	SET(rt_priority, READ_ONCE(task->rt_priority));
	SET(nice, task_nice(task));
	SET(reset_on_fork, task->sched_reset_on_fork);
}

static void kin_sched_place(struct task_struct *task, struct kintrospect_sched_row *row)
{
	SET(cpu, task_cpu(task));
	SET(on_cpu, kin_task_on_cpu(task));
	SET(on_rq, !!READ_ONCE(task->on_rq));
	if (KIN_HAS_DELAYED)
		SET(delayed, KIN_DELAYED(task));
	if (KIN_HAS_MIGRATION)
		SET(migration_disabled, KIN_MIGRATION_DISABLED(task));
	SET(cpus_allowed_count, READ_ONCE(task->nr_cpus_allowed));
}

static void kin_sched_times(struct task_struct *task, struct kintrospect_sched_row *row)
{
	int policy = READ_ONCE(task->policy);
	bool fair = policy == SCHED_NORMAL || policy == SCHED_BATCH || policy == SCHED_IDLE;

	SET(exec_total_ns, KIN_U64(task->se.sum_exec_runtime));
	SET(migration_total, KIN_U64(task->se.nr_migrations));
	SET(vruntime_ns, KIN_U64(task->se.vruntime));
	SET(load_weight, READ_ONCE(task->se.load.weight));
#ifdef CONFIG_SCHED_INFO
	SET(run_delay_total_ns, KIN_U64(task->sched_info.run_delay));
	SET(run_total, READ_ONCE(task->sched_info.pcount));
#endif
#ifdef CONFIG_SMP
	SET(load_avg, READ_ONCE(task->se.avg.load_avg));
	SET(util_avg, READ_ONCE(task->se.avg.util_avg));
#endif
	if (!KIN_HAS_EEVDF || !fair)
		return;
	SET(slice_ns, KIN_SLICE(task));
	if (!KIN_DEADLINE_RELATIVE(task))
		SET(vdeadline_ns, KIN_VDEADLINE(task));
	/* 6.12 keeps a copy of the deadline there from when it is picked till it leaves. */
	if (!READ_ONCE(task->se.on_rq))
		SET(vlag_ns, KIN_VLAG(task));
}

static void kin_sched_deadline(struct task_struct *task, struct kintrospect_sched_row *row)
{
	unsigned int flags = READ_ONCE(task->dl.flags);

	SET(dl_runtime_ns, KIN_U64(task->dl.dl_runtime));
	SET(dl_deadline_ns, KIN_U64(task->dl.dl_deadline));
	SET(dl_period_ns, KIN_U64(task->dl.dl_period));
	SET(dl_flags, (flags & SCHED_FLAG_RECLAIM ? KINTROSPECT_DL_FLAG_RECLAIM : 0) |
		      (flags & SCHED_FLAG_DL_OVERRUN ? KINTROSPECT_DL_FLAG_OVERRUN : 0) |
		      (flags & KIN_DL_SUGOV ? KINTROSPECT_DL_FLAG_SUGOV : 0));
	SET(dl_left_ns, KIN_U64(task->dl.runtime));
	SET(dl_abs_deadline_ns, KIN_U64(task->dl.deadline));
	SET(dl_throttled, task->dl.dl_throttled);
}

static void kin_sched_stats(struct task_struct *task, struct kintrospect_sched_row *row)
{
#ifdef CONFIG_SCHEDSTATS
	const struct sched_statistics *stats = kin_schedstats(task);

	SET(wait_total_ns, KIN_U64(stats->wait_sum));
	SET(wait_max_ns, KIN_U64(stats->wait_max));
	SET(waits_total, KIN_U64(stats->wait_count));
	SET(sleep_total_ns, KIN_U64(stats->sum_sleep_runtime));
	SET(sleep_max_ns, KIN_U64(stats->sleep_max));
	if (KIN_HAS_BLOCK_TOTAL)
		SET(block_total_ns, KIN_BLOCK_TOTAL(stats));
	SET(block_max_ns, KIN_U64(stats->block_max));
	SET(iowait_total_ns, KIN_U64(stats->iowait_sum));
	SET(iowaits_total, KIN_U64(stats->iowait_count));
	SET(wakeups_total, KIN_U64(stats->nr_wakeups));
#endif
}

static void kin_sched_rest(struct task_struct *task, struct kintrospect_sched_row *row)
{
	struct kin_group group;

#ifdef CONFIG_UCLAMP_TASK
	SET(uclamp_min, task->uclamp_req[UCLAMP_MIN].value);
	SET(uclamp_max, task->uclamp_req[UCLAMP_MAX].value);
	if (task->uclamp[UCLAMP_MIN].active)
		SET(uclamp_min_effective, task->uclamp[UCLAMP_MIN].value);
	if (task->uclamp[UCLAMP_MAX].active)
		SET(uclamp_max_effective, task->uclamp[UCLAMP_MAX].value);
#endif
#ifdef CONFIG_NUMA_BALANCING
	SET(numa_preferred_node, READ_ONCE(task->numa_preferred_nid));
	SET(numa_faults, READ_ONCE(task->total_numa_faults));
	SET(numa_migrated_total_pages, READ_ONCE(task->numa_pages_migrated));
#endif
#ifdef CONFIG_SCHED_CORE
	if (READ_ONCE(task->core_cookie))
		SET(core_cookie_addr, READ_ONCE(task->core_cookie));
#endif
	kin_group_read(task, &group);
	if (group.weighted)
		SET(group_weight, group.weight);
	if (group.limited)
		SET(group_quota_ns, group.quota_ns);
	if (group.period_ns)
		SET(group_period_ns, group.period_ns);
}

/*
 * The lists of CPUs. False when one has to be made first, or the batch is full.
 * What was read for that counts when the walk comes again, so that it goes on even
 * if the masks change all the time.
 */
static bool kin_sched_cpus(struct kin_cursor *cursor, struct kin_sched *walk,
			   struct task_struct *task, struct kintrospect_sched_row *row)
{
	struct kin_cpulist *cpus, *user = NULL;
	unsigned long flags;
	int ret;

	if (walk->task != task || walk->born_ns != KIN_U64(task->start_boottime)) {
		walk->task = NULL;
		cpumask_clear(&walk->user);
		/* Whoever changes them has it. */
		raw_spin_lock_irqsave(&task->pi_lock, flags);
		cpumask_copy(&walk->cpus, &task->cpus_mask);
		if (KIN_CPUS_USER(task))
			cpumask_copy(&walk->user, KIN_CPUS_USER(task));
		raw_spin_unlock_irqrestore(&task->pi_lock, flags);
	}
	cpus = kin_cpulists_find(&walk->lists, &walk->cpus);
	if (!cpumask_empty(&walk->user)) {
		user = kin_cpulists_find(&walk->lists, &walk->user);
		if (!user)
			cpus = NULL;
	}
	if (!cpus) {
		walk->task = task;
		walk->born_ns = KIN_U64(task->start_boottime);
		return false;
	}
	walk->task = NULL;
	ret = kin_want(cursor, sched, cpus_allowed) ?
		kin_cpulist_put(cursor, cpus, &row->cpus_allowed) : 0;
	if (ret > 0)
		kin_present(row, sched, cpus_allowed);
	if (ret < 0 || !user || !kin_want(cursor, sched, cpus_user))
		return ret >= 0;
	ret = kin_cpulist_put(cursor, user, &row->cpus_user);
	if (ret > 0)
		kin_present(row, sched, cpus_user);
	return ret >= 0;
}

/* Make the lists that the walk stopped at. */
static void kin_sched_make_lists(struct kin_sched *walk)
{
	if (!kin_cpulists_find(&walk->lists, &walk->cpus))
		kin_cpulists_make(&walk->lists, &walk->cpus, &walk->user);
	if (!cpumask_empty(&walk->user) && !kin_cpulists_find(&walk->lists, &walk->user))
		kin_cpulists_make(&walk->lists, &walk->user, &walk->cpus);
}

static int kin_sched_open(struct kin_cursor *cursor)
{
	struct kin_sched *walk;
	int err;

	/* Some kernels' kvmalloc() sleeps whatever it is told. */
	walk = cursor->brief ? kzalloc(sizeof(*walk), kin_gfp(cursor)) :
			       kvzalloc(sizeof(*walk), GFP_KERNEL);
	if (!walk)
		return -ENOMEM;
	walk->threads.type = PIDTYPE_PID;
	err = kin_threads_open(cursor, &walk->threads,
			       &cursor->filter[kin_filter_sched_pid], kin_f_sched_pid,
			       &cursor->filter[kin_filter_sched_tgid], kin_f_sched_tgid);
	if (err) {
		kvfree(walk);
		return err;
	}
	cursor->private = walk;
	return 0;
}

static void kin_sched_row(struct task_struct *task, bool stats, struct kintrospect_sched_row *row)
{
	SET(tgid, task->tgid);
	kin_sched_priorities(task, row);
	kin_sched_place(task, row);
	kin_sched_times(task, row);
	if (row->policy == KINTROSPECT_SCHED_POLICY_DEADLINE)
		kin_sched_deadline(task, row);
	if (stats)
		kin_sched_stats(task, row);
	kin_sched_rest(task, row);
}

static int kin_sched_fill(struct kin_cursor *cursor)
{
	bool lists = kin_want(cursor, sched, cpus_allowed) || kin_want(cursor, sched, cpus_user);
	struct kin_sched *walk = cursor->private;
	struct kintrospect_sched_row *row;
	bool stats = kin_schedstats_on();
	struct task_struct *task;
	unsigned int looked = 0, units;
	struct kin_pids pids;
	struct pid *pid;

	kin_hold_begin(cursor);
	rcu_read_lock();
	for (pid = kin_threads_first(cursor, &walk->threads, &pids); pid;
	     pid = kin_threads_next(cursor, &walk->threads, &pids)) {
		looked++;
		units = KIN_COST_PID;
		task = kin_threads_task(cursor, &walk->threads, pid);
		if (!task)
			goto looked;
		row = kin_row(cursor);
		if (!row)
			break;
		SET(pid, pid->numbers[0].nr);
		if (lists && !kin_sched_cpus(cursor, walk, task, row))
			break;
		if (kin_want(cursor, sched, comm)) {
			task_lock(task);
			memcpy(row->comm, task->comm, sizeof(row->comm));
			task_unlock(task);
			row->comm[sizeof(row->comm) - 1] = '\0';
			kin_present(row, sched, comm);
		}
		kin_sched_row(task, stats, row);
		if (kin_want(cursor, sched, start_time_ns))
			SET(start_time_ns, KIN_U64(task->start_boottime));
		kin_commit(cursor, row);
		units = KIN_COST_TASK;
looked:
		if (!kin_charge(cursor, units)) {
			cursor->key[0]++;
			break;
		}
	}
	rcu_read_unlock();
	kin_hold_end(cursor);
	cursor->cost.walked += looked;
	if (walk->task)
		kin_sched_make_lists(walk);
	return pid ? 1 : 0;
}

static void kin_sched_close(struct kin_cursor *cursor)
{
	kvfree(cursor->private);
	cursor->private = NULL;
}

static const char *kin_sched_missing(unsigned int field)
{
	switch (field) {
	case kin_f_sched_class:
		return kin_task_class_why();
	case kin_f_sched_delayed:
		return KIN_DELAYED_WHY;
	case kin_f_sched_migration_disabled:
		return KIN_MIGRATION_WHY;
	case kin_f_sched_cpus_user:
		return KIN_CPUS_USER_WHY;
	case kin_f_sched_run_delay_total_ns:
	case kin_f_sched_run_total:
		return IS_ENABLED(CONFIG_SCHED_INFO) ? NULL : "needs CONFIG_SCHED_INFO";
	case kin_f_sched_vdeadline_ns:
	case kin_f_sched_slice_ns:
	case kin_f_sched_vlag_ns:
		return KIN_EEVDF_WHY;
	case kin_f_sched_load_avg:
	case kin_f_sched_util_avg:
		return IS_ENABLED(CONFIG_SMP) ? NULL : "needs CONFIG_SMP";
	case kin_f_sched_block_total_ns:
		return KIN_BLOCK_TOTAL_WHY;
	case kin_f_sched_wait_total_ns ... kin_f_sched_sleep_max_ns:
	case kin_f_sched_block_max_ns ... kin_f_sched_wakeups_total:
		return kin_schedstats_why();
	case kin_f_sched_uclamp_min ... kin_f_sched_uclamp_max_effective:
		return IS_ENABLED(CONFIG_UCLAMP_TASK) ? NULL : "needs CONFIG_UCLAMP_TASK";
	case kin_f_sched_numa_preferred_node ... kin_f_sched_numa_migrated_total_pages:
		return IS_ENABLED(CONFIG_NUMA_BALANCING) ? NULL : "needs CONFIG_NUMA_BALANCING";
	case kin_f_sched_core_cookie_addr:
		return IS_ENABLED(CONFIG_SCHED_CORE) ? NULL : "needs CONFIG_SCHED_CORE";
	case kin_f_sched_group_weight:
		return kin_group_weight_why();
	case kin_f_sched_group_quota_ns:
	case kin_f_sched_group_period_ns:
		return kin_group_quota_why();
	default:
		return NULL;
	}
}

const struct kin_source kin_sched_source = {
	.table = &kin_sched_table,
	.missing = kin_sched_missing,
	.open = kin_sched_open,
	.fill = kin_sched_fill,
	.close = kin_sched_close,
};
