// SPDX-License-Identifier: GPL-2.0-only
/* A line to type in. */
#include <stdio.h>
#include <string.h>

#include "../model/lines.h"
#include "../term/terminal.h"
#include "editor.h"
#include "text.h"

/**
 * top_editor_open - begin with a text
 * @editor: set
 * @title: what is asked for
 * @text: the text
 */
void top_editor_open(struct top_editor *editor, const char *title, const char *text)
{
	snprintf(editor->title, sizeof(editor->title), "%s", title);
	snprintf(editor->text, sizeof(editor->text), "%s", text);
	editor->len = strlen(editor->text);
}

static void type(struct top_editor *editor, int key)
{
	size_t size = key < 0x80 ? 1 : key < 0x800 ? 2 : key < 0x10000 ? 3 : 4;
	static const unsigned char first[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
	char *to = editor->text + editor->len;
	size_t i;

	if (editor->len + size >= sizeof(editor->text))
		return;
	for (i = size; i-- > 1; key >>= 6)
		to[i] = 0x80 | (key & 0x3f);
	to[0] = first[size] | key;
	editor->len += size;
	editor->text[editor->len] = 0;
}

/**
 * top_editor_key - type a key
 * @editor: the editor
 * @key: the key
 *
 * Return: what came of it.
 */
enum top_edit top_editor_key(struct top_editor *editor, int key)
{
	if (key == '\r' || key == '\n' || key == TOP_KEY_ENTER)
		return TOP_EDIT_ENTERED;
	if (key == TOP_CTRL('u')) {
		editor->len = 0;
	} else if (key == TOP_KEY_BACKSPACE || key == TOP_KEY_DEL || key == TOP_KEY_BACK) {
		while (editor->len && (editor->text[--editor->len] & 0xc0) == 0x80)
			;
	} else if (key >= 0x20 && key < 0x110000) {
		type(editor, key);
	} else {
		return TOP_EDIT_NONE;
	}
	editor->text[editor->len] = 0;
	return TOP_EDIT_CHANGED;
}

/**
 * top_editor_draw - draw it in the last line of the screen
 * @editor: the editor
 * @rows: lines of the screen
 * @columns: columns
 * @cursor_y: set to where one types
 * @cursor_x: likewise
 */
void top_editor_draw(const struct top_editor *editor, int rows, int columns, int *cursor_y,
		     int *cursor_x)
{
	int used, y = rows - 1, room, skip = 0, width;

	top_term_fill(y, 0, columns, TOP_ROLE_POPUP);
	used = top_term_puts(y, 0, editor->title, TOP_ROLE_POPUP);
	used += top_term_puts(y, used, ": ", TOP_ROLE_POPUP);
	room = columns - used - 1;
	if (room < 1)
		return;
	width = top_term_width(editor->text, editor->len);
	/* Of a long line the end is shown. */
	while (width > room && (size_t)skip < editor->len) {
		size_t size = kc_utf8(editor->text + skip, editor->len - skip);

		skip += size ? size : 1;
		width = top_term_width(editor->text + skip, editor->len - skip);
	}
	used += top_term_put(y, used, room, editor->text + skip, editor->len - skip, TOP_ROLE_POPUP);
	*cursor_y = y;
	*cursor_x = used < columns ? used : columns - 1;
}
