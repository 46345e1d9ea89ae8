// SPDX-License-Identifier: GPL-2.0-only
/* One frame: meters, views, the table, and what is to say. */
#include <stdio.h>

#include "replay.h"
#include "ui.h"

#define GUTTER 1

static void spot(struct top_ui *ui, int y, int from, int to, int key, int column)
{
	if (ui->spot_count < sizeof(ui->spots) / sizeof(ui->spots[0]))
		ui->spots[ui->spot_count++] = (struct top_spot){ y, from, to, key, column };
}

/* --- on top ------------------------------------------------------------------- */

static void draw_tabs(struct top_ui *ui, int y)
{
	unsigned int i;
	char text[48];
	int x = 0, end;

	for (i = 0; i < top_view_count; i++) {
		bool on = i == ui->top->view;

		snprintf(text, sizeof(text), on ? "[%u%s]" : "%u%s", (i + 1) % 10,
			 top_views[i]->title);
		end = x + top_puts(y, x, text, on ? TOP_ROLE_TAB_ON : TOP_ROLE_TAB);
		spot(ui, y, x, end, TOP_ALT('0' + (i + 1) % 10), -1);
		x = end + 1;
	}
}

/* --- the table ------------------------------------------------------------------- */

/* Columns of the screen that each column takes, as the rows to be shown want it. */
static void measure(struct top_ui *ui, struct top_pane *pane, int rows, int columns)
{
	struct kc_buf buf = { 0 };
	unsigned int column, matrix = TOP_COLUMNS_MAX;
	int x = GUTTER;
	__u32 line;
	int width;

	for (column = pane->scroll; column < pane->columns.count; column++) {
		if (top_matrix_at(pane, column)) {
			matrix = column;
			continue;
		}
		width = strlen(pane->columns.columns[column].title);
		if (width > pane->widths[column])
			pane->widths[column] = width;
		for (line = pane->first; line < pane->list.count &&
		     line < pane->first + (__u32)rows; line++) {
			buf.len = 0;
			top_pane_cell(pane, &ui->top->shape, line, column, &buf);
			width = top_width(buf.data, buf.len);
			if (width > pane->widths[column])
				pane->widths[column] = width;
		}
		x += pane->widths[column] + 1;
	}
	/* What the others leave. */
	if (matrix < TOP_COLUMNS_MAX)
		pane->widths[matrix] = top_matrix_fit(pane, columns - x);
	kc_buf_free(&buf);
}

static bool sorts(const struct top_pane *pane, unsigned int column)
{
	return pane->sorted && top_column_same(&pane->sort, &pane->columns.columns[column]);
}

/* Width of a column where it stands; the last takes what is left. */
static int width_at(const struct top_pane *pane, unsigned int column, int x, int columns)
{
	int width = pane->widths[column];

	if (column + 1 == pane->columns.count || width > columns - x)
		width = columns - x;
	return width;
}

static void draw_header(struct top_ui *ui, struct top_pane *pane, int y, int columns)
{
	const struct kc_object *object = top_pane_object(pane);
	const char *down = top_term_ascii() ? "v" : "▼", *up = top_term_ascii() ? "^" : "▲";
	struct kc_buf ruler = { 0 };
	unsigned int column;
	int x = GUTTER;

	top_fill(y, 0, columns, TOP_ROLE_HEADER);
	for (column = pane->scroll; column < pane->columns.count && x < columns; column++) {
		const struct top_column *spec = &pane->columns.columns[column];
		bool last = column + 1 == pane->columns.count, marks = top_matrix_at(pane, column);
		int width = width_at(pane, column, x, columns), len = strlen(spec->title);
		int pad = !last && !top_column_left(spec, &object->table) && len < width ?
			  width - len : 0;

		if (marks) {
			top_matrix_ruler(pane, &ruler);
			top_put(y, x, width, ruler.data, ruler.len, TOP_ROLE_HEADER);
			kc_buf_free(&ruler);
			if (sorts(pane, column))
				top_puts(y, x - 1, pane->descending ? down : up, TOP_ROLE_SORT);
		} else if (sorts(pane, column)) {
			top_fill(y, x, last ? len : width, TOP_ROLE_SORT);
			top_put(y, x + pad, width - pad, spec->title, len, TOP_ROLE_SORT);
			/* In the blank before it, which is there for every column. */
			top_puts(y, x - 1, pane->descending ? down : up, TOP_ROLE_SORT);
		} else {
			top_put(y, x + pad, width - pad, spec->title, len, TOP_ROLE_HEADER);
		}
		spot(ui, y, x, x + width, 0, column);
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

static void draw_row(struct top_ui *ui, struct top_pane *pane, __u32 line, int y, int columns,
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
		top_fill(y, 0, columns, role);
	}
	top_put(y, 0, 1, sign, 1, role);
	for (column = pane->scroll; column < pane->columns.count && x < columns; column++) {
		const struct top_column *spec = &pane->columns.columns[column];
		int width = width_at(pane, column, x, columns), pad = 0, used;
		bool last = column + 1 == pane->columns.count;
		enum top_role cell = role;

		buf->len = 0;
		top_pane_cell(pane, &ui->top->shape, line, column, buf);
		used = top_width(buf->data, buf->len);
		if (!last && !top_column_left(spec, &object->table) && used < width)
			pad = width - used;
		if (role == TOP_ROLE_PLAIN && top_column_changed(spec, &pair))
			cell = TOP_ROLE_CHANGED;
		top_put(y, x + pad, width - pad, buf->data, buf->len, cell);
		x += width + 1;
	}
}

static void draw_words(struct top_pane *pane, const struct top *top, int y, int columns)
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
	top_put(y, GUTTER, columns - GUTTER, text, strlen(text), TOP_ROLE_DIM);
}

