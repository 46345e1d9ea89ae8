// SPDX-License-Identifier: GPL-2.0-only
/* What of a picture is shown in so many lines, and moving about in it. */
#include <stdlib.h>

#include "picture.h"

#define PAGE_BITS 12

static struct top_span span_of(const struct top_scene *scene, __u32 node)
{
	const struct kc_area *area = &scene->space.areas[node];

	return (struct top_span){ area->first, area->last };
}

static bool is_span(const struct top_scene *scene, __u32 node, const struct top_span *span)
{
	const struct kc_area *area = &scene->space.areas[node];

	return area->first == span->first && area->last == span->last;
}

/*
 * The area that filled the picture before: of the same bounds, or one that begins or ends
 * there, or else what is around it.
 */
static __u32 find_root(const struct top_scene *scene)
{
	const struct top_span *span = &scene->root_span;
	const struct kc_area *areas = scene->space.areas;
	__u32 node = 0, next, best = 0;

	if (!span->first && !span->last)
		return 0;
	while (node < scene->space.count) {
		next = node + 1;
		if (areas[node].last < span->first)
			next = scene->nodes[node].end;
		else if (areas[node].first > span->last)
			break;
		else if (!scene->nodes[node].parts)
			;
		else if (is_span(scene, node, span))
			return node;
		else if (areas[node].first <= span->first && areas[node].last >= span->last)
			best = node;
		else if (areas[node].first == span->first || areas[node].last == span->last)
			return node;
		node = next;
	}
	return best;
}

static bool add(struct top_scene *scene, __u32 node)
{
	struct top_shown *shown;
	size_t room;

	if (scene->count == scene->shown_room) {
		room = scene->shown_room ? 2 * scene->shown_room : 256;
		shown = reallocarray(scene->shown, room, sizeof(*shown));
		if (!shown)
			return false;
		scene->shown = shown;
		scene->shown_room = room;
	}
	scene->shown[scene->count++] = (struct top_shown){ .node = node, .height = 1 };
	return true;
}

static bool add_parts(struct top_scene *scene, __u32 node)
{
	__u32 part;

	for (part = node + 1; part < scene->nodes[node].end; part = scene->nodes[part].end)
		if (!add(scene, part))
			return false;
	return true;
}

/* Show the parts of an area instead of it. Return: false without memory. */
static bool expand(struct top_scene *scene, __u32 at)
{
	__u32 old = scene->count, parts, i;
	struct top_shown *shown;

	if (!add_parts(scene, scene->shown[at].node))
		return false;
	parts = scene->count - old;
	shown = malloc(parts * sizeof(*shown));
	if (!shown)
		return false;
	memcpy(shown, scene->shown + old, parts * sizeof(*shown));
	for (i = old - 1; i > at; i--)
		scene->shown[i + parts - 1] = scene->shown[i];
	memcpy(scene->shown + at, shown, parts * sizeof(*shown));
	scene->count--;
	free(shown);
	return true;
}

/* As long as there is room, show what is in areas that have the fewest parts. */
static bool unfold(struct top_scene *scene, __u32 lines)
{
	__u32 i, best, parts, fewest;

	while (scene->count < lines) {
		best = TOP_NONE;
		fewest = lines - scene->count + 2;
		for (i = 0; i < scene->count; i++) {
			parts = scene->nodes[scene->shown[i].node].parts;
			if (parts && parts < fewest) {
				fewest = parts;
				best = i;
			}
		}
		if (best == TOP_NONE)
			break;
		if (!expand(scene, best))
			return false;
	}
	return true;
}

/* A page is worth 1, and every doubling 1 more. */
static unsigned int weight(const struct top_scene *scene, __u32 node)
{
	__u64 size = kc_area_size(&scene->space.areas[node]);
	int bits = size ? 64 - __builtin_clzll(size) : 65;

	return bits > PAGE_BITS ? bits - PAGE_BITS : 1;
}

/* Each has a line; share out the others by size. */
static void stretch(struct top_scene *scene, __u32 lines)
{
	__u64 total = 0, sum = 0, given = 0;
	__u32 i, more;

	if (lines <= scene->count)
		return;
	more = lines - scene->count;
	for (i = 0; i < scene->count; i++)
		total += weight(scene, scene->shown[i].node);
	for (i = 0; i < scene->count; i++) {
		sum += weight(scene, scene->shown[i].node);
		scene->shown[i].height = 1 + sum * more / total - given;
		given = sum * more / total;
	}
}

