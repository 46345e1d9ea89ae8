/* SPDX-License-Identifier: GPL-2.0-only */
/* How the kernel's mapped areas are reached, which no kernel exports. */
#ifndef KIN_KERNEL_VMAP_H
#define KIN_KERNEL_VMAP_H

#include <linux/rbtree.h>
#include <linux/types.h>
#include <linux/version.h>
#include <linux/vmalloc.h>

void kin_vmap_init(void);
const char *kin_vmap_why(void);
unsigned int kin_vmap_trees(void);
struct rb_node *kin_vmap_lock(unsigned int tree);
void kin_vmap_unlock(unsigned int tree);

/*
 * Whether an area without a vm_struct is one of vm_map_ram(), and not one that is
 * just being taken down, which kernels before 6.9 do not tell apart, nor do we there.
 */
static inline bool kin_vmap_is_ram(const struct vmap_area *va)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 9, 0)
	return va->flags & 1;	/* VMAP_RAM of mm/vmalloc.c */
#else
	return true;
#endif
}

/* Areas of which not every page is there, since 6.9. */
#ifndef VM_SPARSE
#define VM_SPARSE 0
#endif

#endif
