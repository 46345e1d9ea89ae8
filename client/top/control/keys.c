// SPDX-License-Identifier: GPL-2.0-only
/* The keys: one table, of which help and the bar at the bottom are made, too. */
#include <stdio.h>
#include <stdlib.h>

#include "actions.h"

/* What comes later than that after a piece of what is pasted is not a piece of it. */
#define PASTE_PAUSE_NS 1000000000ULL

static unsigned int act_help(struct top_ui *ui, int key);

#define PICTURE .picture = true

static const struct top_binding bindings[] = {
	{ { '+', '=', 'z', TOP_KEY_RIGHT }, "+ z Right", "zoom in to what is chosen", NULL,
	  .act = act_pic_in, PICTURE },
	{ { '-', TOP_KEY_LEFT, TOP_KEY_BACKSPACE, TOP_KEY_DEL }, "- Left", "zoom out", NULL,
	  .act = act_pic_out, PICTURE },
	{ { '*' }, "*", "all of it", NULL, .act = act_pic_all, PICTURE },
	{ { TOP_KEY_UP, 'k' }, "Up k", "the area above", NULL, .act = act_pic_up, PICTURE },
	{ { TOP_KEY_DOWN, 'j' }, "Down j", "the area below", NULL, .act = act_pic_down, PICTURE },
	{ { TOP_KEY_PAGE_UP }, "PgUp", "further up", NULL, .act = act_pic_page_up, PICTURE },
	{ { TOP_KEY_PAGE_DOWN }, "PgDn", "further down", NULL, .act = act_pic_page_down, PICTURE },
	{ { TOP_KEY_HOME, 'g' }, "Home g", "the highest area", NULL, .act = act_pic_home, PICTURE },
	{ { TOP_KEY_END, 'G' }, "End G", "the lowest area", NULL, .act = act_pic_end, PICTURE },
	{ { TOP_F(3), '/' }, "F3 /", "search a name", NULL, .act = act_pic_search, PICTURE },
	{ { 'n', 'N' }, "n N", "next one found, further down, up", NULL, .act = act_pic_search_next,
	  PICTURE },
	{ { '\r', '\n', TOP_KEY_ENTER }, "Enter", "everything about the area, or its parts", NULL,
	  .act = act_pic_detail, PICTURE },

	{ { TOP_F(1), '?', 'h' }, "F1 ? h", "this help", "Help", .act = act_help },
	{ { TOP_F(2), 'C' }, "F2 C", "set-up: columns, colours, graphs", "Setup",
	  .act = act_setup },
	{ { TOP_F(3), '/' }, "F3 /", "search", "Search", .act = act_search },
	{ { 'n' }, "n", "next one found", NULL, .act = act_search_next },
	{ { 'N' }, "N", "previous one found", NULL, .act = act_search_previous },
	{ { TOP_F(4), '\\' }, "F4 \\",
	  "filter: COLUMN:REGEX, COLUMN>VALUE, a word; ! negates, comma: and", "Filter",
	  .act = act_filter },
	{ { TOP_F(5), 't' }, "F5 t", "tree", "Tree", .act = act_tree },
	{ { '+', '-' }, "+ -", "unfold, fold a branch of the tree", NULL, .act = act_fold },
	{ { TOP_F(6), '<', '>' }, "F6 < >", "choose the column to sort by", "Sort",
	  .act = act_sort_menu },
	{ { 'I' }, "I", "invert the order", NULL, .act = act_invert },
	{ { '\t' }, "Tab", "next view", NULL, .act = act_next_view },
	{ { TOP_KEY_BACKTAB }, "Shift-Tab", "previous view", NULL, .act = act_previous_view },
	{ { TOP_ALT('0') }, "Alt-1 to Alt-0", "this view", NULL, .act = act_view },
	{ { ']' }, "]", "next table of the view", NULL, .act = act_next_table },
	{ { '[' }, "[", "previous table of the view", NULL, .act = act_previous_table },
	{ { 'v' }, "v", "the picture of the view, or its tables", NULL, .act = act_picture },
	{ { '0' }, "0 to 9", "find a row by its number (pid)", NULL, .act = act_digit },
	{ { 'F' }, "F", "follow the row: the cursor stays with it", NULL, .act = act_follow },
	{ { ' ' }, "Space", "tag the row", NULL, .act = act_tag },
	{ { 'U' }, "U", "untag all", NULL, .act = act_untag },
	{ { 'u' }, "u", "rows of one user", NULL, .act = act_user },
	{ { 'H' }, "H", "threads, or processes only", NULL, .act = act_threads },
	{ { 'K' }, "K", "hide or show kernel threads", NULL, .act = act_kernel },
	{ { '\r', '\n', TOP_KEY_ENTER }, "Enter", "everything about the row", NULL,
	  .act = act_detail },
	{ { 'z' }, "z", "zoom: task to its address space, lock class to sites, affinity to CPUs",
	  NULL, .act = act_zoom },
	{ { TOP_KEY_BACKSPACE, TOP_KEY_DEL, TOP_KEY_BACK }, "Backspace",
	  "back from one lock class to all", NULL, .act = act_back },
	{ { 'Z' }, "Z", "pause; everything still works; of a recording: play, stop", NULL,
	  .act = act_pause },
	{ { '.', ',' }, ". ,", "of a recording: next, previous sample", NULL, .act = act_step },
	{ { 'J' }, "J", "of a recording: jump to a time", NULL, .act = act_jump },
	{ { 'd' }, "d", "interval", NULL, .act = act_interval },
	{ { 'B' }, "B", "mark a baseline", NULL, .act = act_baseline },
	{ { 'D' }, "D", "show the difference from the baseline", NULL, .act = act_difference },
	{ { 'e' }, "e", "raw numbers, or units", NULL, .act = act_bytes },
	{ { 'm' }, "m", "meters on or off", NULL, .act = act_meters },
	{ { 'w' }, "w", "write a snapshot to a file", NULL, .act = act_snapshot },
	{ { 'W' }, "W", "write the configuration", NULL, .act = act_save },
	{ { TOP_KEY_UP, 'k' }, "Up k", "row up", NULL, .act = act_up },
	{ { TOP_KEY_DOWN, 'j' }, "Down j", "row down", NULL, .act = act_down },
	{ { TOP_KEY_PAGE_UP }, "PgUp", "page up", NULL, .act = act_page_up },
	{ { TOP_KEY_PAGE_DOWN }, "PgDn", "page down", NULL, .act = act_page_down },
	{ { TOP_KEY_HOME, 'g' }, "Home g", "first row", NULL, .act = act_home },
	{ { TOP_KEY_END, 'G' }, "End G", "last row", NULL, .act = act_end },
	{ { TOP_KEY_LEFT }, "Left", "scroll columns", NULL, .act = act_left },
	{ { TOP_KEY_RIGHT }, "Right", "scroll columns", NULL, .act = act_right },
	{ { TOP_CTRL('l') }, "Ctrl-L", "draw the screen again", NULL, .act = act_redraw },
	{ { TOP_CTRL('z') }, "Ctrl-Z", "suspend", NULL, .act = act_suspend },
	{ { TOP_F(10), 'q', TOP_CTRL('c') }, "F10 q Ctrl-C", "quit", "Quit",
	  .act = act_quit },
};

