// SPDX-License-Identifier: GPL-2.0-only
/*
 * What of a mapping is in memory, by a walk over its page tables that counts as
 * /proc/PID/smaps does. The walk holds the mmap lock for reading, stops when its
 * share of entries is spent or a writer waits for the lock, and goes on at an
 * address later.
 */
#include <linux/mm.h>
#include <linux/pagewalk.h>

#include "../../compat/mm.h"
#include "../../kernel/leaf.h"
#include "../../kernel/lookup.h"
#include "residency.h"

/* Addresses to walk at once where there may be much to do and nothing to stop it. */
#define KIN_HUGETLB_STEP (1024UL << 20)

/* A mapping whose beginning keeps moving is reported without its residency. */
#define KIN_RESTARTS_MAX 8

/**
 * kin_residency_missing - why a field cannot be had
 * @field: field number
 *
 * Return: the missing symbol, or NULL. Page tables of hugetlb pages are found by
 * the kernel only.
 */
const char *kin_residency_missing(unsigned int field)
{
	if (field != kin_f_vmas_shared_hugetlb_bytes && field != kin_f_vmas_private_hugetlb_bytes)
		return NULL;
	if (!IS_ENABLED(CONFIG_HUGETLB_PAGE) || KIN_FN_HAS(walk_page_range))
		return NULL;
	return KIN_FN_WHY(walk_page_range);
}

/**
 * kin_residency_open - prepare for a dump
 * @cursor: the dump
 * @res: zeroed
 *
 * Return: whether any field that needs the walk was asked for.
 */
bool kin_residency_open(struct kin_cursor *cursor, struct kin_residency *res)
{
	unsigned int i;
	bool wanted = false;

	res->cursor = cursor;
	BUILD_BUG_ON(kin_f_vmas_swap_bytes - kin_f_vmas_rss_bytes + 1 !=
		     sizeof(struct kin_sums) / sizeof(u64));
	for (i = kin_f_vmas_rss_bytes; i <= kin_f_vmas_swap_bytes; i++) {
		if (kin_want_bit(cursor, i))
			wanted = true;
		if (!kin_residency_missing(i))
			res->present |= BIT_ULL(i);
	}
	return wanted;
}

#ifdef CONFIG_HUGETLB_PAGE
struct kin_hugetlb {
	struct kin_residency *res;
	struct kin_sums *sums;
	unsigned long at;
};

static int kin_walk_hugetlb(pte_t *pte, unsigned long mask, unsigned long addr,
			    unsigned long end, struct mm_walk *walk)
{
	struct hstate *hstate = hstate_vma(walk->vma);
	struct kin_hugetlb *hugetlb = walk->private;
	struct kin_leaf leaf;
	spinlock_t *lock;

	if (kin_residency_stop(hugetlb->res, walk->vma)) {
		hugetlb->at = addr;
		return 1;
	}
	kin_residency_charge(hugetlb->res, KIN_COST_HUGE);
	lock = huge_pte_lock(hstate, walk->mm, pte);
	leaf = kin_leaf_hugetlb(pte);
	if (leaf.page)
		hugetlb->sums->hugetlb[leaf.sharing != KIN_AS_SHARED] += huge_page_size(hstate);
	spin_unlock(lock);
	return 0;
}

static unsigned long kin_residency_hugetlb(struct kin_residency *res, struct kin_sums *sums,
					   struct vm_area_struct *vma, unsigned long addr,
					   unsigned long end)
{
	struct kin_hugetlb hugetlb = { .res = res, .sums = sums, .at = end };
	static const struct mm_walk_ops ops = {
		.hugetlb_entry = kin_walk_hugetlb,
		KIN_WALK_LOCK
	};

	/* The kernel looks for all of them, and says which there are. */
	res->units = KIN_COST_ENTRIES((end - addr) / huge_page_size(hstate_vma(vma)));
	if (KIN_FN_HAS(walk_page_range))
		KIN_FN(walk_page_range)(vma->vm_mm, addr, end, &ops, &hugetlb);
	kin_residency_charge(res, 1);
	return hugetlb.at;
}
#else
static unsigned long kin_residency_hugetlb(struct kin_residency *res, struct kin_sums *sums,
					   struct vm_area_struct *vma, unsigned long addr,
					   unsigned long end)
{
	return end;
}
#endif

