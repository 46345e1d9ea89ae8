/* SPDX-License-Identifier: GPL-2.0-only */
/* What differs between two samples of an object. */
#ifndef KC_DIFF_H
#define KC_DIFF_H

#include "keep.h"
#include "notes.h"

enum kc_change_kind {
	KC_ADDED,
	KC_GONE,
	KC_CHANGED,
	KC_CHANGES,
};

/**
 * struct kc_change - a row that is not the same in both
 * @kind: in which way
 * @old: the row in the first sample, unless it is added
 * @new: the row in the second sample, unless it is gone
 * @place: among those in order of their keys, for kc_diff_sort()
 */
struct kc_change {
	enum kc_change_kind kind;
	struct kc_row_ref old;
	struct kc_row_ref new;
	size_t place;
};

/* One of the two samples. */
struct kc_diff_side {
	struct kc_kept *batches;
	struct kc_row_ref *rows;
	size_t count;
	size_t room;
	__u64 mask[KINTROSPECT_MASK_WORDS];
	struct kc_notes notes;
};

/**
 * struct kc_diff - two samples of an object, and what differs; all zero is an empty one
 * @table: the object, with the fields that both know
 * @mask: fields that are compared: those asked for that both have
 * @changes: rows that differ, in order of their keys until kc_diff_sort()
 * @count: how many
 * @by_kind: the same by kind
 * @skipped: rows that were not compared, as their process was not read whole in a sample
 * @sides: the samples
 */
struct kc_diff {
	struct kc_table table;
	__u64 mask[KINTROSPECT_MASK_WORDS];
	struct kc_change *changes;
	size_t count;
	size_t by_kind[KC_CHANGES];
	size_t skipped;
	struct kc_diff_side sides[2];
};

int kc_diff_load(struct kc_diff *diff, unsigned int side, struct kc_transport *transport,
		 const struct kc_request *request, struct kc_error *err);
int kc_diff_compare(struct kc_diff *diff, const struct kc_table *table, struct kc_error *err);
bool kc_diff_differs(const struct kc_diff *diff, const struct kc_change *change,
		     unsigned int field);
void kc_diff_sort(struct kc_diff *diff, int field, bool descending);
bool kc_diff_key(const struct kc_diff *diff, unsigned int field);
void kc_diff_free(struct kc_diff *diff);

#endif
