// SPDX-License-Identifier: GPL-2.0-only
/*
 * KEY=VALUE applied to rows on this side. Mappings are picked by overlap, as the
 * driver does: start-addr is compared with where they end, and the reverse. The row of
 * a process whose mappings could not be read has no addresses, and overlaps with all.
 */
#include "catalog.h"
#include "key_match.h"

/**
 * kc_match_init - prepare how the keys of a request are compared
 * @matches: @request->key_count are filled
 * @request: the request, which has to outlive them
 */
void kc_match_init(struct kc_match *matches, const struct kc_request *request)
{
	int start = kc_field_named(request->table, "start-addr");
	int end = kc_field_named(request->table, "end-addr");
	unsigned int i;

	for (i = 0; i < request->key_count; i++) {
		struct kc_match *match = &matches[i];

		match->key = &request->keys[i];
		match->field = match->key->field;
		match->sign = 0;
		if (start < 0 || end < 0)
			continue;
		if (match->field == (unsigned int)start) {
			match->field = end;
			match->sign = 1;
		} else if (match->field == (unsigned int)end) {
			match->field = start;
			match->sign = -1;
		}
	}
}

static bool matches_one(const struct kc_match *match, const struct kc_value *value)
{
	const struct kc_key *key = match->key;
	__u64 number = value->u;

	switch (value->kind) {
	case KC_TEXT:
		return strlen(key->text) == value->len &&
		       !memcmp(key->text, value->text, value->len);
	case KC_UNSIGNED:
	case KC_SIGNED:
		return (number > key->number) - (number < key->number) == match->sign;
	default:
		return false;
	}
}

static bool is_busy(const struct kc_rows *rows, const unsigned char *row)
{
	int field = kc_field_named(rows->table, "busy");
	struct kc_value value;

	if (field < 0)
		return false;
	kc_row_get(rows, row, field, &value);
	return value.kind != KC_ABSENT;
}

/**
 * kc_match_row - test whether a row is what all keys ask for
 * @matches: the keys
 * @count: how many
 * @rows: the batch
 * @row: the row
 */
bool kc_match_row(const struct kc_match *matches, unsigned int count, const struct kc_rows *rows,
		  const unsigned char *row)
{
	struct kc_value value;
	unsigned int i;

	for (i = 0; i < count; i++) {
		kc_row_get(rows, row, matches[i].field, &value);
		if (value.kind == KC_ABSENT && matches[i].sign && is_busy(rows, row))
			continue;
		if (!matches_one(&matches[i], &value))
			return false;
	}
	return true;
}
