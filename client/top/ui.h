/* SPDX-License-Identifier: GPL-2.0-only */
/* The screen and the keyboard at work. */
#ifndef TOP_UI_H
#define TOP_UI_H

#include "screen.h"

#define TOP_INPUT_MAX 512
#define TOP_ITEMS_MAX 400

struct top_ui;

enum top_popup_kind {
	TOP_POPUP_NONE,
	TOP_POPUP_TEXT,
	TOP_POPUP_MENU,
	TOP_POPUP_PROMPT,
};

/**
 * struct top_popup - what lies over the table
 * @kind: enum top_popup_kind
 * @title: what stands above it, or before what is typed
 * @text: TEXT and MENU: lines, each ended by a line break
 * @lines: how many
 * @cursor: the line chosen; of TEXT the first one shown
 * @first: the first line shown
 * @input: PROMPT: what was typed
 * @len: its length
 * @fill: MENU: writes @text anew, after every choice
 * @chosen: MENU: a line was chosen with @key (Enter, space, + or -); true closes it
 * @entered: PROMPT: what was typed is complete
 * @typed: PROMPT: it changed; or NULL
 * @y: where it stands, for the mouse
 * @x: likewise
 * @height: lines of text shown
 * @width: its width
 */
struct top_popup {
	enum top_popup_kind kind;
	char title[128];
	struct kc_buf text;
	int lines;
	int cursor;
	int first;
	char input[TOP_INPUT_MAX];
	size_t len;
	void (*fill)(struct top_ui *ui);
	bool (*chosen)(struct top_ui *ui, int line, int key);
	void (*entered)(struct top_ui *ui, const char *text);
	void (*typed)(struct top_ui *ui, const char *text);
	int y, x, height, width;
};

/* A place that can be clicked at. */
struct top_spot {
	int y, from, to;
	int key;		/* what a click means, or 0 */
	int column;		/* a column's header, or -1 */
};

/**
 * struct top_ui - the screen and the keyboard
 * @top: the run
 * @collector: the thread that asks the driver
 * @serial: of the samples that fit what is shown
 * @quit: it is over
 * @popup: what lies over the table
 * @message: words for the person, shown for a while
 * @message_error: they are about something that failed
 * @message_until: how long
 * @follow: the cursor stays with its row
 * @search: what was searched for last
 * @digits: digits typed to find a row by its number
 * @digits_until: for how long more belong to them
 * @row_y: line of the first row
 * @row_count: rows that fit
 * @spots: places to click at
 * @spot_count: how many
 * @step_ns: when the sample of a recording was gone to
 * @click_line: line of the table clicked last, for double clicks
 * @click_ns: when
 */
struct top_ui {
	struct top *top;
	struct top_collector *collector;
	unsigned int serial;
	bool quit;
	struct top_popup popup;
	char message[1024];
	bool message_error;
	__u64 message_until;
	bool follow;
	char search[TOP_INPUT_MAX];
	char digits[12];
	__u64 digits_until;
	int row_y;
	int row_count;
	struct top_spot spots[160];
	unsigned int spot_count;
	__u64 step_ns;
	long click_line;
	__u64 click_ns;
};

/* ui.c */
int top_ui_run(struct top *top, struct kc_transport *transport, struct kc_error *err);
void top_ui_message(struct top_ui *ui, bool error, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void top_ui_wants(struct top_ui *ui);
void top_ui_remake(struct top_ui *ui, bool keep);
void top_ui_step(struct top_ui *ui, __u64 position);
void top_ui_suspend(struct top_ui *ui);

/* draw.c */
void top_draw(struct top_ui *ui);

/* draw_meters.c */
int top_draw_meters(const struct top *top, int rows, int columns);

/* graph.c */
int top_graph(int y, int x, int width, const float *ring, unsigned int at, unsigned int filled,
	      enum top_graph how, enum top_role role);
int top_bar(int y, int x, int width, const double *parts, const enum top_role *roles,
	    const char *signs, unsigned int count);

/* keys.c */
void top_key(struct top_ui *ui, int key, int y, int x, int button);
void top_key_bar(unsigned int n, int *key, const char **name, const char **label);
void top_key_help(struct top_ui *ui, struct kc_buf *buf);

/* actions.c */
void top_ui_pane(struct top_ui *ui, int by);
void top_ui_view(struct top_ui *ui, unsigned int view);
void top_ui_sort(struct top_ui *ui, const char *text);

/* link.c */
size_t top_link_name(struct top *top, __u64 value, const char **text);
bool top_link_zoom(struct top_ui *ui);

/* popup.c */
void top_popup_text(struct top_ui *ui, const char *title);
void top_popup_menu(struct top_ui *ui, const char *title, void (*fill)(struct top_ui *ui),
		    bool (*chosen)(struct top_ui *ui, int line, int key), int cursor);
void top_popup_prompt(struct top_ui *ui, const char *title, const char *input,
		      void (*entered)(struct top_ui *ui, const char *text),
		      void (*typed)(struct top_ui *ui, const char *text));
void top_popup_close(struct top_ui *ui);
void top_popup_line(struct top_ui *ui, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
bool top_popup_key(struct top_ui *ui, int key, int y, int x, int button);
void top_popup_draw(struct top_ui *ui, int rows, int columns, int *cursor_y, int *cursor_x);

/* setup.c */
void top_setup(struct top_ui *ui);

/* detail.c */
void top_detail(struct top_ui *ui);
void top_detail_row(struct top_ui *ui, const struct top_pair *pair);

/* picture_draw.c */
bool top_picture_draw(struct top_ui *ui, int y, int height, int columns);

/* picture_keys.c */
bool top_picture_on(const struct top *top);
void top_picture_follow(struct top_ui *ui);
void top_picture_mouse(struct top_ui *ui, int y, int button);

#endif
