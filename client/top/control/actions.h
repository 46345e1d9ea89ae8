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
 * @act: does it; returns what it changed, TOP_REMAKE and others
 * @picture: only while a picture is shown; it comes before others
 * @view: only in this view, or NULL
 */
struct top_binding {
	int keys[TOP_BINDING_KEYS];
	const char *name;
	const char *help;
	const char *bar;
	unsigned int (*act)(struct top_ui *ui, int key);
	bool picture;
	const struct top_view *view;
};

/* Every one takes the key that was pressed, and returns what it changed. */
unsigned int act_quit(struct top_ui *ui, int key);
unsigned int act_setup(struct top_ui *ui, int key);
unsigned int act_next_view(struct top_ui *ui, int key);
unsigned int act_previous_view(struct top_ui *ui, int key);
unsigned int act_view(struct top_ui *ui, int key);
unsigned int act_next_table(struct top_ui *ui, int key);
unsigned int act_previous_table(struct top_ui *ui, int key);
unsigned int act_digit(struct top_ui *ui, int key);
unsigned int act_search(struct top_ui *ui, int key);
unsigned int act_search_next(struct top_ui *ui, int key);
unsigned int act_search_previous(struct top_ui *ui, int key);
unsigned int act_filter(struct top_ui *ui, int key);
unsigned int act_sort_menu(struct top_ui *ui, int key);
unsigned int act_invert(struct top_ui *ui, int key);
unsigned int act_tree(struct top_ui *ui, int key);
unsigned int act_fold(struct top_ui *ui, int key);
unsigned int act_follow(struct top_ui *ui, int key);
unsigned int act_tag(struct top_ui *ui, int key);
unsigned int act_untag(struct top_ui *ui, int key);
unsigned int act_user(struct top_ui *ui, int key);
unsigned int act_threads(struct top_ui *ui, int key);
unsigned int act_kernel(struct top_ui *ui, int key);
unsigned int act_detail(struct top_ui *ui, int key);
unsigned int act_picture(struct top_ui *ui, int key);
unsigned int act_zoom(struct top_ui *ui, int key);
unsigned int act_back(struct top_ui *ui, int key);
unsigned int act_pause(struct top_ui *ui, int key);
unsigned int act_step(struct top_ui *ui, int key);
unsigned int act_jump(struct top_ui *ui, int key);
unsigned int act_interval(struct top_ui *ui, int key);
unsigned int act_baseline(struct top_ui *ui, int key);
unsigned int act_difference(struct top_ui *ui, int key);
unsigned int act_snapshot(struct top_ui *ui, int key);
unsigned int act_bytes(struct top_ui *ui, int key);
unsigned int act_meters(struct top_ui *ui, int key);
unsigned int act_save(struct top_ui *ui, int key);
unsigned int act_redraw(struct top_ui *ui, int key);
unsigned int act_suspend(struct top_ui *ui, int key);
unsigned int act_up(struct top_ui *ui, int key);
unsigned int act_down(struct top_ui *ui, int key);
unsigned int act_page_up(struct top_ui *ui, int key);
unsigned int act_page_down(struct top_ui *ui, int key);
unsigned int act_home(struct top_ui *ui, int key);
unsigned int act_end(struct top_ui *ui, int key);
unsigned int act_left(struct top_ui *ui, int key);
unsigned int act_right(struct top_ui *ui, int key);

unsigned int act_sort_by(struct top_ui *ui, int key);
unsigned int act_pic_up(struct top_ui *ui, int key);
unsigned int act_pic_down(struct top_ui *ui, int key);
unsigned int act_pic_page_up(struct top_ui *ui, int key);
unsigned int act_pic_page_down(struct top_ui *ui, int key);
unsigned int act_pic_home(struct top_ui *ui, int key);
unsigned int act_pic_end(struct top_ui *ui, int key);
unsigned int act_pic_in(struct top_ui *ui, int key);
unsigned int act_pic_out(struct top_ui *ui, int key);
unsigned int act_pic_all(struct top_ui *ui, int key);
unsigned int act_pic_search(struct top_ui *ui, int key);
unsigned int act_pic_search_next(struct top_ui *ui, int key);
unsigned int act_pic_detail(struct top_ui *ui, int key);

#endif
