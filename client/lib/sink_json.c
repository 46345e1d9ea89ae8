// SPDX-License-Identifier: GPL-2.0-only
/* Rows as JSON objects. Every row has the same keys, null if absent. */
#include "sink.h"

#define FLUSH_BYTES 32768

static int json_begin(struct kc_sink *sink, const struct kc_columns *columns,
		      struct kc_error *err)
{
	struct kc_json_sink *this = (struct kc_json_sink *)sink;

	(void)err;
	this->columns = columns;
	if (!this->lines)
		kc_json_begin(this->json, '[');
	return KC_OK;
}

static int json_row(struct kc_sink *sink, const struct kc_rows *rows, const unsigned char *row,
		    struct kc_error *err)
{
	struct kc_json_sink *this = (struct kc_json_sink *)sink;
	const struct kc_table *table = rows->table;
	struct kc_value value;
	unsigned int count = this->chosen ? this->columns->count : table->field_count, n, i;

	kc_json_begin(this->json, '{');
	for (n = 0; n < count; n++) {
		i = this->chosen ? this->columns->fields[n] : n;
		kc_row_get(rows, row, i, &value);
		kc_json_key(this->json, table->fields[i].snake);
		if (kc_json_value(this->json, &table->fields[i], &value))
			kc_mask_set(sink->escaped, i);
	}
	kc_json_end(this->json, '}');
	if (this->lines)
		kc_json_newline(this->json);
	return kc_json_flush(this->json, FLUSH_BYTES, err);
}

static int json_end(struct kc_sink *sink, struct kc_error *err)
{
	struct kc_json_sink *this = (struct kc_json_sink *)sink;

	if (!this->lines) {
		kc_json_end(this->json, ']');
		return kc_json_flush(this->json, FLUSH_BYTES, err);
	}
	return kc_json_flush(this->json, 0, err);
}

static void json_free(struct kc_sink *sink)
{
	(void)sink;	/* the JSON is its owner's */
}

/**
 * kc_json_sink_init - set up a sink that writes JSON objects
 * @sink: the sink
 * @json: where to; the caller writes the key before and flushes after
 * @lines: one object a line, instead of an array
 */
void kc_json_sink_init(struct kc_json_sink *sink, struct kc_json *json, bool lines)
{
	*sink = (struct kc_json_sink) {
		.sink = { .begin = json_begin, .row = json_row, .end = json_end,
			  .free = json_free },
		.json = json, .lines = lines,
	};
}
