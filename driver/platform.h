/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef KIN_PLATFORM_H
#define KIN_PLATFORM_H

#include <linux/init.h>

/* Kbuild leaves platform.c out where there can be no device tree. */
#ifdef CONFIG_OF
int __init kin_platform_init(void);
void kin_platform_exit(void);
#else
static inline int kin_platform_init(void)
{
	return 0;
}

static inline void kin_platform_exit(void)
{
}
#endif

#endif
