// SPDX-License-Identifier: GPL-2.0-only
/*
 * What of a mapping is in memory, by a walk over its page tables that counts as
 * /proc/PID/smaps does. The walk holds the mmap lock for reading, stops when its
 * share of entries is spent or a writer waits for the lock, and goes on at an
 * address later.
 */
#include <linux/mm.h>
#include <linux/mmap_lock.h>
#include <linux/pagewalk.h>
#include <linux/sched.h>

#include "../compat/lookup.h"
#include "../compat/mm.h"
#include "residency.h"

/* Page-table entries a hold: 32 full tables, on most machines 64 MiB of memory. */
#define KIN_HOLD_ENTRIES (32L * PTRS_PER_PTE)

/* Looking for entries in an empty table of a higher level is cheaper by this much. */
#define KIN_EMPTY_SHARE 8

/* Addresses to walk at once where there may be much to do and no callback to stop it. */
#define KIN_HUGETLB_STEP (1024UL << 20)
#define KIN_SHMEM_STEP (64UL << 20)

/* A mapping whose beginning keeps moving is reported without its residency. */
#define KIN_RESTARTS_MAX 8

/* As smaps: bytes are divided by the number of sharers in this fixed point. */
#define KIN_PSS_SHIFT 12

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
 * kin_residency_missing - why this kernel cannot be asked
 *
 * Return: the missing symbol or NULL.
 */
const char *kin_residency_missing(void)
{
	return KIN_FN_HAS(walk_page_range) ? NULL : KIN_FN_WHY(walk_page_range);
}

/*
 * Whether to let the mmap lock go. Not before a table's worth was looked at, or a
 * hold might get nowhere.
 */
static bool kin_residency_stop(const struct kin_residency *res, struct mm_struct *mm)
{
	return res->left <= 0 ||
	       (res->left <= KIN_HOLD_ENTRIES - PTRS_PER_PTE && mmap_lock_is_contended(mm));
}

/* What does not depend on who else maps it. Return: whether it was written to. */
static __always_inline bool kin_count_folio(struct kin_residency *res,
					    struct kin_folio *folio, u64 size, bool young,
					    bool dirty)
{
	dirty = dirty || folio_test_dirty(folio);
	res->rss += size;
	if (folio_test_anon(folio)) {
		res->anonymous += size;
		if (!dirty && !folio_test_swapbacked(folio))
			res->lazyfree += size;
	}
	if (young || folio_test_referenced(folio) || kin_folio_young(folio))
		res->referenced += size;
	return dirty;
}

/* One page: alone, or by how many map it. */
static __always_inline void kin_count_page(struct kin_residency *res,
					   struct kin_folio *folio, struct page *page,
					   bool dirty)
{
	int mapcount = kin_page_mapcount(folio, page);
	u64 pss = (u64)PAGE_SIZE << KIN_PSS_SHIFT;
	bool shared = kin_page_shared(folio, mapcount);

	*(dirty ? &res->dirty[shared] : &res->clean[shared]) += PAGE_SIZE;
	res->pss += mapcount >= 2 ? div_u64(pss, mapcount) : pss;
}

static void kin_count(struct kin_residency *res, const struct kin_leaf *leaf,
		      unsigned int pages, bool young, bool dirty)
{
	struct kin_folio *folio = page_folio(leaf->page);
	u64 size = (u64)pages << PAGE_SHIFT;
	bool shared = leaf->sharing == KIN_AS_SHARED;

	dirty = kin_count_folio(res, folio, size, young, dirty);
	/* A single reference is this entry's own: spare looking at every page. */
	if (leaf->sharing != KIN_BY_MAPCOUNT || folio_ref_count(folio) == 1) {
		*(dirty ? &res->dirty[shared] : &res->clean[shared]) += size;
		res->pss += size << KIN_PSS_SHIFT;
		return;
	}
	for (; pages; pages--)
		kin_count_page(res, folio, leaf->page + pages - 1, dirty);
}

static pgoff_t kin_pgoff(const struct vm_area_struct *vma, unsigned long addr)
{
	return ((addr - vma->vm_start) >> PAGE_SHIFT) + vma->vm_pgoff;
}

