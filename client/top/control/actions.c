// SPDX-License-Identifier: GPL-2.0-only
/* What keys do to the table, the rows and the program. */
#include <stdio.h>

#include "actions.h"
#include "../model/config.h"
#include "text.h"

#define DIGITS_NS 1500000000ULL

static struct top_pane *pane_of(struct top_ui *ui)
{
	return top_pane_now(ui->top);
}

/* --- moving ------------------------------------------------------------------------ */

unsigned int act_up(struct top_ui *ui, int key)
{
	(void)key;
	top_pane_move(pane_of(ui), -1);
	return 0;
}

unsigned int act_down(struct top_ui *ui, int key)
{
	(void)key;
	top_pane_move(pane_of(ui), 1);
	return 0;
}

unsigned int act_page_up(struct top_ui *ui, int key)
{
	(void)key;
	top_pane_move(pane_of(ui), ui->screen.row_count > 1 ? -(ui->screen.row_count - 1) : -1);
	return 0;
}

unsigned int act_page_down(struct top_ui *ui, int key)
{
	(void)key;
	top_pane_move(pane_of(ui), ui->screen.row_count > 1 ? ui->screen.row_count - 1 : 1);
	return 0;
}

unsigned int act_home(struct top_ui *ui, int key)
{
	(void)key;
	top_pane_to(pane_of(ui), 0);
	return 0;
}

unsigned int act_end(struct top_ui *ui, int key)
{
	(void)key;
	top_pane_to(pane_of(ui), TOP_NONE - 1);
	return 0;
}

unsigned int act_left(struct top_ui *ui, int key)
{
	(void)key;
	if (pane_of(ui)->scroll)
		pane_of(ui)->scroll--;
	else
		top_cpu_marks_scroll(pane_of(ui), false);
	return 0;
}

unsigned int act_right(struct top_ui *ui, int key)
{
	(void)key;
	if (!top_cpu_marks_scroll(pane_of(ui), true) &&
	    pane_of(ui)->scroll + 1 < pane_of(ui)->columns.count)
		pane_of(ui)->scroll++;
	return 0;
}

/* --- finding ------------------------------------------------------------------------- */

static unsigned int search_typed(struct top_ui *ui, const char *text)
{
	snprintf(ui->search, sizeof(ui->search), "%s", text);
	if (*text)
		top_pane_find(pane_of(ui), text, false, true);
	return 0;
}

static unsigned int search_entered(struct top_ui *ui, const char *text)
{
	snprintf(ui->search, sizeof(ui->search), "%s", text);
	if (*text && !top_pane_find(pane_of(ui), text, false, true))
		top_message(&ui->screen, false, "'%s' is not found", text);
	return 0;
}

unsigned int act_search(struct top_ui *ui, int key)
{
	(void)key;
	return top_popup_prompt(ui, "Search", "", search_entered, search_typed);
}

static unsigned int search_again(struct top_ui *ui, bool back)
{
	if (!ui->search[0])
		return act_search(ui, 0);
	if (!top_pane_find(pane_of(ui), ui->search, back, false))
		top_message(&ui->screen, false, "'%s' is not found", ui->search);
	return 0;
}

unsigned int act_search_next(struct top_ui *ui, int key)
{
	(void)key;
	return search_again(ui, false);
}

unsigned int act_search_previous(struct top_ui *ui, int key)
{
	(void)key;
	return search_again(ui, true);
}

unsigned int act_digit(struct top_ui *ui, int key)
{
	__u64 now = top_now_ns(), number;
	size_t len;

	if (ui->digits_until < now)
		ui->digits[0] = 0;
	len = strlen(ui->digits);
	if (len + 1 < sizeof(ui->digits)) {
		ui->digits[len] = key;
		ui->digits[len + 1] = 0;
	}
	ui->digits_until = now + DIGITS_NS;
	if (!kc_parse_u64(ui->digits, strlen(ui->digits), ~0ULL, &number))
		return 0;
	top_message(&ui->screen, false, top_pane_find_id(pane_of(ui), number) ? "number %s" :
		       "no row has number %s", ui->digits);
	return 0;
}

static unsigned int filter_entered(struct top_ui *ui, const char *text)
{
	struct kc_error err;

	if (!top_pane_object(pane_of(ui)))
		return 0;
	if (!top_pane_filter(pane_of(ui), text, &err))
		return TOP_REMAKE;
	if (err.where[0])
		top_message(&ui->screen, true, "%s (column %zu)", err.message,
			    kc_width(err.where, err.at) + 1);
	else
		top_message(&ui->screen, true, "%s", err.message);
	return TOP_REMAKE;
}

unsigned int act_filter(struct top_ui *ui, int key)
{
	(void)key;
	return top_popup_prompt(ui, "Filter", pane_of(ui)->filter, filter_entered, NULL);
}

static unsigned int user_entered(struct top_ui *ui, const char *text)
{
	struct top_pane *pane = pane_of(ui);

	if (!*text) {
		pane->by_uid = false;
	} else if (top_user_id(&ui->top->users, text, &pane->uid)) {
		pane->by_uid = true;
	} else {
		top_message(&ui->screen, true, "there is no user '%s'", text);
		return 0;
	}
	return TOP_REMAKE;
}

unsigned int act_user(struct top_ui *ui, int key)
{
	(void)key;
	if (pane_of(ui)->user < 0) {
		top_message(&ui->screen, false, "these rows have no user");
		return 0;
	}
	return top_popup_prompt(ui, "User, name or number; nothing for all", "", user_entered,
				NULL);
}

/* --- order ------------------------------------------------------------------------------ */

