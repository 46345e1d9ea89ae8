/* SPDX-License-Identifier: GPL-2.0-only */
/* Keys and the mouse: what they change, in the model and on the screen. */
#ifndef TOP_UI_H
#define TOP_UI_H

#include "../frame/screen.h"
#include "reaction.h"

/**
 * struct top_ui - what keys work on
 * @top: the run
 * @screen: the screen
 * @bindings: all keys
 * @binding_count: how many
 * @fill: of a menu: writes its lines again, after every choice
 * @chosen: of a menu: a line was chosen with a key (Enter, space, + or -)
 * @entered: of the editor: what was typed is complete
 * @typed: of the editor: it changed; or NULL
 * @search: what was searched for last
 * @digits: digits typed to find a row by its number
 * @digits_until: for how long more belong to them
 * @step_ns: when the sample of a recording was gone to
 * @click_line: line of the table clicked last, for double clicks
 * @click_ns: when
 * @pasting: what comes was not typed but pasted
 * @pasted_ns: when the last of it came
 */
struct top_ui {
	struct top *top;
	struct top_screen screen;
	struct top_binding *bindings;
	unsigned int binding_count;
	void (*fill)(struct top_ui *ui);
	unsigned int (*chosen)(struct top_ui *ui, int line, int key);
	unsigned int (*entered)(struct top_ui *ui, const char *text);
	unsigned int (*typed)(struct top_ui *ui, const char *text);
	char search[TOP_INPUT_MAX];
	char digits[12];
	__u64 digits_until;
	__u64 step_ns;
	long click_line;
	__u64 click_ns;
	bool pasting;
	__u64 pasted_ns;
};

/* keys.c */
int top_ui_init(struct top_ui *ui, struct top *top, struct kc_error *err);
void top_ui_free(struct top_ui *ui);
unsigned int top_key(struct top_ui *ui, int key, int y, int x, int button);

/* popup.c */
unsigned int top_popup_text(struct top_ui *ui, const char *title);
unsigned int top_popup_menu(struct top_ui *ui, const char *title,
			    void (*fill)(struct top_ui *ui),
			    unsigned int (*chosen)(struct top_ui *ui, int line, int key),
			    int cursor);
unsigned int top_popup_prompt(struct top_ui *ui, const char *title, const char *input,
			      unsigned int (*entered)(struct top_ui *ui, const char *text),
			      unsigned int (*typed)(struct top_ui *ui, const char *text));
void top_popup_close(struct top_ui *ui);
unsigned int top_popup_paste(struct top_ui *ui, int key);
unsigned int top_popup_key(struct top_ui *ui, int key, int y, int x, int button);

/* detail.c */
unsigned int top_detail_row(struct top_ui *ui, const struct top_pair *pair);

/* setup.c */
unsigned int top_setup(struct top_ui *ui);

/* actions_time.c */
unsigned int top_ui_step(struct top_ui *ui, __u64 position);

/* actions_picture.c */
void top_picture_follow(struct top_ui *ui);
unsigned int top_picture_mouse(struct top_ui *ui, int y, int button);

#endif
