// SPDX-License-Identifier: GPL-2.0-only
/* The keys: one list, of which help and the bar at the bottom are made, too. */
#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <stdio.h>

#include "actions.h"

static const struct top_binding bindings[] = {
	{ { TOP_KEY(KEY_F(1)), '?', 'h' }, "F1 ? h", "this help", "Help", act_help },
	{ { TOP_KEY(KEY_F(2)), 'C' }, "F2 C", "set-up: columns, colours, graphs", "Setup",
	  act_setup },
	{ { TOP_KEY(KEY_F(3)), '/' }, "F3 /", "search", "Search", act_search },
	{ { 'n' }, "n", "next one found", NULL, act_search_next },
	{ { 'N' }, "N", "previous one found", NULL, act_search_previous },
	{ { TOP_KEY(KEY_F(4)), '\\' }, "F4 \\",
	  "filter: COLUMN:REGEX, COLUMN>VALUE, a word; ! negates, comma: and", "Filter",
	  act_filter },
	{ { TOP_KEY(KEY_F(5)), 't' }, "F5 t", "tree", "Tree", act_tree },
	{ { '+', '-' }, "+ -", "unfold, fold a branch of the tree", NULL, act_fold },
	{ { TOP_KEY(KEY_F(6)), '<', '>' }, "F6 < >", "choose the column to sort by", "Sort",
	  act_sort_menu },
	{ { 'I' }, "I", "invert the order", NULL, act_invert },
	{ { '\t' }, "Tab", "next view", NULL, act_next_view },
	{ { TOP_KEY(KEY_BTAB) }, "Shift-Tab", "previous view", NULL, act_previous_view },
	{ { TOP_ALT('0') }, "Alt-1 to Alt-0", "this view", NULL, act_view },
	{ { ']' }, "]", "next table of the view", NULL, act_next_table },
	{ { '[' }, "[", "previous table of the view", NULL, act_previous_table },
	{ { 'v' }, "v", "the picture of the view, or its tables", NULL, act_picture },
	{ { '0' }, "0 to 9", "find a row by its number (pid)", NULL, act_digit },
	{ { 'F' }, "F", "follow the row: the cursor stays with it", NULL, act_follow },
	{ { ' ' }, "Space", "tag the row", NULL, act_tag },
	{ { 'U' }, "U", "untag all", NULL, act_untag },
	{ { 'u' }, "u", "rows of one user", NULL, act_user },
	{ { 'H' }, "H", "threads, or processes only", NULL, act_threads },
	{ { 'K' }, "K", "hide or show kernel threads", NULL, act_kernel },
	{ { '\r', '\n', TOP_KEY(KEY_ENTER) }, "Enter", "everything about the row", NULL,
	  act_detail },
	{ { 'z' }, "z", "zoom: task to its address space, lock class to sites, affinity to CPUs",
	  NULL, act_zoom },
	{ { TOP_KEY(KEY_BACKSPACE), 127, '\b' }, "Backspace",
	  "back from one lock class to all", NULL, act_back },
	{ { 'Z' }, "Z", "pause; everything still works; of a recording: play, stop", NULL,
	  act_pause },
	{ { '.', ',' }, ". ,", "of a recording: next, previous sample", NULL, act_step },
	{ { 'J' }, "J", "of a recording: jump to a time", NULL, act_jump },
	{ { 'd' }, "d", "interval", NULL, act_interval },
	{ { 'B' }, "B", "mark a baseline", NULL, act_baseline },
	{ { 'D' }, "D", "show the difference from the baseline", NULL, act_difference },
	{ { 'e' }, "e", "raw numbers, or units", NULL, act_bytes },
	{ { 'm' }, "m", "meters on or off", NULL, act_meters },
	{ { 'w' }, "w", "write a snapshot to a file", NULL, act_snapshot },
	{ { 'W' }, "W", "write the configuration", NULL, act_save },
	{ { TOP_KEY(KEY_UP), 'k' }, "Up k", "row up", NULL, act_up },
	{ { TOP_KEY(KEY_DOWN), 'j' }, "Down j", "row down", NULL, act_down },
	{ { TOP_KEY(KEY_PPAGE) }, "PgUp", "page up", NULL, act_page_up },
	{ { TOP_KEY(KEY_NPAGE) }, "PgDn", "page down", NULL, act_page_down },
	{ { TOP_KEY(KEY_HOME), 'g' }, "Home g", "first row", NULL, act_home },
	{ { TOP_KEY(KEY_END), 'G' }, "End G", "last row", NULL, act_end },
	{ { TOP_KEY(KEY_LEFT) }, "Left", "scroll columns", NULL, act_left },
	{ { TOP_KEY(KEY_RIGHT) }, "Right", "scroll columns", NULL, act_right },
	{ { TOP_CTRL('l') }, "Ctrl-L", "draw the screen anew", NULL, act_redraw },
	{ { TOP_CTRL('z') }, "Ctrl-Z", "suspend", NULL, act_suspend },
	{ { TOP_KEY(KEY_F(10)), 'q', TOP_CTRL('c') }, "F10 q Ctrl-C", "quit", "Quit",
	  act_quit },
};

#define BINDINGS (sizeof(bindings) / sizeof(bindings[0]))

/**
 * top_key_bar - an entry of the bar at the bottom
 * @n: which
 * @key: set to its key
 * @name: set to the key's name, NULL behind the last
 * @label: set to what it does
 */
