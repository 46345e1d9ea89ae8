// SPDX-License-Identifier: GPL-2.0-only
/*
 * The kernel's address space. What is known of it is a list of regions; that they nest,
 * and what lies between them, follows from their addresses.
 */
#include <linux/sort.h>
#include <linux/string.h>

#include "../compat/slab.h"
#include "../kernel/regions.h"
#include "../kernel/symbol.h"
#include "../source.h"

/*
 * Key: region of the dump's own list, which is made when the dump begins: what is
 * booted does not move. Private: the list.
 */
struct kin_layout {
	struct kin_regions map;
	unsigned int innermost;
	char symbol[KSYM_SYMBOL_LEN];
};

#define KIN_LAYOUT_DEPTH 8

static const char *kin_layout_missing(unsigned int field)
{
	switch (field) {
	case KIN_WHOLE:
		return kin_regions_why();
	case kin_f_layout_perms:
		return kin_regions_perms_why();
	case kin_f_layout_link_start_addr:
	case kin_f_layout_kaslr_offset_bytes:
		return kin_regions_kaslr_why();
	default:
		return NULL;
	}
}

/* By address, what contains others first, those that are not known last. */
static int kin_layout_compare(const void *a, const void *b)
{
	const struct kin_region *x = a, *y = b;
	bool x_unknown = x->kind == KINTROSPECT_REGION_KIND_UNKNOWN;
	bool y_unknown = y->kind == KINTROSPECT_REGION_KIND_UNKNOWN;

	if (x_unknown != y_unknown)
		return x_unknown - y_unknown;
	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	if (x->last != y->last)
		return x->last > y->last ? -1 : 1;
	return x->order - y->order;
}

static void kin_layout_sort(struct kin_regions *map)
{
	sort(map->at, map->count, sizeof(*map->at), kin_layout_compare, NULL);
}

/* Into what each lies in; what would overlap without nesting is not what it seems. */
static void kin_layout_nest(struct kin_regions *map)
{
	struct kin_region *stack[KIN_LAYOUT_DEPTH];
	struct kin_region *region, *in;
	unsigned int depth = 0;

	for (region = map->at; region < map->at + map->count; region++) {
		if (region->kind == KINTROSPECT_REGION_KIND_UNKNOWN)
			break;
		while (depth && stack[depth - 1]->last < region->start)
			depth--;
		in = depth ? stack[depth - 1] : NULL;
		if (depth == KIN_LAYOUT_DEPTH || (in && region->last > in->last)) {
			region->kind = KINTROSPECT_REGION_KIND_UNKNOWN;
			region->reason = "its bounds contradict those of other regions";
			continue;
		}
		if (in)
			strscpy(region->parent, in->name, sizeof(region->parent));
		region->depth = depth;
		stack[depth++] = region;
	}
	kin_layout_sort(map);
}

static void kin_layout_hole(struct kin_regions *map, const char *where, const char *neighbour,
			    const struct kin_region *parent, u64 start, u64 last)
{
	struct kin_region *hole;
	char name[KIN_REGION_NAME];

	snprintf(name, sizeof(name), "%s-%s", where, neighbour);
	kin_region_add(map, name, start, last + 1, KINTROSPECT_REGION_SOURCE_NEIGHBOURS);
	hole = kin_region_last(map);
	hole->kind = KINTROSPECT_REGION_KIND_HOLE;
	if (parent) {
		strscpy(hole->parent, parent->name, sizeof(hole->parent));
		hole->depth = parent->depth + 1;
	}
}

/* The holes of one parent, or with NULL of the whole space. */
static void kin_layout_fill_in(struct kin_regions *map, const struct kin_region *parent,
			       unsigned int count)
{
	u64 at = parent ? parent->start : 0, last = parent ? parent->last : KIN_SPACE_LAST;
	unsigned int i, depth = parent ? parent->depth + 1 : 0;
	const struct kin_region *before = NULL, *region;

	for (i = parent ? parent - map->at + 1 : 0; i < count; i++) {
		region = &map->at[i];
		if (region->kind == KINTROSPECT_REGION_KIND_UNKNOWN || region->depth < depth)
			break;
		if (region->depth > depth)
			continue;
		if (region->start > at)
			kin_layout_hole(map, before ? "after" : "before",
					before ? before->name : region->name, parent, at,
					region->start - 1);
		before = region;
		at = region->last + 1;
	}
	if (before && before->last < last)
		kin_layout_hole(map, "after", before->name, parent, at, last);
}

static void kin_layout_fill_holes(struct kin_regions *map)
{
	unsigned int count = map->count, i;

	kin_layout_fill_in(map, NULL, count);
	for (i = 0; i < count; i++)
		if (map->at[i].kind != KINTROSPECT_REGION_KIND_UNKNOWN)
			kin_layout_fill_in(map, &map->at[i], count);
	kin_layout_sort(map);
}

static bool kin_layout_has(const struct kin_region *region, u64 addr)
{
	return region->kind != KINTROSPECT_REGION_KIND_UNKNOWN && addr >= region->start &&
		addr <= region->last;
}

