// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holds a mutex of the kernel that somebody might hold without bound: the parameter mutex
 * is its address, from /proc/kallsyms. It is held from loading to unloading, by the thread
 * kfix-mutex. In a throw-away guest only.
 */
#include <linux/completion.h>
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>

static ulong mutex;
module_param(mutex, ulong, 0);

static struct task_struct *holder;
static DECLARE_COMPLETION(held);

static int hold(void *data)
{
	mutex_lock((struct mutex *)mutex);
	complete(&held);
	while (!kthread_should_stop()) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (!kthread_should_stop())
			schedule();
		__set_current_state(TASK_RUNNING);
	}
	mutex_unlock((struct mutex *)mutex);
	return 0;
}

static int __init kfix_mutex_init(void)
{
	if (!mutex)
		return -EINVAL;
	holder = kthread_run(hold, NULL, "kfix-mutex");
	if (IS_ERR(holder))
		return PTR_ERR(holder);
	wait_for_completion(&held);
	return 0;
}

static void __exit kfix_mutex_exit(void)
{
	kthread_stop(holder);
}

module_init(kfix_mutex_init);
module_exit(kfix_mutex_exit);
MODULE_DESCRIPTION("holds a mutex, for kintrospect's tests");
MODULE_LICENSE("GPL");
