// SPDX-License-Identifier: GPL-2.0-only
/* Where the list of modules begins, which no symbol need tell. */
#include <linux/cache.h>
#include <linux/mm.h>
#include <linux/rculist.h>
#include <linux/uaccess.h>

#include "btf.h"
#include "modlist.h"

#define KIN_MODLIST_STEPS 65536

static const struct list_head *kin_modlist_head __ro_after_init;

/* Where members of struct module_use lie, or less than 0. */
static int kin_use_list __ro_after_init = -ENOENT;
static int kin_use_source __ro_after_init = -ENOENT;
static int kin_use_target __ro_after_init = -ENOENT;

/* Up to the end of the last of them; one copy that may fail is dearer than its bytes. */
#define KIN_MODULE_USE_MAX 64
static unsigned int kin_use_size __ro_after_init;

/* By 7.3 it is no longer in a header. */
static void kin_module_use_init(void)
{
#if !defined(CONFIG_MODULE_UNLOAD)
	return;
#elif LINUX_VERSION_CODE >= KERNEL_VERSION(6, 13, 0)
	kin_use_list = kin_btf_offset("module_use", "source_list", sizeof(struct list_head));
	kin_use_source = kin_btf_offset("module_use", "source", sizeof(void *));
	kin_use_target = kin_btf_offset("module_use", "target", sizeof(void *));
#else
	kin_use_list = offsetof(struct module_use, source_list);
	kin_use_source = offsetof(struct module_use, source);
	kin_use_target = offsetof(struct module_use, target);
#endif
	kin_use_size = max3(kin_use_list + (int)sizeof(struct list_head),
			    kin_use_source + (int)sizeof(void *),
			    kin_use_target + (int)sizeof(void *));
	if (kin_use_size > KIN_MODULE_USE_MAX)
		kin_use_list = -ENOENT;
}

/* Why it is not known who uses a module: a string constant, or NULL. */
const char *kin_module_use_why(void)
{
	if (!IS_ENABLED(CONFIG_MODULE_UNLOAD))
		return "needs CONFIG_MODULE_UNLOAD";
	return kin_use_list < 0 || kin_use_source < 0 || kin_use_target < 0 ?
		kin_btf_why() : NULL;
}

/**
 * kin_module_use - read an entry of the list of uses of a module
 * @entry: the entry, which may be freed by now
 * @use: filled
 *
 * Any context. Return: false if there is nothing any more. What it says is good if the
 * module that uses is alive after it was read.
 */
bool kin_module_use(const struct list_head *entry, struct kin_module_use *use)
{
	u8 raw[KIN_MODULE_USE_MAX] __aligned(8);
	int list = kin_use_list;

	if (copy_from_kernel_nofault(raw, (const void *)entry - list, kin_use_size))
		return false;
	memcpy(&use->source, raw + kin_use_source, sizeof(use->source));
	memcpy(&use->target, raw + kin_use_target, sizeof(use->target));
	use->next = ((const struct list_head *)(raw + list))->next;
	return true;
}

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

	kin_module_use_init();
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
