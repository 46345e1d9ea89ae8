/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef KIN_COMPAT_CRED_H
#define KIN_COMPAT_CRED_H

#include <linux/types.h>
#include <linux/version.h>

/* Since 6.15 who may profile may read any address space (kernel/fork.c, may_access_mm()). */
static inline bool kin_perfmon_reads_mm(void)
{
	return LINUX_VERSION_CODE >= KERNEL_VERSION(6, 15, 0);
}

#endif
