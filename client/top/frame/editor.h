/* SPDX-License-Identifier: GPL-2.0-only */
/* A line to type in. */
#ifndef TOP_EDITOR_H
#define TOP_EDITOR_H

#include <stdbool.h>
#include <stddef.h>

#define TOP_INPUT_MAX 512

enum top_edit {
	TOP_EDIT_NONE,
	TOP_EDIT_CHANGED,
	TOP_EDIT_ENTERED,
};

/**
 * struct top_editor - a line and what is asked for
 * @title: what is asked for
 * @text: what was typed
 * @len: its length
 */
struct top_editor {
	char title[128];
	char text[TOP_INPUT_MAX];
	size_t len;
};

void top_editor_open(struct top_editor *editor, const char *title, const char *text);
enum top_edit top_editor_key(struct top_editor *editor, int key);
void top_editor_draw(const struct top_editor *editor, int rows, int columns, int *cursor_y,
		     int *cursor_x);

#endif
