// SPDX-License-Identifier: GPL-2.0-only
/* Lock classes, where they are waited for, and what depends on what. */
#include "view.h"

static const struct top_table tables[] = {
	{
		.name = "locks",
		.title = "classes",
		.object = "locks",
		.columns = "class-id,usage=usage-chars,cont/s=contention-total/s,"
			   "wait%=wait-total-ns/s,wait=wait-total-ns,max=write-wait-max-ns,"
			   "acq/s=acquisition-total/s,hold%=hold-total-ns/s,after=after-count,name",
		.sort = "-wait",
	},
	{
		.name = "lock-points",
		.title = "call sites",
		.object = "lock-points",
		.columns = "class-id,kind,hits=hit-total,hits/s=hit-total/s,name,site",
		.sort = "-hits",
	},
	{
		.name = "lock-edges",
		.title = "dependencies",
		.object = "lock-edges",
		.columns = "from-id,to-id,distance,dep,from,to,site,caller",
	},
	{
		.name = "held-locks",
		.title = "held",
		.object = "held-locks",
		.columns = "pid,depth,class-id,mode,state,held=held-ns,wait=wait-ns,comm,name,site",
	},
};

const struct top_view top_view_locks = {
	.name = "locks",
	.title = "Locks",
	TOP_TABLES(tables),
};
