// SPDX-License-Identifier: GPL-2.0-only
/* tasks against /proc/PID and the tests' own module. */
#include <stdlib.h>
#include <string.h>

#include "truth.h"
#include "witness_tasks.h"

#define TICK_NS 10000000	/* of /proc/PID/stat, USER_HZ is 100 everywhere */
#define F(field) KT(TASKS, field)

/* Fields that /proc/PID has as they are. */
static const struct kp_number numbers[] = {
	{ "oom_score", "", F(OOM_SCORE) },
	{ "oom_score_adj", "", F(OOM_SCORE_ADJ) },
	{ "io", "read_bytes:", F(READ_TOTAL_BYTES) },
	{ "io", "write_bytes:", F(WRITE_TOTAL_BYTES) },
	{ NULL, NULL, 0 }
};

static uint64_t task_flags(const struct kp_task *task)
{
	const struct kc_field *field = &kt_table(KINTROSPECT_CMD_TASKS)->fields[F(FLAGS)];
	static uint64_t bits[64];
	uint64_t flags = 0;
	int i;

	for (i = 0; i < field->value_count; i++) {
		if (!bits[0])
			for (int k = 0; k < field->value_count; k++)
				bits[k] = kp_flag_bit(field->values[k]);
		if (task->stat[9] & bits[i])
			flags |= 1ULL << i;
	}
	return flags;
}

static void expect_mm(const struct kp_task *task, struct kt_row *row)
{
	kt_set(row, F(VSIZE_BYTES), task->stat[23]);
	kt_set(row, F(RSS_ANON_BYTES), task->status[KP_RSSANON] * 1024);
	kt_set(row, F(RSS_FILE_BYTES), task->status[KP_RSSFILE] * 1024);
	kt_set(row, F(RSS_SHMEM_BYTES), task->status[KP_RSSSHMEM] * 1024);
	kt_set(row, F(SWAP_BYTES), task->status[KP_VMSWAP] * 1024);
	kt_set(row, F(PGTABLES_BYTES), task->status[KP_VMPTE] * 1024);
	kt_set(row, F(LOCKED_BYTES), task->status[KP_VMLCK] * 1024);
}

static const char *lacking_field(const char *field)
{
	if (!strcmp(field, "wchan") && truth_configured("X86") && kt_before(5, 16) &&
	    !truth_configured("FRAME_POINTER"))
		return "needs CONFIG_FRAME_POINTER before Linux 5.16";
	if (!strcmp(field, "mnt-ns-id") &&
	    (!truth_configured("DEBUG_INFO_BTF") || !truth_configured("BPF_SYSCALL")))
		return "needs CONFIG_DEBUG_INFO_BTF and CONFIG_BPF_SYSCALL";
	if (strstr(field, "-total-bytes") && !truth_configured("TASK_IO_ACCOUNTING"))
		return "needs CONFIG_TASK_IO_ACCOUNTING";
	if (!strcmp(field, "time-ns-id") && !truth_configured("TIME_NS"))
		return "needs CONFIG_TIME_NS";
	return NULL;
}

/* /proc may know what the driver cannot reach in this kernel. */
static bool within_reach(unsigned int field)
{
	static enum { UNKNOWN, NO, YES } known[KT_FIELDS];

	if (!known[field])
		known[field] = lacking_field(kt_table(KINTROSPECT_CMD_TASKS)->
					     fields[field].name) ? NO : YES;
	return known[field] == YES;
}

