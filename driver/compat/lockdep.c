// SPDX-License-Identifier: GPL-2.0-only
/* Lockdep's classes and what was counted of them. Built where the kernel has CONFIG_LOCKDEP. */
#include <linux/bitmap.h>
#include <linux/cpumask.h>
#include <linux/kernel.h>
#include <linux/kintrospect.h>
#include <linux/lockdep.h>
#include <linux/percpu.h>
#include <linux/rculist.h>
#include <linux/sched.h>
#include <linux/sched/clock.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "btf.h"
#include "lockdep.h"
#include "lookup.h"
#include "task.h"

#define KIN_CLASSES ((const struct lock_class *)kin_data_lock_classes)

/* Nodes of a list that are looked at: more than classes it cannot have. */
#define KIN_LOCK_LIST_MAX MAX_LOCKDEP_KEYS

/* Numbers of ours by the kernel's, which are the same as long as it has these states. */
#define KIN_LOCK_USAGE_KNOWN (XXX_LOCK_USAGE_STATES == 2 && LOCK_TRACE_STATES == 10)

static const struct lock_class_stats __percpu *kin_cpu_lock_stats __ro_after_init;
static const char __percpu *kin_lockdep_stats __ro_after_init;
static int kin_lock_ops_offset __ro_after_init = -1;

static int kin_trace_count_offset __ro_after_init = -1;
static int kin_trace_entries_offset __ro_after_init = -1;

/*
 * A per-CPU symbol's value may be an offset (on x86, up to 6.12 at least), in which
 * kallsyms finds no symbol: so it is not checked to be the beginning of one.
 */
static const void __percpu *kin_lock_percpu(const char *name)
{
	return (const void __percpu *)kin_lookup_mark(name);
}

/**
 * kin_lock_init - find out where lockdep keeps what it knows
 *
 * After kin_btf_init(). Process context, may sleep.
 */
void kin_lock_init(void)
{
	if (IS_ENABLED(CONFIG_LOCK_STAT))
		kin_cpu_lock_stats = kin_lock_percpu("cpu_lock_stats");
	if (IS_ENABLED(CONFIG_DEBUG_LOCKDEP)) {
		kin_lockdep_stats = kin_lock_percpu("lockdep_stats");
		kin_lock_ops_offset = kin_btf_offset("lockdep_stats", "lock_class_ops", 0);
	}
	kin_trace_count_offset = kin_btf_offset("lock_trace", "nr_entries", sizeof(u32));
	kin_trace_entries_offset = kin_btf_offset("lock_trace", "entries", 0);
}

/* Why classes cannot be had, or NULL. */
const char *kin_lock_why(void)
{
	if (!kin_data_lock_classes)
		return KIN_DATA_WHY(lock_classes);
	if (!kin_data_lock_classes_in_use)
		return KIN_DATA_WHY(lock_classes_in_use);
	return kin_data_max_lock_class_idx ? NULL : KIN_DATA_WHY(max_lock_class_idx);
}

/* Why times and contentions cannot be had, or NULL. */
const char *kin_lock_stat_why(void)
{
	if (!IS_ENABLED(CONFIG_LOCK_STAT))
		return KIN_NO_LOCK_STAT;
	return kin_cpu_lock_stats ? NULL : KIN_DATA_WHY(cpu_lock_stats);
}

/* Why operations are not counted, or NULL. */
const char *kin_lock_ops_why(void)
{
	if (!IS_ENABLED(CONFIG_DEBUG_LOCKDEP))
		return "CONFIG_DEBUG_LOCKDEP";
	if (!kin_lockdep_stats)
		return KIN_DATA_WHY(lockdep_stats);
	return kin_lock_ops_offset < 0 ? kin_btf_why() : NULL;
}

/**
 * kin_lock_next - the next class in use
 * @id: number to begin with
 *
 * Any context; only where kin_lock_why() is NULL. Return: its number, -1 at the end.
 */
int kin_lock_next(unsigned int id)
{
	const unsigned long *in_use = kin_data_lock_classes_in_use;
	unsigned long end = READ_ONCE(*(const unsigned long *)kin_data_max_lock_class_idx) + 1;

	end = min_t(unsigned long, end, MAX_LOCKDEP_KEYS);
	if (id >= end)
		return -1;
	id = find_next_bit(in_use, end, id);
	return id < end ? id : -1;
}

