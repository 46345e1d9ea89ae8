// SPDX-License-Identifier: GPL-2.0-only
/*
 * An address space as areas, made of the rows of a view's tables, with what changed
 * since the sample before. Nothing here knows of a screen.
 */
#include <stdio.h>
#include <stdlib.h>

#include "fields.h"
#include "picture.h"
#include "text.h"

/* Fields of a part, as numbers of one snapshot's table. */
struct fields {
	int start, last, end, size, depth, label, role, perms, hole;
};

static void find_fields(struct fields *fields, const struct top_part *part,
			const struct kc_object *object)
{
	*fields = (struct fields){
		.start = top_field(object, part->start), .last = top_field(object, part->last),
		.end = top_field(object, part->end), .size = top_field(object, part->size),
		.depth = top_field(object, part->depth), .label = top_field(object, part->label),
		.role = top_field(object, part->role), .perms = top_field(object, part->perms),
		.hole = top_field(object, part->hole),
	};
}

/* The addresses of a row. Return: false if it has none. */
static bool bounds(const struct top_snapshot *snapshot, __u32 row, const struct fields *fields,
		   __u64 *first, __u64 *last)
{
	__u64 end;

	if (!top_number(snapshot, row, fields->start, first))
		return false;
	if (top_number(snapshot, row, fields->end, &end))
		*last = end - 1;
	else if (top_number(snapshot, row, fields->size, &end))
		*last = *first + end - 1;
	else if (!top_number(snapshot, row, fields->last, last))
		return false;
	return *last >= *first;
}

/* A name as it may be shown, instead of what the kernel has. */
static char *plain(char *name)
{
	struct kc_buf buf = { 0 };
	char *shown;
	size_t i;

	for (i = 0; name && name[i] > ' ' && name[i] < 0x7f && name[i] != '\\'; i++)
		;
	if (!name || !name[i])
		return name;
	kc_escape(&buf, name, strlen(name));
	shown = buf.failed ? NULL : strndup(buf.data, buf.len);
	kc_buf_free(&buf);
	free(name);
	return shown;
}

/* Make areas of all rows of a snapshot. Return: false without memory. */
static bool add_rows(struct kc_space *space, const struct top_part *part,
		     const struct top_snapshot *snapshot, unsigned int owner)
{
	struct kc_value value;
	struct fields fields;
	struct kc_area *area;
	__u64 first, last, any;
	__u32 row;

	find_fields(&fields, part, snapshot->object);
	for (row = 0; row < snapshot->count; row++) {
		if (!bounds(snapshot, row, &fields, &first, &last))
			continue;
		area = kc_space_add(space, first, last);
		if (!area)
			return false;
		area->owner = owner;
		area->row = row;
		/* All of it is 0 deep. */
		area->depth = top_number(snapshot, row, fields.depth, &any) ? any + 1 : 1;
		value = (struct kc_value){ .kind = KC_ABSENT };
		if (fields.perms >= 0)
			top_get(snapshot, row, fields.perms, &value);
		if (part->fixed)
			value = (struct kc_value){
				.kind = KC_TEXT, .text = part->fixed, .len = strlen(part->fixed),
			};
		if (value.kind == KC_TEXT)
			kc_area_perms(area, &value);
		if (top_number(snapshot, row, fields.hole, &any))
			area->kind = KC_AREA_HOLE;
		area->name = plain(kc_area_name(snapshot->rows[row].rows, snapshot->rows[row].row,
						fields.label, fields.role));
		if (!area->name)
			return false;
	}
	kc_space_sort(space);
	return true;
}

/* --- what changed ---------------------------------------------------------------- */

static bool same_area(const struct kc_area *a, const struct kc_area *b)
{
	return a->first == b->first && a->last == b->last && !strcmp(a->perms, b->perms) &&
	       !strcmp(a->name, b->name);
}

static bool put_gone(struct kc_space *space, struct kc_area *old)
{
	struct kc_area *area;

	if (old->kind == KC_AREA_HOLE)
		return true;
	area = kc_space_add(space, 0, 0);
	if (!area)
		return false;
	*area = *old;
	area->mark = TOP_MARK_GONE;
	old->name = NULL;
	return true;
}

/*
 * An area changed if something else was at a part of it. One that was there before, and at
 * whose place there is nothing now, is put there as gone.
 */
