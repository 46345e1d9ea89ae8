// SPDX-License-Identifier: GPL-2.0-only
/*
 * Makes processes that are stuck as they get stuck in life, runs a command next to
 * them, and ends with its status.
 *
 * usage: kstuck KIND[*COUNT],... COMMAND [ARGUMENT...]
 *   reader  its mmap lock is read-held by a process that waits for a file system, and
 *           a thread of it waits to write: nobody else gets the lock
 *   writer  a thread of it holds its mmap lock for writing, and waits for a file system
 *   exec    waits in exec for a file that it closes there
 *   swap    waits in exec for the mmap lock that a process of the same address space
 *           holds (KS_shared is its pid), with exec_update_lock held
 *   disk    waits in state D for a page to be written, with no lock held
 *   stop    SIGSTOPped;  trace  stopped by a tracer;  zombie;  frozen  in a frozen cgroup
 * The environment of the command has KS_KIND="PID ..." of the stuck processes.
 * Needs /dev/fuse, and cgroup2 on /sys/fs/cgroup for frozen.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fixture.h"
#include "fixture_fuse.h"
#include "kt.h"

#define FOLDER "/tmp/kstuck"
#define CGROUP "/sys/fs/cgroup/kstuck"
#define MOST 256

static int hung[2];	/* a byte for each request without an answer */
static pid_t made[2 * MOST];
static int made_count;

/* Wait for the file system to be asked for what it does not answer. */
static void wait_hung(const char *what)
{
	char byte;

	if (read(hung[0], &byte, 1) != 1)
		kt_die("%s: %s", what, strerror(errno));
}

/* The state of a thread of a process, or of the process itself. */
static char state_of(pid_t pid, pid_t tid)
{
	char path[64], line[512], *end;
	FILE *file;
	char state = 0;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/stat", pid, tid);
	file = fopen(path, "r");
	if (!file)
		return 0;
	if (fgets(line, sizeof(line), file)) {
		end = strrchr(line, ')');
		state = end ? end[2] : 0;
	}
	fclose(file);
	return state;
}

/* Until a thread sleeps in a state: it does, for nothing else keeps it. */
static void wait_state(pid_t pid, pid_t tid, const char *states)
{
	char state;

	while ((state = state_of(pid, tid)) && state != 'Z' && !strchr(states, state))
		usleep(1000);
	if (!state || !strchr(states, state))
		kt_die("%d ended instead of being stuck", tid);
}

static pid_t child(const char *name)
{
	pid_t pid = fork();

	if (pid < 0)
		kt_die("fork: %s", strerror(errno));
	if (pid) {
		made[made_count++] = pid;
		return pid;
	}
	prctl(PR_SET_NAME, name);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY);
	return 0;
}

static int open_file(const char *name, int flags)
{
	char path[64];
	int fd;

	snprintf(path, sizeof(path), FOLDER "/%s.%d", name, getpid());
	fd = open(path, O_RDWR | flags);
	if (fd < 0)
		kt_die("%s: %s", path, strerror(errno));
	return fd;
}

static void *map_file(const char *name, int protection)
{
	void *page = mmap(NULL, 4096, protection, MAP_SHARED, open_file(name, 0), 0);

	if (page == MAP_FAILED)
		kt_die("mmap: %s", strerror(errno));
	return page;
}

static void rest(void)
{
	for (;;)
		pause();
}

static int go[2];

static void *map_more(void *tid)
{
	char byte;

	*(pid_t *)tid = syscall(SYS_gettid);
	if (read(go[0], &byte, 1) == 1)
		mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return NULL;
}

