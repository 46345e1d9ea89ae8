/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The truth of an object's rows, field by field. A value that moves is read from
 * /proc before and after the dump and must lie between; what does not fit then
 * is looked at again, and only what never fits is a fault. Two looks say nothing of
 * a value that wraps round between them: so of the storms that change things on
 * purpose, each is held still for a look in its turn.
 */
#ifndef TRUTH_H
#define TRUTH_H

#include "kp.h"
#include "kt.h"

/* Number of the field that stands for the set of rows as a whole. */
#define TRUTH_ROWS KT_FIELDS

struct truth_fault {
	uint64_t key[2];
	unsigned int field;
	char text[320];
};

/**
 * struct truth - what became of one object
 * @table: the object
 * @threads: every thread was asked for
 * @wide: ask for all bits of the mask
 * @only: pid to look at, 0: all
 * @via: how rows were read
 * @looks: how many it took
 * @ns: time that took, for whoever wants checks to be fast
 * @seen: rows in which the field was there, and right
 * @absent: rows in which it was absent, and rightly so
 * @faults: what did not fit
 */
struct truth {
	const struct kc_table *table;
	bool threads;
	bool wide;
	int only;
	enum kt_via via;
	int looks;
	uint64_t ns;
	uint64_t seen[KT_FIELDS + 1];
	uint64_t absent[KT_FIELDS + 1];
	struct truth_fault *faults;
	size_t fault_count;
	size_t fault_room;
};

/* Lowest bits that /proc does not have: 1, or the size of its unit. */
typedef uint64_t truth_units[KT_FIELDS];

void truth_fault(struct truth *truth, uint64_t a, uint64_t b, unsigned int field,
		 const char *format, ...) __attribute__((format(printf, 5, 6)));
void truth_row(struct truth *truth, uint64_t a, uint64_t b, const struct kt_row *row,
	       const struct kt_row *before, const struct kt_row *after,
	       const truth_units units);
void truth_dump(struct truth *truth, struct kt_rows *rows);

/* truth_kernel.c */
const char *truth_lacking(const char *object, const char *field);
bool truth_configured(const char *option);
bool truth_parameter(const char *name);

/* truth_excuse.c */
const char *truth_unseen(const struct kc_table *table, unsigned int field);
const char *truth_excuse(const struct kc_table *table, unsigned int field);
const char *truth_excuse_object(const struct kc_table *table);

/* truth_lacking_locks.c */
const char *truth_lacking_locks(const char *object, const char *field);

/* truth_mutate.c */
void truth_mutate(const struct truth *template, void (*check)(struct truth *truth));

/* truth_storm.c */
int truth_storms(void);
void truth_hold(int storm);
void truth_release(int storm);

void truth_tasks(struct truth *truth);
void truth_vas(struct truth *truth);
void truth_vmas(struct truth *truth);
void truth_fields(struct truth *truth);
void truth_stats(struct truth *truth);
void truth_layout(struct truth *truth);
void truth_modules(struct truth *truth);

/* truth_stacks.c */
void truth_stacks(struct truth *truth);

/* truth_slabs.c */
void truth_slabs(struct truth *truth);
const char *truth_slabs_lacking(const char *field);
void truth_locks(struct truth *truth);
void truth_lock_points(struct truth *truth);
void truth_lock_edges(struct truth *truth);
void truth_lock_chains(struct truth *truth);
void truth_held_locks(struct truth *truth);
void truth_buddy(struct truth *truth);
void truth_zones(struct truth *truth);
void truth_fragmentation(struct truth *truth);
void truth_sched(struct truth *truth);
const char *truth_sched_lacking(const char *field);
const char *truth_btf_lacking(void);
void truth_runqueues(struct truth *truth);
const char *truth_runqueues_lacking(const char *field);
void truth_vmalloc(struct truth *truth);

#endif
