// SPDX-License-Identifier: GPL-2.0-only
/* Zones, and the free lists of the buddy allocator. */
#include "view.h"

static const struct top_table tables[] = {
	{
		.name = "zones",
		.title = "zones",
		.object = "zones",
	},
	{
		.name = "buddy",
		.title = "free lists",
		.object = "buddy",
	},
};

const struct top_view top_view_memory = {
	.name = "memory",
	.title = "Memory",
	TOP_TABLES(tables),
};
