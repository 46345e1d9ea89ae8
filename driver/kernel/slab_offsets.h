/* SPDX-License-Identifier: GPL-2.0-only */
/* Where things are in the structures of slab caches; for slab_cache.c alone. */
#ifndef KIN_KERNEL_SLAB_OFFSETS_H
#define KIN_KERNEL_SLAB_OFFSETS_H

#include <linux/types.h>

struct seq_operations;

/* kmem_cache_order_objects: order above, objects below (mm/slub.c). */
#define KIN_OO_SHIFT 16

/**
 * struct kin_slab_cache_offsets - where members lie in struct kmem_cache
 * @known: all but the next four are there, and @node
 * @cpu_partial: -1: there is none, as with the three behind it
 * @node: pointers to nodes' parts: where the first lies,
 * @node_step: and bytes from one to the next
 *
 * All others have the member's name, and are the bytes before it.
 */
struct kin_slab_cache_offsets {
	int name, list, size, object_size, align, flags, refcount, min_partial, ctor, oo, min;
	int cpu_partial, sheaf_capacity, useroffset, usersize;
	int node;
	int node_step;
	bool known;
};

/**
 * struct kin_slab_node_offsets - and in struct kmem_cache_node
 * @known: it was compared with what the kernel counts
 */
struct kin_slab_node_offsets {
	int nr_partial, nr_slabs, total_objects;
	bool known;
};

extern struct kin_slab_cache_offsets kin_cache;
extern struct kin_slab_node_offsets kin_node;

const struct seq_operations *kin_slab_find_ops(void);
void kin_slab_find_cache(void);
void kin_slab_find_node(void);

#endif
