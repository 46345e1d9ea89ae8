// SPDX-License-Identifier: GPL-2.0-only
/*
 * The walk over a mapping's page tables. The kernel's own, which modules cannot
 * link to, begins at the top for every mapping; this goes on in the table where
 * the last mapping ended, and so costs a fraction. No table above the lowest goes
 * away while the mmap lock is held; for the lowest there is kin_pte_map_lock().
 */
#include <linux/mm.h>
#include <linux/sched.h>

#include "../../kernel/leaf.h"
#include "../../kernel/pagetable.h"
#include "../../kernel/shmem.h"
#include "residency.h"

/* As smaps: bytes are divided by the number of sharers in this fixed point. */
#define KIN_PAGE_PSS ((u64)PAGE_SIZE << KIN_PSS_SHIFT)

/* What of a folio's flags pages are counted by; those of parts of large ones are not theirs. */
#define KIN_REFERENCED	(BIT(PG_referenced) | KIN_FOLIO_YOUNG)
#define KIN_FOLIO_FLAGS	(KIN_REFERENCED | BIT(PG_dirty) | BIT(PG_swapbacked) | BIT(PG_head))

/* What else they are counted by. Two of these bits lie where x86 has them in a PTE. */
#define KIN_ANON	BIT(0)
#define KIN_SHARED	BIT(1)	/* neither of both: shared if mapped more than once */
#define KIN_PRIVATE	BIT(2)
#define KIN_YOUNG	BIT(5)
#define KIN_DIRTY	BIT(6)

static void kin_count(struct kin_sums *sums, unsigned long flags, unsigned int kind,
		      int mapcount, unsigned int pages)
{
	bool shared = (kind & KIN_SHARED) || (mapcount >= 2 && !(kind & KIN_PRIVATE));
	bool dirty = (kind & KIN_DIRTY) || (flags & BIT(PG_dirty));
	u64 size = (u64)pages << PAGE_SHIFT;

	sums->rss += size;
	sums->counts[!shared][dirty] += size;
	sums->pss += mapcount >= 2 ? pages * div_u64(KIN_PAGE_PSS, mapcount) :
				     size << KIN_PSS_SHIFT;
	if ((kind & KIN_YOUNG) || (flags & KIN_REFERENCED))
		sums->referenced += size;
	if (kind & KIN_ANON) {
		sums->anonymous += size;
		if (!dirty && !(flags & BIT(PG_swapbacked)))
			sums->lazyfree += size;
	}
}

static void kin_run_end(struct kin_sums *sums, struct kin_run *run)
{
	if (run->pages)
		kin_count(sums, run->flags, run->kind, run->mapcount, run->pages);
	run->pages = 0;
}

/* One part of a large folio, that is shared or not by other rules than its own count. */
static void kin_run_part(struct kin_sums *sums, struct kin_run *run, struct page *page,
			 unsigned int kind)
{
	struct kin_folio *folio = page_folio(page);
	unsigned long flags = READ_ONCE(kin_folio_flags(folio)) & KIN_FOLIO_FLAGS;
	int mapcount = kin_page_mapcount(folio, page);

	kind |= folio_test_anon(folio) ? KIN_ANON : 0;
	kind |= kin_page_shared(folio, mapcount) ? KIN_SHARED : KIN_PRIVATE;
	if (!run->pages || run->flags != flags || run->kind != kind || run->mapcount != mapcount) {
		kin_run_end(sums, run);
		run->flags = flags;
		run->kind = kind;
		run->mapcount = mapcount;
	}
	run->pages++;
}

/* Count pages of one folio, which @leaf maps. Return: whether each was looked at. */
static bool kin_count_leaf(struct kin_sums *sums, const struct kin_leaf *leaf,
			   unsigned int pages, unsigned int kind)
{
	struct kin_folio *folio = page_folio(leaf->page);
	struct kin_run run = {};
	unsigned int i;

	/* A single reference is this entry's own: spare looking at every page. */
	if (leaf->sharing != KIN_BY_MAPCOUNT || folio_ref_count(folio) == 1) {
		kind |= folio_test_anon(folio) ? KIN_ANON : 0;
		kind |= leaf->sharing == KIN_AS_SHARED ? KIN_SHARED : KIN_PRIVATE;
		kin_count(sums, READ_ONCE(kin_folio_flags(folio)), kind, 1, pages);
		return false;
	}
	for (i = 0; i < pages; i++)
		kin_run_part(sums, &run, leaf->page + i, kind);
	kin_run_end(sums, &run);
	return true;
}

/* A PTE that is not present. */
static noinline void kin_walk_absent(struct kin_sums *sums, pte_t pte)
{
	struct kin_leaf leaf = kin_leaf_absent_pte(pte);

	if (leaf.swap)
		sums->swap += PAGE_SIZE;
	else if (leaf.page)
		kin_count_leaf(sums, &leaf, 1, 0);
}

