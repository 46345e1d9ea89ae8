// SPDX-License-Identifier: GPL-2.0-only
/* What lies where in the kernel's own address space, and its modules. */
#include "view.h"

static const struct top_table tables[] = {
	{
		.name = "layout",
		.title = "layout",
		.object = "layout",
	},
	{
		.name = "modules",
		.title = "modules",
		.object = "modules",
	},
};

const struct top_view top_view_kernel = {
	.name = "kernel",
	.title = "Kernel map",
	TOP_TABLES(tables),
};
