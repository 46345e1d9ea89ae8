/* SPDX-License-Identifier: GPL-2.0-only */
/* What /proc, system calls and the tests' own module say of how a thread is scheduled. */
#ifndef KS_H
#define KS_H

#include <stdbool.h>
#include <stdint.h>

/* Numbers of /proc/PID/sched by their last part, in nanoseconds where it has a point. */
enum ks_sched { KS_EXEC, KS_MIGRATIONS, KS_WEIGHT, KS_LOAD_AVG, KS_UTIL_AVG, KS_SLEEP_SUM,
		KS_BLOCK_SUM, KS_SLEEP_MAX, KS_BLOCK_MAX, KS_WAIT_MAX, KS_WAIT_SUM,
		KS_WAIT_COUNT, KS_IOWAIT_SUM, KS_IOWAIT_COUNT, KS_WAKEUPS, KS_UCLAMP_MIN,
		KS_UCLAMP_MAX, KS_UCLAMP_MIN_EFF, KS_UCLAMP_MAX_EFF, KS_NUMA_MIGRATED,
		KS_NUMA_NODE, KS_NUMA_FAULTS, KS_SCHED };

/* Numbers of /proc/kwitness_sched. */
enum ks_mod { KS_PID, KS_TGID, KS_START, KS_ON_CPU, KS_ON_RQ, KS_SE_ON_RQ, KS_CPU, KS_NORMAL,
	      KS_STATIC, KS_CPUS, KS_VRUNTIME, KS_DL_LEFT, KS_DL_END, KS_DL_FLAGS,
	      KS_THROTTLED, KS_VDEADLINE, KS_SLICE, KS_VLAG, KS_DELAYED, KS_RELATIVE,
	      KS_PINNED, KS_CLAMPED_MIN, KS_CLAMPED_MAX, KS_COOKIE, KS_MOD };

/**
 * struct ks_thread - a thread
 * @mod: numbers of the tests' module, @has_mod: bit n: it has mod[n]
 * @class: a KINTROSPECT_SCHED_CLASS_*
 * @comm: task_struct.comm
 * @user: CPUs that were asked for, empty: none
 * @sched: numbers of /proc/PID/sched, @has_sched: bit n: it has sched[n]
 * @stat: fields of /proc/PID/stat, by number
 * @delay: run delay, @runs: how often it ran, both by /proc/PID/schedstat
 * @allowed: CPUs that it may run on
 * @attr_flags: flags that sched_getattr() gives, @dl: runtime, deadline and period
 * @weight: cpu.weight of its cgroup, 0: the group is idle
 * @quota: cpu.max of its cgroup in ns, 0: no limit; @period: the same, 0: the cgroup is gone
 */
struct ks_thread {
	int64_t mod[KS_MOD];
	uint32_t has_mod;
	int class;
	char comm[17];
	char user[256];
	int64_t sched[KS_SCHED];
	uint32_t has_sched;
	int64_t stat[42];
	uint64_t delay;
	uint64_t runs;
	char allowed[256];
	uint64_t attr_flags;
	uint64_t dl[3];
	uint64_t weight;
	uint64_t quota;
	uint64_t period;
};

struct ks_threads {
	struct ks_thread *threads;	/* by pid */
	size_t count;
	size_t room;
};

int64_t ks_number(const char *text);
void ks_threads(struct ks_threads *threads, int only);
struct ks_thread *ks_thread(const struct ks_threads *threads, int pid);
void ks_free(struct ks_threads *threads);

#endif
