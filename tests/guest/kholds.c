// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lock holds and RCU sections are bounded by what they cost. Needs a driver built with
 * KIN_METER, whose parameters set the bound, simulate CPUs and tell what holds cost.
 *
 * usage: kholds keys OBJECT...	rows are there once, however short holds are
 *        kholds meter OBJECT...	no hold since the last reset went on when it was to end
 *        kholds reset			the meter is set to 0
 *        kholds show			prints the meter, for a table
 *        kholds cpus COUNT		sums of tasks cost as many CPUs; run by kmany tasks
 *        kholds slabs			partial slabs are counted only if they must be
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "kt.h"
#include "truth.h"

#define PARAMETERS "/sys/module/kintrospect/parameters/meter_"
#define HOLD 2048	/* units, as the driver has them */
#define BELONGS 80	/* a way down a tree and a page table's entries */
#define OBJECTS 64

static uint64_t meter_of(const char *name, int object)
{
	char path[96], *text, *at;
	uint64_t value;

	snprintf(path, sizeof(path), PARAMETERS "%s", name);
	text = kt_slurp(path, NULL);
	if (!text)
		kt_die("%s: this driver was not built with KIN_METER", path);
	for (at = text; --object > 0 && at; at = strchr(at, ','), at += !!at)
		;
	value = at ? strtoull(at, NULL, 10) : 0;
	free(text);
	return value;
}

static void put(const char *name, const char *text)
{
	char path[96];
	FILE *file;

	snprintf(path, sizeof(path), PARAMETERS "%s", name);
	file = fopen(path, "w");
	if (!file || fputs(text, file) < 0 || fclose(file))
		kt_die("%s: %s", path, strerror(errno));
}

static void put_number(const char *name, unsigned int value)
{
	char text[16];

	snprintf(text, sizeof(text), "%u", value);
	put(name, text);
}

static void reset(void)
{
	static const char * const names[] = { "holds", "units", "item", "late" };
	char zeroes[2 * OBJECTS + 1] = "";
	unsigned int i;

	for (i = 0; i < KC_OBJECTS; i++)
		strcat(zeroes, i ? ",0" : "0");
	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		put(names[i], zeroes);
}

/*
 * A hold ends with the first item that reaches the bound. What belongs to that item may be
 * charged after it: the shared memory behind a page table.
 */
static void bounded(const struct kc_table *table, const char *what, unsigned int hold)
{
	uint64_t holds = meter_of("holds", table->command);
	uint64_t units = meter_of("units", table->command);
	uint64_t item = meter_of("item", table->command), late = meter_of("late", table->command);

	kt_ok(late <= BELONGS && units < hold + item,
	      "%s: no hold of %u units goes on when it was to end%s", table->name, hold, what);
	kt_diag("%llu holds, the dearest %llu units, the dearest item %llu, %llu units late",
		(unsigned long long)holds, (unsigned long long)units, (unsigned long long)item,
		(unsigned long long)late);
}

/* --- rows by key ------------------------------------------------------- */

struct keys {
	char **key;
	size_t count, room;
	const struct kc_table *table;
};

static int keep(const struct kt_row *row, void *arg)
{
	struct keys *keys = arg;
	char text[512] = "";
	size_t len = 0;
	int n;

	for (n = 0; n < keys->table->field_count; n++) {
		if (!(keys->table->fields[n].flags & KINTROSPECT_FIELD_FLAG_KEY))
			continue;
		if (kt_is_string(&keys->table->fields[n]))
			len += snprintf(text + len, sizeof(text) - len, "%s ",
					kt_has(row, n) ? row->str[n] : "-");
		else
			len += snprintf(text + len, sizeof(text) - len, "%llu ",
					(unsigned long long)row->num[n]);
		if (len >= sizeof(text))
			kt_die("the key %s is too long", text);
	}
	if (keys->count == keys->room) {
		keys->room = keys->room ? 2 * keys->room : 1024;
		keys->key = realloc(keys->key, keys->room * sizeof(*keys->key));
	}
	keys->key[keys->count] = strdup(text);
	if (!keys->key[keys->count++])
		kt_die("out of memory");
	return 0;
}

