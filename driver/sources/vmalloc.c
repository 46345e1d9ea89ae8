// SPDX-License-Identifier: GPL-2.0-only
/* Areas that the kernel has mapped: struct vmap_area, vm_struct. */
#include <linux/io.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "../compat/slab.h"
#include "../kernel/symbol.h"
#include "../kernel/vmap.h"
#include "../source.h"
#include "../strings/texts.h"

/* Areas that are copied in a hold of a tree's lock at most. */
#define KIN_VMALLOC_MAX 256

/**
 * struct kin_vmalloc_area - an area as it was under the lock
 * @start: where it begins
 * @size: bytes, with its guard
 * @flags: enum kintrospect_vmap_flag
 * @pages: pages it is made of, 0: not kept
 * @phys: physical address it maps, 0: none
 * @caller: where it was asked for, 0: unknown
 * @complete: not being made just now
 */
struct kin_vmalloc_area {
	unsigned long start;
	unsigned long size;
	unsigned long pages;
	unsigned long caller;
	phys_addr_t phys;
	u32 flags;
	bool complete;
};

/* Areas come from a few dozen places. */
#define KIN_VMALLOC_CALLER_BITS 9
#define KIN_VMALLOC_CALLER_BYTES 16384

/* Key: tree, next address. Private: what was copied, how much of it is out, and callers. */
struct kin_vmalloc {
	struct kin_texts callers;
	unsigned int count;
	unsigned int at;
	struct kin_vmalloc_area areas[KIN_VMALLOC_MAX];
	struct kin_known_text known[1 << KIN_VMALLOC_CALLER_BITS];
	/* not zeroed */
	char bytes[KIN_VMALLOC_CALLER_BYTES];
};

static u32 kin_vmalloc_flags(const struct vm_struct *vm)
{
	static const struct { unsigned long vm; u32 ours; } names[] = {
		{ VM_IOREMAP, KINTROSPECT_VMAP_FLAG_IOREMAP },
		{ VM_SPARSE, KINTROSPECT_VMAP_FLAG_SPARSE },
		{ VM_ALLOC, KINTROSPECT_VMAP_FLAG_VMALLOC },
		{ VM_MAP, KINTROSPECT_VMAP_FLAG_VMAP },
		{ VM_USERMAP, KINTROSPECT_VMAP_FLAG_USER },
		{ VM_DMA_COHERENT, KINTROSPECT_VMAP_FLAG_DMA_COHERENT },
		{ VM_UNINITIALIZED, KINTROSPECT_VMAP_FLAG_UNINITIALIZED },
	};
	u32 flags = is_vmalloc_addr(vm->pages) ? KINTROSPECT_VMAP_FLAG_VPAGES : 0;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (vm->flags & names[i].vm)
			flags |= names[i].ours;
	return flags;
}

/* False for what is no area any more. Under the tree's lock. */
static bool kin_vmalloc_copy(struct kin_vmalloc_area *to, const struct vmap_area *va)
{
	const struct vm_struct *vm = va->vm;

	if (!vm) {
		*to = (struct kin_vmalloc_area) {
			.start = va->va_start,
			.size = va->va_end - va->va_start,
			.flags = KINTROSPECT_VMAP_FLAG_VM_MAP_RAM,
		};
		return kin_vmap_is_ram(va);
	}
	to->flags = kin_vmalloc_flags(vm);
	to->complete = !(to->flags & KINTROSPECT_VMAP_FLAG_UNINITIALIZED);
	/* pairs with the kernel's own, which comes before it clears that flag */
	smp_rmb();
	to->start = (unsigned long)vm->addr;
	to->size = vm->size;
	to->pages = vm->nr_pages;
	to->phys = vm->phys_addr;
	to->caller = (unsigned long)vm->caller;
	return true;
}

/* The first area at or above an address. Under the tree's lock. */
static struct rb_node *kin_vmalloc_from(struct rb_node *node, unsigned long addr)
{
	struct rb_node *found = NULL;

	while (node) {
		if (rb_entry(node, struct vmap_area, rb_node)->va_start >= addr) {
			found = node;
			node = node->rb_left;
		} else {
			node = node->rb_right;
		}
	}
	return found;
}

/* Copies some areas of one tree. */
static void kin_vmalloc_look(struct kin_cursor *cursor, struct kin_vmalloc *private)
{
	unsigned int tree = cursor->key[0], steps = 0;
	const struct vmap_area *va;
	struct rb_node *node;

	private->count = 0;
	private->at = 0;
	node = kin_vmap_lock(tree);
	kin_hold_begin(cursor);
	node = kin_vmalloc_from(node, cursor->key[1]);
	while (node && steps < KIN_VMALLOC_MAX) {
		va = rb_entry(node, struct vmap_area, rb_node);
		private->count += kin_vmalloc_copy(&private->areas[private->count], va);
		cursor->key[1] = va->va_start + 1;
		node = rb_next(node);
		steps++;
		if (!kin_charge(cursor, KIN_COST_AREA))
			break;
	}
	kin_hold_end(cursor);
	kin_vmap_unlock(tree);
	cursor->cost.walked += steps;
	if (!node) {
		cursor->key[0]++;
		cursor->key[1] = 0;
	}
}

