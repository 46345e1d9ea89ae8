// SPDX-License-Identifier: GPL-2.0-only
/* The files in debugfs, one for each object. */
#include <linux/debugfs.h>
#include <linux/fs.h>
#include <linux/module.h>

#include "debugfs.h"
#include "source.h"
#include "text.h"

static struct dentry *kin_dir;

static int kin_debugfs_open(struct inode *inode, struct file *file)
{
	return kin_text_open(file, inode->i_private, KINTROSPECT_INTERFACE_DEBUGFS);
}

/* debugfs itself pins .owner for as long as a file is open. */
static const struct file_operations kin_debugfs_fops = {
	.owner = THIS_MODULE,
	.open = kin_debugfs_open,
	.read = kin_text_read,
	.llseek = kin_text_llseek,
	.release = kin_text_release,
};

/**
 * kin_debugfs_init - make the files in debugfs
 *
 * A kernel without debugfs, or booted with debugfs=off, has the other interfaces.
 */
void __init kin_debugfs_init(void)
{
	unsigned int i;

	kin_dir = debugfs_create_dir("kintrospect", NULL);
	if (IS_ERR(kin_dir))
		return;
	d_inode(kin_dir)->i_mode = S_IFDIR | 0700;
	for (i = 0; i < KIN_OBJECTS; i++)
		debugfs_create_file(kin_sources[i]->table->snake, 0400, kin_dir,
				    (void *)kin_sources[i], &kin_debugfs_fops);
}

/**
 * kin_debugfs_exit - take the files away
 */
void kin_debugfs_exit(void)
{
	debugfs_remove_recursive(kin_dir);
}
