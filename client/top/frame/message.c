// SPDX-License-Identifier: GPL-2.0-only
/* Messages. */
#include <stdarg.h>
#include <stdio.h>

#include "screen.h"

#define MESSAGE_NS 4000000000ULL

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
