// SPDX-License-Identifier: GPL-2.0-only
/* The address space of one process, and the kernel's above it. */
#include "views.h"

static const struct top_table tables[] = {
	{
		.name = "vmas",
		.title = "mappings",
		.object = "vmas",
		.columns = "start-addr,end-addr,perms,size=size-bytes,role,busy,offset=offset-bytes,inode,path",
		.process = "pid",
	},
	{
		.name = "vas",
		.title = "address space",
		.object = "vas",
		.process = "pid",
	},
	{
		.name = "vas-layout",
		.title = "kernel",
		.object = "layout",
		.columns = "start-addr,last-addr,size=size-bytes,gap=gap-bytes,perms,kind,source,"
			   "parent,name",
		.screen = true,
	},
};

static const struct top_part parts[] = {
	{
		.table = "vas-layout",
		.start = "start-addr",
		.last = "last-addr",
		.size = "size-bytes",
		.depth = "depth",
		.label = "name",
		.perms = "perms",
		.hole = "gap-bytes",
		.missing = "no kernel addresses: they need CAP_SYSLOG, kptr_restrict below 2, no lockdown",
	},
	{
		.table = "vmas",
		.start = "start-addr",
		.end = "end-addr",
		.size = "size-bytes",
		.label = "path",
		.role = "role",
		.perms = "perms",
		.grouped = true,
	},
};

static const struct top_picture picture = {
	.title = "whole address space",
	.process = true,
	.parts = parts,
	.part_count = sizeof(parts) / sizeof(parts[0]),
};

const struct top_view top_view_vas = {
	.name = "vas",
	.title = "VAS",
	TOP_TABLES(tables),
	.picture = &picture,
};
