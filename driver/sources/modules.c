// SPDX-License-Identifier: GPL-2.0-only
/*
 * The loaded modules. The list is read under RCU: struct module is part of the module's
 * memory, which is freed a grace period after it left the list. What hangs on it
 * (uses, strings) is freed at once. That is read by copies that may fail, and counts only
 * if the module that it belongs to is alive still, behind the copy: each is freed
 * after its state has changed.
 */
#include <linux/bitops.h>
#include <linux/hash.h>
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/module.h>
#include <linux/rculist.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "../compat/slab.h"
#include "../kernel/modlist.h"
#include "../source.h"

#define KIN_MODULES_MAX 4096
#define KIN_USERS_MAX 64
#define KIN_TRIES 3

/* Modules that there is room for at first. */
#define KIN_MODULES_ROOM 128

/**
 * struct kin_module_copy - a module, as it was when the dump began
 * @module: to know it by only, never followed
 * @name: its name
 * @version: its version or empty
 * @srcversion: checksum of its sources or empty
 * @mem: what it occupies
 * @taints: bits TAINT_*
 * @refs: references to it
 * @state: enum module_state
 * @use: first of its users in kin_modules.uses
 * @uses: how many
 * @more: there are more
 */
struct kin_module_copy {
	const struct module *module;
	char name[MODULE_NAME_LEN];
	char version[64];
	char srcversion[32];
	struct kin_module_mem mem;
	unsigned long taints;
	int refs;
	u8 state;
	bool more;
	u32 use;
	u32 uses;
};

/*
 * Key: module of the dump's own copy of the list: it has no key that outlives a
 * module. Private: the copy. It is made in as many RCU sections as it takes: the next one
 * goes on after the module that was the last. If that is gone, or one turns up that is
 * copied already, the list has changed, and all is copied once more.
 */
struct kin_modules {
	const struct module *last;
	unsigned int count;
	unsigned int room;
	unsigned int use_count;
	unsigned int use_room;
	unsigned int slot_bits;
	bool whole;
	struct kin_module_copy *at;
	u16 *uses;
	u16 *slots;
	char text[(KIN_USERS_MAX + 1) * MODULE_NAME_LEN];
};

static const char *kin_modules_missing(unsigned int field)
{
	if (field == KIN_WHOLE && !kin_modlist())
		return "the list of modules was not found";
	if (field == kin_f_modules_users)
		return kin_module_use_why();
	if (field == kin_f_modules_refs && !IS_ENABLED(CONFIG_MODULE_UNLOAD))
		return "needs CONFIG_MODULE_UNLOAD";
	return NULL;
}

/* Number of a module that was copied already, or of where it would be noted. */
static u16 *kin_modules_slot(struct kin_modules *modules, const struct module *module)
{
	unsigned int mask = BIT(modules->slot_bits) - 1;
	unsigned int slot = hash_ptr(module, modules->slot_bits);

	while (modules->slots[slot] && modules->at[modules->slots[slot] - 1].module != module)
		slot = (slot + 1) & mask;
	return &modules->slots[slot];
}

#ifdef CONFIG_MODULE_UNLOAD
/*
 * Users were loaded later, so they came earlier in the list and are known. False when
 * one is on its way in or out, and so perhaps the rest of the list.
 */
static bool kin_modules_users(struct kin_modules *modules, struct kin_module_copy *copy,
			      const struct module *mod)
{
	const struct list_head *at = READ_ONCE(mod->source_list.next);
	struct kin_module_use use;
	unsigned int state;
	u16 user;

	copy->use = modules->use_count;
	while (at != &mod->source_list) {
		if (copy->uses == KIN_USERS_MAX || modules->use_count == modules->use_room) {
			copy->more = true;
			return true;
		}
		if (!kin_module_use(at, &use) || use.target != mod)
			return false;
		user = *kin_modules_slot(modules, use.source);
		if (!user)
			return false;
		smp_rmb();	/* the copy is good if the user's state says so after it */
		state = READ_ONCE(use.source->state);
		if (state != MODULE_STATE_LIVE && state != MODULE_STATE_COMING)
			return false;
		modules->uses[modules->use_count++] = user - 1;
		copy->uses++;
		at = use.next;
	}
	return true;
}
#else
static bool kin_modules_users(struct kin_modules *modules, struct kin_module_copy *copy,
			      const struct module *mod)
{
	return true;
}
#endif

/*
 * Text of a module that may go; empty if it does, or if there is none. It is read word
 * by word: none of these lies in two pages, so none fails for what is behind the text.
 */
static void kin_modules_text(const struct module *mod, const char *from, char *to, size_t size)
{
	unsigned int state;
	size_t i = 0, n;

	while (from && i < size - 1) {
		n = sizeof(long) - ((unsigned long)(from + i) & (sizeof(long) - 1));
		n = min(n, size - 1 - i);
		if (copy_from_kernel_nofault(&to[i], from + i, n))
			break;
		if (memchr(&to[i], '\0', n))
			goto ended;
		i += n;
	}
	to[i] = '\0';
ended:
	smp_rmb();	/* freed after the state has changed */
	state = READ_ONCE(mod->state);
	if (state != MODULE_STATE_LIVE && state != MODULE_STATE_COMING)
		*to = '\0';
}