/*
 * Pages of shared memory in swap have no entry in the page tables. A mapping that
 * cannot have copies of its own sees all that the file has there; others see it
 * where they have no entry. As /proc/PID/smaps, which no module can ask.
 */
static void kin_residency_shmem(struct kin_residency *res, struct kin_sums *sums,
				const struct vm_area_struct *vma, unsigned long start)
{
	const struct inode *inode = vma->vm_file->f_mapping->host;
	unsigned long swapped = kin_residency_swapped(vma);

	if (!swapped)
		return;
	if ((vma->vm_flags & VM_WRITE) && !(vma->vm_flags & VM_SHARED)) {
		res->shmem = KIN_SHMEM_HOLES;
	} else if (!vma->vm_pgoff && vma->vm_end - vma->vm_start >= i_size_read(inode) &&
		   start == vma->vm_start) {
		res->shmem = KIN_SHMEM_ALL;
		sums->swap = (u64)swapped << PAGE_SHIFT;
	} else {
		res->shmem = KIN_SHMEM_RANGE;
	}
}

/**
 * kin_residency_hold - a hold of the mmap lock begins
 * @res: the walk
 */
void kin_residency_hold(struct kin_residency *res)
{
	res->units = 0;
	res->pmds_base = ULONG_MAX;
	memset(&res->ptes, 0, sizeof(res->ptes));
	res->block = ULONG_MAX;
}

/**
 * kin_residency_keep - keep what was counted of a mapping for the next hold
 * @res: the walk
 * @row: where it was counted, which will not be committed
 * @vma: the mapping
 * @start: where in it the walk began
 * @at: where it is to go on
 */
void kin_residency_keep(struct kin_residency *res, struct kintrospect_vmas_row *row,
			const struct vm_area_struct *vma, unsigned long start,
			unsigned long at)
{
	res->at = at;
	res->start = start;
	res->file = vma->vm_file;
	res->kept = *kin_sums(row);
}

/**
 * kin_residency_steps - walk a mapping that is not like most
 * @cursor: the dump
 * @res: the walk
 * @row: the mapping's row
 * @vma: the mapping
 * @start: where in it to begin
 *
 * For kin_residency_walk(), and with its return values: one that was left halfway, or
 * has hugetlb pages, a device's memory or pages of its file in swap.
 */
int kin_residency_steps(struct kin_cursor *cursor, struct kin_residency *res,
			struct kintrospect_vmas_row *row, struct vm_area_struct *vma,
			unsigned long start)
{
	struct kin_sums *sums = kin_sums(row);
	unsigned long at = res->at, from, next, step;

	if (at && res->start == start && res->file == vma->vm_file && at <= vma->vm_end) {
		*sums = res->kept;
	} else {
		if (at && ++res->restarts > KIN_RESTARTS_MAX)
			return -ELOOP;
		kin_sums_clear(sums);
		at = start;
		res->shmem = KIN_SHMEM_NONE;
		if (vma->vm_file && kin_vma_is_shmem(vma))
			kin_residency_shmem(res, sums, vma, start);
	}
	while (at < vma->vm_end) {
		if (kin_residency_stop(res, vma)) {
			kin_residency_keep(res, row, vma, start, at);
			return 1;
		}
		from = at;
		step = vma->vm_end - from;
		if (is_vm_hugetlb_page(vma))
			step = min(step, max(KIN_HUGETLB_STEP, huge_page_size(hstate_vma(vma))));
		else if (res->shmem == KIN_SHMEM_RANGE || res->shmem == KIN_SHMEM_HOLES)
			step = min(step, PMD_SIZE - (from & ~PMD_MASK));
		next = from + step;
		/* Device memory: frames that are nobody's. */
		if (is_vm_hugetlb_page(vma))
			at = kin_residency_hugetlb(res, sums, vma, from, next);
		else if (vma->vm_flags & VM_PFNMAP)
			at = next;
		else
			at = kin_residency_tables(res, sums, vma, from, next);
		if (res->shmem == KIN_SHMEM_RANGE) {
			kin_residency_hole(res, sums, vma, from, at);
			kin_residency_charge(res, 0);
		}
		cursor->cost.walked++;
	}
	return 0;
}
