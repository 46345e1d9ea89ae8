/* SPDX-License-Identifier: GPL-2.0-only */
/* Rows as text: a header line of names, then tab-separated values. */
#ifndef KIN_TEXT_H
#define KIN_TEXT_H

#include <linux/types.h>

struct file;
struct inode;
struct kin_source;

int kin_text_open(struct file *file, const struct kin_source *source, unsigned int interface);
ssize_t kin_text_read(struct file *file, char __user *buf, size_t size, loff_t *pos);
loff_t kin_text_llseek(struct file *file, loff_t offset, int whence);
int kin_text_release(struct inode *inode, struct file *file);

#endif