static pid_t make_reader(void)
{
	struct { void *page; volatile pid_t thread; } *told;
	pid_t stuck, looker;
	char path[64], byte;
	pthread_t thread;
	int fd;

	told = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (told == MAP_FAILED || pipe2(go, O_CLOEXEC))
		kt_die("reader: %s", strerror(errno));
	stuck = child("ks-reader");
	if (!stuck) {
		told->page = map_file("read", PROT_READ);
		pthread_create(&thread, NULL, map_more, (void *)&told->thread);
		rest();
	}
	while (!told->thread)
		usleep(1000);
	looker = child("ks-looker");
	if (!looker) {
		snprintf(path, sizeof(path), "/proc/%d/mem", stuck);
		fd = open(path, O_RDONLY);
		_exit(fd < 0 || pread(fd, &byte, 1, (unsigned long)told->page) < 0);
	}
	wait_hung("reader");
	/* The lock is read-held from here on: now a writer waits for it. */
	if (write(go[1], "", 1) != 1)
		kt_die("reader: %s", strerror(errno));
	wait_state(stuck, told->thread, "D");
	close(go[0]);
	close(go[1]);
	munmap(told, 4096);
	return stuck;
}

/* Hold the mmap lock for writing for as long as the file system does not answer. */
static int hold_mmap_lock(void *unused)
{
	int direct = open_file("write", O_DIRECT);
	char *page = map_file("write", PROT_READ | PROT_WRITE);

	(void)unused;
	page[0] = 1;
	/* A mapping of what goes past the page cache first has that written. */
	mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, direct, 0);
	rest();
	return 0;
}

static pid_t make_writer(void)
{
	pid_t stuck = child("ks-writer");

	if (!stuck)
		hold_mmap_lock(NULL);
	wait_hung("writer");
	wait_state(stuck, stuck, "D");
	return stuck;
}

static pid_t make_exec(void)
{
	pid_t stuck = child("ks-exec");

	if (!stuck) {
		open_file("flush", O_CLOEXEC);
		execl("/bin/sleep", "sleep", "3600", NULL);
		kt_die("exec: %s", strerror(errno));
	}
	wait_hung("exec");
	return stuck;
}

/* The state as the driver has it: /proc/PID/stat of such a process waits, too, on 6.1. */
static void wait_state_driver(pid_t pid, char state)
{
	char command[64], got;
	FILE *out;

	snprintf(command, sizeof(command), "kintro tasks pid=%d --csv --no-header -o state", pid);
	do {
		out = popen(command, "r");
		got = out ? fgetc(out) : EOF;
		if (!out || pclose(out) || got == 'Z')
			kt_die("%d ended instead of being stuck", pid);
	} while (got != state);
}

static pid_t make_swap(void)
{
	static char stack[65536] __attribute__((aligned(16)));
	volatile pid_t *shared;
	char number[16], byte;
	pid_t stuck;

	shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED || pipe2(go, O_CLOEXEC))
		kt_die("swap: %s", strerror(errno));
	stuck = child("ks-swap");
	if (!stuck) {
		/* A page that is not there would be waited for before exec begins. */
		if (mlockall(MCL_CURRENT))
			kt_die("mlockall: %s", strerror(errno));
		*shared = clone(hold_mmap_lock, stack + sizeof(stack), CLONE_VM | SIGCHLD, NULL);
		if (read(go[0], &byte, 1) == 1)
			execl("/bin/sleep", "sleep", "3600", NULL);
		kt_die("exec: %s", strerror(errno));
	}
	wait_hung("swap");
	made[made_count++] = *shared;
	wait_state(*shared, *shared, "D");
	if (write(go[1], "", 1) != 1)
		kt_die("swap: %s", strerror(errno));
	wait_state_driver(stuck, 'D');
	snprintf(number, sizeof(number), "%d", *shared);
	setenv("KS_shared", number, 1);
	close(go[0]);
	close(go[1]);
	return stuck;
}

static pid_t make_disk(void)
{
	pid_t stuck = child("ks-disk");
	char *page;

	if (!stuck) {
		page = map_file("write", PROT_READ | PROT_WRITE);
		page[0] = 1;
		msync(page, 4096, MS_SYNC);
		rest();
	}
	wait_hung("disk");
	wait_state(stuck, stuck, "D");
	return stuck;
}

