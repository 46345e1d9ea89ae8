// SPDX-License-Identifier: GPL-2.0-only
/* What lies where in the kernel's own address space, and its modules. */
#include "view.h"

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

const struct top_view top_view_kernel = {
	.name = "kernel",
	.title = "Kernel map",
	TOP_TABLES(tables),
};
