// SPDX-License-Identifier: GPL-2.0-only
/* Fixtures: reservations, groups, clamps. */
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "kf.h"

#define GROUP "/sys/fs/cgroup/kf-sched"

struct attr {
	uint32_t size, policy;
	uint64_t flags;
	int32_t nice;
	uint32_t priority;
	uint64_t runtime, deadline, period;
	uint32_t util_min, util_max;
};

/* The kernel collects statistics of waits and sleeps only when told to. */
void kf_sched_machine(void)
{
	kf_write("/proc/sys/kernel/sched_schedstats", "1");
	if (!access("/sys/fs/cgroup/cgroup.subtree_control", W_OK))
		kf_write("/sys/fs/cgroup/cgroup.subtree_control", "+cpu +cpuset");
}

/* Uses up its time in every period, and waits for the next one. */
void kf_deadline_spin(void)
{
	struct attr attr = {
		.size = 48, .policy = 6, .flags = 1 | 2 | 4,	/* all that there are */
		.runtime = 20000000, .deadline = 500000000, .period = 1000000000,
	};

	signal(SIGXCPU, SIG_IGN);
	if (syscall(SYS_sched_setattr, 0, &attr, 0))
		kf_die("sched_setattr deadline");
	kf_ready();
	for (;;)
		;
}

/* In a group with a weight and a limit, that grants one of the CPUs it asks for. */
void kf_grouped(void)
{
	char pid[16];
	cpu_set_t set;

	mkdir(GROUP, 0755);
	mkdir(GROUP "/inner", 0755);
	kf_write(GROUP "/cpu.weight", "250");
	kf_write(GROUP "/cpu.max", "50000 200000");
	kf_write(GROUP "/cpuset.cpus", "0");
	snprintf(pid, sizeof(pid), "%d", getpid());
	/* the inner one has no cpu controller: the outer one's counts */
	kf_write(GROUP "/inner/cgroup.procs", pid);
	CPU_ZERO(&set);
	CPU_SET(0, &set);
	CPU_SET(1, &set);
	if (sched_setaffinity(0, sizeof(set), &set))
		kf_die("sched_setaffinity");
	kf_rest();
}

/* In an idle group, where the kernel has such (5.15). */
void kf_group_idle(void)
{
	char pid[16];

	mkdir(GROUP "-idle", 0755);
	if (!access(GROUP "-idle/cpu.idle", F_OK))
		kf_write(GROUP "-idle/cpu.idle", "1");
	snprintf(pid, sizeof(pid), "%d", getpid());
	kf_write(GROUP "-idle/cgroup.procs", pid);
	kf_rest();
}

/* Where the kernel lacks clamps, one that just rests. */
void kf_clamped(void)
{
	struct attr attr = {
		.size = sizeof(attr), .flags = 0x08 | 0x10 | 0x20 | 0x40,
		.util_min = 100, .util_max = 700,
	};

	syscall(SYS_sched_setattr, 0, &attr, 0);
	kf_rest();
}
