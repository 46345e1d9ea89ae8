// SPDX-License-Identifier: GPL-2.0-only
/* What lies where in the kernel's own address space, and its modules. */
#include "../model/fields.h"
#include "views.h"

static const struct top_table tables[] = {
	{
		.name = "layout",
		.title = "layout",
		.object = "layout",
		.columns = "start-addr,last-addr,size=size-bytes,gap=gap-bytes,perms,kind,source,"
			   "parent,name",
		.label = "name",
		.id = "name",
		.parent = "parent",
	},
	{
		.name = "modules",
		.title = "modules",
		.object = "modules",
		.columns = "name,state,size=size-bytes,text=text-bytes,rodata=rodata-bytes,"
			   "data=data-bytes,refs,taint,version,users",
		.sort = "-size",
	},
};

static const struct top_part parts[] = {
	{
		.table = "layout",
		.start = "start-addr",
		.last = "last-addr",
		.size = "size-bytes",
		.depth = "depth",
		.label = "name",
		.perms = "perms",
		.hole = "gap-bytes",
		.missing = "no kernel addresses: they need CAP_SYSLOG, kptr_restrict below 2, no lockdown",
	},
	/* A module has memory of four kinds, each with its own right to it. */
	{
		.table = "modules", .start = "text-addr", .size = "text-bytes", .label = "name",
		.fixed = "r-x", .grouped = true,
	},
	{
		.table = "modules", .start = "rodata-addr", .size = "rodata-bytes",
		.label = "name", .fixed = "r--", .grouped = true,
	},
	{
		.table = "modules", .start = "ro-after-init-addr", .size = "ro-after-init-bytes",
		.label = "name", .fixed = "r--", .grouped = true,
	},
	{
		.table = "modules", .start = "data-addr", .size = "data-bytes", .label = "name",
		.fixed = "rw-", .grouped = true,
	},
};

static const struct top_picture picture = {
	.title = "address space",
	.begin = "kernel",
	.parts = parts,
	.part_count = sizeof(parts) / sizeof(parts[0]),
};

/* --- how far it was moved --------------------------------------------------- */

/* Of the words about the physical address: they are left out where there is no room. */
#define PHYS_WIDTH 29

enum { MOVED, LINKED, START, PHYS, SAID };

static const char * const said[SAID] = {
	[MOVED] = "kaslr-offset-bytes", [LINKED] = "link-start-addr", [START] = "start-addr",
	[PHYS] = "phys-addr",
};

/* The numbers of the first row that says how far it was moved. */
static bool image(const struct top_pane *pane, __u64 *numbers, bool *there)
{
	int fields[SAID];
	unsigned int i;
	__u32 row;

	top_fields(pane->now->object, said, SAID, fields);
	for (row = 0; row < pane->now->count; row++) {
		for (i = 0; i < SAID; i++)
			there[i] = top_number(pane->now, row, fields[i], &numbers[i]);
		if (there[MOVED])
			return true;
	}
	return false;
}

static void kernel_head(struct top *top, const struct top_room *room, struct top_lines *lines)
{
	const struct top_pane *pane = top_pane_of(top, tables[0].name);
	struct kc_buf buf = { 0 };
	__u64 numbers[SAID];
	bool there[SAID] = { false };

	if (!pane->now)
		return;
	if (!image(pane, numbers, there)) {
		kc_buf_text(&buf, "KASLR: how far the kernel was moved may not be seen");
	} else if (!numbers[MOVED]) {
		kc_buf_text(&buf, "KASLR: the kernel lies where it was linked, at ");
		kc_buf_addr(&buf, numbers[START]);
	} else {
		kc_buf_text(&buf, "KASLR moved the kernel by ");
		kc_format_bytes(&buf, numbers[MOVED]);
		if (there[LINKED]) {
			kc_buf_text(&buf, ", from ");
			kc_buf_addr(&buf, numbers[LINKED]);
		}
		kc_buf_text(&buf, " to ");
		kc_buf_addr(&buf, numbers[START]);
	}
	if (there[PHYS] && (int)buf.len + PHYS_WIDTH <= room->columns) {
		kc_buf_text(&buf, ", physical ");
		kc_buf_addr(&buf, numbers[PHYS]);
	}
	top_lines_put(lines, TOP_ROLE_LABEL, buf.data, buf.len);
	top_lines_end(lines);
	kc_buf_free(&buf);
}

const struct top_view top_view_kernel = {
	.name = "kernel",
	.title = "Kernel map",
	TOP_TABLES(tables),
	.picture = &picture,
	.head = kernel_head,
};
