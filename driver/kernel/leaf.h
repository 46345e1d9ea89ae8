/* SPDX-License-Identifier: GPL-2.0-only */
/* What page-table entries stand for, and how often their pages are mapped. */
#ifndef KIN_KERNEL_LEAF_H
#define KIN_KERNEL_LEAF_H

#include <linux/huge_mm.h>
#include <linux/hugetlb.h>
#include <linux/mm.h>

#include "../compat/mm.h"

/*
 * Whether a page is part of a folio and not its head: by bit 0 of a word that has had
 * several names, and a pointer in all other pages. Of hugetlb pages' parts that the
 * kernel has given away it is not true; they have their head's flags.
 */
static inline bool kin_page_tail(const struct page *page)
{
	return (unsigned long)READ_ONCE(page->lru.next) & 1;
}

/**
 * kin_page_mapcount - how often a page is mapped, by itself or as part of its folio
 * @folio: its folio
 * @page: the page
 *
 * The caller holds the lock of a page-table entry that maps it. No longer offered
 * to modules since 6.11; the average over the folio where the kernel keeps no
 * count of single pages (CONFIG_NO_PAGE_MAPCOUNT, 6.15).
 */
static inline int kin_page_mapcount(struct kin_folio *folio, struct page *page)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 11, 0)
	return page_mapcount(page);
#elif defined(CONFIG_NO_PAGE_MAPCOUNT)
	int entire, average;

	if (!folio_test_large(folio))
		return atomic_read(&page->_mapcount) + 1;
	entire = folio_entire_mapcount(folio);
	average = DIV_ROUND_CLOSEST(folio_large_mapcount(folio) - entire,
				    (int)folio_large_nr_pages(folio)) + entire;
	return max(average, folio_large_mapcount(folio) > 0);
#else
	/* A page with a type keeps it here, as a negative number. */
	int count = max(atomic_read(&page->_mapcount) + 1, 0);

	return folio_test_large(folio) ? count + folio_entire_mapcount(folio) : count;
#endif
}

/* Whether others map the page too; where pages are not counted, whether they may. */
static inline bool kin_page_shared(struct kin_folio *folio, int mapcount)
{
#ifdef CONFIG_NO_PAGE_MAPCOUNT
	return folio_maybe_mapped_shared(folio);
#else
	return mapcount >= 2;
#endif
}

/* How an entry's page is counted as shared. */
enum kin_sharing {
	KIN_BY_MAPCOUNT,	/* by how often it is mapped */
	KIN_AS_PRIVATE,		/* cannot be told, said to be this entry's alone */
	KIN_AS_SHARED,		/* shared, or said to be as it cannot be told: since 6.11 */
};

/**
 * struct kin_leaf - what a page-table entry stands for
 * @page: its page, or NULL
 * @sharing: how the page is counted
 * @swap: it is a page in swap
 */
struct kin_leaf {
	struct page *page;
	enum kin_sharing sharing;
	bool swap;
};

/**
 * kin_pte_bare - whether a present PTE maps a frame that is not the mapping's
 * @vma: the mapping
 * @pte: the entry
 *
 * As vm_normal_page() has it, which no module may call: a special entry has no
 * page of the mapping's. Where the architecture has no such bit, as 32-bit ARM,
 * the flags of the mapping tell: one of frames alone has none of its own (but
 * copies, which are not counted anyway), and one of both kinds has all that are
 * described at all, for which its caller looks; there the zero page is nobody's
 * since 6.11, and everywhere else.
 */
static inline bool kin_pte_bare(const struct vm_area_struct *vma, pte_t pte)
{
#ifdef CONFIG_ARCH_HAS_PTE_SPECIAL
	return pte_special(pte);
#else
	if (LINUX_VERSION_CODE < KERNEL_VERSION(6, 11, 0) && (vma->vm_flags & VM_MIXEDMAP))
		return false;
	return (vma->vm_flags & VM_PFNMAP) || is_zero_pfn(pte_pfn(pte));
#endif
}

struct kin_leaf kin_leaf_absent_pte(pte_t pte);
struct kin_leaf kin_leaf_pmd(pmd_t pmd);

#ifdef CONFIG_HUGETLB_PAGE
struct kin_leaf kin_leaf_hugetlb(pte_t *pte);
#endif

#endif
