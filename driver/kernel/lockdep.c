// SPDX-License-Identifier: GPL-2.0-only
/* Lockdep's classes and what was counted of them. Built where the kernel has CONFIG_LOCKDEP. */
#include <linux/bitmap.h>
#include <linux/cpumask.h>
#include <linux/debug_locks.h>
#include <linux/kernel.h>
#include <linux/kintrospect.h>
#include <linux/lockdep.h>
#include <linux/percpu.h>
#include <linux/poison.h>
#include <linux/rculist.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "btf.h"
#include "lockdep.h"
#include "lookup.h"

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

/**
 * kin_lock_stale - whether lockdep turned itself off
 *
 * It does so for good, after a report or when its tables are full. To be called after the
 * copy: what was copied before lockdep turned itself off is not stale. Any context.
 */
bool kin_lock_stale(void)
{
	/* The copy first. */
	smp_rmb();
	return !READ_ONCE(debug_locks);
}

/**
 * kin_lock_key - the key of a class, which tells it from others that had its number
 * @id: its number
 *
 * Any context; only where kin_lock_why() is NULL. Return: NULL if there is no such class.
 */
const void *kin_lock_key(unsigned int id)
{
	const struct lock_class *class = KIN_CLASSES + id;
	struct hlist_node **pprev;
	const void *key;

	if (id >= MAX_LOCKDEP_KEYS || !test_bit(id, kin_data_lock_classes_in_use))
		return NULL;
	/* It is hashed last when it is made, and unhashed first when it goes. */
	pprev = READ_ONCE(class->hash_entry.pprev);
	if (!pprev || pprev == (void *)LIST_POISON2)
		return NULL;
	key = READ_ONCE(class->key);
	/* The rest of it after that. */
	smp_rmb();
	return key;
}

/**
 * kin_lock_zapped - how many classes have gone so far
 *
 * What was theirs is not put to another use before they are counted. Any context. Return:
 * always 0 where the kernel does not tell.
 */
unsigned long kin_lock_zapped(void)
{
	const unsigned long *zapped = kin_data_nr_zapped_classes;

	return zapped ? READ_ONCE(*zapped) : 0;
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

/* The number of a class, or -1 for a pointer that is to none. */
static int kin_lock_id(const struct lock_class *class)
{
	unsigned long offset = (const char *)class - (const char *)KIN_CLASSES;

	if (offset >= MAX_LOCKDEP_KEYS * sizeof(*class) || offset % sizeof(*class))
		return -1;
	return offset / sizeof(*class);
}

/* Whether an entry is of the class, and follows the one before. */
static bool kin_lock_entry_holds(const struct lock_list *entry, const struct lock_class *class,
				 const struct list_head *prev)
{
	return READ_ONCE(entry->links_to) == class && READ_ONCE(entry->entry.prev) == prev;
}

/* False where the entry is of a class that goes just now. */
static bool kin_lock_edge(struct kin_lock_edge *edge, const struct lock_list *entry)
{
	int id = kin_lock_id(READ_ONCE(entry->class));

	if (id < 0)
		return false;
	edge->to = id;
	edge->to_key = kin_lock_key(id);
	edge->distance = READ_ONCE(entry->distance);
	edge->dep = READ_ONCE(entry->dep);
	edge->trace = READ_ONCE(entry->trace);
	return edge->to_key;
}

/*
 * Goes along one list of a class and copies it, or just counts it if @edges is NULL. The
 * entries of a class that goes are free for other dependencies at once, without a grace
 * period. Whoever is at such an entry would go on in another list. So an entry counts only
 * if it leads back to the class, before and after it was read; and the list only if no
 * class went meanwhile, as an entry may have come back to the same class. Under RCU.
 *
 * Return: how many, -EAGAIN if that cannot be relied on.
 */
static int kin_lock_list(const struct lock_class *class, const struct list_head *head,
			 struct kin_lock_edge *edges, unsigned int room)
{
	const struct list_head *prev = head, *at, *next;
	unsigned long zapped = kin_lock_zapped();
	unsigned int count = 0, looked = 0;
	const struct lock_class *other;
	const struct lock_list *entry;

	/* The list after the count. */
	smp_rmb();
	for (at = READ_ONCE(head->next); at != head && count < room; prev = at, at = next) {
		entry = list_entry(at, struct lock_list, entry);
		other = READ_ONCE(entry->class);
		if (looked++ == KIN_LOCK_LIST_MAX || !kin_lock_entry_holds(entry, class, prev))
			return -EAGAIN;
		if (!edges || kin_lock_edge(&edges[count], entry))
			count++;
		next = READ_ONCE(at->next);
		/* All of the entry before asking again. */
		smp_rmb();
		if (!kin_lock_entry_holds(entry, class, prev) || READ_ONCE(entry->class) != other)
			return -EAGAIN;
	}
	/* And all of the list before the count. */
	smp_rmb();
	return kin_lock_zapped() == zapped ? (int)count : -EAGAIN;
}

/* Entries of a list, or -1. */
static int kin_lock_count(struct kin_lock_class *copy, const struct lock_class *class,
			  const struct list_head *head)
{
	int count = -EAGAIN, try;

	for (try = 0; try < KIN_LOCK_TRIES && count < 0; try++)
		count = kin_lock_list(class, head, NULL, UINT_MAX);
	copy->torn |= count < 0;
	return max(count, -1);
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
 * One RCU read section, of at most two lists of MAX_LOCKDEP_KEYS entries, each a few times.
 * What else is copied in the same section is of the same class, for its number is free for
 * another only after a grace period. Any context; only where kin_lock_why() is NULL.
 *
 * Return: false if there is no such class.
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
	copy->torn = false;
	copy->key = kin_lock_key(id);
	found = copy->key;
	if (found) {
		name = READ_ONCE(class->name);
		copy->subclass = class->subclass;
		copy->version = class->name_version;
		copy->type = kin_lock_type(class->lock_type);
		copy->inner = kin_lock_wait(class->wait_type_inner);
		copy->outer = kin_lock_wait(class->wait_type_outer);
		copy->usage = READ_ONCE(class->usage_mask);
		copy->after = counts ? kin_lock_count(copy, class, &class->locks_after) : -1;
		copy->before = counts ? kin_lock_count(copy, class, &class->locks_before) : -1;
		copy->named = name && kin_lock_name(copy->name, name);
		/* One that goes loses its name, and the entries of its lists. */
		smp_rmb();
		found = kin_lock_key(id) == copy->key;
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

/**
 * kin_lock_edges - copy the dependencies of a class: what was taken under it
 * @edges: where to
 * @room: how many there is room for; KIN_LOCK_EDGES will do for all
 * @id: its number
 *
 * One RCU read section. Any context; only where kin_lock_why() is NULL. Return: how
 * many, -ENOENT when there is no such class, -EAGAIN when its list changed each time.
 */
int kin_lock_edges(struct kin_lock_edge *edges, unsigned int room, unsigned int id)
{
	const struct lock_class *class = KIN_CLASSES + id;
	int count = -EAGAIN, i, try;
	const void *key;

	rcu_read_lock();
	key = kin_lock_key(id);
	for (try = 0; key && try < KIN_LOCK_TRIES && count == -EAGAIN; try++)
		count = kin_lock_list(class, &class->locks_after, edges, room);
	if (!key || kin_lock_key(id) != key)
		count = -ENOENT;
	rcu_read_unlock();
	for (i = 0; i < count; i++) {
		edges[i].from = id;
		edges[i].from_key = key;
	}
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
