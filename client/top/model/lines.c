// SPDX-License-Identifier: GPL-2.0-only
/* Styled text in lines. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lines.h"
#include "text.h"

static bool add_piece(struct top_lines *lines, enum top_role role, bool end, size_t len)
{
	size_t room = lines->piece_room ? 2 * lines->piece_room : 64;
	struct top_piece *pieces;

	if (lines->count == lines->piece_room) {
		pieces = reallocarray(lines->pieces, room, sizeof(*pieces));
		if (!pieces)
			return false;
		lines->pieces = pieces;
		lines->piece_room = room;
	}
	lines->pieces[lines->count++] = (struct top_piece){ role, end, len };
	return true;
}

/**
 * top_lines_put - add to the last line
 * @lines: the lines
 * @role: style
 * @text: any bytes
 * @len: how many
 *
 * Return: columns taken.
 */
int top_lines_put(struct top_lines *lines, enum top_role role, const char *text, size_t len)
{
	size_t before = lines->text.len;
	int width = kc_width(text, len);

	kc_buf_put(&lines->text, text, len);
	if (lines->text.failed || !add_piece(lines, role, false, len)) {
		lines->text.len = before;
		return 0;
	}
	lines->column += width;
	return width;
}

/**
 * top_lines_text - add a text to the last line
 * @lines: the lines
 * @role: style
 * @text: the text
 */
int top_lines_text(struct top_lines *lines, enum top_role role, const char *text)
{
	return top_lines_put(lines, role, text, strlen(text));
}

/**
 * top_lines_print - add to the last line
 * @lines: the lines
 * @role: style
 * @format: as of printf; no line break
 */
int top_lines_print(struct top_lines *lines, enum top_role role, const char *format, ...)
{
	char text[512];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	return top_lines_text(lines, role, text);
}

/**
 * top_lines_pad - add blanks to the last line, up to a column
 * @lines: the lines
 * @column: where the next piece is to begin; not before the end of the line
 */
void top_lines_pad(struct top_lines *lines, int column)
{
	if (column > lines->column)
		top_lines_print(lines, TOP_ROLE_PLAIN, "%*s", column - lines->column, "");
}

/**
 * top_lines_end - end the last line
 * @lines: the lines
 */
void top_lines_end(struct top_lines *lines)
{
	if (!add_piece(lines, TOP_ROLE_PLAIN, true, 0))
		return;
	lines->lines++;
	lines->column = 0;
}

/**
 * top_lines_free - free the memory, after which they are empty
 * @lines: the lines
 */
void top_lines_free(struct top_lines *lines)
{
	kc_buf_free(&lines->text);
	free(lines->pieces);
	memset(lines, 0, sizeof(*lines));
}
