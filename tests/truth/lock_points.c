// SPDX-License-Identifier: GPL-2.0-only
/* lock-points against /proc/lock_stat. */
#include <string.h>

#include "truth.h"
#include "witness_locks.h"

#define F(field) KT(LOCK_POINTS, field)

/* Of the current look. */
static bool stale;

static void point(struct truth *truth, const struct kt_row *row, const struct kl *kl,
		  const struct kl_stats *stats)
{
	static const truth_units units = { 0 };
	unsigned int kind = row->num[F(KIND)], index = row->num[F(INDEX)], n;
	const struct kl_class *class = kl_class(kl, row->num[F(CLASS_ID)]);
	const struct kl_point *found = NULL, *at;
	const struct kl_stat *stat = NULL;
	struct kt_row expect;
	char name[64];

	if (!class) {
		truth_fault(truth, row->num[F(CLASS_ID)], 1, TRUTH_ROWS, "there is no class %llu",
			    (unsigned long long)row->num[F(CLASS_ID)]);
		return;
	}
	kl_stat_name(class, name, sizeof(name));
	memset(&expect, 0, sizeof(expect));
	/* of those whose names are cut alike, the one that fits best */
	while ((stat = kl_stat_next(stats, name, stat)))
		for (n = 0; n < stat->point_count; n++) {
			at = &stat->points[n];
			if (at->kind != kind || at->index != index || !kt_has(row, F(SITE)) ||
			    strcmp(at->site, row->str[F(SITE)]))
				continue;
			if (!found || at->count == row->num[F(HIT_TOTAL)])
				found = at;
		}
	if (!found) {
		/* somebody waits there for the first time: the file waits with him */
		stat = kl_stat_next(stats, name, NULL);
		if (stat && stat->point_count)
			truth_fault(truth, class->id, kind * 4 + index, F(SITE),
				    "%s %u %u: %s is not in /proc/lock_stat", name, kind, index,
				    kt_show(truth->table, F(SITE), row));
		return;
	}
	kt_set(&expect, F(CLASS_ID), class->id);
	kt_set(&expect, F(KIND), kind);
	kt_set(&expect, F(INDEX), index);
	kt_set_str(&expect, F(NAME), class->name);
	kt_set_str(&expect, F(SITE), found->site);
	kt_set(&expect, F(SITE_ADDR), kl_symbol(found->site, row->num[F(SITE_ADDR)]) ?
	       row->num[F(SITE_ADDR)] : 0);
	kt_set(&expect, F(HIT_TOTAL), found->count);
	kt_set(&expect, F(STALE), stale);
	truth_row(truth, class->id, kind * 4 + index, row, &expect, &expect, units);
	truth->seen[TRUTH_ROWS]++;
}

static void check(struct truth *truth)
{
	size_t i, shown = 0, rows_of = 0;
	struct kl_stats stats;
	struct kt_rows rows;
	struct kl kl;
	bool paused;

	if (kl_absent(truth))
		return;
	stale = kl_stale();
	paused = kl_stat_pause(true);
	kl_read(&kl);
	truth_dump(truth, &rows);
	kl_stats_read(&stats);
	kl_stat_pause(paused);
	for (i = 0; i < rows.count; i++)
		point(truth, &rows.rows[i], &kl, &stats);
	/* and every one that the file has */
	for (i = 0; i < stats.count; i++)
		shown += stats.stats[i].point_count;
	rows_of = truth->seen[TRUTH_ROWS];
	if (rows_of != shown)
		truth_fault(truth, 0, 0, TRUTH_ROWS, "%zu rows are right, /proc/lock_stat has %zu",
			    rows_of, shown);
	kl_stats_free(&stats);
	kl_free(&kl);
	kt_free(&rows);
}

static const char *lacking(void)
{
	return truth_configured("LOCK_STAT") ? NULL : "needs CONFIG_LOCK_STAT";
}

const struct truth_object truth_lock_points = {
	.name = "lock-points",
	.check = check,
	.lacking = lacking,
	.texts = { "/proc/lock_stat" },
};
