/* SPDX-License-Identifier: GPL-2.0-only */
/* From mapping to mapping: over the kernel's tree of them, or the list there was before. */
#ifndef KIN_KERNEL_VMA_ITER_H
#define KIN_KERNEL_VMA_ITER_H

#include <linux/mm.h>
#include <linux/version.h>

/*
 * In these kernels a stack grows, and the tree of mappings changes, under the mmap lock
 * held for reading (CVE-2023-3269, mended in 6.1.37, 6.3.11 and 6.4.1). No node may be
 * kept from one mapping to the next: each is looked up from the root, as a page fault does.
 */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 1, 0) && \
	(LINUX_VERSION_CODE < KERNEL_VERSION(6, 1, 37) || \
	 (LINUX_VERSION_CODE >= KERNEL_VERSION(6, 2, 0) && \
	  LINUX_VERSION_CODE < KERNEL_VERSION(6, 3, 11)) || \
	 LINUX_VERSION_CODE == KERNEL_VERSION(6, 4, 0))
#define KIN_VMA_LOOKUPS
#endif

/*
 * Mappings hang in a maple tree since 6.1. More than half of the cost of a row was
 * the kernel's step from one to the next, which is made for readers without a
 * lock. Under the mmap lock the nodes can be read like the sorted arrays that they
 * are. What they look like is known for 6.1; later kernels take their own steps.
 */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 1, 0) && \
	LINUX_VERSION_CODE < KERNEL_VERSION(6, 2, 0) && defined(CONFIG_64BIT) && \
	!defined(KIN_VMA_LOOKUPS)
#define KIN_VMA_NODES

/* More than a tree of the most mappings a process can have, half-filled, is deep. */
#define KIN_VMA_LEVELS 12

/**
 * struct kin_vma_level - where in a node above the leaf
 * @node: the node
 * @max: last address that it stands for
 * @at: the slot
 */
struct kin_vma_level {
	const struct maple_arange_64 *node;
	unsigned long max;
	unsigned int at;
};
#endif

/**
 * struct kin_vma_iter - goes from mapping to mapping
 * @leaf: the leaf that is read, or NULL: then the kernel's iterator is in use
 * @max: last address that it stands for
 * @at: slot in it
 * @end: last slot in use
 * @depth: nodes above it
 * @up: those, from the root down
 * @vmi: the kernel's iterator, since 6.1
 * @next: the next mapping of the list that there was before
 * @mm: the address space, where mappings are looked up one by one
 * @addr: where the next mapping is looked up from
 *
 * Good for one hold of the mmap lock, which the caller has.
 */
struct kin_vma_iter {
#ifdef KIN_VMA_NODES
	const struct maple_range_64 *leaf;
	unsigned long max;
	unsigned int at;
	unsigned int end;
	unsigned int depth;
	struct kin_vma_level up[KIN_VMA_LEVELS];
#endif
#if defined(KIN_VMA_LOOKUPS)
	struct mm_struct *mm;
	unsigned long addr;
#elif LINUX_VERSION_CODE >= KERNEL_VERSION(6, 1, 0)
	struct vma_iterator vmi;
#else
	struct vm_area_struct *next;
#endif
};

#ifdef KIN_VMA_NODES
struct vm_area_struct *kin_vma_first(struct kin_vma_iter *iter, struct mm_struct *mm,
				     unsigned long addr);
struct vm_area_struct *kin_vma_next_leaf(struct kin_vma_iter *iter);

/* The next mapping in the same leaf, or NULL. */
static inline struct vm_area_struct *kin_vma_in_leaf(struct kin_vma_iter *iter)
{
	const struct maple_range_64 *leaf = iter->leaf;
	struct vm_area_struct *vma;
	unsigned long pivot;

	/* A slot is followed by another if it ends before the node does. */
	while (iter->at < iter->end) {
		pivot = leaf->pivot[iter->at];
		if (!pivot || pivot >= iter->max)
			break;
		vma = rcu_dereference_raw(leaf->slot[++iter->at]);
		if (vma)
			return vma;
	}
	return NULL;
}

/**
 * kin_vma_next - the next mapping
 * @iter: the iterator, after kin_vma_first()
 *
 * Return: the mapping or NULL.
 */
static inline struct vm_area_struct *kin_vma_next(struct kin_vma_iter *iter)
{
	struct vm_area_struct *vma;

	if (unlikely(!iter->leaf))
		return vma_next(&iter->vmi);
	vma = kin_vma_in_leaf(iter);
	return vma ? vma : kin_vma_next_leaf(iter);
}

#elif defined(KIN_VMA_LOOKUPS)
static inline struct vm_area_struct *kin_vma_next(struct kin_vma_iter *iter)
{
	struct vm_area_struct *vma = find_vma(iter->mm, iter->addr);

	if (vma)
		iter->addr = vma->vm_end;
	return vma;
}

static inline struct vm_area_struct *kin_vma_first(struct kin_vma_iter *iter,
						   struct mm_struct *mm, unsigned long addr)
{
	iter->mm = mm;
	iter->addr = addr;
	return kin_vma_next(iter);
}

#elif LINUX_VERSION_CODE >= KERNEL_VERSION(6, 1, 0)
static inline struct vm_area_struct *kin_vma_next(struct kin_vma_iter *iter)
{
	return vma_next(&iter->vmi);
}

static inline struct vm_area_struct *kin_vma_first(struct kin_vma_iter *iter,
						   struct mm_struct *mm, unsigned long addr)
{
	vma_iter_init(&iter->vmi, mm, addr);
	return vma_next(&iter->vmi);
}

#else
static inline struct vm_area_struct *kin_vma_next(struct kin_vma_iter *iter)
{
	struct vm_area_struct *vma = iter->next;

	if (vma)
		iter->next = vma->vm_next;
	return vma;
}

static inline struct vm_area_struct *kin_vma_first(struct kin_vma_iter *iter,
						   struct mm_struct *mm, unsigned long addr)
{
	iter->next = find_vma(mm, addr);
	return kin_vma_next(iter);
}
#endif

#endif
