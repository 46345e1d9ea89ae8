// SPDX-License-Identifier: GPL-2.0-only
/* How fast counters went up between two samples. */
#include "comparison.h"

/**
 * diff_rate - how fast a counter went up
 * @comparison: the samples
 * @field: the counter
 * @old: its value in the first
 * @new: its value in the second
 * @rate: set to its growth in a second
 *
 * Return: false if it is no counter, or began anew in between.
 */
bool diff_rate(const struct comparison *comparison, const struct kc_field *field,
	       const struct kc_value *old, const struct kc_value *new, double *rate)
{
	if (!(field->flags & KINTROSPECT_FIELD_FLAG_TOTAL) || old->kind != KC_UNSIGNED ||
	    new->kind != KC_UNSIGNED || new->u < old->u)
		return false;
	if (!comparison->same_boot || !comparison->elapsed_ns ||
	    comparison->elapsed_ns >> 63)
		return false;
	*rate = (double)(new->u - old->u) * 1e9 / (double)comparison->elapsed_ns;
	return true;
}
