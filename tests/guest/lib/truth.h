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

/* How the rows of an object behave while nobody wants them to. */
enum truth_rows {
	TRUTH_COMES_AND_GOES,
	TRUTH_OF_PROCESSES,	/* rows of a process that holds still hold still */
	TRUTH_STAYS,
};

/* What comes and goes while the object is compared; tests/cases/truth-*.sh. */
enum truth_load {
	TRUTH_LOAD,
	TRUTH_CHURN,		/* the same without files */
	TRUTH_LOAD_WITHOUT_TASKS,
	TRUTH_NO_LOAD,
	TRUTH_LOADS
};

#define TRUTH_TEXTS 3
#define TRUTH_UNTOLD 4

/**
 * struct truth_object - all that the tests know of an object, in tests/truth/OBJECT.c
 * @name: as in the spec
 * @check: compares the driver's rows with the witnesses'
 * @lacking: the reason that the driver has to give for the absence of the object, or NULL
 * @lacking_field: the same of a field, where the object is there
 * @rows: whether rows come and go by themselves
 * @moves: whether a value does, which is not part of the key; NULL: none does
 * @passing: whether a row is of a client that runs, and goes with it
 * @load: what it is compared under
 * @looks: how often the test of @check looks before it takes a fault for real, 0: once
 * @only_planted: struct truth.only means rows of the planted modules
 * @texts: the kernel's files that tell the same, for benchmarks
 * @untold: fields that @texts do not tell
 */
struct truth_object {
	const char *name;
	void (*check)(struct truth *truth);
	const char *(*lacking)(void);
	const char *(*lacking_field)(const char *field);
	enum truth_rows rows;
	bool (*moves)(const struct kc_field *field);
	bool (*passing)(const struct kt_row *row);
	enum truth_load load;
	int looks;
	bool only_planted;
	const char *texts[TRUTH_TEXTS];
	const char *untold[TRUTH_UNTOLD];
};

/* By command, the first being 1; tests/Makefile makes the list of the files in tests/truth. */
const struct truth_object *truth_object(int object);
extern const struct truth_object * const truth_objects[];

/* Lowest bits that /proc does not have: 1, or the size of its unit. */
typedef uint64_t truth_units[KT_FIELDS];

void truth_fault(struct truth *truth, uint64_t a, uint64_t b, unsigned int field,
		 const char *format, ...) __attribute__((format(printf, 5, 6)));
void truth_row(struct truth *truth, uint64_t a, uint64_t b, const struct kt_row *row,
	       const struct kt_row *before, const struct kt_row *after,
	       const truth_units units);
void truth_dump(struct truth *truth, struct kt_rows *rows);

/* truth_objects.c */
const char *truth_lacking(const char *object, const char *field);
bool truth_moves(const struct kc_table *table, unsigned int field);
bool truth_all_moves(const struct kc_field *field);

/* truth_kernel.c */
bool truth_configured(const char *option);
bool truth_parameter(const char *name);
const char *truth_btf_lacking(void);

/* truth_excuse.c */
const char *truth_unseen(const struct kc_table *table, unsigned int field);
const char *truth_excuse(const struct kc_table *table, unsigned int field);
const char *truth_excuse_object(const struct kc_table *table);

/* truth_mutate.c */
void truth_mutate(const struct truth *template, void (*check)(struct truth *truth));

/* truth_storm.c */
int truth_storms(void);
void truth_hold(int storm);
void truth_release(int storm);

#endif
