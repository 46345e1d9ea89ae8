// SPDX-License-Identifier: GPL-2.0-only
/* Values of one field: which comes first, and how fast a counter goes up. */
#include "values.h"

static int compare_text(const struct kc_value *a, const struct kc_value *b)
{
	size_t len = a->len < b->len ? a->len : b->len;
	int ret = len ? memcmp(a->text, b->text, len) : 0;

	return ret ? ret : (a->len > b->len) - (a->len < b->len);
}

/**
 * kc_compare - compare two values of one field
 * @a: a value that is not absent
 * @b: another
 *
 * Return: below, equal to or above 0.
 */
int kc_compare(const struct kc_value *a, const struct kc_value *b)
{
	if (a->kind == KC_TEXT)
		return compare_text(a, b);
	if (a->kind == KC_SIGNED)
		return (a->s > b->s) - (a->s < b->s);
	return (a->u > b->u) - (a->u < b->u);
}

/**
 * kc_compare_absent - compare two values of one field, either of which may be absent
 * @a: a value
 * @b: another
 *
 * Return: below, equal to or above 0; absent values come first.
 */
int kc_compare_absent(const struct kc_value *a, const struct kc_value *b)
{
	if (a->kind == KC_ABSENT || b->kind == KC_ABSENT)
		return (a->kind != KC_ABSENT) - (b->kind != KC_ABSENT);
	return kc_compare(a, b);
}

/**
 * kc_rate - compute how fast a counter went up
 * @old: its earlier value
 * @new: its later value
 * @elapsed_ns: the time between, which may be negative
 * @rate: set to its growth in a second
 *
 * Return: false if one of them is no unsigned number, the counter began again, or no
 * time has passed.
 */
bool kc_rate(const struct kc_value *old, const struct kc_value *new, __u64 elapsed_ns,
	     double *rate)
{
	if (old->kind != KC_UNSIGNED || new->kind != KC_UNSIGNED || new->u < old->u ||
	    !elapsed_ns || elapsed_ns >> 63)
		return false;
	*rate = (double)(new->u - old->u) * 1e9 / (double)elapsed_ns;
	return true;
}
