// SPDX-License-Identifier: GPL-2.0-only
/* What the driver has done and what it cost. */
#include "../source.h"
#include "../stats.h"

/* Key: object, interface. */

static int kin_stats_open(struct kin_cursor *cursor)
{
	const struct kin_filter *object = &cursor->filter[kin_filter_stats_object];
	unsigned int i;

	for (i = 0; object->set && i < KIN_OBJECTS; i++)
		if (!strcmp(object->string, kin_sources[i]->table->name))
			return 0;
	return object->set ? kin_fail(cursor, -EINVAL, kin_f_stats_object,
				      "there is no such object") : 0;
}

static int kin_stats_fill(struct kin_cursor *cursor)
{
	const struct kin_filter *object = &cursor->filter[kin_filter_stats_object];
	struct kintrospect_stats_row *row;
	const struct kin_stat *stat;
	const char *name;

	for (; cursor->key[0] < KIN_OBJECTS; cursor->key[0]++, cursor->key[1] = 0) {
		name = kin_sources[cursor->key[0]]->table->name;
		if (object->set && strcmp(object->string, name))
			continue;
		for (; cursor->key[1] < KIN_INTERFACES; cursor->key[1]++) {
			row = kin_row(cursor);
			if (!row)
				return 1;
			stat = &kin_stats[cursor->key[0]][cursor->key[1]];
			kin_set_chars(row, stats, object, name);
			kin_set(row, stats, interface, cursor->key[1]);
			kin_set(row, stats, dump_total, atomic64_read(&stat->dumps));
			kin_set(row, stats, row_total, atomic64_read(&stat->rows));
			kin_set(row, stats, walked_total, atomic64_read(&stat->walked));
			kin_set(row, stats, cost_total_ns, atomic64_read(&stat->ns));
			kin_set(row, stats, lock_hold_max_ns, atomic64_read(&stat->hold_max_ns));
			kin_set(row, stats, truncated_total, atomic64_read(&stat->truncated));
			kin_set(row, stats, interrupted_total, atomic64_read(&stat->interrupted));
			kin_set(row, stats, error_total, atomic64_read(&stat->errors));
			kin_commit(cursor, row);
			cursor->cost.walked++;
		}
	}
	return 0;
}

const struct kin_source kin_stats_source = {
	.table = &kin_stats_table,
	.open = kin_stats_open,
	.fill = kin_stats_fill,
};
