/* SPDX-License-Identifier: GPL-2.0-only */
/* Made by uapi/kingen.py from uapi/specs/kintrospect.yaml. Do not edit. */
#ifndef KT_OBJECTS_H
#define KT_OBJECTS_H

#include <stdbool.h>
#include <linux/kintrospect.h>

/**
 * struct kt_object - an object of the spec
 * @name: its name
 * @lockdep: it needs lockdep
 * @pid: it has a filter pid
 * @row: it has a request for one row
 */
struct kt_object {
	const char *name;
	bool lockdep;
	bool pid;
	bool row;
};

/* By command; the first is 1. */
static const struct kt_object kt_objects[] = {
	[KINTROSPECT_CMD_FIELDS] = { .name = "fields" },
	[KINTROSPECT_CMD_STATS] = { .name = "stats" },
	[KINTROSPECT_CMD_TASKS] = { .name = "tasks", .pid = true, .row = true },
	[KINTROSPECT_CMD_VAS] = { .name = "vas", .pid = true, .row = true },
	[KINTROSPECT_CMD_VMAS] = { .name = "vmas", .pid = true },
	[KINTROSPECT_CMD_SLABS] = { .name = "slabs" },
	[KINTROSPECT_CMD_STACKS] = { .name = "stacks", .pid = true },
	[KINTROSPECT_CMD_LAYOUT] = { .name = "layout" },
	[KINTROSPECT_CMD_MODULES] = { .name = "modules" },
	[KINTROSPECT_CMD_LOCKS] = { .name = "locks", .lockdep = true, .row = true },
	[KINTROSPECT_CMD_LOCK_POINTS] = { .name = "lock-points", .lockdep = true },
	[KINTROSPECT_CMD_LOCK_EDGES] = { .name = "lock-edges", .lockdep = true },
	[KINTROSPECT_CMD_LOCK_CHAINS] = { .name = "lock-chains", .lockdep = true, .row = true },
	[KINTROSPECT_CMD_HELD_LOCKS] = { .name = "held-locks", .lockdep = true, .pid = true },
	[KINTROSPECT_CMD_BUDDY] = { .name = "buddy" },
	[KINTROSPECT_CMD_ZONES] = { .name = "zones" },
	[KINTROSPECT_CMD_FRAGMENTATION] = { .name = "fragmentation" },
	[KINTROSPECT_CMD_SCHED] = { .name = "sched", .pid = true, .row = true },
	[KINTROSPECT_CMD_RUNQUEUES] = { .name = "runqueues", .row = true },
	[KINTROSPECT_CMD_VMALLOC] = { .name = "vmalloc" },
	[KINTROSPECT_CMD_IRQS] = { .name = "irqs" },
};

#endif
