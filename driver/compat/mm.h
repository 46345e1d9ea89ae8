/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Memory management from one kernel to the next. Sources are written for the
 * newest; here is what older ones need, with the release that changed it.
 */
#ifndef KIN_COMPAT_MM_H
#define KIN_COMPAT_MM_H

#include <linux/fs.h>
#include <linux/highmem.h>
#include <linux/huge_mm.h>
#include <linux/hugetlb.h>
#include <linux/magic.h>
#include <linux/mm.h>
#include <linux/mm_inline.h>
#include <linux/page_idle.h>
#include <linux/pagewalk.h>
#include <linux/shmem_fs.h>
#include <linux/swap.h>
#include <linux/swapops.h>
#include <linux/version.h>
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 19, 0)
#include <linux/leafops.h>
#endif

/* --- address spaces ---------------------------------------------------- */

/**
 * kin_mm_bytes - what an address space has of a kind of pages
 * @mm: the address space
 * @member: MM_ANONPAGES, MM_FILEPAGES, MM_SHMEMPAGES or MM_SWAPENTS
 *
 * Bytes, as in /proc/PID/status. Any context. A counter per processor since 6.2,
 * of which get_mm_counter() sees none of what a small process has: they are added
 * up, at the cost of a word for each processor.
 */
static inline u64 kin_mm_bytes(struct mm_struct *mm, int member)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 2, 0)
	return (u64)percpu_counter_sum_positive(&mm->rss_stat[member]) << PAGE_SHIFT;
#else
	return (u64)get_mm_counter(mm, member) << PAGE_SHIFT;
#endif
}

/* Whether that costs a word for each processor. */
#define KIN_MM_PERCPU (LINUX_VERSION_CODE >= KERNEL_VERSION(6, 2, 0))

/* The most it ever had resident, in bytes: the kernel notes it before it shrinks only. */
static inline u64 kin_mm_hiwater_rss_bytes(struct mm_struct *mm)
{
	u64 now = kin_mm_bytes(mm, MM_ANONPAGES) + kin_mm_bytes(mm, MM_FILEPAGES) +
		  kin_mm_bytes(mm, MM_SHMEMPAGES);

	return max_t(u64, (u64)READ_ONCE(mm->hiwater_rss) << PAGE_SHIFT, now);
}

/* --- mappings ---------------------------------------------------------- */

/* What /proc/PID/maps calls [heap]: since 6.6 mappings that only touch it do not count. */
static inline bool kin_vma_named_heap(const struct vm_area_struct *vma,
				      unsigned long start_brk, unsigned long brk)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 6, 0)
	return vma->vm_start < brk && vma->vm_end > start_brk;
#else
	return vma->vm_start <= brk && vma->vm_end >= start_brk;
#endif
}

/* The name given by prctl(PR_SET_VMA), since 5.17, to shared memory too since 6.2; or NULL. */
static inline const char *kin_vma_anon_name(const struct vm_area_struct *vma)
{
#ifdef CONFIG_ANON_VMA_NAME
	if (LINUX_VERSION_CODE < KERNEL_VERSION(6, 2, 0) && vma->vm_file)
		return NULL;
	return vma->anon_name ? vma->anon_name->name : NULL;
#else
	return NULL;
#endif
}

/* Path and inode that the user opened, which of a backing file (6.8) are not its own. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 8, 0)
#define kin_file_path(file) file_user_path(file)
#define kin_file_inode(file) file_user_inode(file)
#else
#define kin_file_path(file) ((const struct path *)&(file)->f_path)
#define kin_file_inode(file) ((const struct inode *)file_inode(file))
#endif

/* --- page tables ------------------------------------------------------- */

/* A walk says which lock it relies on since 6.5. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 5, 0)
#define KIN_WALK_LOCK .walk_lock = PGWALK_RDLOCK,
#else
#define KIN_WALK_LOCK
#endif

/* Without a torn read where an entry is wider than a word: since 6.2 by this name. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 2, 0)
#define kin_pmd_read(pmd) pmdp_get_lockless(pmd)
#else
#define kin_pmd_read(pmd) pmd_read_atomic(pmd)
#endif

/* As pmd_same(), without a hypervisor's word on either, which on x86 doubles the cost. */
static inline bool kin_pmd_same(pmd_t a, pmd_t b)
{
	return !memcmp(&a, &b, sizeof(a));
}

/*
 * Tables below the top, found by an entry that is read once. It may change meanwhile: a
 * device's page of a GiB is zapped without the mmap lock, and what is none then would be
 * taken for a table. A level that is folded, when compiled or when booted, has no entries
 * of its own; its table is the entry above it, which must not be a copy.
 *
 * Return: NULL where there is no table.
 */
