/* SPDX-License-Identifier: GPL-2.0-only */
/* Memory management: older kernels look like the newest, with the release that changed it. */
#ifndef KIN_COMPAT_MM_H
#define KIN_COMPAT_MM_H

#include <linux/fs.h>
#include <linux/magic.h>
#include <linux/mm.h>
#include <linux/mm_inline.h>
#include <linux/page_idle.h>
#include <linux/pagewalk.h>
#include <linux/shmem_fs.h>
#include <linux/swap.h>
#include <linux/version.h>

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

#endif
