// SPDX-License-Identifier: GPL-2.0-only
/*
 * The terminal, and the only file that knows curses. All text goes through
 * top_term_put(): no byte of the kernel's moves a cursor.
 */
#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <signal.h>
#include <stdlib.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

/* Names of term.h that are common words. */
#undef columns
#undef lines

#include "terminal.h"
#include "text.h"

/* Wheels: curses calls them buttons 4 and 5. */
#ifndef BUTTON5_PRESSED
#define BUTTON5_PRESSED 0
#endif

/* Characters that curses is given at a time. */
#define PIECE 256

static struct {
	bool open;
	bool ascii;
	bool colours;
	bool can_paste;		/* it can say what was pasted */
	bool pastes;		/* it does */
	attr_t attrs[TOP_STYLES_MAX];
	SCREEN *screen;
} term;

/**
 * top_term_has_colours - whether it has any
 */
bool top_term_has_colours(void)
{
	return term.colours;
}

/**
 * top_term_looks - say how styles look
 * @looks: by style; style 0 is that of all that is not drawn
 * @count: how many, TOP_STYLES_MAX at most
 * @colours: use their colours, which the terminal has to have
 */
void top_term_looks(const struct top_look *looks, unsigned int count, bool colours)
{
	unsigned int i;

	for (i = 0; i < count && i < TOP_STYLES_MAX; i++) {
		const struct top_look *look = &looks[i];

		term.attrs[i] = (look->attr & TOP_ATTR_BOLD ? A_BOLD : 0) |
				(look->attr & TOP_ATTR_DIM ? A_DIM : 0) |
				(look->attr & TOP_ATTR_REVERSE ? A_REVERSE : 0);
		if (!colours)
			continue;
		init_pair(i + 1, look->fg, look->bg);
		term.attrs[i] |= COLOR_PAIR(i + 1);
	}
	bkgd(term.attrs[0] | ' ');
}

/* Codes for the marks around what is pasted, which curses has none for. */
#define CODE_PASTE (KEY_MAX + 1)
#define CODE_PASTE_END (KEY_MAX + 2)

static void mark_pastes(bool on)
{
	if (!term.can_paste || term.pastes == on)
		return;
	term.pastes = on;
	fputs(on ? "\033[?2004h" : "\033[?2004l", stdout);
	fflush(stdout);
}

/* Terminals that are known to mark what is pasted; others could print the request. */
static bool marks_pastes(const char *name)
{
	static const char * const names[] = {
		"xterm", "tmux", "screen", "rxvt", "vte", "alacritty", "foot", "kitty",
	};
	unsigned int i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strncmp(name, names[i], strlen(names[i])))
			return true;
	return false;
}

/* --- what ends the program without its consent --------------------------------- */

static const int crashes[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT };

#define CRASHES (sizeof(crashes) / sizeof(crashes[0]))

/* What gives the terminal back: nothing else may be used in a handler. */
static struct {
	struct termios modes;
	char text[256];
	size_t len;
	struct sigaction old[CRASHES];
} saved;

static void on_crash(int number)
{
	unsigned int i;

	if (term.open) {
		if (write(STDOUT_FILENO, saved.text, saved.len) < 0)
			saved.len = 0;
		tcsetattr(STDIN_FILENO, TCSANOW, &saved.modes);
	}
	for (i = 0; i < CRASHES; i++)
		if (crashes[i] == number)
			sigaction(number, &saved.old[i], NULL);
	raise(number);
}

static void save_text(const char *name)
{
	const char *text = tigetstr(name);
	size_t len = text && text != (char *)-1 ? strlen(text) : 0;

	/* Delays, which old terminals have there, are no text. */
	if (!len || saved.len + len > sizeof(saved.text) || strstr(text, "$<"))
		return;
	memcpy(saved.text + saved.len, text, len);
	saved.len += len;
}

/* Before curses has the terminal, but when it knows which it is. */
static void prepare_crash(void)
{
	struct sigaction action = { .sa_handler = on_crash };
	unsigned int i;

	if (tcgetattr(STDIN_FILENO, &saved.modes))
		return;
	saved.len = 0;
	save_text("sgr0");
	save_text("cnorm");
	save_text("rmcup");
	for (i = 0; i < CRASHES; i++)
		sigaction(crashes[i], &action, &saved.old[i]);
}

/**
 * top_term_open - take the terminal
 * @ascii: no characters but ASCII
 * @err: filled on failure
 */
int top_term_open(bool ascii, struct kc_error *err)
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
	if (places)
		prepare_crash();
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
	term.ascii = ascii;
	cbreak();
	noecho();
	nonl();
	/* Ctrl-C and Ctrl-Z are keys as long as the screen is ours. */
	raw();
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	curs_set(0);
	term.can_paste = marks_pastes(name);
	define_key("\033[200~", CODE_PASTE);
	define_key("\033[201~", CODE_PASTE_END);
	term.colours = has_colors();
	if (term.colours) {
		start_color();
		use_default_colors();
	}
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
	mark_pastes(false);
	mousemask(0, NULL);
	endwin();
	delscreen(term.screen);
}

/**
 * top_term_suspend - give the terminal back until the next top_term_end()
 */