static inline p4d_t *kin_p4d_table(struct mm_struct *mm, pgd_t *pgd, unsigned long addr)
{
#ifndef __PAGETABLE_P4D_FOLDED
	if (!mm_p4d_folded(mm)) {
		pgd_t value = READ_ONCE(*pgd);

		if (pgd_none(value) || unlikely(pgd_bad(value)))
			return NULL;
		return p4d_offset_lockless(pgd, value, addr);
	}
#endif
	return p4d_offset(pgd, addr);
}

static inline pud_t *kin_pud_table(struct mm_struct *mm, p4d_t *p4d, unsigned long addr)
{
#ifndef __PAGETABLE_PUD_FOLDED
	if (!mm_pud_folded(mm)) {
		p4d_t value = READ_ONCE(*p4d);

		if (p4d_none(value) || unlikely(p4d_bad(value)))
			return NULL;
		return pud_offset_lockless(p4d, value, addr);
	}
#endif
	return pud_offset(p4d, addr);
}

/* Huge ones are a device's: nothing in them counts. */
static inline pmd_t *kin_pmd_table(struct mm_struct *mm, pud_t *pud, unsigned long addr)
{
#ifndef __PAGETABLE_PMD_FOLDED
	if (!mm_pmd_folded(mm)) {
		pud_t value = READ_ONCE(*pud);

		if (pud_none(value) || !pud_present(value) || pud_leaf(value) ||
		    unlikely(pud_bad(value)))
			return NULL;
		return pmd_offset_lockless(pud, value, addr);
	}
#endif
	return pmd_offset(pud, addr);
}

/* Not every architecture has these without huge pages. */
static inline bool kin_pmd_young(pmd_t pmd)
{
#ifdef CONFIG_TRANSPARENT_HUGEPAGE
	return pmd_young(pmd);
#else
	return false;
#endif
}

static inline bool kin_pmd_dirty(pmd_t pmd)
{
#ifdef CONFIG_TRANSPARENT_HUGEPAGE
	return pmd_dirty(pmd);
#else
	return false;
#endif
}

static inline bool kin_pmd_huge(pmd_t pmd)
{
	return !pmd_none(pmd) && (!pmd_present(pmd) || pmd_trans_huge(pmd) || pmd_leaf(pmd));
}

/**
 * struct kin_ptes - a page table that was found lately
 * @pmd: what points to it; none: there is no such table
 * @lock: its lock
 * @first: its first entry
 *
 * Neighbours lie below the same table, and to find its lock and its entries costs as
 * much as to read a few of them. Both follow from what points to the table and nothing
 * else, so they stay good whatever happens to the table meanwhile; but not where the
 * lock has memory of its own, or the entries are mapped for each use.
 */
struct kin_ptes {
	pmd_t pmd;
	spinlock_t *lock;
	pte_t *first;
};

#if ALLOC_SPLIT_PTLOCKS || defined(CONFIG_HIGHPTE)
#define KIN_PTES_STAY false
#else
#define KIN_PTES_STAY true
#endif

/* Whether a PMD points to the page table that was found lately. */
static __always_inline bool kin_ptes_known(const struct kin_ptes *ptes, pmd_t pmd)
{
	return KIN_PTES_STAY && kin_pmd_same(ptes->pmd, pmd) && !pmd_none(pmd);
}

/* Find the page table that a PMD points to, which is neither none nor bad. */
static __always_inline void kin_ptes_find(struct kin_ptes *ptes, struct mm_struct *mm, pmd_t pmd)
{
	ptes->pmd = pmd;
	ptes->lock = pte_lockptr(mm, &pmd);
#ifndef CONFIG_HIGHPTE
	ptes->first = pte_offset_kernel(&pmd, 0);
#endif
}

/**
 * kin_ptes_lock - lock a page table, and map it where that is needed
 * @ptes: the table
 * @pmd: the entry that points to it, which was read in this RCU read section
 * @addr: the address
 *
 * The kernel's own pte_offset_map_lock() is out of a module's reach since 6.5,
 * and since then a page table may go away under RCU while the mmap lock is held
 * for reading: so the lock is found by what was read, and the entry compared
 * under the lock.
 *
 * Return: the PTE of @addr, the lock held until kin_ptes_unlock(); NULL when the
 * entry has changed.
 */
