// SPDX-License-Identifier: GPL-2.0-only
/*
 * The walk over a mapping's page tables. The kernel's own, which modules cannot
 * link to, begins at the top for every mapping; this goes on in the table where
 * the last mapping ended, and so costs a fraction. No table above the lowest goes
 * away while the mmap lock is held; for the lowest there is kin_pte_map_lock().
 */
#include <linux/mm.h>
#include <linux/sched.h>

#include "../compat/mm.h"
#include "residency.h"

/* As smaps: bytes are divided by the number of sharers in this fixed point. */
#define KIN_PAGE_PSS ((u64)PAGE_SIZE << KIN_PSS_SHIFT)

/* Pages of one kind, by way of their entry's @leaf; all of one folio. */
static void kin_count(struct kin_residency *res, const struct kin_leaf *leaf,
		      unsigned int pages, bool young, bool dirty)
{
	struct kin_folio *folio = page_folio(leaf->page);
	bool shared = leaf->sharing == KIN_AS_SHARED;
	u64 size = (u64)pages << PAGE_SHIFT;
	int mapcount;

	dirty = dirty || folio_test_dirty(folio);
	res->rss += size;
	if (folio_test_anon(folio)) {
		res->anonymous += size;
		if (!dirty && !folio_test_swapbacked(folio))
			res->lazyfree += size;
	}
	if (young || folio_test_referenced(folio) || kin_folio_young(folio))
		res->referenced += size;
	/* A single reference is this entry's own: spare looking at every page. */
	if (leaf->sharing != KIN_BY_MAPCOUNT || folio_ref_count(folio) == 1) {
		res->counts[dirty][shared] += size;
		res->pss += size << KIN_PSS_SHIFT;
		return;
	}
	for (; pages; pages--) {
		mapcount = kin_page_mapcount(folio, leaf->page + pages - 1);
		res->counts[dirty][kin_page_shared(folio, mapcount)] += PAGE_SIZE;
		res->pss += mapcount >= 2 ? div_u64(KIN_PAGE_PSS, mapcount) : KIN_PAGE_PSS;
	}
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

static pgoff_t kin_pgoff(const struct vm_area_struct *vma, unsigned long addr)
{
	return ((addr - vma->vm_start) >> PAGE_SHIFT) + vma->vm_pgoff;
}

/*
 * Shared memory of which nothing is mapped, but some may be in swap. Under a page
 * table's lock for a single page only, with which it does not sleep.
 */
noinline void kin_residency_hole(struct kin_residency *res, const struct vm_area_struct *vma,
			unsigned long addr, unsigned long end)
{
	if (addr < end)
		res->swap += (u64)kin_shmem_swapped(vma->vm_file->f_mapping, kin_pgoff(vma, addr),
						    kin_pgoff(vma, end) - 1) << PAGE_SHIFT;
}

/* All PTEs from @pte to @end, which is what a walk spends its time with. */
static void kin_walk_ptes(struct kin_residency *res, const struct vm_area_struct *vma,
			  const pte_t *pte, unsigned long addr, unsigned long end)
{
	unsigned int counts[4] = {}, anonymous = 0, lazyfree = 0, referenced = 0, alone = 0;
	unsigned long pfn, flags, block = res->block;
	const bool holes = res->shmem == KIN_SHMEM_HOLES;
	bool dirty, young, bare, shared;
	struct kin_folio *folio;
	struct page *page;
	int mapcount;
	pte_t value;

	for (; addr != end; pte++, addr += PAGE_SIZE) {
		value = ptep_get((pte_t *)pte);
		/* Most are, so that little must happen for them. */
		if (pte_none(value)) {
			if (unlikely(holes))
				kin_residency_hole(res, vma, addr, addr + PAGE_SIZE);
			continue;
		}
		if (unlikely(!pte_present(value))) {
			kin_walk_absent(res, value);
			continue;
		}
		/* All at once, before anything is written: one mask does for them. */
		bare = kin_pte_bare(vma, value);
		dirty = pte_dirty(value);
		young = pte_young(value);
		pfn = pte_pfn(value);
		if (bare)
			continue;
		/* Frames come in blocks that are described as a whole, or not at all. */
		if (pfn / PTRS_PER_PTE != block) {
			if (unlikely(!pfn_valid(pfn)))
				continue;
			block = pfn / PTRS_PER_PTE;
		}
		page = pfn_to_page(pfn);
		folio = page_folio(page);
		flags = READ_ONCE(kin_folio_flags(folio));
		if (likely((struct page *)folio == page && !(flags & BIT(PG_head)))) {
			mapcount = atomic_read(&page->_mapcount) + 1;
			shared = mapcount >= 2;
		} else {
			mapcount = kin_page_mapcount(folio, page);
			shared = kin_page_shared(folio, mapcount);
		}
		dirty = dirty || (flags & BIT(PG_dirty));
		counts[2 * dirty + shared]++;
		if (mapcount >= 2)
			res->pss += div_u64(KIN_PAGE_PSS, mapcount);
		else
			alone++;
		if (young || (flags & BIT(PG_referenced)) || kin_folio_young(folio))
			referenced++;
		if (folio_test_anon(folio)) {
			anonymous++;
			if (!dirty && !(flags & BIT(PG_swapbacked)))
				lazyfree++;
		}
	}
	if (!(counts[0] | counts[1] | counts[2] | counts[3]))
		return;
	res->block = block;
	res->counts[0][0] += (u64)counts[0] << PAGE_SHIFT;
	res->counts[0][1] += (u64)counts[1] << PAGE_SHIFT;
	res->counts[1][0] += (u64)counts[2] << PAGE_SHIFT;
	res->counts[1][1] += (u64)counts[3] << PAGE_SHIFT;
	res->rss += (u64)(counts[0] + counts[1] + counts[2] + counts[3]) << PAGE_SHIFT;
	res->pss += alone * KIN_PAGE_PSS;
	res->referenced += (u64)referenced << PAGE_SHIFT;
	res->anonymous += (u64)anonymous << PAGE_SHIFT;
	res->lazyfree += (u64)lazyfree << PAGE_SHIFT;
}

/* A PMD that maps a huge page. False: it is a table (again). */
static noinline bool kin_walk_huge(struct kin_residency *res, struct mm_struct *mm, pmd_t *pmd)
{
	struct kin_folio *folio;
	struct kin_leaf leaf;
	spinlock_t *lock;
	pmd_t value;

	lock = pmd_lock(mm, pmd);
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

/*
 * What a PMD stands for, whichever way it changes meanwhile. False: for nothing.
 * A huge page is counted as one, never split to get at its parts.
 */
static bool kin_walk_pmd(struct kin_residency *res, struct vm_area_struct *vma, pmd_t *pmd,
			 unsigned long addr, unsigned long end)
{
	spinlock_t *lock;
	bool again;
	pte_t *pte;

	do {
		if (pmd_none(kin_pmd_read(pmd)))
			return false;
		pte = kin_pte_map_lock(vma->vm_mm, pmd, addr, &lock, &again);
		if (pte) {
			kin_walk_ptes(res, vma, pte, addr, end);
			kin_pte_unmap_unlock(pte, lock);
			return true;
		}
	} while (again && !kin_walk_huge(res, vma->vm_mm, pmd));
	return true;
}

/*
 * Find the PUD of an address for res->pud. Return: NULL, or, where there is none,
 * the next address at which there may be one.
 */
static unsigned long kin_walk_down(struct kin_residency *res, struct mm_struct *mm,
				   unsigned long addr, unsigned long end)
{
	pgd_t *pgd = pgd_offset(mm, addr);
	p4d_t *p4d;
	pud_t *pud;

	res->pud = NULL;
	if (pgd_none(*pgd) || unlikely(pgd_bad(*pgd)))
		return pgd_addr_end(addr, end);
	p4d = p4d_offset(pgd, addr);
	if (p4d_none(*p4d) || unlikely(p4d_bad(*p4d)))
		return p4d_addr_end(addr, end);
	pud = pud_offset(p4d, addr);
	/* Huge ones are a device's: nothing in them counts. */
	if (pud_none(*pud) || !pud_present(*pud) || pud_leaf(*pud) || unlikely(pud_bad(*pud)))
		return pud_addr_end(addr, end);
	res->pud = pud;
	res->pud_base = addr & PUD_MASK;
	return 0;
}

/**
 * kin_residency_tables - walk page tables, of anything but hugetlb pages
 * @res: the walk
 * @vma: the mapping
 * @addr: first address
 * @end: first address behind
 *
 * The mmap lock is held for reading, as it is since kin_residency_hold(). Return:
 * 0 when all is counted, 1 when the lock is to be let go first: then res->at is
 * where to go on.
 */
int kin_residency_tables(struct kin_residency *res, struct vm_area_struct *vma,
			 unsigned long addr, unsigned long end)
{
	unsigned long next;
	pmd_t *pmd;

	/* Device memory: frames that are nobody's. */
	if (vma->vm_flags & VM_PFNMAP)
		return 0;
	for (; addr != end; addr = next) {
		if (kin_residency_stop(res, vma->vm_mm)) {
			res->at = addr;
			return 1;
		}
		if (!res->pud || (addr & PUD_MASK) != res->pud_base) {
			next = kin_walk_down(res, vma->vm_mm, addr, end);
			if (next) {
				res->left--;
				if (unlikely(res->shmem == KIN_SHMEM_HOLES))
					kin_residency_hole(res, vma, addr, next);
				continue;
			}
		}
		next = pmd_addr_end(addr, end);
		pmd = pmd_offset(res->pud, addr);
		if (kin_walk_pmd(res, vma, pmd, addr, next)) {
			res->left -= (next - addr) >> PAGE_SHIFT;
			cond_resched();
		} else {
			res->left--;
			if (unlikely(res->shmem == KIN_SHMEM_HOLES))
				kin_residency_hole(res, vma, addr, next);
		}
	}
	return 0;
}
