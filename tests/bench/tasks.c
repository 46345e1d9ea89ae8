// SPDX-License-Identifier: GPL-2.0-only
/* Tasks: every way to read them, at several numbers of processes. */
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <linux/kintrospect.h>

#include "bench.h"

#define DEBUGFS "/sys/kernel/debug/kintrospect/tasks"

static FILE *crowd_in, *crowd_out;

/* bench-crowd, asked through pipes for ever more processes. */
static void crowd_start(void)
{
	char *argv[] = { "bench-crowd", NULL };
	posix_spawn_file_actions_t actions;
	int in[2], out[2];
	pid_t pid;

	if (pipe(in) || pipe(out))
		bench_die("pipe");
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, in[0], 0);
	posix_spawn_file_actions_adddup2(&actions, out[1], 1);
	posix_spawn_file_actions_addclose(&actions, in[1]);
	posix_spawn_file_actions_addclose(&actions, out[0]);
	if (posix_spawnp(&pid, argv[0], &actions, NULL, argv, environ))
		bench_die(argv[0]);
	close(in[0]);
	close(out[1]);
	crowd_in = fdopen(in[1], "w");
	crowd_out = fdopen(out[0], "r");
}

static void crowd_grow(const char *count)
{
	char answer[32];

	fprintf(crowd_in, "%s\n", count);
	fflush(crowd_in);
	if (!fgets(answer, sizeof(answer), crowd_out))
		bench_die("bench-crowd");
	/* What forking left to do should not be counted: RCU callbacks, say. */
	sleep(2);
}

static void crowd_end(void)
{
	fclose(crowd_in);
	fclose(crowd_out);
	while (wait(NULL) > 0)
		;
}

/* Before the program there is a built one is not known: it needs clang and libbpf. */
static void bpf(const char *what)
{
	char *argv[] = { "bench-bpf", (char *)what, NULL };
	pid_t pid;

	fflush(stdout);
	if (!posix_spawnp(&pid, argv[0], NULL, NULL, argv, environ))
		waitpid(pid, NULL, 0);
}

#define DUMP(encode, how, words) \
	(&(const struct bench_dump) { .command = KINTROSPECT_CMD_TASKS, \
		.encoding = KINTROSPECT_ENCODING_##encode, .decode = BENCH_##how, .mask = words })

/* The fields that /proc/PID/stat and status have as well, and all that cost no request. */
static const __u64 stat_mask = (1ULL << BENCH_STAT_FIELDS) - 1;
#define STAT { stat_mask, 0 }
#define ALL { 0, 0 }

/**
 * bench_tasks - measure with so many processes
 * @argv: "tasks", then the counts, growing
 */
int bench_tasks(int argc, char **argv)
{
	bool driver = bench_nl_open();
	char what[64];
	int i;

	crowd_start();
	for (i = 1; i < argc; i++) {
		unsigned int twice = atoi(argv[i]) > 20000 ? 1 : 2;
		const struct bench_job jobs[] = {
			{ what, "packed", bench_nl_dump, DUMP(PACKED, RECEIVE, STAT), 3 },
			{ what, "packed, struct", bench_nl_dump, DUMP(PACKED, STRUCT, STAT), 3 },
			{ what, "packed, values", bench_nl_dump, DUMP(PACKED, VALUES, STAT), 3 },
			{ what, "default", bench_nl_dump, DUMP(PACKED, RECEIVE, ALL), 3 },
			{ what, "default, struct", bench_nl_dump, DUMP(PACKED, STRUCT, ALL), 3 },
			{ what, "default, values", bench_nl_dump, DUMP(PACKED, VALUES, ALL), 3 },
			{ what, "attributes", bench_nl_dump, DUMP(ATTRIBUTES, RECEIVE, STAT), 3 },
			{ what, "attributes, switch", bench_nl_dump,
				DUMP(ATTRIBUTES, STRUCT, STAT), 3 },
			{ what, "debugfs", bench_read, DEBUGFS, twice },
		};
		const struct bench_job proc[] = {
			{ what, "proc", bench_proc_tasks, bench_proc_stat, twice },
		};

		crowd_grow(argv[i]);
		snprintf(what, sizeof(what), "tasks %s", argv[i]);
		bench_jobs(proc, 1);
		if (driver)
			bench_jobs(jobs, sizeof(jobs) / sizeof(jobs[0]));
		bpf(what);
	}
	crowd_end();
	return 0;
}

/**
 * bench_masks - what each field costs, to find out where it is worth to be quicker
 * @argv: "masks", then the number of processes
 */
int bench_masks(int argc, char **argv)
{
	static const unsigned int last[] = { 0, 1, 2, 3, 4, 6, 7, 9, 10, 11, 15, 16, 18, 20, 22,
		23, 26, 29, 30, 31, 35, 36, 37, 45 };
	struct bench_dump dump = {
		.command = KINTROSPECT_CMD_TASKS, .encoding = KINTROSPECT_ENCODING_PACKED,
	};
	char variant[64];
	struct bench_job job = { "mask", variant, bench_nl_dump, &dump, 2 };
	unsigned int i;

	if (argc < 2 || !bench_nl_open())
		return 1;
	crowd_start();
	crowd_grow(argv[1]);
	for (i = 0; i < sizeof(last) / sizeof(last[0]); i++) {
		dump.mask[0] = (2ULL << last[i]) - 1;
		snprintf(variant, sizeof(variant), "0 to %u", last[i]);
		bench_jobs(&job, 1);
	}
	for (i = 0; i < 64; i++) {
		dump.mask[0] = 1ULL << i;
		snprintf(variant, sizeof(variant), "%u alone", i);
		bench_jobs(&job, 1);
	}
	crowd_end();
	return 0;
}
