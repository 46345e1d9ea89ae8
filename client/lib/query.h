/* SPDX-License-Identifier: GPL-2.0-only */
/* A dump, filtered, sorted and cut, into a sink. */
#ifndef KC_QUERY_H
#define KC_QUERY_H

#include "filter.h"
#include "notes.h"
#include "sink.h"

#define KC_NO_LIMIT (~0ULL)

/**
 * struct kc_query - what is wanted of an object
 * @request: for the driver
 * @columns: for the sink
 * @filter: conditions on rows, or NULL
 * @sort: field to sort by, or -1
 * @descending: the largest first
 * @limit: rows at most, after filtering and sorting
 */
struct kc_query {
	struct kc_request request;
	struct kc_columns columns;
	struct kc_filter *filter;
	int sort;
	bool descending;
	__u64 limit;
};

/**
 * struct kc_result - what came of it
 * @begun: the sink was begun (and ended)
 * @rows: rows that went into the sink
 * @header: of the last batch: flags, cost, ABI, fields granted
 * @notes: what is to know about the rows, also about those that were filtered out
 */
struct kc_result {
	bool begun;
	__u64 rows;
	struct kintrospect_batch header;
	struct kc_notes notes;
};

int kc_query_run(const struct kc_query *query, struct kc_transport *transport,
		 struct kc_sink *sink, struct kc_result *result, struct kc_error *err);

#endif
