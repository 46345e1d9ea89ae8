/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What may be chosen when the driver is loaded: by a module parameter or, where
 * a device tree describes the driver, by a property of its node. A parameter
 * that was given wins.
 */
#ifndef KIN_OPTIONS_H
#define KIN_OPTIONS_H

#include <linux/cache.h>
#include <linux/moduleparam.h>

/**
 * struct kin_option - an option, settled when the driver is loaded
 * @on: its value, for everybody to read
 * @given: a parameter set it, be it to what is the default anyway
 *
 * Written only before kin_init() makes the first interface; read-only memory
 * after it.
 */
struct kin_option {
	bool on;
	bool given;
};

extern const struct kernel_param_ops kin_option_ops;

/* The option kin_option_<name> and its parameter, in the file that heeds it. */
#define KIN_OPTION(name, by_default, text)					\
	struct kin_option kin_option_##name __ro_after_init = { .on = (by_default) }; \
	module_param_cb(name, &kin_option_ops, &kin_option_##name, 0444);	\
	__MODULE_PARM_TYPE(name, "bool");					\
	MODULE_PARM_DESC(name, text)

extern struct kin_option kin_option_proc;
extern struct kin_option kin_option_lookup;
extern struct kin_option kin_option_btf;

#endif
