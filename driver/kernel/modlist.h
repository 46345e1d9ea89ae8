/* SPDX-License-Identifier: GPL-2.0-only */
/* The list of modules, which belongs to the kernel alone, and what a module occupies. */
#ifndef KIN_KERNEL_MODLIST_H
#define KIN_KERNEL_MODLIST_H

#include <linux/list.h>
#include <linux/module.h>
#include <linux/version.h>

/* Kinds of memory, as enum mod_mem_type has them since 6.4. */
enum kin_module_part { KIN_MOD_TEXT, KIN_MOD_RODATA, KIN_MOD_RO_AFTER_INIT, KIN_MOD_DATA,
		       KIN_MOD_PARTS };

/**
 * struct kin_module_mem - what a module occupies
 * @addr: where each kind of memory begins
 * @bytes: its size
 * @init: what init needed and was not freed yet
 */
struct kin_module_mem {
	u64 addr[KIN_MOD_PARTS];
	u64 bytes[KIN_MOD_PARTS];
	u64 init;
};

/**
 * kin_module_mem - what a module occupies
 * @mod: the module, which does not go away meanwhile
 * @mem: filled
 *
 * Any context.
 */
static inline void kin_module_mem(const struct module *mod, struct kin_module_mem *mem)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 4, 0)
	static const enum mod_mem_type types[KIN_MOD_PARTS] = {
		[KIN_MOD_TEXT] = MOD_TEXT, [KIN_MOD_RODATA] = MOD_RODATA,
		[KIN_MOD_RO_AFTER_INIT] = MOD_RO_AFTER_INIT, [KIN_MOD_DATA] = MOD_DATA,
	};
	unsigned int i;

	for (i = 0; i < KIN_MOD_PARTS; i++) {
		mem->addr[i] = (unsigned long)mod->mem[types[i]].base;
		mem->bytes[i] = mod->mem[types[i]].size;
	}
	mem->init = (u64)mod->mem[MOD_INIT_TEXT].size + mod->mem[MOD_INIT_DATA].size +
		    mod->mem[MOD_INIT_RODATA].size;
#else
	/* one piece of memory, in this order; each size counts from the beginning */
	u64 base = (unsigned long)mod->core_layout.base;
	u64 ends[KIN_MOD_PARTS] = {
		[KIN_MOD_TEXT] = mod->core_layout.text_size,
		[KIN_MOD_RODATA] = mod->core_layout.ro_size,
		[KIN_MOD_RO_AFTER_INIT] = mod->core_layout.ro_after_init_size,
		[KIN_MOD_DATA] = mod->core_layout.size,
	};
	unsigned int i;
	u64 at = 0;

	for (i = 0; i < KIN_MOD_PARTS; i++) {
		mem->addr[i] = base + at;
		mem->bytes[i] = ends[i] > at ? ends[i] - at : 0;
		at = max(at, ends[i]);
	}
	mem->init = mod->init_layout.size;
#endif
}

/**
 * struct kin_module_use - that a module uses another
 * @source: the one that uses
 * @target: the one that is used
 * @next: next in the list of uses of @target
 */
struct kin_module_use {
	const struct module *source;
	const struct module *target;
	const struct list_head *next;
};

/* modlist.c */
void kin_modlist_init(void);
const struct list_head *kin_modlist(void);
bool kin_module_use(const struct list_head *entry, struct kin_module_use *use);
const char *kin_module_use_why(void);

#endif
