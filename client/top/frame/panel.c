// SPDX-License-Identifier: GPL-2.0-only
/* A panel over the table: lines to be read, or one of them to be chosen. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "../model/lines.h"
#include "../term/terminal.h"
#include "panel.h"
#include "text.h"

#define SIDEWAYS 8

/**
 * top_panel_clear - remove all of its lines
 * @panel: the panel
 */
void top_panel_clear(struct top_panel *panel)
{
	kc_buf_free(&panel->text);
	memset(panel, 0, sizeof(*panel));
}

/**
 * top_panel_line - add a line
 * @panel: the panel
 * @format: as of printf; no line break
 */
void top_panel_line(struct top_panel *panel, const char *format, ...)
{
	char line[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	kc_buf_text(&panel->text, line);
	kc_buf_char(&panel->text, '\n');
}

/**
 * top_panel_ready - say that all lines are there
 * @panel: the panel
 * @title: what stands above
 * @menu: one of the lines is chosen
 */
void top_panel_ready(struct top_panel *panel, const char *title, bool menu)
{
	size_t i;

	if (title != panel->title)
		snprintf(panel->title, sizeof(panel->title), "%s", title);
	panel->menu = menu;
	panel->lines = 0;
	for (i = 0; i < panel->text.len; i++)
		panel->lines += panel->text.data[i] == '\n';
	if (menu && panel->cursor >= panel->lines)
		panel->cursor = panel->lines ? panel->lines - 1 : 0;
}

/**
 * top_panel_to - go to a line
 * @panel: the panel
 * @line: of a menu the one to be chosen, else the first one to be seen
 */
void top_panel_to(struct top_panel *panel, int line)
{
	int last = panel->menu ? panel->lines - 1 : panel->lines - panel->height;

	panel->cursor = line > last ? last : line;
	if (panel->cursor < 0)
		panel->cursor = 0;
}

/**
 * top_panel_key - move by a key
 * @panel: the panel
 * @key: the key
 *
 * Return: false if the key is for something else.
 */
bool top_panel_key(struct top_panel *panel, int key)
{
	int page = panel->height > 1 ? panel->height - 1 : 1;

	switch (key) {
	case TOP_KEY_UP:
	case 'k':
		top_panel_to(panel, panel->cursor - 1);
		return true;
	case TOP_KEY_DOWN:
	case 'j':
		top_panel_to(panel, panel->cursor + 1);
		return true;
	case TOP_KEY_PAGE_UP:
		top_panel_to(panel, panel->cursor - page);
		return true;
	case TOP_KEY_PAGE_DOWN:
		top_panel_to(panel, panel->cursor + page);
		return true;
	case TOP_KEY_HOME:
		top_panel_to(panel, 0);
		return true;
	case TOP_KEY_END:
		top_panel_to(panel, panel->lines);
		return true;
	case TOP_KEY_LEFT:
		panel->left -= panel->left < SIDEWAYS ? panel->left : SIDEWAYS;
		return true;
	case TOP_KEY_RIGHT:
		if (panel->left + panel->width < panel->widest + 2)
			panel->left += SIDEWAYS;
		return true;
	}
	return false;
}

/**
 * top_panel_has - whether a place of the screen belongs to its lines
 * @panel: the panel
 * @y: line of the screen
 * @x: column
 */
bool top_panel_has(const struct top_panel *panel, int y, int x)
{
	return y >= panel->y && y < panel->y + panel->height && x >= panel->x &&
	       x < panel->x + panel->width;
}

static int widest(const struct top_panel *panel)
{
	const char *line = panel->text.data, *end = line + panel->text.len, *stop;
	int width = top_term_width(panel->title, strlen(panel->title)), w;

	for (; line < end; line = stop + 1) {
		stop = memchr(line, '\n', end - line);
		if (!stop)
			break;
		w = top_term_width(line, stop - line);
		if (w > width)
			width = w;
	}
	return width;
}

/* Bytes of a line that take so many columns. */
static size_t skip_columns(const char *line, size_t len, int columns)
{
	size_t at = 0, size;

	while (at < len && columns > 0) {
		size = kc_utf8(line + at, len - at);
		size = size ? size : 1;
		columns -= top_term_width(line + at, size);
		at += size;
	}
	return at;
}

/**
 * top_panel_draw - draw it in the middle of the screen
 * @panel: the panel
 * @rows: lines of the screen
 * @columns: columns
 */
void top_panel_draw(struct top_panel *panel, int rows, int columns)
{
	const char *line, *stop, *end;
	size_t skip;
	int i, y;

	panel->widest = widest(panel);
	panel->width = panel->widest + 2;
	if (panel->width > columns)
		panel->width = columns;
	if (panel->left > panel->widest + 2 - panel->width)
		panel->left = panel->widest + 2 - panel->width;
	panel->height = panel->lines;
	if (panel->height > rows - 1)
		panel->height = rows > 1 ? rows - 1 : 1;
	panel->x = (columns - panel->width) / 2;
	panel->y = (rows - panel->height - 1) / 2 + 1;
	if (!panel->menu)
		top_panel_to(panel, panel->cursor);
	if (!panel->menu || panel->cursor < panel->first)
		panel->first = panel->cursor;
	if (panel->menu && panel->cursor >= panel->first + panel->height)
		panel->first = panel->cursor - panel->height + 1;
	top_term_fill(panel->y - 1, panel->x, panel->width, TOP_ROLE_TAB_ON);
	top_term_put(panel->y - 1, panel->x + 1, panel->width - 1, panel->title,
		     strlen(panel->title), TOP_ROLE_TAB_ON);
	line = panel->text.data;
	end = line + panel->text.len;
	for (i = 0, y = panel->y; line < end && y < panel->y + panel->height; i++) {
		bool on = panel->menu && i == panel->cursor;
		unsigned int role = on ? TOP_ROLE_POPUP_ON : TOP_ROLE_POPUP;

		stop = memchr(line, '\n', end - line);
		if (i >= panel->first) {
			top_term_fill(y, panel->x, panel->width, role);
			top_term_put(y, panel->x, 1, on ? ">" : " ", 1, role);
			skip = skip_columns(line, stop - line, panel->left);
			top_term_put(y, panel->x + 1, panel->width - 1, line + skip,
				     stop - line - skip, role);
			y++;
		}
		line = stop + 1;
	}
}
