// SPDX-License-Identifier: GPL-2.0-only
/* vmas against /proc/PID/smaps. */
#include <stdlib.h>
#include <string.h>

#include "truth.h"
#include "witness_tasks.h"

#define F(field) KT(VMAS, field)
#define ROLE(name) KINTROSPECT_VMA_ROLE_##name

static bool has_file(const struct kp_vma *vma)
{
	return vma->inode || vma->major || vma->minor;
}

/* The rules of vma-role in the spec, in their order. */
static int role(const struct kp_vma *vma, const struct kp_vma *previous,
		const struct kp_task *task)
{
	uint64_t start_brk = task->stat[47], brk = task->mod[KP_MOD_BRK], stack = task->stat[28];
	bool file = has_file(vma), shared = vma->perms[3] == 's';
	bool r = vma->perms[0] == 'r', w = vma->perms[1] == 'w', x = vma->perms[2] == 'x';

	if (!strcmp(vma->path, "[vdso]") || !strcmp(vma->path, "[sigpage]"))
		return ROLE(VDSO);
	if (!strcmp(vma->path, "[vvar]") || !strcmp(vma->path, "[vvar_vclock]"))
		return ROLE(VVAR);
	if (!file && vma->path[0] == '[' && strcmp(vma->path, "[heap]") &&
	    strcmp(vma->path, "[stack]") && strncmp(vma->path, "[anon", 5))
		return ROLE(SPECIAL);
	if (vma->flags & (KINTROSPECT_VM_FLAG_PFNMAP | KINTROSPECT_VM_FLAG_IO))
		return ROLE(DEVICE);
	if (vma->flags & KINTROSPECT_VM_FLAG_HUGETLB)
		return ROLE(HUGETLB);
	if (!file && vma->start < brk && vma->end > start_brk)
		return ROLE(HEAP);
	if (!file && ((vma->start <= stack && vma->end > stack) ||
		      vma->flags & KINTROSPECT_VM_FLAG_GROWSDOWN))
		return ROLE(STACK);
	if (!r && !w && !x)
		return ROLE(GUARD);
	if (file && x)
		return ROLE(TEXT);
	if (shared && w)
		return ROLE(SHARED);
	if (file && w)
		return ROLE(DATA);
	if (file)
		return ROLE(RODATA);
	if (!shared && w && previous && previous->end == vma->start &&
	    role(previous, NULL, task) == ROLE(DATA))
		return ROLE(BSS);
	return x ? ROLE(JIT) : ROLE(MMAP);
}

