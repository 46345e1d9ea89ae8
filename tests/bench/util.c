// SPDX-License-Identifier: GPL-2.0-only
/* Clock, results and the loop that measures. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench.h"

volatile __u64 bench_sink;

/**
 * bench_now - the guest's clock
 *
 * Under QEMU's -icount shift=0 a nanosecond is an instruction.
 */
__u64 bench_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000ULL + now.tv_nsec;
}

/* A line for tests/bench/run: what, variant, cost of it all, rows. */
void bench_result(const char *what, const char *variant, __u64 ns, __u64 rows)
{
	printf("%s\t%s\t%llu\t%llu\n", what, variant, (unsigned long long)ns,
	       (unsigned long long)rows);
	fflush(stdout);
}

void bench_value(const char *what, const char *variant, double value)
{
	printf("%s\t%s\t%.6f\t1\n", what, variant, value);
	fflush(stdout);
}

void bench_die(const char *what)
{
	fprintf(stderr, "bench: %s: %s\n", what, strerror(errno));
	exit(1);
}

/**
 * bench_jobs - measure one after the other and print the results
 * @jobs: what to measure
 * @count: how many
 */
void bench_jobs(const struct bench_job *jobs, unsigned int count)
{
	__u64 begin, spent, best, rows;
	unsigned int i, j;

	for (i = 0; i < count; i++) {
		best = ~0ULL;
		rows = 0;
		for (j = 0; j < jobs[i].repeat; j++) {
			begin = bench_now();
			rows = jobs[i].run(jobs[i].arg);
			spent = bench_now() - begin;
			if (spent < best)
				best = spent;
		}
		bench_result(jobs[i].what, jobs[i].variant, best, rows);
	}
}