#define BINDINGS (sizeof(bindings) / sizeof(bindings[0]))

static bool bound_to(const struct top_binding *binding, int key)
{
	unsigned int i;

	for (i = 0; i < TOP_BINDING_KEYS && binding->keys[i]; i++)
		if (binding->keys[i] == key)
			return true;
	return false;
}

/* The first binding of a key that counts now. */
static const struct top_binding *find(const struct top_ui *ui, int key)
{
	unsigned int i;

	for (i = 0; i < ui->binding_count; i++) {
		const struct top_binding *binding = &ui->bindings[i];

		if (bound_to(binding, key) && (!binding->picture || top_picture_on(ui->top)) &&
		    (!binding->view || binding->view == top_view_now(ui->top)))
			return binding;
	}
	return NULL;
}

static unsigned int press(struct top_ui *ui, int key)
{
	const struct top_binding *binding = find(ui, key);

	/* All digits do the same. */
	if (!binding && key >= TOP_ALT('0') && key <= TOP_ALT('9'))
		binding = find(ui, TOP_ALT('0'));
	if (!binding && key >= '0' && key <= '9')
		binding = find(ui, '0');
	return binding ? binding->act(ui, key) : 0;
}

/* All keys that count now, as lines. */
static unsigned int act_help(struct top_ui *ui, int key)
{
	struct kc_buf *buf = &ui->screen.panel.text;
	unsigned int i;

	(void)key;
	top_popup_close(ui);
	for (i = 0; i < ui->binding_count; i++) {
		const struct top_binding *binding = &ui->bindings[i];

		if (find(ui, binding->keys[0]) != binding)
			continue;
		kc_buf_printf(buf, "%-15s%s", binding->name, binding->help);
		if (binding->picture || binding->view)
			kc_buf_printf(buf, " (%s)", binding->view ? binding->view->title :
				      "picture");
		kc_buf_char(buf, '\n');
	}
	kc_buf_printf(buf, "%-15s%s\n", "mouse",
		      "wheel scrolls, click selects, again: Enter; header sorts; views, bar");
	kc_buf_printf(buf, "%-15s%s\n", "Esc", "close what lies over the table");
	kc_buf_text(buf, "\nBefore a row: > cursor, + new, - gone, * tagged. Bold: changed.\n"
			 "Before an area of a picture: + new, - gone, ~ changed, since the sample before.\n"
			 "NAME/s and NAME% grow per second; of a time, 100% is one CPU.\n");
	return top_popup_text(ui, "Keys");
}

static unsigned int header_click(struct top_ui *ui, int column)
{
	struct top_pane *pane = top_pane_now(ui->top);
	const struct top_column *spec = &pane->columns.columns[column];

	if (pane->sorted && top_column_same(&pane->sort, spec))
		return act_invert(ui, 0);
	pane->sort = *spec;
	pane->sorted = true;
	pane->descending = !top_column_left(spec, &top_pane_object(pane)->table);
	return TOP_REMAKE;
}