static void expect(const struct kp_task *task, struct kt_row *row, bool threads)
{
	static const int ns_fields[KP_NS] = {
		F(CGROUP_NS_ID), F(IPC_NS_ID), F(MNT_NS_ID), F(NET_NS_ID), F(PID_NS_ID),
		F(TIME_NS_ID), F(USER_NS_ID), F(UTS_NS_ID)
	};
	static char states[128][2];
	int i;

	memset(row, 0, sizeof(*row));
	kt_set(row, F(PID), task->pid);
	kt_set(row, F(TGID), task->tgid);
	kt_set(row, F(PPID), task->stat[4]);
	kt_set(row, F(PGRP), task->stat[5]);
	kt_set(row, F(SESSION), task->stat[6]);
	if (task->status[KP_TRACER])
		kt_set(row, F(TRACER_PID), task->status[KP_TRACER]);
	if (task->stat[7])
		kt_set(row, F(TTY), task->stat[7]);
	states[(int)task->state][0] = task->state;
	kt_set_str(row, F(STATE), states[(int)task->state]);
	kt_set(row, F(KTHREAD), !!(task->stat[9] & kp_flag_bit("kthread")));
	kt_set(row, F(ON_CPU), task->mod[KP_MOD_ON_CPU]);
	kt_set_str(row, F(COMM), task->mod_comm);
	kt_set(row, F(FLAGS), task_flags(task));
	kt_set(row, F(UID), task->status[KP_UID]);
	kt_set(row, F(EUID), task->status[KP_EUID]);
	kt_set(row, F(GID), task->status[KP_GID]);
	kt_set(row, F(EGID), task->status[KP_EGID]);
	kt_set(row, F(START_TIME_NS), task->mod[KP_MOD_START]);
	kt_set(row, F(CPU_TIME_TOTAL_NS),
	       task->mod[threads ? KP_MOD_EXEC : KP_MOD_GROUP_EXEC]);
	kt_set(row, F(UTIME_NS), task->stat[14] * TICK_NS);
	kt_set(row, F(STIME_NS), task->stat[15] * TICK_NS);
	kt_set(row, F(MIN_FLT_TOTAL), task->stat[10]);
	kt_set(row, F(MAJ_FLT_TOTAL), task->stat[12]);
	kt_set(row, F(NVCSW_TOTAL),
	       threads ? task->status[KP_NVCSW] : task->mod[KP_MOD_NVCSW]);
	kt_set(row, F(NIVCSW_TOTAL),
	       threads ? task->status[KP_NIVCSW] : task->mod[KP_MOD_NIVCSW]);
	kt_set(row, F(THREAD_COUNT), task->stat[20]);
	kt_set(row, F(POLICY), task->stat[41]);
	kt_set(row, F(CLASS), task->mod[KP_MOD_CLASS]);
	kt_set(row, F(NICE), task->stat[19]);
	kt_set(row, F(PRIO), task->stat[18]);
	kt_set(row, F(RT_PRIORITY), task->stat[40]);
	kt_set(row, F(CPU), task->stat[39]);
	if (task->mm || task->mm_of)
		expect_mm(task, row);
	for (i = 0; i < KP_NS; i++)
		if (task->ns[i] && within_reach(ns_fields[i]))
			kt_set(row, ns_fields[i], task->ns[i]);
	for (i = 0; numbers[i].file; i++)
		if ((task->has_number & 1U << i) && within_reach(numbers[i].field))
			kt_set(row, numbers[i].field, task->number[i]);
	/* the stack of a dead task is gone */
	if (task->mod[KP_MOD_STACK]) {
		kt_set(row, F(KSTACK_SIZE_BYTES), task->mod[KP_MOD_STACK_SIZE]);
		kt_set(row, F(KSTACK_USED_BYTES), task->mod[KP_MOD_STACK_USED]);
		kt_set(row, F(KSTACK_ADDR), task->mod[KP_MOD_STACK]);
	}
	if (task->cgroup[0])
		kt_set_str(row, F(CGROUP), task->cgroup);
	if (task->wchan[0] && strcmp(task->wchan, "0"))
		kt_set_str(row, F(WCHAN), task->wchan);
	kt_set(row, F(TASK_ADDR), task->mod[KP_MOD_TASK]);
}

/* The two witnesses must agree where both know, or the test itself is wrong. */
static void witness(const struct kp_task *task)
{
	size_t len = strlen(task->mod_comm);

	if (!task->mod[KP_MOD_PID])
		return;
	if (task->mod[KP_MOD_START] / TICK_NS != task->stat[22])
		kt_die("kwitness and /proc differ in the start of %d", task->pid);
	if (task->stat[9] & kp_flag_bit("kthread") &&
	    strncmp(task->comm, task->mod_comm, len < 15 ? len : 15))
		kt_die("kwitness and /proc differ in the name of %d: %s", task->pid,
		       task->mod_comm);
}

