// SPDX-License-Identifier: GPL-2.0-only
/*
 * What lies in what in a picture. Neighbours become groups: those of one name that touch,
 * as the mappings of a file; all that touch; and what no large hole parts, as programs
 * with their heap, libraries, or stacks.
 */
#include <stdio.h>
#include <stdlib.h>

#include "picture.h"

/* Less than lies between the parts of an address space, more than within them. */
#define NEAR_BYTES 0x40000000

static const char *base_name(const char *name)
{
	const char *slash = strrchr(name, '/');

	return slash && slash[1] ? slash + 1 : name;
}

/* Put a group around the areas from @from to @to. Return: false without memory. */
static bool add_group(struct kc_space *space, size_t from, size_t to, bool alike)
{
	const char *low = space->areas[from].name, *high = space->areas[to].name;
	struct kc_area *group;
	char *name = NULL;

	if (alike)
		name = strdup(low);
	else if (asprintf(&name, "%s to %s", base_name(low), base_name(high)) < 0)
		name = NULL;
	if (!name)
		return false;
	group = kc_space_add(space, space->areas[from].first, space->areas[to].last);
	if (!group) {
		free(name);
		return false;
	}
	group->name = name;
	group->owner = TOP_OWNER_GROUP;
	/* Outside of what is in it, in what that is in. */
	group->depth = space->areas[from].depth;
	return true;
}

/* Whether an area may be in a group: of such a part, and with nothing in it. */
static bool groups(const struct top_scene *scene, size_t count, size_t at)
{
	const struct kc_area *area = &scene->space.areas[at];

	if (!area->owner || area->owner > TOP_PARTS_MAX || area->kind == KC_AREA_HOLE ||
	    !scene->picture->parts[area->owner - 1].grouped)
		return false;
	return at + 1 == count || area[1].first > area->last;
}

static bool touch(const struct kc_area *area)
{
	return area->last + 1 == area[1].first;
}

static bool alike(const struct kc_area *a, const struct kc_area *b)
{
	return !strcmp(a->name, b->name);
}

/* Group areas from @from to @to, which touch. Return: false without memory. */
static bool group_run(struct kc_space *space, size_t from, size_t to)
{
	bool one = false;
	size_t at, end;

	for (at = from; at <= to; at = end + 1) {
		end = at;
		while (end < to && alike(&space->areas[at], &space->areas[end + 1]))
			end++;
		one = at == from && end == to;
		if (end > at && !add_group(space, at, end, true))
			return false;
	}
	return one || add_group(space, from, to, false);
}

/* The last area of those near to one, and whether holes are between. */
static size_t near_end(const struct top_scene *scene, size_t count, size_t at, bool *holes)
{
	const struct kc_area *areas = scene->space.areas;
	size_t next;

	*holes = false;
	for (;;) {
		next = at + 1;
		if (next < count && areas[next].kind == KC_AREA_HOLE &&
		    kc_area_size(&areas[next]) < NEAR_BYTES)
			next++;
		if (next >= count || !touch(&areas[next - 1]) || !groups(scene, count, next))
			return at;
		*holes |= next > at + 1;
		at = next;
	}
}

static bool add_groups(struct top_scene *scene)
{
	struct kc_space *space = &scene->space;
	size_t count = space->count, at, end;
	bool holes;

	for (at = 0; at < count; at = end + 1) {
		end = at;
		if (!groups(scene, count, at))
			continue;
		end = near_end(scene, count, at, &holes);
		if (holes && !add_group(space, at, end,
					alike(&space->areas[at], &space->areas[end])))
			return false;
	}

	for (at = 0; at < count; at = end + 1) {
		end = at;
		if (!groups(scene, count, at))
			continue;
		while (end + 1 < count && touch(&space->areas[end]) &&
		       groups(scene, count, end + 1))
			end++;
		if (!group_run(space, at, end))
			return false;
	}
	kc_space_sort(space);
	return true;
}

/**
 * top_scene_tree - find out what lies in what
 * @scene: the picture, with areas that cover it
 *
 * Return: false without memory.
 */
bool top_scene_tree(struct top_scene *scene)
{
	struct kc_space *space = &scene->space;
	struct top_node *nodes;
	__u32 in = 0;
	size_t i;

	if (!add_groups(scene))
		return false;
	if (scene->node_room < space->count) {
		nodes = reallocarray(scene->nodes, space->count, sizeof(*nodes));
		if (!nodes)
			return false;
		scene->nodes = nodes;
		scene->node_room = space->count;
	}
	nodes = scene->nodes;
	for (i = 0; i < space->count; i++) {
		nodes[i] = (struct top_node){ .end = space->count };
		while (i && in && space->areas[in].last < space->areas[i].first) {
			nodes[in].end = i;
			in = nodes[in].parent;
		}
		nodes[i].parent = in;
		if (i)
			nodes[in].parts++;
		in = i;
	}
	while (in) {
		nodes[in].end = space->count;
		in = nodes[in].parent;
	}
	for (i = space->count; i-- > 1;)
		nodes[nodes[i].parent].marks |= nodes[i].marks | space->areas[i].mark;
	return true;
}
