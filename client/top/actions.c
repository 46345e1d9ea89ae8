// SPDX-License-Identifier: GPL-2.0-only
/* What keys do. */
#include <stdio.h>

#include "actions.h"
#include "config.h"
#include "text.h"

#define DIGITS_NS 1500000000ULL

static struct top_pane *pane_of(struct top_ui *ui)
{
	return top_pane_now(ui->top);
}

/* --- views ---------------------------------------------------------------------- */

/**
 * top_ui_view - show a view
 * @ui: the screen
 * @view: its number
 */
void top_ui_view(struct top_ui *ui, unsigned int view)
{
	if (view >= top_view_count)
		return;
	ui->top->view = view;
	ui->follow = false;
	ui->click_line = -1;
	top_ui_wants(ui);
	top_ui_remake(ui, true);
}

static bool is_there(struct top_ui *ui, unsigned int table)
{
	const struct top *top = ui->top;

	return top->catalog &&
	       top_pane_there(&top->panes[top->view][table], &top->catalog->catalog);
}

/**
 * top_ui_pane - show another table of the view, or its picture, which is before the first
 * @ui: the screen
 * @by: how far on
 */
void top_ui_pane(struct top_ui *ui, int by)
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
	ui->follow = false;
	top_ui_wants(ui);
	top_ui_remake(ui, true);
}

void act_next_view(struct top_ui *ui, int key)
{
	(void)key;
	top_ui_view(ui, (ui->top->view + 1) % top_view_count);
}

void act_previous_view(struct top_ui *ui, int key)
{
	(void)key;
	top_ui_view(ui, (ui->top->view + top_view_count - 1) % top_view_count);
}

void act_view(struct top_ui *ui, int key)
{
	top_ui_view(ui, (key - TOP_ALT('0') + 9) % 10);
}

void act_next_table(struct top_ui *ui, int key)
{
	(void)key;
	top_ui_pane(ui, 1);
}

void act_previous_table(struct top_ui *ui, int key)
{
	(void)key;
	top_ui_pane(ui, -1);
}

void act_zoom(struct top_ui *ui, int key)
{
	struct top *top = ui->top;
	struct top_pane *pane = pane_of(ui), *maps = top_pane_of(top, "vmas");
	__u64 process;
	int field = pane->tree.group;

	(void)key;
	if (pane->matrix.list >= 0) {
		pane->matrix.single = !pane->matrix.single;
		return;
	}
	if (top_link_zoom(ui))
		return;
	if (!pane->has_tree || !pane->list.count) {
		top_ui_message(ui, false, "z goes from a task to its address space");
		return;
	}
	/* A thread has the address space of its process. */
	if (field < 0 || !top_pane_number(pane, pane->cursor, field, &process))
		field = pane->tree.id;
	if (!top_pane_number(pane, pane->cursor, field, &process))
		return;
	top->shape.process = process;
	maps->cursor = 0;
	maps->first = 0;
	top_view_choose(top, "vas");
	top->pane[top->view] = maps - top->panes[top->view];
	top_ui_view(ui, top->view);
	top_ui_message(ui, false, "address space of %llu; Alt-1 goes back",
		       (unsigned long long)process);
}

/* --- moving ------------------------------------------------------------------------ */

void act_up(struct top_ui *ui, int key)
{
	(void)key;
	top_pane_move(pane_of(ui), -1);
}

void act_down(struct top_ui *ui, int key)
{
	(void)key;
	top_pane_move(pane_of(ui), 1);
}

void act_page_up(struct top_ui *ui, int key)
{
	(void)key;
	top_pane_move(pane_of(ui), ui->row_count > 1 ? -(ui->row_count - 1) : -1);
}

void act_page_down(struct top_ui *ui, int key)
{
	(void)key;
	top_pane_move(pane_of(ui), ui->row_count > 1 ? ui->row_count - 1 : 1);
}

void act_home(struct top_ui *ui, int key)
{
	(void)key;
	top_pane_to(pane_of(ui), 0);
}

void act_end(struct top_ui *ui, int key)
{
	(void)key;
	top_pane_to(pane_of(ui), TOP_NONE - 1);
}

