// SPDX-License-Identifier: GPL-2.0-only
/* Themes: how each role looks. */
#include <stdlib.h>

#include "screen.h"

#define NONE TOP_COLOUR_NONE
#define BLACK TOP_COLOUR_BLACK
#define RED TOP_COLOUR_RED
#define GREEN TOP_COLOUR_GREEN
#define YELLOW TOP_COLOUR_YELLOW
#define BLUE TOP_COLOUR_BLUE
#define MAGENTA TOP_COLOUR_MAGENTA
#define CYAN TOP_COLOUR_CYAN
#define WHITE TOP_COLOUR_WHITE
#define BOLD TOP_ATTR_BOLD
#define DIM TOP_ATTR_DIM
#define REVERSE TOP_ATTR_REVERSE

static const struct top_look looks[TOP_THEMES][TOP_ROLES] = {
	[TOP_THEME_DEFAULT] = {
		[TOP_ROLE_PLAIN] = { NONE, NONE, 0 },
		[TOP_ROLE_LABEL] = { CYAN, NONE, 0 },
		[TOP_ROLE_DIM] = { NONE, NONE, DIM },
		[TOP_ROLE_TAB] = { NONE, NONE, 0 },
		[TOP_ROLE_TAB_ON] = { BLACK, CYAN, 0 },
		[TOP_ROLE_HEADER] = { BLACK, GREEN, 0 },
		[TOP_ROLE_SORT] = { BLACK, CYAN, 0 },
		[TOP_ROLE_CURSOR] = { BLACK, CYAN, 0 },
		[TOP_ROLE_NEW] = { GREEN, NONE, BOLD },
		[TOP_ROLE_GONE] = { RED, NONE, 0 },
		[TOP_ROLE_CHANGED] = { NONE, NONE, BOLD },
		[TOP_ROLE_TAG] = { YELLOW, NONE, BOLD },
		[TOP_ROLE_BAR_KEY] = { NONE, NONE, 0 },
		[TOP_ROLE_BAR] = { BLACK, CYAN, 0 },
		[TOP_ROLE_POPUP] = { WHITE, BLUE, 0 },
		[TOP_ROLE_POPUP_ON] = { BLACK, CYAN, 0 },
		[TOP_ROLE_ERROR] = { RED, NONE, BOLD },
		[TOP_ROLE_GOOD] = { GREEN, NONE, 0 },
		[TOP_ROLE_WARM] = { YELLOW, NONE, 0 },
		[TOP_ROLE_HOT] = { RED, NONE, 0 },
		[TOP_ROLE_COOL] = { BLUE, NONE, 0 },
	},
	[TOP_THEME_MONO] = {
		[TOP_ROLE_LABEL] = { NONE, NONE, BOLD },
		[TOP_ROLE_DIM] = { NONE, NONE, DIM },
		[TOP_ROLE_TAB_ON] = { NONE, NONE, REVERSE },
		[TOP_ROLE_HEADER] = { NONE, NONE, REVERSE },
		[TOP_ROLE_SORT] = { NONE, NONE, REVERSE | BOLD },
		[TOP_ROLE_CURSOR] = { NONE, NONE, REVERSE },
		[TOP_ROLE_NEW] = { NONE, NONE, BOLD },
		[TOP_ROLE_GONE] = { NONE, NONE, DIM },
		[TOP_ROLE_CHANGED] = { NONE, NONE, BOLD },
		[TOP_ROLE_TAG] = { NONE, NONE, BOLD },
		[TOP_ROLE_BAR] = { NONE, NONE, REVERSE },
		[TOP_ROLE_POPUP_ON] = { NONE, NONE, REVERSE },
		[TOP_ROLE_ERROR] = { NONE, NONE, BOLD },
		[TOP_ROLE_WARM] = { NONE, NONE, BOLD },
		[TOP_ROLE_HOT] = { NONE, NONE, BOLD },
	},
	[TOP_THEME_LIGHT] = {
		[TOP_ROLE_PLAIN] = { BLACK, WHITE, 0 },
		[TOP_ROLE_LABEL] = { BLUE, WHITE, 0 },
		[TOP_ROLE_DIM] = { BLACK, WHITE, DIM },
		[TOP_ROLE_TAB] = { BLACK, WHITE, 0 },
		[TOP_ROLE_TAB_ON] = { WHITE, BLUE, 0 },
		[TOP_ROLE_HEADER] = { WHITE, BLUE, 0 },
		[TOP_ROLE_SORT] = { WHITE, MAGENTA, 0 },
		[TOP_ROLE_CURSOR] = { WHITE, BLUE, 0 },
		[TOP_ROLE_NEW] = { GREEN, WHITE, BOLD },
		[TOP_ROLE_GONE] = { RED, WHITE, 0 },
		[TOP_ROLE_CHANGED] = { BLUE, WHITE, BOLD },
		[TOP_ROLE_TAG] = { MAGENTA, WHITE, BOLD },
		[TOP_ROLE_BAR_KEY] = { BLACK, WHITE, 0 },
		[TOP_ROLE_BAR] = { WHITE, BLUE, 0 },
		[TOP_ROLE_POPUP] = { BLACK, CYAN, 0 },
		[TOP_ROLE_POPUP_ON] = { WHITE, BLUE, 0 },
		[TOP_ROLE_ERROR] = { RED, WHITE, BOLD },
		[TOP_ROLE_GOOD] = { GREEN, WHITE, 0 },
		[TOP_ROLE_WARM] = { MAGENTA, WHITE, 0 },
		[TOP_ROLE_HOT] = { RED, WHITE, 0 },
		[TOP_ROLE_COOL] = { BLUE, WHITE, 0 },
	},
	/* Blue and yellow, which nearly everybody can tell apart; never red against green. */
	[TOP_THEME_COLOURBLIND] = {
		[TOP_ROLE_PLAIN] = { NONE, NONE, 0 },
		[TOP_ROLE_LABEL] = { CYAN, NONE, 0 },
		[TOP_ROLE_DIM] = { NONE, NONE, DIM },
		[TOP_ROLE_TAB] = { NONE, NONE, 0 },
		[TOP_ROLE_TAB_ON] = { BLACK, YELLOW, 0 },
		[TOP_ROLE_HEADER] = { WHITE, BLUE, 0 },
		[TOP_ROLE_SORT] = { BLACK, YELLOW, 0 },
		[TOP_ROLE_CURSOR] = { BLACK, YELLOW, 0 },
		[TOP_ROLE_NEW] = { CYAN, NONE, BOLD },
		[TOP_ROLE_GONE] = { YELLOW, NONE, DIM },
		[TOP_ROLE_CHANGED] = { NONE, NONE, BOLD },
		[TOP_ROLE_TAG] = { YELLOW, NONE, BOLD },
		[TOP_ROLE_BAR_KEY] = { NONE, NONE, 0 },
		[TOP_ROLE_BAR] = { WHITE, BLUE, 0 },
		[TOP_ROLE_POPUP] = { WHITE, BLUE, 0 },
		[TOP_ROLE_POPUP_ON] = { BLACK, YELLOW, 0 },
		[TOP_ROLE_ERROR] = { YELLOW, NONE, BOLD },
		[TOP_ROLE_GOOD] = { CYAN, NONE, 0 },
		[TOP_ROLE_WARM] = { YELLOW, NONE, 0 },
		[TOP_ROLE_HOT] = { YELLOW, NONE, BOLD },
		[TOP_ROLE_COOL] = { BLUE, NONE, 0 },
	},
};

/**
 * top_theme_use - choose colours
 * @theme: which; a terminal without colours, or NO_COLOR, gets mono
 */
void top_theme_use(enum top_theme theme)
{
	const char *no_color = getenv("NO_COLOR");

	if (!top_term_has_colours() || (no_color && *no_color))
		theme = TOP_THEME_MONO;
	top_term_looks(looks[theme], TOP_ROLES, theme != TOP_THEME_MONO);
}
