// SPDX-License-Identifier: GPL-2.0-only
/* Mappings: many processes of a usual size, and one with very many of them. */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <linux/kintrospect.h>

#include "bench.h"

#define USUAL 34		/* mappings of a process */
#define DEBUGFS "/sys/kernel/debug/kintrospect/vmas"

/* Mappings of this program's own file, such as libraries make, until there are enough. */
static void pad(void)
{
	__u64 have = bench_read("/proc/self/maps");
	int fd = open("/proc/self/exe", O_RDONLY);

	if (fd < 0)
		bench_die("/proc/self/exe");
	for (; have < USUAL; have++)
		if (mmap(NULL, 4096, have & 1 ? PROT_READ : PROT_READ | PROT_EXEC, MAP_PRIVATE,
			 fd, 0) == MAP_FAILED)
			bench_die("mmap");
	close(fd);
}

/**
 * bench_many - a mapping a page, no two of which can be merged
 * @count: how many
 *
 * Every other one is writable and has its page. Return: the first address.
 */
char *bench_many(unsigned int count)
{
	char *at = mmap(NULL, (size_t)count * 4096, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	unsigned int i;

	if (at == MAP_FAILED)
		bench_die("mmap");
	for (i = 0; i < count; i += 2) {
		at[i * 4096UL] = 1;
		if (mprotect(at + (i + 1) * 4096UL, 4096, PROT_READ))
			bench_die("mprotect");
	}
	return at;
}

/**
 * bench_child - a process that sleeps until this one ends
 * @setup: what it does before, or NULL
 * @arg: for @setup
 */
pid_t bench_child(char *(*setup)(unsigned int), unsigned int arg)
{
	int ready[2];
	char byte;
	pid_t pid;

	if (pipe(ready))
		bench_die("pipe");
	pid = fork();
	if (pid < 0)
		bench_die("fork");
	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (setup)
			setup(arg);
		close(ready[0]);
		close(ready[1]);
		for (;;)
			pause();
	}
	close(ready[1]);
	if (read(ready[0], &byte, 1))
		bench_die("child");
	close(ready[0]);
	return pid;
}

static void usual(unsigned int count)
{
	static const struct bench_dump packed = {
		.command = KINTROSPECT_CMD_VMAS, .encoding = KINTROSPECT_ENCODING_PACKED,
	}, as_struct = {
		.command = KINTROSPECT_CMD_VMAS, .encoding = KINTROSPECT_ENCODING_PACKED,
		.decode = BENCH_STRUCT,
	}, values = {
		.command = KINTROSPECT_CMD_VMAS, .encoding = KINTROSPECT_ENCODING_PACKED,
		.decode = BENCH_VALUES,
	}, attributes = {
		.command = KINTROSPECT_CMD_VMAS, .encoding = KINTROSPECT_ENCODING_ATTRIBUTES,
	}, by_switch = {
		.command = KINTROSPECT_CMD_VMAS, .encoding = KINTROSPECT_ENCODING_ATTRIBUTES,
		.decode = BENCH_STRUCT,
	}, residency = {
		.command = KINTROSPECT_CMD_VMAS, .encoding = KINTROSPECT_ENCODING_PACKED,
		.mask = { BENCH_VMAS_ALL },
	}, residency_struct = {
		.command = KINTROSPECT_CMD_VMAS, .encoding = KINTROSPECT_ENCODING_PACKED,
		.decode = BENCH_STRUCT, .mask = { BENCH_VMAS_ALL },
	}, residency_values = {
		.command = KINTROSPECT_CMD_VMAS, .encoding = KINTROSPECT_ENCODING_PACKED,
		.decode = BENCH_VALUES, .mask = { BENCH_VMAS_ALL },
	};
	static const char what[] = "vmas usual";
	const struct bench_job jobs[] = {
		{ what, "proc", bench_proc_lines, bench_proc_maps, 2 },
		{ what, "smaps", bench_proc_tasks, bench_proc_smaps, 1 },
		{ what, "packed", bench_nl_dump, &packed, 3 },
		{ what, "packed, struct", bench_nl_dump, &as_struct, 3 },
		{ what, "packed, values", bench_nl_dump, &values, 3 },
		{ what, "attributes", bench_nl_dump, &attributes, 2 },
		{ what, "attributes, switch", bench_nl_dump, &by_switch, 2 },
		{ what, "residency", bench_nl_dump, &residency, 2 },
		{ what, "residency, struct", bench_nl_dump, &residency_struct, 2 },
		{ what, "residency, values", bench_nl_dump, &residency_values, 2 },
		{ what, "debugfs", bench_read, DEBUGFS, 2 },
	};
	pid_t *pids = calloc(count, sizeof(*pids));
	unsigned int i;

	if (!pids)
		bench_die("memory");
	pad();
	for (i = 0; i < count; i++)
		pids[i] = bench_child(NULL, 0);
	sleep(1);
	bench_jobs(jobs, sizeof(jobs) / sizeof(jobs[0]));
	for (i = 0; i < count; i++)
		kill(pids[i], SIGKILL);
	while (wait(NULL) > 0)
		;
	free(pids);
}

static void large(unsigned int count)
{
	static const char what[] = "vmas large";
	pid_t child = bench_child(bench_many, count);
	struct bench_dump packed = {
		.command = KINTROSPECT_CMD_VMAS, .encoding = KINTROSPECT_ENCODING_PACKED,
		.pid = child,
	}, as_struct = packed, values = packed, attributes = packed, by_switch;
	struct bench_dump residency = packed, residency_struct, residency_values;
	char pid[16], maps[32], smaps[32];
	const struct bench_job jobs[] = {
		{ what, "proc", bench_read, maps, 2 },
		{ what, "proc, parsed", bench_proc_maps_parsed, pid, 2 },
		{ what, "smaps", bench_read, smaps, 1 },
		{ what, "packed", bench_nl_dump, &packed, 3 },
		{ what, "packed, struct", bench_nl_dump, &as_struct, 3 },
		{ what, "packed, values", bench_nl_dump, &values, 3 },
		{ what, "attributes", bench_nl_dump, &attributes, 2 },
		{ what, "attributes, switch", bench_nl_dump, &by_switch, 2 },
		{ what, "residency", bench_nl_dump, &residency, 2 },
		{ what, "residency, struct", bench_nl_dump, &residency_struct, 2 },
		{ what, "residency, values", bench_nl_dump, &residency_values, 2 },
	};

	as_struct.decode = BENCH_STRUCT;
	values.decode = BENCH_VALUES;
	attributes.encoding = KINTROSPECT_ENCODING_ATTRIBUTES;
	by_switch = attributes;
	by_switch.decode = BENCH_STRUCT;
	residency.mask[0] = BENCH_VMAS_ALL;
	residency_struct = residency;
	residency_struct.decode = BENCH_STRUCT;
	residency_values = residency;
	residency_values.decode = BENCH_VALUES;
	snprintf(pid, sizeof(pid), "%d", child);
	snprintf(maps, sizeof(maps), "/proc/%s/maps", pid);
	snprintf(smaps, sizeof(smaps), "/proc/%s/smaps", pid);
	bench_jobs(jobs, sizeof(jobs) / sizeof(jobs[0]));
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
}

/**
 * bench_vmas - measure mappings
 * @argv: "vmas", processes of a usual size, mappings of the large one
 */
int bench_vmas(int argc, char **argv)
{
	if (argc < 3 || !bench_nl_open())
		return 1;
	usual(atoi(argv[1]));
	large(atoi(argv[2]));
	return 0;
}
