// SPDX-License-Identifier: GPL-2.0-only
/*
 * What of a mapping is in memory, by a walk over its page tables that counts as
 * /proc/PID/smaps does. The walk holds the mmap lock for reading, stops when its
 * share of entries is spent or a writer waits for the lock, and goes on at an
 * address later.
 */
#include <linux/mm.h>
#include <linux/pagewalk.h>

#include "../compat/lookup.h"
#include "../compat/mm.h"
#include "residency.h"

/* A hugetlb page costs as much as so many page-table entries. */
#define KIN_HUGETLB_SHARE 8

/* Addresses to walk at once where there may be much to do and nothing to stop it. */
#define KIN_HUGETLB_STEP (1024UL << 20)
#define KIN_SHMEM_STEP (64UL << 20)

/* A mapping whose beginning keeps moving is reported without its residency. */
#define KIN_RESTARTS_MAX 8

/**
 * kin_residency_wanted - whether any field that needs the walk was asked for
 * @cursor: the dump
 */
bool kin_residency_wanted(const struct kin_cursor *cursor)
{
	unsigned int i;

	for (i = kin_f_vmas_rss_bytes; i <= kin_f_vmas_swap_bytes; i++)
		if (kin_want_bit(cursor, i))
			return true;
	return false;
}

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

#ifdef CONFIG_HUGETLB_PAGE
static int kin_walk_hugetlb(pte_t *pte, unsigned long mask, unsigned long addr,
			    unsigned long end, struct mm_walk *walk)
{
	struct hstate *hstate = hstate_vma(walk->vma);
	struct kin_residency *res = walk->private;
	struct kin_leaf leaf;
	spinlock_t *lock;

	if (kin_residency_stop(res, walk->mm)) {
		res->at = addr;
		return 1;
	}
	res->left -= KIN_HUGETLB_SHARE;
	lock = huge_pte_lock(hstate, walk->mm, pte);
	leaf = kin_leaf_hugetlb(pte);
	if (leaf.page)
		res->hugetlb[leaf.sharing == KIN_AS_SHARED] += huge_page_size(hstate);
	spin_unlock(lock);
	return 0;
}

static int kin_residency_hugetlb(struct kin_residency *res, struct vm_area_struct *vma,
				 unsigned long start, unsigned long end)
{
	static const struct mm_walk_ops ops = {
		.hugetlb_entry = kin_walk_hugetlb,
		KIN_WALK_LOCK
	};

	res->left -= KIN_HUGETLB_SHARE;
	if (!KIN_FN_HAS(walk_page_range))
		return 0;
	return KIN_FN(walk_page_range)(vma->vm_mm, start, end, &ops, res);
}
#else
static int kin_residency_hugetlb(struct kin_residency *res, struct vm_area_struct *vma,
				 unsigned long start, unsigned long end)
{
	return 0;
}
#endif

/*
 * Pages of shared memory in swap have no entry in the page tables. A mapping that
 * cannot have copies of its own sees all that the file has there; others see it
 * where they have no entry. As /proc/PID/smaps, which no module can ask.
 */