/*
 * The kernel's own hash of a pointer, as %p has it. Where that is switched off, it is
 * the address: for those only who may see it.
 */
static bool kin_vmalloc_id(struct kin_cursor *cursor, unsigned long start, u64 *id)
{
	char text[24];

	snprintf(text, sizeof(text), "%p", (void *)start);
	if (kstrtou64(text, 16, id))
		return false;
	return *id != start || kin_gate_addr(&cursor->gate);
}

/* False when there was no room. */
static bool kin_vmalloc_caller(struct kin_cursor *cursor, struct kin_vmalloc *private,
			       struct kintrospect_vmalloc_row *row, unsigned long caller)
{
	char text[KSYM_SYMBOL_LEN];
	size_t len;
	int found;

	if (!caller || !kin_want(cursor, vmalloc, caller))
		return true;
	found = kin_texts_find(cursor, &private->callers, caller, &row->caller);
	if (!found) {
		len = kin_symbol(text, caller);
		if (!len)
			return true;
		found = kin_texts_add(cursor, &private->callers, caller, text, len, &row->caller);
	}
	if (found > 0)
		kin_present(row, vmalloc, caller);
	return found > 0;
}

static void kin_vmalloc_numbers(struct kintrospect_vmalloc_row *row,
				const struct kin_vmalloc_area *area)
{
	u64 bytes = (u64)area->pages << PAGE_SHIFT;

	kin_set(row, vmalloc, start_addr, area->start);
	kin_set(row, vmalloc, end_addr, area->start + area->size);
	kin_set(row, vmalloc, size_bytes, area->size);
	kin_set(row, vmalloc, flags, area->flags);
	if (area->pages)
		kin_set(row, vmalloc, mapped_pages, area->pages);
	if (area->pages && area->complete && bytes <= area->size)
		kin_set(row, vmalloc, guard_bytes, area->size - bytes);
	if (area->phys)
		kin_set(row, vmalloc, phys_addr, area->phys);
	if (area->caller)
		kin_set(row, vmalloc, caller_addr, area->caller);
}

static const char *kin_vmalloc_missing(unsigned int field)
{
	return field == KIN_WHOLE ? kin_vmap_why() : NULL;
}

static int kin_vmalloc_open(struct kin_cursor *cursor)
{
	struct kin_vmalloc *private = kvmalloc(sizeof(*private), GFP_KERNEL_ACCOUNT);

	if (!private)
		return -ENOMEM;
	memset(private, 0, offsetof(struct kin_vmalloc, bytes));
	private->callers.bits = KIN_VMALLOC_CALLER_BITS;
	private->callers.known = private->known;
	private->callers.room = KIN_VMALLOC_CALLER_BYTES;
	private->callers.bytes = private->bytes;
	cursor->private = private;
	return 0;
}

static int kin_vmalloc_fill(struct kin_cursor *cursor)
{
	const struct kin_filter *only = &cursor->filter[kin_filter_vmalloc_area_id];
	struct kin_vmalloc *private = cursor->private;
	struct kintrospect_vmalloc_row *row;

	if (private->at == private->count) {
		if (cursor->key[0] >= kin_vmap_trees())
			return 0;
		kin_vmalloc_look(cursor, private);
	}
	for (; private->at < private->count; private->at++) {
		const struct kin_vmalloc_area *area = &private->areas[private->at];
		u64 id;

		row = kin_row(cursor);
		if (!row)
			return 1;
		if (only->set || kin_want(cursor, vmalloc, area_id)) {
			bool known = kin_vmalloc_id(cursor, area->start, &id);

			if (only->set && (!known || id != only->number))
				continue;
			if (known)
				kin_set(row, vmalloc, area_id, id);
		}
		kin_vmalloc_numbers(row, area);
		if (!kin_vmalloc_caller(cursor, private, row, area->caller))
			return 1;
		kin_commit(cursor, row);
	}
	return 1;
}

static void kin_vmalloc_close(struct kin_cursor *cursor)
{
	kvfree(cursor->private);
}

const struct kin_source kin_vmalloc_source = {
	.table = &kin_vmalloc_table,
	.missing = kin_vmalloc_missing,
	.open = kin_vmalloc_open,
	.fill = kin_vmalloc_fill,
	.close = kin_vmalloc_close,
};
