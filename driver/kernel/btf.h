/* SPDX-License-Identifier: GPL-2.0-only */
/* Where members lie in structures that no public header declares. */
#ifndef KIN_KERNEL_BTF_H
#define KIN_KERNEL_BTF_H

#include <linux/types.h>

void kin_btf_init(void);
const char *kin_btf_why(void);
int kin_btf_offset(const char *type, const char *member, size_t size);
int kin_btf_sizeof(const char *type);

#endif
