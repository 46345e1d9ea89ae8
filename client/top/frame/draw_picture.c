// SPDX-License-Identifier: GPL-2.0-only
/*
 * A picture on the screen: the highest address on top, of every area a bar whose
 * pattern tells what may be done with it, its name, and at its lowest line where it
 * begins. Above, what it is that fills the picture; below, all about what is chosen.
 */
#include <stdio.h>

#include "screen.h"

#define ADDRESS 18
#define RIGHT 12		/* what may be done with it, and its size */

/* Where things stand in a line. */
struct frame {
	int columns;
	int address;		/* column of addresses, -1: there is no room for them */
	int bar, bar_width;
	int text, text_width;
	int right;		/* -1: likewise */
};

static const enum top_role roles[KC_AREA_KINDS] = {
	[KC_AREA_REGION] = TOP_ROLE_LABEL, [KC_AREA_CODE] = TOP_ROLE_GOOD,
	[KC_AREA_READ] = TOP_ROLE_COOL, [KC_AREA_WRITE] = TOP_ROLE_WARM,
	[KC_AREA_HOLE] = TOP_ROLE_DIM,
};

static const char * const patterns[2][KC_AREA_KINDS] = {
	{ [KC_AREA_REGION] = "░", [KC_AREA_CODE] = "█", [KC_AREA_READ] = "▒",
	  [KC_AREA_WRITE] = "▓", [KC_AREA_HOLE] = "·" },
	{ [KC_AREA_REGION] = ":", [KC_AREA_CODE] = "#", [KC_AREA_READ] = "-",
	  [KC_AREA_WRITE] = "=", [KC_AREA_HOLE] = "." },
};

/* Of an area of one line, and the highest, a middle and the lowest line of others. */
static const char * const edges[2][4] = { { "╶", "┌", "│", "└" }, { "-", "/", "|", "\\" } };

static const char *hole_name(const struct kc_area *area)
{
	return area->kind == KC_AREA_HOLE && !area->name ? "hole" : area->name ? area->name : "";
}

static void lay_out(struct frame *frame, int columns)
{
	int at = 2;

	*frame = (struct frame){ .columns = columns, .address = -1, .right = -1 };
	if (columns >= 50) {
		frame->address = at;
		at += ADDRESS + 1;
	}
	frame->bar = at;
	frame->bar_width = columns < 12 ? 1 : columns / 12 + 1;
	frame->text = at + frame->bar_width + 2;
	frame->text_width = columns - frame->text;
	if (frame->text_width >= 2 * RIGHT) {
		frame->text_width -= RIGHT + 1;
		frame->right = columns - RIGHT;
	}
}

/* The end of a name tells more than its beginning: so much of it as there is room for. */
static int put_tail(int y, int x, int width, const char *text, enum top_role role)
{
	size_t len = strlen(text), at = 0;
	int used = 0;

	if (top_term_width(text, len) <= width)
		return top_term_put(y, x, width, text, len, role);
	while (at < len && top_term_width(text + at, len - at) > width - 2)
		do
			at++;
		while (at < len && (text[at] & 0xc0) == 0x80);
	if (width > 2)
		used = top_term_put(y, x, width, "..", 2, role);
	return used + top_term_put(y, x + used, width - used, text + at, len - at, role);
}

/* What happened to an area, or to something in it. */
static enum top_role mark_role(const struct top_scene *scene, __u32 node, const char **sign)
{
	unsigned int marks = scene->space.areas[node].mark | scene->nodes[node].marks;

	*sign = " ";
	if (!marks)
		return TOP_ROLE_PLAIN;
	if (marks == TOP_MARK_NEW) {
		*sign = "+";
		return TOP_ROLE_NEW;
	}
	if (marks == TOP_MARK_GONE) {
		*sign = "-";
		return TOP_ROLE_GONE;
	}
	*sign = "~";
	return TOP_ROLE_CHANGED;
}

static int depth_below(const struct top_scene *scene, __u32 node)
{
	int depth = 0;

	for (; node && node != scene->root; node = scene->nodes[node].parent)
		depth++;
	return depth;
}

static void put_name(const struct frame *frame, int y, const struct top_scene *scene, __u32 node,
		     enum top_role role)
{
	const struct kc_area *area = &scene->space.areas[node];
	struct kc_buf buf = { 0 };
	int indent = depth_below(scene, node) - 1, used;

