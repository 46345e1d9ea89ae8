// SPDX-License-Identifier: GPL-2.0-only
/* sched against /proc/PID, sched_getattr() and the tests' own module. */
#include <stdlib.h>
#include <string.h>

#include "truth.h"
#include "witness_sched.h"

#define F(field) KT(SCHED, field)
#define MAX_RT_PRIO 100

/* Threads that are looked at once more, alone, and how often: what moves fits then. */
#define AGAIN 16
#define LOOKS 30

/* Policies and flags of sched_getattr(). */
enum { POLICY_OTHER, POLICY_BATCH = 3, POLICY_IDLE = 5, POLICY_DEADLINE = 6 };
#define FLAG_RESET_ON_FORK 1
#define FLAG_RECLAIM 2
#define FLAG_OVERRUN 4

/* The driver may lack what the witnesses have. */
static const char *lacking_field(const char *field)
{
	static const char * const stats[] = {
		"wait-total-ns", "wait-max-ns", "waits-total", "sleep-total-ns", "sleep-max-ns",
		"block-total-ns", "block-max-ns", "iowait-total-ns", "iowaits-total",
		"wakeups-total",
	};
	size_t i;

	if (!strncmp(field, "uclamp-", 7) && !truth_configured("UCLAMP_TASK"))
		return "needs CONFIG_UCLAMP_TASK";
	if (!strncmp(field, "numa-", 5) && !truth_configured("NUMA_BALANCING"))
		return "needs CONFIG_NUMA_BALANCING";
	if (!strcmp(field, "core-cookie-addr") && !truth_configured("SCHED_CORE"))
		return "needs CONFIG_SCHED_CORE";
	if (!strcmp(field, "delayed") && kt_before(6, 12))
		return "needs Linux 6.12";
	if ((!strcmp(field, "vdeadline-ns") || !strcmp(field, "slice-ns") ||
	     !strcmp(field, "vlag-ns")) && kt_before(6, 6))
		return "needs Linux 6.6";
	if (!strcmp(field, "cpus-user") && kt_before(6, 2))
		return "needs CONFIG_SMP and Linux 6.2";
	if (!strcmp(field, "migration-disabled") && kt_before(5, 11))
		return "needs CONFIG_SMP and, before Linux 5.11, CONFIG_PREEMPT_RT";
	if (!strcmp(field, "block-total-ns") && kt_before(5, 16))
		return "needs Linux 5.16";
	for (i = 0; i < sizeof(stats) / sizeof(*stats); i++)
		if (!strcmp(field, stats[i])) {
			if (!truth_parameter("lookup"))
				return "symbol sched_schedstats not looked up (parameter lookup=0)";
			return truth_configured("KALLSYMS_ALL") ? NULL :
			       "symbol sched_schedstats not found "
			       "(CONFIG_KALLSYMS_ALL, CONFIG_KPROBES)";
		}
	if (!strcmp(field, "core-cookie-addr") && !truth_parameter("lookup"))
		return "needs CAP_SYSLOG and a permitting kptr_restrict and lockdown";
	return strncmp(field, "group-", 6) ? NULL : truth_btf_lacking();
}

/* /proc may know what the driver cannot reach in this kernel. */
static bool within_reach(unsigned int field)
{
	static enum { UNKNOWN, NO, YES } known[KT_FIELDS];

	if (!known[field])
		known[field] = lacking_field(kt_table(KINTROSPECT_CMD_SCHED)->
						   fields[field].name) ? NO : YES;
	return known[field] == YES;
}

static void expect_sched(const struct ks_thread *thread, struct kt_row *row)
{
	static const struct { int field, sched; } same[] = {
		{ F(EXEC_TOTAL_NS), KS_EXEC }, { F(MIGRATION_TOTAL), KS_MIGRATIONS },
		{ F(LOAD_WEIGHT), KS_WEIGHT }, { F(LOAD_AVG), KS_LOAD_AVG },
		{ F(UTIL_AVG), KS_UTIL_AVG }, { F(WAIT_TOTAL_NS), KS_WAIT_SUM },
		{ F(WAIT_MAX_NS), KS_WAIT_MAX }, { F(WAITS_TOTAL), KS_WAIT_COUNT },
		{ F(SLEEP_TOTAL_NS), KS_SLEEP_SUM }, { F(SLEEP_MAX_NS), KS_SLEEP_MAX },
		{ F(BLOCK_TOTAL_NS), KS_BLOCK_SUM }, { F(BLOCK_MAX_NS), KS_BLOCK_MAX },
		{ F(IOWAIT_TOTAL_NS), KS_IOWAIT_SUM }, { F(IOWAITS_TOTAL), KS_IOWAIT_COUNT },
		{ F(WAKEUPS_TOTAL), KS_WAKEUPS }, { F(UCLAMP_MIN), KS_UCLAMP_MIN },
		{ F(UCLAMP_MAX), KS_UCLAMP_MAX }, { F(NUMA_PREFERRED_NODE), KS_NUMA_NODE },
		{ F(NUMA_FAULTS), KS_NUMA_FAULTS },
		{ F(NUMA_MIGRATED_TOTAL_PAGES), KS_NUMA_MIGRATED },
	};
	size_t i;

	for (i = 0; i < sizeof(same) / sizeof(*same); i++)
		if ((thread->has_sched & 1U << same[i].sched) && within_reach(same[i].field))
			kt_set(row, same[i].field, thread->sched[same[i].sched]);
	if (thread->mod[KS_CLAMPED_MIN])
		kt_set(row, F(UCLAMP_MIN_EFFECTIVE), thread->sched[KS_UCLAMP_MIN_EFF]);
	if (thread->mod[KS_CLAMPED_MAX])
		kt_set(row, F(UCLAMP_MAX_EFFECTIVE), thread->sched[KS_UCLAMP_MAX_EFF]);
}

