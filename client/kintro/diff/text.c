// SPDX-License-Identifier: GPL-2.0-only
/* kintro diff for people. */
#include <string.h>

#include "comparison.h"
#include "format.h"

static void put_value(bool raw, const struct kc_field *field, const struct kc_value *value,
		      struct kc_buf *out)
{
	kc_format_cell(out, field, value, raw);
}

static void put_rate(const struct kc_field *field, double rate, struct kc_buf *out)
{
	kc_buf_text(out, " (");
	if (kc_has_unit(field, "ns"))
		kc_format_ns(out, rate);
	else if (kc_has_unit(field, "bytes"))
		kc_format_bytes(out, rate);
	else
		kc_buf_printf(out, "%.*f", rate < 10 ? 2 : 0, rate);
	kc_buf_text(out, "/s)");
}

static bool is_raw(const struct comparison *comparison)
{
	return kintro_given(&comparison->kintro->options, OPT_BIT(BYTES));
}

static void put_cell(const struct comparison *comparison, const struct kc_diff *diff,
		     const struct kc_row_ref *ref, unsigned int field, struct kc_buf *out)
{
	struct kc_value value;

	kc_row_get(ref->rows, ref->row, field, &value);
	if (value.kind == KC_ABSENT)
		return;
	kc_buf_printf(out, " %s=", diff->table.fields[field].name);
	put_value(is_raw(comparison), &diff->table.fields[field], &value, out);
}

/* Its key, then as much of it as text shows by default. */
static void put_row(const struct comparison *comparison, const struct kc_diff *diff,
		    const struct kc_row_ref *ref, struct kc_buf *out)
{
	unsigned int i;

	for (i = 0; i < diff->table.field_count; i++)
		if (kc_diff_key(diff, i))
			put_cell(comparison, diff, ref, i, out);
	for (i = 0; i < diff->table.default_count; i++)
		if (!kc_diff_key(diff, diff->table.defaults[i]))
			put_cell(comparison, diff, ref, diff->table.defaults[i], out);
}

/* Two values that differ should look so, too: rounded ones may not. */
static void put_two(bool raw, const struct kc_field *field, const struct kc_value *old,
		    const struct kc_value *new, struct kc_buf *out)
{
	size_t begin = out->len, arrow, end;

	put_value(raw, field, old, out);
	arrow = out->len;
	kc_buf_text(out, " -> ");
	end = out->len;
	put_value(raw, field, new, out);
	if (raw || out->failed || arrow - begin != out->len - end ||
	    memcmp(out->data + begin, out->data + end, arrow - begin))
		return;
	out->len = begin;
	put_two(true, field, old, new, out);
}

static void put_changed(const struct comparison *comparison, const struct kc_diff *diff,
			const struct kc_change *change, struct kc_buf *out)
{
	struct kc_value old, new;
	const char *comma = ":";
	unsigned int i;
	double rate;

	for (i = 0; i < diff->table.field_count; i++)
		if (kc_diff_key(diff, i))
			put_cell(comparison, diff, &change->new, i, out);
	for (i = 0; i < diff->table.field_count; i++) {
		const struct kc_field *field = &diff->table.fields[i];

		if (!kc_diff_differs(diff, change, i))
			continue;
		kc_row_get(change->old.rows, change->old.row, i, &old);
		kc_row_get(change->new.rows, change->new.row, i, &new);
		kc_buf_printf(out, "%s %s ", comma, field->name);
		put_two(is_raw(comparison), field, &old, &new, out);
		if (diff_rate(comparison, field, &old, &new, &rate))
			put_rate(field, rate, out);
		comma = ",";
	}
}

/**
 * diff_text - print one object's differences
 * @comparison: the samples
 * @diff: the differences
 * @out: what is not printed yet
 * @err: filled on failure
 */
int diff_text(const struct comparison *comparison, const struct kc_diff *diff,
	      struct kc_buf *out, struct kc_error *err)
{
	static const char * const colors[] = { KC_GREEN, KC_RED, KC_YELLOW };
	bool color = comparison->kintro->options.color;
	int ret = KC_OK;
	size_t i;

	kc_buf_printf(out, "%s%s:%s %zu added, %zu gone, %zu changed\n", color ? KC_BOLD : "",
		      diff->table.name, color ? KC_PLAIN : "", diff->by_kind[KC_ADDED],
		      diff->by_kind[KC_GONE], diff->by_kind[KC_CHANGED]);
	for (i = 0; i < diff->count && !ret; i++) {
		const struct kc_change *change = &diff->changes[i];

		if (color)
			kc_buf_text(out, colors[change->kind]);
		kc_buf_char(out, "+-~"[change->kind]);
		if (color)
			kc_buf_text(out, KC_PLAIN);
		if (change->kind == KC_CHANGED)
			put_changed(comparison, diff, change, out);
		else
			put_row(comparison, diff, change->kind == KC_ADDED ? &change->new :
				&change->old, out);
		kc_buf_char(out, '\n');
		if (out->failed || out->len > DIFF_FLUSH_BYTES)
			ret = kc_write(stdout, out, err);
	}
	return ret ? ret : kc_write(stdout, out, err);
}
