// SPDX-License-Identifier: GPL-2.0-only
/*
 * A dump, filtered, sorted and cut, into a sink. Unsorted rows pass through
 * while the dump goes on and are not kept; to sort, packed batches are kept.
 */
#include <stdlib.h>

#include "keep.h"
#include "query.h"
#include "values.h"

struct kept_row {
	struct kc_row_ref ref;
	struct kc_value value;		/* of the field to sort by */
	size_t order;			/* as they came, to keep equal ones in order */
};

struct run {
	const struct kc_query *query;
	struct kc_sink *sink;
	struct kc_result *result;
	struct kc_kept *kept;
	struct kept_row *rows;
	size_t count;
	size_t room;
};

static int sink_row(struct run *run, const struct kc_rows *rows, const unsigned char *row,
		    struct kc_error *err)
{
	int ret;

	if (run->result->rows == run->query->limit)
		return KC_STOP;
	ret = run->sink->row(run->sink, rows, row, err);
	run->result->rows++;
	return ret;
}

static int keep_row(struct run *run, const struct kc_rows *batch, const unsigned char *row,
		    struct kc_error *err)
{
	struct kept_row *rows = run->rows;

	if (run->count == run->room) {
		run->room = run->room ? 2 * run->room : 1024;
		rows = reallocarray(rows, run->room, sizeof(*rows));
		if (!rows)
			return kc_fail_memory(err);
		run->rows = rows;
	}
	rows += run->count;
	rows->ref = (struct kc_row_ref) { batch, row };
	rows->order = run->count++;
	kc_row_get(batch, row, run->query->sort, &rows->value);
	return KC_OK;
}

static bool is_wanted(const struct run *run, const struct kc_rows *rows, __u32 n)
{
	const struct kc_filter *filter = run->query->filter;

	return !filter || kc_filter_match(filter, rows, kc_row_at(rows, n));
}

/* Keep a batch if any row of it is wanted. */
static int keep_batch(struct run *run, const struct kc_rows *rows, struct kc_error *err)
{
	const struct kc_rows *kept;
	int ret = KC_OK;
	__u32 i = 0;

	while (i < rows->count && !is_wanted(run, rows, i))
		i++;
	if (i == rows->count)
		return KC_OK;
	kept = kc_keep(&run->kept, rows, err);
	if (!kept)
		return KC_DRIVER;
	for (; i < rows->count && !ret; i++)
		if (is_wanted(run, kept, i))
			ret = keep_row(run, kept, kc_row_at(kept, i), err);
	return ret;
}

static int run_begin(struct run *run, struct kc_error *err)
{
	if (run->result->begun)
		return KC_OK;
	run->result->begun = true;
	return run->sink->begin(run->sink, &run->query->columns, err);
}

static int run_batch(void *context, const struct kc_rows *rows, struct kc_error *err)
{
	struct run *run = context;
	__u32 flags = run->result->header.flags;
	int ret;
	__u32 i;

	run->result->header = rows->header;
	run->result->header.flags |= flags;
	kc_notes_take(&run->result->notes, rows);
	if (rows->header.flags & KINTROSPECT_BATCH_FLAG_UNAVAILABLE)
		return kc_fail(err, KC_UNAVAILABLE, 0, "%s: this kernel does not have it",
			       rows->table->name);
	/* As a dump begins, it is not known yet whether it is refused. */
	if (!rows->count)
		return KC_OK;
	if (run->query->sort >= 0)
		return keep_batch(run, rows, err);
	ret = run_begin(run, err);
	for (i = 0; i < rows->count && !ret; i++)
		if (is_wanted(run, rows, i))
			ret = sink_row(run, rows, kc_row_at(rows, i), err);
	/* Cut as soon as it is full: nothing more is needed, and a dump costs. */
	if (!ret && run->result->rows == run->query->limit)
		ret = KC_STOP;
	return ret;
}

/* Absent values come last in both directions. */
static int order(const void *left, const void *right, bool descending)
{
	const struct kept_row *a = left, *b = right;
	int ret;

	if (a->value.kind == KC_ABSENT || b->value.kind == KC_ABSENT)
		ret = (a->value.kind == KC_ABSENT) - (b->value.kind == KC_ABSENT);
	else
		ret = descending ? kc_compare(&b->value, &a->value) :
		      kc_compare(&a->value, &b->value);
	return ret ? ret : (a->order > b->order) - (a->order < b->order);
}

static int ascending(const void *a, const void *b)
{
	return order(a, b, false);
}

static int descending(const void *a, const void *b)
{
	return order(a, b, true);
}

static int sink_sorted(struct run *run, struct kc_error *err)
{
	size_t i;
	int ret = KC_OK;

	if (run->count)
		qsort(run->rows, run->count, sizeof(*run->rows),
		      run->query->descending ? descending : ascending);
	for (i = 0; i < run->count && !ret; i++)
		ret = sink_row(run, run->rows[i].ref.rows, run->rows[i].ref.row, err);
	return ret;
}

/**
 * kc_query_run - run a query
 * @query: what is wanted
 * @transport: the way to the driver
 * @sink: where rows go; if @result->begun it has been ended too, error or not
 * @result: what came of it, filled also on failure
 * @err: filled on failure
 */
int kc_query_run(const struct kc_query *query, struct kc_transport *transport,
		 struct kc_sink *sink, struct kc_result *result, struct kc_error *err)
{
	struct run run = { .query = query, .sink = sink, .result = result };
	struct kc_error end_err;
	int ret, end;

	memset(result, 0, sizeof(*result));
	ret = transport->dump(transport, &query->request, run_batch, &run, err);
	if (!ret && query->sort >= 0) {
		ret = run_begin(&run, err);
		if (!ret)
			ret = sink_sorted(&run, err);
	}
	if (ret == KC_STOP)
		ret = KC_OK;
	if (!ret)
		ret = run_begin(&run, err);
	if (result->begun) {
		end = sink->end(sink, ret ? &end_err : err);
		if (!ret)
			ret = end;
	}
	kc_keep_free(run.kept);
	free(run.rows);
	return ret;
}
