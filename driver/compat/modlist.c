// SPDX-License-Identifier: GPL-2.0-only
/* Where the list of modules begins, which no symbol need tell. */
#include <linux/cache.h>
#include <linux/mm.h>
#include <linux/rculist.h>
#include <linux/uaccess.h>

#include "modlist.h"

#define KIN_MODLIST_STEPS 65536

static const struct list_head *kin_modlist_head __ro_after_init;

/*
 * A module is part of its own memory, which is of whole pages and has a beginning and an
 * end; what lies around the head does not say so of itself.
 */
static bool kin_modlist_module(const struct list_head *entry)
{
	const struct module *mod = list_entry(entry, struct module, list);
	unsigned long addr = (unsigned long)mod;
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 4, 0)
	struct module_memory mem;
	const void *from = &mod->mem[MOD_DATA];
#else
	struct module_layout mem;
	const void *from = &mod->core_layout;
#endif

	if (copy_from_kernel_nofault(&mem, from, sizeof(mem)) || !mem.base ||
	    !PAGE_ALIGNED(mem.base))
		return false;
	return addr >= (unsigned long)mem.base && addr - (unsigned long)mem.base < mem.size;
}

/**
 * kin_modlist_init - find the list
 *
 * While the driver is being loaded: it is in the list then, and what follows it are
 * modules up to the head. Not what is before it: the newest module comes first, but
 * others are being loaded as well. Process context.
 */
void kin_modlist_init(void)
{
	const struct list_head *at = &THIS_MODULE->list;
	unsigned int steps;

	rcu_read_lock();
	for (steps = 0; steps < KIN_MODLIST_STEPS; steps++) {
		at = READ_ONCE(at->next);
		if (!kin_modlist_module(at)) {
			kin_modlist_head = at;
			break;
		}
	}
	rcu_read_unlock();
}

/**
 * kin_modlist - the head of the list of modules
 *
 * To be read under RCU, the newest module first. Return: NULL if it was not found.
 */
const struct list_head *kin_modlist(void)
{
	return kin_modlist_head;
}
