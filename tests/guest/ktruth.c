// SPDX-License-Identifier: GPL-2.0-only
/*
 * Checks every field of every row of an object against an independent source,
 * and prints one line of TAP for each field. A field that is never seen there,
 * and right, is a failure: fixtures must make it appear (kfixture).
 *
 * usage: ktruth [-q] [-w] [-m] [-p PID] [-n TRIES] OBJECT...
 *   -m      has the driver falsify each field, and wants to see that
 *   -q      only the exit status, and no word on fields that were never seen
 *   -w      asks for fields that it does not know, too
 *   -p PID  rows of one process only
 *   -n N    look again up to N - 1 times at what does not fit
 * OBJECT may be tasks:threads.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "truth.h"

#define TRIES 60

static void (*const checks[KC_OBJECTS + 1])(struct truth *truth) = {
	[KINTROSPECT_CMD_FIELDS] = truth_fields,
	[KINTROSPECT_CMD_STATS] = truth_stats,
	[KINTROSPECT_CMD_TASKS] = truth_tasks,
	[KINTROSPECT_CMD_VAS] = truth_vas,
	[KINTROSPECT_CMD_VMAS] = truth_vmas,
	[KINTROSPECT_CMD_SLABS] = truth_slabs,
	[KINTROSPECT_CMD_STACKS] = truth_stacks,
	[KINTROSPECT_CMD_LAYOUT] = truth_layout,
	[KINTROSPECT_CMD_MODULES] = truth_modules,
	[KINTROSPECT_CMD_LOCKS] = truth_locks,
	[KINTROSPECT_CMD_LOCK_POINTS] = truth_lock_points,
	[KINTROSPECT_CMD_LOCK_EDGES] = truth_lock_edges,
	[KINTROSPECT_CMD_LOCK_CHAINS] = truth_lock_chains,
	[KINTROSPECT_CMD_HELD_LOCKS] = truth_held_locks,
	[KINTROSPECT_CMD_BUDDY] = truth_buddy,
	[KINTROSPECT_CMD_ZONES] = truth_zones,
	[KINTROSPECT_CMD_FRAGMENTATION] = truth_fragmentation,
	[KINTROSPECT_CMD_SCHED] = truth_sched,
	[KINTROSPECT_CMD_RUNQUEUES] = truth_runqueues,
	[KINTROSPECT_CMD_VMALLOC] = truth_vmalloc,
};

static bool known(const struct truth_fault *fault, const struct truth *truth)
{
	size_t i;

	for (i = 0; i < truth->fault_count; i++)
		if (truth->faults[i].field == fault->field &&
		    !memcmp(truth->faults[i].key, fault->key, sizeof(fault->key)))
			return true;
	return false;
}

/*
 * Only what is wrong in every try is a fault: what moves fits another time, and at
 * the latest when the storm that moves it is held, while the others go on.
 */
static void check(struct truth *truth, int object, int tries)
{
	int storms = truth_storms(), try;

	/*
	 * Comparisons, not seconds: on a busy host a look lasts long, and more moves
	 * meanwhile. Only what does not fit costs so many. A witness that opens files moves
	 * some of the slab caches that it counts.
	 */
	if (!tries)
		tries = TRIES + 4 * storms;

	checks[object](truth);
	for (try = 1; try < tries && truth->fault_count; try++) {
		struct truth again = *truth;
		size_t i, kept = 0;

		again.faults = NULL;
		again.fault_count = again.fault_room = 0;
		memset(again.seen, 0, sizeof(again.seen));
		memset(again.absent, 0, sizeof(again.absent));
		if (storms)
			truth_hold((try - 1) % storms);
		checks[object](&again);
		if (storms)
			truth_release((try - 1) % storms);
		memcpy(truth->seen, again.seen, sizeof(again.seen));
		memcpy(truth->absent, again.absent, sizeof(again.absent));
		for (i = 0; i < truth->fault_count; i++)
			if (known(&truth->faults[i], &again))
				truth->faults[kept++] = truth->faults[i];
		truth->fault_count = kept;
		free(again.faults);
	}
	truth->looks = try;
}

static void report(const struct truth *truth, bool one)
{
	const char *threads = truth->threads ? " of threads" : "";
	unsigned int n;
	size_t i;

	kt_diag("%s%s: %d looks, %llu ms", truth->table->name, threads, truth->looks,
		(unsigned long long)truth->ns / 1000000);
	for (n = 0; n <= KT_FIELDS; n++) {
		const char *lacking = NULL;
		unsigned int faults = 0;

		if (n != TRUTH_ROWS && n >= truth->table->field_count)
			continue;
		if (n != TRUTH_ROWS)
			lacking = truth_lacking(truth->table->name, truth->table->fields[n].name);
		if (n != TRUTH_ROWS && !lacking && !truth->seen[n])
			lacking = truth_unseen(truth->table, n);
		for (i = 0; i < truth->fault_count; i++)
			faults += truth->faults[i].field == n;
		kt_ok(!faults && (one || !truth->seen[n] == !!lacking),
		      "%s%s: %s (right in %llu rows, absent in %llu%s%s)",
		      truth->table->name, threads,
		      n == TRUTH_ROWS ? "set of rows" : truth->table->fields[n].name,
		      (unsigned long long)truth->seen[n],
		      (unsigned long long)truth->absent[n], lacking ? ": " : "",
		      lacking ? lacking : "");
		for (i = 0, faults = 0; i < truth->fault_count; i++)
			if (truth->faults[i].field == n && faults++ < 8)
				kt_diag("%s", truth->faults[i].text);
		if (faults > 8)
			kt_diag("and %u more", faults - 8);
	}
}

int main(int argc, char **argv)
{
	bool quiet = false, wide = false, mutate = false;
	int only = 0, tries = 0, option, wrong = 0;

	while ((option = getopt(argc, argv, "mqwp:n:")) != -1) {
		if (option == 'q')
			quiet = true;
		else if (option == 'm')
			mutate = true;
		else if (option == 'p')
			only = atoi(optarg);
		else if (option == 'w')
			wide = true;
		else if (option == 'n')
			tries = atoi(optarg);
		else
			return 99;
	}
	for (; optind < argc; optind++) {
		bool threads = !strcmp(argv[optind], "tasks:threads");
		int object = kt_object(threads ? "tasks" : argv[optind]);
		struct truth truth = {
			.threads = threads, .only = only, .via = KT_PACKED, .wide = wide,
		};

		if (!object)
			kt_die("no object %s", argv[optind]);
		truth.table = kt_table(object);
		if (mutate) {
			truth_mutate(&truth, checks[object]);
			continue;
		}
		truth.ns = kt_now();
		check(&truth, object, tries);
		truth.ns = kt_now() - truth.ns;
		wrong += truth.fault_count;
		if (!quiet)
			report(&truth, only);
		free(truth.faults);
	}
	return quiet ? !!wrong : kt_done();
}
