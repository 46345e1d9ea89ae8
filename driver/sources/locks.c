// SPDX-License-Identifier: GPL-2.0-only
/* Lock classes as lockdep knows them, with what lock_stat counted: struct lock_class. */
#include <linux/math64.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>

#include "lockname.h"

/* Key: number of the class. */

/**
 * struct kin_locks - a dump
 * @class: the current class
 * @stats: what was counted of it
 * @text: room for a name or a symbol
 */
struct kin_locks {
	struct kin_lock_class class;
	struct kin_lock_stats stats;
	char text[KIN_LOCK_TEXT];
};

/* One of "-", "+", "?" and ".": get_usage_char() of kernel/locking/lockdep.c. */
static char kin_locks_char(unsigned long usage, unsigned long used, unsigned long enabled)
{
	bool with_irqs = usage & enabled, in_irq = usage & used;

	if (with_irqs)
		return in_irq ? '?' : '+';
	return in_irq ? '-' : '.';
}

#define USAGE(name) KINTROSPECT_LOCK_USAGE_##name

static void kin_locks_usage(struct kintrospect_locks_row *row, unsigned long usage)
{
	row->usage_chars[0] = kin_locks_char(usage, USAGE(USED_IN_HARDIRQ), USAGE(ENABLED_HARDIRQ));
	row->usage_chars[1] = kin_locks_char(usage, USAGE(USED_IN_HARDIRQ_READ),
					     USAGE(ENABLED_HARDIRQ_READ));
	row->usage_chars[2] = kin_locks_char(usage, USAGE(USED_IN_SOFTIRQ), USAGE(ENABLED_SOFTIRQ));
	row->usage_chars[3] = kin_locks_char(usage, USAGE(USED_IN_SOFTIRQ_READ),
					     USAGE(ENABLED_SOFTIRQ_READ));
	row->usage_chars[4] = '\0';
	kin_present(row, locks, usage_chars);
	kin_set(row, locks, usage, usage);
}

static void kin_locks_class(struct kintrospect_locks_row *row, const struct kin_lock_class *class)
{
	kin_set(row, locks, class_id, class->id);
	kin_set(row, locks, subclass, class->subclass);
	kin_set(row, locks, version, class->version);
	kin_set(row, locks, key_addr, (unsigned long)class->key);
	if (class->type >= 0)
		kin_set(row, locks, type, class->type);
	if (class->inner >= 0)
		kin_set(row, locks, wait_inner, class->inner);
	if (class->outer >= 0)
		kin_set(row, locks, wait_outer, class->outer);
	if (IS_ENABLED(CONFIG_PROVE_LOCKING))
		kin_locks_usage(row, class->usage);
	if (class->after >= 0)
		kin_set(row, locks, after_count, class->after);
	if (class->before >= 0)
		kin_set(row, locks, before_count, class->before);
	if (!kin_lock_ops_why())
		kin_set(row, locks, op_total, kin_lock_ops(class->id));
}

/*
 * Of nothing there is no shortest, no longest and no mean; nor where the clock went back
 * and lock_stat took what was below zero for very long.
 */