void act_left(struct top_ui *ui, int key)
{
	(void)key;
	if (pane_of(ui)->scroll)
		pane_of(ui)->scroll--;
	else
		top_matrix_scroll(pane_of(ui), false);
}

void act_right(struct top_ui *ui, int key)
{
	(void)key;
	if (!top_matrix_scroll(pane_of(ui), true) &&
	    pane_of(ui)->scroll + 1 < pane_of(ui)->columns.count)
		pane_of(ui)->scroll++;
}

/* --- finding ------------------------------------------------------------------------- */

static void search_typed(struct top_ui *ui, const char *text)
{
	snprintf(ui->search, sizeof(ui->search), "%s", text);
	if (*text)
		top_pane_find(pane_of(ui), text, false, true);
}

static void search_entered(struct top_ui *ui, const char *text)
{
	snprintf(ui->search, sizeof(ui->search), "%s", text);
	if (*text && !top_pane_find(pane_of(ui), text, false, true))
		top_ui_message(ui, false, "'%s' is not found", text);
}

void act_search(struct top_ui *ui, int key)
{
	(void)key;
	top_popup_prompt(ui, "Search", "", search_entered, search_typed);
}

static void search_again(struct top_ui *ui, bool back)
{
	if (!ui->search[0])
		act_search(ui, 0);
	else if (!top_pane_find(pane_of(ui), ui->search, back, false))
		top_ui_message(ui, false, "'%s' is not found", ui->search);
}

void act_search_next(struct top_ui *ui, int key)
{
	(void)key;
	search_again(ui, false);
}

void act_search_previous(struct top_ui *ui, int key)
{
	(void)key;
	search_again(ui, true);
}

void act_digit(struct top_ui *ui, int key)
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
		return;
	top_ui_message(ui, false, top_pane_find_id(pane_of(ui), number) ? "number %s" :
		       "no row has number %s", ui->digits);
}

static void filter_entered(struct top_ui *ui, const char *text)
{
	struct kc_error err;

	if (!top_pane_object(pane_of(ui)))
		return;
	if (top_pane_filter(pane_of(ui), text, &err))
		top_ui_message(ui, true, "%s", err.message);
	top_ui_remake(ui, true);
}

void act_filter(struct top_ui *ui, int key)
{
	(void)key;
	top_popup_prompt(ui, "Filter", pane_of(ui)->filter, filter_entered, NULL);
}

static void user_entered(struct top_ui *ui, const char *text)
{
	struct top_pane *pane = pane_of(ui);

	if (!*text) {
		pane->by_uid = false;
	} else if (top_user_id(text, &pane->uid)) {
		pane->by_uid = true;
	} else {
		top_ui_message(ui, true, "there is no user '%s'", text);
		return;
	}
	top_ui_remake(ui, true);
}

void act_user(struct top_ui *ui, int key)
{
	(void)key;
	if (pane_of(ui)->user < 0)
		top_ui_message(ui, false, "these rows have no user");
	else
		top_popup_prompt(ui, "User, name or number; nothing for all", "", user_entered,
				 NULL);
}

/* --- order ------------------------------------------------------------------------------ */

/**
 * top_ui_sort - sort by a column; by the one it is sorted by, the other way round
 * @ui: the screen
 * @text: as top_pane_sort() has it
 */
void top_ui_sort(struct top_ui *ui, const char *text)
{
	struct top_pane *pane = pane_of(ui);

	if (!top_pane_object(pane))
		return;
	if (!top_pane_sort(pane, text))
		top_ui_message(ui, false, "there is no column %s here", text + (*text == '-'));
	top_ui_remake(ui, true);
}

static void sort_fill(struct top_ui *ui)
{
	const struct top_pane *pane = pane_of(ui);
	unsigned int i;

	top_popup_line(ui, "%s (order of the driver)", pane->sorted ? " " : "*");
	for (i = 0; i < pane->columns.count; i++)
		top_popup_line(ui, "%s %s", pane->sorted &&
			       top_column_same(&pane->sort, &pane->columns.columns[i]) ? "*" : " ",
			       pane->columns.columns[i].title);
}

