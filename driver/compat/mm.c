// SPDX-License-Identifier: GPL-2.0-only
/* Memory management from one kernel to the next, the parts too long for a header. */
#include <linux/highmem.h>
#include <linux/kintrospect.h>
#include <linux/rcupdate.h>
#include <linux/xarray.h>

#include "mm.h"

/* Flags that a kernel or an architecture lacks. */
#ifndef VM_DENYWRITE
#define VM_DENYWRITE 0		/* gone since 5.16 */
#endif
#ifndef VM_MAYBE_GUARD
#define VM_MAYBE_GUARD 0	/* since 6.19 */
#endif
#ifndef VM_UFFD_MINOR
#define VM_UFFD_MINOR 0		/* since 5.13 */
#endif
#ifndef VM_UFFD_RWP
#define VM_UFFD_RWP 0		/* since 7.2 */
#endif
#ifndef VM_PKEY_BIT0
#define VM_PKEY_BIT0 0
#define VM_PKEY_BIT1 0
#define VM_PKEY_BIT2 0
#define VM_PKEY_BIT3 0
#define VM_PKEY_BIT4 0
#endif
#ifndef VM_GROWSUP
#define VM_GROWSUP 0
#endif
#ifndef VM_MTE
#define VM_MTE 0		/* arm64, since 5.10 */
#define VM_MTE_ALLOWED 0
#endif
#ifndef VM_ARM64_BTI
#define VM_ARM64_BTI 0		/* arm64, since 5.8 */
#endif
#ifndef VM_SHADOW_STACK
#define VM_SHADOW_STACK 0	/* since 6.6 */
#endif
#ifndef VM_DROPPABLE
#define VM_DROPPABLE 0		/* since 6.11 */
#endif
#ifndef VM_SEALED
#define VM_SEALED 0		/* since 6.10 */
#endif
#ifndef VM_ALLOW_ANY_UNCACHED
#define VM_ALLOW_ANY_UNCACHED 0	/* since 6.9 */
#endif

/* Flags that give VM_ARCH_1 another name, which then is the one to show. */
#define KIN_VM_ARCH_1 (VM_ARCH_1 & ~(VM_GROWSUP | VM_ARM64_BTI | VM_DROPPABLE))

/**
 * kin_vm_flags - a mapping's flags by this interface's numbers
 * @flags: VM_*
 *
 * All numbers are constants: the compiler makes one mask of the many flags whose
 * bits agree and a test of each of the few others. Any context.
 */
u64 kin_vm_flags(unsigned long flags)
{
#define KIN_FLAG(kernel, name) (flags & (kernel) ? (u64)KINTROSPECT_VM_FLAG_##name : 0)
	return KIN_FLAG(VM_READ, READ) | KIN_FLAG(VM_WRITE, WRITE) | KIN_FLAG(VM_EXEC, EXEC) |
	       KIN_FLAG(VM_SHARED, SHARED) | KIN_FLAG(VM_MAYREAD, MAYREAD) |
	       KIN_FLAG(VM_MAYWRITE, MAYWRITE) | KIN_FLAG(VM_MAYEXEC, MAYEXEC) |
	       KIN_FLAG(VM_MAYSHARE, MAYSHARE) | KIN_FLAG(VM_GROWSDOWN, GROWSDOWN) |
	       KIN_FLAG(VM_UFFD_MISSING, UFFD_MISSING) | KIN_FLAG(VM_PFNMAP, PFNMAP) |
	       KIN_FLAG(VM_DENYWRITE, DENYWRITE) | KIN_FLAG(VM_UFFD_WP, UFFD_WP) |
	       KIN_FLAG(VM_LOCKED, LOCKED) | KIN_FLAG(VM_IO, IO) |
	       KIN_FLAG(VM_SEQ_READ, SEQ_READ) | KIN_FLAG(VM_RAND_READ, RAND_READ) |
	       KIN_FLAG(VM_DONTCOPY, DONTCOPY) | KIN_FLAG(VM_DONTEXPAND, DONTEXPAND) |
	       KIN_FLAG(VM_LOCKONFAULT, LOCKONFAULT) | KIN_FLAG(VM_ACCOUNT, ACCOUNT) |
	       KIN_FLAG(VM_NORESERVE, NORESERVE) | KIN_FLAG(VM_HUGETLB, HUGETLB) |
	       KIN_FLAG(VM_SYNC, SYNC) | KIN_FLAG(KIN_VM_ARCH_1, ARCH_1) |
	       KIN_FLAG(VM_WIPEONFORK, WIPEONFORK) | KIN_FLAG(VM_DONTDUMP, DONTDUMP) |
	       KIN_FLAG(VM_SOFTDIRTY, SOFTDIRTY) | KIN_FLAG(VM_MIXEDMAP, MIXEDMAP) |
	       KIN_FLAG(VM_HUGEPAGE, HUGEPAGE) | KIN_FLAG(VM_NOHUGEPAGE, NOHUGEPAGE) |
	       KIN_FLAG(VM_MERGEABLE, MERGEABLE) | KIN_FLAG(VM_PKEY_BIT0, PKEY_BIT0) |
	       KIN_FLAG(VM_PKEY_BIT1, PKEY_BIT1) | KIN_FLAG(VM_PKEY_BIT2, PKEY_BIT2) |
	       KIN_FLAG(VM_PKEY_BIT3, PKEY_BIT3) | KIN_FLAG(VM_PKEY_BIT4, PKEY_BIT4) |
	       KIN_FLAG(VM_UFFD_MINOR, UFFD_MINOR) | KIN_FLAG(VM_GROWSUP, GROWSUP) |
	       KIN_FLAG(VM_MTE, MTE) | KIN_FLAG(VM_MTE_ALLOWED, MTE_ALLOWED) |
	       KIN_FLAG(VM_SHADOW_STACK, SHADOW_STACK) | KIN_FLAG(VM_DROPPABLE, DROPPABLE) |
	       KIN_FLAG(VM_SEALED, SEALED) | KIN_FLAG(VM_ALLOW_ANY_UNCACHED, ALLOW_ANY_UNCACHED) |
	       KIN_FLAG(VM_ARM64_BTI, BTI) | KIN_FLAG(VM_MAYBE_GUARD, MAYBE_GUARD) |
	       KIN_FLAG(VM_UFFD_RWP, UFFD_RWP);
#undef KIN_FLAG
}