static bool kin_modules_copy(struct kin_cursor *cursor, struct kin_modules *modules,
			     struct module *mod)
{
	struct kin_module_copy *copy = &modules->at[modules->count];
	unsigned int state = READ_ONCE(mod->state);

	memset(copy, 0, sizeof(*copy));
	copy->module = mod;
	copy->state = state;
	*kin_modules_slot(modules, mod) = ++modules->count;
	/* in the making still or almost gone: /proc/modules leaves it out as well */
	if (state == MODULE_STATE_UNFORMED)
		return true;
	strscpy(copy->name, mod->name, sizeof(copy->name));
	kin_module_mem(mod, &copy->mem);
	copy->taints = READ_ONCE(mod->taints);
#ifdef CONFIG_MODULE_UNLOAD
	copy->refs = module_refcount(mod);
#endif
	if (kin_want(cursor, modules, version))
		kin_modules_text(mod, mod->version, copy->version, sizeof(copy->version));
	if (kin_want(cursor, modules, srcversion))
		kin_modules_text(mod, mod->srcversion, copy->srcversion,
				 sizeof(copy->srcversion));
	return !kin_want(cursor, modules, users) || kin_module_use_why() ||
		kin_modules_users(modules, copy, mod);
}

static void kin_modules_restart(struct kin_modules *modules)
{
	modules->last = NULL;
	modules->count = 0;
	modules->use_count = 0;
	memset(modules->slots, 0, sizeof(*modules->slots) << modules->slot_bits);
}

/*
 * One RCU section. Return: 1 when there is more, or no room; 0 at the end; -EAGAIN when
 * the list has changed.
 */
static int kin_modules_hold(struct kin_cursor *cursor, struct kin_modules *modules)
{
	bool found = !modules->last;
	unsigned int units = 0;
	struct module *mod;
	int ret = 0;

	rcu_read_lock();
	kin_hold_begin(cursor);
	list_for_each_entry_rcu(mod, kin_modlist(), list) {
		/* To find the place again belongs to the first item. */
		units += KIN_COST_STEP;
		if (!found) {
			found = mod == modules->last;
			continue;
		}
		ret = modules->count == modules->room ? 1 : *kin_modules_slot(modules, mod) ?
			-EAGAIN : 0;
		if (ret)
			break;
		cursor->cost.walked++;
		if (!kin_modules_copy(cursor, modules, mod))
			modules->whole = false;
		modules->last = mod;
		units += KIN_COST_MODULE +
			 modules->at[modules->count - 1].uses * KIN_COST_USER;
		ret = !kin_charge(cursor, units);
		if (ret)
			break;
		units = 0;
	}
	kin_hold_end(cursor);
	rcu_read_unlock();
	return found ? ret : -EAGAIN;
}

/* Copy the list. False when it changed meanwhile. */
static bool kin_modules_walk(struct kin_cursor *cursor, struct kin_modules *modules)
{
	int ret;

	kin_modules_restart(modules);
	modules->whole = true;
	do {
		ret = kin_modules_hold(cursor, modules);
		cond_resched();
	} while (ret > 0 && modules->count < modules->room);
	return !ret && modules->whole;
}

static void kin_modules_free(struct kin_modules *modules)
{
	if (!modules)
		return;
	kvfree(modules->at);
	kvfree(modules->uses);
	kvfree(modules->slots);
	kvfree(modules);
}

static struct kin_modules *kin_modules_new(unsigned int room)
{
	struct kin_modules *modules = kvmalloc(sizeof(*modules), GFP_KERNEL);

	if (!modules)
		return NULL;
	/* all but the text */
	memset(modules, 0, offsetof(struct kin_modules, text));
	modules->room = room;
	modules->use_room = 16 * room;
	modules->slot_bits = ilog2(room) + 2;
	modules->at = kvmalloc_array(room, sizeof(*modules->at), GFP_KERNEL);
	modules->uses = kvmalloc_array(modules->use_room, sizeof(*modules->uses), GFP_KERNEL);
	modules->slots = kvmalloc_array(BIT(modules->slot_bits), sizeof(*modules->slots),
					GFP_KERNEL);
	if (modules->at && modules->uses && modules->slots)
		return modules;
	kin_modules_free(modules);
	return NULL;
}

static int kin_modules_open(struct kin_cursor *cursor)
{
	unsigned int tries = 0, room = KIN_MODULES_ROOM;
	struct kin_modules *modules;
	bool whole, full;

	for (;;) {
		modules = kin_modules_new(room);
		if (!modules)
			return -ENOMEM;
		whole = kin_modules_walk(cursor, modules);
		full = modules->count == modules->room && room < KIN_MODULES_MAX;
		if (whole || (!full && tries++ == KIN_TRIES))
			break;
		if (full)
			room *= 2;
		kin_modules_free(modules);
	}
	if (!whole)
		cursor->flags |= KINTROSPECT_BATCH_FLAG_INTERRUPTED;
	cursor->private = modules;
	return 0;
}

