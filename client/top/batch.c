// SPDX-License-Identifier: GPL-2.0-only
/* Samples as plain text on standard output. */
#include <errno.h>
#include <stdlib.h>
#include <time.h>

#include "batch.h"
#include "clock.h"
#include "json.h"
#include "model/timeline.h"
#include "text.h"

#define FLUSH_BYTES 32768

struct printer {
	struct top *top;
	struct top_pane *pane;
	struct kc_buf cells;		/* each with a NUL behind it */
	struct kc_buf out;
	size_t widths[TOP_COLUMNS_MAX];
};

static void put_padded(struct printer *printer, unsigned int column, const char *text)
{
	const struct top_pane *pane = printer->pane;
	const struct kc_table *table = &top_pane_object(pane)->table;
	bool left = top_column_left(&pane->columns.columns[column], table);
	bool last = column + 1 == pane->columns.count;
	size_t len = strlen(text), width = kc_width(text, len);
	int pad = width < printer->widths[column] ? printer->widths[column] - width : 0;

	if (!left)
		kc_buf_printf(&printer->out, "%*s", pad, "");
	kc_buf_put(&printer->out, text, len);
	if (left && !last)
		kc_buf_printf(&printer->out, "%*s", pad, "");
	kc_buf_char(&printer->out, last ? '\n' : ' ');
}

/* Make what may not be shown plain where no more than ASCII may. */
static void plain(struct kc_buf *buf, size_t from, bool ascii)
{
	size_t i;

	for (i = from; ascii && i < buf->len; i++)
		if (buf->data[i] & 0x80)
			buf->data[i] = '?';
}

static int print_rows(struct printer *printer, struct kc_error *err)
{
	struct top_pane *pane = printer->pane;
	unsigned int column, count = pane->columns.count;
	const char *cell;
	size_t from, width;
	__u32 line;
	int ret;

	for (column = 0; column < count; column++)
		printer->widths[column] = strlen(pane->columns.columns[column].title);
	printer->cells.len = 0;
	for (line = 0; line < pane->list.count; line++)
		for (column = 0; column < count; column++) {
			from = printer->cells.len;
			top_pane_cell(pane, &printer->top->shape, line, column, &printer->cells);
			plain(&printer->cells, from, printer->top->shape.ascii);
			kc_buf_char(&printer->cells, 0);
			if (printer->cells.failed)
				return kc_fail_memory(err);
			cell = printer->cells.data + from;
			width = kc_width(cell, strlen(cell));
			if (width > printer->widths[column])
				printer->widths[column] = width;
		}
	for (column = 0; column < count; column++)
		put_padded(printer, column, pane->columns.columns[column].title);
	cell = printer->cells.data;
	for (line = 0; line < pane->list.count; line++) {
		for (column = 0; column < count; column++) {
			put_padded(printer, column, cell);
			cell += strlen(cell) + 1;
		}
		if (printer->out.len > FLUSH_BYTES) {
			ret = kc_write(stdout, &printer->out, err);
			if (ret)
				return ret;
		}
	}
	return KC_OK;
}

static void print_head(struct printer *printer)
{
	struct top *top = printer->top;
	struct tm tm;
	time_t now = time(NULL);
	char stamp[32] = "";

	if (top->recording)
		now = kc_record_realtime(top->recording->index, top->shape.position) / 1000000000;
	if (localtime_r(&now, &tm))
		strftime(stamp, sizeof(stamp), "%Y-%m-%dT%H:%M:%S", &tm);
	kc_buf_printf(&printer->out, "kintro-top %s %s\n", top_view_now(top)->name, stamp);
	if (top->source.live)
		top_meters_text(&top->meters, &printer->out);
	top_gauges_text(&top->gauges, &printer->out);
}