static pgoff_t kin_pgoff(const struct vm_area_struct *vma, unsigned long addr)
{
	return ((addr - vma->vm_start) >> PAGE_SHIFT) + vma->vm_pgoff;
}

/*
 * Shared memory of which nothing is mapped, but some may be in swap. Under a page
 * table's lock for no more than the table has, with which it does not sleep.
 */
noinline void kin_residency_hole(struct kin_residency *res, struct kin_sums *sums,
				 const struct vm_area_struct *vma, unsigned long addr,
				 unsigned long end)
{
	unsigned int seen = 0;

	if (addr >= end)
		return;
	sums->swap += (u64)kin_shmem_swapped(vma->vm_file->f_mapping, kin_pgoff(vma, addr),
					     kin_pgoff(vma, end) - 1, &seen) << PAGE_SHIFT;
	res->units += KIN_COST_DESCENT + KIN_COST_ENTRIES(seen);
}

/* The next PTE that is not none, or @end: most are none, so that they go by four at once. */
static __always_inline const pte_t *kin_skip_none(const pte_t *pte, const pte_t *end)
{
	BUILD_BUG_ON(!pte_none((pte_t){ 0 }));
	while (pte + 4 <= end && !(kin_pte_bits(pte) | kin_pte_bits(pte + 1) |
				   kin_pte_bits(pte + 2) | kin_pte_bits(pte + 3)))
		pte += 4;
	while (pte != end && !kin_pte_bits(pte))
		pte++;
	return pte;
}

/* PTEs from @pte on that are none, of a file with pages in swap. Return: the next other one. */
static noinline const pte_t *kin_walk_hole(struct kin_residency *res, struct kin_sums *sums,
					   const struct vm_area_struct *vma, const pte_t *pte,
					   const pte_t *last, unsigned long end)
{
	unsigned long addr = end - ((unsigned long)(last - pte) << PAGE_SHIFT);

	pte = kin_skip_none(pte, last);
	kin_residency_hole(res, sums, vma, addr,
			   end - ((unsigned long)(last - pte) << PAGE_SHIFT));
	return pte;
}

/* All PTEs from @pte on, which is what a walk spends its time with. */
static __always_inline void kin_walk_ptes(struct kin_residency *res, struct kin_sums *sums,
					  const struct vm_area_struct *vma, const pte_t *pte,
					  unsigned long addr, unsigned long end)
{
	const pte_t *const last = pte + ((end - addr) >> PAGE_SHIFT);
	unsigned int kind, run_kind = 0, pages = 0;
	unsigned long pfn, flags, run_flags = 0;
	/* A page keeps one less than how often it is mapped. */
	int count, run_count = 0;
	struct page *page;
	pte_t value;

	while (pte != last) {
		value = ptep_get((pte_t *)pte++);
		if (pte_none(value)) {
			if (likely(res->shmem != KIN_SHMEM_HOLES))
				pte = kin_skip_none(pte, last);
			else
				pte = kin_walk_hole(res, sums, vma, pte - 1, last, end);
			continue;
		}
		if (unlikely(!pte_present(value))) {
			kin_walk_absent(sums, value);
			continue;
		}
		if (unlikely(kin_pte_bare(vma, value)))
			continue;
		kind = (pte_young(value) ? KIN_YOUNG : 0) | (pte_dirty(value) ? KIN_DIRTY : 0);
		pfn = pte_pfn(value);
		/* Frames come in blocks that are described as a whole, or not at all. */
		if (pfn / PTRS_PER_PTE != res->block) {
			if (unlikely(!pfn_valid(pfn)))
				continue;
			res->block = pfn / PTRS_PER_PTE;
		}
		page = pfn_to_page(pfn);
		if (unlikely(kin_page_tail(page))) {
			kin_run_part(sums, &res->parts, page, kind);
			continue;
		}
		flags = READ_ONCE(kin_folio_flags(page)) & KIN_FOLIO_FLAGS;
		count = atomic_read(&page->_mapcount);
		kind |= folio_test_anon((struct kin_folio *)page) ? KIN_ANON : 0;
		if (likely(flags == run_flags && kind == run_kind && count == run_count)) {
			pages++;
			continue;
		}
		if (unlikely(flags & BIT(PG_head))) {
			kin_run_part(sums, &res->parts, page, kind);
			continue;
		}
		if (pages)
			kin_count(sums, run_flags, run_kind, run_count + 1, pages);
		run_flags = flags;
		run_kind = kind;
		run_count = count;
		pages = 1;
	}
	if (pages)
		kin_count(sums, run_flags, run_kind, run_count + 1, pages);
	if (unlikely(res->parts.pages))
		kin_run_end(sums, &res->parts);
}