static void kin_residency_shmem(struct kin_residency *res, const struct vm_area_struct *vma)
{
	struct inode *inode = vma->vm_file->f_mapping->host;
	unsigned long swapped = READ_ONCE(SHMEM_I(inode)->swapped);

	if (!swapped)
		return;
	if ((vma->vm_flags & VM_WRITE) && !(vma->vm_flags & VM_SHARED)) {
		res->shmem = KIN_SHMEM_HOLES;
	} else if (!vma->vm_pgoff && vma->vm_end - vma->vm_start >= i_size_read(inode) &&
		   res->start == vma->vm_start) {
		res->shmem = KIN_SHMEM_ALL;
		res->swap = (u64)swapped << PAGE_SHIFT;
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
	res->left = KIN_HOLD_ENTRIES;
	res->pud = NULL;
	res->block = ULONG_MAX;
}

/**
 * kin_residency_walk - walk a mapping, or go on with it
 * @cursor: the dump
 * @res: the walk
 * @vma: the mapping
 * @start: where in it to begin
 *
 * If a mapping of another beginning or another file was under way, it is begun
 * anew. What was counted of a mapping whose end has moved stays good, unless it
 * moved to before that.
 *
 * The mmap lock is held for reading. Return: 0 when the whole mapping is counted;
 * 1 when the lock is to be let go first; -ELOOP when the mapping changes faster
 * than it can be walked.
 */
int kin_residency_walk(struct kin_cursor *cursor, struct kin_residency *res,
		       struct vm_area_struct *vma, unsigned long start)
{
	const size_t sums = offsetof(struct kin_residency, rss);
	unsigned long next, step, from;
	int ret = 0;

	if (!res->at || res->start != start || res->file != vma->vm_file ||
	    res->at > vma->vm_end) {
		if (res->at && ++res->restarts > KIN_RESTARTS_MAX)
			return -ELOOP;
		memset((void *)res + sums, 0, sizeof(*res) - sums);
		res->start = start;
		res->at = start;
		res->file = vma->vm_file;
		res->shmem = KIN_SHMEM_NONE;
		if (res->file && kin_vma_is_shmem(vma))
			kin_residency_shmem(res, vma);
	}
	while (!ret && res->at < vma->vm_end) {
		if (kin_residency_stop(res, vma->vm_mm))
			return 1;
		from = res->at;
		step = vma->vm_end - from;
		if (is_vm_hugetlb_page(vma))
			step = min(step, max(KIN_HUGETLB_STEP, huge_page_size(hstate_vma(vma))));
		else if (res->shmem == KIN_SHMEM_RANGE || res->shmem == KIN_SHMEM_HOLES)
			step = min(step, KIN_SHMEM_STEP);
		next = from + step;
		ret = is_vm_hugetlb_page(vma) ? kin_residency_hugetlb(res, vma, from, next) :
						kin_residency_tables(res, vma, from, next);
		/* What stopped it has set where. */
		if (ret <= 0)
			res->at = next;
		if (res->shmem == KIN_SHMEM_RANGE)
			kin_residency_hole(res, vma, from, res->at);
		cursor->cost.walked++;
	}
	return ret;
}

/**
 * kin_residency_row - put the sums into a row
 * @res: the walk
 * @row: the row
 */
void kin_residency_row(const struct kin_residency *res, struct kintrospect_vmas_row *row)
{
	BUILD_BUG_ON(kin_f_vmas_swap_bytes - kin_f_vmas_rss_bytes != 14);
	row->rss_bytes = res->rss;
	row->pss_bytes = res->pss >> KIN_PSS_SHIFT;
	row->shared_clean_bytes = res->counts[0][1];
	row->shared_dirty_bytes = res->counts[1][1];
	row->private_clean_bytes = res->counts[0][0];
	row->private_dirty_bytes = res->counts[1][0];
	row->referenced_bytes = res->referenced;
	row->anonymous_bytes = res->anonymous;
	row->lazyfree_bytes = res->lazyfree;
	row->anon_huge_bytes = res->anon_huge;
	row->shmem_pmd_bytes = res->shmem_pmd;
	row->file_pmd_bytes = res->file_pmd;
	row->shared_hugetlb_bytes = res->hugetlb[1];
	row->private_hugetlb_bytes = res->hugetlb[0];
	row->swap_bytes = res->swap;
	row->present[0] |= GENMASK_ULL(kin_f_vmas_swap_bytes, kin_f_vmas_rss_bytes);
	if (kin_residency_missing(kin_f_vmas_shared_hugetlb_bytes))
		row->present[0] &= ~(BIT_ULL(kin_f_vmas_shared_hugetlb_bytes) |
				     BIT_ULL(kin_f_vmas_private_hugetlb_bytes));
}
