/* SPDX-License-Identifier: GPL-2.0-only */
/* Names of kernel addresses, those of modules on their way out included. */
#ifndef KIN_KERNEL_SYMBOL_H
#define KIN_KERNEL_SYMBOL_H

#include <linux/kallsyms.h>
#include <linux/types.h>

size_t kin_symbol(char *text, unsigned long addr);
size_t kin_symbol_name(char *text, unsigned long addr);
size_t kin_symbol_caller(char *text, unsigned long addr);

#endif
