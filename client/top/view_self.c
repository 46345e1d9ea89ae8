// SPDX-License-Identifier: GPL-2.0-only
/*
 * What this program and the driver cost, and what is unavailable and why. The lines
 * above the tables are of the last dump of every object, whichever view had it made.
 */
#include "ui.h"

static const struct top_table tables[] = {
	{
		.name = "stats",
		.title = "driver's cost",
		.object = "stats",
	},
	{
		.name = "unavailable",
		.title = "not available",
		.object = "fields",
		.columns = "object,name,type,reason",
		.filter = "available=false",
	},
};

static void self_text(const struct top *top, struct kc_buf *buf)
{
	top_self_text(&top->self, buf);
}

static int self_lines(struct top *top, int room)
{
	struct kc_buf buf = { 0 };
	int lines = 0;
	size_t i;

	self_text(top, &buf);
	for (i = 0; i < buf.len; i++)
		lines += buf.data[i] == '\n';
	kc_buf_free(&buf);
	return lines < room ? lines : room;
}

static void self_draw(struct top *top, int y, int lines)
{
	struct kc_buf buf = { 0 };
	const char *line, *end;
	int i;

	self_text(top, &buf);
	for (i = 0, line = buf.data; i < lines && line < buf.data + buf.len; i++) {
		end = memchr(line, '\n', buf.data + buf.len - line);
		if (!end)
			break;
		top_put(y + i, 0, TOP_INPUT_MAX, line, end - line, i == 2 ? TOP_ROLE_LABEL :
			TOP_ROLE_PLAIN);
		line = end + 1;
	}
	kc_buf_free(&buf);
}

const struct top_view top_view_self = {
	.name = "self",
	.title = "Self",
	TOP_TABLES(tables),
	.head_lines = self_lines,
	.head_draw = self_draw,
	.head_text = self_text,
};
