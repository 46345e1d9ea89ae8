// SPDX-License-Identifier: GPL-2.0-only
/* Names of settings. */
#include "settings.h"

const char * const top_theme_names[TOP_THEMES] = { "default", "mono", "light", "colour-blind" };
const char * const top_graph_names[TOP_GRAPHS] = { "braille", "block", "ascii" };
