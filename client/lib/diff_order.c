// SPDX-License-Identifier: GPL-2.0-only
/* The order of what differs between two samples: what grew most comes first. */
#include <stdlib.h>

#include "catalog.h"
#include "diff.h"
#include "format.h"
#include "values.h"

/*
 * What is looked for first if something has grown: memory, then time, then counts. Of
 * these columns an object has few.
 */
static const char * const growing[] = {
	"rss-bytes", "memory-bytes", "rss-anon-bytes", "size-bytes", "total-vm-bytes",
	"free-bytes", "free-pages", "run-delay-total-ns", "wait-total-ns", "cpu-time-total-ns",
	"exec-total-ns", "cost-total-ns", "active-count", "contention-total", "hit-total",
	"switch-total", "refs", "free-count",
};

#define GROWING (sizeof(growing) / sizeof(growing[0]))

/* Fields to compare by, one after the other. */
struct order {
	const struct kc_diff *diff;
	int fields[GROWING];
	unsigned int count;
	bool ascending;
};

static void get(const struct kc_row_ref *ref, unsigned int field, struct kc_value *value)
{
	value->kind = KC_ABSENT;
	if (ref->row)
		kc_row_get(ref->rows, ref->row, field, value);
}

/* How much a number grew; what a row did not have in a sample was nothing there. */
static double growth(const struct kc_change *change, unsigned int field)
{
	struct kc_value old, new;

	get(&change->old, field, &old);
	get(&change->new, field, &new);
	if (old.kind == KC_SIGNED || new.kind == KC_SIGNED)
		return (new.kind == KC_SIGNED ? (double)new.s : 0) -
		       (old.kind == KC_SIGNED ? (double)old.s : 0);
	if (old.kind != KC_UNSIGNED)
		old.u = 0;
	if (new.kind != KC_UNSIGNED)
		new.u = 0;
	return new.u < old.u ? -(double)(old.u - new.u) : (double)(new.u - old.u);
}

static int compare_values(const struct kc_change *a, const struct kc_change *b,
			  unsigned int field)
{
	struct kc_value left, right;

	get(a->kind == KC_GONE ? &a->old : &a->new, field, &left);
	get(b->kind == KC_GONE ? &b->old : &b->new, field, &right);
	return kc_compare_absent(&left, &right);
}

static int compare(const void *a, const void *b, void *context)
{
	const struct kc_change *left = a, *right = b;
	const struct order *order = context;
	unsigned int i;

	for (i = 0; i < order->count; i++) {
		unsigned int field = order->fields[i];
		int ret;

		/* Texts and keys do not grow. */
		if (kc_is_text(&order->diff->table.fields[field]) ||
		    kc_diff_key(order->diff, field)) {
			ret = compare_values(left, right, field);
		} else {
			double one = growth(left, field), other = growth(right, field);

			ret = (one > other) - (one < other);
		}
		if (ret)
			return order->ascending ? ret : -ret;
	}
	/* As they were: by their keys. */
	return (left->place > right->place) - (left->place < right->place);
}

/**
 * kc_diff_sort - order what differs
 * @diff: the difference, compared
 * @field: the field whose growth counts, of a text or key the value; -1: those that
 *	usually matter
 * @descending: the largest first; always so without a field
 */
void kc_diff_sort(struct kc_diff *diff, int field, bool descending)
{
	struct order order = { .diff = diff, .ascending = field >= 0 && !descending };
	size_t i;

	if (field >= 0 && (unsigned int)field < diff->table.field_count) {
		order.fields[order.count++] = field;
	} else if (field < 0) {
		for (i = 0; i < GROWING; i++) {
			field = kc_field_named(&diff->table, growing[i]);
			if (field >= 0 && kc_mask_test(diff->mask, field))
				order.fields[order.count++] = field;
		}
	}
	if (!diff->count || !order.count)
		return;
	for (i = 0; i < diff->count; i++)
		diff->changes[i].place = i;
	qsort_r(diff->changes, diff->count, sizeof(*diff->changes), compare, &order);
}
