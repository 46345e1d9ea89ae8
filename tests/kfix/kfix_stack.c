// SPDX-License-Identifier: GPL-2.0-only
/*
 * Two kernel threads that wait in functions of this module, one of them in state D.
 * /proc/kfix_stack has for each its id, the function it is in and what that called, and
 * where such functions are.
 */
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/wait.h>

static struct task_struct *sleeps, *blocks;
static DECLARE_WAIT_QUEUE_HEAD(queue);

static noinline int kfix_stack_sleep(void *data)
{
	while (!kthread_should_stop())
		wait_event_interruptible(queue, kthread_should_stop());
	return 0;
}

/* Not for so long that the kernel takes it for hung. */
static noinline int kfix_stack_block(void *data)
{
	while (!kthread_should_stop())
		msleep(3000);
	return 0;
}

static void place(struct seq_file *m, const char *name, unsigned long addr)
{
	/* the lowest bit says that it is Thumb code */
	if (IS_ENABLED(CONFIG_THUMB2_KERNEL))
		addr &= ~1UL;
	seq_printf(m, "at %s %lx\n", name, addr);
}

static int kfix_stack_show(struct seq_file *m, void *v)
{
	seq_printf(m, "in %d kfix_stack_sleep -\n", sleeps->pid);
	seq_printf(m, "in %d kfix_stack_block msleep\n", blocks->pid);
	place(m, "kfix_stack_sleep", (unsigned long)kfix_stack_sleep);
	place(m, "kfix_stack_block", (unsigned long)kfix_stack_block);
	place(m, "msleep", (unsigned long)msleep);
	return 0;
}

static int __init kfix_stack_init(void)
{
	sleeps = kthread_run(kfix_stack_sleep, NULL, "kfix-stack-s");
	if (IS_ERR(sleeps))
		return PTR_ERR(sleeps);
	blocks = kthread_run(kfix_stack_block, NULL, "kfix-stack-d");
	if (IS_ERR(blocks)) {
		kthread_stop(sleeps);
		return PTR_ERR(blocks);
	}
	if (!proc_create_single("kfix_stack", 0400, NULL, kfix_stack_show)) {
		kthread_stop(blocks);
		kthread_stop(sleeps);
		return -ENOMEM;
	}
	return 0;
}

static void __exit kfix_stack_exit(void)
{
	remove_proc_entry("kfix_stack", NULL);
	kthread_stop(blocks);
	kthread_stop(sleeps);
}

module_init(kfix_stack_init);
module_exit(kfix_stack_exit);
MODULE_DESCRIPTION("kernel stacks for kintrospect's tests");
MODULE_LICENSE("GPL");
