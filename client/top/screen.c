// SPDX-License-Identifier: GPL-2.0-only
/*
 * The terminal, and the only file that knows of curses. Whatever is to be shown
 * goes through top_put(): no byte of the kernel's moves a cursor.
 */
#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <stdlib.h>
#include <term.h>
#include <unistd.h>
#include <wchar.h>

/* Names of term.h that are common words. */
#undef columns
#undef lines

#include "screen.h"
#include "text.h"

/* Wheels: curses calls them buttons 4 and 5. */
#ifndef BUTTON5_PRESSED
#define BUTTON5_PRESSED 0
#endif

const char * const top_theme_names[TOP_THEMES] = { "default", "mono", "light", "colour-blind" };
const char * const top_graph_names[TOP_GRAPHS] = { "braille", "block", "ascii" };

struct look {
	short fg;
	short bg;
	attr_t attr;
};

static const struct look looks[TOP_THEMES][TOP_ROLES] = {
	[TOP_THEME_DEFAULT] = {
		[TOP_ROLE_PLAIN] = { -1, -1, 0 },
		[TOP_ROLE_LABEL] = { COLOR_CYAN, -1, 0 },
		[TOP_ROLE_DIM] = { -1, -1, A_DIM },
		[TOP_ROLE_TAB] = { -1, -1, 0 },
		[TOP_ROLE_TAB_ON] = { COLOR_BLACK, COLOR_CYAN, 0 },
		[TOP_ROLE_HEADER] = { COLOR_BLACK, COLOR_GREEN, 0 },
		[TOP_ROLE_SORT] = { COLOR_BLACK, COLOR_CYAN, 0 },
		[TOP_ROLE_CURSOR] = { COLOR_BLACK, COLOR_CYAN, 0 },
		[TOP_ROLE_NEW] = { COLOR_GREEN, -1, A_BOLD },
		[TOP_ROLE_GONE] = { COLOR_RED, -1, 0 },
		[TOP_ROLE_CHANGED] = { -1, -1, A_BOLD },
		[TOP_ROLE_TAG] = { COLOR_YELLOW, -1, A_BOLD },
		[TOP_ROLE_BAR_KEY] = { -1, -1, 0 },
		[TOP_ROLE_BAR] = { COLOR_BLACK, COLOR_CYAN, 0 },
		[TOP_ROLE_POPUP] = { COLOR_WHITE, COLOR_BLUE, 0 },
		[TOP_ROLE_POPUP_ON] = { COLOR_BLACK, COLOR_CYAN, 0 },
		[TOP_ROLE_ERROR] = { COLOR_RED, -1, A_BOLD },
		[TOP_ROLE_GOOD] = { COLOR_GREEN, -1, 0 },
		[TOP_ROLE_WARM] = { COLOR_YELLOW, -1, 0 },
		[TOP_ROLE_HOT] = { COLOR_RED, -1, 0 },
		[TOP_ROLE_COOL] = { COLOR_BLUE, -1, 0 },
	},
	[TOP_THEME_MONO] = {
		[TOP_ROLE_LABEL] = { -1, -1, A_BOLD },
		[TOP_ROLE_DIM] = { -1, -1, A_DIM },
		[TOP_ROLE_TAB_ON] = { -1, -1, A_REVERSE },
		[TOP_ROLE_HEADER] = { -1, -1, A_REVERSE },
		[TOP_ROLE_SORT] = { -1, -1, A_REVERSE | A_BOLD },
		[TOP_ROLE_CURSOR] = { -1, -1, A_REVERSE },
		[TOP_ROLE_NEW] = { -1, -1, A_BOLD },
		[TOP_ROLE_GONE] = { -1, -1, A_DIM },
		[TOP_ROLE_CHANGED] = { -1, -1, A_BOLD },
		[TOP_ROLE_TAG] = { -1, -1, A_BOLD },
		[TOP_ROLE_BAR] = { -1, -1, A_REVERSE },
		[TOP_ROLE_POPUP_ON] = { -1, -1, A_REVERSE },
		[TOP_ROLE_ERROR] = { -1, -1, A_BOLD },
		[TOP_ROLE_WARM] = { -1, -1, A_BOLD },
		[TOP_ROLE_HOT] = { -1, -1, A_BOLD },
	},
	[TOP_THEME_LIGHT] = {
		[TOP_ROLE_PLAIN] = { COLOR_BLACK, COLOR_WHITE, 0 },
		[TOP_ROLE_LABEL] = { COLOR_BLUE, COLOR_WHITE, 0 },
		[TOP_ROLE_DIM] = { COLOR_BLACK, COLOR_WHITE, A_DIM },
		[TOP_ROLE_TAB] = { COLOR_BLACK, COLOR_WHITE, 0 },
		[TOP_ROLE_TAB_ON] = { COLOR_WHITE, COLOR_BLUE, 0 },
		[TOP_ROLE_HEADER] = { COLOR_WHITE, COLOR_BLUE, 0 },
		[TOP_ROLE_SORT] = { COLOR_WHITE, COLOR_MAGENTA, 0 },
		[TOP_ROLE_CURSOR] = { COLOR_WHITE, COLOR_BLUE, 0 },
		[TOP_ROLE_NEW] = { COLOR_GREEN, COLOR_WHITE, A_BOLD },
		[TOP_ROLE_GONE] = { COLOR_RED, COLOR_WHITE, 0 },
		[TOP_ROLE_CHANGED] = { COLOR_BLUE, COLOR_WHITE, A_BOLD },
		[TOP_ROLE_TAG] = { COLOR_MAGENTA, COLOR_WHITE, A_BOLD },
		[TOP_ROLE_BAR_KEY] = { COLOR_BLACK, COLOR_WHITE, 0 },
		[TOP_ROLE_BAR] = { COLOR_WHITE, COLOR_BLUE, 0 },
		[TOP_ROLE_POPUP] = { COLOR_BLACK, COLOR_CYAN, 0 },
		[TOP_ROLE_POPUP_ON] = { COLOR_WHITE, COLOR_BLUE, 0 },
		[TOP_ROLE_ERROR] = { COLOR_RED, COLOR_WHITE, A_BOLD },
		[TOP_ROLE_GOOD] = { COLOR_GREEN, COLOR_WHITE, 0 },
		[TOP_ROLE_WARM] = { COLOR_MAGENTA, COLOR_WHITE, 0 },
		[TOP_ROLE_HOT] = { COLOR_RED, COLOR_WHITE, 0 },
		[TOP_ROLE_COOL] = { COLOR_BLUE, COLOR_WHITE, 0 },
	},
	/* Blue and yellow, which nearly everybody can tell apart; never red against green. */
	[TOP_THEME_COLOURBLIND] = {
		[TOP_ROLE_PLAIN] = { -1, -1, 0 },
		[TOP_ROLE_LABEL] = { COLOR_CYAN, -1, 0 },
		[TOP_ROLE_DIM] = { -1, -1, A_DIM },
		[TOP_ROLE_TAB] = { -1, -1, 0 },
		[TOP_ROLE_TAB_ON] = { COLOR_BLACK, COLOR_YELLOW, 0 },
		[TOP_ROLE_HEADER] = { COLOR_WHITE, COLOR_BLUE, 0 },
		[TOP_ROLE_SORT] = { COLOR_BLACK, COLOR_YELLOW, 0 },
		[TOP_ROLE_CURSOR] = { COLOR_BLACK, COLOR_YELLOW, 0 },
		[TOP_ROLE_NEW] = { COLOR_CYAN, -1, A_BOLD },
		[TOP_ROLE_GONE] = { COLOR_YELLOW, -1, A_DIM },
		[TOP_ROLE_CHANGED] = { -1, -1, A_BOLD },
		[TOP_ROLE_TAG] = { COLOR_YELLOW, -1, A_BOLD },
		[TOP_ROLE_BAR_KEY] = { -1, -1, 0 },
		[TOP_ROLE_BAR] = { COLOR_WHITE, COLOR_BLUE, 0 },
		[TOP_ROLE_POPUP] = { COLOR_WHITE, COLOR_BLUE, 0 },
		[TOP_ROLE_POPUP_ON] = { COLOR_BLACK, COLOR_YELLOW, 0 },
		[TOP_ROLE_ERROR] = { COLOR_YELLOW, -1, A_BOLD },
		[TOP_ROLE_GOOD] = { COLOR_CYAN, -1, 0 },
		[TOP_ROLE_WARM] = { COLOR_YELLOW, -1, 0 },
		[TOP_ROLE_HOT] = { COLOR_YELLOW, -1, A_BOLD },
		[TOP_ROLE_COOL] = { COLOR_BLUE, -1, 0 },
	},
};