static __always_inline pte_t *kin_ptes_lock(const struct kin_ptes *ptes, pmd_t *pmd,
					    unsigned long addr)
{
	spin_lock(ptes->lock);
	if (unlikely(!kin_pmd_same(ptes->pmd, kin_pmd_read(pmd)))) {
		spin_unlock(ptes->lock);
		return NULL;
	}
	/* For sparse, which cannot see that the lock is kept only here. */
	__release(ptes->lock);
#if defined(CONFIG_HIGHPTE) && LINUX_VERSION_CODE >= KERNEL_VERSION(5, 11, 0)
	return (pte_t *)kmap_local_page(pmd_page(ptes->pmd)) + pte_index(addr);
#elif defined(CONFIG_HIGHPTE)
	return (pte_t *)kmap_atomic(pmd_page(ptes->pmd)) + pte_index(addr);
#else
	return ptes->first + pte_index(addr);
#endif
}

/**
 * kin_ptes_unlock - undo kin_ptes_lock()
 * @ptes: the table
 * @pte: any PTE of it
 */
static __always_inline void kin_ptes_unlock(const struct kin_ptes *ptes, const pte_t *pte)
{
	__acquire(ptes->lock);
#if defined(CONFIG_HIGHPTE) && LINUX_VERSION_CODE >= KERNEL_VERSION(5, 11, 0)
	kunmap_local(pte);
#elif defined(CONFIG_HIGHPTE)
	kunmap_atomic((pte_t *)pte);
#endif
	spin_unlock(ptes->lock);
}

/* What a PTE is made of, all of its bits or'ed into a word: 0 where it is none. */
static __always_inline unsigned long kin_pte_bits(const pte_t *pte)
{
	const unsigned long *word = (const unsigned long *)pte;

	BUILD_BUG_ON(sizeof(*pte) > 2 * sizeof(*word));
	if (sizeof(*pte) == sizeof(*word))
		return READ_ONCE(word[0]);
	return READ_ONCE(word[0]) | READ_ONCE(word[1]);
}

/* --- pages ------------------------------------------------------------- */

/* Folios are since 5.16; before, the head page played their part. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 16, 0)
#define kin_folio folio
#else
#define kin_folio page
#define page_folio(page) compound_head(page)
#define folio_test_anon(folio) PageAnon(folio)
#define folio_test_swapbacked(folio) PageSwapBacked(folio)
#define folio_test_dirty(folio) PageDirty(folio)
#define folio_test_referenced(folio) PageReferenced(folio)
#define folio_ref_count(folio) page_ref_count(folio)
#define folio_is_zone_device(folio) is_zone_device_page(folio)
#endif

/* By this name since 6.15. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 10, 0) && LINUX_VERSION_CODE < KERNEL_VERSION(6, 15, 0)
#define folio_maybe_mapped_shared(folio) folio_likely_mapped_shared(folio)
#endif

/*
 * Whether a page is part of a folio and not its head: by bit 0 of a word that has had
 * several names, and a pointer in all other pages. Of hugetlb pages' parts that the
 * kernel has given away it is not true; they have their head's flags.
 */
static inline bool kin_page_tail(const struct page *page)
{
	return (unsigned long)READ_ONCE(page->lru.next) & 1;
}

/* The flags of a folio as a word: a type of their own since 6.18. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 18, 0)
#define kin_folio_flags(folio) ((folio)->flags.f)
#else
#define kin_folio_flags(folio) ((folio)->flags)
#endif

/* The idle bit lies outside of struct page on 32-bit kernels, where no module gets at it. */
#if defined(CONFIG_64BIT) && \
	(defined(CONFIG_PAGE_IDLE_FLAG) || defined(CONFIG_IDLE_PAGE_TRACKING))
#define KIN_FOLIO_YOUNG BIT(PG_young)
#else
#define KIN_FOLIO_YOUNG 0UL
#endif

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

/* --- shared memory ----------------------------------------------------- */

/**
 * kin_vma_is_shmem - whether a mapping's file is shared memory or on tmpfs
 * @vma: the mapping
 *
 * shmem_mapping() is for modules since 6.6 only. Before, what it compares with is
 * not on all kernels: but all regular files of its file system, /dev's included,
 * are shared memory. Without CONFIG_SHMEM nothing of it is ever in swap.
 */
static inline bool kin_vma_is_shmem(const struct vm_area_struct *vma)
{
#ifndef CONFIG_SHMEM
	return false;
#elif LINUX_VERSION_CODE >= KERNEL_VERSION(6, 6, 0)
	return vma->vm_file && shmem_mapping(vma->vm_file->f_mapping);
#else
	const struct inode *inode = vma->vm_file ? vma->vm_file->f_mapping->host : NULL;

	return inode && S_ISREG(inode->i_mode) && inode->i_sb->s_magic == TMPFS_MAGIC;
#endif
}

unsigned long kin_shmem_swapped(struct address_space *mapping, pgoff_t first, pgoff_t last,
				unsigned int *entries);

#endif
