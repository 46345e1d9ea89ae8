// SPDX-License-Identifier: GPL-2.0-only
/* Run queues, and how every task is scheduled. */
#include "view.h"

static const struct top_table tables[] = {
	{
		.name = "runqueues",
		.title = "run queues",
		.object = "runqueues",
		.columns = "cpu,run=nr-running,fair=fair-running,rt=rt-running,dl=dl-running,"
			   "ext=ext-running,switch/s=switch-total/s,load=load-avg,util=util-avg,"
			   "pid=curr-pid,class=curr-class,comm=curr-comm",
	},
	{
		.name = "sched",
		.title = "tasks",
		.object = "sched",
		.columns = "pid,policy,class,prio,nice,cpu,on-rq,run%=exec-total-ns/s,"
			   "delay%=run-delay-total-ns/s,runs/s=run-total/s,mig/s=migration-total/s,"
			   "slice=slice-ns,cpus=cpus-allowed,comm",
		.sort = "-run%",
	},
};

const struct top_view top_view_sched = {
	.name = "sched",
	.title = "Sched",
	TOP_TABLES(tables),
};
