/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef KIN_COMPAT_PROC_H
#define KIN_COMPAT_PROC_H

#include <linux/proc_fs.h>
#include <linux/version.h>

/* By this name since 5.17. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 17, 0)
#define pde_data(inode) PDE_DATA(inode)
#endif

#endif