/*
 * Names are the kernel's, a module's or allocated, and a class may outlive its name.
 * Aligned pieces: those do not reach from a page into the next.
 */
static bool kin_lock_name(char *to, const char *from)
{
	size_t n, piece, len;

	for (n = 0; n < KIN_LOCK_NAME - 1; n += len) {
		piece = min_t(size_t, KIN_LOCK_NAME - 1 - n, 16 - ((unsigned long)(from + n) & 15));
		if (copy_from_kernel_nofault(to + n, from + n, piece))
			return false;
		len = strnlen(to + n, piece);
		if (len < piece) {
			n += len;
			break;
		}
	}
	to[n] = '\0';
	return true;
}

static int kin_lock_count(const struct list_head *head)
{
	const struct lock_list *entry;
	unsigned int count = 0;

	list_for_each_entry_rcu(entry, head, entry)
		if (++count > KIN_LOCK_LIST_MAX)
			return -1;
	return count;
}

static int kin_lock_wait(unsigned int wait)
{
	/* LD_WAIT_CONFIG is LD_WAIT_SPIN where the two are not told apart. */
	if (wait == LD_WAIT_SPIN)
		return KINTROSPECT_LOCK_WAIT_SPIN;
	switch (wait) {
	case LD_WAIT_INV:
		return KINTROSPECT_LOCK_WAIT_INV;
	case LD_WAIT_FREE:
		return KINTROSPECT_LOCK_WAIT_FREE;
	case LD_WAIT_CONFIG:
		return KINTROSPECT_LOCK_WAIT_CONFIG;
	case LD_WAIT_SLEEP:
		return KINTROSPECT_LOCK_WAIT_SLEEP;
	default:
		return -1;
	}
}

/* The third is younger than the others. */
static int kin_lock_type(unsigned int type)
{
	return type <= KINTROSPECT_LOCK_TYPE_WAIT_OVERRIDE ? (int)type : -1;
}

/**
 * kin_lock_copy - copy a class
 * @copy: where to
 * @id: its number
 * @counts: count its dependencies, too
 *
 * One RCU read section, of at most two lists of MAX_LOCKDEP_KEYS entries. Any context;
 * only where kin_lock_why() is NULL. Return: false if there is no such class.
 */
bool kin_lock_copy(struct kin_lock_class *copy, unsigned int id, bool counts)
{
	const struct lock_class *class = KIN_CLASSES + id;
	const char *name;
	bool found;

	if (id >= MAX_LOCKDEP_KEYS)
		return false;
	rcu_read_lock();
	copy->id = id;
	copy->key = READ_ONCE(class->key);
	name = READ_ONCE(class->name);
	found = copy->key && test_bit(id, (const unsigned long *)kin_data_lock_classes_in_use);
	if (found) {
		copy->subclass = class->subclass;
		copy->version = class->name_version;
		copy->type = kin_lock_type(class->lock_type);
		copy->inner = kin_lock_wait(class->wait_type_inner);
		copy->outer = kin_lock_wait(class->wait_type_outer);
		copy->usage = READ_ONCE(class->usage_mask);
		copy->after = counts ? kin_lock_count(&class->locks_after) : -1;
		copy->before = counts ? kin_lock_count(&class->locks_before) : -1;
		copy->named = name && kin_lock_name(copy->name, name);
	}
	rcu_read_unlock();
	return found;
}

#ifdef CONFIG_LOCK_STAT
static void kin_lock_time_add(struct kin_lock_time *sum, const struct lock_time *time)
{
	s64 min = READ_ONCE(time->min);
	u64 count = READ_ONCE(time->nr);

	if (!count)
		return;
	sum->max = max_t(s64, sum->max, READ_ONCE(time->max));
	if (!sum->count || min < sum->min)
		sum->min = min;
	sum->total += READ_ONCE(time->total);
	sum->count += count;
}

