// SPDX-License-Identifier: GPL-2.0-only
/* Run queues, and how every task is scheduled. */
#include "view.h"

static const struct top_table tables[] = {
	{
		.name = "runqueues",
		.title = "run queues",
		.object = "runqueues",
	},
	{
		.name = "sched",
		.title = "tasks",
		.object = "sched",
	},
};

const struct top_view top_view_sched = {
	.name = "sched",
	.title = "Sched",
	TOP_TABLES(tables),
};
