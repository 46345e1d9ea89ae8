/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The terminal: text that cannot do harm, styles as numbers, keys as numbers. Only
 * terminal.c knows how that is done.
 */
#ifndef TOP_TERMINAL_H
#define TOP_TERMINAL_H

#include "error.h"
#include "keys.h"

#define TOP_STYLES_MAX 32

/* Colours, of which the terminal's own is TOP_COLOUR_NONE. */
enum {
	TOP_COLOUR_NONE = -1,
	TOP_COLOUR_BLACK,
	TOP_COLOUR_RED,
	TOP_COLOUR_GREEN,
	TOP_COLOUR_YELLOW,
	TOP_COLOUR_BLUE,
	TOP_COLOUR_MAGENTA,
	TOP_COLOUR_CYAN,
	TOP_COLOUR_WHITE,
};

enum {
	TOP_ATTR_BOLD = 1,
	TOP_ATTR_DIM = 2,
	TOP_ATTR_REVERSE = 4,
};

/**
 * struct top_look - how a style looks
 * @fg: TOP_COLOUR_* of characters
 * @bg: TOP_COLOUR_* of their background
 * @attr: TOP_ATTR_*
 */
struct top_look {
	short fg;
	short bg;
	unsigned int attr;
};

int top_term_open(bool ascii, struct kc_error *err);
void top_term_close(void);
void top_term_suspend(void);
bool top_term_has_colours(void);
void top_term_looks(const struct top_look *looks, unsigned int count, bool colours);
void top_term_size(int *rows, int *columns);
void top_term_mouse(bool on);
int top_term_key(int *y, int *x, int *button);
void top_term_begin(void);
void top_term_end(int cursor_y, int cursor_x);
void top_term_forget(void);

int top_term_width(const char *text, size_t len);
int top_term_put(int y, int x, int width, const char *text, size_t len, unsigned int style);
int top_term_puts(int y, int x, const char *text, unsigned int style);
void top_term_fill(int y, int x, int width, unsigned int style);
bool top_term_ascii(void);

#endif
