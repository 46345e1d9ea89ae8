// SPDX-License-Identifier: GPL-2.0-only
/* How fast counters went up between two samples. */
#include "comparison.h"
#include "values.h"

/**
 * diff_rate - compute how fast a counter went up
 * @comparison: the samples
 * @field: the counter
 * @old: its value in the first
 * @new: its value in the second
 * @rate: set to its growth in a second
 *
 * Return: false if it is no counter, or began again in between.
 */
bool diff_rate(const struct comparison *comparison, const struct kc_field *field,
	       const struct kc_value *old, const struct kc_value *new, double *rate)
{
	return (field->flags & KINTROSPECT_FIELD_FLAG_TOTAL) && comparison->same_boot &&
	       kc_rate(old, new, comparison->elapsed_ns, rate);
}
