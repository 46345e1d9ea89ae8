/* SPDX-License-Identifier: GPL-2.0-only */
/* A panel over the table: lines to be read, or one of them to be chosen. */
#ifndef TOP_PANEL_H
#define TOP_PANEL_H

#include <stdbool.h>

#include "buf.h"

/**
 * struct top_panel - lines and what of them is seen
 * @title: what stands above
 * @text: the lines, each ended by a line break
 * @lines: how many
 * @menu: one of them is chosen
 * @cursor: of a menu the line that is chosen, else the first one that is seen
 * @first: the first line that is seen
 * @left: columns that are left out at the left
 * @widest: columns of the widest line
 * @y: where its first line is, for the mouse
 * @x: likewise
 * @height: lines of text shown
 * @width: its width
 */
struct top_panel {
	char title[128];
	struct kc_buf text;
	int lines;
	bool menu;
	int cursor;
	int first;
	int left;
	int widest;
	int y, x, height, width;
};

void top_panel_clear(struct top_panel *panel);
void top_panel_line(struct top_panel *panel, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void top_panel_ready(struct top_panel *panel, const char *title, bool menu);
void top_panel_to(struct top_panel *panel, int line);
bool top_panel_key(struct top_panel *panel, int key);
bool top_panel_has(const struct top_panel *panel, int y, int x);
void top_panel_draw(struct top_panel *panel, int rows, int columns);

#endif
