// SPDX-License-Identifier: GPL-2.0-only
/*
 * Makes many tasks or many mappings, runs a command next to them and ends with
 * its status.
 *
 * usage: kmany tasks|threads|dead|vmas|paths N COMMAND [ARGUMENT...]
 *   tasks    N processes that share one address space (a small one)
 *   threads  N threads of one process
 *   dead     N dead threads of one process that a tracer keeps, the first one dead as well,
 *            and behind them one that lives
 *   vmas     N neighbouring mappings in one process
 *   paths    N mappings of a file whose path has nearly 4 KiB
 * The environment of the command has KM_PID, of tasks the process group, and KM_ADDR,
 * where the mappings begin.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kt.h"

#define STACK 2048

static void limit(const char *path, long value)
{
	FILE *file = fopen(path, "w");

	if (!file || fprintf(file, "%ld\n", value) < 0 || fclose(file))
		kt_die("%s: %s", path, strerror(errno));
}

static int rest(void *arg)
{
	(void)arg;
	for (;;)
		syscall(SYS_ppoll, NULL, 0, NULL, NULL, 0);
	return 0;
}

#define THREAD (CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM)

static void tasks(long count, int flags, int (*run)(void *arg))
{
	char *stacks = mmap(NULL, count * STACK, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	long i;

	/* the first call by name takes more stack than there will be */
	syscall(SYS_getppid);
	if (stacks == MAP_FAILED)
		kt_die("mmap: %s", strerror(errno));
	for (i = 1; i <= count; i++)
		if (clone(run, stacks + i * STACK, flags, NULL) < 0)
			kt_die("task %ld of %ld: %s", i, count, strerror(errno));
}

static int gate[2];

/* Until the gate is closed. */
static int ends(void *arg)
{
	char byte;

	(void)arg;
	syscall(SYS_read, gate[0], &byte, 1);
	syscall(SYS_exit, 0);
	return 0;
}

/* Traces all threads of @pid but the first one. Returns their ids, 0 at the end. */
static pid_t *seize(pid_t pid, long count)
{
	pid_t *tids = calloc(count + 1, sizeof(*tids));
	struct dirent *entry;
	char path[64];
	long n = 0;
	DIR *dir;

	snprintf(path, sizeof(path), "/proc/%d/task", pid);
	dir = opendir(path);
	while (tids && dir && (entry = readdir(dir))) {
		pid_t tid = atoi(entry->d_name);

		if (!tid || tid == pid)
			continue;
		if (n == count || ptrace(PTRACE_SEIZE, tid, 0, 0))
			kt_die("thread %d cannot be traced: %s", tid, strerror(errno));
		tids[n++] = tid;
	}
	if (n != count)
		kt_die("%ld threads of %ld were found", n, count);
	closedir(dir);
	return tids;
}

/* Sees the threads die without waiting for them, and the first one too. */
static void see_dead(const pid_t *tids, pid_t first)
{
	char path[64], *text, *at;
	siginfo_t info;
	bool dead;

	for (; *tids; tids++)
		if (waitid(P_PID, *tids, &info, WEXITED | WNOWAIT | __WALL))
			kt_die("waitid: %s", strerror(errno));
	snprintf(path, sizeof(path), "/proc/%d/stat", first);
	do {
		text = kt_slurp(path, NULL);
		at = text ? strrchr(text, ')') : NULL;
		if (!at)
			kt_die("%s: %s", path, strerror(errno));
		dead = at[2] == 'Z';
		free(text);
	} while (!dead);
}

/* A thread that lives is made last: it is the last one of the process's list. */
static void dead(long count, int up)
{
	pid_t first = getpid(), *tids;
	char *none = NULL;
	int seized[2];
	char byte = 0;

	if (pipe(gate) || pipe(seized))
		kt_die("pipe: %s", strerror(errno));
	tasks(count, THREAD, ends);
	if (!fork()) {
		close(gate[1]);
		tids = seize(first, count);
		if (write(seized[1], &byte, 1) != 1)
			kt_die("pipe: %s", strerror(errno));
		see_dead(tids, first);
		if (write(up, &none, sizeof(none)) != sizeof(none))
			kt_die("pipe: %s", strerror(errno));
		rest(NULL);
	}
	close(seized[1]);
	if (read(seized[0], &byte, 1) != 1)
		kt_die("nobody traces");
	tasks(1, THREAD, rest);
	close(gate[1]);
	syscall(SYS_exit, 0);
}

