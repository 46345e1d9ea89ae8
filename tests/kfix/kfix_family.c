// SPDX-License-Identifier: GPL-2.0-only
/*
 * A generic netlink family that has the driver's name, so that the driver's own cannot
 * be registered. "hold" in /proc/kfix_family keeps everybody from registering any, till
 * there is "release". For a throw-away guest only.
 */
#include <linux/module.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/uaccess.h>
#include <linux/wait.h>
#include <net/genetlink.h>

static DECLARE_WAIT_QUEUE_HEAD(kfix_released);
static bool held, released;

static int kfix_family_show(struct seq_file *m, void *v)
{
	seq_puts(m, READ_ONCE(held) ? "held\n" : "free\n");
	return 0;
}

static int kfix_family_open(struct inode *inode, struct file *file)
{
	return single_open(file, kfix_family_show, NULL);
}

static int kfix_family_hold(void)
{
	int err;

	genl_lock();
	released = false;
	WRITE_ONCE(held, true);
	err = wait_event_killable(kfix_released, READ_ONCE(released));
	WRITE_ONCE(held, false);
	genl_unlock();
	return err;
}

static ssize_t kfix_family_write(struct file *file, const char __user *from, size_t count,
				 loff_t *pos)
{
	char first;
	int err = 0;

	if (get_user(first, from))
		return -EFAULT;
	if (first == 'h') {
		err = kfix_family_hold();
	} else {
		WRITE_ONCE(released, true);
		wake_up_all(&kfix_released);
	}
	return err ? err : count;
}

static const struct proc_ops kfix_family_ops = {
	.proc_open = kfix_family_open,
	.proc_read = seq_read,
	.proc_write = kfix_family_write,
	.proc_release = single_release,
};

static struct genl_family kfix_family = {
	.name = "kintrospect",
	.version = 1,
	.module = THIS_MODULE,
};

static int __init kfix_family_init(void)
{
	int err = genl_register_family(&kfix_family);

	if (!err && !proc_create("kfix_family", 0600, NULL, &kfix_family_ops)) {
		genl_unregister_family(&kfix_family);
		err = -ENOMEM;
	}
	return err;
}

static void __exit kfix_family_exit(void)
{
	remove_proc_entry("kfix_family", NULL);
	genl_unregister_family(&kfix_family);
}

module_init(kfix_family_init);
module_exit(kfix_family_exit);
MODULE_DESCRIPTION("a family that is in the way, for kintrospect's tests");
MODULE_LICENSE("GPL");