#ifdef KIN_VMA_LEAVES
/**
 * kin_vma_next_leaf - the first mapping behind the leaf at hand
 * @iter: the iterator
 *
 * Found by the kernel, which also says in which leaf: that is read directly from
 * then on if it looks as a leaf should and has the mapping where it is said to be.
 *
 * The mmap lock is held. Return: the mapping or NULL.
 */
struct vm_area_struct *kin_vma_next_leaf(struct kin_vma_iter *iter)
{
	const struct maple_range_64 *leaf;
	struct ma_state *mas = &iter->vmi.mas;
	struct vm_area_struct *vma;
	unsigned long node;

	if (iter->leaf) {
		if (iter->max == ULONG_MAX)
			return NULL;
		vma_iter_init(&iter->vmi, iter->mm, iter->max + 1);
		iter->leaf = NULL;
	}
	vma = vma_next(&iter->vmi);
	node = (unsigned long)mas->node;
	if (!vma || node <= MAPLE_NODE_MASK ||
	    ((node >> MAPLE_NODE_TYPE_SHIFT) & MAPLE_NODE_TYPE_MASK) != maple_leaf_64)
		return vma;
	leaf = &((struct maple_node *)(node & ~MAPLE_NODE_MASK))->mr64;
	if (mas->offset >= MAPLE_RANGE64_SLOTS ||
	    rcu_dereference_raw(leaf->slot[mas->offset]) != vma)
		return vma;
	iter->leaf = leaf;
	iter->max = mas->max;
	iter->at = mas->offset;
	/* The last slot's place tells how many are in use, where it is not itself. */
	iter->end = MAPLE_RANGE64_SLOTS - 1;
	if (!leaf->pivot[MAPLE_RANGE64_SLOTS - 2])
		iter->end = min_t(unsigned int, leaf->meta.end, iter->end);
	return vma;
}
#endif

/**
 * kin_pte_map_lock - map and lock the page table below a PMD
 * @mm: the address space, its mmap lock held for reading
 * @pmd: the entry
 * @addr: the address
 * @lock: set to the lock that was taken
 * @again: set when the entry changed under the walk, which should look again
 *
 * The kernel's own pte_offset_map_lock() is out of a module's reach since 6.5,
 * and since then a page table may go away under RCU while the mmap lock is held
 * for reading: so the entry is read once, the lock found by what was read, and
 * the entry compared under the lock.
 *
 * Return: the PTE of @addr, with RCU read lock and @lock held until
 * kin_pte_unmap_unlock(); NULL where there is no page table.
 */
