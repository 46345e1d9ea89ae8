// SPDX-License-Identifier: GPL-2.0-only
/*
 * The trees of mapped areas, and their locks. Since 6.9 there are several, each in a
 * private structure; before there is one, whose lock and list the operations of
 * /proc/vmallocinfo hand out, where no symbol is available.
 */
#include <linux/cache.h>
#include <linux/dcache.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/list.h>
#include <linux/magic.h>
#include <linux/seq_file.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#include "btf.h"
#include "lookup.h"
#include "symbol.h"
#include "vmap.h"

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 9, 0)

/* struct rb_list of mm/vmalloc.c, which is checked against the kernel's own. */
struct kin_rb_list {
	struct rb_root root;
	struct list_head head;
	spinlock_t lock;
};

/* More than there are processors would be no such number. */
#define KIN_VMAP_NODES_MAX 8192

static const char *kin_vmap_nodes __ro_after_init;
static unsigned int kin_vmap_node_count __ro_after_init;
static int kin_vmap_node_size __ro_after_init, kin_vmap_busy __ro_after_init;

static struct kin_rb_list *kin_vmap_list(unsigned int tree)
{
	return (struct kin_rb_list *)(kin_vmap_nodes + (size_t)tree * kin_vmap_node_size +
				      kin_vmap_busy);
}

/**
 * kin_vmap_init - find out where areas are
 *
 * After kin_btf_init(). Process context, may sleep.
 */
void kin_vmap_init(void)
{
	unsigned int count;

	kin_vmap_node_size = kin_btf_sizeof("vmap_node");
	kin_vmap_busy = kin_btf_offset("vmap_node", "busy", sizeof(struct kin_rb_list));
	if (!kin_data_vmap_nodes || !kin_data_nr_vmap_nodes || kin_vmap_node_size <= 0 ||
	    kin_vmap_busy < 0 ||
	    kin_btf_offset("rb_list", "root", sizeof(struct rb_root)) !=
	    offsetof(struct kin_rb_list, root) ||
	    kin_btf_offset("rb_list", "lock", sizeof(spinlock_t)) !=
	    offsetof(struct kin_rb_list, lock))
		return;
	count = *(const unsigned int *)kin_data_nr_vmap_nodes;
	if (!count || count > KIN_VMAP_NODES_MAX)
		return;
	kin_vmap_nodes = *(const char * const *)kin_data_vmap_nodes;
	kin_vmap_node_count = kin_vmap_nodes ? count : 0;
}

/* Why areas cannot be had: a string constant, or NULL. */
const char *kin_vmap_why(void)
{
	if (kin_vmap_node_count)
		return NULL;
	if (!kin_data_vmap_nodes)
		return KIN_DATA_WHY(vmap_nodes);
	if (!kin_data_nr_vmap_nodes)
		return KIN_DATA_WHY(nr_vmap_nodes);
	return kin_btf_why();
}

/* How many trees there are; the same for as long as the driver is loaded. */
unsigned int kin_vmap_trees(void)
{
	return kin_vmap_node_count;
}

/**
 * kin_vmap_lock - keep a tree of areas as it is
 * @tree: which, below kin_vmap_trees()
 *
 * Process context, may sleep until it returns; from then on to kin_vmap_unlock()
 * a spinlock is held. Return: the root of its vmap_areas by address, or NULL.
 */
struct rb_node *kin_vmap_lock(unsigned int tree)
{
	struct kin_rb_list *list = kin_vmap_list(tree);

	spin_lock(&list->lock);
	return list->root.rb_node;
}

/* The counterpart of kin_vmap_lock(), whatever that returned. */
void kin_vmap_unlock(unsigned int tree)
{
	spin_unlock(&kin_vmap_list(tree)->lock);
}

#else

static const struct seq_operations *kin_vmap_ops __ro_after_init;

/* That of proc itself, not something that was mounted there. */
static bool kin_vmap_is_file(const struct file *file)
{
	const struct dentry *dentry = file->f_path.dentry;

	return file_inode(file)->i_sb->s_magic == PROC_SUPER_MAGIC &&
	       IS_ROOT(dentry->d_parent) && !strcmp(dentry->d_name.name, "vmallocinfo");
}

void kin_vmap_init(void)
{
	struct file *file = filp_open("/proc/vmallocinfo", O_RDONLY, 0);
	const struct seq_operations *ops;
	char name[KSYM_SYMBOL_LEN];

	if (IS_ERR(file))
		return;
	if (kin_vmap_is_file(file)) {
		ops = ((const struct seq_file *)file->private_data)->op;
		kin_symbol_name(name, (unsigned long)ops->start);
		if (!strcmp(name, "s_start"))
			kin_vmap_ops = ops;
	}
	filp_close(file, NULL);
}

const char *kin_vmap_why(void)
{
	return kin_vmap_ops ? NULL : "no /proc/vmallocinfo when the driver was loaded";
}

unsigned int kin_vmap_trees(void)
{
	return 1;
}

/* Takes vmap_purge_lock, which is a mutex, and vmap_area_lock. */
struct rb_node *kin_vmap_lock(unsigned int tree)
{
	struct list_head *first;
	struct rb_node *node;
	loff_t pos = 0;

	first = kin_vmap_ops->start(NULL, &pos);
	if (!first)
		return NULL;
	node = &list_entry(first, struct vmap_area, list)->rb_node;
	while (rb_parent(node))
		node = rb_parent(node);
	return node;
}

void kin_vmap_unlock(unsigned int tree)
{
	kin_vmap_ops->stop(NULL, NULL);
}

#endif
