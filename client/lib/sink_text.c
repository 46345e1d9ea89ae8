// SPDX-License-Identifier: GPL-2.0-only
/* Rows as aligned text. Widths come from the first rows, the rest streams. */
#include <stdlib.h>

#include "format.h"
#include "sink.h"
#include "text.h"

#define WIDTH_ROWS 1000
#define FLUSH_BYTES 32768

struct text_sink {
	struct kc_sink sink;
	const struct kc_columns *columns;
	FILE *out;
	struct kc_text_style style;
	int kthread;			/* field that says so of a task, or -1 */
	int comm;			/* field that is then put in brackets */
	bool aligned;			/* widths are settled */
	unsigned int rows;
	size_t width[KC_FIELDS_MAX];
	struct kc_buf cells;		/* of the first rows, each with a NUL after it */
	struct kc_buf buf;
};

static const struct kc_field *column_field(const struct text_sink *this, unsigned int column)
{
	return &this->columns->object->table.fields[this->columns->fields[column]];
}

static bool left_aligned(const struct kc_field *field)
{
	return kc_is_text(field) || field->value_count || kc_has_unit(field, "addr");
}

static void put_padded(struct text_sink *this, unsigned int column, const char *text, size_t len)
{
	size_t width = kc_width(text, len);
	size_t pad = width < this->width[column] ? this->width[column] - width : 0;
	bool last = column + 1 == this->columns->count;
	bool left = left_aligned(column_field(this, column));

	while (!left && pad) {
		kc_buf_char(&this->buf, ' ');
		pad--;
	}
	kc_buf_put(&this->buf, text, len);
	for (; left && pad && !last; pad--)
		kc_buf_char(&this->buf, ' ');
	kc_buf_char(&this->buf, last ? '\n' : ' ');
}

static void put_header(struct text_sink *this)
{
	unsigned int i;

	if (!this->style.header)
		return;
	if (this->style.color)
		kc_buf_text(&this->buf, KC_BOLD);
	for (i = 0; i < this->columns->count; i++) {
		const char *name = column_field(this, i)->name;

		if (this->style.color && i + 1 == this->columns->count) {
			kc_buf_text(&this->buf, name);
			kc_buf_text(&this->buf, KC_PLAIN "\n");
			break;
		}
		put_padded(this, i, name, strlen(name));
	}
}

/* Settle the widths and let go of the rows that were held back for them. */
static int align(struct text_sink *this, struct kc_error *err)
{
	const char *cell = this->cells.data;
	const char *end = cell ? cell + this->cells.len : cell;
	unsigned int column = 0;
	size_t len, width;

	if (this->cells.failed)
		return kc_fail_memory(err);
	this->aligned = true;
	for (; column < this->columns->count && this->style.header; column++)
		this->width[column] = strlen(column_field(this, column)->name);
	for (column = 0; cell < end; cell += len + 1) {
		len = strlen(cell);
		width = kc_width(cell, len);
		if (width > this->width[column])
			this->width[column] = width;
		if (++column == this->columns->count)
			column = 0;
	}
	put_header(this);
	for (cell = this->cells.data, column = 0; cell < end; cell += len + 1) {
		len = strlen(cell);
		put_padded(this, column, cell, len);
		if (++column == this->columns->count)
			column = 0;
	}
	kc_buf_free(&this->cells);
	return kc_write(this->out, &this->buf, err);
}

static int text_begin(struct kc_sink *sink, const struct kc_columns *columns,
		      struct kc_error *err)
{
	struct text_sink *this = (struct text_sink *)sink;

	(void)err;
	this->columns = columns;
	this->aligned = false;
	this->rows = 0;
	memset(this->width, 0, sizeof(this->width));
	this->kthread = kc_field_named(&columns->object->table, "kthread");
	this->comm = kc_field_named(&columns->object->table, "comm");
	return KC_OK;
}

static void format_cell(struct text_sink *this, const struct kc_rows *rows,
			const unsigned char *row, unsigned int index)
{
	const struct kc_field *field = &rows->table->fields[index];
	struct kc_value value, kthread;
	bool brackets = false;

	kc_row_get(rows, row, index, &value);
	if ((int)index == this->comm && this->kthread >= 0) {
		kc_row_get(rows, row, this->kthread, &kthread);
		brackets = kthread.kind == KC_UNSIGNED && kthread.u && value.kind == KC_TEXT;
	}
	if (brackets)
		kc_buf_char(&this->cells, '[');
	if (kc_format_cell(&this->cells, field, &value, this->style.bytes))
		kc_mask_set(this->sink.escaped, index);
	if (brackets)
		kc_buf_char(&this->cells, ']');
}

static int text_row(struct kc_sink *sink, const struct kc_rows *rows, const unsigned char *row,
		    struct kc_error *err)
{
	struct text_sink *this = (struct text_sink *)sink;
	unsigned int i;

	for (i = 0; i < this->columns->count; i++) {
		if (this->aligned)
			this->cells.len = 0;
		format_cell(this, rows, row, this->columns->fields[i]);
		if (this->aligned)
			put_padded(this, i, this->cells.data, this->cells.len);
		else
			kc_buf_char(&this->cells, 0);
	}
	this->rows++;
	if (!this->aligned)
		return this->rows < WIDTH_ROWS ? KC_OK : align(this, err);
	if (this->cells.failed)
		return kc_fail_memory(err);
	if (this->buf.len <= FLUSH_BYTES)
		return KC_OK;
	return kc_write(this->out, &this->buf, err);
}

static int text_end(struct kc_sink *sink, struct kc_error *err)
{
	struct text_sink *this = (struct text_sink *)sink;

	return this->aligned ? kc_write(this->out, &this->buf, err) : align(this, err);
}

static void text_free(struct kc_sink *sink)
{
	struct text_sink *this = (struct text_sink *)sink;

	kc_buf_free(&this->cells);
	kc_buf_free(&this->buf);
	free(this);
}

/**
 * kc_text_sink - make a sink that writes aligned text
 * @out: where to, not owned
 * @style: how it is to look
 *
 * Return: the sink or NULL without memory.
 */
struct kc_sink *kc_text_sink(FILE *out, const struct kc_text_style *style)
{
	struct text_sink *this = calloc(1, sizeof(*this));

	if (!this)
		return NULL;
	this->sink.begin = text_begin;
	this->sink.row = text_row;
	this->sink.end = text_end;
	this->sink.free = text_free;
	this->out = out;
	this->style = *style;
	return &this->sink;
}
