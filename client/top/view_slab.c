// SPDX-License-Identifier: GPL-2.0-only
/* Slab caches. */
#include "view.h"

static const struct top_table tables[] = {
	{
		.name = "slabs",
		.title = "caches",
		.object = "slabs",
	},
};

const struct top_view top_view_slab = {
	.name = "slab",
	.title = "Slab",
	TOP_TABLES(tables),
};
