/* SPDX-License-Identifier: GPL-2.0-only */
/* A line to type in: a cursor in it, what was typed before, and text that is pasted. */
#ifndef TOP_EDITOR_H
#define TOP_EDITOR_H

#include <stdbool.h>
#include <stddef.h>

#define TOP_INPUT_MAX 512
#define TOP_PAST_MAX 32

enum top_edit {
	TOP_EDIT_NONE,
	TOP_EDIT_CHANGED,
	TOP_EDIT_ENTERED,
};

/**
 * struct top_past - a line that was entered
 * @title: what was asked for
 * @text: the line
 */
struct top_past {
	char *title;
	char *text;
};

/**
 * struct top_editor - a line and what is asked for; all zero has nothing in it
 * @title: what is asked for
 * @text: what was typed
 * @len: its length
 * @at: where the cursor is, in bytes
 * @draft: what was typed before older lines were looked at
 * @past: lines that were entered, the oldest first
 * @past_count: how many
 * @past_at: which of them @text is, @past_count: none
 */
struct top_editor {
	char title[128];
	char text[TOP_INPUT_MAX];
	size_t len;
	size_t at;
	char draft[TOP_INPUT_MAX];
	struct top_past past[TOP_PAST_MAX];
	unsigned int past_count;
	unsigned int past_at;
};

void top_editor_open(struct top_editor *editor, const char *title, const char *text);
enum top_edit top_editor_key(struct top_editor *editor, int key);
enum top_edit top_editor_paste(struct top_editor *editor, int key);
void top_editor_draw(const struct top_editor *editor, int rows, int columns, int *cursor_y,
		     int *cursor_x);
void top_editor_free(struct top_editor *editor);

#endif