static int kin_layout_open(struct kin_cursor *cursor)
{
	const struct kin_filter *addr = &cursor->filter[kin_filter_layout_addr];
	struct kin_layout *layout;
	unsigned int i;

	/* Which region has an address tells where that region is. */
	if (addr->set && !kin_gate_addr(&cursor->gate))
		return kin_fail(cursor, -EPERM, kin_f_layout_addr, kin_gate_addr_why());
	if (addr->set && addr->number > KIN_SPACE_LAST)
		return kin_fail(cursor, -ESRCH, kin_f_layout_addr,
				"there is no such address on a 32-bit machine");
	layout = kvzalloc(sizeof(*layout), GFP_KERNEL);
	if (!layout)
		return -ENOMEM;
	kin_regions_list(&layout->map);
	kin_layout_sort(&layout->map);
	kin_layout_nest(&layout->map);
	kin_layout_fill_holes(&layout->map);
	/* sorted as they are, what lies in another comes behind it */
	for (i = 0; addr->set && i < layout->map.count; i++)
		if (kin_layout_has(&layout->map.at[i], addr->number))
			layout->innermost = i;
	cursor->private = layout;
	return 0;
}

static void kin_layout_image_row(struct kintrospect_layout_row *row,
				 const struct kin_region *region)
{
	u64 offset;

	kin_set(row, layout, phys_addr, kin_regions_phys(region->start));
	if (kin_regions_kaslr(&offset)) {
		kin_set(row, layout, kaslr_offset_bytes, offset);
		kin_set(row, layout, link_start_addr, region->start - offset);
	}
	if (!strcmp(region->name, "init"))
		kin_set(row, layout, freed, kin_regions_freed());
}

static bool kin_layout_row(struct kin_cursor *cursor, struct kintrospect_layout_row *row,
			   const struct kin_region *region)
{
	char perms[4];

	kin_set_chars(row, layout, name, region->name);
	kin_set(row, layout, kind, region->kind);
	if (region->kind == KINTROSPECT_REGION_KIND_UNKNOWN)
		return kin_set_string(cursor, row, layout, reason, region->reason,
				      strlen(region->reason));
	kin_set(row, layout, depth, region->depth);
	if (*region->parent)
		kin_set_chars(row, layout, parent, region->parent);
	kin_set(row, layout, start_addr, region->start);
	kin_set(row, layout, last_addr, region->last);
	if (region->kind == KINTROSPECT_REGION_KIND_HOLE)
		kin_set(row, layout, gap_bytes, region->last - region->start + 1);
	else
		kin_set(row, layout, size_bytes, region->last - region->start + 1);
	kin_set(row, layout, source, region->source);
	if (region->kind == KINTROSPECT_REGION_KIND_IMAGE)
		kin_layout_image_row(row, region);
	if (region->mapped && kin_want(cursor, layout, perms) &&
	    kin_regions_perms(region->start, perms))
		kin_set_chars(row, layout, perms, perms);
	return true;
}

/* What the address is called, in the row of the innermost region that has it. */
static bool kin_layout_symbol(struct kin_cursor *cursor, struct kintrospect_layout_row *row,
			      const struct kin_region *region, u64 addr)
{
	struct kin_layout *layout = cursor->private;
	size_t len;

	kin_set(row, layout, addr, addr);
	if (!kin_want(cursor, layout, symbol) || region != &layout->map.at[layout->innermost])
		return true;
	len = kin_symbol(layout->symbol, addr);
	return !len || kin_set_string(cursor, row, layout, symbol, layout->symbol, len);
}

static int kin_layout_fill(struct kin_cursor *cursor)
{
	const struct kin_filter *addr = &cursor->filter[kin_filter_layout_addr];
	const struct kin_filter *name = &cursor->filter[kin_filter_layout_name];
	const struct kin_layout *layout = cursor->private;
	struct kintrospect_layout_row *row;
	const struct kin_region *region;

	if (addr->set && !kin_gate_addr(&cursor->gate))
		return kin_fail(cursor, -EPERM, kin_f_layout_addr, kin_gate_addr_why());
	for (; cursor->key[0] < layout->map.count; cursor->key[0]++) {
		region = &layout->map.at[cursor->key[0]];
		cursor->cost.walked++;
		if (name->set && strcmp(name->string, region->name))
			continue;
		if (addr->set && !kin_layout_has(region, addr->number))
			continue;
		row = kin_row(cursor);
		if (!row || !kin_layout_row(cursor, row, region))
			return 1;
		if (addr->set && !kin_layout_symbol(cursor, row, region, addr->number))
			return 1;
		kin_commit(cursor, row);
	}
	return 0;
}

static void kin_layout_close(struct kin_cursor *cursor)
{
	kvfree(cursor->private);
}

const struct kin_source kin_layout_source = {
	.table = &kin_layout_table,
	.missing = kin_layout_missing,
	.open = kin_layout_open,
	.fill = kin_layout_fill,
	.close = kin_layout_close,
};
