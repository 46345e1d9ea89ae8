// SPDX-License-Identifier: GPL-2.0-only
#include "kintro.h"
int kintro_diff(struct kintro *kintro, struct kc_error *err)
{
	(void)kintro;
	return kc_fail(err, KC_USAGE, 0, "not yet");
}
