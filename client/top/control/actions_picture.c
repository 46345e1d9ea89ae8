// SPDX-License-Identifier: GPL-2.0-only
/* What keys and the mouse do in a picture, and how it goes together with the tables. */
#include <stdio.h>

#include "actions.h"

/* Put the cursor of its table on the row of the area that is chosen. */
static void lead(struct top_ui *ui)
{
	struct top *top = ui->top;
	struct top_scene *scene = top_scene_now(top);
	const struct kc_area *area;
	struct top_pane *pane;
	struct kc_error err;
	__u32 line;

	if (!scene->count)
		return;
	area = &scene->space.areas[top_scene_chosen(scene)];
	pane = top_scene_pane(scene, top_view_now(top), top->panes[top->view], area->owner);
	if (!pane || area->mark == TOP_MARK_GONE)
		return;
	if (pane != top_pane_now(top)) {
		top->pane[top->view] = pane - top->panes[top->view];
		if (top_pane_make(pane, &top->shape, true, &err))
			top_message(&ui->screen, true, "%s", err.message);
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

unsigned int act_picture(struct top_ui *ui, int key)
{
	struct top_scene *scene = top_scene_now(ui->top);

	(void)key;
	if (!scene->picture) {
		top_message(&ui->screen, false, "this view has no picture");
		return 0;
	}
	if (!scene->off)
		lead(ui);
	scene->off = !scene->off;
	if (!scene->off)
		top_picture_follow(ui);
	return 0;
}

/* --- keys ------------------------------------------------------------------------ */

static unsigned int go(struct top_ui *ui, long up)
{
	top_scene_move(top_scene_now(ui->top), up);
	lead(ui);
	return 0;
}

unsigned int act_pic_up(struct top_ui *ui, int key)
{
	(void)key;
	return go(ui, 1);
}

unsigned int act_pic_down(struct top_ui *ui, int key)
{
	(void)key;
	return go(ui, -1);
}

unsigned int act_pic_page_up(struct top_ui *ui, int key)
{
	(void)key;
	return go(ui, ui->screen.row_count > 2 ? ui->screen.row_count / 2 : 1);
}

unsigned int act_pic_page_down(struct top_ui *ui, int key)
{
	(void)key;
	return go(ui, ui->screen.row_count > 2 ? -(ui->screen.row_count / 2) : -1);
}

unsigned int act_pic_home(struct top_ui *ui, int key)
{
	(void)key;
	return go(ui, TOP_NONE);
}

unsigned int act_pic_end(struct top_ui *ui, int key)
{
	(void)key;
	return go(ui, -(long)TOP_NONE);
}

unsigned int act_pic_in(struct top_ui *ui, int key)
{
	(void)key;
	if (!top_scene_in(top_scene_now(ui->top)))
		top_message(&ui->screen, false, "it has no parts; Enter shows all about it");
	return 0;
}

unsigned int act_pic_out(struct top_ui *ui, int key)
{
	(void)key;
	if (!top_scene_out(top_scene_now(ui->top)))
		top_message(&ui->screen, false, "this is all of it");
	return 0;
}

unsigned int act_pic_all(struct top_ui *ui, int key)
{
	(void)key;
	top_scene_now(ui->top)->root_span = (struct top_span){ 0 };
	return 0;
}

static unsigned int find(struct top_ui *ui, bool up, bool here)
{
	if (!top_scene_find(top_scene_now(ui->top), ui->search, up, here))
		top_message(&ui->screen, false, "'%s' is not found", ui->search);
	lead(ui);
	return 0;
}

static unsigned int search_entered(struct top_ui *ui, const char *text)
{
	snprintf(ui->search, sizeof(ui->search), "%s", text);
	if (*text)
		find(ui, false, true);
	return 0;
}

unsigned int act_pic_search(struct top_ui *ui, int key)
{
	(void)key;
	return top_popup_prompt(ui, "Search a name", "", search_entered, NULL);
}

unsigned int act_pic_search_next(struct top_ui *ui, int key)
{
	if (ui->search[0])
		find(ui, key == 'N', false);
	else
		act_pic_search(ui, key);
	return 0;
}

unsigned int act_pic_detail(struct top_ui *ui, int key)
{
	struct top_scene *scene = top_scene_now(ui->top);
	struct top_pair pair;

	(void)key;
	if (!scene->count)
		return 0;
	if (top_scene_pair(scene, top_scene_chosen(scene), &pair))
		top_detail_row(ui, &pair);
	else if (scene->nodes[top_scene_chosen(scene)].parts)
		act_pic_in(ui, key);
	else
		top_message(&ui->screen, false, "it is a hole: nothing is here");
	return 0;
}

/* --- the mouse ---------------------------------------------------------------------- */

/**
 * top_picture_mouse - do what a click or the wheel is for
 * @ui: the screen
 * @y: line
 * @button: which
 */
unsigned int top_picture_mouse(struct top_ui *ui, int y, int button)
{
	struct top_scene *scene = top_scene_now(ui->top);
	int line = y - ui->screen.row_y;
	__u64 now = top_now_ns();
	__u32 at;

	if (button == 4 || button == 5)
		return go(ui, button == 4 ? 1 : -1);
	if (!scene->count || line < 0 || line >= ui->screen.row_count ||
	    scene->first >= scene->count)
		return 0;
	for (at = scene->count - 1 - scene->first; line >= scene->shown[at].height; at--) {
		line -= scene->shown[at].height;
		if (!at)
			return 0;
	}
	top_scene_choose(scene, at);
	if (button == 2 || (at == (__u32)ui->click_line && now - ui->click_ns < 400000000))
		act_pic_detail(ui, 0);
	top_scene_choose(scene, at);
	lead(ui);
	ui->click_line = at;
	ui->click_ns = now;
	return 0;
}
