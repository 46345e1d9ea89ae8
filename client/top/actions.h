/* SPDX-License-Identifier: GPL-2.0-only */
/* What keys do. */
#ifndef TOP_ACTIONS_H
#define TOP_ACTIONS_H

#include "ui.h"

#define TOP_BINDING_KEYS 4

/**
 * struct top_binding - keys that do the same
 * @keys: the keys
 * @name: how people call them
 * @help: what they do
 * @bar: label in the bar at the bottom, or NULL
 * @act: does it
 */
struct top_binding {
	int keys[TOP_BINDING_KEYS];
	const char *name;
	const char *help;
	const char *bar;
	void (*act)(struct top_ui *ui, int key);
};

/* Of a picture; they come before those of all views. The last one has no name. */
extern const struct top_binding top_picture_bindings[];

/* Every one takes the key that was pressed. */
void act_help(struct top_ui *ui, int key);
void act_quit(struct top_ui *ui, int key);
void act_setup(struct top_ui *ui, int key);
void act_next_view(struct top_ui *ui, int key);
void act_previous_view(struct top_ui *ui, int key);
void act_view(struct top_ui *ui, int key);
void act_next_table(struct top_ui *ui, int key);
void act_previous_table(struct top_ui *ui, int key);
void act_digit(struct top_ui *ui, int key);
void act_search(struct top_ui *ui, int key);
void act_search_next(struct top_ui *ui, int key);
void act_search_previous(struct top_ui *ui, int key);
void act_filter(struct top_ui *ui, int key);
void act_sort_menu(struct top_ui *ui, int key);
void act_invert(struct top_ui *ui, int key);
void act_tree(struct top_ui *ui, int key);
void act_fold(struct top_ui *ui, int key);
void act_follow(struct top_ui *ui, int key);
void act_tag(struct top_ui *ui, int key);
void act_untag(struct top_ui *ui, int key);
void act_user(struct top_ui *ui, int key);
void act_threads(struct top_ui *ui, int key);
void act_kernel(struct top_ui *ui, int key);
void act_detail(struct top_ui *ui, int key);
void act_picture(struct top_ui *ui, int key);
void act_zoom(struct top_ui *ui, int key);
void act_back(struct top_ui *ui, int key);
void act_pause(struct top_ui *ui, int key);
void act_step(struct top_ui *ui, int key);
void act_jump(struct top_ui *ui, int key);
void act_interval(struct top_ui *ui, int key);
void act_baseline(struct top_ui *ui, int key);
void act_difference(struct top_ui *ui, int key);
void act_snapshot(struct top_ui *ui, int key);
void act_bytes(struct top_ui *ui, int key);
void act_meters(struct top_ui *ui, int key);
void act_save(struct top_ui *ui, int key);
void act_redraw(struct top_ui *ui, int key);
void act_suspend(struct top_ui *ui, int key);
void act_up(struct top_ui *ui, int key);
void act_down(struct top_ui *ui, int key);
void act_page_up(struct top_ui *ui, int key);
void act_page_down(struct top_ui *ui, int key);
void act_home(struct top_ui *ui, int key);
void act_end(struct top_ui *ui, int key);
void act_left(struct top_ui *ui, int key);
void act_right(struct top_ui *ui, int key);

#endif
