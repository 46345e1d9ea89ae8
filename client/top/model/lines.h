/* SPDX-License-Identifier: GPL-2.0-only */
/* Styled text in lines: what views return, and what is then drawn or printed. */
#ifndef TOP_LINES_H
#define TOP_LINES_H

#include "buf.h"
#include "settings.h"

/* What a text is for; a theme says how that looks. */
enum top_role {
	TOP_ROLE_PLAIN,
	TOP_ROLE_LABEL,
	TOP_ROLE_DIM,
	TOP_ROLE_TAB,
	TOP_ROLE_TAB_ON,
	TOP_ROLE_HEADER,
	TOP_ROLE_SORT,
	TOP_ROLE_CURSOR,
	TOP_ROLE_NEW,
	TOP_ROLE_GONE,
	TOP_ROLE_CHANGED,
	TOP_ROLE_TAG,
	TOP_ROLE_BAR_KEY,
	TOP_ROLE_BAR,
	TOP_ROLE_POPUP,
	TOP_ROLE_POPUP_ON,
	TOP_ROLE_ERROR,
	TOP_ROLE_GOOD,
	TOP_ROLE_WARM,
	TOP_ROLE_HOT,
	TOP_ROLE_COOL,
	TOP_ROLES,
};

/**
 * struct top_room - the room that lines are made for
 * @columns: columns of a line
 * @lines: lines
 * @ascii: no characters but ASCII
 * @graph: characters of graphs
 */
struct top_room {
	int columns;
	int lines;
	bool ascii;
	enum top_graph graph;
};

/**
 * struct top_piece - a part of a line in one style
 * @role: its style
 * @end: nothing but the end of a line
 * @len: bytes of the text
 */
struct top_piece {
	enum top_role role;
	bool end;
	size_t len;
};

/**
 * struct top_lines - lines of styled text; all zero is empty
 * @text: the bytes of all pieces
 * @pieces: the pieces
 * @count: how many
 * @piece_room: how many there is memory for
 * @lines: lines that have ended
 * @column: columns of the line that has not
 *
 * Without memory, pieces are missing.
 */
struct top_lines {
	struct kc_buf text;
	struct top_piece *pieces;
	size_t count;
	size_t piece_room;
	int lines;
	int column;
};

int top_lines_put(struct top_lines *lines, enum top_role role, const char *text, size_t len);
int top_lines_text(struct top_lines *lines, enum top_role role, const char *text);
int top_lines_print(struct top_lines *lines, enum top_role role, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void top_lines_pad(struct top_lines *lines, int column);
void top_lines_end(struct top_lines *lines);
void top_lines_free(struct top_lines *lines);

/* graph.c */
void top_lines_graph(struct top_lines *lines, const struct top_room *room, int width,
		     const float *ring, unsigned int at, unsigned int filled, enum top_role role);
void top_lines_bar(struct top_lines *lines, int width, const double *parts,
		   const enum top_role *roles, const char *signs, unsigned int count);

#endif