static void draw_table(struct top_ui *ui, int y, int height, int columns)
{
	struct top_pane *pane = top_pane_now(ui->top);
	struct kc_buf buf = { 0 };
	bool header = height > 1;
	__u32 rows, i;

	rows = height - header;
	ui->row_y = y + header;
	ui->row_count = rows;
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
			measure(ui, pane, 0, columns);
			draw_header(ui, pane, y, columns);
		}
		draw_words(pane, ui->top, ui->row_y, columns);
		return;
	}
	measure(ui, pane, rows, columns);
	if (header)
		draw_header(ui, pane, y, columns);
	for (i = 0; i < rows && pane->first + i < pane->list.count; i++)
		draw_row(ui, pane, pane->first + i, ui->row_y + i, columns, &buf);
	kc_buf_free(&buf);
}

/* --- below ------------------------------------------------------------------------ */

/* What is missing of the rows, or wrong with them. */
static void put_notes(const struct top_pane *pane, struct kc_buf *buf)
{
	size_t before = buf->len;

	if (pane->now)
		kc_notes_brief(&pane->now->notes, buf);
	if (buf->len > before)
		kc_buf_text(buf, " | ");
}

static void put_state(struct top_ui *ui, struct kc_buf *buf)
{
	struct top *top = ui->top;
	struct top_pane *pane = top_pane_now(top);
	__u64 now = top_now_ns(), age = top->sample_ns ? now - top->sample_ns : 0;

	if (top->code)
		kc_buf_printf(buf, "NO DRIVER: %s | ", top->err.message);
	else if (pane->code)
		kc_buf_printf(buf, "%s | ", pane->err.message);
	else
		put_notes(pane, buf);
	if (top->replay)
		kc_buf_printf(buf, "sample %llu of %llu%s | ",
			      (unsigned long long)top->shape.position + 1,
			      (unsigned long long)top->replay->count,
			      top->playing ? ", playing" : "");
	else if (top->paused)
		kc_buf_text(buf, "PAUSED | ");
	else if (age > top->settings.interval_ns + 1500000000ULL)
		kc_buf_printf(buf, "stale %llu s | ", (unsigned long long)(age / 1000000000));
	if (top->shape.difference)
		kc_buf_printf(buf, "DIFFERENCE since %llu s | ",
			      (unsigned long long)((now - top->baseline_ns) / 1000000000));
	else if (top->baseline_ns)
		kc_buf_text(buf, "baseline | ");
	if (ui->follow)
		kc_buf_text(buf, "follow | ");
	if (pane->linked)
		kc_buf_printf(buf, "%s %llu | ", pane->table->link,
			      (unsigned long long)pane->link_value);
	if (pane->by_uid)
		kc_buf_printf(buf, "user %llu | ", (unsigned long long)pane->uid);
	if (!top->shape.kernel && pane->kernel >= 0)
		kc_buf_text(buf, "no kernel threads | ");
	if (top->shape.threads && top_pane_object(pane) &&
	    top_pane_object(pane)->table.threads)
		kc_buf_text(buf, "threads | ");
	if (pane->filter[0])
		kc_buf_printf(buf, "filter %s | ", pane->filter);
	if (pane->tags.count)
		kc_buf_printf(buf, "%u tagged | ", pane->tags.count);
}

