/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef KIN_COMPAT_SLAB_H
#define KIN_COMPAT_SLAB_H

#include <linux/slab.h>
#include <linux/version.h>

/* kvmalloc() and its kin are declared with the others since 5.16 only. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 16, 0)
#include <linux/mm.h>
#endif

#endif
