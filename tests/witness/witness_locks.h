/* SPDX-License-Identifier: GPL-2.0-only */
/* What the kernel's own files and the tests' own module tell of locks. */
#ifndef KL_H
#define KL_H

#include "truth.h"

/**
 * struct kl_class - a class, by /proc/lockdep and /proc/kwitness_locks
 * @id: its number
 * @key: address of its key
 * @name: with version and subclass
 * @chars: its usage as characters
 * @ops: how often it was taken, -1: not told
 * @forward: classes reachable from it, itself one of them
 * @backward: classes it is reachable from
 * @next: its direct dependencies at distance 1, by name, one a line
 * @subclass: lock_class.subclass
 * @version: lock_class.name_version
 * @type: lock_class.lock_type
 * @inner: lock_class.wait_type_inner
 * @outer: lock_class.wait_type_outer
 * @usage: lock_class.usage_mask
 * @after: length of locks_after
 * @before: length of locks_before
 */
struct kl_class {
	unsigned int id;
	uint64_t key;
	char name[1100];
	char chars[8];
	int64_t ops;
	unsigned int forward;
	unsigned int backward;
	char *next;
	unsigned int subclass;
	unsigned int version;
	unsigned int type;
	unsigned int inner;
	unsigned int outer;
	uint64_t usage;
	unsigned int after;
	unsigned int before;
};

#define KL_TRACE 8

/* A chain, by /proc/lockdep_chains and /proc/kwitness_chains. */
struct kl_chain {
	unsigned int id;
	unsigned int depth;
	unsigned int context;
	char *names;
};

struct kl_chains {
	struct kl_chain *chains;
	size_t count;
};

/* A dependency, by /proc/kwitness_locks. */
struct kl_edge {
	unsigned int from;
	unsigned int to;
	unsigned int distance;
	unsigned int dep;
	unsigned int depth;
	uint64_t trace[KL_TRACE];
};

/* A lock that one of the module's own threads has, by /proc/kwitness_locks. */
struct kl_held {
	int pid;
	unsigned int depth;
	unsigned int class_id;
	unsigned int read;
	unsigned int trylock;
	unsigned int hardirqs_off;
	uint64_t instance;
	uint64_t ip;
	uint64_t since[2];
};

/**
 * struct kl - classes and dependencies, at one time
 * @classes: by number
 * @count: how many
 * @edges: dependencies
 * @edge_count: how many
 */
struct kl {
	struct kl_class *classes;
	size_t count;
	struct kl_edge *edges;
	size_t edge_count;
};

/**
 * struct kl_helds - locks that the module's threads have, at one time
 * @held: the locks
 * @count: how many
 * @clock: the kernel's local_clock() then
 */
struct kl_helds {
	struct kl_held held[16];
	size_t count;
	uint64_t clock;
};

enum { KL_WRITE, KL_READ };

/* Times are in units of 10 ns, rounded as /proc/lock_stat has them. */
struct kl_time {
	int64_t count;
	int64_t min;
	int64_t max;
	int64_t total;
	int64_t avg;
};

struct kl_point {
	unsigned int kind;
	unsigned int index;
	uint64_t count;
	char site[200];
};

/**
 * struct kl_stat - a class by /proc/lock_stat
 * @name: as it is cut there
 * @shown: by KL_WRITE and KL_READ: it has a line
 * @wait: by the same
 * @hold: by the same
 * @contended: bounces, by the same
 * @acquired: bounces, by the same
 * @points: call sites
 * @point_count: how many
 */
struct kl_stat {
	char name[64];
	bool shown[2];
	struct kl_time wait[2];
	struct kl_time hold[2];
	uint64_t contended[2];
	uint64_t acquired[2];
	struct kl_point points[8];
	unsigned int point_count;
};

struct kl_stats {
	struct kl_stat *stats;
	size_t count;
};

void kl_keep(bool keep);
void kl_again(void);
char *kl_slurp(const char *path);
void *kl_more(void *array, size_t count, size_t size);
bool kl_absent(struct truth *truth);
bool kl_stale(void);
void kl_read(struct kl *kl);
void kl_free(struct kl *kl);
const struct kl_class *kl_class(const struct kl *kl, unsigned int id);
void kl_helds_read(struct kl_helds *helds);
void kl_chains_read(struct kl_chains *chains);
void kl_chains_free(struct kl_chains *chains);
void kl_stats_read(struct kl_stats *stats);
void kl_stats_free(struct kl_stats *stats);
int64_t kl_units(uint64_t ns);
void kl_stat_name(const struct kl_class *class, char *name, size_t size);
const struct kl_stat *kl_stat_next(const struct kl_stats *stats, const char *name,
				   const struct kl_stat *from);
bool kl_stat_pause(bool pause);
uint64_t kl_lockdep_stat(const char *name);
bool kl_symbol(const char *text, uint64_t addr);
bool kl_nameless(uint64_t addr);

#endif
