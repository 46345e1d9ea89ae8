// SPDX-License-Identifier: GPL-2.0-only
/* Places to click at, and messages. */
#include <stdarg.h>
#include <stdio.h>

#include "screen.h"

#define MESSAGE_NS 4000000000ULL

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

/**
 * top_message - say something for a while
 * @screen: the screen
 * @error: something failed
 * @format: as of printf
 */
void top_message(struct top_screen *screen, bool error, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(screen->message, sizeof(screen->message), format, args);
	va_end(args);
	screen->message_error = error;
	screen->message_until = top_now_ns() + MESSAGE_NS;
}
