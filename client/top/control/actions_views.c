// SPDX-License-Identifier: GPL-2.0-only
/*
 * What keys do that show something else: views, their tables, and what a row leads to.
 * z chooses a value in one table of a view; the driver is asked for it in the tables
 * that have a link, until Backspace takes the choice back.
 */
#include "actions.h"

static struct top_pane *pane_of(struct top_ui *ui)
{
	return top_pane_now(ui->top);
}

/* The process of the task at the cursor of a table. Return: false if there is none. */
static bool process_at(const struct top_pane *pane, __u64 *process)
{
	/* A thread has the address space of its process. */
	return pane->has_tree &&
	       (top_pane_number(pane, pane->cursor, pane->tree.group, process) ||
		top_pane_number(pane, pane->cursor, pane->tree.id, process));
}

/*
 * Let a view of one process be about the task that is selected in the view shown, or,
 * as long as it is about none, in Tasks. A process that was named stays.
 */
static void take_task(struct top *top, unsigned int view)
{
	const struct top_pane *pane = top_pane_now(top);
	__u64 process;

	if (!top->views[view]->picture || !top->views[view]->picture->process ||
	    top->shape.process_named)
		return;
	if (!top->shape.process && !process_at(pane, &process))
		pane = top_pane_of(top, "tasks");
	if (!process_at(pane, &process) || process == top->shape.process)
		return;
	top->shape.process = process;
	top->panes[view][0].cursor = 0;
	top->panes[view][0].first = 0;
}

static unsigned int show_view(struct top_ui *ui, unsigned int view)
{
	if (view >= ui->top->view_count)
		return 0;
	if (view != ui->top->view)
		take_task(ui->top, view);
	ui->top->view = view;
	ui->screen.follow = false;
	ui->click_line = -1;
	return TOP_WANTS | TOP_REMAKE;
}

static bool is_there(struct top_ui *ui, unsigned int table)
{
	const struct top *top = ui->top;

	return top->catalog &&
	       top_pane_there(&top->panes[top->view][table], &top->catalog->catalog);
}

/* Show another table of the view, or its picture, which is before the first. */
static unsigned int show_next(struct top_ui *ui, int by)
{
	struct top_scene *scene = top_scene_now(ui->top);
	unsigned int *at = &ui->top->pane[ui->top->view], i;
	unsigned int count = top_view_now(ui->top)->table_count + 1;
	unsigned int place = top_picture_on(ui->top) ? 0 : *at + 1;

	for (i = 0; i < count; i++) {
		place = (place + count + by) % count;
		if (place ? is_there(ui, place - 1) : !!scene->picture)
			break;
	}
	scene->off = place > 0;
	if (place)
		*at = place - 1;
	else
		top_picture_follow(ui);
	ui->screen.follow = false;
	return TOP_WANTS | TOP_REMAKE;
}

unsigned int act_next_view(struct top_ui *ui, int key)
{
	(void)key;
	return show_view(ui, (ui->top->view + 1) % ui->top->view_count);
}

unsigned int act_previous_view(struct top_ui *ui, int key)
{
	(void)key;
	return show_view(ui, (ui->top->view + ui->top->view_count - 1) % ui->top->view_count);
}

unsigned int act_view(struct top_ui *ui, int key)
{
	return show_view(ui, (key - TOP_ALT('0') + 9) % 10);
}

unsigned int act_next_table(struct top_ui *ui, int key)
{
	(void)key;
	return show_next(ui, 1);
}

unsigned int act_previous_table(struct top_ui *ui, int key)
{
	(void)key;
	return show_next(ui, -1);
}

/* --- what a row leads to -------------------------------------------------------- */

static bool any_linked(const struct top *top)
{
	unsigned int i;

	for (i = 0; i < top_view_now(top)->table_count; i++)
		if (top->panes[top->view][i].linked)
			return true;
	return false;
}

/* Let all tables that have a link follow a value, or none. Return: the first's number. */
static unsigned int set_links(struct top_ui *ui, bool linked, __u64 value)
{
	struct top *top = ui->top;
	unsigned int i, first = TOP_NONE;

	for (i = top_view_now(top)->table_count; i-- > 0;) {
		struct top_pane *pane = &top->panes[top->view][i];

		if (!pane->table->link || pane->link < 0)
			continue;
		pane->linked = linked;
		pane->link_value = value;
		pane->cursor = 0;
		pane->first = 0;
		pane->mark = 0;
		first = i;
	}
	return first;
}

static unsigned int show_table(struct top_ui *ui, unsigned int number)
{
	ui->top->pane[ui->top->view] = number;
	return show_view(ui, ui->top->view);
}

/* Let other tables follow the row of the cursor. */
static unsigned int zoom_link(struct top_ui *ui)
{
	struct top_pane *pane = top_pane_now(ui->top);
	unsigned int first;
	__u64 value;

	if (!top_pane_number(pane, pane->cursor, pane->zoom, &value)) {
		top_message(&ui->screen, false, "this row leads no further");
		return 0;
	}
	first = set_links(ui, true, value);
	if (first == TOP_NONE) {
		top_message(&ui->screen, false, "this driver does not have what it leads to");
		return 0;
	}
	return show_table(ui, pane->linked ? ui->top->pane[ui->top->view] : first);
}

unsigned int act_back(struct top_ui *ui, int key)
{
	(void)key;
	if (!any_linked(ui->top)) {
		top_message(&ui->screen, false, "there is nothing to go back to");
		return 0;
	}
	set_links(ui, false, 0);
	return show_table(ui, 0);
}

/* Show the address space of the task at the cursor. */
static unsigned int zoom_task(struct top_ui *ui)
{
	struct top *top = ui->top;
	struct top_pane *maps = top_pane_of(top, "vmas");
	__u64 process;

	if (!process_at(pane_of(ui), &process))
		return 0;
	top->shape.process = process;
	top->shape.process_named = false;
	maps->cursor = 0;
	maps->first = 0;
	top_view_choose(top, "vas");
	top->pane[top->view] = maps - top->panes[top->view];
	top_message(&ui->screen, false, "address space of %llu; Alt-1 goes back",
		    (unsigned long long)process);
	return show_view(ui, top->view);
}

unsigned int act_zoom(struct top_ui *ui, int key)
{
	struct top_pane *pane = pane_of(ui);

	(void)key;
	if (pane->cpu_marks.list >= 0) {
		pane->cpu_marks.single = !pane->cpu_marks.single;
		return 0;
	}
	if (pane->table->zoom || pane->table->link)
		return zoom_link(ui);
	if (pane->has_tree && pane->list.count)
		return zoom_task(ui);
	top_message(&ui->screen, false, "z goes from a task to its address space");
	return 0;
}