static void kin_count_shmem(struct kin_residency *res, const struct vm_area_struct *vma,
			    unsigned long addr, unsigned long end)
{
	if (addr < end)
		res->swap += (u64)kin_shmem_swapped(vma->vm_file->f_mapping, kin_pgoff(vma, addr),
						    kin_pgoff(vma, end) - 1) << PAGE_SHIFT;
}

static int kin_walk_hole(unsigned long addr, unsigned long end, int depth,
			 struct mm_walk *walk)
{
	if (walk->vma)
		kin_count_shmem(walk->private, walk->vma, addr, end);
	return 0;
}

/* Only here to stop in time: a table of empty entries below calls nothing back. */
static int kin_walk_pud(pud_t *pud, unsigned long addr, unsigned long end,
			struct mm_walk *walk)
{
	struct kin_residency *res = walk->private;

	if (kin_residency_stop(res, walk->mm)) {
		res->at = addr;
		return 1;
	}
	res->left -= PTRS_PER_PMD / KIN_EMPTY_SHARE;
	/* A device's; going on would split it, and nothing in it counts. */
	if (pud_leaf(*pud))
		walk->action = ACTION_CONTINUE;
	return 0;
}

/* A PMD that maps a huge page. False: it is a table (again). */
static bool kin_walk_huge(struct kin_residency *res, pmd_t *pmd, struct mm_walk *walk)
{
	struct kin_folio *folio;
	struct kin_leaf leaf;
	spinlock_t *lock;
	pmd_t value;

	if (!kin_pmd_huge(kin_pmd_read(pmd)))
		return false;
	lock = pmd_lock(walk->mm, pmd);
	value = *pmd;
	if (!kin_pmd_huge(value)) {
		spin_unlock(lock);
		return false;
	}
	leaf = kin_leaf_pmd(value);
	if (leaf.page) {
		folio = page_folio(leaf.page);
		if (folio_test_anon(folio))
			res->anon_huge += PMD_SIZE;
		else if (folio_test_swapbacked(folio))
			res->shmem_pmd += PMD_SIZE;
		else if (!folio_is_zone_device(folio))
			res->file_pmd += PMD_SIZE;
		kin_count(res, &leaf, PMD_SIZE >> PAGE_SHIFT,
			  pmd_present(value) && pmd_young(value),
			  pmd_present(value) && pmd_dirty(value));
	}
	spin_unlock(lock);
	return true;
}

/* A PTE that is not present. */
static noinline void kin_walk_absent(struct kin_residency *res, pte_t pte)
{
	struct kin_leaf leaf = kin_leaf_absent_pte(pte);

	if (leaf.swap)
		res->swap += PAGE_SIZE;
	else if (leaf.page)
		kin_count(res, &leaf, 1, false, false);
}

/* All PTEs from @pte to @end: what a walk spends its time with. */
static void kin_walk_ptes(struct kin_residency *res, const struct vm_area_struct *vma,
			  pte_t *pte, unsigned long addr, unsigned long end)
{
	unsigned long pfn, known = ULONG_MAX;
	struct kin_folio *folio;
	struct page *page;
	pte_t value;
	bool dirty;

	for (; addr != end; pte++, addr += PAGE_SIZE) {
		value = ptep_get(pte);
		if (unlikely(!pte_present(value))) {
			if (!pte_none(value))
				kin_walk_absent(res, value);
			else if (unlikely(res->shmem == KIN_SHMEM_HOLES) &&
				 xa_is_value(xa_load(&vma->vm_file->f_mapping->i_pages,
						     kin_pgoff(vma, addr))))
				res->swap += PAGE_SIZE;
			continue;
		}
		if (kin_pte_bare(vma, value))
			continue;
		/* Frames come in blocks that have descriptions as a whole. */
		pfn = pte_pfn(value);
		if (pfn / PTRS_PER_PTE != known) {
			if (unlikely(!pfn_valid(pfn)))
				continue;
			known = pfn / PTRS_PER_PTE;
		}
		page = pfn_to_page(pfn);
		folio = page_folio(page);
		dirty = kin_count_folio(res, folio, PAGE_SIZE, pte_young(value),
					pte_dirty(value));
		kin_count_page(res, folio, page, dirty);
	}
}

/*
 * Both kinds of PMD. There is no pte_entry, with which the walk would split huge
 * pages to get at them.
 */