static struct {
	bool open;
	bool ascii;
	bool colors;
	attr_t attrs[TOP_ROLES];
	SCREEN *screen;
} term;

/**
 * top_term_theme - choose colours
 * @theme: which; a terminal without colours, or NO_COLOR, gets mono
 */
void top_term_theme(enum top_theme theme)
{
	const char *no_color = getenv("NO_COLOR");
	unsigned int i;

	if (!term.colors || (no_color && *no_color))
		theme = TOP_THEME_MONO;
	for (i = 0; i < TOP_ROLES; i++) {
		const struct look *look = &looks[theme][i];

		term.attrs[i] = look->attr;
		if (theme == TOP_THEME_MONO)
			continue;
		init_pair(i + 1, look->fg, look->bg);
		term.attrs[i] |= COLOR_PAIR(i + 1);
	}
	bkgd(term.attrs[TOP_ROLE_PLAIN] | ' ');
}

/**
 * top_term_open - take the terminal
 * @top: the run
 * @err: filled on failure
 */
int top_term_open(struct top *top, struct kc_error *err)
{
	const char *name = getenv("TERM");
	int status;
	bool places;

	if (!isatty(0) || !isatty(1))
		return kc_fail(err, KC_USAGE, 0, "this is no terminal: --batch prints plain text");
	if (!name || setupterm(name, 1, &status) != OK) {
		kc_fail(err, KC_USAGE, 0, "the terminal '%s' is not known", name ? name : "");
		kc_hint(err, "set TERM, or use --batch");
		return KC_USAGE;
	}
	places = tigetstr("cup") && tigetstr("cup") != (char *)-1;
	del_curterm(cur_term);
	if (!places)
		return kc_fail(err, KC_USAGE, 0,
			       "the terminal '%s' cannot place its cursor: --batch prints plain text",
			       name);
	if (!getenv("ESCDELAY"))
		set_escdelay(100);
	term.screen = newterm(NULL, stdout, stdin);
	if (!term.screen)
		return kc_fail(err, KC_DRIVER, 0, "the terminal '%s' cannot be used", name);
	term.open = true;
	term.ascii = top->shape.ascii;
	cbreak();
	noecho();
	nonl();
	/* Ctrl-C and Ctrl-Z are keys as long as the screen is ours. */
	raw();
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	curs_set(0);
	term.colors = has_colors();
	if (term.colors) {
		start_color();
		use_default_colors();
	}
	top_term_theme(top->settings.theme);
	top_term_mouse(top->settings.mouse);
	return KC_OK;
}

