// SPDX-License-Identifier: GPL-2.0-only
/* Where things are in the structures of slab caches, which the kernel keeps to itself. */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/magic.h>
#include <linux/mm.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/version.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 8, 0) && defined(CONFIG_SLUB)
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 17, 0)
/* Nobody calls its inline functions of struct slab, which is private since 5.17. */
struct slab {
	unsigned int objects;
};

static inline void *slab_address(const struct slab *slab)
{
	return NULL;
}
#endif
#include <linux/slub_def.h>
#endif

#include "btf.h"
#include "slab_offsets.h"
#include "symbol.h"

struct kin_slab_cache_offsets kin_cache __ro_after_init;
struct kin_slab_node_offsets kin_node __ro_after_init;

/**
 * kin_slab_find_ops - the operations behind /proc/slabinfo
 *
 * Constants of the kernel's. Only if it is that file of that file system, and begins a
 * walk as expected. Process context, may sleep. Return: NULL when it is not there.
 */
const struct seq_operations __init *kin_slab_find_ops(void)
{
	struct file *file = filp_open("/proc/slabinfo", O_RDONLY, 0);
	const struct seq_operations *ops = NULL;
	char name[KSYM_SYMBOL_LEN];
	struct dentry *dentry;

	if (IS_ERR(file))
		return NULL;
	dentry = file->f_path.dentry;
	if (dentry->d_sb->s_magic == PROC_SUPER_MAGIC && IS_ROOT(dentry->d_parent) &&
	    !strcmp(dentry->d_name.name, "slabinfo") && file->private_data)
		ops = ((struct seq_file *)file->private_data)->op;
	if (ops) {
		kin_symbol_name(name, (unsigned long)ops->start);
		if (strcmp(name, "slab_start"))
			ops = NULL;
	}
	filp_close(file, NULL);
	return ops;
}

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 8, 0) && defined(CONFIG_SLUB)

/**
 * kin_slab_find_cache - where things are in struct kmem_cache
 *
 * After kin_btf_init(). Process context, may sleep.
 */
void __init kin_slab_find_cache(void)
{
#define KIN_MEMBER(member) (kin_cache.member = offsetof(struct kmem_cache, member))
	KIN_MEMBER(name);
	KIN_MEMBER(list);
	KIN_MEMBER(size);
	KIN_MEMBER(object_size);
	KIN_MEMBER(align);
	KIN_MEMBER(flags);
	KIN_MEMBER(refcount);
	KIN_MEMBER(min_partial);
	KIN_MEMBER(ctor);
	KIN_MEMBER(oo);
	KIN_MEMBER(min);
	KIN_MEMBER(node);
	kin_cache.cpu_partial = -1;
	kin_cache.sheaf_capacity = -1;
	kin_cache.useroffset = -1;
	kin_cache.usersize = -1;
#ifdef CONFIG_SLUB_CPU_PARTIAL
	KIN_MEMBER(cpu_partial);
#endif
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 3, 0) || defined(CONFIG_HARDENED_USERCOPY)
	KIN_MEMBER(useroffset);
	KIN_MEMBER(usersize);
#endif
#undef KIN_MEMBER
	kin_cache.node_step = sizeof(void *);
	kin_cache.known = true;
}

#else

static int __init kin_slab_member(const char *name, size_t size)
{
	return kin_btf_offset("kmem_cache", name, size);
}

void __init kin_slab_find_cache(void)
{
	int per_node;

	kin_cache.name = kin_slab_member("name", sizeof(char *));
	kin_cache.list = kin_slab_member("list", sizeof(struct list_head));
	kin_cache.size = kin_slab_member("size", sizeof(u32));
	kin_cache.object_size = kin_slab_member("object_size", sizeof(u32));
	kin_cache.align = kin_slab_member("align", sizeof(u32));
	kin_cache.flags = kin_slab_member("flags", sizeof(u32));
	kin_cache.refcount = kin_slab_member("refcount", sizeof(s32));
	kin_cache.min_partial = kin_slab_member("min_partial", sizeof(long));
	kin_cache.ctor = kin_slab_member("ctor", sizeof(void *));
	kin_cache.oo = kin_slab_member("oo", sizeof(u32));
	kin_cache.min = kin_slab_member("min", sizeof(u32));
	kin_cache.cpu_partial = kin_slab_member("cpu_partial", sizeof(u32));
	kin_cache.sheaf_capacity = kin_slab_member("sheaf_capacity", sizeof(u32));
	kin_cache.useroffset = kin_slab_member("useroffset", sizeof(u32));
	kin_cache.usersize = kin_slab_member("usersize", sizeof(u32));
	/* An array; since 7.0 of structures that have the pointer. */
	kin_cache.node = kin_slab_member("node", 0);
	kin_cache.node_step = sizeof(void *);
	if (kin_cache.node < 0) {
		kin_cache.node = kin_slab_member("per_node", 0);
		kin_cache.node_step = kin_btf_sizeof("kmem_cache_per_node_ptrs");
		per_node = kin_btf_offset("kmem_cache_per_node_ptrs", "node", sizeof(void *));
		if (kin_cache.node < 0 || kin_cache.node_step <= 0 || per_node < 0)
			return;
		kin_cache.node += per_node;
	}
	kin_cache.known = kin_cache.name >= 0 && kin_cache.list >= 0 && kin_cache.size >= 0 &&
		kin_cache.object_size >= 0 && kin_cache.align >= 0 && kin_cache.flags >= 0 &&
		kin_cache.refcount >= 0 && kin_cache.min_partial >= 0 && kin_cache.ctor >= 0 &&
		kin_cache.oo >= 0 && kin_cache.min >= 0;
}

#endif

/* As struct kmem_cache_node of mm/slab.h is with CONFIG_SLUB_DEBUG. */
struct kin_slab_node {
	spinlock_t list_lock;
	unsigned long nr_partial;
	struct list_head partial;
	atomic_long_t nr_slabs;
	atomic_long_t total_objects;
};

/**
 * kin_slab_find_node - where things are in struct kmem_cache_node
 *
 * After kin_btf_init(), whose information is taken; without it, the structure has
 * been the same from 5.10 to 7.3. To be compared with what the kernel counts in
 * either case. Process context, may sleep.
 */
void __init kin_slab_find_node(void)
{
	kin_node.nr_partial = kin_btf_offset("kmem_cache_node", "nr_partial", sizeof(long));
	/* A structure of one number. */
	kin_node.nr_slabs = kin_btf_offset("kmem_cache_node", "nr_slabs",
					   sizeof(atomic_long_t));
	kin_node.total_objects = kin_btf_offset("kmem_cache_node", "total_objects",
						sizeof(atomic_long_t));
	if (kin_node.nr_partial < 0 || kin_node.nr_slabs < 0 || kin_node.total_objects < 0) {
		kin_node.nr_partial = offsetof(struct kin_slab_node, nr_partial);
		kin_node.nr_slabs = offsetof(struct kin_slab_node, nr_slabs);
		kin_node.total_objects = offsetof(struct kin_slab_node, total_objects);
	}
}
