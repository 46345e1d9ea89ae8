/* SPDX-License-Identifier: GPL-2.0-only */
/* All that is known and chosen, whether there is a screen or not. */
#ifndef TOP_STATE_H
#define TOP_STATE_H

#include "costs.h"
#include "meters.h"
#include "picture.h"
#include "settings.h"

#define TOP_VIEWS_MAX 16

struct top_timeline;

/**
 * struct top - one run of the program
 * @views: what there is to be seen
 * @view_count: how many
 * @batch: samples are printed as text, there is no screen
 * @users: of this machine
 * @settings: as they are now
 * @shape: how tables are shown
 * @source: where samples come from
 * @catalog: the tables of the driver, the newest
 * @view: number of the view shown
 * @panes: of every view, its tables
 * @pane: of every view, number of the table shown
 * @scenes: of every view, its picture
 * @meters: of the machine
 * @gauges: of the driver's objects
 * @costs: what all this costs
 * @code: whether the driver was reached the last time
 * @err: why not
 * @lost: samples that found no driver, in a row
 * @sample_ns: CLOCK_MONOTONIC of the last sample, 0: none yet
 * @paused: nothing new is taken
 * @baseline_ns: when the baseline was marked, 0: there is none
 * @recording: the recording that is looked at, or NULL
 * @playing: its samples follow one another by themselves
 * @complaints: what is wrong with the configuration, a line each
 */
struct top {
	const struct top_view * const *views;
	unsigned int view_count;
	bool batch;
	struct top_users users;
	struct top_settings settings;
	struct top_shape shape;
	struct top_source source;
	struct top_catalog *catalog;
	unsigned int view;
	struct top_pane *panes[TOP_VIEWS_MAX];
	unsigned int pane[TOP_VIEWS_MAX];
	struct top_scene scenes[TOP_VIEWS_MAX];
	struct top_meters meters;
	struct top_gauges gauges;
	struct top_costs costs;
	int code;
	struct kc_error err;
	unsigned int lost;
	__u64 sample_ns;
	bool paused;
	__u64 baseline_ns;
	struct top_timeline *recording;
	bool playing;
	struct kc_buf complaints;
};

static inline const struct top_view *top_view_now(const struct top *top)
{
	return top->views[top->view];
}

static inline struct top_pane *top_pane_now(struct top *top)
{
	return &top->panes[top->view][top->pane[top->view]];
}

static inline struct top_scene *top_scene_now(struct top *top)
{
	return &top->scenes[top->view];
}

/* Whether the view shown is a picture now. */
static inline bool top_picture_on(const struct top *top)
{
	const struct top_scene *scene = &top->scenes[top->view];

	return scene->picture && !scene->off;
}

int top_views_open(struct top *top, struct kc_error *err);
void top_views_users(struct top *top, const struct top_users *users);
void top_views_close(struct top *top);
void top_views_resolve(struct top *top);
bool top_view_choose(struct top *top, const char *name);
unsigned int top_wants(struct top *top, struct top_want *wants);
bool top_collected(const struct top *top);
void top_take(struct top *top, struct top_sample *sample);
struct top_pane *top_pane_of(struct top *top, const char *name);
bool top_pane_there(const struct top_pane *pane, const struct kc_catalog *catalog);
size_t top_link_name(struct top *top, __u64 value, const char **text);

/* save.c */
int top_save_snapshot(struct top *top, const char *path, struct kc_error *err);

#endif
