// SPDX-License-Identifier: GPL-2.0-only
/* Lock classes, where they are waited for, and what depends on what. */
#include "view.h"

static const struct top_table tables[] = {
	{
		.name = "locks",
		.title = "classes",
		.object = "locks",
	},
	{
		.name = "lock-points",
		.title = "call sites",
		.object = "lock-points",
	},
	{
		.name = "lock-edges",
		.title = "dependencies",
		.object = "lock-edges",
	},
	{
		.name = "held-locks",
		.title = "held",
		.object = "held-locks",
	},
};

const struct top_view top_view_locks = {
	.name = "locks",
	.title = "Locks",
	TOP_TABLES(tables),
};
