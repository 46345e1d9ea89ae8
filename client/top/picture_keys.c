// SPDX-License-Identifier: GPL-2.0-only
/* What keys and the mouse do in a picture, and how it goes together with the tables. */
#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <stdio.h>

#include "actions.h"

/**
 * top_picture_on - whether the view shown is a picture now
 * @top: the run
 */
bool top_picture_on(const struct top *top)
{
	const struct top_scene *scene = &top->scenes[top->view];

	return scene->picture && !scene->off;
}

/* Put the cursor of its table on the row of the area that is chosen. */
static void lead(struct top_ui *ui)
{
	struct top *top = ui->top;
	struct top_scene *scene = top_scene_now(top);
	const struct kc_area *area;
	struct top_pane *pane;
	__u32 line;

	if (!scene->count)
		return;
	area = &scene->space.areas[top_scene_chosen(scene)];
	pane = top_scene_pane(scene, top_view_now(top), top->panes[top->view], area->owner);
	if (!pane || area->mark == TOP_MARK_GONE)
		return;
	if (pane != top_pane_now(top)) {
		top->pane[top->view] = pane - top->panes[top->view];
		top_ui_remake(ui, true);
	}
	for (line = 0; line < pane->list.count; line++)
		if (!(pane->list.items[line].flags & TOP_ITEM_GONE) &&
		    pane->list.items[line].row == area->row) {
			top_pane_to(pane, line);
			return;
		}
}

/**
 * top_picture_follow - choose the area of the row at the cursor of the table
 * @ui: the screen
 */
void top_picture_follow(struct top_ui *ui)
{
	struct top *top = ui->top;
	struct top_scene *scene = top_scene_now(top);
	const struct top_pane *pane = top_pane_now(top);
	unsigned int i;

	if (!pane->list.count || pane->list.items[pane->cursor].flags & TOP_ITEM_GONE)
		return;
	top_scene_update(scene, top_view_now(top), top->panes[top->view], &top->shape);
	for (i = 1; i <= scene->picture->part_count; i++)
		if (top_scene_pane(scene, top_view_now(top), top->panes[top->view], i) == pane &&
		    top_scene_row(scene, i, pane->list.items[pane->cursor].row))
			return;
}

void act_picture(struct top_ui *ui, int key)
{
	struct top_scene *scene = top_scene_now(ui->top);

	(void)key;
	if (!scene->picture) {
		top_ui_message(ui, false, "this view has no picture");
		return;
	}
	if (!scene->off)
		lead(ui);
	scene->off = !scene->off;
	if (!scene->off)
		top_picture_follow(ui);
}

/* --- keys ------------------------------------------------------------------------ */

static void go(struct top_ui *ui, long up)
{
	top_scene_move(top_scene_now(ui->top), up);
	lead(ui);
}

static void pic_up(struct top_ui *ui, int key)
{
	(void)key;
	go(ui, 1);
}

static void pic_down(struct top_ui *ui, int key)
{
	(void)key;
	go(ui, -1);
}

static void pic_page_up(struct top_ui *ui, int key)
{
	(void)key;
	go(ui, ui->row_count > 2 ? ui->row_count / 2 : 1);
}

static void pic_page_down(struct top_ui *ui, int key)
{
	(void)key;
	go(ui, ui->row_count > 2 ? -(ui->row_count / 2) : -1);
}

static void pic_home(struct top_ui *ui, int key)
{
	(void)key;
	go(ui, TOP_NONE);
}

static void pic_end(struct top_ui *ui, int key)
{
	(void)key;
	go(ui, -(long)TOP_NONE);
}

static void pic_in(struct top_ui *ui, int key)
{
	(void)key;
	if (!top_scene_in(top_scene_now(ui->top)))
		top_ui_message(ui, false, "it has no parts; Enter shows all about it");
}

static void pic_out(struct top_ui *ui, int key)
{
	(void)key;
	if (!top_scene_out(top_scene_now(ui->top)))
		top_ui_message(ui, false, "this is all of it");
}