	if (indent < 0 || frame->text_width < 20)
		indent = 0;
	if (indent > 6)
		indent = 6;
	if (scene->nodes[node].parts)
		kc_buf_printf(&buf, " (%u parts)", scene->nodes[node].parts);
	if (area->kind == KC_AREA_HOLE && area->name)
		kc_buf_text(&buf, " (hole)");
	used = put_tail(y, frame->text + indent, frame->text_width - indent - (int)buf.len,
			hole_name(area), role);
	top_term_put(y, frame->text + indent + used, frame->text_width - indent - used, buf.data,
		     buf.len, role);
	if (frame->right >= 0) {
		top_term_puts(y, frame->right, area->perms, role);
		buf.len = 0;
		kc_format_bytes(&buf, kc_area_size(area));
		top_term_put(y, frame->columns - (int)buf.len, buf.len, buf.data, buf.len, role);
	}
	kc_buf_free(&buf);
}

/* Line @n of the @height lines of an area. */
static void draw_line(const struct frame *frame, int y, const struct top_scene *scene,
		      const struct top_shown *shown, int n, bool chosen)
{
	const struct kc_area *area = &scene->space.areas[shown->node];
	bool ascii = top_term_ascii(), lowest = n == shown->height - 1;
	const char *sign, *pattern = patterns[ascii][area->kind];
	enum top_role role = mark_role(scene, shown->node, &sign), bar = roles[area->kind];
	int edge = shown->height == 1 ? 0 : !n ? 1 : lowest ? 3 : 2, i;
	struct kc_buf buf = { 0 };

	if (role == TOP_ROLE_PLAIN && area->kind == KC_AREA_HOLE)
		role = TOP_ROLE_DIM;
	if (chosen) {
		role = TOP_ROLE_CURSOR;
		top_term_fill(y, 0, frame->columns, role);
	}
	top_term_puts(y, 0, chosen && !n ? ">" : " ", role);
	top_term_puts(y, 1, sign, role);
	if (lowest && frame->address >= 0) {
		kc_buf_addr(&buf, area->first);
		top_term_put(y, frame->address, ADDRESS, buf.data, buf.len, role);
	}
	top_term_puts(y, frame->bar, edges[ascii][edge], bar);
	for (i = 1; i <= frame->bar_width; i++)
		top_term_puts(y, frame->bar + i, pattern, bar);
	if (!n)
		put_name(frame, y, scene, shown->node, role);
	kc_buf_free(&buf);
}

static void draw_areas(struct top_screen *screen, struct top_scene *scene, int y, int height,
		       int columns)
{
	__u32 top = scene->count, line = scene->count - 1 - scene->chosen;
	struct frame frame;
	int n, at = 0;

	/* Only where there are more areas than lines, each with one, is there more above. */
	if (scene->count <= (__u32)height)
		scene->first = 0;
	else if (scene->first > line)
		scene->first = line;
	else if (scene->first + height <= line)
		scene->first = line - height + 1;
	if (scene->count > (__u32)height && scene->first + height > scene->count)
		scene->first = scene->count - height;
	lay_out(&frame, columns);
	for (top -= scene->first; top-- && at < height;)
		for (n = 0; n < scene->shown[top].height && at < height; n++, at++)
			draw_line(&frame, y + at, scene, &scene->shown[top], n,
				  top == scene->chosen);
	screen->row_y = y;
	screen->row_count = height;
}

/* --- words above and below ----------------------------------------------------------- */

static void put_path(struct kc_buf *buf, const struct top_scene *scene, __u32 node)
{
	if (node) {
		put_path(buf, scene, scene->nodes[node].parent);
		kc_buf_text(buf, " > ");
	}
	kc_buf_text(buf, scene->space.areas[node].name ? scene->space.areas[node].name : "hole");
}

static void draw_head(const struct top_scene *scene, int y, int columns)
{
	static const struct {
		unsigned int mark;
		const char *words;
	} said[] = {
		{ TOP_MARK_NEW, "+%u new " }, { TOP_MARK_GONE, "-%u gone " },
		{ TOP_MARK_CHANGED, "~%u changed " },
	};
	unsigned int counts[TOP_MARK_GONE + 1] = { 0 }, i;
	struct kc_buf buf = { 0 };
	size_t n;
	int x;

	for (n = 0; n < scene->space.count; n++)
		counts[scene->space.areas[n].mark]++;
	put_path(&buf, scene, scene->root);
	if (scene->picture->process)
		kc_buf_printf(&buf, ", process %llu", (unsigned long long)scene->process);
	kc_buf_text(&buf, "  ");
	x = top_term_put(y, 0, columns, buf.data, buf.len, TOP_ROLE_LABEL);
	for (i = 0; i < 3; i++) {
		buf.len = 0;
		if (!counts[said[i].mark])
			continue;
		kc_buf_printf(&buf, said[i].words, counts[said[i].mark]);
		x += top_term_put(y, x, columns - x, buf.data, buf.len, TOP_ROLE_CHANGED);
	}
	buf.len = 0;
	kc_buf_text(&buf, "up to ");
	kc_buf_addr(&buf, scene->space.areas[scene->root].last);
	top_term_put(y, x, columns - x, buf.data, buf.len, TOP_ROLE_LABEL);
	kc_buf_free(&buf);
}

