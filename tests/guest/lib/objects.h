/* SPDX-License-Identifier: GPL-2.0-only */
/* Made by uapi/kingen.py from uapi/specs/kintrospect.yaml. Do not edit. */
/*
 * OBJECT(name, command, needs lockdep, has a filter pid, has a request for one row):
 * define it, then include this.
 */
OBJECT("fields", KINTROSPECT_CMD_FIELDS, false, false, false)
OBJECT("stats", KINTROSPECT_CMD_STATS, false, false, false)
OBJECT("tasks", KINTROSPECT_CMD_TASKS, false, true, true)
OBJECT("vas", KINTROSPECT_CMD_VAS, false, true, true)
OBJECT("vmas", KINTROSPECT_CMD_VMAS, false, true, false)
OBJECT("slabs", KINTROSPECT_CMD_SLABS, false, false, false)
OBJECT("stacks", KINTROSPECT_CMD_STACKS, false, true, false)
OBJECT("layout", KINTROSPECT_CMD_LAYOUT, false, false, false)
OBJECT("modules", KINTROSPECT_CMD_MODULES, false, false, false)
OBJECT("locks", KINTROSPECT_CMD_LOCKS, true, false, true)
OBJECT("lock-points", KINTROSPECT_CMD_LOCK_POINTS, true, false, false)
OBJECT("lock-edges", KINTROSPECT_CMD_LOCK_EDGES, true, false, false)
OBJECT("lock-chains", KINTROSPECT_CMD_LOCK_CHAINS, true, false, true)
OBJECT("held-locks", KINTROSPECT_CMD_HELD_LOCKS, true, true, false)
OBJECT("buddy", KINTROSPECT_CMD_BUDDY, false, false, false)
OBJECT("zones", KINTROSPECT_CMD_ZONES, false, false, false)
OBJECT("fragmentation", KINTROSPECT_CMD_FRAGMENTATION, false, false, false)
OBJECT("sched", KINTROSPECT_CMD_SCHED, false, true, true)
OBJECT("runqueues", KINTROSPECT_CMD_RUNQUEUES, false, false, true)
OBJECT("vmalloc", KINTROSPECT_CMD_VMALLOC, false, false, false)
