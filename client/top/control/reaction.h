/* SPDX-License-Identifier: GPL-2.0-only */
/* What an action changed: it returns these, and the loop does what follows, once each. */
#ifndef TOP_REACTION_H
#define TOP_REACTION_H

enum {
	TOP_REMAKE = 1,			/* make the lines of the table again */
	TOP_WANTS = 2,			/* other rows may be wanted */
	TOP_LOOKS = 4,			/* another theme */
	TOP_MOUSE = 8,			/* the mouse is used, or not any more */
	TOP_REDRAW = 16,		/* what is on the screen is not known */
	TOP_SUSPEND = 32,		/* stop until the shell continues it */
	TOP_QUIT = 64,
	TOP_CLOSE = 128,		/* of a choice: the menu is done with */
};

#endif
