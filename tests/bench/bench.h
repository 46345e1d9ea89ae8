/* SPDX-License-Identifier: GPL-2.0-only */
/* What the guest's part of the benchmarks shares. */
#ifndef BENCH_H
#define BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/types.h>
#include <linux/types.h>

/* The kernel makes no message larger than this, so a larger buffer gains nothing. */
#define BENCH_BUFFER 32768

/* Fields behind this one are of no interest to ps and top: /proc has them elsewhere. */
#define BENCH_STAT_FIELDS (KINTROSPECT_A_TASKS_LOCKED_BYTES - KINTROSPECT_FIRST_FIELD + 1)

/* All fields of a mapping, residency included. */
#define BENCH_VMAS_ALL \
	((2ULL << (KINTROSPECT_A_VMAS_SWAP_BYTES - KINTROSPECT_FIRST_FIELD)) - 1)

/* util.c */
extern volatile __u64 bench_sink;

__u64 bench_now(void);
void bench_result(const char *what, const char *variant, __u64 ns, __u64 rows);
void bench_value(const char *what, const char *variant, double value);
void bench_die(const char *what) __attribute__((noreturn));

/**
 * struct bench_job - something whose cost is measured
 * @what: row of the table
 * @variant: column of the table
 * @run: does it once and returns how many rows that gave
 * @arg: for @run
 * @repeat: how often; the cheapest counts
 */
struct bench_job {
	const char *what;
	const char *variant;
	__u64 (*run)(const void *arg);
	const void *arg;
	unsigned int repeat;
};

void bench_jobs(const struct bench_job *jobs, unsigned int count);

/* proc.c */
extern const char * const bench_proc_stat[];
extern const char * const bench_proc_maps[];
extern const char * const bench_proc_smaps[];

__u64 bench_proc_tasks(const void *files);
__u64 bench_proc_lines(const void *files);
__u64 bench_proc_maps_parsed(const void *pid);
__u64 bench_read(const void *path);

/* nl.c */
enum bench_decode {
	BENCH_RECEIVE,		/* count rows only */
	BENCH_VALUES,		/* kc_row_decode(), what kintro does */
	BENCH_STRUCT,		/* read the fields of the row's struct */
};

/**
 * struct bench_dump - a request
 * @command: KINTROSPECT_CMD_*
 * @encoding: enum kintrospect_encoding
 * @decode: what is done with the rows
 * @mask: fields wanted; both words 0: the driver's default
 * @pid: of this process only, 0: of all
 */
struct bench_dump {
	__u8 command;
	__u32 encoding;
	enum bench_decode decode;
	__u64 mask[2];
	__u32 pid;
};

bool bench_nl_open(void);
__u64 bench_nl_dump(const void *dump);

/* decode.c */
__u64 bench_decode_tasks(const void *row);
__u64 bench_decode_vmas(const void *row);
__u64 bench_decode_residency(const void *row);
__u64 bench_attributes_tasks(const void *attrs, size_t len);
__u64 bench_attributes_vmas(const void *attrs, size_t len);

/* vmas.c */
char *bench_many(unsigned int count);
pid_t bench_child(char *(*setup)(unsigned int count), unsigned int arg);

/* tasks.c, vmas.c, objects.c, writer.c: the subcommands */
int bench_tasks(int argc, char **argv);
int bench_masks(int argc, char **argv);
int bench_vmas(int argc, char **argv);
int bench_objects(int argc, char **argv);
int bench_irqsoff(int argc, char **argv);
int bench_writer(int argc, char **argv);

#endif
