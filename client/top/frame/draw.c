// SPDX-License-Identifier: GPL-2.0-only
/* One frame: meters, views, the table, and what is to say. */
#include <stdio.h>

#include "../views/views.h"
#include "screen.h"

static void draw_tabs(struct top_screen *screen, const struct top *top, int y)
{
	unsigned int i;
	char text[48];
	int x = 0, end;

	for (i = 0; i < top->view_count; i++) {
		bool on = i == top->view;

		snprintf(text, sizeof(text), on ? "[%u%s]" : "%u%s", (i + 1) % 10,
			 top->views[i]->title);
		end = x + top_term_puts(y, x, text, on ? TOP_ROLE_TAB_ON : TOP_ROLE_TAB);
		top_spot_add(screen, y, x, end, TOP_ALT('0' + (i + 1) % 10), -1);
		x = end + 1;
	}
}

static void draw_bar(struct top_screen *screen, int y, int columns)
{
	unsigned int i;
	int x = 0, from;

	top_term_fill(y, 0, columns, TOP_ROLE_BAR);
	for (i = 0; i < screen->hint_count; i++) {
		const struct top_hint *hint = &screen->hints[i];

		from = x;
		x += top_term_puts(y, x, hint->name, TOP_ROLE_BAR_KEY);
		x += top_term_puts(y, x, hint->label, TOP_ROLE_BAR);
		top_spot_add(screen, y, from, x, hint->key, -1);
		x += top_term_puts(y, x, " ", TOP_ROLE_BAR);
	}
}

/* Draw lines and free them. Return: how many. */
static int draw_lines(struct top_lines *lines, int y, int height, int columns)
{
	int count = lines->lines < height ? lines->lines : height;

	top_draw_lines(lines, y, count, columns);
	top_lines_free(lines);
	return count;
}

static int draw_meters(const struct top *top, struct top_room room)
{
	struct top_lines lines = { 0 };

	top_meters_lines(top, &room, &lines);
	return draw_lines(&lines, 0, room.lines, room.columns);
}

/* The lines of the view above its table. */
static int draw_head(struct top *top, struct top_room room, int y, int height)
{
	struct top_lines lines = { 0 };

	room.lines = height;
	top_view_now(top)->head(top, &room, &lines);
	return draw_lines(&lines, y, height, room.columns);
}

/**
 * top_draw - draw everything
 * @screen: the screen
 * @top: the run
 *
 * The smaller it is, the less is there: of one line and one column, a part of
 * the row that is chosen.
 */
void top_draw(struct top_screen *screen, struct top *top)
{
	int rows, columns, y = 0, bottom, status = -1, cursor_y = -1, cursor_x = 0;
	struct top_room room;

	top_term_size(&rows, &columns);
	if (rows < 1 || columns < 1)
		return;
	top_term_begin();
	screen->spot_count = 0;
	room = (struct top_room){ columns, rows, top_term_ascii(), top->settings.graph };
	bottom = rows;
	if (top->settings.meters)
		y = draw_meters(top, room);
	if (rows >= 5)
		draw_tabs(screen, top, y++);
	if (rows >= 8)
		draw_bar(screen, --bottom, columns);
	if (rows >= 4)
		status = --bottom;
	if (top_view_now(top)->head && bottom - y > 8)
		y += draw_head(top, room, y, (bottom - y) / 2);
	if (!top_picture_on(top))
		top_draw_table(screen, top, y, bottom - y, columns);
	else if (!top_draw_picture(screen, top, y, bottom - y, columns))
		top_draw_words(top_pane_now(top), top, bottom - 1, columns);
	if (status >= 0)
		top_draw_status(screen, top, status, columns);
	if (screen->over == TOP_OVER_PANEL)
		top_panel_draw(&screen->panel, rows, columns);
	else if (screen->over == TOP_OVER_EDITOR)
		top_editor_draw(&screen->editor, rows, columns, &cursor_y, &cursor_x);
	top_term_end(cursor_y, cursor_x);
}
