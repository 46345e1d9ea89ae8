// SPDX-License-Identifier: GPL-2.0-only
/* stats against dumps that were counted. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "truth.h"

#define S(field) KT(STATS, field)

struct expected {
	uint64_t dumps, rows, errors, truncated, walked, cost, hold, interrupted;
};

static int count(const struct kt_row *row, void *rows)
{
	(void)row;
	++*(uint64_t *)rows;
	return 0;
}

static void dump(struct truth *truth, struct kt_request request,
		 struct expected all[KC_OBJECTS + 1][3], int error)
{
	struct expected *e = &all[request.object][request.via < KT_DEBUGFS ? 0 :
						  request.via - KT_DEBUGFS + 1];
	struct kt_reply reply;
	uint64_t rows = 0;

	kt_dump(&request, count, &rows, &reply);
	if (reply.error != error)
		truth_fault(truth, request.object, request.via, TRUTH_ROWS,
			    "%s of %s ended with %s: %s", kt_via_names[request.via],
			    kt_table(request.object)->name, strerror(reply.error), reply.words);
	e->dumps++;
	e->rows += rows;
	e->errors += reply.error || *reply.unavailable;
	e->truncated += !!(reply.flags & KINTROSPECT_BATCH_FLAG_TRUNCATED);
	e->interrupted += !!(reply.flags & KINTROSPECT_BATCH_FLAG_INTERRUPTED);
	e->walked += reply.batch.walked_total;
	e->cost += reply.batch.cost_total_ns;
	if (reply.batch.lock_hold_max_ns > e->hold)
		e->hold = reply.batch.lock_hold_max_ns;
}

/* A driver loaded again as it was, so that every number since can be accounted for. */
static void reload(void)
{
	char *mutate = kt_slurp("/sys/module/kintrospect/parameters/mutate", NULL);
	char command[512];
	struct utsname name;

	uname(&name);
	if (mutate)
		mutate[strcspn(mutate, "\n")] = 0;
	snprintf(command, sizeof(command),
		 "rmmod kintrospect && insmod /lib/modules/%s/extra/kintrospect.ko proc=1 "
		 "btf=%d lookup=%d %s%s", name.release, truth_parameter("btf"),
		 truth_parameter("lookup"), mutate && *mutate ? "mutate=" : "",
		 mutate ? mutate : "");
	if (system(command))
		kt_die("%s", command);
	free(mutate);
}

static void at_least(struct truth *truth, const struct kt_row *row, int field, uint64_t low,
		     uint64_t high)
{
	uint64_t value = row->num[field];

	if (!kt_has(row, field) || value < low || value > high)
		truth_fault(truth, (uintptr_t)row->str[S(OBJECT)][0], row->num[S(INTERFACE)],
			    field, "%s of %s, interface %llu: %s, should be %llu to %llu",
			    truth->table->fields[field].name, row->str[S(OBJECT)],
			    (unsigned long long)row->num[S(INTERFACE)],
			    kt_show(truth->table, field, row), (unsigned long long)low,
			    (unsigned long long)high);
	else
		truth->seen[field]++;
}

static void check(struct truth *truth)
{
	struct expected all[KC_OBJECTS + 1][3];
	bool excused[KC_OBJECTS + 1];
	struct kt_request missing = { .object = KINTROSPECT_CMD_VMAS };
	/* of more processes than one, each of which is a hold of its own */
	struct kt_request brief = { .object = KINTROSPECT_CMD_VMAS, .budget_ns = 1 };
	struct kt_rows rows;
	uint64_t start;
	size_t i;
	int o, v;

	/* what is asked for this is none of the dumps to be counted */
	for (o = 1; o <= KC_OBJECTS; o++)
		excused[o] = truth_excuse_object(kt_table(o));
	memset(all, 0, sizeof(all));
	reload();
	start = kt_now();
	for (o = 1; o <= KC_OBJECTS; o++) {
		bool lacking = truth_lacking(kt_table(o)->name, NULL) || excused[o];

		for (v = KT_PACKED; v <= KT_PROC; v++)
			if (o != KINTROSPECT_CMD_STATS)
				dump(truth, (struct kt_request){ .object = o, .via = v }, all,
				     v < KT_DEBUGFS && lacking ? EOPNOTSUPP : 0);
	}
	missing.filter[0].set = true;
	missing.filter[0].num = 4194305;	/* above any pid_max */
	dump(truth, missing, all, 3 /* ESRCH */);
	dump(truth, brief, all, 0);
	if (!all[KINTROSPECT_CMD_VMAS][0].truncated)
		truth_fault(truth, 0, 10, S(TRUNCATED_TOTAL), "a budget of 1 ns did not truncate");
	truth_dump(truth, &rows);
	if (rows.count != KC_OBJECTS * 3)
		truth_fault(truth, 0, 8, TRUTH_ROWS, "%zu rows, should be %d", rows.count,
			    KC_OBJECTS * 3);
	for (i = 0; i < rows.count && i < KC_OBJECTS * 3; i++) {
		const struct kt_row *row = &rows.rows[i];
		const struct expected *e = &all[i / 3 + 1][i % 3];
		uint64_t elapsed = kt_now() - start;

		if (!kt_has(row, S(OBJECT)) ||
		    strcmp(row->str[S(OBJECT)], kt_table(i / 3 + 1)->name)) {
			truth_fault(truth, i, 11, S(OBJECT), "object %s in row %zu",
				    kt_show(truth->table, S(OBJECT), row), i);
			continue;
		}
		truth->seen[S(OBJECT)]++;
		truth->seen[TRUTH_ROWS]++;
		at_least(truth, row, S(INTERFACE), i % 3, i % 3);
		at_least(truth, row, S(DUMP_TOTAL), e->dumps, e->dumps);
		at_least(truth, row, S(ROW_TOTAL), e->rows, e->rows);
		at_least(truth, row, S(WALKED_TOTAL), e->walked > e->rows ? e->walked : e->rows,
			 e->walked + 100 * (e->rows + 100));
		at_least(truth, row, S(COST_TOTAL_NS), e->cost, e->dumps ? elapsed : 0);
		at_least(truth, row, S(LOCK_HOLD_MAX_NS), e->hold, e->dumps ? elapsed : 0);
		at_least(truth, row, S(TRUNCATED_TOTAL), e->truncated, e->truncated);
		at_least(truth, row, S(INTERRUPTED_TOTAL), e->interrupted, e->dumps);
		at_least(truth, row, S(ERROR_TOTAL), e->errors, e->errors);
	}
	kt_free(&rows);
}

const struct truth_object truth_stats = {
	.name = "stats",
	.check = check,
	.rows = TRUTH_STAYS,
	.moves = truth_all_moves,
	.load = TRUTH_NO_LOAD,
};
