/* SPDX-License-Identifier: GPL-2.0-only */
/* Where members lie in structures that no public header declares. */
#ifndef KIN_COMPAT_BTF_H
#define KIN_COMPAT_BTF_H

#include <linux/types.h>

/* Why an offset is not known, for people. */
#define KIN_BTF_WHY "needs CONFIG_DEBUG_INFO_BTF and CONFIG_BPF_SYSCALL"

void kin_btf_init(void);
int kin_btf_offset(const char *type, const char *member, size_t size);

#endif
