// SPDX-License-Identifier: GPL-2.0-only
/* What page-table entries stand for: the kinds that are not usual. */
#include <linux/swap.h>
#include <linux/swapops.h>
#include <linux/version.h>
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 19, 0)
#include <linux/leafops.h>
#endif

#include "leaf.h"

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 19, 0)
static void kin_leaf_absent(struct kin_leaf *leaf, softleaf_t entry)
{
	leaf->swap = softleaf_is_swap(entry);
	if (!softleaf_has_pfn(entry))
		return;
	leaf->page = softleaf_to_page(entry);
	leaf->sharing = softleaf_is_device_private(entry) ? KIN_BY_MAPCOUNT : KIN_AS_SHARED;
}
#else
static void kin_leaf_absent(struct kin_leaf *leaf, swp_entry_t entry)
{
	bool __maybe_unused migration = is_migration_entry(entry);

	leaf->swap = !non_swap_entry(entry);
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 11, 0)
	if (!is_pfn_swap_entry(entry))
		return;
	leaf->page = pfn_to_page(swp_offset_pfn(entry));
	leaf->sharing = is_device_private_entry(entry) ? KIN_BY_MAPCOUNT : KIN_AS_SHARED;
#elif LINUX_VERSION_CODE >= KERNEL_VERSION(6, 1, 0)
	if (!is_pfn_swap_entry(entry))
		return;
	leaf->page = pfn_to_page(swp_offset_pfn(entry));
	leaf->sharing = migration ? KIN_AS_PRIVATE : KIN_BY_MAPCOUNT;
#else
	/* Flags share the number with the page frame since 6.1 only. */
	if (!migration && !is_device_private_entry(entry))
		return;
	leaf->page = pfn_to_page(swp_offset(entry));
	leaf->sharing = migration ? KIN_AS_PRIVATE : KIN_BY_MAPCOUNT;
#endif
}
#endif

/**
 * kin_leaf_absent_pte - what a PTE that is not present stands for
 * @pte: the entry, not none
 *
 * Under the page table's lock.
 */
struct kin_leaf kin_leaf_absent_pte(pte_t pte)
{
	struct kin_leaf leaf = {};

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 19, 0)
	kin_leaf_absent(&leaf, softleaf_from_pte(pte));
#else
	kin_leaf_absent(&leaf, pte_to_swp_entry(pte));
#endif
	return leaf;
}

/**
 * kin_leaf_pmd - what a huge PMD stands for
 * @pmd: the entry, not none
 *
 * The huge zero page cannot be told by its address. It is the one page that is
 * neither anonymous nor counted as mapped.
 *
 * Under the PMD's lock.
 */
struct kin_leaf kin_leaf_pmd(pmd_t pmd)
{
	struct kin_leaf leaf = {};
	struct kin_folio *folio;

	if (!pmd_present(pmd)) {
#ifdef CONFIG_ARCH_ENABLE_THP_MIGRATION
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 19, 0)
		kin_leaf_absent(&leaf, softleaf_from_pmd(pmd));
#else
		kin_leaf_absent(&leaf, pmd_to_swp_entry(pmd));
#endif
		leaf.swap = false;
#endif
		return leaf;
	}
	if (!pfn_valid(pmd_pfn(pmd)))
		return leaf;
	leaf.page = pmd_page(pmd);
	folio = page_folio(leaf.page);
	if (!folio_test_anon(folio) && !kin_page_mapcount(folio, leaf.page))
		leaf.page = NULL;
	return leaf;
}

#ifdef CONFIG_HUGETLB_PAGE
/**
 * kin_leaf_hugetlb - what a hugetlb entry stands for
 * @entry: the entry
 *
 * Its page also while that migrates. Read as a word: huge_ptep_get() is out of
 * a module's reach on arm64, and differs only in bits not asked for here. Shared
 * as well when the page table is, of which the kernel keeps count since 6.1.
 *
 * Under the entry's lock.
 */
struct kin_leaf kin_leaf_hugetlb(pte_t *entry)
{
	struct kin_leaf leaf = {};
	pte_t pte = READ_ONCE(*entry);
	bool shared = false;

	if (pte_none(pte))
		return leaf;
	if (pte_present(pte))
		leaf.page = pte_page(pte);
	else
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 19, 0)
		kin_leaf_absent(&leaf, softleaf_from_pte(pte));
#else
		kin_leaf_absent(&leaf, pte_to_swp_entry(pte));
#endif
	leaf.swap = false;
	if (!leaf.page)
		return leaf;
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 11, 0)
	shared = leaf.sharing == KIN_AS_SHARED || folio_maybe_mapped_shared(page_folio(leaf.page));
#else
	shared = page_mapcount(leaf.page) >= 2;
#endif
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 1, 0)
	shared = shared || hugetlb_pmd_shared(entry);
#endif
	leaf.sharing = shared ? KIN_AS_SHARED : KIN_AS_PRIVATE;
	return leaf;
}
#endif
