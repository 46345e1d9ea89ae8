// SPDX-License-Identifier: GPL-2.0-only
/* A line to type in. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../model/lines.h"
#include "../term/terminal.h"
#include "editor.h"

static void set_text(struct top_editor *editor, const char *text)
{
	snprintf(editor->text, sizeof(editor->text), "%s", text);
	editor->len = strlen(editor->text);
	editor->at = editor->len;
}

/**
 * top_editor_open - begin with a text
 * @editor: set, but for the lines that were entered before
 * @title: what is asked for
 * @text: the text
 */
void top_editor_open(struct top_editor *editor, const char *title, const char *text)
{
	snprintf(editor->title, sizeof(editor->title), "%s", title);
	set_text(editor, text);
	editor->past_at = editor->past_count;
}

/* --- changes ---------------------------------------------------------------------- */

static void insert(struct top_editor *editor, int key)
{
	size_t size = key < 0x80 ? 1 : key < 0x800 ? 2 : key < 0x10000 ? 3 : 4;
	static const unsigned char first[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
	char *to = editor->text + editor->at;
	size_t i;

	if (editor->len + size >= sizeof(editor->text))
		return;
	memmove(to + size, to, editor->len - editor->at + 1);
	for (i = size; i-- > 1; key >>= 6)
		to[i] = 0x80 | (key & 0x3f);
	to[0] = first[size] | key;
	editor->len += size;
	editor->at += size;
}

/* Where the character before a place begins. */
static size_t before(const struct top_editor *editor, size_t at)
{
	while (at && (editor->text[--at] & 0xc0) == 0x80)
		;
	return at;
}

static size_t after(const struct top_editor *editor, size_t at)
{
	if (at < editor->len)
		at++;
	while (at < editor->len && (editor->text[at] & 0xc0) == 0x80)
		at++;
	return at;
}

static size_t word_before(const struct top_editor *editor)
{
	size_t at = editor->at;

	while (at && editor->text[at - 1] == ' ')
		at--;
	while (at && editor->text[at - 1] != ' ')
		at--;
	return at;
}

static enum top_edit cut(struct top_editor *editor, size_t from, size_t to)
{
	if (from == to)
		return TOP_EDIT_NONE;
	memmove(editor->text + from, editor->text + to, editor->len - to + 1);
	editor->len -= to - from;
	editor->at = from;
	return TOP_EDIT_CHANGED;
}

/* --- lines that were entered before ------------------------------------------------- */

static void forget(struct top_editor *editor, unsigned int number)
{
	free(editor->past[number].title);
	free(editor->past[number].text);
	editor->past_count--;
	memmove(&editor->past[number], &editor->past[number + 1],
		(editor->past_count - number) * sizeof(editor->past[0]));
}

/* Keep the line for next time, as the newest, once. */
static void keep(struct top_editor *editor)
{
	struct top_past past;
	unsigned int i;

	if (!editor->len)
		return;
	for (i = 0; i < editor->past_count; i++)
		if (!strcmp(editor->past[i].title, editor->title) &&
		    !strcmp(editor->past[i].text, editor->text)) {
			forget(editor, i);
			break;
		}
	if (editor->past_count == TOP_PAST_MAX)
		forget(editor, 0);
	past = (struct top_past){ strdup(editor->title), strdup(editor->text) };
	if (past.title && past.text) {
		editor->past[editor->past_count++] = past;
		return;
	}
	free(past.title);
	free(past.text);
}

/* Show the next older or newer line that answered the same question. */
static enum top_edit recall(struct top_editor *editor, bool older)
{
	unsigned int at = editor->past_at;

	do {
		if (older ? !at : at == editor->past_count)
			return TOP_EDIT_NONE;
		at += older ? -1 : 1;
	} while (at < editor->past_count && strcmp(editor->past[at].title, editor->title));
	if (editor->past_at == editor->past_count)
		memcpy(editor->draft, editor->text, sizeof(editor->draft));
	editor->past_at = at;
	set_text(editor, at < editor->past_count ? editor->past[at].text : editor->draft);
	return TOP_EDIT_CHANGED;
}

/* --- keys ------------------------------------------------------------------------- */

/**
 * top_editor_key - type a key
 * @editor: the editor
 * @key: the key
 *
 * Return: what came of it.
 */
enum top_edit top_editor_key(struct top_editor *editor, int key)
{
	switch (key) {
	case '\r':
	case '\n':
	case TOP_KEY_ENTER:
		keep(editor);
		return TOP_EDIT_ENTERED;
	case TOP_KEY_LEFT:
		editor->at = before(editor, editor->at);
		return TOP_EDIT_NONE;
	case TOP_KEY_RIGHT:
		editor->at = after(editor, editor->at);
		return TOP_EDIT_NONE;
	case TOP_KEY_HOME:
	case TOP_CTRL('a'):
		editor->at = 0;
		return TOP_EDIT_NONE;
	case TOP_KEY_END:
	case TOP_CTRL('e'):
		editor->at = editor->len;
		return TOP_EDIT_NONE;
	case TOP_KEY_UP:
		return recall(editor, true);
	case TOP_KEY_DOWN:
		return recall(editor, false);
	case TOP_KEY_BACKSPACE:
	case TOP_KEY_DEL:
	case TOP_KEY_BACK:
		return cut(editor, before(editor, editor->at), editor->at);
	case TOP_KEY_DELETE:
	case TOP_CTRL('d'):
		return cut(editor, editor->at, after(editor, editor->at));
	case TOP_CTRL('u'):
		return cut(editor, 0, editor->len);
	case TOP_CTRL('k'):
		return cut(editor, editor->at, editor->len);
	case TOP_CTRL('w'):
		return cut(editor, word_before(editor), editor->at);
	}
	if (key < 0x20 || key >= 0x110000)
		return TOP_EDIT_NONE;
	insert(editor, key);
	return TOP_EDIT_CHANGED;
}

/**
 * top_editor_paste - insert a character that was pasted, with which nothing is entered
 * @editor: the editor
 * @key: the character; line breaks and tabs become blanks
 */
enum top_edit top_editor_paste(struct top_editor *editor, int key)
{
	if (key == '\r' || key == '\n' || key == '\t')
		key = ' ';
	if (key < 0x20 || key >= 0x110000 || key == TOP_KEY_DEL)
		return TOP_EDIT_NONE;
	insert(editor, key);
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
	int used, y = rows - 1, room, at;
	size_t skip = 0;

	top_term_fill(y, 0, columns, TOP_ROLE_POPUP);
	used = top_term_puts(y, 0, editor->title, TOP_ROLE_POPUP);
	used += top_term_puts(y, used, ": ", TOP_ROLE_POPUP);
	room = columns - used - 1;
	if (room < 1)
		return;
	/* Of a long line, what is before the cursor is shown. */
	at = top_term_width(editor->text, editor->at);
	while (at > room && skip < editor->at) {
		skip = after(editor, skip);
		at = top_term_width(editor->text + skip, editor->at - skip);
	}
	top_term_put(y, used, room, editor->text + skip, editor->len - skip, TOP_ROLE_POPUP);
	*cursor_y = y;
	*cursor_x = used + at < columns ? used + at : columns - 1;
}

/**
 * top_editor_free - forget all that was entered
 * @editor: the editor
 */
void top_editor_free(struct top_editor *editor)
{
	while (editor->past_count)
		forget(editor, 0);
}