#define KIN_LOCKS_TIME(row, mode, what, how_often, time) do { \
	s64 avg_ = (time)->count ? div64_u64(max_t(s64, (time)->total, 0), (time)->count) : 0; \
	kin_set(row, locks, mode##_##how_often##_total, (time)->count); \
	if ((time)->total >= 0) { \
		kin_set(row, locks, mode##_##what##_total_ns, (time)->total); \
		if ((time)->count) \
			kin_set(row, locks, mode##_##what##_avg_ns, avg_); \
		if ((time)->count && (time)->min >= 0 && (time)->min <= avg_) \
			kin_set(row, locks, mode##_##what##_min_ns, (time)->min); \
		if ((time)->count && (time)->max >= avg_) \
			kin_set(row, locks, mode##_##what##_max_ns, (time)->max); \
	} \
} while (0)

/* Each of the two may be below zero, and is left out then. */
static bool kin_locks_sum(u64 *sum, const struct kin_lock_time *times)
{
	*sum = times[KIN_LOCK_WRITE].total + times[KIN_LOCK_READ].total;
	return times[KIN_LOCK_WRITE].total >= 0 && times[KIN_LOCK_READ].total >= 0;
}

static void kin_locks_stats(struct kintrospect_locks_row *row, const struct kin_lock_stats *stats)
{
	const struct kin_lock_time *wait = stats->wait, *hold = stats->hold;
	u64 sum;

	KIN_LOCKS_TIME(row, write, wait, contention, &wait[KIN_LOCK_WRITE]);
	KIN_LOCKS_TIME(row, write, hold, acquisition, &hold[KIN_LOCK_WRITE]);
	KIN_LOCKS_TIME(row, read, wait, contention, &wait[KIN_LOCK_READ]);
	KIN_LOCKS_TIME(row, read, hold, acquisition, &hold[KIN_LOCK_READ]);
	kin_set(row, locks, contention_total,
		wait[KIN_LOCK_WRITE].count + wait[KIN_LOCK_READ].count);
	if (kin_locks_sum(&sum, wait))
		kin_set(row, locks, wait_total_ns, sum);
	kin_set(row, locks, acquisition_total,
		hold[KIN_LOCK_WRITE].count + hold[KIN_LOCK_READ].count);
	if (kin_locks_sum(&sum, hold))
		kin_set(row, locks, hold_total_ns, sum);
	kin_set(row, locks, write_contended_bounce_total, stats->contended_bounces[KIN_LOCK_WRITE]);
	kin_set(row, locks, read_contended_bounce_total, stats->contended_bounces[KIN_LOCK_READ]);
	kin_set(row, locks, write_acquired_bounce_total, stats->acquired_bounces[KIN_LOCK_WRITE]);
	kin_set(row, locks, read_acquired_bounce_total, stats->acquired_bounces[KIN_LOCK_READ]);
}

/* False when the batch has no room for them. */
static bool kin_locks_text(struct kin_cursor *cursor, struct kin_locks *walk,
			   struct kintrospect_locks_row *row)
{
	size_t len;

	if (kin_want(cursor, locks, name)) {
		len = kin_lock_class_name(walk->text, &walk->class);
		if (len && !kin_set_string(cursor, row, locks, name, walk->text, len))
			return false;
	}
	if (kin_want(cursor, locks, key)) {
		len = kin_lock_symbol(walk->text, (unsigned long)walk->class.key);
		if (len && !kin_set_string(cursor, row, locks, key, walk->text, len))
			return false;
	}
	return true;
}

static int kin_locks_open(struct kin_cursor *cursor)
{
	int err = kin_lock_filter(cursor, &cursor->filter[kin_filter_locks_class_id],
				  kin_f_locks_class_id);
	struct kin_locks *walk;

	if (err)
		return err;
	walk = kzalloc(sizeof(*walk), kin_gfp(cursor));
	cursor->private = walk;
	return walk ? 0 : -ENOMEM;
}

static int kin_locks_fill(struct kin_cursor *cursor)
{
	bool counts = kin_want(cursor, locks, after_count) || kin_want(cursor, locks, before_count);
	struct kintrospect_locks_row *row = kin_row(cursor);
	const struct kin_filter *only = &cursor->filter[kin_filter_locks_class_id];
	struct kin_locks *walk = cursor->private;
	int id = kin_lock_next(cursor->key[0]);
	bool found;

	if (!row)
		return 1;
	/* The one that was asked for may have gone since. */
	if (id < 0 || (only->set && id != only->number)) {
		kin_lock_note_stale(cursor);
		return 0;
	}
	kin_hold_begin(cursor);
	/* What was counted is of the same class. */
	rcu_read_lock();
	found = kin_lock_copy(&walk->class, id, counts && IS_ENABLED(CONFIG_PROVE_LOCKING));
	if (found) {
		kin_locks_class(row, &walk->class);
		if (kin_lock_stats(&walk->stats, id))
			kin_locks_stats(row, &walk->stats);
	}
	rcu_read_unlock();
	kin_hold_end(cursor);
	if (found) {
		kin_set(row, locks, stale, kin_lock_note_stale(cursor));
		if (walk->class.torn)
			cursor->flags |= KINTROSPECT_BATCH_FLAG_INTERRUPTED;
		if (!kin_locks_text(cursor, walk, row))
			return 1;
		kin_commit(cursor, row);
		cursor->cost.walked += 1 + max(walk->class.after, 0) + max(walk->class.before, 0);
	}
	cursor->key[0] = id + 1;
	return !only->set;
}

static void kin_locks_close(struct kin_cursor *cursor)
{
	kfree(cursor->private);
}

static const char *kin_locks_missing(unsigned int field)
{
	switch (field) {
	case KIN_WHOLE:
		return kin_lock_why();
	case kin_f_locks_usage:
	case kin_f_locks_usage_chars:
	case kin_f_locks_after_count:
	case kin_f_locks_before_count:
		return IS_ENABLED(CONFIG_PROVE_LOCKING) ? NULL : KIN_NO_PROVE_LOCKING;
	case kin_f_locks_op_total:
		return kin_lock_ops_why();
	case kin_f_locks_stale:
		return NULL;
	default:
		return field >= kin_f_locks_contention_total ? kin_lock_stat_why() : NULL;
	}
}

const struct kin_source kin_locks_source = {
	.table = &kin_locks_table,
	.missing = kin_locks_missing,
	.open = kin_locks_open,
	.fill = kin_locks_fill,
	.close = kin_locks_close,
};
