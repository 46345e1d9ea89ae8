// SPDX-License-Identifier: GPL-2.0-only
/*
 * What this program and the driver cost, and what is unavailable and why. The lines
 * above the tables are of the last dump of every object, whichever view had it made.
 */
#include "views.h"

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
	top_costs_text(&top->costs, buf);
}

static void self_head(struct top *top, const struct top_room *room, struct top_lines *lines)
{
	struct kc_buf buf = { 0 };
	const char *line, *end;

	self_text(top, &buf);
	for (line = buf.data; line < buf.data + buf.len; line = end + 1) {
		end = memchr(line, '\n', buf.data + buf.len - line);
		if (!end || lines->lines == room->lines)
			break;
		/* The names of the columns. */
		top_lines_put(lines, lines->lines == 2 ? TOP_ROLE_LABEL : TOP_ROLE_PLAIN, line,
			      end - line);
		top_lines_end(lines);
	}
	kc_buf_free(&buf);
}

const struct top_view top_view_self = {
	.name = "self",
	.title = "Self",
	TOP_TABLES(tables),
	.head = self_head,
	.head_text = self_text,
};