/**
 * kin_lock_stats - what was counted of a class, on all CPUs
 * @stats: where to
 * @id: its number
 *
 * lock_stats() of kernel/locking/lockdep.c, which returns by value up to 6.12 at least,
 * and takes a pointer in 7.3. Reads what other CPUs count just then, as that does. Any
 * context.
 *
 * Return: false where it cannot be had.
 */
bool kin_lock_stats(struct kin_lock_stats *stats, unsigned int id)
{
	const struct lock_class *class = KIN_CLASSES + id;
	unsigned int cpu, i;

	BUILD_BUG_ON(KIN_LOCK_POINTS != LOCKSTAT_POINTS);
	if (!kin_cpu_lock_stats || id >= MAX_LOCKDEP_KEYS)
		return false;
	memset(stats, 0, sizeof(*stats));
	for (i = 0; i < LOCKSTAT_POINTS; i++) {
		stats->sites[KINTROSPECT_LOCK_POINT_CONTENTION][i] =
			READ_ONCE(class->contention_point[i]);
		stats->sites[KINTROSPECT_LOCK_POINT_CONTENDING][i] =
			READ_ONCE(class->contending_point[i]);
	}
	for_each_possible_cpu(cpu) {
		const struct lock_class_stats *of = per_cpu_ptr(kin_cpu_lock_stats, cpu) + id;

		kin_lock_time_add(&stats->wait[KIN_LOCK_WRITE], &of->write_waittime);
		kin_lock_time_add(&stats->wait[KIN_LOCK_READ], &of->read_waittime);
		kin_lock_time_add(&stats->hold[KIN_LOCK_WRITE], &of->write_holdtime);
		kin_lock_time_add(&stats->hold[KIN_LOCK_READ], &of->read_holdtime);
		stats->contended_bounces[KIN_LOCK_WRITE] += of->bounces[bounce_contended_write];
		stats->contended_bounces[KIN_LOCK_READ] += of->bounces[bounce_contended_read];
		stats->acquired_bounces[KIN_LOCK_WRITE] += of->bounces[bounce_acquired_write];
		stats->acquired_bounces[KIN_LOCK_READ] += of->bounces[bounce_acquired_read];
		for (i = 0; i < LOCKSTAT_POINTS; i++) {
			stats->hits[KINTROSPECT_LOCK_POINT_CONTENTION][i] +=
				of->contention_point[i];
			stats->hits[KINTROSPECT_LOCK_POINT_CONTENDING][i] +=
				of->contending_point[i];
		}
	}
	return true;
}
#else
bool kin_lock_stats(struct kin_lock_stats *stats, unsigned int id)
{
	return false;
}
#endif

/**
 * kin_lock_ops - how often locks of a class were taken
 * @id: its number
 *
 * Only where kin_lock_ops_why() is NULL. Any context.
 */
u64 kin_lock_ops(unsigned int id)
{
	unsigned int cpu;
	u64 ops = 0;

	for_each_possible_cpu(cpu)
		ops += ((const unsigned long *)(per_cpu_ptr(kin_lockdep_stats, cpu) +
						kin_lock_ops_offset))[id];
	return ops;
}

/* --- dependencies ------------------------------------------------------- */

/* The number of a class, or -1 for a pointer that is to none. */
static int kin_lock_id(const struct lock_class *class)
{
	unsigned long offset = (const char *)class - (const char *)KIN_CLASSES;

	if (offset >= MAX_LOCKDEP_KEYS * sizeof(*class) || offset % sizeof(*class))
		return -1;
	return offset / sizeof(*class);
}

/**
 * kin_lock_edges - copy the dependencies of a class: what was taken under it
 * @edges: where to
 * @room: how many there is room for; KIN_LOCK_EDGES will do for all
 * @id: its number
 *
 * One RCU read section. Any context; only where kin_lock_why() is NULL. Return: how
 * many, or -1 when there is no such class.
 */
