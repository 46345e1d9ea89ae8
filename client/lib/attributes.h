/* SPDX-License-Identifier: GPL-2.0-only */
/* Rows that come as one attribute a field. */
#ifndef KC_ATTRIBUTES_H
#define KC_ATTRIBUTES_H

#include "pack.h"

int kc_attributes_row(struct kc_pack *pack, const void *attrs, size_t len,
		      struct kc_error *err);

#endif
