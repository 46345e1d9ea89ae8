// SPDX-License-Identifier: GPL-2.0-only
/* A module for others to use: a symbol, a version, and data of every kind. */
#include <linux/cache.h>
#include <linux/export.h>
#include <linux/module.h>

#include "kfix_layout.h"

static int kfix_once __ro_after_init;
static int kfix_often = 1;

int kfix_layout_answer(void)
{
	return kfix_once + kfix_often++;
}
EXPORT_SYMBOL_GPL(kfix_layout_answer);

static int __init kfix_layout_base_init(void)
{
	kfix_once = 41;
	return 0;
}

static void __exit kfix_layout_base_exit(void)
{
}

module_init(kfix_layout_base_init);
module_exit(kfix_layout_base_exit);

MODULE_LICENSE("GPL");
MODULE_VERSION("4.2-kfix");
MODULE_DESCRIPTION("A module that others use, for kintrospect's tests");