void top_key_bar(unsigned int n, int *key, const char **name, const char **label)
{
	static char names[16][8];
	unsigned int i, at = 0;

	*name = NULL;
	for (i = 0; i < BINDINGS; i++) {
		if (!bindings[i].bar || !bindings[i].bar[0] || at++ != n || n >= 16)
			continue;
		/* The first of its keys. */
		snprintf(names[n], sizeof(names[n]), "%.*s", (int)strcspn(bindings[i].name, " "),
			 bindings[i].name);
		*key = bindings[i].keys[0];
		*name = names[n];
		*label = bindings[i].bar;
		return;
	}
}

static bool bound_to(const struct top_binding *binding, int key)
{
	unsigned int i;

	for (i = 0; i < TOP_BINDING_KEYS && binding->keys[i]; i++)
		if (binding->keys[i] == key)
			return true;
	return false;
}

static const struct top_binding *find(const struct top_ui *ui, int key)
{
	const struct top_binding *binding = top_picture_bindings;
	unsigned int i;

	for (; top_picture_on(ui->top) && binding->name; binding++)
		if (bound_to(binding, key))
			return binding;

	if (key >= TOP_ALT('0') && key <= TOP_ALT('9'))
		key = TOP_ALT('0');
	if (key >= '0' && key <= '9')
		key = '0';
	for (i = 0; i < BINDINGS; i++)
		if (bound_to(&bindings[i], key))
			return &bindings[i];
	return NULL;
}

/**
 * top_key_help - all keys of the view shown, as lines
 * @ui: the screen
 * @buf: where to
 */
void top_key_help(struct top_ui *ui, struct kc_buf *buf)
{
	const struct top_view *view = top_view_now(ui->top);
	const struct top_binding *binding = top_picture_bindings;
	const struct top_shortcut *shortcut;
	unsigned int i;

	for (; top_picture_on(ui->top) && binding->name; binding++)
		kc_buf_printf(buf, "%-15s%s (picture)\n", binding->name, binding->help);
	for (shortcut = view->shortcuts; shortcut && shortcut->key; shortcut++)
		kc_buf_printf(buf, "%-15c%s (%s)\n", shortcut->key, shortcut->help, view->title);
	/* What a picture has other keys for is not said. */
	for (i = 0; i < BINDINGS; i++)
		if (find(ui, bindings[i].keys[0]) == &bindings[i])
			kc_buf_printf(buf, "%-15s%s\n", bindings[i].name, bindings[i].help);
	kc_buf_printf(buf, "%-15s%s\n", "mouse",
		      "wheel scrolls, click selects, again: Enter; header sorts; views, bar");
	kc_buf_printf(buf, "%-15s%s\n", "Esc", "close what lies over the table");
	kc_buf_text(buf, "\nBefore a row: > cursor, + new, - gone, * tagged. Bold: changed.\n"
			 "Before an area of a picture: + new, - gone, ~ changed, since the sample before.\n"
			 "NAME/s and NAME% grow per second; of a time, 100% is one CPU.\n");
}

static void header_click(struct top_ui *ui, int column)
{
	struct top_pane *pane = top_pane_now(ui->top);
	const struct top_column *spec = &pane->columns.columns[column];

	if (pane->sorted && top_column_same(&pane->sort, spec)) {
		act_invert(ui, 0);
		return;
	}
	pane->sort = *spec;
	pane->sorted = true;
	pane->descending = !top_column_left(spec, &top_pane_object(pane)->table);
	top_ui_remake(ui, true);
}

static void click(struct top_ui *ui, int y, int x, int button)
{
	struct top_pane *pane = top_pane_now(ui->top);
	__u64 now = top_now_ns();
	unsigned int i;
	long line;

	for (i = 0; i < ui->spot_count; i++) {
		const struct top_spot *spot = &ui->spots[i];

		if (y != spot->y || x < spot->from || x >= spot->to)
			continue;
		if (spot->column >= 0)
			header_click(ui, spot->column);
		else
			top_key(ui, spot->key, 0, 0, 0);
		return;
	}
	if (top_picture_on(ui->top)) {
		top_picture_mouse(ui, y, button);
		return;
	}
	if (y < ui->row_y || y >= ui->row_y + ui->row_count)
		return;
	line = (long)pane->first + y - ui->row_y;
	if (line >= (long)pane->list.count)
		return;
	top_pane_to(pane, line);
	if (button == 2 || (line == ui->click_line && now - ui->click_ns < 400000000))
		act_detail(ui, 0);
	ui->click_line = line;
	ui->click_ns = now;
}

/**
 * top_key - do what a key is for
 * @ui: the screen
 * @key: the key
 * @y: of the mouse: line
 * @x: column
 * @button: which
 */
void top_key(struct top_ui *ui, int key, int y, int x, int button)
{
	const struct top_shortcut *shortcut = top_view_now(ui->top)->shortcuts;
	const struct top_binding *binding;

	if (top_popup_key(ui, key, y, x, button))
		return;
	ui->message[0] = 0;
	if (key == TOP_KEY(KEY_MOUSE)) {
		if ((button == 4 || button == 5) && top_picture_on(ui->top))
			top_picture_mouse(ui, y, button);
		else if (button == 4 || button == 5)
			top_pane_move(top_pane_now(ui->top), button == 4 ? -3 : 3);
		else if (button)
			click(ui, y, x, button);
		return;
	}
	for (; shortcut && shortcut->key; shortcut++)
		if (shortcut->key == key) {
			top_ui_sort(ui, shortcut->column);
			return;
		}
	binding = find(ui, key);
	if (binding)
		binding->act(ui, key);
}
