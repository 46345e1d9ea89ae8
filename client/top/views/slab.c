// SPDX-License-Identifier: GPL-2.0-only
/* Slab caches. */
#include "views.h"

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
	{ 'a', "a", "-active", "sort by active objects" },
	{ 'b', "b", "-obj/slab", "sort by objects in a slab" },
	{ 'c', "c", "-memory", "sort by memory" },
	{ 'l', "l", "-slabs", "sort by slabs" },
	{ 'n', "n", "name", "sort by name" },
	{ 'o', "o", "-objects", "sort by objects" },
	{ 'p', "p", "-pages", "sort by pages of a slab" },
	{ 's', "s", "-size", "sort by size of an object" },
	{ 'u', "u", "-used", "sort by memory in use" },
	{ 'v', "v", "-slabs", "sort by active slabs, which all are" },
	{ 0, NULL, NULL, NULL },
};

const struct top_view top_view_slab = {
	.name = "slab",
	.title = "Slab",
	TOP_TABLES(tables),
	.shortcuts = shortcuts,
};