static int order(const void *a, const void *b)
{
	return strcmp(*(char * const *)a, *(char * const *)b);
}

static void dump(const struct kc_table *table, bool threads, unsigned int hold,
		 struct keys *keys, struct kt_reply *reply)
{
	struct kt_request request = {
		.object = table->command, .masked = true, .threads = threads,
	};

	*keys = (struct keys){ .table = table };
	kt_all(table, request.mask);
	put_number("hold_units", hold);
	reset();
	kt_dump(&request, keep, keys, reply);
	put_number("hold_units", HOLD);
	qsort(keys->key, keys->count, sizeof(*keys->key), order);
}

static void forget(struct keys *keys)
{
	while (keys->count)
		free(keys->key[--keys->count]);
	free(keys->key);
}

/* How often the key at the cursor, or one that is not before it, is there. */
static size_t times(const struct keys *keys, size_t *at, const char *key)
{
	size_t count = 0;

	while (*at < keys->count && strcmp(keys->key[*at], key) < 0)
		++*at;
	for (; *at < keys->count && !strcmp(keys->key[*at], key); ++*at)
		count++;
	return count;
}

/* What was there before and after was there meanwhile, as often. */
static void compare(const struct kc_table *table, bool threads, unsigned int hold)
{
	size_t i, j = 0, k = 0, was, is, after, same = 0, wrong = 0;
	struct kt_reply r1, r2, r3;
	struct keys a, b, c;
	char first[512] = "";

	dump(table, threads, HOLD, &a, &r1);
	dump(table, threads, hold, &b, &r2);
	bounded(table, threads ? ", threads" : "", hold);
	dump(table, threads, HOLD, &c, &r3);
	for (i = 0; i < a.count; ) {
		const char *key = a.key[i];

		was = times(&a, &i, key);
		is = times(&b, &j, key);
		after = times(&c, &k, key);
		same += was == after;
		if (was == after && is != was && !wrong++)
			snprintf(first, sizeof(first), "%s%zu times, not %zu", key, is, was);
	}
	if (!kt_ok(!r1.error && !r2.error && !r3.error && same && !wrong,
		   "%s%s: no row lost or twice by holds of %u units", table->name,
		   threads ? " of threads" : "", hold))
		kt_diag("errors %d %d %d, %zu rows to compare, %zu differ: %s", r1.error,
			r2.error, r3.error, same, wrong, first);
	forget(&a);
	forget(&b);
	forget(&c);
}

static const struct kc_table *named(const char *name)
{
	int object = kt_object(name);

	if (object <= 0)
		kt_die("there is no object %s", name);
	return kt_table(object);
}

static void keys(const char *name)
{
	static const unsigned int holds[] = { 1, 50, 500 };
	const struct kc_table *table = named(name);
	unsigned int i;

	for (i = 0; i < sizeof(holds) / sizeof(*holds); i++) {
		compare(table, false, holds[i]);
		if (table->threads)
			compare(table, true, holds[i]);
	}
}

/* --- what is charged --------------------------------------------------- */

static int ignore(const struct kt_row *row, void *arg)
{
	(void)row;
	(void)arg;
	return 0;
}

/* Holds of a dump of tasks, with or without what has to be added up. */
static uint64_t holds_of_tasks(unsigned int cpus, bool sums)
{
	struct kt_request request = { .object = KINTROSPECT_CMD_TASKS, .masked = true };
	const struct kc_table *table = kt_table(request.object);
	static const char * const names[] = { "rss_anon_bytes", "rss_file_bytes",
					      "rss_shmem_bytes", "swap_bytes" };
	struct kt_reply reply;
	unsigned int i;
	int n;

	kt_default(table, request.mask);
	for (i = 0; !sums && i < sizeof(names) / sizeof(*names); i++) {
		n = kt_field(table, names[i]);
		request.mask[n / 64] &= ~(1ULL << (n % 64));
	}
	put_number("cpus", cpus);
	reset();
	kt_dump(&request, ignore, NULL, &reply);
	put_number("cpus", 0);
	return meter_of("holds", table->command);
}

