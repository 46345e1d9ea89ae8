// SPDX-License-Identifier: GPL-2.0-only
/* Fixtures: states, policies, ids, namespaces. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kf.h"

int kf_up = -1;

void kf_ready(void)
{
	if (write(kf_up, "", 1) != 1)
		_exit(97);
}

/* Ready, and then still until killed. */
void kf_rest(void)
{
	kf_ready();
	for (;;)
		pause();
}

void kf_die(const char *what)
{
	fprintf(stderr, "kfixture: %s: %s\n", what, strerror(errno));
	_exit(97);
}

void kf_write(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text))
		kf_die(path);
	close(fd);
}

/* Until /proc says that a task is in this state: there is no event for it. */
void kf_wait_state(int pid, char state)
{
	char path[64], text[256] = "", *at;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	for (;;) {
		int fd = open(path, O_RDONLY | O_CLOEXEC);
		ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);

		if (n < 0)
			kf_die(path);
		close(fd);
		text[n] = 0;
		at = strrchr(text, ')');
		if (at && at[2] == state)
			return;
		usleep(1000);
	}
}

static void sleeper(void)
{
	kf_rest();
}

static void stopped(void)
{
	pid_t pid = getpid(), helper = fork();

	if (!helper) {
		kf_wait_state(pid, 'T');
		kf_ready();
		_exit(0);
	}
	raise(SIGSTOP);
	kf_rest();
}

static void zombie(void)
{
	setpriority(PRIO_PROCESS, 0, 7);
}

static void traced(void)
{
	pid_t child = fork();

	if (!child) {
		prctl(PR_SET_NAME, "tracee");
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		ptrace(PTRACE_TRACEME, 0, 0, 0);
		raise(SIGTRAP);
		_exit(0);
	}
	waitpid(child, NULL, 0);
	kf_wait_state(child, 't');
	kf_rest();
}

/* The parent of a vfork is in state D until the child execs or ends. */
static void disk_sleep(void)
{
	pid_t pid = getpid(), helper = fork();

	if (!helper) {
		kf_wait_state(pid, 'D');
		kf_ready();
		_exit(0);
	}
	if (!vfork()) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		for (;;)
			pause();
	}
	_exit(97);
}

/* A third of the time, for what it takes it takes from the host. */
static void spinner(void)
{
	struct timespec now, end = { 0 };
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(1, &set);
	sched_setaffinity(0, sizeof(set), &set);
	setpriority(PRIO_PROCESS, 0, 19);
	kf_ready();
	for (;;) {
		clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
		if (now.tv_sec == end.tv_sec ? now.tv_nsec < end.tv_nsec : now.tv_sec < end.tv_sec)
			continue;
		usleep(80000);
		clock_gettime(CLOCK_MONOTONIC_COARSE, &end);
		end.tv_nsec += 40000000;
		end.tv_sec += end.tv_nsec / 1000000000;
		end.tv_nsec %= 1000000000;
	}
}

static void policy(int policy, int priority)
{
	struct sched_param param = { .sched_priority = priority };

	if (sched_setscheduler(0, policy, &param))
		kf_die("sched_setscheduler");
	kf_rest();
}

static void fifo(void)
{
	policy(SCHED_FIFO, 10);
}

static void round_robin(void)
{
	policy(SCHED_RR, 99);
}

static void batch(void)
{
	setpriority(PRIO_PROCESS, 0, -20);
	policy(SCHED_BATCH, 0);
}

static void idle(void)
{
	policy(SCHED_IDLE, 0);
}

static void deadline(void)
{
	struct {
		uint32_t size, policy;
		uint64_t flags;
		int32_t nice;
		uint32_t priority;
		uint64_t runtime, deadline, period;
	} attr = { sizeof(attr), 6, 0, 0, 0, 1000000, 100000000, 100000000 };

	if (syscall(SYS_sched_setattr, 0, &attr, 0))
		kf_die("sched_setattr");
	kf_rest();
}

static pthread_mutex_t held;

static void *want_lock(void *arg)
{
	struct sched_param param = { .sched_priority = 50 };

	prctl(PR_SET_NAME, "waiter");
	if (pthread_setschedparam(pthread_self(), SCHED_FIFO, &param))
		kf_die("pthread_setschedparam");
	*(pid_t *)arg = gettid();
	pthread_mutex_lock(&held);
	return NULL;
}

/* Policy other, but run by the real-time class: it holds what a FIFO task waits for. */
static void boosted(void)
{
	volatile pid_t waiter = 0;
	pthread_mutexattr_t attr;
	pthread_t thread;

	pthread_mutexattr_init(&attr);
	pthread_mutexattr_setprotocol(&attr, PTHREAD_PRIO_INHERIT);
	pthread_mutex_init(&held, &attr);
	pthread_mutex_lock(&held);
	pthread_create(&thread, NULL, want_lock, (void *)&waiter);
	while (!waiter)
		usleep(1000);
	kf_wait_state(waiter, 'S');
	kf_rest();
}

static void *thread_rest(void *arg)
{
	prctl(PR_SET_NAME, arg);
	for (;;)
		pause();
	return NULL;
}

