// SPDX-License-Identifier: GPL-2.0-only
/*
 * Every object against the text of the kernel's that has the same: what it costs
 * to read that file and look at none of it, and to dump the object and decode
 * every field.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <linux/kintrospect.h>

#include "bench.h"
#include "rows.h"
#include "gen/kc_gen.h"

#define OBJECTS 64
#define FILES 3
#define WITHOUT 4

/*
 * The files are read one after the other; of one that is not there nothing is said.
 * Fields that they tell nothing of are left out of the comparison, and dumped once more.
 */
struct object {
	const struct kc_table *table;
	const char *files[FILES];
	const char *without[WITHOUT];
};

static struct object objects[OBJECTS];
static unsigned int object_count;

static __u64 read_files(const void *files)
{
	const char * const *at = files;
	__u64 lines = 0;
	int i;

	for (i = 0; i < FILES && at[i]; i++)
		lines += bench_read(at[i]);
	return lines;
}

/* Whether all of them can be read: the kernel may not keep what they tell. */
static bool readable(const char * const *files)
{
	int i;

	for (i = 0; i < FILES && files[i]; i++)
		if (access(files[i], R_OK))
			return false;
	return true;
}

/* All fields that are not on request, but for some. */
static void mask_without(__u64 *mask, const struct kc_table *table, const char * const *without)
{
	unsigned int i, w;

	for (i = 0; i < table->field_count; i++)
		if (!(table->fields[i].flags & KINTROSPECT_FIELD_FLAG_ON_REQUEST))
			kc_mask_set(mask, i);
	for (w = 0; w < WITHOUT && without[w]; w++)
		for (i = 0; i < table->field_count; i++)
			if (!strcmp(table->fields[i].name, without[w]))
				mask[i / 64] &= ~(1ULL << (i % 64));
}

static const struct kc_table *named(const char *object)
{
	unsigned int i;

	for (i = 0; i < KC_OBJECTS; i++)
		if (!strcmp(kc_tables[i].name, object))
			return &kc_tables[i];
	return NULL;
}

/* Takes words apart that stand between commas. */
static void words(char *text, const char **to, int room)
{
	char *word;
	int i = 0;

	while (text && i < room && (word = strsep(&text, ",")))
		if (*word)
			to[i++] = word;
}

/* Objects that the kernel has a text of: ktruth knows which, of those that this one has. */
static void load_objects(void)
{
	FILE *list = popen("ktruth -l", "r");
	char line[4096], *rest, *name, *files;

	while (list && object_count < OBJECTS && fgets(line, sizeof(line), list)) {
		struct object *object = &objects[object_count];

		line[strcspn(line, "\n")] = 0;
		rest = strdup(line);
		name = strsep(&rest, "\t");
		strsep(&rest, "\t");
		files = strsep(&rest, "\t");
		object->table = named(name);
		if (!object->table || !files || !*files)
			continue;
		words(files, object->files, FILES);
		words(rest, object->without, WITHOUT);
		object_count++;
	}
	if (!list || pclose(list) || !object_count)
		bench_die("ktruth -l");
}

static void put(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_TRUNC);

	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		bench_die(path);
	close(fd);
}

#define TRACING "/sys/kernel/tracing/"

/* What the timer takes, which is in all of them. */
static double floor_us;

/*
 * The longest section with interrupts off while @run ran, in us: the least of some tries.
 * Now and then the allocator has more to do than anybody who asks it for memory: then
 * there is another try.
 */
static double irqs_off(__u64 (*run)(const void *arg), const void *arg)
{
	double least = 0, got;
	FILE *file;
	int i;

	for (i = 0; i < 5 || (i < 40 && least > 1.02 * floor_us); i++) {
		put(TRACING "tracing_max_latency", "0");
		run(arg);
		file = fopen(TRACING "tracing_max_latency", "r");
		if (!file || fscanf(file, "%lf", &got) != 1)
			bench_die(TRACING "tracing_max_latency");
		fclose(file);
		if (!i || got < least)
			least = got;
	}
	return least;
}

/* What the timer and the like take of a time in which nothing is read. */
static __u64 nothing(const void *arg)
{
	__u64 end = bench_now() + 50000000;

	(void)arg;
	while (bench_now() < end)
		;
	return 0;
}

/**
 * bench_irqsoff - for how long interrupts are off, by the kernel's tracer irqsoff
 * @argv: "irqsoff"
 */
int bench_irqsoff(int argc, char **argv)
{
	char what[64];
	unsigned int i;

	(void)argc;
	(void)argv;
	if (!bench_nl_open())
		return 1;
	load_objects();
	put(TRACING "current_tracer", "irqsoff");
	floor_us = 1e9;
	floor_us = irqs_off(nothing, NULL);
	bench_value("irqsoff nothing", "packed, values", floor_us);
	for (i = 0; i < object_count; i++) {
		const struct kc_table *table = objects[i].table;
		struct bench_dump dump = { .encoding = KINTROSPECT_ENCODING_PACKED,
					   .decode = BENCH_VALUES };

		if (!readable(objects[i].files))
			continue;
		dump.command = table->command;
		snprintf(what, sizeof(what), "irqsoff %s", table->name);
		bench_value(what, "proc", irqs_off(read_files, objects[i].files));
		bench_value(what, "packed, values", irqs_off(bench_nl_dump, &dump));
	}
	put(TRACING "current_tracer", "nop");
	return 0;
}

/**
 * bench_objects - measure each object that this kernel has, at rest
 * @argv: "objects", then names: of these only
 */
int bench_objects(int argc, char **argv)
{
	bool driver = bench_nl_open();
	char what[64], text[96];
	unsigned int i;
	int j;

	load_objects();
	for (i = 0; i < object_count; i++) {
		const struct kc_table *table = objects[i].table;
		struct bench_dump dump = { .encoding = KINTROSPECT_ENCODING_PACKED };
		struct bench_dump decode = { .encoding = KINTROSPECT_ENCODING_PACKED,
					     .decode = BENCH_VALUES };
		struct bench_dump whole = decode;
		const struct bench_job jobs[] = {
			{ what, "packed", bench_nl_dump, &dump, 3 },
			{ what, "packed, values", bench_nl_dump, &decode, 3 },
			{ what, "debugfs", bench_read, text, 3 },
		};
		const struct bench_job proc = { what, "proc", read_files, objects[i].files, 3 };
		const struct bench_job all = { what, "whole", bench_nl_dump, &whole, 3 };

		for (j = 1; j < argc && strcmp(argv[j], table->name);)
			j++;
		if (!readable(objects[i].files) || (argc > 1 && j == argc))
			continue;
		snprintf(what, sizeof(what), "object %s", table->name);
		snprintf(text, sizeof(text), "/sys/kernel/debug/kintrospect/%s", table->snake);
		dump.command = table->command;
		decode.command = table->command;
		whole.command = table->command;
		if (objects[i].without[0]) {
			mask_without(dump.mask, table, objects[i].without);
			mask_without(decode.mask, table, objects[i].without);
		}
		bench_jobs(&proc, 1);
		if (driver)
			bench_jobs(jobs, sizeof(jobs) / sizeof(jobs[0]));
		if (driver && objects[i].without[0])
			bench_jobs(&all, 1);
	}
	return 0;
}