static void expect(const struct kp_vma *vma, const struct kp_vma *previous,
		   const struct kp_task *task, const struct kt_row *seen, struct kt_row *row)
{
	static const int residency[KP_SMAP] = {
		[KP_RSS] = F(RSS_BYTES), [KP_PSS] = F(PSS_BYTES),
		[KP_SHARED_CLEAN] = F(SHARED_CLEAN_BYTES),
		[KP_SHARED_DIRTY] = F(SHARED_DIRTY_BYTES),
		[KP_PRIVATE_CLEAN] = F(PRIVATE_CLEAN_BYTES),
		[KP_PRIVATE_DIRTY] = F(PRIVATE_DIRTY_BYTES),
		[KP_REFERENCED] = F(REFERENCED_BYTES), [KP_ANONYMOUS] = F(ANONYMOUS_BYTES),
		[KP_LAZYFREE] = F(LAZYFREE_BYTES), [KP_ANON_HUGE] = F(ANON_HUGE_BYTES),
		[KP_SHMEM_PMD] = F(SHMEM_PMD_BYTES), [KP_FILE_PMD] = F(FILE_PMD_BYTES),
		[KP_SHARED_HUGETLB] = F(SHARED_HUGETLB_BYTES),
		[KP_PRIVATE_HUGETLB] = F(PRIVATE_HUGETLB_BYTES), [KP_SWAP] = F(SWAP_BYTES),
	};
	uint64_t flags = vma->flags, odd, odd_mte;
	int i;

	memset(row, 0, sizeof(*row));
	kt_set(row, F(PID), vma->pid);
	kt_set(row, F(START_TIME_NS), task->mod[KP_MOD_START]);
	kt_set(row, F(ROLE), role(vma, previous, task));
	kt_set(row, F(START_ADDR), vma->start);
	kt_set(row, F(END_ADDR), vma->end);
	kt_set(row, F(SIZE_BYTES), vma->end - vma->start);
	kt_set_str(row, F(PERMS), vma->perms);
	/* smaps of 6.1 has no name for this one, nor a difference from another such */
	odd = seen->num[F(FLAGS)] & KINTROSPECT_VM_FLAG_LOCKONFAULT;
	if (vma->odd_flags == 1)
		flags |= odd;
	/* smaps never tells where arm64 allows memory tags: in all but files on disks */
	odd_mte = seen->num[F(FLAGS)] & KINTROSPECT_VM_FLAG_MTE_ALLOWED;
	if (!vma->major)
		flags |= odd_mte;
	kt_set(row, F(FLAGS), vma->odd_flags && !odd ? ~0ULL : flags);
	if (has_file(vma)) {
		kt_set(row, F(DEV_MAJOR), vma->major);
		kt_set(row, F(DEV_MINOR), vma->minor);
		kt_set(row, F(OFFSET_BYTES), vma->offset);
		kt_set(row, F(INODE), vma->inode);
	}
	if (vma->path[0])
		kt_set_str(row, F(PATH), vma->path);
	for (i = 0; i < KP_SMAP; i++)
		if (residency[i])
			kt_set(row, residency[i], vma->kb[i] * 1024);
	/* since 6.12 smaps counts all pages of a large folio in swap, mapped here or not */
	if (row->num[F(SWAP_BYTES)] > vma->end - vma->start)
		kt_set(row, F(SWAP_BYTES), vma->end - vma->start);
	if (vma->kb[KP_SIZE] * 1024 != vma->end - vma->start)
		kt_die("smaps disagrees with itself");
}

static int by_key(const void *x, const void *y)
{
	const struct kt_row *a = x, *b = y;

	if (a->num[F(PID)] != b->num[F(PID)])
		return a->num[F(PID)] < b->num[F(PID)] ? -1 : 1;
	return a->num[F(START_ADDR)] < b->num[F(START_ADDR)] ? -1 :
		a->num[F(START_ADDR)] > b->num[F(START_ADDR)];
}

/* Rows must rise by process and address and never overlap, whatever happens. */
static void order(struct truth *truth, const struct kt_rows *rows)
{
	size_t i;

	for (i = 0; i < rows->count; i++) {
		const struct kt_row *row = &rows->rows[i], *last = row - 1;

		if (row->num[F(START_ADDR)] >= row->num[F(END_ADDR)])
			truth_fault(truth, row->num[F(PID)], 2, TRUTH_ROWS, "an empty range");
		if (!i)
			continue;
		if (by_key(last, row) >= 0 ||
		    (last->num[F(PID)] == row->num[F(PID)] &&
		     last->num[F(END_ADDR)] > row->num[F(START_ADDR)]))
			truth_fault(truth, row->num[F(PID)], row->num[F(START_ADDR)], TRUTH_ROWS,
				    "pid %llu: row of 0x%llx comes again or late",
				    (unsigned long long)row->num[F(PID)],
				    (unsigned long long)row->num[F(START_ADDR)]);
	}
}

static const struct kp_vma *same_vma(const struct kp_vmas *vmas, const struct kp_vma *vma)
{
	size_t i;

	for (i = 0; i < vmas->count; i++)
		if (vmas->vmas[i].pid == vma->pid && vmas->vmas[i].start == vma->start)
			return vmas->vmas[i].end == vma->end &&
				!strcmp(vmas->vmas[i].perms, vma->perms) ? &vmas->vmas[i] : NULL;
	return NULL;
}