/**
 * top_term_mouse - use the mouse or leave it to the terminal
 * @on: which
 */
void top_term_mouse(bool on)
{
	mmask_t mask = BUTTON1_PRESSED | BUTTON1_CLICKED | BUTTON1_DOUBLE_CLICKED |
		       BUTTON4_PRESSED | BUTTON5_PRESSED;

	mouseinterval(0);
	mousemask(on ? mask : 0, NULL);
}

/**
 * top_term_close - give the terminal back as it was
 */
void top_term_close(void)
{
	if (!term.open)
		return;
	term.open = false;
	mousemask(0, NULL);
	endwin();
	delscreen(term.screen);
}

/**
 * top_term_suspend - give the terminal back until the next top_term_end()
 */
void top_term_suspend(void)
{
	endwin();
}

/**
 * top_term_size - how large it is
 * @rows: set
 * @columns: set
 */
void top_term_size(int *rows, int *columns)
{
	*rows = LINES;
	*columns = COLS;
}

/**
 * top_term_ascii - whether only ASCII may be used
 */
bool top_term_ascii(void)
{
	return term.ascii;
}

/**
 * top_term_key - the next key
 * @y: set for a mouse event: the line
 * @x: the column
 * @button: 1 click, 2 double click, 4 wheel up, 5 wheel down
 *
 * Return: a character, TOP_KEY() of a code of curses, TOP_ALT(), or 0: none.
 */
