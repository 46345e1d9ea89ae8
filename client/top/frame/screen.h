/* SPDX-License-Identifier: GPL-2.0-only */
/* What is on the screen besides the tables, and what draws all of it. */
#ifndef TOP_SCREEN_H
#define TOP_SCREEN_H

#include "../model/state.h"
#include "../term/terminal.h"
#include "editor.h"
#include "panel.h"

/* What lies over the table. */
enum top_over {
	TOP_OVER_NONE,
	TOP_OVER_PANEL,
	TOP_OVER_EDITOR,
};

/**
 * struct top_spot - a place that can be clicked at
 * @y: line
 * @from: its first column
 * @to: the column after its last
 * @key: the key that a click stands for, or 0
 * @column: number of the column whose header it is, or -1
 */
struct top_spot {
	int y, from, to;
	int key;
	int column;
};

/**
 * struct top_hint - a key in the bar at the bottom
 * @key: the key
 * @name: its name
 * @label: what it does
 */
struct top_hint {
	int key;
	char name[8];
	const char *label;
};

#define TOP_HINTS_MAX 16

/**
 * struct top_screen - the screen
 * @over: what lies over the table
 * @panel: a text or menu
 * @editor: a line to type in
 * @message: words for the person, shown for a while
 * @message_error: they are about something that failed
 * @message_until: when they go, CLOCK_MONOTONIC
 * @follow: the cursor stays with its row
 * @hints: the bar at the bottom
 * @hint_count: how many
 * @row_y: line of the first row
 * @row_count: rows that fit
 * @spots: places to click at
 * @spot_count: how many
 */
struct top_screen {
	enum top_over over;
	struct top_panel panel;
	struct top_editor editor;
	char message[1024];
	bool message_error;
	__u64 message_until;
	bool follow;
	struct top_hint hints[TOP_HINTS_MAX];
	unsigned int hint_count;
	int row_y;
	int row_count;
	struct top_spot spots[160];
	unsigned int spot_count;
};

/* draw.c */
void top_draw(struct top_screen *screen, struct top *top);

/* draw_lines.c */
void top_draw_lines(const struct top_lines *lines, int y, int height, int columns);

/* draw_table.c */
void top_draw_table(struct top_screen *screen, struct top *top, int y, int height, int columns);
void top_draw_words(const struct top_pane *pane, const struct top *top, int y, int columns);

/* draw_picture.c */
bool top_draw_picture(struct top_screen *screen, struct top *top, int y, int height, int columns);

/* draw_status.c */
void top_draw_status(struct top_screen *screen, struct top *top, int y, int columns);

/* spots.c */
void top_spot_add(struct top_screen *screen, int y, int from, int to, int key, int column);

/* message.c */
void top_message(struct top_screen *screen, bool error, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* theme.c */
void top_theme_use(enum top_theme theme);

#endif