static bool compare_at(struct kc_space *space, size_t to, struct kc_space *then, __u32 depth)
{
	struct kc_area *area, *old;
	size_t at = 0, i, j;

	for (i = 0; i < then->count; i++) {
		if (then->areas[i].depth != depth)
			continue;
		while (at < to && (space->areas[at].depth != depth ||
				   space->areas[at].last < then->areas[i].first))
			at++;
		old = &then->areas[i];
		if (at == to || space->areas[at].first > old->last) {
			if (!put_gone(space, old))
				return false;
			continue;
		}
		for (j = at; j < to && space->areas[j].first <= old->last; j++) {
			area = &space->areas[j];
			if (area->depth != depth)
				continue;
			if (area->first == old->first)
				area->mark = same_area(area, old) ? 0 : TOP_MARK_CHANGED;
			else if (area->mark == TOP_MARK_NEW)
				area->mark = TOP_MARK_CHANGED;
		}
	}
	return true;
}

/* Mark the areas of a part. Return: false without memory. */
static bool compare_part(struct kc_space *space, const struct top_part *part,
			 const struct top_snapshot *snapshot, unsigned int owner)
{
	struct kc_space then = { 0 };
	size_t to = space->count, i;
	bool fine = add_rows(&then, part, snapshot, owner);
	__u32 depth = 0;

	for (i = 0; i < to; i++)
		space->areas[i].mark = TOP_MARK_NEW;
	for (i = 0; i < then.count; i++)
		depth = then.areas[i].depth > depth ? then.areas[i].depth : depth;
	for (; fine && depth; depth--)
		fine = compare_at(space, to, &then, depth);
	/* A hole is what is left: it is not what changed. */
	for (i = 0; i < to; i++)
		if (space->areas[i].kind == KC_AREA_HOLE)
			space->areas[i].mark = 0;
	kc_space_free(&then);
	return fine;
}

/* --- the whole --------------------------------------------------------------------- */

/**
 * top_scene_pane - the table that a part is of
 * @scene: the picture
 * @view: the view
 * @panes: its tables
 * @owner: number of the part + 1
 *
 * Return: the table or NULL.
 */
struct top_pane *top_scene_pane(const struct top_scene *scene, const struct top_view *view,
				struct top_pane *panes, unsigned int owner)
{
	unsigned int i;

	if (!owner || owner > scene->picture->part_count)
		return NULL;
	for (i = 0; i < view->table_count; i++)
		if (!strcmp(view->tables[i].name, scene->picture->parts[owner - 1].table))
			return &panes[i];
	return NULL;
}

static void let_go(struct top_scene *scene)
{
	unsigned int i;

	for (i = 0; i < TOP_PARTS_MAX; i++) {
		top_snapshot_put(scene->now[i]);
		top_snapshot_put(scene->then[i]);
		scene->now[i] = NULL;
		scene->then[i] = NULL;
	}
	kc_space_clear(&scene->space);
	scene->count = 0;
	scene->root = 0;
}

/* Hold what the tables have. Return: whether it is something else than before. */
static bool take(struct top_scene *scene, const struct top_view *view, struct top_pane *panes,
		 const struct top_shape *shape)
{
	struct top_snapshot *now[TOP_PARTS_MAX] = { 0 }, *then[TOP_PARTS_MAX] = { 0 };
	unsigned int i;

	for (i = 0; i < scene->picture->part_count; i++) {
		const struct top_pane *pane = top_scene_pane(scene, view, panes, i + 1);

		if (!pane || !pane->now)
			continue;
		now[i] = pane->now;
		then[i] = shape->difference ? pane->base : pane->then;
		if (!top_snapshot_like(now[i], then[i]))
			then[i] = NULL;
	}
	if (scene->process == shape->process && !memcmp(now, scene->now, sizeof(now)) &&
	    !memcmp(then, scene->then, sizeof(then)))
		return false;
	for (i = 0; i < TOP_PARTS_MAX; i++) {
		top_snapshot_get(now[i]);
		top_snapshot_get(then[i]);
	}
	let_go(scene);
	memcpy(scene->now, now, sizeof(now));
	memcpy(scene->then, then, sizeof(then));
	if (scene->process != shape->process) {
		scene->root_span = (struct top_span){ 0 };
		scene->chosen_span = (struct top_span){ 0 };
	}
	scene->process = shape->process;
	return true;
}

static void say(struct top_scene *scene, const char *words)
{
	if (words && !scene->words[0])
		snprintf(scene->words, sizeof(scene->words), "%.*s",
			 (int)sizeof(scene->words) - 1, words);
}

/* A process whose mappings could not be read has none in the picture. */
static void say_busy(struct top_scene *scene, const struct top_snapshot *snapshot)
{
	struct kc_notes busy = snapshot->notes;
	struct kc_buf words = { 0 };

	busy.flags &= KINTROSPECT_BATCH_FLAG_BUSY;
	if (kc_notes_words(&busy, &snapshot->object->table, 0, &words)) {
		kc_buf_char(&words, 0);
		if (!words.failed)
			say(scene, words.data);
	}
	kc_buf_free(&words);
}