static void draw_status(struct top_ui *ui, int y, int columns)
{
	const struct top_view *view = top_view_now(ui->top);
	struct top_pane *pane = top_pane_now(ui->top);
	struct kc_buf buf = { 0 };
	unsigned int i;
	const struct top_scene *scene = top_scene_now(ui->top);
	bool picture = top_picture_on(ui->top);
	int x = 0, end;
	char text[64];

	if (ui->message[0] && ui->message_until > top_now_ns()) {
		top_put(y, 0, columns, ui->message, strlen(ui->message),
			ui->message_error ? TOP_ROLE_ERROR : TOP_ROLE_PLAIN);
		return;
	}
	if (view->picture) {
		x = top_puts(y, 0, picture ? "[picture]" : " picture ",
			     picture ? TOP_ROLE_LABEL : TOP_ROLE_PLAIN);
		spot(ui, y, 0, x, picture ? 0 : 'v', -1);
	}
	for (i = 0; i < view->table_count; i++) {
		bool on = !picture && i == ui->top->pane[ui->top->view];

		if (!on && !top_pane_object(&ui->top->panes[ui->top->view][i]))
			continue;
		if (view == &top_view_objects && !on)
			continue;
		snprintf(text, sizeof(text), on && view->table_count > 1 ? "[%s]" : " %s ",
			 view->tables[i].title);
		end = x + top_puts(y, x, text, on ? TOP_ROLE_LABEL : TOP_ROLE_PLAIN);
		if (!on)
			spot(ui, y, x, end, ']', -1);
		x = end;
	}
	if (picture)
		kc_buf_printf(&buf, " %u/%u | ", scene->count ? scene->count - scene->chosen : 0,
			      scene->count);
	else
		kc_buf_printf(&buf, " %u/%u | ", pane->list.count ? pane->cursor + 1 : 0,
			      pane->list.count);
	put_state(ui, &buf);
	if (buf.len > 3)
		buf.len -= 3;
	top_put(y, x, columns - x, buf.data, buf.len,
		ui->top->code || pane->code ? TOP_ROLE_ERROR : TOP_ROLE_PLAIN);
	kc_buf_free(&buf);
}

static void draw_bar(struct top_ui *ui, int y, int columns)
{
	const char *name, *label;
	unsigned int i;
	int x = 0, from, key;

	top_fill(y, 0, columns, TOP_ROLE_BAR);
	for (i = 0;; i++) {
		top_key_bar(i, &key, &name, &label);
		if (!name)
			break;
		from = x;
		x += top_puts(y, x, name, TOP_ROLE_BAR_KEY);
		x += top_puts(y, x, label, TOP_ROLE_BAR);
		spot(ui, y, from, x, key, -1);
		x += top_puts(y, x, " ", TOP_ROLE_BAR);
	}
}

/**
 * top_draw - draw everything
 * @ui: the screen
 *
 * The smaller it is, the less is there: of one line and one column, a part of
 * the row that is chosen.
 */
void top_draw(struct top_ui *ui)
{
	const struct top_view *view = top_view_now(ui->top);
	int rows, columns, top = 0, bottom, status = -1, head = 0, cursor_y = -1, cursor_x = 0;

	top_term_size(&rows, &columns);
	if (rows < 1 || columns < 1)
		return;
	top_term_begin();
	ui->spot_count = 0;
	bottom = rows;
	if (ui->top->settings.meters)
		top = top_draw_meters(ui->top, rows, columns);
	if (rows >= 5)
		draw_tabs(ui, top++);
	if (rows >= 8)
		draw_bar(ui, --bottom, columns);
	if (rows >= 4)
		status = --bottom;
	if (view->head_lines && bottom - top > 8) {
		head = view->head_lines(ui->top, (bottom - top) / 2);
		if (head > (bottom - top) / 2)
			head = (bottom - top) / 2;
		if (head > 0)
			view->head_draw(ui->top, top, head);
		top += head > 0 ? head : 0;
	}
	if (!top_picture_on(ui->top))
		draw_table(ui, top, bottom - top, columns);
	else if (!top_picture_draw(ui, top, bottom - top, columns))
		draw_words(top_pane_now(ui->top), ui->top, bottom - 1, columns);
	if (status >= 0)
		draw_status(ui, status, columns);
	top_popup_draw(ui, rows, columns, &cursor_y, &cursor_x);
	top_term_end(cursor_y, cursor_x);
}
