// SPDX-License-Identifier: GPL-2.0-only
/* locks against /proc/lockdep, lock_stat and the tests' own module. */
#include <stdlib.h>
#include <string.h>

#include "truth.h"
#include "witness_locks.h"

#define F(field) KT(LOCKS, field)

/* Of the current look. */
static bool stale;

/* Fields of one mode in a row, in the order of struct kl_time's members. */
static const int wait_fields[2][5] = {
	{ F(WRITE_CONTENTION_TOTAL), F(WRITE_WAIT_MIN_NS), F(WRITE_WAIT_MAX_NS),
	  F(WRITE_WAIT_TOTAL_NS), F(WRITE_WAIT_AVG_NS) },
	{ F(READ_CONTENTION_TOTAL), F(READ_WAIT_MIN_NS), F(READ_WAIT_MAX_NS),
	  F(READ_WAIT_TOTAL_NS), F(READ_WAIT_AVG_NS) },
};

static const int hold_fields[2][5] = {
	{ F(WRITE_ACQUISITION_TOTAL), F(WRITE_HOLD_MIN_NS), F(WRITE_HOLD_MAX_NS),
	  F(WRITE_HOLD_TOTAL_NS), F(WRITE_HOLD_AVG_NS) },
	{ F(READ_ACQUISITION_TOTAL), F(READ_HOLD_MIN_NS), F(READ_HOLD_MAX_NS),
	  F(READ_HOLD_TOTAL_NS), F(READ_HOLD_AVG_NS) },
};

/* The kernel's numbers and names of kinds of waiting, with spin and config told apart or not. */
static unsigned int wait_type(unsigned int kernels, bool told_apart)
{
	if (kernels >= 3 && !told_apart)
		kernels++;
	return kernels;
}

/* What does not say how long: from the two files. */
static void expect_class(const struct kl_class *class, const struct kt_row *row,
			 struct kt_row *expect)
{
	bool apart = truth_configured("PROVE_RAW_LOCK_NESTING");
	const char *key = kt_has(row, F(KEY)) ? row->str[F(KEY)] : NULL;

	memset(expect, 0, sizeof(*expect));
	kt_set(expect, F(CLASS_ID), class->id);
	kt_set_str(expect, F(NAME), class->name);
	kt_set(expect, F(SUBCLASS), class->subclass);
	kt_set(expect, F(VERSION), class->version);
	kt_set(expect, F(KEY_ADDR), class->key);
	if (key && kl_symbol(key, class->key))
		kt_set_str(expect, F(KEY), key);
	else if (!kl_nameless(class->key))
		kt_set_str(expect, F(KEY), "the symbol it is in");
	kt_set(expect, F(TYPE), class->type);
	kt_set(expect, F(WAIT_INNER), wait_type(class->inner, apart));
	kt_set(expect, F(WAIT_OUTER), wait_type(class->outer, apart));
	kt_set(expect, F(USAGE), class->usage);
	kt_set_str(expect, F(USAGE_CHARS), class->chars);
	kt_set(expect, F(AFTER_COUNT), class->after);
	kt_set(expect, F(BEFORE_COUNT), class->before);
	if (class->ops >= 0)
		kt_set(expect, F(OP_TOTAL), class->ops);
	kt_set(expect, F(STALE), stale);
}

static void copy_field(struct kt_row *to, const struct kt_row *from, int n)
{
	to->present[n / 64] |= from->present[n / 64] & 1ULL << (n % 64);
	to->num[n] = from->num[n];
}

/* A time that is shown as the file shows it is right as it is. */
static void expect_time(const struct kt_row *row, struct kt_row *expect, const int *fields,
			const struct kl_time *time)
{
	const int64_t *values = &time->count;
	int i;

	kt_set(expect, fields[0], time->count);
	for (i = 1; i < 5; i++) {
		/* where the clock went back, the file shows what cannot be */
		if ((!time->count && i != 3) || time->total < 0 ||
		    (i == 1 && (time->min < 0 || time->min > time->avg)) ||
		    (i == 2 && time->max < time->avg))
			continue;
		kt_set(expect, fields[i], values[i] * 10);
		if (kt_has(row, fields[i]) && kl_units(row->num[fields[i]]) == values[i])
			copy_field(expect, row, fields[i]);
	}
}

/*
 * The file has no line for what nobody has given back yet: of that it does not tell how
 * it was waited for.
 */