static void *thread_work(void *arg)
{
	volatile uint64_t n;

	for (n = 0; n < 20000000; n++)
		;
	return arg;
}

/* Threads that live and one that has been, whose times and faults stay. */
static void threads(void)
{
	static char names[3][8] = { "one", "two", "three" };
	pthread_t thread;
	int i;

	pthread_create(&thread, NULL, thread_work, NULL);
	pthread_join(thread, NULL);
	for (i = 0; i < 3; i++)
		pthread_create(&thread, NULL, thread_rest, names[i]);
	kf_rest();
}

static void *outlive(void *arg)
{
	kf_wait_state(getpid(), 'Z');
	kf_ready();
	return thread_rest(arg);
}

/* The first thread is gone, and with it the address space that /proc would show. */
static void dead_leader(void)
{
	pthread_t thread;

	pthread_create(&thread, NULL, outlive, "orphan");
	syscall(SYS_exit, 0);
}

static void namespaces(void)
{
	pid_t child;

	if (unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWUTS |
		    CLONE_NEWIPC | CLONE_NEWCGROUP))
		kf_die("unshare");
	if (!access("/proc/self/ns/time", F_OK) && unshare(CLONE_NEWTIME))
		kf_die("unshare time");
	child = fork();
	if (!child) {
		prctl(PR_SET_NAME, "inside");
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		kf_rest();
	}
	for (;;)
		pause();
}

static void cgroup(void)
{
	char pid[16];

	mkdir("/sys/fs/cgroup/kf", 0755);
	mkdir("/sys/fs/cgroup/kf/with blank", 0755);
	snprintf(pid, sizeof(pid), "%d", getpid());
	kf_write("/sys/fs/cgroup/kf/with blank/cgroup.procs", pid);
	kf_rest();
}

static void gone_cgroup(void)
{
	pid_t child;
	char pid[16];

	/* a zombie stays in the group that was removed under it */
	mkdir("/sys/fs/cgroup/kf-gone", 0755);
	child = fork();
	if (!child) {
		snprintf(pid, sizeof(pid), "%d", getpid());
		kf_write("/sys/fs/cgroup/kf-gone/cgroup.procs", pid);
		_exit(0);
	}
	kf_wait_state(child, 'Z');
	if (rmdir("/sys/fs/cgroup/kf-gone"))
		kf_die("rmdir");
	kf_rest();
}

static void ids(void)
{
	if (setresgid(1001, 1002, 1003) || setresuid(1004, 1005, 1006))
		kf_die("setresuid");
	kf_rest();
}

static void terminal(void)
{
	int master = posix_openpt(O_RDWR | O_NOCTTY), slave;

	if (master < 0 || grantpt(master) || unlockpt(master) || setsid() < 0)
		kf_die("pty");
	slave = open(ptsname(master), O_RDWR);
	if (slave < 0 || ioctl(slave, TIOCSCTTY, 0))
		kf_die("controlling terminal");
	if (fork() == 0) {
		prctl(PR_SET_NAME, "group");
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		setpgid(0, 0);
		kf_rest();
	}
	for (;;)
		pause();
}

static void name(const char *text)
{
	prctl(PR_SET_NAME, text);
	kf_rest();
}

static void odd_name(void)
{
	name("a\tb\nc\\ d\xff\xc3\xa9)");
}

static void full_name(void)
{
	name("fifteen-bytes-x");
}

static void dash_name(void)
{
	name("-");
}

static void wanted(void)
{
	kf_write("/proc/self/oom_score_adj", "500");
	kf_rest();
}

static void spared(void)
{
	kf_write("/proc/self/oom_score_adj", "-1000");
	kf_rest();
}

const struct kf_fixture kf_fixtures[] = {
	{ "sleeper", sleeper, false }, { "stopped", stopped, false },
	{ "zombie", zombie, true }, { "tracer", traced, false },
	{ "disk-sleep", disk_sleep, false }, { "spinner", spinner, false },
	{ "fifo", fifo, false }, { "rr", round_robin, false }, { "batch", batch, false },
	{ "idle", idle, false }, { "deadline", deadline, false }, { "boosted", boosted, false },
	{ "threads", threads, false }, { "dead-leader", dead_leader, false },
	{ "namespaces", namespaces, false }, { "cgroup", cgroup, false },
	{ "gone-cgroup", gone_cgroup, false }, { "ids", ids, false },
	{ "terminal", terminal, false }, { "odd", odd_name, false },
	{ "full", full_name, false }, { "dash", dash_name, false },
	{ "wanted", wanted, false }, { "spared", spared, false },
	{ "memory", kf_memory, false }, { "mappings", kf_mappings, false },
	{ "files", kf_files, false }, { "swapped", kf_swapped, false },
	{ "huge", kf_huge, false }, { "pinned", kf_pinned, false },
	{ "shared", kf_shared, false },
	{ "spinner-deadline", kf_deadline_spin, false }, { "grouped", kf_grouped, false },
	{ "group-idle", kf_group_idle, false },
	{ "clamped", kf_clamped, false },
	{ NULL, NULL, false }
};