static void cpus(unsigned int count)
{
	const struct kc_table *table = kt_table(KINTROSPECT_CMD_TASKS);
	uint64_t few = holds_of_tasks(2, true), many, without, dearest;
	const char *tasks = getenv("KM_COUNT");
	unsigned int made = tasks ? strtoul(tasks, NULL, 10) : 300;

	many = holds_of_tasks(count, true);
	dearest = meter_of("units", table->command);
	bounded(table, ", with all those CPUs", HOLD);
	without = holds_of_tasks(count, false);
	kt_ok(few < made / 10, "tasks: %u take few holds with 2 CPUs (%llu)", made,
	      (unsigned long long)few);
	if (kt_before(6, 2))
		kt_ok(many == few, "tasks: nothing is added up on this kernel (%llu holds)",
		      (unsigned long long)many);
	else
		kt_ok(many >= made && dearest < HOLD + 4 * (count + 1) + 100,
		      "tasks: with %u CPUs each has a hold of its own (%llu, the dearest %llu units)",
		      count, (unsigned long long)many, (unsigned long long)dearest);
	kt_ok(without < made / 10, "tasks: what nobody asks for is not added up (%llu holds)",
	      (unsigned long long)without);
}

/* The dearest item of a dump of slabs. */
static uint64_t item_of_slabs(const char *name, bool active)
{
	struct kt_request request = { .object = KINTROSPECT_CMD_SLABS, .masked = true };
	const struct kc_table *table = kt_table(request.object);
	static const char * const names[] = { "active_count", "used_bytes", "wasted_bytes" };
	struct kt_reply reply;
	unsigned int i;
	int n;

	kt_all(table, request.mask);
	for (i = 0; !active && i < sizeof(names) / sizeof(*names); i++) {
		n = kt_field(table, names[i]);
		request.mask[n / 64] &= ~(1ULL << (n % 64));
	}
	request.filter[0].set = name;
	request.filter[0].str = name;
	reset();
	kt_dump(&request, ignore, NULL, &reply);
	if (reply.error || !reply.rows)
		kt_die("slabs: %s, %llu rows", strerror(reply.error),
		       (unsigned long long)reply.rows);
	return meter_of("item", table->command);
}

/* planted_slab_many has more partial slabs than any other cache, and than are counted. */
static void slabs(void)
{
	uint64_t all = item_of_slabs(NULL, true), named = item_of_slabs("planted_slab", true);
	uint64_t many = item_of_slabs("planted_slab_many", true);
	uint64_t without = item_of_slabs(NULL, false);

	/* before 6.10 so many are not counted at all */
	if (kt_before(6, 10)) {
		kt_ok(all < 10000 && many < 10000, "slabs: too many partial slabs are not counted");
	} else {
		kt_ok(all >= 10000, "slabs: partial slabs are charged (%llu units)",
		      (unsigned long long)all);
		kt_ok(many >= 10000, "slabs: those of the cache that is named are counted");
	}
	kt_ok(named < 5000, "slabs: those of another cache are not (%llu units)",
	      (unsigned long long)named);
	kt_ok(without < 1000, "slabs: no partial slab is counted if nobody asks (%llu units)",
	      (unsigned long long)without);
}

static void show(void)
{
	int object;

	for (object = 1; object <= KC_OBJECTS; object++)
		printf("%-16s %8llu holds %8llu units %8llu item\n", kt_table(object)->name,
		       (unsigned long long)meter_of("holds", object),
		       (unsigned long long)meter_of("units", object),
		       (unsigned long long)meter_of("item", object));
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";
	int i;

	if (!strcmp(what, "reset")) {
		reset();
		return 0;
	}
	if (!strcmp(what, "show")) {
		show();
		return 0;
	}
	for (i = 2; i < argc && !strcmp(what, "keys"); i++)
		keys(argv[i]);
	for (i = 2; i < argc && !strcmp(what, "meter"); i++)
		bounded(named(argv[i]), "", HOLD);
	if (!strcmp(what, "cpus") && argc == 3)
		cpus(strtoul(argv[2], NULL, 10));
	if (!strcmp(what, "slabs"))
		slabs();
	return kt_done();
}
