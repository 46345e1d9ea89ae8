// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where run queues are and what lies where in them. Offsets are the type
 * information's. The address needs no symbol, which some kernels do not tell: the
 * thread that loads the driver knows its run queue, and that is a per-CPU variable.
 * All of it counts only if every run queue found so says that it is this CPU's.
 */
#include <linux/cache.h>
#include <linux/cpumask.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/uaccess.h>

#include "../compat/u64.h"
#include "btf.h"
#include "rq.h"

/**
 * struct kin_rq_place - a member of struct rq
 * @path: its name
 * @size: its bytes
 * @member: what it is to us; the first of several that is there counts
 * @why: why it is not there
 */
struct kin_rq_place {
	const char *path;
	u8 size;
	u8 member;
	const char *why;
};

static const struct kin_rq_place kin_rq_places[] = {
	{ "cpu", sizeof(int), KIN_RQ_CPU, "needs CONFIG_SMP" },
	{ "curr", sizeof(void *), KIN_RQ_CURR, "struct rq has no curr" },
	{ "idle", sizeof(void *), KIN_RQ_IDLE, "struct rq has no idle" },
	{ "nr_running", sizeof(int), KIN_RQ_NR_RUNNING, "struct rq has no nr_running" },
	{ "cfs.h_nr_queued", sizeof(int), KIN_RQ_FAIR_RUNNING, NULL },
	/* before 6.14 */
	{ "cfs.h_nr_running", sizeof(int), KIN_RQ_FAIR_RUNNING,
	  "struct cfs_rq has no h_nr_running" },
	{ "rt.rt_nr_running", sizeof(int), KIN_RQ_RT_RUNNING, "struct rt_rq has no rt_nr_running" },
	{ "dl.dl_nr_running", sizeof(int), KIN_RQ_DL_RUNNING, NULL },
	/* before 5.15 */
	{ "dl.dl_nr_running", sizeof(long), KIN_RQ_DL_RUNNING,
	  "struct dl_rq has no dl_nr_running" },
	{ "scx.nr_running", sizeof(int), KIN_RQ_EXT_RUNNING, "needs CONFIG_SCHED_CLASS_EXT" },
	{ "nr_switches", sizeof(u64), KIN_RQ_SWITCHES, "struct rq has no nr_switches" },
	{ "nr_uninterruptible", sizeof(long), KIN_RQ_UNINTERRUPTIBLE,
	  "struct rq has no nr_uninterruptible" },
	{ "cfs.load.weight", sizeof(long), KIN_RQ_LOAD_WEIGHT, "struct cfs_rq has no load" },
	{ "cfs.avg.load_avg", sizeof(long), KIN_RQ_LOAD_AVG, "needs CONFIG_SMP" },
	{ "cfs.avg.runnable_avg", sizeof(long), KIN_RQ_RUNNABLE_AVG, "needs CONFIG_SMP" },
	{ "cfs.avg.util_avg", sizeof(long), KIN_RQ_UTIL_AVG, "needs CONFIG_SMP" },
	{ "cfs.min_vruntime", sizeof(u64), KIN_RQ_MIN_VRUNTIME,
	  "struct cfs_rq has zero_vruntime in place of min_vruntime" },
	{ "cfs.zero_vruntime", sizeof(u64), KIN_RQ_ZERO_VRUNTIME,
	  "struct cfs_rq has no zero_vruntime yet" },
	{ "clock", sizeof(u64), KIN_RQ_CLOCK, "struct rq has no clock" },
	{ "clock_task", sizeof(u64), KIN_RQ_CLOCK_TASK, "struct rq has no clock_task" },
	/* always there before 6.12 */
	{ "rt.rt_throttled", sizeof(int), KIN_RQ_RT_THROTTLED, "needs CONFIG_RT_GROUP_SCHED" },
	{ "rt.rt_time", sizeof(u64), KIN_RQ_RT_TIME, "needs CONFIG_RT_GROUP_SCHED" },
	{ "rt.rt_runtime", sizeof(u64), KIN_RQ_RT_RUNTIME, "needs CONFIG_RT_GROUP_SCHED" },
};

/* Of each member its place + 1 and its offset; 0: it is not there. */
static u8 kin_rq_place_of[KIN_RQ_MEMBERS] __ro_after_init;
static u16 kin_rq_offset[KIN_RQ_MEMBERS] __ro_after_init;

/* Address of the per-CPU variable, as it is before a CPU's offset is added; 0: not known. */
static unsigned long kin_rqs __ro_after_init;
static bool kin_rqs_found __ro_after_init;

static void kin_rq_find_members(void)
{
	unsigned int i;
	int offset;

	for (i = 0; i < ARRAY_SIZE(kin_rq_places); i++) {
		const struct kin_rq_place *place = &kin_rq_places[i];

		offset = kin_btf_offset("rq", place->path, place->size);
		if (offset < 0 || offset > U16_MAX || kin_rq_place_of[place->member])
			continue;
		kin_rq_place_of[place->member] = i + 1;
		kin_rq_offset[place->member] = offset;
	}
}