/* What is missing of the rows, or wrong with them. */
static void print_notes(struct printer *printer, const struct top_pane *pane)
{
	struct kc_buf words = { 0 };
	unsigned int n;

	if (!pane->now || pane->code)
		return;
	for (n = 0; kc_notes_words(&pane->now->notes, &pane->now->object->table, n, &words); n++) {
		kc_buf_text(&printer->out, "; ");
		kc_buf_put(&printer->out, words.data, words.len);
		words.len = 0;
	}
	printer->out.failed |= words.failed;
	kc_buf_free(&words);
}

static int print_pane(struct printer *printer, struct kc_error *err)
{
	struct top_pane *pane = printer->pane;
	const struct kc_object *object = top_pane_object(pane);

	if (!object || !object->in_driver)
		return KC_OK;
	kc_buf_printf(&printer->out, "\n%s: %u rows", pane->table->title, pane->list.count);
	if (pane->filter[0]) {
		kc_buf_text(&printer->out, " where ");
		kc_escape(&printer->out, pane->filter, strlen(pane->filter));
	}
	if (pane->code)
		kc_buf_printf(&printer->out, "; %s", pane->err.message);
	print_notes(printer, pane);
	if (pane->table->process && !printer->top->shape.process)
		kc_buf_text(&printer->out, "; name a process with --pid=PID");
	kc_buf_char(&printer->out, '\n');
	return pane->list.count ? print_rows(printer, err) : KC_OK;
}

static int print_sample(struct printer *printer, struct kc_error *err)
{
	struct top *top = printer->top;
	const struct top_view *view = top_view_now(top);
	unsigned int i;
	int ret = KC_OK;

	print_head(printer);
	if (view->head_text)
		view->head_text(top, &printer->out);
	if (top->code)
		kc_buf_printf(&printer->out, "no data: %s\n", top->err.message);
	for (i = 0; i < view->table_count && !ret && !top->code; i++) {
		if (view->only_shown && i != top->pane[top->view])
			continue;
		if (view->tables[i].screen)
			continue;
		printer->pane = &top->panes[top->view][i];
		ret = print_pane(printer, err);
	}
	kc_buf_char(&printer->out, '\n');
	if (!ret)
		ret = kc_write(stdout, &printer->out, err);
	if (!ret && fflush(stdout))
		ret = kc_fail_errno(err, errno, "cannot write", NULL);
	return ret;
}

/**
 * top_batch - print samples
 * @top: the run
 * @transport: the way to the driver, closed by this
 * @limit: how many, 0: no end
 * @err: filled on failure
 */
int top_batch(struct top *top, struct kc_transport *transport, __u64 limit, struct kc_error *err)
{
	struct printer printer = { .top = top };
	struct top_catalog *catalog = top->catalog;
	struct top_want wants[TOP_WANTS_MAX];
	struct kc_ticker ticker;
	int ret = KC_OK;
	__u64 done;

	__atomic_add_fetch(&catalog->refs, 1, __ATOMIC_RELAXED);
	kc_ticker_start(&ticker, top->settings.interval_ns, top_now_ns());
	for (done = 0; !ret && (!limit || done < limit); done++) {
		struct top_sample *sample;
		unsigned int count;

		if (done && top->recording && ++top->shape.position >= top->recording->count)
			break;
		if (done && !top->recording) {
			__u64 due = kc_ticker_next(&ticker, top_now_ns());

			while (kc_sleep_until(due) == EINTR)
				;
		}
		count = top_wants(top, wants);
		sample = top_sample_take(&top->source, &transport, &catalog, wants, count);
		if (!sample) {
			ret = kc_fail_memory(err);
			break;
		}
		top_take(top, sample);
		ret = print_sample(&printer, err);
	}
	/* Without a driver at the end there is nothing to be content with. */
	if (!ret && top->code) {
		*err = top->err;
		ret = top->code;
	}
	if (transport)
		transport->close(transport);
	top_catalog_put(catalog);
	kc_buf_free(&printer.cells);
	kc_buf_free(&printer.out);
	return ret;
}