static void expect_stat(const struct kl_stat *stat, const struct kt_row *row,
			struct kt_row *expect)
{
	static const int contended[2] = { F(WRITE_CONTENDED_BOUNCE_TOTAL),
					  F(READ_CONTENDED_BOUNCE_TOTAL) };
	static const int acquired[2] = { F(WRITE_ACQUIRED_BOUNCE_TOTAL),
					 F(READ_ACQUIRED_BOUNCE_TOTAL) };
	uint64_t contentions = 0, waited = 0, acquisitions = 0, held = 0;
	bool wait_known = true, hold_known = true;
	int mode, i;

	for (mode = KL_WRITE; mode <= KL_READ; mode++) {
		const int *wait = wait_fields[mode], *hold = hold_fields[mode];

		expect_time(row, expect, hold, &stat->hold[mode]);
		if (stat->shown[mode]) {
			expect_time(row, expect, wait, &stat->wait[mode]);
			kt_set(expect, contended[mode], stat->contended[mode]);
			kt_set(expect, acquired[mode], stat->acquired[mode]);
		} else {
			for (i = 0; i < 5; i++)
				copy_field(expect, row, wait[i]);
			copy_field(expect, row, contended[mode]);
			copy_field(expect, row, acquired[mode]);
		}
		contentions += expect->num[wait[0]];
		waited += expect->num[wait[3]];
		acquisitions += expect->num[hold[0]];
		held += expect->num[hold[3]];
		wait_known &= kt_has(expect, wait[3]);
		hold_known &= kt_has(expect, hold[3]);
	}
	kt_set(expect, F(CONTENTION_TOTAL), contentions);
	if (wait_known)
		kt_set(expect, F(WAIT_TOTAL_NS), waited);
	kt_set(expect, F(ACQUISITION_TOTAL), acquisitions);
	if (hold_known)
		kt_set(expect, F(HOLD_TOTAL_NS), held);
}

/* Of those whose names are cut alike, one must fit. */
static void expect_stats(const struct kl_stats *stats, const struct kl_class *class,
			 const struct kt_row *row, struct kt_row *expect)
{
	int count = kt_table(KINTROSPECT_CMD_LOCKS)->field_count, n, wrong;
	const struct kl_stat *stat, none = { 0 };
	const struct kt_row base = *expect;
	struct kt_row other;
	char name[64];

	kl_stat_name(class, name, sizeof(name));
	stat = kl_stat_next(stats, name, NULL);
	expect_stat(stat ? stat : &none, row, expect);
	while (stat && (stat = kl_stat_next(stats, name, stat))) {
		other = base;
		expect_stat(stat, row, &other);
		for (n = F(CONTENTION_TOTAL), wrong = 0; n < count; n++)
			wrong += kt_has(row, n) != kt_has(&other, n) ||
				row->num[n] != other.num[n];
		if (!wrong)
			*expect = other;
	}
}

/* What the module's own locks are known to have come to. */
static void planted(struct truth *truth, const struct kt_rows *rows)
{
	char *text = kl_slurp("/proc/kwitness_locks"), *rest = text, *line, name[64];
	static const int fields[4] = { F(WRITE_CONTENTION_TOTAL), F(WRITE_ACQUISITION_TOTAL),
				       F(READ_CONTENTION_TOTAL), F(READ_ACQUISITION_TOTAL) };
	unsigned int want[4], k, met = 0;
	size_t i;

	while ((line = strsep(&rest, "\n"))) {
		if (sscanf(line, "plant %63s %u %u %u %u", name, &want[0], &want[1], &want[2],
			   &want[3]) != 5)
			continue;
		for (i = 0; i < rows->count; i++) {
			if (!kt_has(&rows->rows[i], F(NAME)) ||
			    strcmp(rows->rows[i].str[F(NAME)], name))
				continue;
			met++;
			for (k = 0; k < 4; k++) {
				unsigned long long have = rows->rows[i].num[fields[k]];

				if (have == want[k])
					continue;
				truth_fault(truth, rows->rows[i].num[0], 1, fields[k],
					    "%s of %s: %llu, planted %u",
					    truth->table->fields[fields[k]].name, name, have,
					    want[k]);
			}
		}
	}
	if (met != 2)
		truth_fault(truth, 0, 3, TRUTH_ROWS, "%u of the 2 planted classes met", met);
	free(text);
}

