// SPDX-License-Identifier: GPL-2.0-only
/* Parameters that remember whether somebody gave them. */
#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#include "options.h"

/* While the module is loaded only: no parameter of it is writable later. */
static int kin_option_set(const char *text, const struct kernel_param *param)
{
	struct kin_option *option = param->arg;
	int err = 0;

	/* A bare name says yes, as it does for every truth value of a module. */
	if (text)
		err = kstrtobool(text, &option->on);
	else
		option->on = true;
	if (!err)
		option->given = true;
	return err;
}

static int kin_option_get(char *buffer, const struct kernel_param *param)
{
	const struct kin_option *option = param->arg;

	return sysfs_emit(buffer, "%c\n", option->on ? 'Y' : 'N');
}

const struct kernel_param_ops kin_option_ops = {
	.flags = KERNEL_PARAM_OPS_FL_NOARG,
	.set = kin_option_set,
	.get = kin_option_get,
};
