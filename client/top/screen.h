/* SPDX-License-Identifier: GPL-2.0-only */
/* The terminal: text that cannot do harm, roles instead of colours, keys as numbers. */
#ifndef TOP_SCREEN_H
#define TOP_SCREEN_H

#include "top.h"

/* Keys that are no characters, and characters together with Alt. */
#define TOP_KEY(code) ((code) | 0x200000)
#define TOP_ALT(c) ((c) | 0x400000)
#define TOP_CTRL(c) ((c) & 31)
#define TOP_ESC 27

enum top_role {
	TOP_ROLE_PLAIN,
	TOP_ROLE_LABEL,
	TOP_ROLE_DIM,
	TOP_ROLE_TAB,
	TOP_ROLE_TAB_ON,
	TOP_ROLE_HEADER,
	TOP_ROLE_SORT,
	TOP_ROLE_CURSOR,
	TOP_ROLE_NEW,
	TOP_ROLE_GONE,
	TOP_ROLE_CHANGED,
	TOP_ROLE_TAG,
	TOP_ROLE_BAR_KEY,
	TOP_ROLE_BAR,
	TOP_ROLE_POPUP,
	TOP_ROLE_POPUP_ON,
	TOP_ROLE_ERROR,
	TOP_ROLE_GOOD,
	TOP_ROLE_WARM,
	TOP_ROLE_HOT,
	TOP_ROLE_COOL,
	TOP_ROLES,
};

int top_term_open(struct top *top, struct kc_error *err);
void top_term_close(void);
void top_term_suspend(void);
void top_term_theme(enum top_theme theme);
void top_term_size(int *rows, int *columns);
void top_term_mouse(bool on);
int top_term_key(int *y, int *x, int *button);
void top_term_begin(void);
void top_term_end(int cursor_y, int cursor_x);
void top_term_forget(void);

int top_width(const char *text, size_t len);
int top_put(int y, int x, int width, const char *text, size_t len, enum top_role role);
int top_puts(int y, int x, const char *text, enum top_role role);
void top_fill(int y, int x, int width, enum top_role role);
bool top_term_ascii(void);

extern const char * const top_theme_names[TOP_THEMES];
extern const char * const top_graph_names[TOP_GRAPHS];

#endif