/* What a part has no areas for. */
static void say_why(struct top_scene *scene, const struct top_pane *pane,
		    const struct top_part *part, const struct top_snapshot *snapshot)
{
	const struct kc_object *object = pane ? top_pane_object(pane) : NULL;
	char text[200];

	if (snapshot && snapshot->count) {
		say(scene, part->missing);
	} else if (object && !object->in_driver) {
		snprintf(text, sizeof(text), "%s: this driver does not have it",
			 object->table.name);
		say(scene, text);
	} else if (pane && pane->code) {
		say(scene, pane->err.message);
	}
}

/* Put areas into another space, out of theirs. Return: false without memory. */
static bool hand_over(struct kc_space *from, struct kc_space *to)
{
	struct kc_area *area;
	size_t i;

	for (i = 0; i < from->count; i++) {
		area = kc_space_add(to, 0, 0);
		if (!area)
			return false;
		*area = from->areas[i];
		from->areas[i].name = NULL;
	}
	return true;
}

static bool make_part(struct top_scene *scene, unsigned int number)
{
	const struct top_part *part = &scene->picture->parts[number];
	struct kc_space space = { 0 };
	bool fine;

	fine = add_rows(&space, part, scene->now[number], number + 1);
	if (fine && scene->then[number])
		fine = compare_part(&space, part, scene->then[number], number + 1);
	fine = fine && hand_over(&space, &scene->space);
	kc_space_free(&space);
	return fine;
}

static bool make(struct top_scene *scene, const struct top_view *view, struct top_pane *panes)
{
	struct kc_space *space = &scene->space;
	struct kc_area *all;
	__u64 last = 0;
	unsigned int i;
	size_t from;

	for (i = 0; i < scene->picture->part_count; i++) {
		from = space->count;
		if (scene->now[i] && !make_part(scene, i))
			return false;
		if (scene->now[i])
			say_busy(scene, scene->now[i]);
		if (space->count == from)
			say_why(scene, top_scene_pane(scene, view, panes, i + 1),
				&scene->picture->parts[i], scene->now[i]);
	}
	if (!space->count)
		return true;
	for (from = 0; from < space->count; from++)
		last = space->areas[from].last > last ? space->areas[from].last : last;
	all = kc_space_add(space, 0, last);
	if (!all)
		return false;
	all->name = strdup(scene->picture->title);
	kc_space_sort(space);
	return all->name && kc_space_cover(space) && top_scene_tree(scene);
}

/* Go to where the picture begins, once. */
static void begin(struct top_scene *scene)
{
	const struct kc_area *area = scene->space.areas;
	size_t i;

	if (scene->begun || !scene->space.count)
		return;
	scene->begun = true;
	for (i = 0; scene->picture->begin && i < scene->space.count; i++, area++)
		if (area->owner && area->kind != KC_AREA_HOLE &&
		    !strcmp(area->name, scene->picture->begin)) {
			scene->root_span = (struct top_span){ area->first, area->last };
			return;
		}
}

/**
 * top_scene_update - make the areas again, if there are new rows
 * @scene: the picture
 * @view: its view
 * @panes: the view's tables
 * @shape: how tables are shown
 *
 * Return: false without memory: then it is empty.
 */
bool top_scene_update(struct top_scene *scene, const struct top_view *view,
		      struct top_pane *panes, const struct top_shape *shape)
{
	if (!take(scene, view, panes, shape))
		return true;
	scene->words[0] = 0;
	if (!make(scene, view, panes)) {
		let_go(scene);
		return false;
	}
	begin(scene);
	return true;
}

/**
 * top_scene_pair - the row that an area was made of
 * @scene: the picture
 * @node: number of the area
 * @pair: set
 *
 * Return: false if it is of none.
 */
bool top_scene_pair(const struct top_scene *scene, __u32 node, struct top_pair *pair)
{
	const struct kc_area *area = &scene->space.areas[node];

	if (!area->owner || area->owner > TOP_PARTS_MAX)
		return false;
	*pair = (struct top_pair){
		.now = area->mark == TOP_MARK_GONE ? scene->then[area->owner - 1] :
			scene->now[area->owner - 1],
		.row = area->row, .then_row = TOP_NONE,
	};
	return true;
}

/**
 * top_scene_free - give all of it back
 * @scene: the picture
 */
void top_scene_free(struct top_scene *scene)
{
	let_go(scene);
	kc_space_free(&scene->space);
	free(scene->nodes);
	free(scene->shown);
	memset(scene, 0, sizeof(*scene));
}