pte_t *kin_pte_map_lock(struct mm_struct *mm, pmd_t *pmd, unsigned long addr,
			spinlock_t **lock, bool *again)
{
	pmd_t value;

	rcu_read_lock();
	value = kin_pmd_read(pmd);
	*again = kin_pmd_huge(value);
	if (pmd_none(value) || *again || unlikely(pmd_bad(value)))
		goto none;
	*lock = pte_lockptr(mm, &value);
	spin_lock(*lock);
	if (likely(pmd_same(value, kin_pmd_read(pmd)))) {
#if defined(CONFIG_HIGHPTE) && LINUX_VERSION_CODE >= KERNEL_VERSION(5, 11, 0)
		return (pte_t *)kmap_local_page(pmd_page(value)) + pte_index(addr);
#elif defined(CONFIG_HIGHPTE)
		return (pte_t *)kmap_atomic(pmd_page(value)) + pte_index(addr);
#else
		return pte_offset_kernel(&value, addr);
#endif
	}
	spin_unlock(*lock);
	*again = true;
none:
	rcu_read_unlock();
	return NULL;
}

/**
 * kin_pte_unmap_unlock - undo kin_pte_map_lock()
 * @pte: any PTE of the page table
 * @lock: its lock
 */
void kin_pte_unmap_unlock(pte_t *pte, spinlock_t *lock)
{
#if defined(CONFIG_HIGHPTE) && LINUX_VERSION_CODE >= KERNEL_VERSION(5, 11, 0)
	kunmap_local(pte);
#elif defined(CONFIG_HIGHPTE)
	kunmap_atomic(pte);
#endif
	spin_unlock(lock);
	rcu_read_unlock();
}

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
	bool migration = is_migration_entry(entry);

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
 * kin_leaf_pte - what a PTE stands for
 * @vma: the mapping
 * @pte: the entry, not none
 *
 * As vm_normal_page() has it, which no module may call: a special entry has no
 * page of the mapping's; where the architecture has no such bit, mappings that
 * may hold bare page frames have none at all, nor has the zero page.
 *
 * Under the page table's lock.
 */
struct kin_leaf kin_leaf_pte(const struct vm_area_struct *vma, pte_t pte)
{
	struct kin_leaf leaf = {};

	if (!pte_present(pte)) {
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 19, 0)
		kin_leaf_absent(&leaf, softleaf_from_pte(pte));
#else
		kin_leaf_absent(&leaf, pte_to_swp_entry(pte));
#endif
		return leaf;
	}
	if (IS_ENABLED(CONFIG_ARCH_HAS_PTE_SPECIAL) ? pte_special(pte) :
	    (vma->vm_flags & (VM_PFNMAP | VM_MIXEDMAP)) || is_zero_pfn(pte_pfn(pte)))
		return leaf;
	if (likely(pfn_valid(pte_pfn(pte))))
		leaf.page = pfn_to_page(pte_pfn(pte));
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

/**
 * kin_vma_is_shmem - whether a mapping's file is shared memory or on tmpfs
 * @vma: the mapping
 *
 * shmem_mapping() is for modules since 6.6 only, the operations it compares with
 * before that only. Without CONFIG_SHMEM nothing of it is ever in swap.
 */
bool kin_vma_is_shmem(const struct vm_area_struct *vma)
{
#ifndef CONFIG_SHMEM
	return false;
#elif LINUX_VERSION_CODE >= KERNEL_VERSION(6, 6, 0)
	return vma->vm_file && shmem_mapping(vma->vm_file->f_mapping);
#else
	return vma->vm_file && vma->vm_file->f_mapping->a_ops == &shmem_aops;
#endif
}

/**
 * kin_shmem_swapped - how many pages of a shared-memory file are in swap
 * @mapping: the file's pages
 * @first: first page
 * @last: last page
 *
 * A page in swap leaves its swap entry in the file's tree. Process context, may
 * sleep.
 */
unsigned long kin_shmem_swapped(struct address_space *mapping, pgoff_t first, pgoff_t last)
{
	XA_STATE(xas, &mapping->i_pages, first);
	unsigned long count = 0;
	unsigned int seen = 0;
	void *entry;

	rcu_read_lock();
	xas_for_each(&xas, entry, last) {
		if (xas_retry(&xas, entry))
			continue;
		if (xa_is_value(entry)) {
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
			/* Large folios go to swap whole since 6.12. */
			count += 1UL << xas_get_order(&xas);
#else
			count++;
#endif
		}
		if (++seen % 1024 == 0 || need_resched()) {
			xas_pause(&xas);
			rcu_read_unlock();
			cond_resched();
			rcu_read_lock();
		}
	}
	rcu_read_unlock();
	return count;
}
