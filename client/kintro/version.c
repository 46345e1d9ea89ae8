// SPDX-License-Identifier: GPL-2.0-only
/* kintro --version */
#include <stdio.h>

#include "command.h"
#include "../../uapi/version.h"

static int run(struct kintro *kintro, struct kc_error *err)
{
	char driver[64];

	(void)kintro;
	(void)err;
	kc_print("kintro %s\ndriver %s\nABI %d\n", KINTROSPECT_VERSION,
		 kc_driver_version(driver, sizeof(driver)) ? driver : "not loaded",
		 KINTROSPECT_ABI);
	return KC_OK;
}

const struct kintro_command kintro_version = {
	.selector = OPT_BIT(VERSION),
	.what = "--version",
	.options = ~0U,
	.max = KINTRO_ANY_WORDS,
	.run = run,
};
