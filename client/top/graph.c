// SPDX-License-Identifier: GPL-2.0-only
/* A history, or shares of a whole, in one line. */
#include "ui.h"

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
 * top_graph - a history, the newest at the right
 * @y: line
 * @x: column
 * @width: columns
 * @ring: shares from 0 to 1
 * @at: where the next one would go
 * @filled: how many there are
 * @how: of which characters
 * @role: how it looks
 */
int top_graph(int y, int x, int width, const float *ring, unsigned int at, unsigned int filled,
	      enum top_graph how, enum top_role role)
{
	/* Dots of a braille character from below, left and right. */
	static const unsigned char left[] = { 0, 0x40, 0x44, 0x46, 0x47 };
	static const unsigned char right[] = { 0, 0x80, 0xa0, 0xb0, 0xb8 };
	static const char ascii[] = " .:-=+*#@";
	unsigned int per = how == TOP_GRAPH_BRAILLE ? 2 : 1;
	char text[TOP_HISTORY * 3];
	size_t len = 0;
	int i;

	if (top_term_ascii()) {
		how = TOP_GRAPH_ASCII;
		per = 1;
	}
	if (width > TOP_HISTORY / (int)per)
		width = TOP_HISTORY / per;
	for (i = width; i-- > 0;) {
		float a = sample(ring, at, filled, i * per + per - 1);
		float b = sample(ring, at, filled, i * per);

		if (how == TOP_GRAPH_ASCII) {
			text[len++] = ascii[level(b, 8)];
			continue;
		}
		if (how == TOP_GRAPH_BRAILLE)
			put_utf8(text + len, 0x2800 | left[level(a, 4)] | right[level(b, 4)]);
		else if (level(b, 8))
			put_utf8(text + len, 0x2580 + level(b, 8));
		else
			put_utf8(text + len, 0x3000);
		len += 3;
		if (how == TOP_GRAPH_BLOCK && !level(b, 8)) {
			len -= 3;
			text[len++] = ' ';
		}
	}
	return top_put(y, x, width, text, len, role);
}

/**
 * top_bar - shares of a whole, each of its own sign
 * @y: line
 * @x: column
 * @width: columns, with the brackets
 * @parts: shares from 0 to 1
 * @roles: how each looks
 * @signs: what each is drawn with
 * @count: how many
 */
int top_bar(int y, int x, int width, const double *parts, const enum top_role *roles,
	    const char *signs, unsigned int count)
{
	int room = width - 2, used = 0, end;
	double sum = 0;
	unsigned int i;

	if (room < 1)
		return 0;
	top_puts(y, x, "[", TOP_ROLE_DIM);
	for (i = 0; i < count; i++) {
		sum += parts[i];
		end = sum * room + 0.5;
		if (end > room)
			end = room;
		for (; used < end; used++)
			top_put(y, x + 1 + used, 1, &signs[i], 1, roles[i]);
	}
	top_puts(y, x + width - 1, "]", TOP_ROLE_DIM);
	return width;
}
