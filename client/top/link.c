// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tables that follow a row: what z chooses in one table of a view, the driver is asked
 * for in those that have a link, until Backspace takes the choice back.
 */
#include "actions.h"
#include "fields.h"

/**
 * top_link_name - what the row is called that a value stands for
 * @top: the run
 * @value: the value
 * @text: set, not ended by anything
 *
 * It is looked up in the view's first table, which has what is chosen from.
 * Return: its length, 0 if it is not there.
 */
size_t top_link_name(struct top *top, __u64 value, const char **text)
{
	const struct top_pane *pane = &top->panes[top->view][0];
	__u64 number;
	__u32 row;

	*text = "";
	for (row = 0; pane->now && row < pane->now->count; row++)
		if (top_number(pane->now, row, pane->zoom, &number) && number == value)
			return top_text(pane->now, row, pane->label, text);
	return 0;
}

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

static void show(struct top_ui *ui, unsigned int number)
{
	ui->top->pane[ui->top->view] = number;
	top_ui_view(ui, ui->top->view);
}

/**
 * top_link_zoom - let other tables follow the row of the cursor
 * @ui: the screen
 *
 * Return: false if z means something else here.
 */
bool top_link_zoom(struct top_ui *ui)
{
	struct top_pane *pane = top_pane_now(ui->top);
	unsigned int first;
	__u64 value;

	if (!pane->table->zoom && !pane->table->link)
		return false;
	if (!top_pane_number(pane, pane->cursor, pane->zoom, &value)) {
		top_ui_message(ui, false, "this row leads no further");
		return true;
	}
	first = set_links(ui, true, value);
	if (first == TOP_NONE)
		top_ui_message(ui, false, "this driver does not have what it leads to");
	else
		show(ui, pane->linked ? ui->top->pane[ui->top->view] : first);
	return true;
}

void act_back(struct top_ui *ui, int key)
{
	(void)key;
	if (!any_linked(ui->top)) {
		top_ui_message(ui, false, "there is nothing to go back to");
		return;
	}
	set_links(ui, false, 0);
	show(ui, 0);
}
