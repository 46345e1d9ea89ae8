// SPDX-License-Identifier: GPL-2.0-only
/* Reads the nodes of the maple tree of mappings; vma_iter.h says why and when. */
#include "vma_iter.h"

#ifdef KIN_VMA_NODES

/*
 * Go down from a node to the leaf that has @addr. What is no tree of mappings as
 * 6.1 makes it is refused.
 */
static bool kin_vma_descend(struct kin_vma_iter *iter, const void *entry, unsigned long max,
			    unsigned long addr)
{
	const struct maple_arange_64 *node;
	const struct maple_range_64 *leaf;
	const struct maple_node *any;
	struct kin_vma_level *level;
	unsigned int type, at;

	for (;;) {
		/* Nodes are aligned; what they are is coded below. */
		any = (const struct maple_node *)((unsigned long)entry & ~MAPLE_NODE_MASK);
		type = ((unsigned long)entry >> MAPLE_NODE_TYPE_SHIFT) & MAPLE_NODE_TYPE_MASK;
		if (type != maple_arange_64)
			break;
		node = &any->ma64;
		if (iter->depth == KIN_VMA_LEVELS || node->meta.end >= MAPLE_ARANGE64_SLOTS)
			return false;
		for (at = 0; at < node->meta.end && node->pivot[at] < addr; at++)
			;
		level = &iter->up[iter->depth++];
		*level = (struct kin_vma_level){ .node = node, .max = max, .at = at };
		if (at < node->meta.end)
			max = node->pivot[at];
		entry = rcu_dereference_raw(node->slot[at]);
	}
	if (!any || type != maple_leaf_64)
		return false;
	leaf = &any->mr64;
	/* The place of the last slot says how many are in use, unless it is in use itself. */
	iter->end = MAPLE_RANGE64_SLOTS - 1;
	if (!leaf->pivot[MAPLE_RANGE64_SLOTS - 2])
		iter->end = min_t(unsigned int, leaf->meta.end, iter->end);
	for (at = 0; at < iter->end; at++)
		if (!leaf->pivot[at] || leaf->pivot[at] >= addr)
			break;
	iter->leaf = leaf;
	iter->max = max;
	iter->at = at;
	return true;
}

/**
 * kin_vma_next_leaf - the first mapping after the current leaf
 * @iter: the iterator
 *
 * The mmap lock is held. Return: the mapping or NULL.
 */
struct vm_area_struct *kin_vma_next_leaf(struct kin_vma_iter *iter)
{
	struct kin_vma_level *level;
	struct vm_area_struct *vma;
	unsigned long pivot, max;

	while (iter->depth) {
		level = &iter->up[iter->depth - 1];
		if (level->at >= level->node->meta.end) {
			iter->depth--;
			continue;
		}
		pivot = level->node->pivot[level->at++];
		max = level->at < level->node->meta.end ? level->node->pivot[level->at] :
							  level->max;
		if (!kin_vma_descend(iter, rcu_dereference_raw(level->node->slot[level->at]),
				     max, pivot + 1))
			break;
		vma = rcu_dereference_raw(iter->leaf->slot[iter->at]);
		if (!vma)
			vma = kin_vma_in_leaf(iter);
		if (vma)
			return vma;
	}
	return NULL;
}

/**
 * kin_vma_first - begin with the first mapping that ends above an address
 * @iter: the iterator
 * @mm: the address space, its mmap lock held
 * @addr: the address
 *
 * If the kernel finds another than is read from the nodes, then these are not what
 * they are taken for, and the kernel's own iterator is used.
 *
 * Return: the mapping or NULL.
 */
struct vm_area_struct *kin_vma_first(struct kin_vma_iter *iter, struct mm_struct *mm,
				     unsigned long addr)
{
	const void *root = rcu_dereference_raw(mm->mm_mt.ma_root);
	struct vm_area_struct *vma = NULL;

	iter->leaf = NULL;
	iter->depth = 0;
	if (xa_is_node(root) && kin_vma_descend(iter, root, ULONG_MAX, addr)) {
		vma = rcu_dereference_raw(iter->leaf->slot[iter->at]);
		if (!vma)
			vma = kin_vma_in_leaf(iter);
		if (!vma)
			vma = kin_vma_next_leaf(iter);
		if (vma == find_vma(mm, addr))
			return vma;
	}
	iter->leaf = NULL;
	vma_iter_init(&iter->vmi, mm, addr);
	return vma_next(&iter->vmi);
}

#endif