int kin_lock_edges(struct kin_lock_edge *edges, unsigned int room, unsigned int id)
{
	const struct lock_class *class = KIN_CLASSES + id;
	const struct lock_list *entry;
	unsigned int looked = 0;
	int count = -1, to;

	if (id >= MAX_LOCKDEP_KEYS)
		return -1;
	rcu_read_lock();
	if (READ_ONCE(class->key) &&
	    test_bit(id, (const unsigned long *)kin_data_lock_classes_in_use)) {
		count = 0;
		list_for_each_entry_rcu(entry, &class->locks_after, entry) {
			if (looked++ == KIN_LOCK_EDGES || count == (int)room)
				break;
			to = kin_lock_id(entry->class);
			if (to < 0)
				continue;
			edges[count].from = id;
			edges[count].to = to;
			edges[count].distance = READ_ONCE(entry->distance);
			edges[count].dep = READ_ONCE(entry->dep);
			edges[count++].trace = READ_ONCE(entry->trace);
		}
	}
	rcu_read_unlock();
	return count;
}

/* Why call traces cannot be had, or NULL. */
const char *kin_lock_trace_why(void)
{
	if (!IS_ENABLED(CONFIG_PROVE_LOCKING))
		return KIN_NO_PROVE_LOCKING;
	return kin_trace_count_offset < 0 || kin_trace_entries_offset < 0 ? kin_btf_why() : NULL;
}

/**
 * kin_lock_trace - read a call trace
 * @addrs: where to
 * @max: how many
 * @trace: of a dependency
 *
 * Traces are kept for good. Any context. Return: how many there were, @max at most.
 */
unsigned int kin_lock_trace(unsigned long *addrs, unsigned int max, const void *trace)
{
	u32 count;

	if (!trace || kin_lock_trace_why() ||
	    get_kernel_nofault(count, (const u32 *)(trace + kin_trace_count_offset)))
		return 0;
	count = min_t(u32, count, max);
	if (copy_from_kernel_nofault(addrs, trace + kin_trace_entries_offset,
				     count * sizeof(*addrs)))
		return 0;
	return count;
}

/* --- chains ------------------------------------------------------------- */

/* Before 5.13 their number was a constant that no header tells. */
#if defined(CONFIG_PROVE_LOCKING) && defined(CONFIG_LOCKDEP_CHAINS_BITS)
#define KIN_LOCK_CHAINS BIT(CONFIG_LOCKDEP_CHAINS_BITS)
#define KIN_LOCK_CHAIN_HLOCKS (KIN_LOCK_CHAINS * 5)

/* Why chains cannot be had, or NULL. */
const char *kin_lock_chain_why(void)
{
	if (!kin_data_lock_chains)
		return KIN_DATA_WHY(lock_chains);
	if (!kin_data_lock_chains_in_use)
		return KIN_DATA_WHY(lock_chains_in_use);
	return kin_data_chain_hlocks ? NULL : KIN_DATA_WHY(chain_hlocks);
}

/**
 * kin_lock_chain_next - the next chain in use
 * @id: number to begin with
 *
 * Any context; only where kin_lock_chain_why() is NULL. Return: its number, -1 at the
 * end.
 */
int kin_lock_chain_next(unsigned int id)
{
	unsigned long next = find_next_bit(kin_data_lock_chains_in_use, KIN_LOCK_CHAINS, id);

	return next < KIN_LOCK_CHAINS ? (int)next : -1;
}

/**
 * kin_lock_chain_copy - copy a chain
 * @copy: where to
 * @id: its number
 *
 * A chain that goes away loses its classes before its key, and is free for another only
 * after a grace period: with the same key before and after, in one RCU read section, what
 * was copied is of one chain. Any context; only where kin_lock_chain_why() is NULL.
 *
 * Return: false if there is no such chain.
 */
bool kin_lock_chain_copy(struct kin_lock_chain *copy, unsigned int id)
{
	const struct lock_chain *chain = (const struct lock_chain *)kin_data_lock_chains + id;
	const u16 *hlocks = kin_data_chain_hlocks;
	bool found = false;
	unsigned int i;
	u64 key;

	if (id >= KIN_LOCK_CHAINS)
		return false;
	rcu_read_lock();
	key = READ_ONCE(chain->chain_key);
	/* The key before the rest. */
	smp_rmb();
	if (key != (u64)INITIAL_CHAIN_KEY && test_bit(id, kin_data_lock_chains_in_use) &&
	    chain->base + chain->depth <= KIN_LOCK_CHAIN_HLOCKS) {
		copy->context = chain->irq_context;
		copy->depth = chain->depth;
		/* above the number of the class is how it was held */
		for (i = 0; i < copy->depth; i++)
			copy->ids[i] = READ_ONCE(hlocks[chain->base + i]) & (MAX_LOCKDEP_KEYS - 1);
		/* And once more after it. */
		smp_rmb();
		found = READ_ONCE(chain->chain_key) == key;
	}
	rcu_read_unlock();
	return found;
}
#else
const char *kin_lock_chain_why(void)
{
	return IS_ENABLED(CONFIG_PROVE_LOCKING) ? "needs CONFIG_LOCKDEP_CHAINS_BITS (Linux 5.13)" :
		KIN_NO_PROVE_LOCKING;
}

