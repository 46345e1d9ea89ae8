// SPDX-License-Identifier: GPL-2.0-only
/* kintrospect: what the kernel knows about itself. Order of coming and going. */
#include <linux/module.h>

#include "../uapi/version.h"
#include "debugfs.h"
#include "kernel/btf.h"
#include "kernel/lockdep.h"
#include "kernel/lookup.h"
#include "kernel/modlist.h"
#include "kernel/regions.h"
#include "kernel/rq.h"
#include "kernel/sched.h"
#include "kernel/slab_cache.h"
#include "kernel/task.h"
#include "kernel/vmap.h"
#include "netlink.h"
#include "platform.h"
#include "proc.h"

static int __init kin_init(void)
{
	int err;

	/* First: the device tree may choose what all others do. */
	err = kin_platform_init();
	if (err)
		return err;
	kin_lookup_init();
	kin_btf_init();
	kin_task_init();
	kin_slab_init();
	kin_regions_init();
	kin_modlist_init();
	kin_lock_init();
	kin_sched_init();
	kin_rq_init();
	kin_vmap_init();
	/*
	 * From here on requests come in, and the module is freed under a reader when its
	 * init fails: so the one interface that can fail comes first.
	 */
	err = kin_netlink_init();
	if (err) {
		kin_platform_exit();
		return err;
	}
	kin_proc_init();
	kin_debugfs_init();
	return 0;
}

static void __exit kin_exit(void)
{
	kin_debugfs_exit();
	kin_proc_exit();
	kin_netlink_exit();
	kin_platform_exit();
}

module_init(kin_init);
module_exit(kin_exit);

MODULE_LICENSE("GPL");
MODULE_VERSION(KINTROSPECT_VERSION);
MODULE_DESCRIPTION("Kernel introspection: tasks, address spaces and more as tables");
MODULE_AUTHOR("The kintrospect authors");
