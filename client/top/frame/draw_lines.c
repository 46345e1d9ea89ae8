// SPDX-License-Identifier: GPL-2.0-only
/* Styled lines on the screen. */
#include "screen.h"

/**
 * top_draw_lines - draw lines
 * @lines: the lines
 * @y: line of the screen for the first of them
 * @height: how many at most
 * @columns: columns of the screen
 */
void top_draw_lines(const struct top_lines *lines, int y, int height, int columns)
{
	const char *text = lines->text.data;
	int end = y + height, x = 0;
	size_t i;

	for (i = 0; i < lines->count && y < end; i++) {
		const struct top_piece *piece = &lines->pieces[i];

		if (piece->end) {
			y++;
			x = 0;
			continue;
		}
		x += top_term_put(y, x, columns - x, text, piece->len, piece->role);
		text += piece->len;
	}
}