static void find_chosen(struct top_scene *scene)
{
	const struct top_span *span = &scene->chosen_span;
	const struct kc_area *areas = scene->space.areas;
	__u32 i, best = scene->count - 1;

	for (i = 0; i < scene->count; i++) {
		__u32 node = scene->shown[i].node;

		if (!span->first && !span->last)
			break;
		if (is_span(scene, node, span)) {
			best = i;
			break;
		}
		if (areas[node].first <= span->first && areas[node].last >= span->first)
			best = i;
	}
	scene->chosen = best;
	if (!span->first && !span->last)
		scene->chosen_span = span_of(scene, scene->shown[best].node);
}

/**
 * top_scene_fit - choose what is shown, and how high it is
 * @scene: the picture
 * @lines: lines there are
 *
 * What does not fit is more than the lines: then every area has one.
 *
 * Return: false if there is nothing to be shown, or no memory for it.
 */
bool top_scene_fit(struct top_scene *scene, int lines)
{
	scene->count = 0;
	scene->lines = lines;
	if (!scene->space.count)
		return false;
	scene->root = find_root(scene);
	if (!(scene->nodes[scene->root].parts ? add_parts(scene, scene->root) :
	      add(scene, scene->root)) ||
	    !unfold(scene, lines)) {
		scene->count = 0;
		return false;
	}
	stretch(scene, lines);
	find_chosen(scene);
	return true;
}

/**
 * top_scene_choose - choose an area
 * @scene: the picture, fitted
 * @shown: which
 */
void top_scene_choose(struct top_scene *scene, __u32 shown)
{
	if (shown >= scene->count)
		return;
	scene->chosen = shown;
	scene->chosen_span = span_of(scene, scene->shown[shown].node);
}

/**
 * top_scene_move - choose an area further up or down
 * @scene: the picture, fitted
 * @up: how far, negative: down
 */
void top_scene_move(struct top_scene *scene, long up)
{
	long to = (long)scene->chosen + up;

	if (!scene->count)
		return;
	to = to < 0 ? 0 : to;
	top_scene_choose(scene, to < (long)scene->count ? (__u32)to : scene->count - 1);
}

/* Choose an area; where it is not to be seen, what is around it fills the picture. */
static void reveal(struct top_scene *scene, __u32 node)
{
	__u32 around = scene->nodes[node].parent;

	scene->chosen_span = span_of(scene, node);
	if (top_scene_fit(scene, scene->lines) && top_scene_chosen(scene) == node)
		return;
	scene->root_span = around ? span_of(scene, around) : (struct top_span){ 0 };
	top_scene_fit(scene, scene->lines);
}

/**
 * top_scene_row - choose the area that was made of a row
 * @scene: the picture
 * @owner: number of the part + 1
 * @row: the row
 *
 * Return: false if there is none.
 */
bool top_scene_row(struct top_scene *scene, unsigned int owner, __u32 row)
{
	const struct kc_area *areas = scene->space.areas;
	__u32 i;

	for (i = 0; i < scene->space.count; i++)
		if (areas[i].owner == owner && areas[i].row == row &&
		    areas[i].mark != TOP_MARK_GONE)
			break;
	if (i == scene->space.count)
		return false;
	reveal(scene, i);
	return true;
}

/**
 * top_scene_find - choose the next area that has a text in its name
 * @scene: the picture, fitted
 * @text: the text
 * @up: to higher addresses
 * @here: the area chosen may be it
 *
 * Return: false if there is none.
 */
bool top_scene_find(struct top_scene *scene, const char *text, bool up, bool here)
{
	__u32 count = scene->space.count, node, i;
	const struct kc_area *area;

	if (!scene->count)
		return false;
	node = top_scene_chosen(scene);
	for (i = 0; i <= count; i++) {
		area = &scene->space.areas[node];
		if ((i || here) && area->owner && area->owner != TOP_OWNER_GROUP &&
		    strcasestr(area->name, text)) {
			reveal(scene, node);
			return true;
		}
		node = up ? (node + 1) % count : (node ? node : count) - 1;
	}
	return false;
}

/**
 * top_scene_in - fill the picture with what is chosen, one step
 * @scene: the picture, fitted
 *
 * Return: false if there is nothing to go into.
 */
bool top_scene_in(struct top_scene *scene)
{
	__u32 node, into = 0;

	if (!scene->count)
		return false;
	for (node = top_scene_chosen(scene); node != scene->root; node = scene->nodes[node].parent)
		if (scene->nodes[node].parts)
			into = node;
	if (!into)
		return false;
	scene->root_span = span_of(scene, into);
	return true;
}

/**
 * top_scene_out - fill the picture with what is around it
 * @scene: the picture, fitted
 *
 * Return: false if that is all already.
 */
bool top_scene_out(struct top_scene *scene)
{
	if (!scene->root)
		return false;
	/* The whole may have the bounds of something in it: it is known by none. */
	scene->root = scene->nodes[scene->root].parent;
	scene->root_span = scene->root ? span_of(scene, scene->root) : (struct top_span){ 0 };
	return true;
}
