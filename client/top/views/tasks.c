// SPDX-License-Identifier: GPL-2.0-only
/* Tasks: processes or threads, as a table or a tree. */
#include "views.h"

static const struct top_table tables[] = {
	{
		.name = "tasks",
		.title = "tasks",
		.object = "tasks",
		.columns = "pid,uid,S=state,class,prio,cpu,thr=thread-count,vsize=vsize-bytes,"
			   "rss=rss-anon-bytes+rss-file-bytes+rss-shmem-bytes,"
			   "%cpu=cpu-time-total-ns/s,"
			   "time=cpu-time-total-ns,"
			   "csw/s=nvcsw-total+nivcsw-total/s,comm",
		.sort = "-%cpu",
		.label = "comm",
		.id = "pid",
		.group = "tgid",
		.parent = "ppid",
		.kernel = "kthread",
		.user = "uid",
	},
};

static const struct top_shortcut shortcuts[] = {
	{ 'P', "P", "-%cpu", "sort by CPU" },
	{ 'M', "M", "-rss", "sort by resident memory" },
	{ 'T', "T", "-time", "sort by time" },
	{ 0, NULL, NULL, NULL },
};

const struct top_view top_view_tasks = {
	.name = "tasks",
	.title = "Tasks",
	TOP_TABLES(tables),
	.shortcuts = shortcuts,
};
