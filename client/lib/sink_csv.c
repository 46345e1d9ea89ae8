// SPDX-License-Identifier: GPL-2.0-only
/* Rows as comma-separated values after RFC 4180, with numbers raw. */
#include <stdlib.h>

#include "format.h"
#include "sink.h"

#define FLUSH_BYTES 32768

struct csv_sink {
	struct kc_sink sink;
	const struct kc_columns *columns;
	FILE *out;
	bool header;
	enum kc_csv_style style;
	struct kc_buf buf;
	struct kc_buf cell;
};

static void put_between(struct csv_sink *this, bool last)
{
	if (!last)
		kc_buf_char(&this->buf, ',');
	else
		kc_buf_text(&this->buf, this->style == KC_CSV_UNIX ? "\n" : "\r\n");
}

static int csv_begin(struct kc_sink *sink, const struct kc_columns *columns,
		     struct kc_error *err)
{
	struct csv_sink *this = (struct csv_sink *)sink;
	unsigned int i;

	(void)err;
	this->columns = columns;
	for (i = 0; i < columns->count && this->header; i++) {
		kc_buf_text(&this->buf, columns->object->table.fields[columns->fields[i]].snake);
		put_between(this, i + 1 == columns->count);
	}
	return KC_OK;
}

/* A cell with a comma, a quote or a line break in quotes, its quotes doubled. */
static void put_cell(struct kc_buf *buf, const struct kc_buf *cell)
{
	bool quote = !cell->len;
	size_t i;

	for (i = 0; i < cell->len && !quote; i++)
		quote = strchr(",\"\r\n", cell->data[i]);
	if (!quote) {
		kc_buf_put(buf, cell->data, cell->len);
		return;
	}
	kc_buf_char(buf, '"');
	for (i = 0; i < cell->len; i++) {
		if (cell->data[i] == '"')
			kc_buf_char(buf, '"');
		kc_buf_char(buf, cell->data[i]);
	}
	kc_buf_char(buf, '"');
}

/* Whether a spreadsheet computes a text; an apostrophe before it makes it one again. */
static bool is_formula(const struct kc_value *value)
{
	return value->kind == KC_TEXT && value->len && memchr("=+-@'", value->text[0], 5);
}

static int csv_row(struct kc_sink *sink, const struct kc_rows *rows, const unsigned char *row,
		   struct kc_error *err)
{
	struct csv_sink *this = (struct csv_sink *)sink;
	struct kc_value value;
	unsigned int i, index;

	for (i = 0; i < this->columns->count; i++) {
		index = this->columns->fields[i];
		kc_row_get(rows, row, index, &value);
		if (value.kind != KC_ABSENT) {
			this->cell.len = 0;
			if (this->style == KC_CSV_SPREADSHEET && is_formula(&value))
				kc_buf_char(&this->cell, '\'');
			if (kc_format_raw(&this->cell, &rows->table->fields[index], &value))
				kc_mask_set(sink->escaped, index);
			put_cell(&this->buf, &this->cell);
		}
		put_between(this, i + 1 == this->columns->count);
	}
	if (this->cell.failed)
		return kc_fail_memory(err);
	if (this->buf.len <= FLUSH_BYTES)
		return KC_OK;
	return kc_write(this->out, &this->buf, err);
}

static int csv_end(struct kc_sink *sink, struct kc_error *err)
{
	struct csv_sink *this = (struct csv_sink *)sink;

	return kc_write(this->out, &this->buf, err);
}

static void csv_free(struct kc_sink *sink)
{
	struct csv_sink *this = (struct csv_sink *)sink;

	kc_buf_free(&this->buf);
	kc_buf_free(&this->cell);
	free(this);
}

/**
 * kc_csv_sink - make a sink that writes CSV; an absent value is an empty cell
 * @out: where to, not owned
 * @header: whether a line of names comes first
 * @style: for whom it is
 *
 * Return: the sink or NULL without memory.
 */
struct kc_sink *kc_csv_sink(FILE *out, bool header, enum kc_csv_style style)
{
	struct csv_sink *this = calloc(1, sizeof(*this));

	if (!this)
		return NULL;
	this->sink.begin = csv_begin;
	this->sink.row = csv_row;
	this->sink.end = csv_end;
	this->sink.free = csv_free;
	this->out = out;
	this->header = header;
	this->style = style;
	return &this->sink;
}
