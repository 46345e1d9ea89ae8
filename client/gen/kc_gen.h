/* SPDX-License-Identifier: GPL-2.0-only */
/* Made by uapi/kingen.py from uapi/specs/kintrospect.yaml. Do not edit. */
#ifndef KC_GEN_H
#define KC_GEN_H

#include "../lib/table.h"

#define KC_OBJECTS 21

/* By command, the first being 1. */
extern const struct kc_table kc_tables[KC_OBJECTS];

#endif
