/* SPDX-License-Identifier: GPL-2.0-only */
/* What a hold may cost, and what it has cost. A part of source.h, which includes it. */
#ifndef KIN_CHARGE_H
#define KIN_CHARGE_H

#include <linux/cpumask.h>

/*
 * What a lock hold or RCU read section may cost, in units: it ends with the first item that
 * reaches this. A unit is the cost of one cache line of a foreign object, read from memory:
 * about 50 ns. So a hold lasts about 0.1 ms, plus one item.
 */
#define KIN_HOLD_UNITS 2048

/* What items cost, for kin_charge(). Lines that many rows share, such as namespaces, are free. */
#define KIN_COST_PID 2		/* a pid without a task that counts */
#define KIN_COST_LOOK 4		/* a task that is looked at, without a row */
#define KIN_COST_THREAD 5	/* a thread that is added to a sum */
#define KIN_COST_TASK 16	/* a row of a task, without its memory */
#define KIN_COST_RUNQUEUE 16	/* a run queue and its running task */
#define KIN_COST_VMA 6		/* a mapping, its file and its inode */
#define KIN_COST_PAGE 1		/* a page, by its page-table entry */
#define KIN_COST_HUGE 8		/* a huge page */
#define KIN_COST_BLOCK 1	/* a block on a list of free ones */
#define KIN_COST_CACHE 8	/* a slab cache */
#define KIN_COST_NODE 4		/* a node of a slab cache */
#define KIN_COST_SLAB 1		/* a slab on a list of partial ones */
#define KIN_COST_STEP 1		/* a list entry that is skipped */
#define KIN_COST_AREA 5		/* an area of vmalloc and its way in the tree */
#define KIN_COST_MODULE 12	/* a module */
#define KIN_COST_USER 4		/* a user of a module */
#define KIN_COST_EDGE 8		/* a dependency between locks, looked at twice */
#define KIN_COST_HELD 8		/* the locks of a task, looked at twice */
#define KIN_COST_DESCENT 4	/* a way down a tree */
#define KIN_COST_IRQ 12		/* an interrupt, its chip and handlers, without its counts */

/* Entries of a page table or of an xarray's node: eight a cache line. */
#define KIN_COST_ENTRIES(count) DIV_ROUND_UP(count, 8)

#ifdef KIN_METER
extern unsigned int kin_meter_hold_units, kin_meter_cpus;
void kin_meter_charge(struct kin_cost *cost, unsigned int units);
void kin_meter_end(struct kin_cursor *cursor);
#endif

/* KIN_HOLD_UNITS, but for the test build. */
static inline int kin_hold_units(void)
{
#ifdef KIN_METER
	return READ_ONCE(kin_meter_hold_units);
#else
	return KIN_HOLD_UNITS;
#endif
}

/* What it costs to add up @sums per-CPU counters, each with a lock and a word a CPU. */
static inline unsigned int kin_cost_percpu(unsigned int sums)
{
#ifdef KIN_METER
	if (READ_ONCE(kin_meter_cpus))
		return sums * (1 + kin_meter_cpus);
#endif
	return sums * (1 + num_online_cpus());
}

/**
 * kin_hold_begin - a lock or RCU read section begins
 * @cursor: the dump
 *
 * Any context; not nested.
 */
static inline void kin_hold_begin(struct kin_cursor *cursor)
{
	cursor->cost.hold_left = kin_hold_units();
	cursor->cost.hold_start = kin_clock();
}

/**
 * kin_charge - account for an item that was looked at in a hold
 * @cursor: the dump, between kin_hold_begin() and kin_hold_end()
 * @units: what it cost, by KIN_COST_*
 *
 * Called after the item, so that every hold makes progress, whatever the item costs.
 *
 * Any context. Return: whether the hold may go on; else it has to end now, and the key has
 * to be at the next item.
 */
static inline bool kin_charge(struct kin_cursor *cursor, unsigned int units)
{
#ifdef KIN_METER
	kin_meter_charge(&cursor->cost, units);
#endif
	cursor->cost.hold_left -= units;
	return cursor->cost.hold_left > 0;
}

/* Whether nothing was charged in this hold yet: it has no more to give than it has now. */
static inline bool kin_hold_fresh(const struct kin_cursor *cursor)
{
	return cursor->cost.hold_left == kin_hold_units();
}

/**
 * kin_hold_end - a lock or RCU read section ended
 * @cursor: the dump
 */
static inline void kin_hold_end(struct kin_cursor *cursor)
{
	/* The fast clock may step back a little when it is adjusted. */
	s64 held = kin_clock() - cursor->cost.hold_start;

	if (held > (s64)cursor->cost.hold_max_ns)
		cursor->cost.hold_max_ns = held;
#ifdef KIN_METER
	kin_meter_end(cursor);
#endif
}

#endif
