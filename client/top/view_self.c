// SPDX-License-Identifier: GPL-2.0-only
/* What the driver costs, and what is unavailable and why. */
#include "view.h"

static const struct top_table tables[] = {
	{
		.name = "stats",
		.title = "driver's cost",
		.object = "stats",
	},
	{
		.name = "unavailable",
		.title = "not available",
		.object = "fields",
		.columns = "object,name,type,reason",
		.filter = "available=false",
	},
};

const struct top_view top_view_self = {
	.name = "self",
	.title = "Self",
	TOP_TABLES(tables),
};