int kin_lock_chain_next(unsigned int id)
{
	return -1;
}

bool kin_lock_chain_copy(struct kin_lock_chain *copy, unsigned int id)
{
	return false;
}
#endif

/* --- locks that are held ------------------------------------------------ */

#ifdef CONFIG_LOCK_STAT
/*
 * Taking a lock is noted before it is got: the last may be waited for still, which
 * lock_stat knows, if it is switched on.
 */
static void kin_held_times(struct kin_held_lock *copy, const struct held_lock *held, bool last,
			   u64 now)
{
	const int *on = kin_data_lock_stat;
	u64 since = held->holdtime_stamp, waited = held->waittime_stamp;

	copy->state = KINTROSPECT_LOCK_STATE_HELD;
	copy->held_ns = now - since;
	copy->wait_ns = waited ? (s64)(since - waited) : -1;
	if (waited && (s64)(since - waited) < 0) {
		copy->state = KINTROSPECT_LOCK_STATE_WAITING;
		copy->held_ns = -1;
		copy->wait_ns = now - waited;
	} else if (last && !waited && !(on && READ_ONCE(*on))) {
		copy->state = -1;
		copy->held_ns = -1;
	}
}
#else
static void kin_held_times(struct kin_held_lock *copy, const struct held_lock *held, bool last,
			   u64 now)
{
	copy->state = -1;
	copy->held_ns = -1;
	copy->wait_ns = -1;
}
#endif

/* How often a task has left a CPU: counted before it is off. */
static unsigned long kin_switches(const struct task_struct *task)
{
	return READ_ONCE(task->nvcsw) + READ_ONCE(task->nivcsw);
}

/**
 * kin_held_locks - copy what locks a task holds
 * @copy: KIN_LOCK_DEPTH of them
 * @task: the task, referenced or under RCU
 *
 * Only the task itself writes there: what was copied while it was on no CPU, and has
 * been on none meanwhile, is right. Any context.
 *
 * Return: how many, 0 for the caller itself, -EAGAIN for one that runs.
 */
int kin_held_locks(struct kin_held_lock *copy, const struct task_struct *task)
{
	int depth = READ_ONCE(task->lockdep_depth), i;
	unsigned long switches;
	u64 now;

	BUILD_BUG_ON(KIN_LOCK_DEPTH != MAX_LOCK_DEPTH);
	if (depth <= 0 || task == current)
		return 0;
	switches = kin_switches(task);
	/* In the reverse order of a context switch, which has a full barrier in it. */
	smp_rmb();
	if (kin_task_on_cpu(task))
		return -EAGAIN;
	/* What it wrote when it was last on a CPU. */
	smp_rmb();
	now = local_clock();
	depth = clamp(READ_ONCE(task->lockdep_depth), 0, (int)MAX_LOCK_DEPTH);
	for (i = 0; i < depth; i++, copy++) {
		/* Whether it was written meanwhile is found out below. */
		const struct held_lock held = data_race(task->held_locks[i]);

		copy->id = held.class_idx;
		copy->mode = held.read;
		copy->trylock = held.trylock;
		copy->hardirqs_off = held.hardirqs_off;
		copy->site = held.acquire_ip;
		copy->instance = held.instance;
		kin_held_times(copy, &held, i == depth - 1, now);
	}
	/* All of it before asking again. */
	smp_rmb();
	if (kin_task_on_cpu(task) || kin_switches(task) != switches)
		return -EAGAIN;
	return depth;
}
