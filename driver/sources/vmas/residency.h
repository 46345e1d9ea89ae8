/* SPDX-License-Identifier: GPL-2.0-only */
/* What of a mapping is in memory, by a walk over its page tables. */
#ifndef KIN_SOURCES_VMAS_RESIDENCY_H
#define KIN_SOURCES_VMAS_RESIDENCY_H

#include <linux/mm.h>
#include <linux/mmap_lock.h>

#include "../../compat/mm.h"
#include "../../kernel/pagetable.h"
#include "../../source.h"

struct file;

/* What is looked at before a writer counts who waits for the mmap lock: a table's entries. */
#define KIN_HOLD_TABLE ((int)KIN_COST_ENTRIES(PTRS_PER_PTE))

#define KIN_PSS_SHIFT 12

/**
 * struct kin_sums - what of a mapping is in memory: the end of its row
 * @rss: bytes, as is all but @pss
 * @pss: in units of 1/4096 byte, until the row is done
 * @counts: by whether no one else maps it, and by whether it was written to
 * @referenced: lately used
 * @anonymous: of no file
 * @lazyfree: marked by MADV_FREE
 * @anon_huge: anonymous, mapped huge
 * @shmem_pmd: shared memory, mapped huge
 * @file_pmd: of a file, mapped huge
 * @hugetlb: in hugetlb pages, by whether no one else maps it
 * @swap: in swap
 *
 * Counted in the row itself, since to clear sums elsewhere and copy them costs more
 * than to read the pages of a usual mapping.
 */
struct kin_sums {
	u64 rss;
	u64 pss;
	u64 counts[2][2];
	u64 referenced;
	u64 anonymous;
	u64 lazyfree;
	u64 anon_huge;
	u64 shmem_pmd;
	u64 file_pmd;
	u64 hugetlb[2];
	u64 swap;
};

/* Store by store: what the compiler makes of a memset() takes longer to begin. */
static __always_inline void kin_sums_clear(struct kin_sums *sums)
{
	sums->rss = 0;
	sums->pss = 0;
	sums->counts[0][0] = 0;
	sums->counts[0][1] = 0;
	sums->counts[1][0] = 0;
	sums->counts[1][1] = 0;
	sums->referenced = 0;
	sums->anonymous = 0;
	sums->lazyfree = 0;
	sums->anon_huge = 0;
	sums->shmem_pmd = 0;
	sums->file_pmd = 0;
	sums->hugetlb[0] = 0;
	sums->hugetlb[1] = 0;
	sums->swap = 0;
}

static inline struct kin_sums *kin_sums(struct kintrospect_vmas_row *row)
{
	const size_t offset = offsetof(typeof(*row), rss_bytes);

	BUILD_BUG_ON(offset + sizeof(struct kin_sums) != offsetofend(typeof(*row), swap_bytes));
	return (void *)row + offset;
}

/**
 * struct kin_run - pages that are alike, met one after the other
 * @flags: KIN_FOLIO_FLAGS of their folios' flags
 * @kind: KIN_ANON and the others
 * @mapcount: how often each of them is mapped
 * @pages: how many
 */
struct kin_run {
	unsigned long flags;
	unsigned int kind;
	int mapcount;
	unsigned int pages;
};

/**
 * struct kin_residency - a walk over page tables
 * @present: the fields that it gives
 * @cursor: the dump, whose hold is charged
 * @units: what was looked at in this page table, but for its own entries
 * @pmds: the table of PMDs below the last addresses, found in this hold
 * @pmds_base: first address below it; no such address: there is none
 * @ptes: the page table below the last addresses, found in this hold
 * @block: page frames that are known to be described, found in this hold
 * @parts: parts of large folios that are yet to be counted
 * @at: where a mapping that was left halfway goes on; 0: there is none
 * @start: where in it the walk began
 * @file: its file, to compare with only
 * @restarts: how often it changed under the walk
 * @kept: its sums
 * @shmem: how pages of a file in swap are counted
 */
struct kin_residency {
	u64 present;
	struct kin_cursor *cursor;
	unsigned int units;
	pmd_t *pmds;
	unsigned long pmds_base;
	struct kin_ptes ptes;
	unsigned long block;
	struct kin_run parts;

