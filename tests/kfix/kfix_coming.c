// SPDX-License-Identifier: GPL-2.0-only
/* A module that stays in its init until whoever loads it gets a signal. */
#include <linux/module.h>
#include <linux/wait.h>

#include "kfix_layout.h"

static DECLARE_WAIT_QUEUE_HEAD(kfix_never);

static int __init kfix_coming_init(void)
{
	kfix_layout_answer();
	return wait_event_interruptible(kfix_never, false);
}

module_init(kfix_coming_init);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("A module that never is loaded wholly, for kintrospect's tests");