/* User and system time have one exact sum. */
static void times(struct truth *truth, const struct kt_row *row, const struct kp_task *a,
		  const struct kp_task *b)
{
	uint64_t sum = row->num[F(UTIME_NS)] + row->num[F(STIME_NS)];
	uint64_t from = a->mod[truth->threads ? KP_MOD_EXEC : KP_MOD_GROUP_EXEC];
	uint64_t to = b->mod[truth->threads ? KP_MOD_EXEC : KP_MOD_GROUP_EXEC];

	/* /proc itself may have fixed a sum that was taken while it ran */
	if (sum < from || sum > to) {
		truth_fault(truth, a->pid, 1, F(UTIME_NS),
			    "%d: utime + stime is %llu, should be %llu to %llu", a->pid,
			    (unsigned long long)sum, (unsigned long long)from,
			    (unsigned long long)to);
		truth_fault(truth, a->pid, 1, F(STIME_NS), "%d: see utime", a->pid);
	}
}

static const struct kt_row *find(const struct kt_rows *rows, uint64_t pid)
{
	size_t low = 0, high = rows->count;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (rows->rows[mid].num[F(PID)] < pid)
			low = mid + 1;
		else
			high = mid;
	}
	return low < rows->count && rows->rows[low].num[F(PID)] == pid ? &rows->rows[low] : NULL;
}

static void check(struct truth *truth)
{
	static const truth_units units = {
		[F(UTIME_NS)] = TICK_NS, [F(STIME_NS)] = TICK_NS,
	};
	struct kp_tasks before, after;
	struct kt_row e1, e2;
	struct kt_rows rows;
	size_t i;

	kp_numbers = numbers;
	kp_tasks(&before, truth->threads, truth->only);
	if (!truth->threads)
		kp_mms(&before);
	truth_dump(truth, &rows);
	kp_tasks(&after, truth->threads, truth->only);
	if (!truth->threads)
		kp_mms(&after);
	kp_numbers = NULL;
	for (i = 0; i < rows.count; i++) {
		uint64_t pid = rows.rows[i].num[F(PID)];

		if (i && pid <= rows.rows[i - 1].num[F(PID)])
			truth_fault(truth, 0, 2, TRUTH_ROWS, "pids do not rise: %llu",
				    (unsigned long long)pid);
		if (!kp_task(&before, pid) && !kp_task(&after, pid))
			truth_fault(truth, pid, 3, TRUTH_ROWS, "pid %llu does not exist",
				    (unsigned long long)pid);
	}
	for (i = 0; i < before.count; i++) {
		const struct kp_task *a = &before.tasks[i], *b = kp_task(&after, a->pid);
		const struct kt_row *row;

		/* one that went, or came with the pid of another */
		if (!b || !a->mod[KP_MOD_PID] || !b->mod[KP_MOD_PID] ||
		    a->mod[KP_MOD_TASK] != b->mod[KP_MOD_TASK] ||
		    a->mod[KP_MOD_START] != b->mod[KP_MOD_START])
			continue;
		row = find(&rows, a->pid);
		if (!row) {
			truth_fault(truth, a->pid, 4, TRUTH_ROWS, "pid %d has no row", a->pid);
			continue;
		}
		truth->seen[TRUTH_ROWS]++;
		witness(a);
		expect(a, &e1, truth->threads);
		expect(b, &e2, truth->threads);
		/* one that ran in between may have waited in a third place */
		if (a->status[KP_NVCSW] != b->status[KP_NVCSW] && kt_has(row, F(WCHAN)))
			kt_set_str(&e1, F(WCHAN), row->str[F(WCHAN)]);
		truth_row(truth, a->pid, 0, row, &e1, &e2, units);
		times(truth, row, a, b);
	}
	kp_tasks_free(&before);
	kp_tasks_free(&after);
	kt_free(&rows);
}

const struct truth_object truth_tasks = {
	.name = "tasks",
	.check = check,
	.lacking_field = lacking_field,
	.rows = TRUTH_OF_PROCESSES,
	.load = TRUTH_CHURN,
};
