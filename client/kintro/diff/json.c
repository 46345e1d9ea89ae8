// SPDX-License-Identifier: GPL-2.0-only
/* kintro diff for programs. */
#include <string.h>

#include "comparison.h"
#include "../warnings.h"

static void put_sample(struct kc_json *json, const char *key, const struct kc_record *record)
{
	const struct kc_record_info *info = kc_record_info(record);
	const struct kc_moment *moment = kc_record_moment(record);

	kc_json_key(json, key);
	kc_json_begin(json, '{');
	kc_json_put_text(json, "file", info->path);
	kc_json_put_u64(json, "sample", kc_record_sample(record) + 1);
	kc_json_put_u64(json, "realtime_ns", moment->realtime_ns);
	kc_json_put_u64(json, "monotonic_ns", moment->monotonic_ns);
	kc_json_put_text(json, "kernel", info->host.kernel[0] ? info->host.kernel : NULL);
	kc_json_put_text(json, "boot_id", info->host.boot_id[0] ? info->host.boot_id : NULL);
	kc_json_end(json, '}');
}

/**
 * diff_json_head - write everything before the objects
 * @comparison: the samples
 * @json: where to
 */
void diff_json_head(const struct comparison *comparison, struct kc_json *json)
{
	kc_json_begin(json, '{');
	kc_json_put_text(json, "schema", "kintro-diff/1");
	put_sample(json, "old", comparison->records[0]);
	put_sample(json, "new", comparison->records[1]);
	kc_json_key(json, "elapsed_ns");
	if (comparison->same_boot)
		kc_json_s64(json, comparison->elapsed_ns);
	else
		kc_json_null(json);
	kc_json_key(json, "objects");
	kc_json_begin(json, '{');
}

static void put_value(struct kc_json *json, const struct kc_diff *diff,
		      const struct kc_row_ref *ref, unsigned int field)
{
	struct kc_value value;

	kc_row_get(ref->rows, ref->row, field, &value);
	kc_json_value(json, &diff->table.fields[field], &value);
}

static void put_row(struct kc_json *json, const struct kc_diff *diff,
		    const struct kc_row_ref *ref)
{
	unsigned int i;

	kc_json_begin(json, '{');
	for (i = 0; i < diff->table.field_count; i++) {
		kc_json_key(json, diff->table.fields[i].snake);
		put_value(json, diff, ref, i);
	}
	kc_json_end(json, '}');
}

static void put_changed(const struct comparison *comparison, struct kc_json *json,
			const struct kc_diff *diff, const struct kc_change *change)
{
	struct kc_value old, new;
	unsigned int i;
	double rate;

	kc_json_begin(json, '{');
	kc_json_key(json, "key");
	kc_json_begin(json, '{');
	for (i = 0; i < diff->table.field_count; i++) {
		if (!kc_diff_key(diff, i))
			continue;
		kc_json_key(json, diff->table.fields[i].snake);
		put_value(json, diff, &change->new, i);
	}
	kc_json_end(json, '}');
	kc_json_key(json, "columns");
	kc_json_begin(json, '{');
	for (i = 0; i < diff->table.field_count; i++) {
		const struct kc_field *field = &diff->table.fields[i];

		if (!kc_diff_differs(diff, change, i))
			continue;
		kc_json_key(json, field->snake);
		kc_json_begin(json, '{');
		kc_json_key(json, "old");
		put_value(json, diff, &change->old, i);
		kc_json_key(json, "new");
		put_value(json, diff, &change->new, i);
		kc_row_get(change->old.rows, change->old.row, i, &old);
		kc_row_get(change->new.rows, change->new.row, i, &new);
		if (field->flags & KINTROSPECT_FIELD_FLAG_TOTAL) {
			kc_json_key(json, "rate");
			if (diff_rate(comparison, field, &old, &new, &rate))
				kc_json_real(json, rate);
			else
				kc_json_null(json);
		}
		kc_json_end(json, '}');
	}
	kc_json_end(json, '}');
	kc_json_end(json, '}');
}

static int put_kind(const struct comparison *comparison, struct kc_json *json,
		    const struct kc_diff *diff, enum kc_change_kind kind, struct kc_error *err)
{
	static const char * const names[] = { "added", "gone", "changed" };
	int ret = KC_OK;
	size_t i;

	kc_json_key(json, names[kind]);
	kc_json_begin(json, '[');
	for (i = 0; i < diff->count && !ret; i++) {
		const struct kc_change *change = &diff->changes[i];

		if (change->kind != kind)
			continue;
		if (kind == KC_CHANGED)
			put_changed(comparison, json, diff, change);
		else
			put_row(json, diff, kind == KC_ADDED ? &change->new : &change->old);
		ret = kc_json_flush(json, DIFF_FLUSH_BYTES, err);
	}
	kc_json_end(json, ']');
	return ret;
}

/**
 * diff_json_object - write one object's differences
 * @comparison: the samples
 * @diff: the differences
 * @json: where to
 * @err: filled on failure
 */
int diff_json_object(const struct comparison *comparison, const struct kc_diff *diff,
		     struct kc_json *json, struct kc_error *err)
{
	enum kc_change_kind kind;
	int ret = KC_OK;

	kc_json_key(json, diff->table.snake);
	kc_json_begin(json, '{');
	for (kind = KC_ADDED; kind < KC_CHANGES && !ret; kind++)
		ret = put_kind(comparison, json, diff, kind, err);
	kc_json_end(json, '}');
	return ret;
}

/**
 * diff_json_tail - write everything after the objects
 * @comparison: the samples, compared
 * @json: where to
 */
void diff_json_tail(const struct comparison *comparison, struct kc_json *json)
{
	kc_json_end(json, '}');
	kc_json_key(json, "different");
	kc_json_bool(json, comparison->different);
	kintro_json_warnings(comparison->kintro, json);
	kc_json_end(json, '}');
	kc_json_newline(json);
}
