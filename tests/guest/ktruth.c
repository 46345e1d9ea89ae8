// SPDX-License-Identifier: GPL-2.0-only
/*
 * Checks every field of every row of an object against an independent source,
 * and prints one line of TAP for each field. A field that is never seen there,
 * and right, is a failure: fixtures must make it appear (kfixture).
 *
 * usage: ktruth [-q] [-w] [-m] [-s] [-p PID] [-n TRIES] [-u LOAD] [OBJECT...]
 *        ktruth -l
 *   -m      has the driver falsify each field, and wants to see that
 *   -q      only the exit status, and no word on fields that were never seen
 *   -w      asks for fields that it does not know, too
 *   -s      looks as often as it takes at what holds still: rows of KF_memory, of
 *           kfixture, or of the planted modules
 *   -p PID  rows of one process only
 *   -n N    look again up to N - 1 times at what does not fit
 *   -u LOAD objects that are compared under load, churn, or load-without-tasks
 *   -l      lists the objects that this kernel has, a line each, with tabs: name, values
 *           that move by themselves, the kernel's texts with the same, fields not in those
 * OBJECT may be tasks:threads. Without any: all of them.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "truth.h"

#define TRIES 60

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
	void (*look)(struct truth *truth) = truth_object(object)->check;
	int storms = truth_storms(), try;

	/*
	 * Comparisons, not seconds: on a busy host a look lasts long, and more moves
	 * meanwhile. Only what does not fit costs so many. A witness that opens files moves
	 * some of the slab caches that it counts.
	 */
	if (!tries)
		tries = TRIES + 4 * storms;

	look(truth);
	for (try = 1; try < tries && truth->fault_count; try++) {
		struct truth again = *truth;
		size_t i, kept = 0;

		again.faults = NULL;
		again.fault_count = again.fault_room = 0;
		memset(again.seen, 0, sizeof(again.seen));
		memset(again.absent, 0, sizeof(again.absent));
		if (storms)
			truth_hold((try - 1) % storms);
		look(&again);
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

/* One process, or what the planted modules have: so few looks that nothing is forgiven. */
static void hold_still(const struct truth_object *object, int *only, int *tries)
{
	const char *memory = getenv("KF_memory");

	*tries = object->looks ? object->looks : 1;
	*only = object->only_planted;
	if (object->rows != TRUTH_OF_PROCESSES)
		return;
	if (!memory)
		kt_die("KF_memory is not set: run this by kfixture");
	*only = atoi(memory);
}

struct options {
	bool quiet;
	bool wide;
	bool mutate;
	bool still;
	int only;
	int tries;
};

/* Returns the number of faults. */
static int run(const struct options *options, int object, bool threads)
{
	struct truth truth = {
		.table = kt_table(object), .threads = threads, .only = options->only,
		.via = KT_PACKED, .wide = options->wide,
	};
	int tries = options->tries;

	if (options->mutate) {
		truth_mutate(&truth, truth_object(object)->check);
		return 0;
	}
	if (options->still)
		hold_still(truth_object(object), &truth.only, &tries);
	truth.ns = kt_now();
	check(&truth, object, tries);
	truth.ns = kt_now() - truth.ns;
	if (!options->quiet)
		report(&truth, truth.only);
	free(truth.faults);
	return truth.fault_count;
}

static void words(const char * const *words, int count)
{
	int i;

	putchar('\t');
	for (i = 0; i < count && words[i]; i++)
		printf("%s%s", i ? "," : "", words[i]);
}

static void list(void)
{
	const char *moving[KT_FIELDS];
	int o, n, count;

	for (o = 1; o <= KC_OBJECTS; o++) {
		const struct kc_table *table = kt_table(o);

		if (truth_lacking(table->name, NULL))
			continue;
		for (n = 0, count = 0; n < table->field_count; n++)
			if (truth_moves(table, n))
				moving[count++] = table->fields[n].name;
		printf("%s", table->name);
		words(moving, count);
		words(truth_object(o)->texts, TRUTH_TEXTS);
		words(truth_object(o)->untold, TRUTH_UNTOLD);
		putchar('\n');
	}
}

static int load_named(const char *name)
{
	static const char * const names[TRUTH_LOADS] = {
		[TRUTH_LOAD] = "load", [TRUTH_CHURN] = "churn",
		[TRUTH_LOAD_WITHOUT_TASKS] = "load-without-tasks", [TRUTH_NO_LOAD] = "none",
	};
	int i;

	for (i = 0; i < TRUTH_LOADS; i++)
		if (!strcmp(names[i], name))
			return i;
	kt_die("no load %s", name);
}

int main(int argc, char **argv)
{
	struct options options = { 0 };
	int option, wrong = 0, load = -1, o;

	while ((option = getopt(argc, argv, "lmqswp:n:u:")) != -1) {
		if (option == 'l')
			return list(), 0;
		if (option == 'q')
			options.quiet = true;
		else if (option == 'm')
			options.mutate = true;
		else if (option == 's')
			options.still = true;
		else if (option == 'p')
			options.only = atoi(optarg);
		else if (option == 'w')
			options.wide = true;
		else if (option == 'n')
			options.tries = atoi(optarg);
		else if (option == 'u')
			load = load_named(optarg);
		else
			return 99;
	}
	for (o = 1; optind == argc && o <= KC_OBJECTS; o++) {
		if (load >= 0 && (int)truth_object(o)->load != load)
			continue;
		wrong += run(&options, o, false);
		if (kt_table(o)->threads)
			wrong += run(&options, o, true);
	}
	for (; optind < argc; optind++) {
		bool threads = !strcmp(argv[optind], "tasks:threads");

		o = kt_object(threads ? "tasks" : argv[optind]);
		if (!o)
			kt_die("no object %s", argv[optind]);
		wrong += run(&options, o, threads);
	}
	return options.quiet ? !!wrong : kt_done();
}