/* A key of the view's own: sort by its column. */
unsigned int act_sort_by(struct top_ui *ui, int key)
{
	const struct top_shortcut *shortcut = top_view_now(ui->top)->shortcuts;
	struct top_pane *pane = pane_of(ui);

	while (shortcut->key != key)
		shortcut++;
	if (!top_pane_object(pane))
		return 0;
	if (!top_pane_sort(pane, shortcut->column))
		top_message(&ui->screen, false, "there is no column %s here",
			    shortcut->column + (*shortcut->column == '-'));
	return TOP_REMAKE;
}

static void sort_fill(struct top_ui *ui)
{
	const struct top_pane *pane = pane_of(ui);
	unsigned int i;

	top_panel_line(&ui->screen.panel, "%s (order of the driver)", pane->sorted ? " " : "*");
	for (i = 0; i < pane->columns.count; i++)
		top_panel_line(&ui->screen.panel, "%s %s", pane->sorted &&
			       top_column_same(&pane->sort, &pane->columns.columns[i]) ? "*" : " ",
			       pane->columns.columns[i].title);
}

static unsigned int sort_chosen(struct top_ui *ui, int line, int key)
{
	struct top_pane *pane = pane_of(ui);
	const struct kc_object *object = top_pane_object(pane);

	if (key == '+' || key == '-')
		return 0;
	pane->sorted = line > 0;
	if (pane->sorted && (unsigned int)line <= pane->columns.count) {
		pane->sort = pane->columns.columns[line - 1];
		pane->descending = !top_column_left(&pane->sort, &object->table);
	}
	return TOP_REMAKE | TOP_CLOSE;
}

unsigned int act_sort_menu(struct top_ui *ui, int key)
{
	struct top_pane *pane = pane_of(ui);
	unsigned int i;
	int at = 0;

	(void)key;
	if (!top_pane_object(pane))
		return 0;
	for (i = 0; pane->sorted && i < pane->columns.count; i++)
		if (top_column_same(&pane->sort, &pane->columns.columns[i]))
			at = i + 1;
	return top_popup_menu(ui, "Sort by", sort_fill, sort_chosen, at);
}

unsigned int act_invert(struct top_ui *ui, int key)
{
	(void)key;
	pane_of(ui)->descending = !pane_of(ui)->descending;
	return TOP_REMAKE;
}

unsigned int act_tree(struct top_ui *ui, int key)
{
	(void)key;
	if (!pane_of(ui)->has_tree) {
		top_message(&ui->screen, false, "these rows are no tree");
		return 0;
	}
	ui->top->shape.tree = !ui->top->shape.tree;
	return TOP_REMAKE;
}

unsigned int act_fold(struct top_ui *ui, int key)
{
	struct top_pane *pane = pane_of(ui);
	__u64 hash;

	if (!pane->list.count || !ui->top->shape.tree || !pane->has_tree)
		return 0;
	hash = top_list_hash(&pane->list, pane->cursor);
	if (top_set_has(&pane->folded, hash) == (key == '-'))
		return 0;
	top_set_flip(&pane->folded, hash);
	return TOP_REMAKE;
}

/* --- rows ---------------------------------------------------------------------------------- */

unsigned int act_follow(struct top_ui *ui, int key)
{
	(void)key;
	ui->screen.follow = !ui->screen.follow;
	return 0;
}

unsigned int act_tag(struct top_ui *ui, int key)
{
	struct top_pane *pane = pane_of(ui);

	(void)key;
	if (!pane->list.count)
		return 0;
	top_set_flip(&pane->tags, top_list_hash(&pane->list, pane->cursor));
	top_pane_move(pane, 1);
	return 0;
}

unsigned int act_untag(struct top_ui *ui, int key)
{
	(void)key;
	top_set_clear(&pane_of(ui)->tags);
	return 0;
}

unsigned int act_threads(struct top_ui *ui, int key)
{
	(void)key;
	ui->top->shape.threads = !ui->top->shape.threads;
	return TOP_WANTS | TOP_REMAKE;
}

unsigned int act_kernel(struct top_ui *ui, int key)
{
	(void)key;
	ui->top->shape.kernel = !ui->top->shape.kernel;
	return TOP_REMAKE;
}

unsigned int act_detail(struct top_ui *ui, int key)
{
	const struct top_pane *pane = pane_of(ui);
	struct top_pair pair;

	(void)key;
	if (!pane->list.count)
		return 0;
	top_list_pair(&pane->list, pane->cursor, &pair);
	return top_detail_row(ui, &pair);
}

/* --- the program --- */

unsigned int act_quit(struct top_ui *ui, int key)
{
	(void)key;
	(void)ui;
	return TOP_QUIT;
}

unsigned int act_setup(struct top_ui *ui, int key)
{
	(void)key;
	return top_setup(ui);
}

unsigned int act_bytes(struct top_ui *ui, int key)
{
	(void)key;
	ui->top->shape.bytes = !ui->top->shape.bytes;
	memset(pane_of(ui)->widths, 0, sizeof(pane_of(ui)->widths));
	return 0;
}

unsigned int act_meters(struct top_ui *ui, int key)
{
	(void)key;
	ui->top->settings.meters = !ui->top->settings.meters;
	return TOP_WANTS;
}

unsigned int act_save(struct top_ui *ui, int key)
{
	struct kc_error err;
	char path[4096];

	(void)key;
	if (top_config_save(ui->top, path, sizeof(path), &err))
		top_message(&ui->screen, true, "%s", err.message);
	else
		top_message(&ui->screen, false, "written: %s", path);
	return 0;
}

unsigned int act_redraw(struct top_ui *ui, int key)
{
	(void)key;
	(void)ui;
	return TOP_REDRAW;
}

unsigned int act_suspend(struct top_ui *ui, int key)
{
	(void)key;
	(void)ui;
	return TOP_SUSPEND;
}