static bool sort_chosen(struct top_ui *ui, int line, int key)
{
	struct top_pane *pane = pane_of(ui);
	const struct kc_object *object = top_pane_object(pane);

	if (key == '+' || key == '-')
		return false;
	pane->sorted = line > 0;
	if (pane->sorted && (unsigned int)line <= pane->columns.count) {
		pane->sort = pane->columns.columns[line - 1];
		pane->descending = !top_column_left(&pane->sort, &object->table);
	}
	top_ui_remake(ui, true);
	return true;
}

void act_sort_menu(struct top_ui *ui, int key)
{
	struct top_pane *pane = pane_of(ui);
	unsigned int i;
	int at = 0;

	(void)key;
	if (!top_pane_object(pane))
		return;
	for (i = 0; pane->sorted && i < pane->columns.count; i++)
		if (top_column_same(&pane->sort, &pane->columns.columns[i]))
			at = i + 1;
	top_popup_menu(ui, "Sort by", sort_fill, sort_chosen, at);
}

void act_invert(struct top_ui *ui, int key)
{
	(void)key;
	pane_of(ui)->descending = !pane_of(ui)->descending;
	top_ui_remake(ui, true);
}

void act_tree(struct top_ui *ui, int key)
{
	(void)key;
	if (!pane_of(ui)->has_tree) {
		top_ui_message(ui, false, "these rows are no tree");
		return;
	}
	ui->top->shape.tree = !ui->top->shape.tree;
	top_ui_remake(ui, true);
}

void act_fold(struct top_ui *ui, int key)
{
	struct top_pane *pane = pane_of(ui);
	__u64 hash;

	if (!pane->list.count || !ui->top->shape.tree || !pane->has_tree)
		return;
	hash = top_list_hash(&pane->list, pane->cursor);
	if (top_set_has(&pane->folded, hash) == (key == '-'))
		return;
	top_set_flip(&pane->folded, hash);
	top_ui_remake(ui, true);
}

/* --- rows ---------------------------------------------------------------------------------- */

void act_follow(struct top_ui *ui, int key)
{
	(void)key;
	ui->follow = !ui->follow;
}

void act_tag(struct top_ui *ui, int key)
{
	struct top_pane *pane = pane_of(ui);

	(void)key;
	if (!pane->list.count)
		return;
	top_set_flip(&pane->tags, top_list_hash(&pane->list, pane->cursor));
	top_pane_move(pane, 1);
}

void act_untag(struct top_ui *ui, int key)
{
	(void)key;
	top_set_clear(&pane_of(ui)->tags);
}

void act_threads(struct top_ui *ui, int key)
{
	(void)key;
	ui->top->shape.threads = !ui->top->shape.threads;
	top_ui_wants(ui);
	top_ui_remake(ui, true);
}

void act_kernel(struct top_ui *ui, int key)
{
	(void)key;
	ui->top->shape.kernel = !ui->top->shape.kernel;
	top_ui_remake(ui, true);
}

void act_detail(struct top_ui *ui, int key)
{
	(void)key;
	top_detail(ui);
}

/* --- the program --- */

void act_help(struct top_ui *ui, int key)
{
	(void)key;
	top_popup_close(ui);
	top_key_help(ui, &ui->popup.text);
	top_popup_text(ui, "Keys");
}

void act_quit(struct top_ui *ui, int key)
{
	(void)key;
	ui->quit = true;
}

void act_setup(struct top_ui *ui, int key)
{
	(void)key;
	top_setup(ui);
}

void act_bytes(struct top_ui *ui, int key)
{
	(void)key;
	ui->top->shape.bytes = !ui->top->shape.bytes;
	memset(pane_of(ui)->widths, 0, sizeof(pane_of(ui)->widths));
}

void act_meters(struct top_ui *ui, int key)
{
	(void)key;
	ui->top->settings.meters = !ui->top->settings.meters;
	top_ui_wants(ui);
}

void act_save(struct top_ui *ui, int key)
{
	struct kc_error err;
	char path[4096];

	(void)key;
	if (top_config_save(ui->top, path, sizeof(path), &err))
		top_ui_message(ui, true, "%s", err.message);
	else
		top_ui_message(ui, false, "written: %s", path);
}

void act_redraw(struct top_ui *ui, int key)
{
	(void)key;
	(void)ui;
	top_term_forget();
}

void act_suspend(struct top_ui *ui, int key)
{
	(void)key;
	top_ui_suspend(ui);
}