/* As the kernel writes them, by bit: kernel/panic.c, taint_flags. */
static void kin_modules_taint(struct kintrospect_modules_row *row, unsigned long taints)
{
	static const char letters[] = "PFSRMBUDAWCIOELKXTNJ";
	unsigned int bit, len = 0;

	for (bit = 0; taints && bit < sizeof(letters) - 1; bit++)
		if (taints & BIT(bit))
			row->taint[len++] = letters[bit];
	if (len)
		kin_present(row, modules, taint);
}

static const char *kin_modules_user_names(struct kin_modules *modules,
					  const struct kin_module_copy *copy)
{
	char *to = modules->text;
	unsigned int i;

	for (i = 0; i < copy->uses; i++) {
		if (i)
			*to++ = ',';
		/* there is room for KIN_USERS_MAX whole names, each with a comma */
		to += strscpy(to, modules->at[modules->uses[copy->use + i]].name,
			      MODULE_NAME_LEN);
	}
	strscpy(to, copy->more ? copy->uses ? ",..." : "..." : "", MODULE_NAME_LEN);
	return modules->text;
}

static void kin_modules_mem(struct kintrospect_modules_row *row,
			    const struct kin_module_mem *mem)
{
	unsigned int i;
	u64 size = mem->init;

	for (i = 0; i < KIN_MOD_PARTS; i++)
		size += mem->bytes[i];
	kin_set(row, modules, size_bytes, size);
	kin_set(row, modules, text_bytes, mem->bytes[KIN_MOD_TEXT]);
	kin_set(row, modules, rodata_bytes, mem->bytes[KIN_MOD_RODATA]);
	kin_set(row, modules, ro_after_init_bytes, mem->bytes[KIN_MOD_RO_AFTER_INIT]);
	kin_set(row, modules, data_bytes, mem->bytes[KIN_MOD_DATA]);
	kin_set(row, modules, init_bytes, mem->init);
	if (mem->bytes[KIN_MOD_TEXT])
		kin_set(row, modules, text_addr, mem->addr[KIN_MOD_TEXT]);
	if (mem->bytes[KIN_MOD_RODATA])
		kin_set(row, modules, rodata_addr, mem->addr[KIN_MOD_RODATA]);
	if (mem->bytes[KIN_MOD_RO_AFTER_INIT])
		kin_set(row, modules, ro_after_init_addr, mem->addr[KIN_MOD_RO_AFTER_INIT]);
	if (mem->bytes[KIN_MOD_DATA])
		kin_set(row, modules, data_addr, mem->addr[KIN_MOD_DATA]);
}

/* False when there is no room. */
static bool kin_modules_row(struct kin_cursor *cursor, struct kintrospect_modules_row *row,
			    const struct kin_module_copy *copy)
{
	const char *text;

	if (!kin_set_string(cursor, row, modules, name, copy->name, strlen(copy->name)))
		return false;
	kin_set(row, modules, state, copy->state);
	kin_modules_mem(row, &copy->mem);
	kin_modules_taint(row, copy->taints);
	if (*copy->srcversion)
		kin_set_chars(row, modules, srcversion, copy->srcversion);
	if (*copy->version && !kin_set_string(cursor, row, modules, version, copy->version,
					      strlen(copy->version)))
		return false;
	if (!IS_ENABLED(CONFIG_MODULE_UNLOAD))
		return true;
	kin_set(row, modules, refs, copy->refs);
	if (!copy->uses && !copy->more)
		return true;
	text = kin_modules_user_names(cursor->private, copy);
	return kin_set_string(cursor, row, modules, users, text, strlen(text));
}

static int kin_modules_fill(struct kin_cursor *cursor)
{
	const struct kin_filter *name = &cursor->filter[kin_filter_modules_name];
	const struct kin_modules *modules = cursor->private;
	struct kintrospect_modules_row *row;
	const struct kin_module_copy *copy;

	for (; cursor->key[0] < modules->count; cursor->key[0]++) {
		copy = &modules->at[cursor->key[0]];
		if (copy->state == MODULE_STATE_UNFORMED ||
		    (name->set && strcmp(name->string, copy->name)))
			continue;
		row = kin_row(cursor);
		if (!row || !kin_modules_row(cursor, row, copy))
			return 1;
		kin_commit(cursor, row);
	}
	return 0;
}

static void kin_modules_close(struct kin_cursor *cursor)
{
	kin_modules_free(cursor->private);
}

const struct kin_source kin_modules_source = {
	.table = &kin_modules_table,
	.missing = kin_modules_missing,
	.open = kin_modules_open,
	.fill = kin_modules_fill,
	.close = kin_modules_close,
};
