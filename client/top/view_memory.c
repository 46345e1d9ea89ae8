// SPDX-License-Identifier: GPL-2.0-only
/* Zones, and the free lists of the buddy allocator. */
#include "view.h"

static const struct top_table tables[] = {
	{
		.name = "zones",
		.title = "zones",
		.object = "zones",
		.columns = "node=node-id,zone,present=present-pages,managed=managed-pages,"
			   "free=free-pages,min=watermark-min-pages,low=watermark-low-pages,"
			   "high=watermark-high-pages,boost=boost-pages,cma=cma-pages,pcp=pcp-pages",
	},
	{
		.name = "buddy",
		.title = "free lists",
		.object = "buddy",
		.columns = "node=node-id,zone,migratetype,order,free=free-count,bytes=free-bytes,"
			   "capped",
	},
};

const struct top_view top_view_memory = {
	.name = "memory",
	.title = "Memory",
	TOP_TABLES(tables),
};
