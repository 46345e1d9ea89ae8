// SPDX-License-Identifier: GPL-2.0-only
/* Areas of the vmalloc space. */
#include "views.h"

static const struct top_table tables[] = {
	{
		.name = "vmalloc",
		.title = "areas",
		.object = "vmalloc",
	},
};

const struct top_view top_view_vmalloc = {
	.name = "vmalloc",
	.title = "Vmalloc",
	TOP_TABLES(tables),
};
