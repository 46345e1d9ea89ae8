// SPDX-License-Identifier: GPL-2.0-only
/* The address space of one process. */
#include "view.h"

static const struct top_table tables[] = {
	{
		.name = "vmas",
		.title = "mappings",
		.object = "vmas",
		.columns = "start-addr,end-addr,perms,size=size-bytes,role,offset=offset-bytes,inode,path",
		.process = "pid",
	},
	{
		.name = "vas",
		.title = "address space",
		.object = "vas",
		.process = "pid",
	},
};

const struct top_view top_view_vas = {
	.name = "vas",
	.title = "VAS",
	TOP_TABLES(tables),
};
