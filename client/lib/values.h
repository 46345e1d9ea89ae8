/* SPDX-License-Identifier: GPL-2.0-only */
/* Values of one field: which comes first, and how fast a counter goes up. */
#ifndef KC_VALUES_H
#define KC_VALUES_H

#include "rows.h"

int kc_compare(const struct kc_value *a, const struct kc_value *b);
int kc_compare_absent(const struct kc_value *a, const struct kc_value *b);
bool kc_rate(const struct kc_value *old, const struct kc_value *new, __u64 elapsed_ns,
	     double *rate);

#endif
