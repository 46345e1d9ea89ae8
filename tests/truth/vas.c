// SPDX-License-Identifier: GPL-2.0-only
/* vas against /proc/PID/{stat,status,maps} and the tests' own module. */
#include <stdlib.h>
#include <string.h>

#include "truth.h"
#include "witness_tasks.h"

#define F(field) KT(VAS, field)

static uint64_t map_count(const struct kp_task *task)
{
	struct kp_vmas vmas = { NULL, 0, 0 };
	uint64_t count;

	kp_vmas(&vmas, task->pid, task->mm_of, false);
	count = vmas.count;
	free(vmas.vmas);
	return count;
}

static void expect(const struct kp_task *task, uint64_t maps, struct kt_row *row)
{
	static const struct { int field, stat; } addrs[] = {
		{ F(START_CODE_ADDR), 26 }, { F(END_CODE_ADDR), 27 },
		{ F(START_STACK_ADDR), 28 }, { F(START_DATA_ADDR), 45 },
		{ F(END_DATA_ADDR), 46 }, { F(START_BRK_ADDR), 47 },
		{ F(ARG_START_ADDR), 48 }, { F(ARG_END_ADDR), 49 },
		{ F(ENV_START_ADDR), 50 }, { F(ENV_END_ADDR), 51 },
	};
	static const struct { int field, status; } sizes[] = {
		{ F(TOTAL_VM_BYTES), KP_VMSIZE }, { F(HIWATER_VM_BYTES), KP_VMPEAK },
		{ F(HIWATER_RSS_BYTES), KP_VMHWM }, { F(LOCKED_VM_BYTES), KP_VMLCK },
		{ F(PINNED_VM_BYTES), KP_VMPIN }, { F(DATA_VM_BYTES), KP_VMDATA },
		{ F(STACK_VM_BYTES), KP_VMSTK },
	};
	size_t i;

	memset(row, 0, sizeof(*row));
	kt_set(row, F(PID), task->pid);
	kt_set(row, F(MAP_COUNT), maps);
	kt_set(row, F(START_TIME_NS), task->mod[KP_MOD_START]);
	kt_set_str(row, F(COMM), task->mod_comm);
	for (i = 0; i < sizeof(addrs) / sizeof(*addrs); i++)
		kt_set(row, addrs[i].field, task->stat[addrs[i].stat]);
	for (i = 0; i < sizeof(sizes) / sizeof(*sizes); i++)
		kt_set(row, sizes[i].field, task->status[sizes[i].status] * 1024);
	kt_set(row, F(EXEC_VM_BYTES), (task->status[KP_VMEXE] + task->status[KP_VMLIB]) * 1024);
	kt_set(row, F(BRK_ADDR), task->mod[KP_MOD_BRK]);
	kt_set(row, F(MMAP_BASE_ADDR), task->mod[KP_MOD_MMAP_BASE]);
	kt_set(row, F(TASK_SIZE_BYTES), task->mod[KP_MOD_TASK_SIZE]);
}

static void check(struct truth *truth)
{
	static const truth_units units = { 0 };
	struct kp_tasks before, after;
	struct kt_row e1, e2;
	struct kt_rows rows;
	uint64_t *maps;
	size_t i, k;

	kp_tasks(&before, false, truth->only);
	kp_mms(&before);
	maps = calloc(before.count + 1, sizeof(*maps));
	if (!maps)
		kt_die("out of memory");
	for (i = 0; i < before.count; i++)
		maps[i] = before.tasks[i].mm_of ? map_count(&before.tasks[i]) : 0;
	truth_dump(truth, &rows);
	for (i = 0; i < rows.count; i++)
		if (i && rows.rows[i].num[F(PID)] <= rows.rows[i - 1].num[F(PID)])
			truth_fault(truth, 0, 2, TRUTH_ROWS, "pids do not rise: %llu",
				    (unsigned long long)rows.rows[i].num[F(PID)]);
	kp_tasks(&after, false, truth->only);
	kp_mms(&after);
	for (i = 0; i < before.count; i++) {
		const struct kp_task *a = &before.tasks[i], *b = kp_task(&after, a->pid);

		if (!b || !a->mod[KP_MOD_PID] || !b->mod[KP_MOD_PID] ||
		    a->mod[KP_MOD_TASK] != b->mod[KP_MOD_TASK] || !a->mm_of != !b->mm_of ||
		    a->stat[28] != b->stat[28] || a->stat[26] != b->stat[26])
			continue;	/* gone, or another program by now */
		for (k = 0; k < rows.count; k++)
			if (rows.rows[k].num[F(PID)] == (uint64_t)a->pid)
				break;
		if (a->mm_of ? k == rows.count : k < rows.count) {
			truth_fault(truth, a->pid, 4, TRUTH_ROWS,
				    a->mm_of ? "%d has no row" : "%d has a row but no address space",
				    a->pid);
			continue;
		}
		if (!a->mm_of)
			continue;
		truth->seen[TRUTH_ROWS]++;
		expect(a, maps[i], &e1);
		expect(b, map_count(b), &e2);
		truth_row(truth, a->pid, 0, &rows.rows[k], &e1, &e2, units);
	}
	for (k = 0; k < rows.count; k++)
		if (!kp_task(&before, rows.rows[k].num[F(PID)]) &&
		    !kp_task(&after, rows.rows[k].num[F(PID)]))
			truth_fault(truth, rows.rows[k].num[F(PID)], 3, TRUTH_ROWS,
				    "pid %llu does not exist",
				    (unsigned long long)rows.rows[k].num[F(PID)]);
	free(maps);
	kp_tasks_free(&before);
	kp_tasks_free(&after);
	kt_free(&rows);
}

const struct truth_object truth_vas = {
	.name = "vas",
	.check = check,
	.rows = TRUTH_OF_PROCESSES,
	.load = TRUTH_CHURN,
};
