// SPDX-License-Identifier: GPL-2.0-only
/*
 * What differs between two samples of an object. Rows are sorted by their keys and
 * then walked side by side: no table that keys made for it could slow down.
 */
#include <stdlib.h>

#include "diff.h"
#include "filter.h"

/*
 * Numbers are given again: a process of the same pid that began at another time is
 * another process.
 */
static const char born[] = "start-time-ns";

/* A batch that is kept. */
struct batch {
	struct batch *next;
	struct kc_rows rows;
	unsigned char data[];
};

struct load {
	struct kc_diff_side *side;
	bool any;
};

static bool keep_rows(struct kc_diff_side *side, const struct kc_rows *rows)
{
	struct kc_row_ref *refs = side->rows;
	__u32 i;

	if (side->room - side->count < rows->count) {
		side->room = 2 * side->room + rows->count;
		refs = reallocarray(refs, side->room, sizeof(*refs));
		if (!refs)
			return false;
		side->rows = refs;
	}
	for (i = 0; i < rows->count; i++)
		refs[side->count++] = (struct kc_row_ref) { rows, kc_row_at(rows, i) };
	return true;
}

static int keep_batch(void *context, const struct kc_rows *rows, struct kc_error *err)
{
	struct load *load = context;
	struct kc_diff_side *side = load->side;
	struct batch *batch;
	int word;

	for (word = 0; word < KINTROSPECT_MASK_WORDS; word++)
		side->mask[word] = load->any ? side->mask[word] & rows->header.mask[word] :
				   rows->header.mask[word];
	load->any = true;
	if (!rows->count)
		return KC_OK;
	batch = malloc(sizeof(*batch) + rows->len);
	if (!batch)
		return kc_fail_memory(err);
	memcpy(batch->data, rows->batch, rows->len);
	batch->rows = *rows;
	batch->rows.batch = batch->data;
	batch->rows.first = batch->data + (rows->first - rows->batch);
	batch->rows.end = batch->data + rows->len;
	batch->next = side->batches;
	side->batches = batch;
	return keep_rows(side, &batch->rows) ? KC_OK : kc_fail_memory(err);
}

/* What tells a row from all others of its sample and, as far as can be, of all times. */
static bool is_identity(const struct kc_field *field)
{
	return (field->flags & KINTROSPECT_FIELD_FLAG_KEY) || !strcmp(field->name, born);
}

/**
 * kc_diff_want_keys - ask for the fields that rows are matched by, too
 * @request: the request
 */
void kc_diff_want_keys(struct kc_request *request)
{
	unsigned int i;

	for (i = 0; i < request->table->field_count; i++)
		if (is_identity(&request->table->fields[i]))
			kc_mask_set(request->mask, i);
}

/**
 * kc_diff_load - take in a sample
 * @diff: the difference
 * @side: 0: the first sample, 1: the second
 * @transport: where it comes from
 * @request: what is compared, with kc_diff_want_keys(); its table has to outlive @diff
 * @err: filled on failure
 */
int kc_diff_load(struct kc_diff *diff, unsigned int side, struct kc_transport *transport,
		 const struct kc_request *request, struct kc_error *err)
{
	struct load load = { .side = &diff->sides[side] };

	return transport->dump(transport, request, keep_batch, &load, err);
}

/* Absent values come first. */
static int compare_field(const struct kc_row_ref *a, const struct kc_row_ref *b,
			 unsigned int field)
{
	struct kc_value left, right;

	kc_row_get(a->rows, a->row, field, &left);
	kc_row_get(b->rows, b->row, field, &right);
	if (left.kind == KC_ABSENT || right.kind == KC_ABSENT)
		return (left.kind != KC_ABSENT) - (right.kind != KC_ABSENT);
	return kc_compare(&left, &right);
}

/* Without a key the whole row is one. */
static bool has_key(const struct kc_diff *diff)
{
	unsigned int i;

	for (i = 0; i < diff->table.field_count; i++)
		if (diff->table.fields[i].flags & KINTROSPECT_FIELD_FLAG_KEY)
			return true;
	return false;
}

