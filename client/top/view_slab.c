// SPDX-License-Identifier: GPL-2.0-only
/* Slab caches. */
#include "view.h"

static const struct top_table tables[] = {
	{
		.name = "slabs",
		.title = "caches",
		.object = "slabs",
		.columns = "objects=object-count,active=active-count,size=size-bytes,"
			   "slabs=slab-count,obj/slab=slab-object-count,pages=slab-pages,"
			   "partial=partial-count,memory=memory-bytes,used=used-bytes,"
			   "wasted=wasted-bytes,alias=alias-count,name",
		.sort = "-memory",
	},
};

/* The letters of slabtop. */
static const struct top_shortcut shortcuts[] = {
	{ 'a', "-active", "sort by active objects" },
	{ 'b', "-obj/slab", "sort by objects in a slab" },
	{ 'c', "-memory", "sort by memory" },
	{ 'l', "-slabs", "sort by slabs" },
	{ 'n', "name", "sort by name" },
	{ 'o', "-objects", "sort by objects" },
	{ 'p', "-pages", "sort by pages of a slab" },
	{ 's', "-size", "sort by size of an object" },
	{ 'u', "-used", "sort by memory in use" },
	{ 'v', "-slabs", "sort by active slabs, which all are" },
	{ 0, NULL, NULL },
};

const struct top_view top_view_slab = {
	.name = "slab",
	.title = "Slab",
	TOP_TABLES(tables),
	.shortcuts = shortcuts,
};
