// SPDX-License-Identifier: GPL-2.0-only
/* A history, or shares of a whole, in one line. */
#include "gauge.h"
#include "lines.h"

/* Level 0 to @most of a share; what is more than nothing is to be seen. */
static int level(float share, int most)
{
	int up = share * most + 0.5f;

	if (share > 0.005f && !up)
		up = 1;
	return up < 0 ? 0 : up > most ? most : up;
}

static float sample(const float *ring, unsigned int at, unsigned int filled, unsigned int back)
{
	return back < filled ? ring[(at + TOP_HISTORY - 1 - back) % TOP_HISTORY] : 0;
}

static void put_utf8(char *to, unsigned int c)
{
	to[0] = 0xe0 | c >> 12;
	to[1] = 0x80 | (c >> 6 & 0x3f);
	to[2] = 0x80 | (c & 0x3f);
}

/**
 * top_lines_graph - add a history to the last line, the newest at the right
 * @lines: the lines
 * @room: which characters there are
 * @width: columns
 * @ring: shares from 0 to 1
 * @at: where the next one would go
 * @filled: how many there are
 * @role: style
 */
void top_lines_graph(struct top_lines *lines, const struct top_room *room, int width,
		     const float *ring, unsigned int at, unsigned int filled, enum top_role role)
{
	/* Dots of a braille character from below, left and right. */
	static const unsigned char left[] = { 0, 0x40, 0x44, 0x46, 0x47 };
	static const unsigned char right[] = { 0, 0x80, 0xa0, 0xb0, 0xb8 };
	static const char ascii[] = " .:-=+*#@";
	enum top_graph how = room->ascii ? TOP_GRAPH_ASCII : room->graph;
	int per = how == TOP_GRAPH_BRAILLE ? 2 : 1, i;
	char text[TOP_HISTORY * 3];
	size_t len = 0;

	if (width > TOP_HISTORY / per)
		width = TOP_HISTORY / per;
	for (i = width; i-- > 0;) {
		float a = sample(ring, at, filled, i * per + per - 1);
		float b = sample(ring, at, filled, i * per);

		if (how == TOP_GRAPH_ASCII) {
			text[len++] = ascii[level(b, 8)];
		} else if (how == TOP_GRAPH_BRAILLE) {
			put_utf8(text + len, 0x2800 | left[level(a, 4)] | right[level(b, 4)]);
			len += 3;
		} else if (level(b, 8)) {
			put_utf8(text + len, 0x2580 + level(b, 8));
			len += 3;
		} else {
			text[len++] = ' ';
		}
	}
	top_lines_put(lines, role, text, len);
}

/**
 * top_lines_bar - add shares of a whole to the last line, each of its own sign
 * @lines: the lines
 * @width: columns, with the brackets; where it has no room there is no bar
 * @parts: shares from 0 to 1
 * @roles: style of each
 * @signs: sign of each
 * @count: how many
 */
void top_lines_bar(struct top_lines *lines, int width, const double *parts,
		   const enum top_role *roles, const char *signs, unsigned int count)
{
	int room = width - 2, used = 0, end, begin = lines->column;
	double sum = 0;
	unsigned int i;

	if (room < 1)
		return;
	top_lines_text(lines, TOP_ROLE_DIM, "[");
	for (i = 0; i < count; i++) {
		sum += parts[i];
		end = sum * room + 0.5;
		if (end > room)
			end = room;
		for (; used < end; used++)
			top_lines_put(lines, roles[i], &signs[i], 1);
	}
	top_lines_pad(lines, begin + width - 1);
	top_lines_text(lines, TOP_ROLE_DIM, "]");
}