static void expect_mod(const struct ks_thread *thread, struct kt_row *row)
{
	static const struct { int field, mod; } same[] = {
		{ F(PID), KS_PID }, { F(TGID), KS_TGID }, { F(ON_CPU), KS_ON_CPU },
		{ F(START_TIME_NS), KS_START },
		{ F(DELAYED), KS_DELAYED }, { F(MIGRATION_DISABLED), KS_PINNED },
		{ F(CPUS_ALLOWED_COUNT), KS_CPUS }, { F(VRUNTIME_NS), KS_VRUNTIME },
	};
	int64_t policy = thread->stat[41];
	size_t i;

	for (i = 0; i < sizeof(same) / sizeof(*same); i++)
		if ((thread->has_mod & 1U << same[i].mod) && within_reach(same[i].field))
			kt_set(row, same[i].field, thread->mod[same[i].mod]);
	kt_set(row, F(ON_RQ), !!thread->mod[KS_ON_RQ]);
	kt_set(row, F(NORMAL_PRIO), thread->mod[KS_NORMAL] - MAX_RT_PRIO);
	kt_set(row, F(STATIC_PRIO), thread->mod[KS_STATIC] - MAX_RT_PRIO);
	if (thread->mod[KS_COOKIE] && within_reach(F(CORE_COOKIE_ADDR)))
		kt_set(row, F(CORE_COOKIE_ADDR), thread->mod[KS_COOKIE]);
	if (policy == POLICY_OTHER || policy == POLICY_BATCH || policy == POLICY_IDLE) {
		if (thread->has_mod & 1U << KS_SLICE)
			kt_set(row, F(SLICE_NS), thread->mod[KS_SLICE]);
		if ((thread->has_mod & 1U << KS_VDEADLINE) && !thread->mod[KS_RELATIVE])
			kt_set(row, F(VDEADLINE_NS), thread->mod[KS_VDEADLINE]);
		if ((thread->has_mod & 1U << KS_VLAG) && !thread->mod[KS_SE_ON_RQ])
			kt_set(row, F(VLAG_NS), thread->mod[KS_VLAG]);
	}
	if (policy != POLICY_DEADLINE)
		return;
	kt_set(row, F(DL_LEFT_NS), thread->mod[KS_DL_LEFT]);
	kt_set(row, F(DL_ABS_DEADLINE_NS), thread->mod[KS_DL_END]);
	kt_set(row, F(DL_THROTTLED), thread->mod[KS_THROTTLED]);
	kt_set(row, F(DL_RUNTIME_NS), thread->dl[0]);
	kt_set(row, F(DL_DEADLINE_NS), thread->dl[1]);
	kt_set(row, F(DL_PERIOD_NS), thread->dl[2]);
	kt_set(row, F(DL_FLAGS),
	       (thread->attr_flags & FLAG_RECLAIM ? KINTROSPECT_DL_FLAG_RECLAIM : 0) |
	       (thread->attr_flags & FLAG_OVERRUN ? KINTROSPECT_DL_FLAG_OVERRUN : 0));
}

static void expect(const struct ks_thread *thread, const struct kt_row *given, struct kt_row *row)
{
	memset(row, 0, sizeof(*row));
	expect_mod(thread, row);
	expect_sched(thread, row);
	kt_set_str(row, F(COMM), thread->comm);
	kt_set(row, F(POLICY), thread->stat[41]);
	kt_set(row, F(CLASS), thread->class);
	kt_set(row, F(PRIO), thread->stat[18]);
	kt_set(row, F(RT_PRIORITY), thread->stat[40]);
	kt_set(row, F(NICE), thread->stat[19]);
	kt_set(row, F(CPU), thread->stat[39]);
	kt_set(row, F(RESET_ON_FORK), !!(thread->attr_flags & FLAG_RESET_ON_FORK));
	kt_set_str(row, F(CPUS_ALLOWED), thread->allowed);
	if (thread->user[0])
		kt_set_str(row, F(CPUS_USER), thread->user);
	kt_set(row, F(RUN_DELAY_TOTAL_NS), thread->delay);
	kt_set(row, F(RUN_TOTAL), thread->runs);
	if (!within_reach(F(GROUP_WEIGHT)))
		return;
	/* nobody tells of a group that was removed, in which a zombie still is */
	kt_set(row, F(GROUP_WEIGHT), thread->period ? thread->weight :
						      given->num[F(GROUP_WEIGHT)]);
	kt_set(row, F(GROUP_PERIOD_NS), thread->period ? thread->period :
							 given->num[F(GROUP_PERIOD_NS)]);
	if (thread->quota)
		kt_set(row, F(GROUP_QUOTA_NS), thread->quota);
}

