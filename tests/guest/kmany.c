// SPDX-License-Identifier: GPL-2.0-only
/*
 * Makes many tasks or many mappings, runs a command next to them and ends with
 * its status.
 *
 * usage: kmany tasks|threads|vmas|paths N COMMAND [ARGUMENT...]
 *   tasks    N processes that share one address space (a small one)
 *   threads  N threads of one process
 *   vmas     N neighbouring mappings in one process
 *   paths    N mappings of a file whose path has nearly 4 KiB
 * The environment of the command has KM_PID, of tasks the process group, and KM_ADDR,
 * where the mappings begin.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
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

static void tasks(long count, int flags)
{
	char *stacks = mmap(NULL, count * STACK, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	long i;

	/* the first call by name takes more stack than there will be */
	syscall(SYS_getppid);
	if (stacks == MAP_FAILED)
		kt_die("mmap: %s", strerror(errno));
	for (i = 1; i <= count; i++)
		if (clone(rest, stacks + i * STACK, flags, NULL) < 0)
			kt_die("task %ld of %ld: %s", i, count, strerror(errno));
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
			tasks(count, CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND);
		else if (!strcmp(argv[1], "threads"))
			tasks(count, CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND |
			      CLONE_THREAD | CLONE_SYSVSEM);
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
