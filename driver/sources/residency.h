/* SPDX-License-Identifier: GPL-2.0-only */
/* What of a mapping is in memory, by a walk over its page tables. */
#ifndef KIN_SOURCES_RESIDENCY_H
#define KIN_SOURCES_RESIDENCY_H

#include <linux/mm.h>
#include <linux/mmap_lock.h>

#include "../source.h"

struct file;

/* Page-table entries a hold: 32 full tables, on most machines 64 MiB of memory. */
#define KIN_HOLD_ENTRIES (32L * PTRS_PER_PTE)

#define KIN_PSS_SHIFT 12

/**
 * struct kin_residency - sums over the page tables of one mapping
 * @start: where the walk began
 * @at: where it goes on; 0: it has not begun
 * @file: the mapping's file, to compare with only
 * @left: page-table entries that this hold of the mmap lock may still look at
 * @pud: where the tables of the last addresses hang, found in this hold
 * @pud_base: first address below it
 * @block: page frames that are known to be described, found in this hold
 * @restarts: how often the mapping changed under the walk
 * @shmem: how pages of a file in swap are counted
 * @rss: bytes, as are all that follow
 * @pss: in units of 1/4096 byte
 * @anonymous: of no file
 * @lazyfree: marked by MADV_FREE
 * @referenced: lately used
 * @swap: in swap
 * @counts: by whether it was written to, and by whether others map it too
 * @hugetlb: in hugetlb pages, by whether others map it too
 * @anon_huge: anonymous, mapped huge
 * @shmem_pmd: shared memory, mapped huge
 * @file_pmd: of a file, mapped huge
 */
struct kin_residency {
	unsigned long start;
	unsigned long at;
	const struct file *file;
	long left;
	pud_t *pud;
	unsigned long pud_base;
	unsigned long block;
	unsigned int restarts;
	enum {
		KIN_SHMEM_NONE,
		KIN_SHMEM_ALL,
		KIN_SHMEM_RANGE,
		KIN_SHMEM_HOLES,
	} shmem;

	u64 rss;
	u64 pss;
	u64 anonymous;
	u64 lazyfree;
	u64 referenced;
	u64 swap;
	u64 counts[2][2];
	u64 hugetlb[2];
	u64 anon_huge;
	u64 shmem_pmd;
	u64 file_pmd;
};

bool kin_residency_wanted(const struct kin_cursor *cursor);
const char *kin_residency_missing(unsigned int field);
void kin_residency_hold(struct kin_residency *res);
int kin_residency_walk(struct kin_cursor *cursor, struct kin_residency *res,
		       struct vm_area_struct *vma, unsigned long start);
void kin_residency_row(const struct kin_residency *res, struct kintrospect_vmas_row *row);

/* --- between residency.c and residency_walk.c -------------------------- */

void kin_residency_hole(struct kin_residency *res, const struct vm_area_struct *vma,
			unsigned long addr, unsigned long end);
int kin_residency_tables(struct kin_residency *res, struct vm_area_struct *vma,
			 unsigned long addr, unsigned long end);

/*
 * Whether to let the mmap lock go. Not before a table's worth was looked at, or a
 * hold might get nowhere.
 */
static inline bool kin_residency_stop(const struct kin_residency *res, struct mm_struct *mm)
{
	return res->left <= 0 ||
	       (res->left <= KIN_HOLD_ENTRIES - PTRS_PER_PTE && mmap_lock_is_contended(mm));
}

#endif
