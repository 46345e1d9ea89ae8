/* SPDX-License-Identifier: GPL-2.0-only */
/* The parts of kintro-top. */
#ifndef TOP_H
#define TOP_H

#include <stdio.h>

#include "gauge.h"
#include "picture.h"
#include "self.h"

#define TOP_VIEWS_MAX 16

enum top_theme {
	TOP_THEME_DEFAULT,
	TOP_THEME_MONO,
	TOP_THEME_LIGHT,
	TOP_THEME_COLOURBLIND,
	TOP_THEMES,
};

enum top_graph {
	TOP_GRAPH_BRAILLE,
	TOP_GRAPH_BLOCK,
	TOP_GRAPH_ASCII,
	TOP_GRAPHS,
};

/**
 * struct top_settings - what the command line, the configuration and keys set
 * @interval_ns: from sample to sample
 * @theme: enum top_theme
 * @graph: enum top_graph
 * @meters: whether there are meters on top
 * @mouse: whether the mouse is used
 */
struct top_settings {
	__u64 interval_ns;
	enum top_theme theme;
	enum top_graph graph;
	bool meters;
	bool mouse;
};

/**
 * struct top_options - the command line
 * @batch: text on standard output instead of a screen
 * @count: samples, 0: no end
 * @interval_ns: 0: not given
 * @via: way to the driver
 * @replay: recording to read instead, or NULL
 * @view: name of the view or object, or NULL
 * @columns: columns, or NULL
 * @sort: column to sort by, or NULL
 * @filter: filter, or NULL
 * @theme: name of the theme, or NULL
 * @ascii: no characters but ASCII
 * @bytes: raw numbers
 * @threads: threads, too
 * @no_kernel: no kernel threads
 * @tree: as trees
 * @pid: process for the views of one process, 0: none
 */
struct top_options {
	bool batch;
	__u64 count;
	__u64 interval_ns;
	const char *via;
	const char *replay;
	const char *view;
	const char *columns;
	const char *sort;
	const char *filter;
	const char *theme;
	bool ascii;
	bool bytes;
	bool threads;
	bool no_kernel;
	bool tree;
	__u64 pid;
};

/**
 * struct top_meters - what has been seen of the machine
 * @host: the last reading
 * @before: the one before it
 * @cpu: busy share of the CPUs, 0 to 1, a ring of the last samples
 * @memory: used share of the memory
 * @at: where the next goes
 * @filled: how many there are
 */
struct top_meters {
	struct top_host host;
	struct top_host before;
	float cpu[TOP_HISTORY];
	float memory[TOP_HISTORY];
	unsigned int at;
	unsigned int filled;
};

/**
 * struct top - one run of the program
 * @options: the command line
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
 * @self: what all this costs
 * @code: whether the driver was reached the last time
 * @err: why not
 * @lost: samples that found no driver, in a row
 * @sample_ns: CLOCK_MONOTONIC of the last sample, 0: none yet
 * @paused: nothing new is taken
 * @baseline_ns: when the baseline was marked, 0: there is none
 * @replay: the recording that is looked at, or NULL
 * @playing: its samples follow one another by themselves
 * @ui: the screen and keyboard, or NULL
 */
struct top {
	struct top_options options;
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
	struct top_self self;
	int code;
	struct kc_error err;
	unsigned int lost;
	__u64 sample_ns;
	bool paused;
	__u64 baseline_ns;
	struct top_replay *replay;
	bool playing;
	struct top_ui *ui;
};

struct top_replay;

static inline const struct top_view *top_view_now(const struct top *top)
{
	return top_views[top->view];
}

static inline struct top_pane *top_pane_now(struct top *top)
{
	return &top->panes[top->view][top->pane[top->view]];
}

static inline struct top_scene *top_scene_now(struct top *top)
{
	return &top->scenes[top->view];
}

/* views.c */
int top_views_open(struct top *top, struct kc_error *err);
void top_views_close(struct top *top);
void top_views_resolve(struct top *top);
bool top_view_choose(struct top *top, const char *name);
unsigned int top_wants(struct top *top, struct top_want *wants);
bool top_take(struct top *top, struct top_sample *sample);
struct top_pane *top_pane_of(struct top *top, const char *name);
bool top_pane_there(const struct top_pane *pane, const struct kc_catalog *catalog);

/* write.c */
int top_write_snapshot(struct top *top, const char *path, struct kc_error *err);

/* options.c */
int top_parse(struct top_options *options, int argc, char **argv, struct kc_error *err);

/* meters.c */
void top_meters_put(struct top_meters *meters, const struct top_host *host);
double top_meters_share(const struct top_meters *meters, enum top_cpu what);
void top_meters_text(const struct top_meters *meters, struct kc_buf *buf);

/* batch.c */
int top_batch(struct top *top, struct kc_transport *transport, struct kc_error *err);

#endif