static pid_t make_stop(void)
{
	pid_t stuck = child("ks-stop");

	if (!stuck)
		rest();
	kill(stuck, SIGSTOP);
	wait_state(stuck, stuck, "T");
	return stuck;
}

static pid_t make_trace(void)
{
	pid_t stuck = child("ks-trace");

	if (!stuck)
		rest();
	if (ptrace(PTRACE_SEIZE, stuck, 0, 0) || ptrace(PTRACE_INTERRUPT, stuck, 0, 0))
		kt_die("ptrace: %s", strerror(errno));
	wait_state(stuck, stuck, "t");
	return stuck;
}

static pid_t make_zombie(void)
{
	pid_t stuck = child("ks-zombie");

	if (!stuck)
		_exit(0);
	wait_state(stuck, stuck, "Z");
	return stuck;
}

static pid_t make_frozen(void)
{
	char text[256] = "", number[16];
	pid_t stuck = child("ks-frozen");
	int fd;

	if (!stuck)
		rest();
	mkdir(CGROUP, 0755);
	snprintf(number, sizeof(number), "%d", stuck);
	kf_write(CGROUP "/cgroup.procs", number);
	kf_write(CGROUP "/cgroup.freeze", "1");
	do {
		usleep(1000);
		fd = open(CGROUP "/cgroup.events", O_RDONLY);
		if (fd < 0 || read(fd, text, sizeof(text) - 1) < 0)
			kt_die("cgroup.events: %s", strerror(errno));
		close(fd);
	} while (!strstr(text, "frozen 1"));
	return stuck;
}

static const struct {
	const char *name;
	pid_t (*make)(void);
} kinds[] = {
	{ "reader", make_reader }, { "writer", make_writer }, { "exec", make_exec },
	{ "swap", make_swap },
	{ "disk", make_disk }, { "stop", make_stop }, { "trace", make_trace },
	{ "zombie", make_zombie }, { "frozen", make_frozen },
};

static void make(char *word)
{
	char variable[64], *value, *star = strchr(word, '*');
	int count = star ? atoi(star + 1) : 1, i;
	size_t k, len = 0;

	if (star)
		*star = '\0';
	for (k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++)
		if (!strcmp(kinds[k].name, word))
			break;
	if (k == sizeof(kinds) / sizeof(kinds[0]) || count < 1 || count > MOST)
		kt_die("'%s': not a kind, or not 1 to %d of it", word, MOST);
	value = calloc(count, 12);
	if (!value)
		kt_die("calloc: %s", strerror(errno));
	for (i = 0; i < count; i++)
		len += sprintf(value + len, "%s%d", i ? " " : "", kinds[k].make());
	snprintf(variable, sizeof(variable), "KS_%s", word);
	setenv(variable, value, 1);
	free(value);
}

int main(int argc, char **argv)
{
	char *words, *word, *at = NULL;
	int status, i;
	pid_t server, pid;

	if (argc < 3)
		kt_die("usage: kstuck KIND[*COUNT],... COMMAND [ARGUMENT...]");
	if (pipe2(hung, O_CLOEXEC))
		kt_die("pipe: %s", strerror(errno));
	server = kf_fuse_start(FOLDER, hung[1]);
	words = strdup(argv[1]);
	for (word = strtok_r(words, ",", &at); word; word = strtok_r(NULL, ",", &at))
		make(word);
	pid = fork();
	if (!pid) {
		execvp(argv[2], argv + 2);
		kt_die("%s: %s", argv[2], strerror(errno));
	}
	while (waitpid(pid, &status, 0) < 0)
		;
	/* Nobody waits for a file system without a server. */
	kill(server, SIGKILL);
	waitpid(server, NULL, 0);
	umount2(FOLDER, MNT_DETACH);
	if (!access(CGROUP "/cgroup.freeze", F_OK))
		kf_write(CGROUP "/cgroup.freeze", "0");
	for (i = 0; i < made_count; i++)
		kill(made[i], SIGKILL);
	for (i = 0; i < made_count; i++)
		waitpid(made[i], NULL, 0);
	rmdir(CGROUP);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