static void process(struct truth *truth, const struct kp_vmas *before,
		    const struct kp_vmas *after, const struct kp_task *task,
		    const struct kt_rows *rows)
{
	struct kt_row e1, e2, key, *row;
	size_t i;

	for (i = 0; i < before->count; i++) {
		const struct kp_vma *a = &before->vmas[i], *b = same_vma(after, a), *p, *q;

		if (!b)
			continue;
		kt_set(&key, F(PID), a->pid);
		kt_set(&key, F(START_ADDR), a->start);
		row = bsearch(&key, rows->rows, rows->count, sizeof(*rows->rows), by_key);
		if (!row) {
			truth_fault(truth, a->pid, a->start, TRUTH_ROWS,
				    "pid %d: no row for 0x%llx %s", a->pid,
				    (unsigned long long)a->start, a->path);
			continue;
		}
		truth->seen[TRUTH_ROWS]++;
		p = i ? a - 1 : NULL;
		q = b > after->vmas ? b - 1 : NULL;
		expect(a, p, task, row, &e1);
		expect(b, q, task, row, &e2);
		truth_row(truth, a->pid, a->start, row, &e1, &e2,
			  (const truth_units) { [F(PSS_BYTES)] = 1024 });
	}
	/* the way back: no row without a mapping */
	for (i = 0; i < rows->count; i++) {
		const struct kt_row *r = &rows->rows[i];
		size_t k, n;

		if (r->num[F(PID)] != (uint64_t)task->pid)
			continue;
		for (k = 0; k < before->count; k++)
			if (before->vmas[k].start == r->num[F(START_ADDR)])
				break;
		for (n = 0; n < after->count; n++)
			if (after->vmas[n].start == r->num[F(START_ADDR)])
				break;
		if (k == before->count && n == after->count)
			truth_fault(truth, task->pid, r->num[F(START_ADDR)] + 1, TRUTH_ROWS,
				    "pid %d: 0x%llx is not mapped", task->pid,
				    (unsigned long long)r->num[F(START_ADDR)]);
	}
}

static void check(struct truth *truth)
{
	struct kp_tasks before, after;
	struct kp_vmas *maps, *now;
	struct kt_rows rows;
	size_t i;

	kp_tasks(&before, false, truth->only);
	kp_mms(&before);
	maps = calloc(before.count + 1, sizeof(*maps));
	now = calloc(before.count + 1, sizeof(*now));
	if (!maps || !now)
		kt_die("out of memory");
	for (i = 0; i < before.count; i++)
		if (before.tasks[i].mm_of)
			kp_vmas(&maps[i], before.tasks[i].pid, before.tasks[i].mm_of, true);
	truth_dump(truth, &rows);
	order(truth, &rows);
	for (i = 0; i < before.count; i++)
		if (maps[i].count)
			kp_vmas(&now[i], before.tasks[i].pid, before.tasks[i].mm_of, true);
	kp_tasks(&after, false, truth->only);
	kp_mms(&after);
	for (i = 0; i < before.count; i++) {
		const struct kp_task *a = &before.tasks[i], *b = kp_task(&after, a->pid);

		/* exec changes all, brk the heap's role */
		if (now[i].count && b && b->mod[KP_MOD_TASK] == a->mod[KP_MOD_TASK] &&
		    b->stat[28] == a->stat[28] && b->mod[KP_MOD_BRK] == a->mod[KP_MOD_BRK])
			process(truth, &maps[i], &now[i], b, &rows);
		free(now[i].vmas);
		free(maps[i].vmas);
	}
	free(maps);
	free(now);
	kp_tasks_free(&before);
	kp_tasks_free(&after);
	kt_free(&rows);
}

const struct truth_object truth_vmas = {
	.name = "vmas",
	.check = check,
	.rows = TRUTH_OF_PROCESSES,
	.load = TRUTH_CHURN,
};