/* Every other page has other permissions, so none can be merged. */
static char *vmas(long count)
{
	char *at = mmap(NULL, count * PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	long i;

	if (at == MAP_FAILED)
		kt_die("mmap: %s", strerror(errno));
	for (i = 1; i < count; i += 2)
		if (mprotect(at + i * PAGE, PAGE, PROT_READ | PROT_WRITE))
			kt_die("mapping %ld of %ld: %s", i, count, strerror(errno));
	return at;
}

static char *paths(long count)
{
	char path[4200] = "/tmp/km", name[251];
	char *at;
	int fd;
	long i;

	memset(name, 'q', 250);
	name[250] = 0;
	mkdir(path, 0755);
	if (chdir(path))
		kt_die("%s: %s", path, strerror(errno));
	for (; strlen(path) + 300 < 4090; strcat(strcat(path, "/"), name))
		if ((mkdir(name, 0755) && errno != EEXIST) || chdir(name))
			kt_die("folder: %s", strerror(errno));
	memset(name, 'f', 4090 - strlen(path) - 1);
	name[4090 - strlen(path) - 1] = 0;
	fd = open(name, O_RDWR | O_CREAT, 0600);
	if (fd < 0 || ftruncate(fd, 3 * PAGE) || chdir("/"))
		kt_die("file: %s", strerror(errno));
	at = mmap(NULL, count * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	/* no neighbour goes on where the one before it ends, so none are merged */
	for (i = 0; i < count; i++)
		if (mmap(at + i * PAGE, PAGE, PROT_READ, MAP_PRIVATE | MAP_FIXED, fd,
			 (2 - i % 3) * PAGE) == MAP_FAILED)
			kt_die("mapping %ld of %ld: %s", i, count, strerror(errno));
	return at;
}

int main(int argc, char **argv)
{
	long count = argc > 3 ? atol(argv[2]) : 0;
	int up[2], status;
	pid_t many, command;
	char *at = NULL, text[32];

	if (!count)
		return 64;
	/* It raises limits of the whole machine, which are nobody else's business. */
	if (access("/run/vm", F_OK))
		kt_die("for the guest of tests/vm/run only");
	/* the most that a kernel takes goes by the size of its long */
	limit("/proc/sys/kernel/pid_max", sizeof(long) > 4 ? 4194304 : 32768);
	limit("/proc/sys/kernel/threads-max", 200000);
	limit("/proc/sys/vm/max_map_count", 300000);
	if (pipe2(up, O_CLOEXEC))
		kt_die("pipe");
	many = fork();
	if (!many) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		setpgid(0, 0);
		close(up[0]);
		if (!strcmp(argv[1], "tasks"))
			tasks(count, CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND, rest);
		else if (!strcmp(argv[1], "threads"))
			tasks(count, THREAD, rest);
		else if (!strcmp(argv[1], "dead"))
			dead(count, up[1]);
		else if (!strcmp(argv[1], "vmas"))
			at = vmas(count);
		else if (!strcmp(argv[1], "paths"))
			at = paths(count);
		else
			return 64;
		if (write(up[1], &at, sizeof(at)) != sizeof(at))
			return 1;
		rest(NULL);
	}
	close(up[1]);
	if (read(up[0], &at, sizeof(at)) != sizeof(at))
		kt_die("%s %ld could not be made", argv[1], count);
	snprintf(text, sizeof(text), "%d", many);
	setenv("KM_PID", text, 1);
	snprintf(text, sizeof(text), "%p", (void *)at);
	setenv("KM_ADDR", text, 1);
	command = fork();
	if (!command) {
		execvp(argv[3], argv + 3);
		perror(argv[3]);
		_exit(127);
	}
	while (waitpid(command, &status, 0) != command)
		;
	kill(-many, SIGKILL);
	while (wait(NULL) > 0)
		;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
