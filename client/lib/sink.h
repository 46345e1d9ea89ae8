/* SPDX-License-Identifier: GPL-2.0-only */
/* Where rows go: text, JSON, JSON Lines, CSV. One file each. */
#ifndef KC_SINK_H
#define KC_SINK_H

#include "catalog.h"
#include "json.h"

/**
 * struct kc_columns - what is to be shown of an object, in order
 * @object: the object
 * @count: how many columns
 * @fields: their field numbers
 */
struct kc_columns {
	const struct kc_object *object;
	unsigned int count;
	__u16 fields[KC_FIELDS_MAX];
};

/**
 * struct kc_sink - takes the rows of a dump, one after the other
 * @begin: comes first, also before no rows
 * @row: takes a row; it is gone when this returns
 * @end: comes last, also after an error in between
 * @free: free everything
 * @escaped: fields of which some value held bytes that cannot be shown
 *
 * They return KC_OK or fill the error.
 */
struct kc_sink {
	int (*begin)(struct kc_sink *sink, const struct kc_columns *columns,
		     struct kc_error *err);
	int (*row)(struct kc_sink *sink, const struct kc_rows *rows, const unsigned char *row,
		   struct kc_error *err);
	int (*end)(struct kc_sink *sink, struct kc_error *err);
	void (*free)(struct kc_sink *sink);
	__u64 escaped[KINTROSPECT_MASK_WORDS];
};

/**
 * struct kc_json_sink - objects in an array, or one a line
 * @sink: its functions
 * @json: where to, not owned
 * @columns: the object
 * @lines: one a line, without the array
 * @chosen: with the columns that were asked for, instead of all fields
 */
struct kc_json_sink {
	struct kc_sink sink;
	struct kc_json *json;
	const struct kc_columns *columns;
	bool lines;
	bool chosen;
};

/**
 * enum kc_csv_style - for whom CSV is
 * @KC_CSV_UNIX: lines end as text does here
 * @KC_CSV_RFC4180: lines end in CR and LF
 * @KC_CSV_SPREADSHEET: the same, and no text is taken for a formula
 */
enum kc_csv_style {
	KC_CSV_UNIX,
	KC_CSV_RFC4180,
	KC_CSV_SPREADSHEET,
};

/**
 * struct kc_text_style - how text is to look
 * @header: whether names stand above the columns
 * @bytes: whether sizes and times stay raw numbers
 * @color: whether escape sequences may be used
 */
struct kc_text_style {
	bool header;
	bool bytes;
	bool color;
};

void kc_json_sink_init(struct kc_json_sink *sink, struct kc_json *json, bool lines);
struct kc_sink *kc_csv_sink(FILE *out, bool header, enum kc_csv_style style);
struct kc_sink *kc_text_sink(FILE *out, const struct kc_text_style *style);

#endif