void top_term_suspend(void)
{
	mark_pastes(false);
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

static int key_of(wint_t code)
{
	static const struct {
		int code, key;
	} names[] = {
		{ KEY_UP, TOP_KEY_UP }, { KEY_DOWN, TOP_KEY_DOWN },
		{ KEY_LEFT, TOP_KEY_LEFT }, { KEY_RIGHT, TOP_KEY_RIGHT },
		{ KEY_PPAGE, TOP_KEY_PAGE_UP }, { KEY_NPAGE, TOP_KEY_PAGE_DOWN },
		{ KEY_HOME, TOP_KEY_HOME }, { KEY_END, TOP_KEY_END },
		{ KEY_ENTER, TOP_KEY_ENTER }, { KEY_BACKSPACE, TOP_KEY_BACKSPACE },
		{ KEY_DC, TOP_KEY_DELETE }, { KEY_BTAB, TOP_KEY_BACKTAB },
		{ CODE_PASTE, TOP_KEY_PASTE }, { CODE_PASTE_END, TOP_KEY_PASTE_END },
	};
	unsigned int i;

	if (code >= KEY_F(1) && code <= KEY_F(12))
		return TOP_F((int)code - KEY_F0);
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].code == (int)code)
			return names[i].key;
	return TOP_KEY_OTHER;
}

/**
 * top_term_key - the next key
 * @y: set for a mouse event: the line
 * @x: the column
 * @button: 1 click, 2 double click, 4 wheel up, 5 wheel down
 *
 * Return: a character, TOP_KEY_*, TOP_ALT(), or 0: none.
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
			return TOP_KEY_OTHER;
		*y = event.y;
		*x = event.x;
		*button = event.bstate & BUTTON4_PRESSED ? 4 : event.bstate & BUTTON5_PRESSED ? 5 :
			  event.bstate & BUTTON1_DOUBLE_CLICKED ? 2 :
			  event.bstate & (BUTTON1_PRESSED | BUTTON1_CLICKED) ? 1 : 0;
		return TOP_KEY_MOUSE;
	}
	if (ret == KEY_CODE_YES)
		return key_of(c);
	if (c != TOP_KEY_ESC)
		return c ? (int)c : TOP_KEY_OTHER;
	ret = get_wch(&next);
	if (ret == ERR)
		return TOP_KEY_ESC;
	return ret == KEY_CODE_YES ? key_of(next) : TOP_ALT((int)next);
}

/**
 * top_term_begin - begin a frame
 */
void top_term_begin(void)
{
	mark_pastes(true);
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

/*
 * The next character, and how many columns it takes. What may not be shown becomes a
 * question mark; a mark that combines with the character before it takes no column.
 */
static size_t next_char(const char *text, size_t len, wchar_t *wide, int *width)
{
	size_t size = kc_utf8(text, len);

	*width = 1;
	*wide = '?';
	if (!size)
		return 1;
	if (!kc_shown(text, len) || (term.ascii && size > 1))
		return size;
	*wide = kc_utf8_code(text, size);
	if (size > 1)
		*width = kc_code_width(*wide);
	return size;
}

/**
 * top_term_width - columns that a text takes on the screen
 * @text: the text
 * @len: its length
 */
int top_term_width(const char *text, size_t len)
{
	int total = 0, width;
	wchar_t wide;
	size_t at;

	for (at = 0; at < len; total += width)
		at += next_char(text + at, len - at, &wide, &width);
	return total;
}

/**
 * top_term_put - put text on the screen
 * @y: line
 * @x: column; what lies left of the screen is left out
 * @width: columns at most
 * @text: any bytes
 * @len: how many
 * @style: style
 *
 * Return: columns taken.
 */
int top_term_put(int y, int x, int width, const char *text, size_t len, unsigned int style)
{
	wchar_t piece[PIECE];
	int count = 0, used = 0, w, from;
	size_t at = 0, size;
	wchar_t wide;

	if (y < 0 || y >= LINES || x >= COLS || x < 0)
		return 0;
	if (width > COLS - x)
		width = COLS - x;
	attrset(term.attrs[style]);
	for (from = 0; at < len; at += size) {
		size = next_char(text + at, len - at, &wide, &w);
		if (used + w > width)
			break;
		/* Marks stay in one piece with what they are on. */
		if (count && w && count >= PIECE - 16) {
			mvaddnwstr(y, x + from, piece, count);
			from = used;
			count = 0;
		}
		/* Nothing is before a mark at the beginning, and more than 16 are no text. */
		if (!w && (!used || count == PIECE))
			continue;
		piece[count++] = wide;
		used += w;
	}
	if (count)
		mvaddnwstr(y, x + from, piece, count);
	attrset(term.attrs[0]);
	return used;
}

/**
 * top_term_puts - put a whole text on the screen
 * @y: line
 * @x: column
 * @text: the text
 * @style: style
 */
int top_term_puts(int y, int x, const char *text, unsigned int style)
{
	return top_term_put(y, x, COLS, text, strlen(text), style);
}

/**
 * top_term_fill - put blanks on the screen
 * @y: line
 * @x: column
 * @width: how many
 * @style: style
 */
void top_term_fill(int y, int x, int width, unsigned int style)
{
	if (y < 0 || y >= LINES || x < 0 || x >= COLS)
		return;
	if (width > COLS - x)
		width = COLS - x;
	attrset(term.attrs[style]);
	mvhline(y, x, ' ' | term.attrs[style], width);
	attrset(term.attrs[0]);
}
