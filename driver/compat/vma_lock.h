/* SPDX-License-Identifier: GPL-2.0-only */
/* Mappings by their own locks, without that of the address space. */
#ifndef KIN_COMPAT_VMA_LOCK_H
#define KIN_COMPAT_VMA_LOCK_H

#include <linux/err.h>
#include <linux/mm.h>
#include <linux/mmap_lock.h>
#include <linux/rcupdate.h>
#include <linux/version.h>

/* Mappings have locks since 6.4. Modules may take them in 7.3, as far as is known. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(7, 3, 0) && defined(CONFIG_PER_VMA_LOCK)
#define KIN_VMA_LOCKS true

/* How often a mapping may change between being found and being locked. */
#define KIN_VMA_LOCK_TRIES 8

/**
 * kin_vma_lock_next - the first mapping that ends above an address, read-locked
 * @mm: the address space, with a reference as a user
 * @addr: the address
 *
 * As /proc/PID/maps does since 6.17. Does not sleep. Return: the mapping, to be
 * unlocked by kin_vma_unlock(); NULL when there is none; -EBUSY when a writer has it.
 */
static inline struct vm_area_struct *kin_vma_lock_next(struct mm_struct *mm, unsigned long addr)
{
	struct vm_area_struct *vma;
	struct vma_iterator vmi;
	unsigned int tries;
	unsigned long at;

	for (tries = 0; tries < KIN_VMA_LOCK_TRIES; tries++) {
		rcu_read_lock();
		vma_iter_init(&vmi, mm, addr);
		vma = vma_next(&vmi);
		/* It may be another's by now. What is locked by its address is not. */
		at = vma ? max(READ_ONCE(vma->vm_start), addr) : 0;
		rcu_read_unlock();
		if (!vma)
			return NULL;
		vma = lock_vma_under_rcu(mm, at);
		if (vma)
			return vma;
	}
	return ERR_PTR(-EBUSY);
}

/* The mapping of an address, read-locked; NULL when there is none or a writer has it. */
static inline struct vm_area_struct *kin_vma_lock_at(struct mm_struct *mm, unsigned long addr)
{
	return lock_vma_under_rcu(mm, addr);
}

static inline void kin_vma_unlock(struct vm_area_struct *vma)
{
	vma_end_read(vma);
}
#else
#define KIN_VMA_LOCKS false

static inline struct vm_area_struct *kin_vma_lock_next(struct mm_struct *mm, unsigned long addr)
{
	return ERR_PTR(-EBUSY);
}

static inline struct vm_area_struct *kin_vma_lock_at(struct mm_struct *mm, unsigned long addr)
{
	return NULL;
}

static inline void kin_vma_unlock(struct vm_area_struct *vma)
{
}
#endif

#endif