static int kin_walk_pmd(pmd_t *pmd, unsigned long addr, unsigned long end,
			struct mm_walk *walk)
{
	struct kin_residency *res = walk->private;
	spinlock_t *lock;
	pte_t *pte;
	bool again;

	if (kin_residency_stop(res, walk->mm)) {
		res->at = addr;
		return 1;
	}
	res->left -= (end - addr) >> PAGE_SHIFT;
	if (kin_walk_huge(res, pmd, walk)) {
		cond_resched();
		return 0;
	}
	pte = kin_pte_map_lock(walk->mm, pmd, addr, &lock, &again);
	if (!pte) {
		if (again)
			walk->action = ACTION_AGAIN;
		return 0;
	}
	kin_walk_ptes(res, walk->vma, pte, addr, end);
	kin_pte_unmap_unlock(pte, lock);
	cond_resched();
	return 0;
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
	res->left -= KIN_EMPTY_SHARE;
	lock = huge_pte_lock(hstate, walk->mm, pte);
	leaf = kin_leaf_hugetlb(pte);
	if (leaf.page)
		res->hugetlb[leaf.sharing == KIN_AS_SHARED] += huge_page_size(hstate);
	spin_unlock(lock);
	return 0;
}
#else
#define kin_walk_hugetlb NULL
#endif

static const struct mm_walk_ops kin_walk_ops = {
	.pud_entry = kin_walk_pud,
	.pmd_entry = kin_walk_pmd,
	.hugetlb_entry = kin_walk_hugetlb,
	KIN_WALK_LOCK
};

static const struct mm_walk_ops kin_walk_hole_ops = {
	.pud_entry = kin_walk_pud,
	.pmd_entry = kin_walk_pmd,
	.pte_hole = kin_walk_hole,
	KIN_WALK_LOCK
};

/*
 * Pages of shared memory in swap have no entry in the page tables. A mapping that
 * cannot have copies of its own sees all that the file has there; others see it
 * where they have no entry. As /proc/PID/smaps, which no module can ask.
 */
static void kin_residency_shmem(struct kin_residency *res, const struct vm_area_struct *vma)
{
	struct inode *inode;
	unsigned long swapped;

	res->shmem = KIN_SHMEM_NONE;
	if (!kin_vma_is_shmem(vma))
		return;
	inode = vma->vm_file->f_mapping->host;
	swapped = READ_ONCE(SHMEM_I(inode)->swapped);
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

/* The whole mapping if it may be: the walk need not look for it then. */
static int kin_walk(struct vm_area_struct *vma, unsigned long start, unsigned long end,
		    struct kin_residency *res)
{
	const struct mm_walk_ops *ops = &kin_walk_ops;

	if (res->shmem == KIN_SHMEM_HOLES)
		ops = &kin_walk_hole_ops;
	if (KIN_FN_HAS(walk_page_vma) && start == vma->vm_start && end == vma->vm_end)
		return KIN_FN(walk_page_vma)(vma, ops, res);
	return KIN_FN(walk_page_range)(vma->vm_mm, start, end, ops, res);
}

/**
 * kin_residency_hold - a hold of the mmap lock begins
 * @res: the walk
 */
void kin_residency_hold(struct kin_residency *res)
{
	res->left = KIN_HOLD_ENTRIES;
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
	unsigned long next, step, from;
	int ret = 0;

	if (!res->at || res->start != start || res->file != vma->vm_file ||
	    res->at > vma->vm_end) {
		if (res->at && ++res->restarts > KIN_RESTARTS_MAX)
			return -ELOOP;
		*res = (struct kin_residency){
			.start = start,
			.at = start,
			.file = vma->vm_file,
			.left = res->left,
			.restarts = res->restarts,
		};
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
		ret = kin_walk(vma, from, next, res);
		/* The callback that stopped it has set where. */
		if (ret <= 0)
			res->at = next;
		if (res->shmem == KIN_SHMEM_RANGE)
			kin_count_shmem(res, vma, from, res->at);
		res->left -= PTRS_PER_PMD / KIN_EMPTY_SHARE;
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
	row->shared_clean_bytes = res->clean[1];
	row->shared_dirty_bytes = res->dirty[1];
	row->private_clean_bytes = res->clean[0];
	row->private_dirty_bytes = res->dirty[0];
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
}