	unsigned long at;
	unsigned long start;
	const struct file *file;
	unsigned int restarts;
	struct kin_sums kept;
	enum {
		KIN_SHMEM_NONE,
		KIN_SHMEM_ALL,
		KIN_SHMEM_RANGE,
		KIN_SHMEM_HOLES,
	} shmem;
};

bool kin_residency_open(struct kin_cursor *cursor, struct kin_residency *res);
const char *kin_residency_missing(unsigned int field);
void kin_residency_hold(struct kin_residency *res);
int kin_residency_steps(struct kin_cursor *cursor, struct kin_residency *res,
			struct kintrospect_vmas_row *row, struct vm_area_struct *vma,
			unsigned long start);
unsigned long kin_residency_tables(struct kin_residency *res, struct kin_sums *sums,
				   struct vm_area_struct *vma, unsigned long addr,
				   unsigned long end);
void kin_residency_keep(struct kin_residency *res, struct kintrospect_vmas_row *row,
			const struct vm_area_struct *vma, unsigned long start,
			unsigned long at);

/**
 * kin_residency_done - a row that was walked for is about to be committed
 * @res: the walk
 * @row: the row
 */
static inline void kin_residency_done(struct kin_residency *res, struct kintrospect_vmas_row *row)
{
	row->pss_bytes >>= KIN_PSS_SHIFT;
	if (unlikely(res->at)) {
		res->at = 0;
		res->restarts = 0;
	}
}

/* Pages of a mapping's file that are in swap. */
static inline unsigned long kin_residency_swapped(const struct vm_area_struct *vma)
{
	if (!vma->vm_file || !kin_vma_is_shmem(vma))
		return 0;
	return READ_ONCE(SHMEM_I(vma->vm_file->f_mapping->host)->swapped);
}

/**
 * kin_residency_walk - walk a mapping, or go on with it
 * @cursor: the dump
 * @res: the walk
 * @row: the mapping's row, to be filled behind the path
 * @vma: the mapping
 * @start: where in it to begin
 *
 * If a mapping of another beginning or another file was under way, it is begun
 * again. What was counted of a mapping whose end has moved stays good, unless it
 * moved to before that.
 *
 * The mmap lock is held for reading. Return: 0 when the whole mapping is counted;
 * 1 when the lock is to be let go first; -ELOOP when the mapping changes faster
 * than it can be walked.
 */
static __always_inline int kin_residency_walk(struct kin_cursor *cursor,
					      struct kin_residency *res,
					      struct kintrospect_vmas_row *row,
					      struct vm_area_struct *vma,
					      unsigned long start)
{
	unsigned long at;
	int ret = 0;

	if (unlikely(res->at || (vma->vm_flags & (VM_HUGETLB | VM_PFNMAP)) ||
		     kin_residency_swapped(vma))) {
		ret = kin_residency_steps(cursor, res, row, vma, start);
	} else {
		kin_sums_clear(kin_sums(row));
		res->shmem = KIN_SHMEM_NONE;
		at = kin_residency_tables(res, kin_sums(row), vma, start, vma->vm_end);
		if (unlikely(at != vma->vm_end)) {
			kin_residency_keep(res, row, vma, start, at);
			ret = 1;
		}
		cursor->cost.walked++;
	}
	if (!ret)
		row->present[0] |= res->present;
	return ret;
}

/* --- between residency.c and residency_walk.c -------------------------- */

void kin_residency_hole(struct kin_residency *res, struct kin_sums *sums,
			const struct vm_area_struct *vma, unsigned long addr,
			unsigned long end);

/*
 * Whether to let the mmap lock go. Not before a table's worth was looked at, or a
 * hold might get nowhere.
 */
static inline bool kin_residency_stop(const struct kin_residency *res,
				      const struct vm_area_struct *vma)
{
	int left = res->cursor->cost.hold_left;

	return unlikely(left <= max(kin_hold_units() - KIN_HOLD_TABLE, 0)) &&
	       (left <= 0 || mmap_lock_is_contended(vma->vm_mm));
}

/* Charge for what was looked at, and for @res->units on top. */
static inline void kin_residency_charge(struct kin_residency *res, unsigned int units)
{
	kin_charge(res->cursor, units + res->units);
	res->units = 0;
}

#endif
