// SPDX-License-Identifier: GPL-2.0-only
/* The files in proc, one for each object, if asked for. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/fs.h>
#include <linux/module.h>

#include "compat/proc.h"
#include "options.h"
#include "proc.h"
#include "source.h"
#include "text.h"

KIN_OPTION(proc, false, "Offer the files under /proc/kintrospect too, for kernels without debugfs");

static struct proc_dir_entry *kin_proc_dir;

/* proc lets a module go under an open file; a reader is to be able to rely on it. */
static int kin_proc_open(struct inode *inode, struct file *file)
{
	int err;

	if (!try_module_get(THIS_MODULE))
		return -ENODEV;
	err = kin_text_open(file, pde_data(inode), KINTROSPECT_INTERFACE_PROC);
	if (err)
		module_put(THIS_MODULE);
	return err;
}

/* Removing the entry waits for a release that is under way: this code stays until it returns. */
static int kin_proc_release(struct inode *inode, struct file *file)
{
	int err = kin_text_release(inode, file);

	module_put(THIS_MODULE);
	return err;
}

static const struct proc_ops kin_proc_ops = {
	.proc_open = kin_proc_open,
	.proc_read = kin_text_read,
	.proc_lseek = kin_text_llseek,
	.proc_release = kin_proc_release,
};

/**
 * kin_proc_init - make the files in proc, if asked for by proc=1
 *
 * All of them or, without memory, none: the other interfaces are in use by now.
 */
void __init kin_proc_init(void)
{
	unsigned int i = 0;

	if (!kin_option_proc.on)
		return;
	kin_proc_dir = proc_mkdir_mode("kintrospect", 0500, NULL);
	while (kin_proc_dir && i < KIN_OBJECTS) {
		if (!proc_create_data(kin_sources[i]->table->snake, 0400, kin_proc_dir,
				      &kin_proc_ops, (void *)kin_sources[i]))
			break;
		i++;
	}
	if (i == KIN_OBJECTS)
		return;
	/* Releases what is open, and lets nobody in: no file of proc runs code after it. */
	kin_proc_exit();
	pr_warn("no memory for files in /proc/kintrospect\n");
}

/**
 * kin_proc_exit - take the files away
 */
void kin_proc_exit(void)
{
	proc_remove(kin_proc_dir);
	kin_proc_dir = NULL;
}
