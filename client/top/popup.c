// SPDX-License-Identifier: GPL-2.0-only
/* What lies over the table: texts, menus, and a line to type in. */
#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <stdarg.h>
#include <stdio.h>

#include "text.h"
#include "ui.h"

/**
 * top_popup_close - take it away
 * @ui: the screen
 */
void top_popup_close(struct top_ui *ui)
{
	ui->popup.kind = TOP_POPUP_NONE;
	kc_buf_free(&ui->popup.text);
	memset(&ui->popup, 0, sizeof(ui->popup));
}

/**
 * top_popup_line - add a line to its text
 * @ui: the screen
 * @format: as of printf; no line break
 */
void top_popup_line(struct top_ui *ui, const char *format, ...)
{
	char line[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	kc_buf_text(&ui->popup.text, line);
	kc_buf_char(&ui->popup.text, '\n');
}

static void count_lines(struct top_popup *popup)
{
	size_t i;

	popup->lines = 0;
	for (i = 0; i < popup->text.len; i++)
		popup->lines += popup->text.data[i] == '\n';
}

/**
 * top_popup_text - show the text that was added by top_popup_line()
 * @ui: the screen
 * @title: what stands above it
 */
void top_popup_text(struct top_ui *ui, const char *title)
{
	struct top_popup *popup = &ui->popup;

	snprintf(popup->title, sizeof(popup->title), "%s", title);
	popup->kind = TOP_POPUP_TEXT;
	count_lines(popup);
}

static void refill(struct top_ui *ui)
{
	struct top_popup *popup = &ui->popup;

	popup->text.len = 0;
	popup->fill(ui);
	count_lines(popup);
	if (popup->cursor >= popup->lines)
		popup->cursor = popup->lines ? popup->lines - 1 : 0;
}

/**
 * top_popup_menu - let one line be chosen
 * @ui: the screen
 * @title: what stands above it
 * @fill: writes the lines
 * @chosen: takes the choice
 * @cursor: the line that is chosen at first
 */
void top_popup_menu(struct top_ui *ui, const char *title, void (*fill)(struct top_ui *ui),
		    bool (*chosen)(struct top_ui *ui, int line, int key), int cursor)
{
	struct top_popup *popup = &ui->popup;

	top_popup_close(ui);
	snprintf(popup->title, sizeof(popup->title), "%s", title);
	popup->kind = TOP_POPUP_MENU;
	popup->fill = fill;
	popup->chosen = chosen;
	popup->cursor = cursor;
	refill(ui);
}

/**
 * top_popup_prompt - let something be typed
 * @ui: the screen
 * @title: what is asked for
 * @input: what stands there at first
 * @entered: takes what was typed
 * @typed: is told of every change, or NULL
 */
void top_popup_prompt(struct top_ui *ui, const char *title, const char *input,
		      void (*entered)(struct top_ui *ui, const char *text),
		      void (*typed)(struct top_ui *ui, const char *text))
{
	struct top_popup *popup = &ui->popup;

	top_popup_close(ui);
	snprintf(popup->title, sizeof(popup->title), "%s", title);
	popup->kind = TOP_POPUP_PROMPT;
	snprintf(popup->input, sizeof(popup->input), "%s", input);
	popup->len = strlen(popup->input);
	popup->entered = entered;
	popup->typed = typed;
}

/* --- keys --------------------------------------------------------------------- */

static void type(struct top_ui *ui, int key)
{
	struct top_popup *popup = &ui->popup;
	size_t size = key < 0x80 ? 1 : key < 0x800 ? 2 : key < 0x10000 ? 3 : 4;
	static const unsigned char first[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
	char *to = popup->input + popup->len;
	size_t i;

	if (popup->len + size >= sizeof(popup->input))
		return;
	for (i = size; i-- > 1; key >>= 6)
		to[i] = 0x80 | (key & 0x3f);
	to[0] = first[size] | key;
	popup->len += size;
	popup->input[popup->len] = 0;
}

static void prompt_key(struct top_ui *ui, int key)
{
	void (*entered)(struct top_ui *ui, const char *text) = ui->popup.entered;
	struct top_popup *popup = &ui->popup;
	char input[TOP_INPUT_MAX];

	if (key == '\r' || key == '\n' || key == TOP_KEY(KEY_ENTER)) {
		memcpy(input, popup->input, sizeof(input));
		top_popup_close(ui);
		entered(ui, input);
		return;
	}
	if (key == TOP_CTRL('u')) {
		popup->len = 0;
	} else if (key == TOP_KEY(KEY_BACKSPACE) || key == 127 || key == 8) {
		while (popup->len && (popup->input[--popup->len] & 0xc0) == 0x80)
			;
	} else if (key >= 0x20 && key < 0x110000 && key != 127) {
		type(ui, key);
	} else {
		return;
	}
	popup->input[popup->len] = 0;
	if (popup->typed)
		popup->typed(ui, popup->input);
}

static void move_to(struct top_popup *popup, int line)
{
	int last = popup->kind == TOP_POPUP_TEXT ? popup->lines - popup->height :
		   popup->lines - 1;

	popup->cursor = line > last ? last : line;
	if (popup->cursor < 0)
		popup->cursor = 0;
}

static void choose(struct top_ui *ui, int key)
{
	if (ui->popup.chosen(ui, ui->popup.cursor, key))
		top_popup_close(ui);
	else if (ui->popup.kind == TOP_POPUP_MENU)
		refill(ui);
}

/**
 * top_popup_key - give it a key
 * @ui: the screen
 * @key: the key
 * @y: of the mouse: line
 * @x: column
 * @button: which
 *
 * Return: false if there is no popup to take it.
 */
bool top_popup_key(struct top_ui *ui, int key, int y, int x, int button)
{
	struct top_popup *popup = &ui->popup;
	int page = popup->height > 1 ? popup->height - 1 : 1;

	if (popup->kind == TOP_POPUP_NONE)
		return false;
	if (key == TOP_ESC || key == TOP_KEY(KEY_F(10))) {
		top_popup_close(ui);
		return true;
	}
	if (popup->kind == TOP_POPUP_PROMPT) {
		prompt_key(ui, key);
		return true;
	}
	switch (key) {
	case TOP_KEY(KEY_UP):
	case 'k':
		move_to(popup, popup->cursor - 1);
		return true;
	case TOP_KEY(KEY_DOWN):
	case 'j':
		move_to(popup, popup->cursor + 1);
		return true;
	case TOP_KEY(KEY_PPAGE):
		move_to(popup, popup->cursor - page);
		return true;
	case TOP_KEY(KEY_NPAGE):
		move_to(popup, popup->cursor + page);
		return true;
	case TOP_KEY(KEY_HOME):
		move_to(popup, 0);
		return true;
	case TOP_KEY(KEY_END):
		move_to(popup, popup->lines);
		return true;
	case TOP_KEY(KEY_MOUSE):
		if (button >= 4) {
			move_to(popup, popup->cursor + (button == 4 ? -3 : 3));
		} else if (y < popup->y || y >= popup->y + popup->height || x < popup->x ||
			   x >= popup->x + popup->width) {
			top_popup_close(ui);
		} else if (popup->kind == TOP_POPUP_MENU) {
			move_to(popup, popup->first + y - popup->y);
			choose(ui, '\r');
		}
		return true;
	case TOP_KEY(KEY_ENTER):
	case '\n':
	case '\r':
	case ' ':
	case '+':
	case '-':
		if (popup->kind == TOP_POPUP_MENU)
			choose(ui, key == ' ' || key == '+' || key == '-' ? key : '\r');
		else if (key != '+' && key != '-')
			top_popup_close(ui);
		return true;
	case 'q':
	case TOP_CTRL('c'):
		top_popup_close(ui);
		return true;
	}
	return true;
}

/* --- on the screen ---------------------------------------------------------------- */

static void draw_prompt(struct top_ui *ui, int rows, int columns, int *cursor_y, int *cursor_x)
{
	const struct top_popup *popup = &ui->popup;
	int used, y = rows - 1, room, skip = 0, width;

	top_fill(y, 0, columns, TOP_ROLE_POPUP);
	used = top_puts(y, 0, popup->title, TOP_ROLE_POPUP);
	used += top_puts(y, used, ": ", TOP_ROLE_POPUP);
	room = columns - used - 1;
	if (room < 1)
		return;
	width = top_width(popup->input, popup->len);
	/* Of a long line the end is shown. */
	while (width > room && (size_t)skip < popup->len) {
		size_t size = kc_utf8(popup->input + skip, popup->len - skip);

		skip += size ? size : 1;
		width = top_width(popup->input + skip, popup->len - skip);
	}
	used += top_put(y, used, room, popup->input + skip, popup->len - skip, TOP_ROLE_POPUP);
	*cursor_y = y;
	*cursor_x = used < columns ? used : columns - 1;
}

static int widest(const struct top_popup *popup)
{
	const char *line = popup->text.data, *end = line + popup->text.len, *stop;
	int width = top_width(popup->title, strlen(popup->title)), w;

	for (; line < end; line = stop + 1) {
		stop = memchr(line, '\n', end - line);
		if (!stop)
			break;
		w = top_width(line, stop - line);
		if (w > width)
			width = w;
	}
	return width;
}

/**
 * top_popup_draw - draw it
 * @ui: the screen
 * @rows: lines of the screen
 * @columns: columns
 * @cursor_y: set to where one types
 * @cursor_x: likewise
 */
void top_popup_draw(struct top_ui *ui, int rows, int columns, int *cursor_y, int *cursor_x)
{
	struct top_popup *popup = &ui->popup;
	const char *line, *stop, *end;
	int i, y;

	if (popup->kind == TOP_POPUP_NONE)
		return;
	if (popup->kind == TOP_POPUP_PROMPT) {
		draw_prompt(ui, rows, columns, cursor_y, cursor_x);
		return;
	}
	popup->width = widest(popup) + 2;
	if (popup->width > columns)
		popup->width = columns;
	popup->height = popup->lines;
	if (popup->height > rows - 1)
		popup->height = rows > 1 ? rows - 1 : 1;
	popup->x = (columns - popup->width) / 2;
	popup->y = (rows - popup->height - 1) / 2 + 1;
	if (popup->kind == TOP_POPUP_TEXT)
		move_to(popup, popup->cursor);
	if (popup->kind == TOP_POPUP_TEXT || popup->cursor < popup->first)
		popup->first = popup->cursor;
	if (popup->kind == TOP_POPUP_MENU && popup->cursor >= popup->first + popup->height)
		popup->first = popup->cursor - popup->height + 1;
	top_fill(popup->y - 1, popup->x, popup->width, TOP_ROLE_TAB_ON);
	top_put(popup->y - 1, popup->x + 1, popup->width - 1, popup->title, strlen(popup->title),
		TOP_ROLE_TAB_ON);
	line = popup->text.data;
	end = line + popup->text.len;
	for (i = 0, y = popup->y; line < end && y < popup->y + popup->height; i++) {
		bool on = popup->kind == TOP_POPUP_MENU && i == popup->cursor;
		enum top_role role = on ? TOP_ROLE_POPUP_ON : TOP_ROLE_POPUP;

		stop = memchr(line, '\n', end - line);
		if (i >= popup->first) {
			top_fill(y, popup->x, popup->width, role);
			top_put(y, popup->x, 1, on ? ">" : " ", 1, role);
			top_put(y, popup->x + 1, popup->width - 1, line, stop - line, role);
			y++;
		}
		line = stop + 1;
	}
}
