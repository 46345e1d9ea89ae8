// SPDX-License-Identifier: GPL-2.0-only
/* The set-up: how things look, and the columns of the table shown. */
#include <stdio.h>
#include <stdlib.h>

#include "ui.h"

#define CANDIDATES_MAX 400

enum {
	SETUP_THEME,
	SETUP_GRAPH,
	SETUP_METERS,
	SETUP_MOUSE,
	SETUP_RESET,
	SETUP_COLUMNS,		/* the first of them */
};

/*
 * What could be a column: those there are, in their order, then every field, then
 * the growth of every total.
 */
static unsigned int candidates(const struct top_pane *pane, struct top_column *all,
			       unsigned int room)
{
	const struct kc_object *object = top_pane_object(pane);
	unsigned int count = 0, i, j, rate;
	struct top_column column;
	struct kc_error err;
	char text[128];

	for (i = 0; i < pane->columns.count && count < room; i++)
		all[count++] = pane->columns.columns[i];
	for (rate = 0; rate < 2; rate++)
		for (i = 0; i < object->table.field_count && count < room; i++) {
			const struct kc_field *field = &object->table.fields[i];

			if (rate && !(field->flags & KINTROSPECT_FIELD_FLAG_TOTAL))
				continue;
			snprintf(text, sizeof(text), "%s%s", field->name, rate ? "/s" : "");
			if (top_column_parse(&column, object, text, strlen(text), &err))
				continue;
			for (j = 0; j < pane->columns.count; j++)
				if (top_column_same(&column, &pane->columns.columns[j]))
					break;
			if (j == pane->columns.count)
				all[count++] = column;
		}
	return count;
}

static void fill(struct top_ui *ui)
{
	const struct top_settings *settings = &ui->top->settings;
	struct top_pane *pane = top_pane_now(ui->top);
	const struct kc_object *object = top_pane_object(pane);
	static struct top_column all[CANDIDATES_MAX];
	unsigned int count, i;

	top_panel_line(&ui->screen.panel, "colours: %s", top_theme_names[settings->theme]);
	top_panel_line(&ui->screen.panel, "graphs: %s", top_graph_names[settings->graph]);
	top_panel_line(&ui->screen.panel, "meters: %s", settings->meters ? "on" : "off");
	top_panel_line(&ui->screen.panel, "mouse: %s", settings->mouse ? "on" : "off");
	top_panel_line(&ui->screen.panel, "columns as they were at first");
	if (!object)
		return;
	count = candidates(pane, all, CANDIDATES_MAX);
	for (i = 0; i < count; i++) {
		const struct kc_field *field = &object->table.fields[all[i].fields[0]];
		const char *reason = object->reason[all[i].fields[0]];

		top_panel_line(&ui->screen.panel, "[%c] %-20s %.60s",
			       i < pane->columns.count ? 'x' : ' ', all[i].title,
			       reason ? reason : field->doc);
	}
}

/* The columns are changed as text, as if they had been typed. */
static unsigned int change(struct top_ui *ui, const struct top_columns *columns)
{
	struct top_pane *pane = top_pane_now(ui->top);
	struct kc_error err;
	char *text;

	text = top_columns_text(columns, &top_pane_object(pane)->table);
	if (!text || top_pane_columns(pane, columns->count ? text : "", &err))
		top_message(&ui->screen, true, "%s", text ? err.message : "out of memory");
	free(text);
	return TOP_WANTS | TOP_REMAKE;
}

static unsigned int choose_column(struct top_ui *ui, unsigned int at, int key)
{
	struct top_pane *pane = top_pane_now(ui->top);
	static struct top_column all[CANDIDATES_MAX];
	struct top_columns columns = pane->columns;
	unsigned int count = candidates(pane, all, CANDIDATES_MAX), to = at;
	struct top_column column;

	if (at >= count)
		return 0;
	if (key == '+' || key == '-') {
		if (at >= columns.count)
			return 0;
		to = key == '-' ? at - 1 : at + 1;
		if (to >= columns.count)
			return 0;
		column = columns.columns[at];
		columns.columns[at] = columns.columns[to];
		columns.columns[to] = column;
		ui->screen.panel.cursor += (int)to - (int)at;
	} else if (at < columns.count) {
		if (columns.count == 1)
			return 0;
		columns.count--;
		memmove(&columns.columns[at], &columns.columns[at + 1],
			(columns.count - at) * sizeof(columns.columns[0]));
	} else if (columns.count < TOP_COLUMNS_MAX) {
		/* Before the last one, which takes the rest of the line. */
		columns.columns[columns.count] = columns.columns[columns.count - 1];
		columns.columns[columns.count - 1] = all[at];
		columns.count++;
	}
	return change(ui, &columns);
}

static unsigned int chosen(struct top_ui *ui, int line, int key)
{
	struct top_settings *settings = &ui->top->settings;
	struct kc_error err;

	switch (line) {
	case SETUP_THEME:
		settings->theme = (settings->theme + 1) % TOP_THEMES;
		return TOP_LOOKS;
	case SETUP_GRAPH:
		settings->graph = (settings->graph + 1) % TOP_GRAPHS;
		break;
	case SETUP_METERS:
		settings->meters = !settings->meters;
		return TOP_WANTS;
	case SETUP_MOUSE:
		settings->mouse = !settings->mouse;
		return TOP_MOUSE;
	case SETUP_RESET:
		if (top_pane_object(top_pane_now(ui->top)))
			top_pane_columns(top_pane_now(ui->top), "", &err);
		return TOP_WANTS | TOP_REMAKE;
	default:
		if (top_pane_object(top_pane_now(ui->top)))
			return choose_column(ui, line - SETUP_COLUMNS, key);
	}
	return 0;
}

/**
 * top_setup - open the set-up
 * @ui: the screen
 */
unsigned int top_setup(struct top_ui *ui)
{
	return top_popup_menu(ui,
			      "Set-up: Enter changes, + - move a column, Esc ends; W writes it",
			      fill, chosen, 0);
}
