/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What lockdep knows, as copies: struct lock_class and its kin exist only in kernels
 * that have lockdep, and nothing of it is exported. It is found by name, and what
 * no header tells by the kernel's type information.
 *
 * Everything is read as /proc/lockdep reads it, without the lock of lockdep's graph.
 * A class is taken out of use before a grace period, and used anew after it: what
 * is copied in one RCU read section is of one class.
 */
#ifndef KIN_COMPAT_LOCKDEP_H
#define KIN_COMPAT_LOCKDEP_H

#include <linux/kallsyms.h>
#include <linux/types.h>

/*
 * Of a class's name that is longer the rest is left out. Names are made of what stands
 * in the source, macros included: some have hundreds of characters.
 */
#define KIN_LOCK_NAME 1024

/* Contention points of each kind, LOCKSTAT_POINTS. */
#define KIN_LOCK_POINTS 4

#define KIN_NO_LOCKDEP "CONFIG_LOCKDEP"
#define KIN_NO_LOCK_STAT "CONFIG_LOCK_STAT"
#define KIN_NO_PROVE_LOCKING "CONFIG_PROVE_LOCKING"

/**
 * struct kin_lock_class - copy of a class
 * @id: index in lock_classes
 * @key: its key
 * @subclass: level of nesting
 * @version: which of the classes of this name
 * @type: KINTROSPECT_LOCK_TYPE_*, -1 for one that is not known
 * @inner: KINTROSPECT_LOCK_WAIT_*, or -1
 * @outer: KINTROSPECT_LOCK_WAIT_*, or -1
 * @usage: bits KINTROSPECT_LOCK_USAGE_*
 * @after: entries of its list of classes that were taken under it, or -1
 * @before: entries of its list of classes that it was taken under, or -1
 * @named: it has a name of its own
 * @name: the name, as it stands there
 */
struct kin_lock_class {
	unsigned int id;
	const void *key;
	unsigned int subclass;
	unsigned int version;
	int type;
	int inner;
	int outer;
	unsigned long usage;
	int after;
	int before;
	bool named;
	char name[KIN_LOCK_NAME];
};

/*
 * struct lock_time: nanoseconds, and how many times were taken. Where the clock went
 * back meanwhile, as it does while the kernel boots, they may be below zero.
 */
struct kin_lock_time {
	s64 min;
	s64 max;
	s64 total;
	u64 count;
};

enum { KIN_LOCK_WRITE, KIN_LOCK_READ, KIN_LOCK_MODES };

/**
 * struct kin_lock_stats - sums over all CPUs
 * @wait: by mode
 * @hold: by mode
 * @contended_bounces: by mode
 * @acquired_bounces: by mode
 * @hits: by enum kintrospect_lock_point and place
 * @sites: the call sites, 0 for none
 */
struct kin_lock_stats {
	struct kin_lock_time wait[KIN_LOCK_MODES];
	struct kin_lock_time hold[KIN_LOCK_MODES];
	u64 contended_bounces[KIN_LOCK_MODES];
	u64 acquired_bounces[KIN_LOCK_MODES];
	u64 hits[2][KIN_LOCK_POINTS];
	unsigned long sites[2][KIN_LOCK_POINTS];
};

#ifdef CONFIG_LOCKDEP
void kin_lock_init(void);
const char *kin_lock_why(void);
const char *kin_lock_stat_why(void);
const char *kin_lock_ops_why(void);
int kin_lock_next(unsigned int id);
bool kin_lock_copy(struct kin_lock_class *copy, unsigned int id, bool counts);
bool kin_lock_stats(struct kin_lock_stats *stats, unsigned int id);
u64 kin_lock_ops(unsigned int id);
#else
static inline void kin_lock_init(void)
{
}

static inline const char *kin_lock_why(void)
{
	return KIN_NO_LOCKDEP;
}

static inline const char *kin_lock_stat_why(void)
{
	return KIN_NO_LOCK_STAT;
}

static inline const char *kin_lock_ops_why(void)
{
	return "CONFIG_DEBUG_LOCKDEP";
}

static inline int kin_lock_next(unsigned int id)
{
	return -1;
}

static inline bool kin_lock_copy(struct kin_lock_class *copy, unsigned int id, bool counts)
{
	return false;
}

static inline bool kin_lock_stats(struct kin_lock_stats *stats, unsigned int id)
{
	return false;
}

static inline u64 kin_lock_ops(unsigned int id)
{
	return 0;
}
#endif

#endif