static const struct kt_row *find(const struct kt_rows *rows, int64_t pid)
{
	size_t i;

	for (i = 0; i < rows->count; i++)
		if (rows->rows[i].num[F(PID)] == (uint64_t)pid)
			return &rows->rows[i];
	return NULL;
}

static bool same_thread(const struct ks_thread *a, const struct ks_thread *b)
{
	return a && b && a->mod[KS_START] == b->mod[KS_START];
}

static bool compare(struct truth *truth, const struct kt_rows *rows, const struct ks_thread *a,
		    const struct ks_thread *b)
{
	static const truth_units units = { 0 };
	const struct kt_row *row = find(rows, a->mod[KS_PID]);
	size_t faults = truth->fault_count;
	struct kt_row e1, e2;

	if (!row) {
		truth_fault(truth, a->mod[KS_PID], 4, TRUTH_ROWS, "pid %d has no row",
			    (int)a->mod[KS_PID]);
		return false;
	}
	expect(a, row, &e1);
	expect(b, row, &e2);
	truth_row(truth, a->mod[KS_PID], 0, row, &e1, &e2, units);
	return truth->fault_count == faults;
}

/* One thread alone, its witnesses close by, until all fits or never. */
static void again(struct truth *truth, int pid)
{
	struct ks_threads before, after;
	struct kt_rows rows;
	int look;

	for (look = 0; look < LOOKS; look++) {
		struct truth one = *truth;
		bool gone, fits = false;

		one.only = pid;
		one.faults = NULL;
		one.fault_count = one.fault_room = 0;
		ks_threads(&before, pid);
		truth_dump(&one, &rows);
		ks_threads(&after, pid);
		gone = !same_thread(ks_thread(&before, pid), ks_thread(&after, pid));
		if (!gone) {
			one.fault_count = 0;
			fits = compare(&one, &rows, ks_thread(&before, pid),
				       ks_thread(&after, pid));
		}
		ks_free(&before);
		ks_free(&after);
		kt_free(&rows);
		if (fits)
			memcpy(truth->seen, one.seen, sizeof(one.seen));
		if (!fits && !gone && look == LOOKS - 1)
			for (size_t i = 0; i < one.fault_count; i++)
				truth_fault(truth, one.faults[i].key[0], one.faults[i].key[1],
					    one.faults[i].field, "%s", one.faults[i].text);
		free(one.faults);
		if (fits || gone)
			return;
	}
}

static void check(struct truth *truth)
{
	struct ks_threads before, after;
	int moved[AGAIN], count = 0;
	struct kt_rows rows;
	size_t i;

	ks_threads(&before, truth->only);
	truth_dump(truth, &rows);
	ks_threads(&after, truth->only);
	for (i = 0; i < rows.count; i++) {
		uint64_t pid = rows.rows[i].num[F(PID)];

		if (i && pid <= rows.rows[i - 1].num[F(PID)])
			truth_fault(truth, 0, 2, TRUTH_ROWS, "pids do not rise: %llu",
				    (unsigned long long)pid);
		if (!ks_thread(&before, pid) && !ks_thread(&after, pid))
			truth_fault(truth, pid, 3, TRUTH_ROWS, "pid %llu does not exist",
				    (unsigned long long)pid);
	}
	for (i = 0; i < before.count; i++) {
		const struct ks_thread *a = &before.threads[i];
		const struct ks_thread *b = ks_thread(&after, a->mod[KS_PID]);
		size_t faults = truth->fault_count;

		if (!same_thread(a, b))
			continue;
		truth->seen[TRUTH_ROWS]++;
		if (compare(truth, &rows, a, b) || count == AGAIN)
			continue;
		truth->fault_count = faults;
		moved[count++] = a->mod[KS_PID];
	}
	ks_free(&before);
	ks_free(&after);
	kt_free(&rows);
	while (count--)
		again(truth, moved[count]);
}

const struct truth_object truth_sched = {
	.name = "sched",
	.check = check,
	.lacking_field = lacking_field,
	.rows = TRUTH_OF_PROCESSES,
	.texts = { "/sys/kernel/debug/sched/debug" },
};