/* The kernel's own sums, where they were the same before and after. */
static void sums(struct truth *truth, const struct kt_rows *rows, const uint64_t before[3],
		 const uint64_t after[3])
{
	uint64_t entries = 0, used_only = 0, last = 0;
	size_t i;

	for (i = 0; i < rows->count; i++) {
		entries += rows->rows[i].num[F(AFTER_COUNT)] + rows->rows[i].num[F(BEFORE_COUNT)];
		used_only += rows->rows[i].num[F(USAGE)] == KINTROSPECT_LOCK_USAGE_USED;
		if (i && rows->rows[i].num[F(CLASS_ID)] <= last)
			truth_fault(truth, i, 4, TRUTH_ROWS, "numbers do not rise");
		last = rows->rows[i].num[F(CLASS_ID)];
	}
	if (entries != before[0] && before[0] == after[0])
		truth_fault(truth, 0, 5, F(AFTER_COUNT), "%llu entries in all lists, should be %llu",
			    (unsigned long long)entries, (unsigned long long)before[0]);
	if (used_only != before[1] && before[1] == after[1])
		truth_fault(truth, 0, 6, F(USAGE), "%llu classes are used and no more, should be %llu",
			    (unsigned long long)used_only, (unsigned long long)before[1]);
	if (last != before[2] && before[2] == after[2])
		truth_fault(truth, 0, 7, F(CLASS_ID), "the last is %llu, should be %llu",
			    (unsigned long long)last, (unsigned long long)before[2]);
}

static void sums_read(uint64_t sums[3])
{
	sums[0] = kl_lockdep_stat("direct dependencies:");
	sums[1] = kl_lockdep_stat("uncategorized locks:");
	sums[2] = kl_lockdep_stat("max lock class index:");
}

static void check(struct truth *truth)
{
	static const truth_units units = { 0 };
	uint64_t sums_before[3], sums_after[3];
	struct kl_stats stats;
	struct kl before, after;
	struct kt_row e1, e2;
	struct kt_rows rows;
	bool paused;
	size_t i, k;

	if (kl_absent(truth))
		return;
	stale = kl_stale();
	paused = kl_stat_pause(true);
	sums_read(sums_before);
	kl_read(&before);
	truth_dump(truth, &rows);
	kl_read(&after);
	sums_read(sums_after);
	kl_stats_read(&stats);
	kl_stat_pause(paused);
	for (i = 0; i < before.count; i++) {
		const struct kl_class *a = &before.classes[i], *b = kl_class(&after, a->id);

		if (!b || a->key != b->key)
			continue;
		for (k = 0; k < rows.count; k++)
			if (rows.rows[k].num[F(CLASS_ID)] == a->id)
				break;
		if (k == rows.count) {
			truth_fault(truth, a->id, 0, TRUTH_ROWS, "no row for %u, %s", a->id,
				    a->name);
			continue;
		}
		expect_class(a, &rows.rows[k], &e1);
		expect_stats(&stats, a, &rows.rows[k], &e1);
		expect_class(b, &rows.rows[k], &e2);
		expect_stats(&stats, b, &rows.rows[k], &e2);
		truth_row(truth, a->id, 0, &rows.rows[k], &e1, &e2, units);
		truth->seen[TRUTH_ROWS]++;
	}
	for (k = 0; k < rows.count; k++)
		if (!kl_class(&before, rows.rows[k].num[F(CLASS_ID)]) &&
		    !kl_class(&after, rows.rows[k].num[F(CLASS_ID)]))
			truth_fault(truth, rows.rows[k].num[F(CLASS_ID)], 2, TRUTH_ROWS,
				    "there is no class %llu",
				    (unsigned long long)rows.rows[k].num[F(CLASS_ID)]);
	sums(truth, &rows, sums_before, sums_after);
	planted(truth, &rows);
	kl_stats_free(&stats);
	kl_free(&before);
	kl_free(&after);
	kt_free(&rows);
}

static const char *lacking(void)
{
	return truth_configured("LOCKDEP") ? NULL : "needs CONFIG_LOCKDEP";
}

static const char *lacking_field(const char *field)
{
	return !strcmp(field, "op-total") && !truth_configured("DEBUG_LOCKDEP") ?
		"CONFIG_DEBUG_LOCKDEP" : NULL;
}

const struct truth_object truth_locks = {
	.name = "locks",
	.check = check,
	.lacking = lacking,
	.lacking_field = lacking_field,
	.texts = { "/proc/lockdep", "/proc/lock_stat" },
};
