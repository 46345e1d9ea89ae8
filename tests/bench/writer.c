// SPDX-License-Identifier: GPL-2.0-only
/*
 * How long a process that changes its mappings has to wait while they are being
 * read: a munmap and mmap of one page, again and again, in a process with very
 * many mappings, by the clock on the wall. Needs two processors.
 */
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <linux/kintrospect.h>

#include "bench.h"

#define MAPPINGS 60000
#define SAMPLES_MAX 100000
#define PAUSE_NS 500000
#define RUNS 3

/* What the writer has seen; the reader clears count to begin. */
struct shared {
	volatile int ready;
	volatile unsigned int count;
	volatile __u32 delay_ns[SAMPLES_MAX];
};

static struct shared *shared;

static void write_loop(void)
{
	static const struct timespec pause = { .tv_nsec = PAUSE_NS };
	/* In the middle, so that a walk is as likely ahead as behind. */
	char *page = bench_many(MAPPINGS) + MAPPINGS / 2 * 4096UL;
	__u64 begin;

	shared->ready = 1;
	for (;;) {
		nanosleep(&pause, NULL);
		begin = bench_now();
		if (munmap(page, 4096) ||
		    mmap(page, 4096, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED)
			bench_die("mmap");
		if (shared->count < SAMPLES_MAX) {
			shared->delay_ns[shared->count] = bench_now() - begin;
			shared->count++;
		}
	}
}

static int compare(const void *a, const void *b)
{
	__u32 x = *(const __u32 *)a, y = *(const __u32 *)b;

	return x < y ? -1 : x > y;
}

static void report(const char *phase)
{
	static __u32 sorted[SAMPLES_MAX];
	unsigned int i, count = shared->count;
	char what[64];
	__u64 sum = 0;

	for (i = 0; i < count; i++) {
		sorted[i] = shared->delay_ns[i];
		sum += sorted[i];
	}
	qsort(sorted, count, sizeof(sorted[0]), compare);
	snprintf(what, sizeof(what), "writer %s", phase);
	bench_result(what, "mean", sum, count);
	bench_result(what, "p99", count ? sorted[count * 99ULL / 100] : 0, 1);
	bench_result(what, "max", count ? sorted[count - 1] : 0, 1);
}

static __u64 nothing(const void *arg)
{
	static const struct timespec pause = { .tv_nsec = 10000000 };

	(void)arg;
	nanosleep(&pause, NULL);
	return 0;
}

/**
 * bench_writer - measure the delay of a writer
 * @argv: "writer", then the seconds of each phase
 */
int bench_writer(int argc, char **argv)
{
	__u64 seconds = argc > 1 ? atoi(argv[1]) : 3, begin, rounds;
	struct bench_dump dump = {
		.command = KINTROSPECT_CMD_VMAS, .encoding = KINTROSPECT_ENCODING_PACKED,
		.decode = BENCH_VALUES,
	}, residency = dump;
	char maps[32];
	const struct bench_job phases[] = {
		{ "idle", "", nothing, NULL, 0 },
		{ "maps", "", bench_read, maps, 0 },
		{ "dump", "", bench_nl_dump, &dump, 0 },
		{ "residency", "", bench_nl_dump, &residency, 0 },
	};
	unsigned int i, run;
	pid_t child;

	if (!bench_nl_open())
		return 1;
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
		      -1, 0);
	if (shared == MAP_FAILED)
		bench_die("mmap");
	child = fork();
	if (child < 0)
		bench_die("fork");
	if (!child) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		write_loop();
	}
	while (!shared->ready)
		nothing(NULL);
	snprintf(maps, sizeof(maps), "/proc/%d/maps", child);
	dump.pid = child;
	residency.pid = child;
	residency.mask[0] = BENCH_VMAS_ALL;
	for (run = 0; run < RUNS; run++) {
		for (i = 0; i < sizeof(phases) / sizeof(phases[0]); i++) {
			shared->count = 0;
			begin = bench_now();
			for (rounds = 0; bench_now() - begin < seconds * 1000000000; rounds++)
				phases[i].run(phases[i].arg);
			report(phases[i].what);
			bench_result(phases[i].what, "round", bench_now() - begin, rounds);
		}
	}
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	return 0;
}