/**
 * kc_diff_key - whether rows are matched by a field
 * @diff: the difference, compared
 * @field: the field
 */
bool kc_diff_key(const struct kc_diff *diff, unsigned int field)
{
	return diff->table.fields[field].flags & KINTROSPECT_FIELD_FLAG_KEY;
}

static int compare_keys(const struct kc_diff *diff, const struct kc_row_ref *a,
			const struct kc_row_ref *b)
{
	bool all = !has_key(diff);
	unsigned int i;
	int order;

	for (i = 0; i < diff->table.field_count; i++) {
		if (!kc_mask_test(diff->mask, i) ||
		    (!all && !is_identity(&diff->table.fields[i])))
			continue;
		order = compare_field(a, b, i);
		if (order)
			return order;
	}
	return 0;
}

static int order_rows(const void *a, const void *b, void *context)
{
	return compare_keys(context, a, b);
}

/**
 * kc_diff_differs - whether a field is not the same in both rows
 * @diff: the difference
 * @change: a row that is in both
 * @field: the field
 */
bool kc_diff_differs(const struct kc_diff *diff, const struct kc_change *change,
		     unsigned int field)
{
	return kc_mask_test(diff->mask, field) &&
	       compare_field(&change->old, &change->new, field);
}

static bool any_differs(const struct kc_diff *diff, const struct kc_change *change)
{
	unsigned int i;

	for (i = 0; i < diff->table.field_count; i++)
		if (kc_diff_differs(diff, change, i))
			return true;
	return false;
}

static void walk(struct kc_diff *diff)
{
	const struct kc_diff_side *old = &diff->sides[0], *new = &diff->sides[1];
	struct kc_change change;
	size_t i = 0, j = 0;
	int order;

	while (i < old->count || j < new->count) {
		order = i == old->count ? 1 : j == new->count ? -1 :
			compare_keys(diff, &old->rows[i], &new->rows[j]);
		memset(&change, 0, sizeof(change));
		change.kind = order < 0 ? KC_GONE : order > 0 ? KC_ADDED : KC_CHANGED;
		if (order <= 0)
			change.old = old->rows[i++];
		if (order >= 0)
			change.new = new->rows[j++];
		if (!order && !any_differs(diff, &change))
			continue;
		diff->by_kind[change.kind]++;
		diff->changes[diff->count++] = change;
	}
}

/**
 * kc_diff_compare - find what differs
 * @diff: the difference, with both samples
 * @table: the object, of which both samples have the fields
 * @err: filled on failure
 */
int kc_diff_compare(struct kc_diff *diff, const struct kc_table *table, struct kc_error *err)
{
	size_t most = diff->sides[0].count + diff->sides[1].count;
	int i;

	diff->table = *table;
	for (i = 0; i < KINTROSPECT_MASK_WORDS; i++)
		diff->mask[i] = diff->sides[0].mask[i] & diff->sides[1].mask[i];
	for (i = 0; i < 2; i++)
		if (diff->sides[i].count)
			qsort_r(diff->sides[i].rows, diff->sides[i].count,
				sizeof(*diff->sides[i].rows), order_rows, diff);
	diff->changes = most ? reallocarray(NULL, most, sizeof(*diff->changes)) : NULL;
	if (most && !diff->changes)
		return kc_fail_memory(err);
	walk(diff);
	return KC_OK;
}

/**
 * kc_diff_free - give the memory back
 * @diff: the difference
 */
void kc_diff_free(struct kc_diff *diff)
{
	struct batch *batch, *next;
	int i;

	for (i = 0; i < 2; i++) {
		for (batch = diff->sides[i].batches; batch; batch = next) {
			next = batch->next;
			free(batch);
		}
		free(diff->sides[i].rows);
	}
	free(diff->changes);
	memset(diff, 0, sizeof(*diff));
}