static const char *mark_words(unsigned int mark)
{
	return mark == TOP_MARK_NEW ? ", new" : mark == TOP_MARK_GONE ? ", gone" :
	       mark == TOP_MARK_CHANGED ? ", changed" : "";
}

static void draw_range(const struct top_scene *scene, int y, int columns)
{
	__u32 node = top_scene_chosen(scene);
	const struct kc_area *area = &scene->space.areas[node];
	struct kc_buf buf = { 0 };

	kc_buf_addr(&buf, area->first);
	kc_buf_char(&buf, '-');
	kc_buf_addr(&buf, area->last);
	kc_buf_char(&buf, ' ');
	kc_format_bytes(&buf, kc_area_size(area));
	kc_buf_printf(&buf, " %s", area->perms);
	if (area->perms[0])
		kc_buf_char(&buf, ' ');
	kc_buf_text(&buf, hole_name(area));
	if (area->kind == KC_AREA_HOLE && area->name)
		kc_buf_text(&buf, " (hole)");
	kc_buf_text(&buf, mark_words(area->mark));
	top_term_put(y, 0, columns, buf.data, buf.len, TOP_ROLE_LABEL);
	kc_buf_free(&buf);
}

/* Whether a field has been said already by what stands above. */
static bool is_said(const struct top_part *part, const struct kc_field *field)
{
	const char * const names[] = {
		part->start, part->last, part->end, part->size, part->label, part->perms,
		part->hole,
	};
	unsigned int i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i] && !strcmp(names[i], field->name))
			return true;
	return false;
}

/* What else the columns of its table say. */
static void put_columns(struct top *top, const struct top_scene *scene, __u32 node,
			struct kc_buf *buf)
{
	const struct top_pane *pane = top_scene_pane(scene, top_view_now(top),
						     top->panes[top->view],
						     scene->space.areas[node].owner);
	struct top_cell cell;
	struct top_pair pair;
	unsigned int i;

	if (!pane || !top_scene_pair(scene, node, &pair))
		return;
	for (i = 0; i < pane->columns.count; i++) {
		top_column_cell(&pane->columns.columns[i], &pair, false, &cell);
		if (cell.kind == TOP_ABSENT ||
		    is_said(&scene->picture->parts[scene->space.areas[node].owner - 1], cell.field))
			continue;
		kc_buf_printf(buf, "%s%s ", buf->len ? "  " : "", pane->columns.columns[i].title);
		top_cell_format(buf, &cell, top->shape.bytes, top->shape.users);
	}
}

static void draw_about(struct top *top, const struct top_scene *scene, int y, int columns)
{
	__u32 node = top_scene_chosen(scene);
	struct kc_buf buf = { 0 };

	put_columns(top, scene, node, &buf);
	if (scene->nodes[node].parts)
		kc_buf_printf(&buf, "%s%u parts, + shows them", buf.len ? "  " : "",
			      scene->nodes[node].parts);
	else if (!buf.len)
		kc_buf_text(&buf, "nothing is here");
	top_term_put(y, 0, columns, buf.data, buf.len, TOP_ROLE_PLAIN);
	kc_buf_free(&buf);
}

/**
 * top_draw_picture - draw the picture of the view shown
 * @screen: the screen
 * @top: the run
 * @y: its first line
 * @height: lines
 * @columns: columns
 *
 * Return: false if there is nothing to be drawn.
 */
bool top_draw_picture(struct top_screen *screen, struct top *top, int y, int height, int columns)
{
	struct top_scene *scene = top_scene_now(top);
	int head = height >= 8, below = height >= 12 ? 2 : height >= 5, words;

	top_scene_update(scene, top_view_now(top), top->panes[top->view],
			 &top->shape);
	if (scene->picture->process && !top->shape.process) {
		scene->count = 0;
		return false;
	}
	words = scene->words[0] && (height >= 6 || !scene->space.count);
	if (words)
		top_term_put(y, 0, columns, scene->words, strlen(scene->words), TOP_ROLE_ERROR);
	y += words;
	height -= words;
	if (!top_scene_fit(scene, height - head - below)) {
		if (words && height > 0)
			top_term_puts(y, 0, "v shows the tables", TOP_ROLE_DIM);
		return words;
	}
	if (head)
		draw_head(scene, y, columns);
	draw_areas(screen, scene, y + head, height - head - below, columns);
	if (below)
		draw_range(scene, y + height - below, columns);
	if (below == 2)
		draw_about(top, scene, y + height - 1, columns);
	return true;
}
