/* SPDX-License-Identifier: GPL-2.0-only */
/* What a person may choose about the screen. */
#ifndef TOP_SETTINGS_H
#define TOP_SETTINGS_H

#include <stdbool.h>
#include <linux/types.h>

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

/* Names in the configuration and on the command line. */
extern const char * const top_theme_names[TOP_THEMES];
extern const char * const top_graph_names[TOP_GRAPHS];

#endif
