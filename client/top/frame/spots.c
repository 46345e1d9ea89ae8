// SPDX-License-Identifier: GPL-2.0-only
/* Places to click at. */
#include "screen.h"

/**
 * top_spot_add - let a place be clicked at until the next frame
 * @screen: the screen
 * @y: line
 * @from: its first column
 * @to: the column after its last
 * @key: the key that a click stands for, or 0
 * @column: number of the column whose header it is, or -1
 */
void top_spot_add(struct top_screen *screen, int y, int from, int to, int key, int column)
{
	if (screen->spot_count < sizeof(screen->spots) / sizeof(screen->spots[0]))
		screen->spots[screen->spot_count++] =
			(struct top_spot){ y, from, to, key, column };
}