#if defined(CONFIG_SMP) && defined(CONFIG_FAIR_GROUP_SCHED)
/* What may be anything is read so that it cannot fault. */
static void *kin_rq_pointer(const void *at)
{
	void *value;

	return copy_from_kernel_nofault(&value, at, sizeof(value)) ? NULL : value;
}

static const char *kin_rq_at(unsigned int cpu)
{
	return (const char *)(kin_rqs + per_cpu_offset(cpu));
}

static bool kin_rq_is_of(const char *rq, unsigned int cpu)
{
	const struct task_struct *idle;
	int nr;

	if (copy_from_kernel_nofault(&nr, rq + kin_rq_offset[KIN_RQ_CPU], sizeof(nr)) ||
	    nr != (int)cpu)
		return false;
	/* A CPU that was never online has none. */
	idle = kin_rq_pointer(rq + kin_rq_offset[KIN_RQ_IDLE]);
	if (!idle)
		return !cpu_online(cpu);
	return !copy_from_kernel_nofault(&nr, &idle->pid, sizeof(nr)) && !nr;
}

static bool kin_rq_find(void)
{
	int offset = kin_btf_offset("cfs_rq", "rq", sizeof(void *));
	const char *own;
	unsigned int cpu;

	if (offset < 0 || !kin_rq_place_of[KIN_RQ_CPU] || !kin_rq_place_of[KIN_RQ_CURR] ||
	    !kin_rq_place_of[KIN_RQ_IDLE])
		return false;
	preempt_disable();
	own = (const char *)READ_ONCE(current->se.cfs_rq);
	if (own)
		own = kin_rq_pointer(own + offset);
	if (own && kin_rq_pointer(own + kin_rq_offset[KIN_RQ_CURR]) != current)
		own = NULL;
	kin_rqs = (unsigned long)own - per_cpu_offset(smp_processor_id());
	preempt_enable();
	if (!own)
		return false;
	for_each_possible_cpu(cpu)
		if (!kin_rq_is_of(kin_rq_at(cpu), cpu))
			return false;
	return true;
}
#else
static const char *kin_rq_at(unsigned int cpu)
{
	return NULL;
}

static bool kin_rq_find(void)
{
	return false;
}
#endif

/**
 * kin_rq_init - find the run queues
 *
 * After kin_btf_init(). Process context, may sleep.
 */
void kin_rq_init(void)
{
	kin_rq_find_members();
	kin_rqs_found = kin_rq_find();
}

/* Why run queues are out of reach, or NULL. */
const char *kin_rq_why(void)
{
	if (kin_rqs_found)
		return NULL;
	if (!IS_ENABLED(CONFIG_SMP) || !IS_ENABLED(CONFIG_FAIR_GROUP_SCHED))
		return "needs CONFIG_SMP and CONFIG_FAIR_GROUP_SCHED";
	return kin_btf_why();
}

/* Why a member is not there, or NULL. */
const char *kin_rq_member_why(enum kin_rq_member member)
{
	unsigned int i;

	if (kin_rq_place_of[member])
		return NULL;
	for (i = 0; i < ARRAY_SIZE(kin_rq_places); i++)
		if (kin_rq_places[i].member == member && kin_rq_places[i].why)
			return kin_rq_places[i].why;
	return kin_btf_why();
}

/* The run queue of a possible CPU; only where there is no kin_rq_why(). */
const void *kin_rq(unsigned int cpu)
{
	return kin_rq_at(cpu);
}

/**
 * kin_rq_read - one number of a run queue
 * @rq: what kin_rq() gave
 * @member: which number
 * @value: set to it, zero-extended
 *
 * Takes no lock: it may be of any moment. Any context. Return: whether there is one.
 */
bool kin_rq_read(const void *rq, enum kin_rq_member member, u64 *value)
{
	unsigned int place = kin_rq_place_of[member];
	const char *at = (const char *)rq + kin_rq_offset[member];

	if (!place)
		return false;
	*value = kin_rq_places[place - 1].size == sizeof(u64) ? kin_read_u64(at) :
								READ_ONCE(*(const u32 *)at);
	return true;
}

/**
 * kin_rq_task - a task of a run queue
 * @rq: what kin_rq() gave
 * @member: KIN_RQ_CURR or KIN_RQ_IDLE
 *
 * Locking: rcu_read_lock(), under which a task that has left does not go. Return:
 * the task, or NULL on a CPU that was never online.
 */
struct task_struct *kin_rq_task(const void *rq, enum kin_rq_member member)
{
	struct task_struct __rcu * const *at = rq + kin_rq_offset[member];

	return rcu_dereference(*at);
}
