// SPDX-License-Identifier: GPL-2.0-only
/* An address space as areas: what lies in what, and the holes between. */
#include <stdio.h>
#include <stdlib.h>

#include "space.h"

/* As deep as areas can lie in others; what lies deeper is not looked into for holes. */
#define DEPTH_MAX 64

/**
 * kc_space_add - add an area
 * @space: the space
 * @first: its first address
 * @last: its last address
 *
 * Return: the area, for the rest to be set, good until the next one is added; NULL
 * without memory.
 */
struct kc_area *kc_space_add(struct kc_space *space, __u64 first, __u64 last)
{
	struct kc_area *areas;

	if (space->count == space->room) {
		size_t room = space->room ? 2 * space->room : 128;

		areas = reallocarray(space->areas, room, sizeof(*areas));
		if (!areas)
			return NULL;
		space->areas = areas;
		space->room = room;
	}
	areas = &space->areas[space->count++];
	memset(areas, 0, sizeof(*areas));
	areas->first = first;
	areas->last = last;
	return areas;
}

/* What is in others comes after them, as the driver sorts regions. */
static int compare(const void *a, const void *b)
{
	const struct kc_area *x = a, *y = b;

	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	if (x->last != y->last)
		return x->last > y->last ? -1 : 1;
	return x->depth < y->depth ? -1 : x->depth > y->depth;
}

/**
 * kc_space_sort - sort areas: the lowest first, what lies in an area after it
 * @space: the space
 */
void kc_space_sort(struct kc_space *space)
{
	if (space->count)
		qsort(space->areas, space->count, sizeof(*space->areas), compare);
}

struct open {
	size_t area;
	__u64 at;		/* up to here it is covered */
	bool parts;		/* something lies in it */
	bool full;		/* all of it is covered */
};

static bool add_hole(struct kc_space *space, __u64 first, __u64 last, __u32 depth)
{
	struct kc_area *hole = kc_space_add(space, first, last);

	if (!hole)
		return false;
	hole->kind = KC_AREA_HOLE;
	hole->depth = depth;
	return true;
}

/* Nothing more lies in an area: what is left of it is a hole. */
static bool close_area(struct kc_space *space, const struct open *open)
{
	const struct kc_area *area = &space->areas[open->area];

	if (!open->parts || open->full)
		return true;
	return add_hole(space, open->at, area->last, area->depth + 1);
}

/* An area lies in another: what is before it is a hole, if not covered. */
static bool put_into(struct kc_space *space, struct open *open, struct kc_area part)
{
	__u64 at = open->at;

	open->parts = true;
	if (open->full)
		return true;
	if (part.last >= at) {
		open->at = part.last + 1;
		open->full = part.last >= space->areas[open->area].last;
	}
	return part.first <= at ||
	       add_hole(space, at, part.first - 1, space->areas[open->area].depth + 1);
}

/**
 * kc_space_cover - make holes of what nothing lies in, of areas that something lies in
 * @space: the space, sorted before and after
 *
 * An area that lies in another only in part is cut where that ends.
 *
 * Return: false without memory.
 */
bool kc_space_cover(struct kc_space *space)
{
	struct open open[DEPTH_MAX];
	size_t count = space->count, i;
	unsigned int depth = 0;
	struct kc_area *area;

	for (i = 0; i < count; i++) {
		area = &space->areas[i];
		while (depth && space->areas[open[depth - 1].area].last < area->first)
			if (!close_area(space, &open[--depth]))
				return false;
		area = &space->areas[i];
		if (depth) {
			__u64 end = space->areas[open[depth - 1].area].last;

			area->last = area->last > end ? end : area->last;
			if (!put_into(space, &open[depth - 1], *area))
				return false;
		}
		if (depth < DEPTH_MAX)
			open[depth++] = (struct open){ .area = i, .at = space->areas[i].first };
	}
	while (depth)
		if (!close_area(space, &open[--depth]))
			return false;
	kc_space_sort(space);
	return true;
}

/**
 * kc_space_clear - take all areas out
 * @space: the space
 */
void kc_space_clear(struct kc_space *space)
{
	while (space->count)
		free(space->areas[--space->count].name);
}

/**
 * kc_space_free - free its memory
 * @space: the space
 */
void kc_space_free(struct kc_space *space)
{
	kc_space_clear(space);
	free(space->areas);
	memset(space, 0, sizeof(*space));
}

/**
 * kc_area_perms - set what may be done with an area, and what that makes of it
 * @area: the area
 * @value: letters; where none of r, w and x is among them nothing may be done
 */
void kc_area_perms(struct kc_area *area, const struct kc_value *value)
{
	size_t len = value->len < sizeof(area->perms) ? value->len : sizeof(area->perms) - 1;

	memcpy(area->perms, value->text, len);
	area->perms[len] = 0;
	area->kind = strchr(area->perms, 'x') ? KC_AREA_CODE :
		     strchr(area->perms, 'w') ? KC_AREA_WRITE :
		     strchr(area->perms, 'r') ? KC_AREA_READ : KC_AREA_REGION;
}

/**
 * kc_area_name - find what the area of a row is called
 * @rows: the batch
 * @row: the row
 * @label: field with its name, or -1
 * @role: field with what it is for, which names it in brackets otherwise, or -1
 *
 * Return: the name, allocated; NULL without memory.
 */
char *kc_area_name(const struct kc_rows *rows, const unsigned char *row, int label, int role)
{
	const struct kc_field *field;
	struct kc_value value;
	char text[64];

	if (label >= 0) {
		kc_row_get(rows, row, label, &value);
		if (value.kind == KC_TEXT && value.len)
			return strndup(value.text, value.len);
	}
	if (role >= 0) {
		field = &rows->table->fields[role];
		kc_row_get(rows, row, role, &value);
		if (value.kind == KC_UNSIGNED && value.u < field->value_count) {
			snprintf(text, sizeof(text), "[%s]", field->values[value.u]);
			return strdup(text);
		}
	}
	return strdup("[anon]");
}
