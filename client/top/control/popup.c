// SPDX-License-Identifier: GPL-2.0-only
/* What lies over the table takes all keys: texts, menus, and a line to type in. */
#include <stdio.h>

#include "ui.h"

/**
 * top_popup_close - close what lies over the table
 * @ui: keys and screen
 */
void top_popup_close(struct top_ui *ui)
{
	ui->screen.over = TOP_OVER_NONE;
	top_panel_clear(&ui->screen.panel);
	ui->fill = NULL;
	ui->chosen = NULL;
	ui->entered = NULL;
	ui->typed = NULL;
}

/**
 * top_popup_text - show the lines that were added to the panel
 * @ui: keys and screen
 * @title: what stands above them
 */
unsigned int top_popup_text(struct top_ui *ui, const char *title)
{
	top_panel_ready(&ui->screen.panel, title, false);
	ui->screen.over = TOP_OVER_PANEL;
	return 0;
}

/**
 * top_popup_menu - let one line be chosen
 * @ui: keys and screen
 * @title: what stands above them
 * @fill: adds the lines to the panel
 * @chosen: takes the choice
 * @cursor: the line that is chosen at first
 */
unsigned int top_popup_menu(struct top_ui *ui, const char *title,
			    void (*fill)(struct top_ui *ui),
			    unsigned int (*chosen)(struct top_ui *ui, int line, int key),
			    int cursor)
{
	top_popup_close(ui);
	ui->fill = fill;
	ui->chosen = chosen;
	ui->screen.panel.cursor = cursor;
	fill(ui);
	top_panel_ready(&ui->screen.panel, title, true);
	ui->screen.over = TOP_OVER_PANEL;
	return 0;
}

/**
 * top_popup_prompt - let something be typed
 * @ui: keys and screen
 * @title: what is asked for
 * @input: what it holds at first
 * @entered: takes what was typed
 * @typed: is told of every change, or NULL
 */
unsigned int top_popup_prompt(struct top_ui *ui, const char *title, const char *input,
			      unsigned int (*entered)(struct top_ui *ui, const char *text),
			      unsigned int (*typed)(struct top_ui *ui, const char *text))
{
	top_popup_close(ui);
	ui->entered = entered;
	ui->typed = typed;
	top_editor_open(&ui->screen.editor, title, input);
	ui->screen.over = TOP_OVER_EDITOR;
	return 0;
}

static unsigned int editor_key(struct top_ui *ui, int key)
{
	unsigned int (*entered)(struct top_ui *ui, const char *text) = ui->entered;
	struct top_editor *editor = &ui->screen.editor;

	switch (top_editor_key(editor, key)) {
	case TOP_EDIT_ENTERED:
		top_popup_close(ui);
		return entered(ui, editor->text);
	case TOP_EDIT_CHANGED:
		return ui->typed ? ui->typed(ui, editor->text) : 0;
	case TOP_EDIT_NONE:
		break;
	}
	return 0;
}

static unsigned int choose(struct top_ui *ui, int key)
{
	struct top_panel *panel = &ui->screen.panel;
	unsigned int reaction = ui->chosen(ui, panel->cursor, key);

	if (reaction & TOP_CLOSE) {
		top_popup_close(ui);
	} else {
		panel->text.len = 0;
		ui->fill(ui);
		top_panel_ready(panel, panel->title, true);
	}
	return reaction & ~TOP_CLOSE;
}

static unsigned int panel_mouse(struct top_ui *ui, int y, int x, int button)
{
	struct top_panel *panel = &ui->screen.panel;

	if (button >= 4) {
		top_panel_to(panel, panel->cursor + (button == 4 ? -3 : 3));
	} else if (!top_panel_has(panel, y, x)) {
		top_popup_close(ui);
	} else if (panel->menu) {
		top_panel_to(panel, panel->first + y - panel->y);
		return choose(ui, '\r');
	}
	return 0;
}

static unsigned int panel_key(struct top_ui *ui, int key)
{
	struct top_panel *panel = &ui->screen.panel;

	if (top_panel_key(panel, key))
		return 0;
	switch (key) {
	case TOP_KEY_ENTER:
	case '\n':
	case '\r':
	case ' ':
	case '+':
	case '-':
		if (panel->menu)
			return choose(ui, key == ' ' || key == '+' || key == '-' ? key : '\r');
		if (key != '+' && key != '-')
			top_popup_close(ui);
		break;
	case 'q':
	case TOP_CTRL('c'):
		top_popup_close(ui);
		break;
	}
	return 0;
}

/**
 * top_popup_paste - give a pasted character to the line to type in, if there is one
 * @ui: keys and screen
 * @key: the character
 */
unsigned int top_popup_paste(struct top_ui *ui, int key)
{
	struct top_editor *editor = &ui->screen.editor;

	if (ui->screen.over != TOP_OVER_EDITOR ||
	    top_editor_paste(editor, key) != TOP_EDIT_CHANGED || !ui->typed)
		return 0;
	return ui->typed(ui, editor->text);
}

/**
 * top_popup_key - give a key to what lies over the table
 * @ui: keys and screen
 * @key: the key
 * @y: of the mouse: line
 * @x: column
 * @button: which
 */
unsigned int top_popup_key(struct top_ui *ui, int key, int y, int x, int button)
{
	if (key == TOP_KEY_ESC || key == TOP_F(10)) {
		top_popup_close(ui);
		return 0;
	}
	if (ui->screen.over == TOP_OVER_EDITOR)
		return editor_key(ui, key);
	if (key == TOP_KEY_MOUSE)
		return panel_mouse(ui, y, x, button);
	return panel_key(ui, key);
}
