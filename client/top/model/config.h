/* SPDX-License-Identifier: GPL-2.0-only */
/* The configuration file. */
#ifndef TOP_CONFIG_H
#define TOP_CONFIG_H

#include "state.h"

void top_config_load(struct top *top);
int top_config_save(struct top *top, char *path, size_t size, struct kc_error *err);

#endif
