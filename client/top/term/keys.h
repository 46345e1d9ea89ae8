/* SPDX-License-Identifier: GPL-2.0-only */
/* Keys as numbers: characters, keys that are none, and characters together with Alt. */
#ifndef TOP_KEYS_H
#define TOP_KEYS_H

#define TOP_ALT(c) ((c) | 0x400000)
#define TOP_CTRL(c) ((c) & 31)
#define TOP_F(n) (TOP_KEY_F0 + (n))

enum {
	TOP_KEY_BACK = '\b',
	TOP_KEY_TAB = '\t',
	TOP_KEY_ESC = 27,
	TOP_KEY_DEL = 127,
	TOP_KEY_OTHER = 0x200000,	/* one without a meaning here */
	TOP_KEY_MOUSE,
	TOP_KEY_UP,
	TOP_KEY_DOWN,
	TOP_KEY_LEFT,
	TOP_KEY_RIGHT,
	TOP_KEY_PAGE_UP,
	TOP_KEY_PAGE_DOWN,
	TOP_KEY_HOME,
	TOP_KEY_END,
	TOP_KEY_ENTER,
	TOP_KEY_BACKSPACE,
	TOP_KEY_DELETE,
	TOP_KEY_BACKTAB,
	TOP_KEY_PASTE,			/* what follows was pasted */
	TOP_KEY_PASTE_END,
	TOP_KEY_F0,			/* to TOP_F(12) */
};

#endif
