// SPDX-License-Identifier: GPL-2.0-only
/* The table: its header, and the rows that there is room for. */
#include <stdio.h>

#include "screen.h"

#define GUTTER 1

static bool sorts(const struct top_pane *pane, unsigned int column)
{
	return pane->sorted && top_column_same(&pane->sort, &pane->columns.columns[column]);
}

/* Columns of the screen that each column takes, as the rows to be shown want it. */
static void measure(const struct top *top, struct top_pane *pane, int rows, int columns)
{
	struct kc_buf buf = { 0 };
	unsigned int column, matrix = TOP_COLUMNS_MAX;
	int x = GUTTER;
	__u32 line;
	int width;

	for (column = pane->scroll; column < pane->columns.count; column++) {
		if (top_cpu_marks_at(pane, column)) {
			matrix = column;
			continue;
		}
		width = strlen(pane->columns.columns[column].title) + sorts(pane, column);
		if (width > pane->widths[column])
			pane->widths[column] = width;
		for (line = pane->first; line < pane->list.count &&
		     line < pane->first + (__u32)rows; line++) {
			buf.len = 0;
			top_pane_cell(pane, &top->shape, line, column, &buf);
			width = top_term_width(buf.data, buf.len);
			if (width > pane->widths[column])
				pane->widths[column] = width;
		}
		x += pane->widths[column] + 1;
	}
	/* What the others leave. */
	if (matrix < TOP_COLUMNS_MAX)
		pane->widths[matrix] = top_cpu_marks_fit(pane, columns - x);
	kc_buf_free(&buf);
}

/* Width of a column where it stands; the last takes what is left. */
static int width_at(const struct top_pane *pane, unsigned int column, int x, int columns)
{
	int width = pane->widths[column];

	if (column + 1 == pane->columns.count || width > columns - x)
		width = columns - x;
	return width;
}

/* The title of a column, with the mark after it if the table is sorted by it. */
static void draw_title(const struct top_pane *pane, unsigned int column, int y, int x, int width)
{
	const struct top_column *spec = &pane->columns.columns[column];
	const char *down = top_term_ascii() ? "v" : "▼", *up = top_term_ascii() ? "^" : "▲";
	bool last = column + 1 == pane->columns.count, sorted = sorts(pane, column);
	enum top_role role = sorted ? TOP_ROLE_SORT : TOP_ROLE_HEADER;
	struct kc_buf title = { 0 };
	int used, pad = 0;

	if (top_cpu_marks_at(pane, column))
		top_cpu_marks_ruler(pane, &title);
	else
		kc_buf_text(&title, spec->title);
	used = (int)title.len + sorted;
	if (!last && !top_cpu_marks_at(pane, column) &&
	    !top_column_left(spec, &top_pane_object(pane)->table) && used < width)
		pad = width - used;
	if (sorted)
		top_term_fill(y, x, last && used < width ? used : width, role);
	used = top_term_put(y, x + pad, width - pad, title.data, title.len, role);
	/* Where there is no room for it, it takes that of the last letter. */
	if (sorted)
		top_term_puts(y, x + pad + (used < width - pad ? used : width - pad - 1),
			      pane->descending ? down : up, role);
	kc_buf_free(&title);
}

static void draw_header(struct top_screen *screen, struct top_pane *pane, int y, int columns)
{
	unsigned int column;
	int x = GUTTER;

	top_term_fill(y, 0, columns, TOP_ROLE_HEADER);
	for (column = pane->scroll; column < pane->columns.count && x < columns; column++) {
		int width = width_at(pane, column, x, columns);

		draw_title(pane, column, y, x, width);
		top_spot_add(screen, y, x, x + width, 0, column);
		x += width + 1;
	}
}

static enum top_role row_role(const struct top_pane *pane, const struct top_item *item, bool tag)
{
	if (tag)
		return TOP_ROLE_TAG;
	if (item->flags & TOP_ITEM_GONE)
		return TOP_ROLE_GONE;
	if (item->flags & TOP_ITEM_NEW && pane->list.then)
		return TOP_ROLE_NEW;
	if (item->flags & TOP_ITEM_PATH)
		return TOP_ROLE_DIM;
	return TOP_ROLE_PLAIN;
}

