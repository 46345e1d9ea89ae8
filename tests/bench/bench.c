// SPDX-License-Identifier: GPL-2.0-only
/*
 * The guest's part of `make bench`: prints lines "what, variant, cost, rows"
 * with tabs, which tests/bench/run makes a table of.
 */
#include <string.h>

#include "bench.h"

#define LOOP 50000000ULL

/* Two instructions a turn, known beforehand: is a nanosecond an instruction? */
static int bench_clock(int argc, char **argv)
{
	__u64 turns = LOOP, begin;

	(void)argc;
	(void)argv;
	begin = bench_now();
#ifdef __x86_64__
	__asm__ volatile("1: dec %0\n\tjnz 1b" : "+r"(turns) : : "cc");
#else
	while (turns)
		__asm__ volatile("" : "+r"(turns) : "0"(turns - 1));
#endif
	bench_value("clock", "ns an instruction", (double)(bench_now() - begin) / (2 * LOOP));
	return 0;
}

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
} commands[] = {
	{ "clock", bench_clock },
	{ "tasks", bench_tasks },
	{ "masks", bench_masks },
	{ "vmas", bench_vmas },
	{ "objects", bench_objects },
	{ "irqsoff", bench_irqsoff },
	{ "writer", bench_writer },
};

int main(int argc, char **argv)
{
	unsigned int i;

	for (i = 0; argc > 1 && i < sizeof(commands) / sizeof(commands[0]); i++)
		if (!strcmp(argv[1], commands[i].name))
			return commands[i].run(argc - 1, argv + 1);
	fprintf(stderr, "usage: bench clock | tasks COUNT... | masks COUNT | vmas [COUNT] | "
		"objects [NAME...] | irqsoff | writer [SECONDS]\n");
	return 64;
}
