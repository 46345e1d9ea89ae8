/* SPDX-License-Identifier: GPL-2.0-only */
/* Caches of the slab allocator, whose structures and list are the kernel's own. */
#ifndef KIN_KERNEL_SLAB_CACHE_H
#define KIN_KERNEL_SLAB_CACHE_H

#include <linux/list.h>
#include <linux/types.h>

struct kmem_cache;
struct slabinfo;

/* As mm/slab.h declares it, for kin_lookup_addr(). */
void get_slabinfo(struct kmem_cache *s, struct slabinfo *sinfo);

/*
 * Partial slabs of a node whose free objects are counted at most, with interrupts
 * off: about 0.5 ms. Since 6.10 the kernel keeps to the same number by itself and estimates the
 * rest (MAX_PARTIAL_TO_SCAN in mm/slub.c); before, it counts them all.
 */
#define KIN_SLAB_PARTIAL_MAX 10000

#define KIN_SLAB_NAME 64

/* Parts of struct kin_slab that are known. */
#define KIN_SLAB_CACHE 1U	/* what struct kmem_cache has */
#define KIN_SLAB_COUNTS 2U	/* objects and slabs */
#define KIN_SLAB_ACTIVE 4U	/* active */
#define KIN_SLAB_PARTIAL 8U	/* partial, capped */
#define KIN_SLAB_MEMORY 16U	/* pages */

/**
 * struct kin_slab - what was read of a cache
 * @name: its name, cut to fit
 * @known: KIN_SLAB_*: which of these groups are good; @name, @size, @per_slab and
 *	@slab_pages always are
 * @size: bytes from object to object
 * @per_slab: objects in a slab of the usual order
 * @slab_pages: pages of such a slab
 * @object_size: bytes of an object as asked for
 * @align: alignment of objects, bytes
 * @flags: KINTROSPECT_SLAB_FLAG_*
 * @refcount: users, or below zero
 * @cpu_partial: objects that a CPU may keep in partial slabs
 * @sheaf_capacity: objects in a sheaf
 * @useroffset: where the part for user space begins
 * @usersize: bytes of that part
 * @min_partial: empty slabs that a node keeps
 * @ctor: address of the constructor, or 0
 * @objects: objects that all slabs have room for
 * @active: those not known to be free
 * @slabs: slabs of all nodes
 * @partial: those on nodes' partial lists
 * @pages: pages of all slabs
 * @capped: some node has more than KIN_SLAB_PARTIAL_MAX partial slabs
 * @nodes: nodes that were looked at, again and again if need be
 * @scan: partial slabs whose free objects are counted if they are
 * @counted: partial slabs whose free objects were counted, as often as they were
 */
struct kin_slab {
	char name[KIN_SLAB_NAME];
	unsigned int known;
	u32 size;
	u32 per_slab;
	u32 slab_pages;
	u32 object_size;
	u32 align;
	u64 flags;
	s32 refcount;
	u32 cpu_partial;
	u32 sheaf_capacity;
	u32 useroffset;
	u32 usersize;
	unsigned long min_partial;
	unsigned long ctor;
	unsigned long objects;
	unsigned long active;
	unsigned long slabs;
	unsigned long partial;
	u64 pages;
	bool capped;
	unsigned int nodes;
	unsigned int scan;
	unsigned int counted;
};

/* What may be missing, for kin_slab_why(). */
enum kin_slab_part {
	KIN_SLAB_WHY_ALL,
	KIN_SLAB_WHY_CACHE,
	KIN_SLAB_WHY_COUNTS,
	KIN_SLAB_WHY_PARTIAL,
	KIN_SLAB_WHY_CPU_PARTIAL,
	KIN_SLAB_WHY_SHEAF,
	KIN_SLAB_WHY_USER,
};

void kin_slab_init(void);
const char *kin_slab_why(enum kin_slab_part part);

const struct list_head *kin_slab_lock(void);
bool kin_slab_trylock(const struct list_head **head);
void kin_slab_unlock(void);
u32 kin_slab_hash(const struct list_head *at);
bool kin_slab_read(const struct list_head *at, const char *name, bool active,
		   struct kin_slab *slab);

#endif
