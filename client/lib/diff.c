// SPDX-License-Identifier: GPL-2.0-only
/*
 * What differs between two samples of an object. Rows are sorted by their keys and
 * then walked side by side: no table that keys made for it could slow down.
 */
#include <stdlib.h>

#include "catalog.h"
#include "diff.h"
#include "values.h"

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
	const struct kc_rows *kept;
	int word;

	for (word = 0; word < KINTROSPECT_MASK_WORDS; word++)
		side->mask[word] = load->any ? side->mask[word] & rows->header.mask[word] :
				   rows->header.mask[word];
	load->any = true;
	if (!rows->count)
		return KC_OK;
	kept = kc_keep(&side->batches, rows, err);
	if (!kept)
		return KC_DRIVER;
	return keep_rows(side, kept) ? KC_OK : kc_fail_memory(err);
}

/**
 * kc_diff_load - take in a sample
 * @diff: the difference
 * @side: 0: the first sample, 1: the second
 * @transport: where it comes from
 * @request: what is compared, with kc_identity_want(); its table has to outlive @diff
 * @err: filled on failure
 */
int kc_diff_load(struct kc_diff *diff, unsigned int side, struct kc_transport *transport,
		 const struct kc_request *request, struct kc_error *err)
{
	struct load load = { .side = &diff->sides[side] };

	return kc_notes_dump(transport, request, keep_batch, &load, &load.side->notes, err);
}

static int compare_field(const struct kc_row_ref *a, const struct kc_row_ref *b,
			 unsigned int field)
{
	struct kc_value left, right;

	kc_row_get(a->rows, a->row, field, &left);
	kc_row_get(b->rows, b->row, field, &right);
	return kc_compare_absent(&left, &right);
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
 * kc_diff_key - test whether rows are matched by a field
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
		    (!all && !kc_field_identity(&diff->table.fields[i])))
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
 * kc_diff_differs - test whether a field differs between both rows
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

static bool has(const struct kc_row_ref *ref, int field)
{
	struct kc_value value;

	if (field < 0 || !ref->row)
		return false;
	kc_row_get(ref->rows, ref->row, field, &value);
	return value.kind != KC_ABSENT;
}

/* Whether a row is all that there is of a process: its key is not whole, either. */
static bool stands_for_many(const struct kc_diff *diff, const struct kc_row_ref *ref, int busy)
{
	unsigned int i;

	if (!has(ref, busy))
		return false;
	for (i = 0; i < diff->table.field_count; i++)
		if (kc_diff_key(diff, i) && !has(ref, i))
			return true;
	return false;
}

/* Processes of which a sample has one row instead of many, in order. */
struct unread {
	__u64 *pids;
	size_t count;
};

static int order_pids(const void *a, const void *b)
{
	const __u64 *left = a, *right = b;

	return (*left > *right) - (*left < *right);
}

static bool find_unread(const struct kc_diff *diff, int busy, int pid, struct unread *unread)
{
	const struct kc_diff_side *side;
	struct kc_value value;
	size_t i;

	unread->count = 0;
	unread->pids = NULL;
	if (busy < 0 || pid < 0 || !(diff->sides[0].notes.busy + diff->sides[1].notes.busy))
		return true;
	unread->pids = reallocarray(NULL, diff->sides[0].count + diff->sides[1].count,
				    sizeof(*unread->pids));
	if (!unread->pids)
		return false;
	for (side = diff->sides; side < diff->sides + 2; side++)
		for (i = 0; i < side->count; i++) {
			if (!stands_for_many(diff, &side->rows[i], busy))
				continue;
			kc_row_get(side->rows[i].rows, side->rows[i].row, pid, &value);
			if (value.kind != KC_ABSENT)
				unread->pids[unread->count++] = value.u;
		}
	qsort(unread->pids, unread->count, sizeof(*unread->pids), order_pids);
	return true;
}

/*
 * Whether two rows tell nothing of what changed: one of them has not what a lock
 * protects, or all rows of their process do.
 */
static bool is_unread(const struct kc_change *change, int busy, int pid,
		      const struct unread *unread)
{
	const struct kc_row_ref *ref = change->kind == KC_GONE ? &change->old : &change->new;
	struct kc_value value;

	if (change->kind == KC_CHANGED && (has(&change->old, busy) || has(&change->new, busy)))
		return true;
	if (!unread->count)
		return false;
	kc_row_get(ref->rows, ref->row, pid, &value);
	return value.kind != KC_ABSENT &&
	       bsearch(&value.u, unread->pids, unread->count, sizeof(*unread->pids), order_pids);
}

static void walk(struct kc_diff *diff, int busy, int pid, const struct unread *unread)
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
		if (is_unread(&change, busy, pid, unread)) {
			diff->skipped++;
			continue;
		}
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
	int busy = kc_field_named(table, "busy"), pid = kc_field_named(table, "pid");
	struct unread unread;
	int i;

	diff->table = *table;
	for (i = 0; i < KINTROSPECT_MASK_WORDS; i++)
		diff->mask[i] = diff->sides[0].mask[i] & diff->sides[1].mask[i];
	for (i = 0; i < 2; i++)
		if (diff->sides[i].count)
			qsort_r(diff->sides[i].rows, diff->sides[i].count,
				sizeof(*diff->sides[i].rows), order_rows, diff);
	diff->changes = most ? reallocarray(NULL, most, sizeof(*diff->changes)) : NULL;
	if ((most && !diff->changes) || !find_unread(diff, busy, pid, &unread))
		return kc_fail_memory(err);
	walk(diff, busy, pid, &unread);
	free(unread.pids);
	return KC_OK;
}

/**
 * kc_diff_free - free its memory
 * @diff: the difference
 */
void kc_diff_free(struct kc_diff *diff)
{
	int i;

	for (i = 0; i < 2; i++) {
		kc_keep_free(diff->sides[i].batches);
		free(diff->sides[i].rows);
	}
	free(diff->changes);
	memset(diff, 0, sizeof(*diff));
}