/* A PMD that maps a huge page. False: it is a table (again). */
static noinline bool kin_walk_huge(struct kin_residency *res, struct kin_sums *sums,
				   struct mm_struct *mm, pmd_t *pmd)
{
	struct kin_folio *folio;
	unsigned int kind = 0;
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
			sums->anon_huge += PMD_SIZE;
		else if (folio_test_swapbacked(folio))
			sums->shmem_pmd += PMD_SIZE;
		else if (!folio_is_zone_device(folio))
			sums->file_pmd += PMD_SIZE;
		if (pmd_present(value))
			kind = (kin_pmd_young(value) ? KIN_YOUNG : 0) |
			       (kin_pmd_dirty(value) ? KIN_DIRTY : 0);
		if (kin_count_leaf(sums, &leaf, PMD_SIZE >> PAGE_SHIFT, kind))
			res->units += PMD_SIZE >> PAGE_SHIFT;
	}
	spin_unlock(lock);
	res->units += KIN_COST_HUGE;
	return true;
}

/*
 * What a PMD stands for, whichever way it changes meanwhile. False: for nothing.
 * A huge page is counted as one, never split to get at its parts.
 */
static __always_inline bool kin_walk_pmd(struct kin_residency *res, struct kin_sums *sums,
					 struct vm_area_struct *vma, pmd_t *pmd,
					 unsigned long addr, unsigned long end)
{
	const pte_t *pte;
	pmd_t value;
	u64 rss;

	for (;;) {
		rcu_read_lock();
		value = kin_pmd_read(pmd);
		if (!kin_ptes_known(&res->ptes, value)) {
			/* What is none or huge is no good table either: one test for most. */
			if (unlikely(pmd_bad(value) || pmd_none(value))) {
				rcu_read_unlock();
				if (pmd_none(value))
					return false;
				if (!kin_pmd_huge(value) ||
				    kin_walk_huge(res, sums, vma->vm_mm, pmd))
					return true;
				continue;
			}
			kin_ptes_find(&res->ptes, vma->vm_mm, value);
		}
		pte = kin_ptes_lock(&res->ptes, pmd, addr);
		if (likely(pte)) {
			rss = sums->rss;
			kin_walk_ptes(res, sums, vma, pte, addr, end);
			kin_ptes_unlock(&res->ptes, pte);
			res->units += ((sums->rss - rss) >> PAGE_SHIFT) * KIN_COST_PAGE;
		}
		rcu_read_unlock();
		if (likely(pte))
			return true;
	}
}

/*
 * Find the PMDs of an address for res->pmds. Return: 0, or, where there are none,
 * the next address at which there may be.
 */
static noinline unsigned long kin_walk_down(struct kin_residency *res, struct mm_struct *mm,
					    unsigned long addr, unsigned long end)
{
	pmd_t *pmds;
	p4d_t *p4d;
	pud_t *pud;

	res->pmds_base = ULONG_MAX;
	p4d = kin_p4d_table(mm, pgd_offset(mm, addr), addr);
	if (!p4d)
		return pgd_addr_end(addr, end);
	pud = kin_pud_table(mm, p4d, addr);
	if (!pud)
		return p4d_addr_end(addr, end);
	pmds = kin_pmd_table(mm, pud, addr & PUD_MASK);
	if (!pmds)
		return pud_addr_end(addr, end);
	res->pmds_base = addr & PUD_MASK;
	res->pmds = pmds;
	return 0;
}

/**
 * kin_residency_tables - walk page tables, of anything but hugetlb pages
 * @res: the walk
 * @sums: what to add to
 * @vma: the mapping
 * @addr: first address
 * @end: first address behind
 *
 * The mmap lock is held for reading, as it is since kin_residency_hold(). Return:
 * @end when all is counted; else where to go on when the lock was let go.
 */
unsigned long kin_residency_tables(struct kin_residency *res, struct kin_sums *sums,
				   struct vm_area_struct *vma, unsigned long addr,
				   unsigned long end)
{
	unsigned long next;

	for (; addr != end; addr = next) {
		if (kin_residency_stop(res, vma))
			break;
		if ((addr & PUD_MASK) != res->pmds_base) {
			next = kin_walk_down(res, vma->vm_mm, addr, end);
			if (next) {
				if (unlikely(res->shmem == KIN_SHMEM_HOLES))
					kin_residency_hole(res, sums, vma, addr, next);
				kin_residency_charge(res, 1);
				continue;
			}
		}
		/* No process has the last addresses there are: this does not wrap round. */
		next = min((addr & PMD_MASK) + PMD_SIZE, end);
		if (likely(kin_walk_pmd(res, sums, vma, res->pmds + pmd_index(addr), addr, next))) {
			kin_residency_charge(res, KIN_COST_ENTRIES((next - addr) >> PAGE_SHIFT));
			/* Small mappings are many in a hold, but all of them no long work. */
			if (next - addr == PMD_SIZE)
				cond_resched();
		} else {
			if (unlikely(res->shmem == KIN_SHMEM_HOLES))
				kin_residency_hole(res, sums, vma, addr, next);
			kin_residency_charge(res, 1);
		}
	}
	return addr;
}