static void pic_all(struct top_ui *ui, int key)
{
	(void)key;
	top_scene_now(ui->top)->root_span = (struct top_span){ 0 };
}

static void find(struct top_ui *ui, bool up, bool here)
{
	if (!top_scene_find(top_scene_now(ui->top), ui->search, up, here))
		top_ui_message(ui, false, "'%s' is not found", ui->search);
	lead(ui);
}

static void search_entered(struct top_ui *ui, const char *text)
{
	snprintf(ui->search, sizeof(ui->search), "%s", text);
	if (*text)
		find(ui, false, true);
}

static void pic_search(struct top_ui *ui, int key)
{
	(void)key;
	top_popup_prompt(ui, "Search a name", "", search_entered, NULL);
}

static void pic_search_next(struct top_ui *ui, int key)
{
	if (ui->search[0])
		find(ui, key == 'N', false);
	else
		pic_search(ui, key);
}

static void pic_detail(struct top_ui *ui, int key)
{
	struct top_scene *scene = top_scene_now(ui->top);
	struct top_pair pair;

	(void)key;
	if (!scene->count)
		return;
	if (top_scene_pair(scene, top_scene_chosen(scene), &pair))
		top_detail_row(ui, &pair);
	else if (scene->nodes[top_scene_chosen(scene)].parts)
		pic_in(ui, key);
	else
		top_ui_message(ui, false, "it is a hole: nothing is here");
}

const struct top_binding top_picture_bindings[] = {
	{ { '+', '=', 'z', TOP_KEY(KEY_RIGHT) }, "+ z Right", "zoom in to what is chosen", NULL,
	  pic_in },
	{ { '-', TOP_KEY(KEY_LEFT), TOP_KEY(KEY_BACKSPACE), 127 }, "- Left",
	  "zoom out", NULL, pic_out },
	{ { '*' }, "*", "all of it", NULL, pic_all },
	{ { TOP_KEY(KEY_UP), 'k' }, "Up k", "the area above", NULL, pic_up },
	{ { TOP_KEY(KEY_DOWN), 'j' }, "Down j", "the area below", NULL, pic_down },
	{ { TOP_KEY(KEY_PPAGE) }, "PgUp", "further up", NULL, pic_page_up },
	{ { TOP_KEY(KEY_NPAGE) }, "PgDn", "further down", NULL, pic_page_down },
	{ { TOP_KEY(KEY_HOME), 'g' }, "Home g", "the highest area", NULL, pic_home },
	{ { TOP_KEY(KEY_END), 'G' }, "End G", "the lowest area", NULL, pic_end },
	{ { TOP_KEY(KEY_F(3)), '/' }, "F3 /", "search a name", NULL, pic_search },
	{ { 'n', 'N' }, "n N", "next one found, further down, up", NULL, pic_search_next },
	{ { '\r', '\n', TOP_KEY(KEY_ENTER) }, "Enter", "everything about the area, or its parts",
	  NULL, pic_detail },
	{ { 0 }, NULL, NULL, NULL, NULL },
};

/* --- the mouse ---------------------------------------------------------------------- */

/**
 * top_picture_mouse - do what a click or the wheel is for
 * @ui: the screen
 * @y: line
 * @button: which
 */
void top_picture_mouse(struct top_ui *ui, int y, int button)
{
	struct top_scene *scene = top_scene_now(ui->top);
	int line = y - ui->row_y;
	__u64 now = top_now_ns();
	__u32 at;

	if (button == 4 || button == 5) {
		go(ui, button == 4 ? 1 : -1);
		return;
	}
	if (!scene->count || line < 0 || line >= ui->row_count || scene->first >= scene->count)
		return;
	for (at = scene->count - 1 - scene->first; line >= scene->shown[at].height; at--) {
		line -= scene->shown[at].height;
		if (!at)
			return;
	}
	if (button == 2 || (at == (__u32)ui->click_line && now - ui->click_ns < 400000000)) {
		top_scene_choose(scene, at);
		pic_detail(ui, 0);
	}
	top_scene_choose(scene, at);
	lead(ui);
	ui->click_line = at;
	ui->click_ns = now;
}