static void draw_row(const struct top *top, struct top_pane *pane, __u32 line, int y, int columns,
		     struct kc_buf *buf)
{
	const struct kc_object *object = top_pane_object(pane);
	const struct top_item *item = &pane->list.items[line];
	bool tag = pane->tags.count && top_set_has(&pane->tags, top_list_hash(&pane->list, line));
	enum top_role role = row_role(pane, item, tag);
	bool cursor = line == pane->cursor;
	struct top_pair pair;
	unsigned int column;
	const char *sign = " ";
	int x = GUTTER;

	top_list_pair(&pane->list, line, &pair);
	if (tag)
		sign = "*";
	else if (item->flags & TOP_ITEM_GONE)
		sign = "-";
	else if (item->flags & TOP_ITEM_NEW && pane->list.then)
		sign = "+";
	else if (cursor)
		sign = ">";
	if (cursor) {
		role = TOP_ROLE_CURSOR;
		top_term_fill(y, 0, columns, role);
	}
	top_term_put(y, 0, 1, sign, 1, role);
	for (column = pane->scroll; column < pane->columns.count && x < columns; column++) {
		const struct top_column *spec = &pane->columns.columns[column];
		int width = width_at(pane, column, x, columns), pad = 0, used;
		bool last = column + 1 == pane->columns.count;
		enum top_role cell = role;

		buf->len = 0;
		top_pane_cell(pane, &top->shape, line, column, buf);
		used = top_term_width(buf->data, buf->len);
		if (!last && !top_column_left(spec, &object->table) && used < width)
			pad = width - used;
		if (role == TOP_ROLE_PLAIN && top_column_changed(spec, &pair))
			cell = TOP_ROLE_CHANGED;
		top_term_put(y, x + pad, width - pad, buf->data, buf->len, cell);
		if (used > width)
			top_term_puts(y, x + width - 1, top_term_ascii() ? ">" : "…", cell);
		x += width + 1;
	}
}

/**
 * top_draw_words - say why there is no row
 * @pane: the table
 * @top: the run
 * @y: line
 * @columns: columns of the screen
 */
void top_draw_words(const struct top_pane *pane, const struct top *top, int y, int columns)
{
	const struct kc_object *object = top_pane_object(pane);
	const char *words = "no rows";
	char text[2048];

	if (!object || !object->in_driver)
		words = "this driver does not have it";
	else if (pane->table->process && !top->shape.process)
		words = "no process selected: press z on a row of Tasks";
	else if (pane->code)
		words = pane->err.message;
	else if (!pane->now)
		words = top->code ? top->err.message : "collecting...";
	else if (top->shape.difference && !pane->base)
		words = "no baseline of this table: B marks one";
	else if (top->shape.difference)
		words = "nothing changed since the baseline";
	else if (pane->filter[0])
		words = "no row matches the filter";
	snprintf(text, sizeof(text), "%s", words);
	top_term_put(y, GUTTER, columns - GUTTER, text, strlen(text), TOP_ROLE_DIM);
}

/**
 * top_draw_table - draw the table that is shown
 * @screen: the screen
 * @top: the run
 * @y: its first line
 * @height: lines
 * @columns: columns of the screen
 */
void top_draw_table(struct top_screen *screen, struct top *top, int y, int height, int columns)
{
	struct top_pane *pane = top_pane_now(top);
	struct kc_buf buf = { 0 };
	bool header = height > 1;
	__u32 rows, i;

	rows = height - header;
	screen->row_y = y + header;
	screen->row_count = rows;
	if (pane->cursor < pane->first)
		pane->first = pane->cursor;
	if (pane->cursor >= pane->first + rows)
		pane->first = pane->cursor - rows + 1;
	if (pane->first + rows > pane->list.count)
		pane->first = pane->list.count > rows ? pane->list.count - rows : 0;
	if (pane->scroll >= pane->columns.count)
		pane->scroll = 0;
	if (!pane->list.count) {
		if (header && top_pane_object(pane)) {
			measure(top, pane, 0, columns);
			draw_header(screen, pane, y, columns);
		}
		top_draw_words(pane, top, screen->row_y, columns);
		return;
	}
	measure(top, pane, rows, columns);
	if (header)
		draw_header(screen, pane, y, columns);
	for (i = 0; i < rows && pane->first + i < pane->list.count; i++)
		draw_row(top, pane, pane->first + i, screen->row_y + i, columns, &buf);
	kc_buf_free(&buf);
}
