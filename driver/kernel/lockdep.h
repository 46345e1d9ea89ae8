/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What lockdep knows, as copies: struct lock_class and its kin exist only in kernels
 * that have lockdep, and nothing of it is exported. It is found by name, and what
 * no header tells by the kernel's type information.
 *
 * Everything is read as /proc/lockdep reads it, without the lock of lockdep's graph.
 * A class is taken out of use before a grace period, and used again after it: what
 * is copied in one RCU read section is of one class. Later the number may be of another
 * class, so the key goes with it. Lists and chains have no grace period. A copy of them
 * proves itself, or is not given.
 */
#ifndef KIN_KERNEL_LOCKDEP_H
#define KIN_KERNEL_LOCKDEP_H

#include <linux/errno.h>
#include <linux/kallsyms.h>
#include <linux/types.h>
#ifdef CONFIG_LOCKDEP
#include <linux/lockdep.h>
#endif

/*
 * Of a class's name that is longer the rest is left out. Names are made of what stands
 * in the source, macros included: some have hundreds of characters.
 */
#define KIN_LOCK_NAME 1024

/* Attempts to copy what changes meanwhile. */
#define KIN_LOCK_TRIES 3

/* Contention points of each kind, LOCKSTAT_POINTS. */
#define KIN_LOCK_POINTS 4

#define KIN_NO_LOCKDEP "needs CONFIG_LOCKDEP"
#define KIN_NO_LOCK_STAT "needs CONFIG_LOCK_STAT"
#define KIN_NO_PROVE_LOCKING "needs CONFIG_PROVE_LOCKING"

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
 * @torn: a list changed each time that it was counted, its count is -1
 * @named: it has a name of its own
 * @name: the name, as it is there
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
	bool torn;
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

/* As many as a class has dependencies at most. */
#ifdef CONFIG_LOCKDEP
#define KIN_LOCK_EDGES MAX_LOCKDEP_KEYS
#else
#define KIN_LOCK_EDGES 1
#endif

/**
 * struct kin_lock_edge - copy of a dependency
 * @from: number of the class that was held
 * @to: number of the class that was taken
 * @distance: 1 if nothing was taken between
 * @dep: bits KINTROSPECT_LOCK_DEP_*
 * @trace: its call trace, for kin_lock_trace()
 * @from_key: key of the class that was held
 * @to_key: key of the class that was taken
 */
struct kin_lock_edge {
	u16 from;
	u16 to;
	u16 distance;
	u8 dep;
	const void *trace;
	const void *from_key;
	const void *to_key;
};

/* lock_chain.depth has 6 bits. */
#define KIN_LOCK_CHAIN 63

/**
 * struct kin_lock_chain - copy of a chain
 * @context: bits KINTROSPECT_LOCK_CONTEXT_*
 * @depth: how many classes
 * @ids: their numbers
 */
struct kin_lock_chain {
	unsigned int context;
	unsigned int depth;
	u16 ids[KIN_LOCK_CHAIN];
};

/* MAX_LOCK_DEPTH, in all kernels. */
#define KIN_LOCK_DEPTH 48

/**
 * struct kin_held_lock - copy of a lock that a task holds or waits for
 * @id: number of its class
 * @key: key of its class, or NULL
 * @mode: KINTROSPECT_LOCK_MODE_*
 * @trylock: taken without waiting
 * @hardirqs_off: taken with hard interrupts off
 * @state: KINTROSPECT_LOCK_STATE_*, -1 where it cannot be told
 * @held_ns: since when, -1 if it is not held or that cannot be told
 * @wait_ns: how long it was waited for, -1 if it was not or that cannot be told
 * @site: where it was taken
 * @instance: the lock
 */
struct kin_held_lock {
	unsigned int id;
	const void *key;
	unsigned int mode;
	bool trylock;
	bool hardirqs_off;
	int state;
	s64 held_ns;
	s64 wait_ns;
	unsigned long site;
	const void *instance;
};

struct task_struct;

#ifdef CONFIG_LOCKDEP
void kin_lock_init(void);
const char *kin_lock_why(void);
const char *kin_lock_stat_why(void);
const char *kin_lock_ops_why(void);
bool kin_lock_stale(void);
const void *kin_lock_key(unsigned int id);
unsigned long kin_lock_zapped(void);
int kin_lock_next(unsigned int id);
bool kin_lock_copy(struct kin_lock_class *copy, unsigned int id, bool counts);
bool kin_lock_stats(struct kin_lock_stats *stats, unsigned int id);
u64 kin_lock_ops(unsigned int id);
int kin_lock_edges(struct kin_lock_edge *edges, unsigned int room, unsigned int id);
const char *kin_lock_trace_why(void);
unsigned int kin_lock_trace(unsigned long *addrs, unsigned int max, const void *trace);
const char *kin_lock_chain_why(void);
int kin_lock_chain_next(unsigned int id);
int kin_lock_chain_copy(struct kin_lock_chain *copy, unsigned int id);
int kin_held_locks(struct kin_held_lock *copy, const struct task_struct *task);
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

static inline bool kin_lock_stale(void)
{
	return false;
}

static inline const void *kin_lock_key(unsigned int id)
{
	return NULL;
}

static inline unsigned long kin_lock_zapped(void)
{
	return 0;
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

static inline int kin_lock_edges(struct kin_lock_edge *edges, unsigned int room, unsigned int id)
{
	return -ENOENT;
}

static inline const char *kin_lock_trace_why(void)
{
	return KIN_NO_PROVE_LOCKING;
}

static inline unsigned int kin_lock_trace(unsigned long *addrs, unsigned int max,
					  const void *trace)
{
	return 0;
}

static inline const char *kin_lock_chain_why(void)
{
	return KIN_NO_PROVE_LOCKING;
}

static inline int kin_lock_chain_next(unsigned int id)
{
	return -1;
}

static inline int kin_lock_chain_copy(struct kin_lock_chain *copy, unsigned int id)
{
	return 0;
}

static inline int kin_held_locks(struct kin_held_lock *copy, const struct task_struct *task)
{
	return 0;
}
#endif

#endif
