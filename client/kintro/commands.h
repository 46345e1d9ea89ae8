/* SPDX-License-Identifier: GPL-2.0-only */
/* All commands. */
#ifndef KINTRO_COMMANDS_H
#define KINTRO_COMMANDS_H

#include "command.h"

extern const struct kintro_command * const kintro_commands[];

int kintro_run(struct kintro *kintro, struct kc_error *err);

#endif
