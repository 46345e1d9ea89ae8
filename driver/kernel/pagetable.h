/* SPDX-License-Identifier: GPL-2.0-only */
/* Page tables of processes, as far as they can be walked without the kernel's own walk. */
#ifndef KIN_KERNEL_PAGETABLE_H
#define KIN_KERNEL_PAGETABLE_H

#include <linux/highmem.h>
#include <linux/huge_mm.h>
#include <linux/mm.h>

#include "../compat/mm.h"

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

#endif