static unsigned int click(struct top_ui *ui, int y, int x, int button)
{
	struct top_pane *pane = top_pane_now(ui->top);
	__u64 now = top_now_ns();
	unsigned int i;
	long line;

	for (i = 0; i < ui->screen.spot_count; i++) {
		const struct top_spot *spot = &ui->screen.spots[i];

		if (y != spot->y || x < spot->from || x >= spot->to)
			continue;
		return spot->column >= 0 ? header_click(ui, spot->column) :
		       press(ui, spot->key);
	}
	if (top_picture_on(ui->top))
		return top_picture_mouse(ui, y, button);
	if (y < ui->screen.row_y || y >= ui->screen.row_y + ui->screen.row_count)
		return 0;
	line = (long)pane->first + y - ui->screen.row_y;
	if (line >= (long)pane->list.count)
		return 0;
	top_pane_to(pane, line);
	if (button == 2 || (line == ui->click_line && now - ui->click_ns < 400000000))
		act_detail(ui, 0);
	ui->click_line = line;
	ui->click_ns = now;
	return 0;
}

static unsigned int mouse(struct top_ui *ui, int y, int x, int button)
{
	bool wheel = button == 4 || button == 5;

	if (wheel && top_picture_on(ui->top))
		return top_picture_mouse(ui, y, button);
	if (wheel)
		top_pane_move(top_pane_now(ui->top), button == 4 ? -3 : 3);
	return button && !wheel ? click(ui, y, x, button) : 0;
}

/**
 * top_key - do what a key is for
 * @ui: keys and screen
 * @key: the key
 * @y: of the mouse: line
 * @x: column
 * @button: which
 *
 * Return: what it changed, TOP_REMAKE and others.
 */
unsigned int top_key(struct top_ui *ui, int key, int y, int x, int button)
{
	__u64 now = top_now_ns();

	/* The mark that ends it can be lost, and what comes later is typed. */
	if (ui->pasting && now - ui->pasted_ns > PASTE_PAUSE_NS)
		ui->pasting = false;
	ui->pasted_ns = now;
	if (key == TOP_KEY_PASTE || key == TOP_KEY_PASTE_END) {
		ui->pasting = key == TOP_KEY_PASTE;
		return 0;
	}
	/* Nobody means keys by what is pasted. */
	if (ui->pasting)
		return top_popup_paste(ui, key);
	if (ui->screen.over != TOP_OVER_NONE)
		return top_popup_key(ui, key, y, x, button);
	ui->screen.message[0] = 0;
	return key == TOP_KEY_MOUSE ? mouse(ui, y, x, button) : press(ui, key);
}

/* --- the table at work ------------------------------------------------------------- */

static void add_shortcuts(struct top_ui *ui, const struct top_view *view)
{
	const struct top_shortcut *shortcut = view->shortcuts;

	for (; shortcut && shortcut->key; shortcut++)
		ui->bindings[ui->binding_count++] = (struct top_binding){
			.keys = { shortcut->key }, .name = shortcut->name,
			.help = shortcut->help, .act = act_sort_by, .view = view,
		};
}

static void add_hint(struct top_screen *screen, const struct top_binding *binding)
{
	struct top_hint *hint = &screen->hints[screen->hint_count];

	if (!binding->bar || screen->hint_count == TOP_HINTS_MAX)
		return;
	hint->key = binding->keys[0];
	hint->label = binding->bar;
	/* The first of its names. */
	snprintf(hint->name, sizeof(hint->name), "%.*s", (int)strcspn(binding->name, " "),
		 binding->name);
	screen->hint_count++;
}

/**
 * top_ui_init - make the table of keys
 * @ui: set
 * @top: the run, with its views
 * @err: filled on failure
 */
int top_ui_init(struct top_ui *ui, struct top *top, struct kc_error *err)
{
	const struct top_shortcut *shortcut;
	unsigned int count = BINDINGS, i;

	memset(ui, 0, sizeof(*ui));
	ui->top = top;
	for (i = 0; i < top->view_count; i++)
		for (shortcut = top->views[i]->shortcuts; shortcut && shortcut->key; shortcut++)
			count++;
	ui->bindings = calloc(count, sizeof(*ui->bindings));
	if (!ui->bindings)
		return kc_fail_memory(err);
	/* The first one that fits is taken: those of a view come before those of all. */
	for (i = 0; i < top->view_count; i++)
		add_shortcuts(ui, top->views[i]);
	for (i = 0; i < BINDINGS; i++) {
		ui->bindings[ui->binding_count++] = bindings[i];
		add_hint(&ui->screen, &bindings[i]);
	}
	return KC_OK;
}

/**
 * top_ui_free - free it
 * @ui: keys and screen
 */
void top_ui_free(struct top_ui *ui)
{
	top_popup_close(ui);
	top_editor_free(&ui->screen.editor);
	free(ui->bindings);
	ui->bindings = NULL;
}