int top_term_key(int *y, int *x, int *button)
{
	wint_t c, next;
	MEVENT event;
	int ret = get_wch(&c);

	if (ret == ERR)
		return 0;
	if (ret == KEY_CODE_YES && c == KEY_MOUSE) {
		if (getmouse(&event) != OK)
			return TOP_KEY(KEY_MAX);
		*y = event.y;
		*x = event.x;
		*button = event.bstate & BUTTON4_PRESSED ? 4 : event.bstate & BUTTON5_PRESSED ? 5 :
			  event.bstate & BUTTON1_DOUBLE_CLICKED ? 2 :
			  event.bstate & (BUTTON1_PRESSED | BUTTON1_CLICKED) ? 1 : 0;
		return TOP_KEY(KEY_MOUSE);
	}
	if (ret == KEY_CODE_YES)
		return TOP_KEY((int)c);
	if (c != TOP_ESC)
		return c ? (int)c : TOP_KEY(KEY_MAX);
	ret = get_wch(&next);
	if (ret == ERR)
		return TOP_ESC;
	return ret == KEY_CODE_YES ? TOP_KEY((int)next) : TOP_ALT((int)next);
}

/**
 * top_term_begin - begin a frame
 */
void top_term_begin(void)
{
	erase();
}

/**
 * top_term_end - show the frame
 * @cursor_y: line of the cursor, -1: there is none to be seen
 * @cursor_x: its column
 */
void top_term_end(int cursor_y, int cursor_x)
{
	curs_set(cursor_y >= 0);
	if (cursor_y >= 0)
		move(cursor_y, cursor_x);
	refresh();
}

/**
 * top_term_forget - what is on the screen is not known: draw all of it
 */
void top_term_forget(void)
{
	clearok(curscr, TRUE);
}

/* --- text ------------------------------------------------------------------- */

static wchar_t decode(const char *text, size_t size)
{
	const unsigned char *c = (const unsigned char *)text;
	wchar_t wide;
	size_t i;

	if (size == 1)
		return c[0];
	wide = c[0] & (0x7f >> size);
	for (i = 1; i < size; i++)
		wide = wide << 6 | (c[i] & 0x3f);
	return wide;
}

/*
 * The next character, and how many columns it takes. What takes none, or moves or
 * turns what stands beside it, becomes a question mark.
 */
static size_t next_char(const char *text, size_t len, wchar_t *wide, int *width)
{
	size_t size = kc_utf8(text, len);

	*width = 1;
	*wide = '?';
	if (!size)
		return 1;
	if (size == 1) {
		if (text[0] >= 0x20 && text[0] < 0x7f)
			*wide = text[0];
		return 1;
	}
	if (term.ascii)
		return size;
	*wide = decode(text, size);
	*width = wcwidth(*wide);
	if (*width <= 0) {
		*wide = '?';
		*width = 1;
	}
	return size;
}

/**
 * top_width - columns that a text takes on the screen
 * @text: the text
 * @len: its length
 */
int top_width(const char *text, size_t len)
{
	int total = 0, width;
	wchar_t wide;
	size_t at;

	for (at = 0; at < len; total += width)
		at += next_char(text + at, len - at, &wide, &width);
	return total;
}

/**
 * top_put - put text on the screen
 * @y: line
 * @x: column; what lies left of the screen is left out
 * @width: columns at most
 * @text: any bytes
 * @len: how many
 * @role: how it looks
 *
 * Return: columns taken.
 */
int top_put(int y, int x, int width, const char *text, size_t len, enum top_role role)
{
	wchar_t line[512];
	int count = 0, used = 0, w;
	wchar_t wide;
	size_t at = 0;

	if (y < 0 || y >= LINES || x >= COLS || x < 0)
		return 0;
	if (width > COLS - x)
		width = COLS - x;
	while (at < len && count < 510) {
		at += next_char(text + at, len - at, &wide, &w);
		if (used + w > width)
			break;
		line[count++] = wide;
		used += w;
	}
	if (!count)
		return 0;
	attrset(term.attrs[role]);
	mvaddnwstr(y, x, line, count);
	attrset(term.attrs[TOP_ROLE_PLAIN]);
	return used;
}

/**
 * top_puts - put a whole text on the screen
 * @y: line
 * @x: column
 * @text: the text
 * @role: how it looks
 */
int top_puts(int y, int x, const char *text, enum top_role role)
{
	return top_put(y, x, COLS, text, strlen(text), role);
}

/**
 * top_fill - put blanks on the screen
 * @y: line
 * @x: column
 * @width: how many
 * @role: how they look
 */
void top_fill(int y, int x, int width, enum top_role role)
{
	if (y < 0 || y >= LINES || x < 0 || x >= COLS)
		return;
	if (width > COLS - x)
		width = COLS - x;
	attrset(term.attrs[role]);
	mvhline(y, x, ' ' | term.attrs[role], width);
	attrset(term.attrs[TOP_ROLE_PLAIN]);
}
