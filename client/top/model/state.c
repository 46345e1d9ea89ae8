// SPDX-License-Identifier: GPL-2.0-only
/* The tables of all views: made, found by name, and given the rows of samples. */
#include <stdlib.h>

#include "fields.h"
#include "state.h"

/**
 * top_views_open - make the tables of all views
 * @top: the run, with its views
 * @err: filled on failure
 */
int top_views_open(struct top *top, struct kc_error *err)
{
	unsigned int i, j;

	for (i = 0; i < top->view_count; i++) {
		top->scenes[i].picture = top->views[i]->picture;
		top->panes[i] = calloc(top->views[i]->table_count, sizeof(*top->panes[i]));
		if (!top->panes[i])
			return kc_fail_memory(err);
		for (j = 0; j < top->views[i]->table_count; j++)
			top_pane_init(&top->panes[i][j], &top->views[i]->tables[j]);
	}
	return KC_OK;
}

/**
 * top_views_users - show the names of users, and find rows by them
 * @top: the run, whose tables are open
 * @users: the names, which stay
 */
void top_views_users(struct top *top, const struct top_users *users)
{
	unsigned int i, j;

	top->shape.users = users;
	for (i = 0; i < top->view_count; i++)
		for (j = 0; j < top->views[i]->table_count; j++)
			top->panes[i][j].users = users;
}

/**
 * top_views_close - give the tables back
 * @top: the run
 */
void top_views_close(struct top *top)
{
	unsigned int i, j;

	for (i = 0; i < top->view_count && top->panes[i]; i++) {
		for (j = 0; j < top->views[i]->table_count; j++)
			top_pane_free(&top->panes[i][j]);
		top_scene_free(&top->scenes[i]);
		free(top->panes[i]);
		top->panes[i] = NULL;
	}
	top_gauges_free(&top->gauges);
	top_users_free(&top->users);
	kc_buf_free(&top->complaints);
	top_catalog_put(top->catalog);
	top->catalog = NULL;
}

/**
 * top_pane_there - whether there can be rows in a table
 * @pane: the table
 * @catalog: what the driver has
 */
bool top_pane_there(const struct top_pane *pane, const struct kc_catalog *catalog)
{
	return pane->object >= 0 && catalog->objects[pane->object].in_driver;
}

/**
 * top_views_resolve - let all tables know of another driver
 * @top: the run, with its catalogue
 */
void top_views_resolve(struct top *top)
{
	const struct kc_catalog *catalog = &top->catalog->catalog;
	unsigned int i, j;

	for (i = 0; i < top->view_count; i++) {
		for (j = 0; j < top->views[i]->table_count; j++)
			top_pane_resolve(&top->panes[i][j], top->catalog);
		/* Begin with a table that there is. */
		for (j = 0; j < top->views[i]->table_count &&
		     !top_pane_there(&top->panes[i][top->pane[i]], catalog); j++)
			top->pane[i] = (top->pane[i] + 1) % top->views[i]->table_count;
	}
}

/**
 * top_pane_of - the table with a name
 * @top: the run
 * @name: its name
 *
 * Return: the table or NULL.
 */
struct top_pane *top_pane_of(struct top *top, const char *name)
{
	unsigned int i, j;

	for (i = 0; i < top->view_count; i++)
		for (j = 0; j < top->views[i]->table_count; j++)
			if (!strcmp(top->views[i]->tables[j].name, name))
				return &top->panes[i][j];
	return NULL;
}

/**
 * top_view_choose - show a view
 * @top: the run
 * @name: name of a view, a table or an object
 *
 * A table or object is shown as a table, not in the picture of its view.
 *
 * Return: false if there is none of that name.
 */
bool top_view_choose(struct top *top, const char *name)
{
	unsigned int i, j;

	for (i = 0; i < top->view_count; i++)
		if (!strcmp(top->views[i]->name, name)) {
			top->view = i;
			return true;
		}
	for (i = 0; i < top->view_count; i++)
		for (j = 0; j < top->views[i]->table_count; j++)
			if (!strcmp(top->views[i]->tables[j].name, name)) {
				top->view = i;
				top->pane[i] = j;
				top->scenes[i].off = true;
				return true;
			}
	return false;
}

/* Whether the last of the wants is among those before. */
static bool wanted(const struct top_want *wants, unsigned int last)
{
	unsigned int i;

	for (i = 0; i < last; i++)
		if (!memcmp(&wants[i], &wants[last], sizeof(wants[i])))
			return true;
	return false;
}

/**
 * top_wants - what has to be collected for what is shown
 * @top: the run
 * @wants: room for TOP_WANTS_MAX
 *
 * Return: how many there are: one for every table of the view shown, and for several
 * that show the same rows. Then for the meters.
 */
unsigned int top_wants(struct top *top, struct top_want *wants)
{
	const struct top_view *view = top_view_now(top);
	unsigned int i, count = 0;

	for (i = 0; i < view->table_count && count < TOP_WANTS_MAX; i++) {
		/* Of all objects only the one that is looked at. */
		if (view->only_shown && i != top->pane[top->view])
			continue;
		if (top->batch && view->tables[i].screen)
			continue;
		if (top_pane_want(&top->panes[top->view][i], &top->shape, &wants[count]) &&
		    !wanted(wants, count))
			count++;
	}
	return top->settings.meters ? top_gauges_want(top->catalog, top->shape.position, wants,
						      count) : count;
}

/* Whether a table of the view shown has been collected as it is wanted now, or need not be. */
static bool collected(const struct top *top, unsigned int number)
{
	const struct top_pane *pane = &top->panes[top->view][number];
	struct top_want want;

	if (top_view_now(top)->only_shown && number != top->pane[top->view])
		return true;
	return !top_pane_want(pane, &top->shape, &want) ||
	       !memcmp(&pane->asked, &want, sizeof(want));
}

/**
 * top_collected - whether every table of the view shown has been collected once
 * @top: the run
 */
bool top_collected(const struct top *top)
{
	unsigned int i;

	for (i = 0; i < top_view_now(top)->table_count; i++)
		if (!collected(top, i))
			return false;
	return true;
}

/* Whether the rows of a snapshot are what a table wants now. */
static bool fits(const struct top_pane *pane, const struct top_shape *shape,
		 const struct top_snapshot *snapshot, bool before)
{
	struct top_want want;

	if (!top_pane_want(pane, shape, &want))
		return false;
	if (before && want.position)
		want.position--;
	return !memcmp(&want, &snapshot->want, sizeof(want));
}

/**
 * top_take - put a sample where it belongs
 * @top: the run
 * @sample: the sample, freed by this
 */
void top_take(struct top *top, struct top_sample *sample)
{
	const struct top_view *view = top_view_now(top);
	unsigned int i, j;
	struct kc_error err;

	top->code = sample->code;
	if (sample->code) {
		top->err = sample->err;
		top->lost++;
	} else {
		top->lost = 0;
		top->sample_ns = sample->time_ns;
	}
	top_meters_put(&top->meters, &sample->machine);
	top_costs_take(&top->costs, sample, top->shape.position);
	if (!top->paused)
		top_gauges_take(&top->gauges, sample, top->source.seek);
	if (sample->catalog && sample->catalog != top->catalog) {
		top_catalog_put(top->catalog);
		top->catalog = sample->catalog;
		sample->catalog = NULL;
		top_views_resolve(top);
	}
	for (i = 0; i < view->table_count; i++)
		for (j = 0; j < sample->count; j++) {
			struct top_pane *pane = &top->panes[top->view][i];
			struct top_snapshot *snapshot = sample->snapshots[j];

			/* Frozen: only what is seen for the first time is taken. */
			if (top->paused && pane->now && fits(pane, &top->shape, pane->now, false))
				break;
			if (fits(pane, &top->shape, snapshot, false) ||
			    (top->source.seek && fits(pane, &top->shape, snapshot, true)))
				top_pane_put(pane, top_snapshot_get(snapshot));
			if (pane->now == snapshot)
				top_pane_make(pane, &top->shape, false, &err);
		}
	top_sample_free(sample);
}

/**
 * top_link_name - what the row is called that a value stands for
 * @top: the run
 * @value: the value
 * @text: set, not ended by anything
 *
 * It is looked up in the view's first table, which has what is chosen from.
 * Return: its length, 0 if it is not there.
 */
size_t top_link_name(struct top *top, __u64 value, const char **text)
{
	const struct top_pane *pane = &top->panes[top->view][0];
	__u64 number;
	__u32 row;

	*text = "";
	for (row = 0; pane->now && row < pane->now->count; row++)
		if (top_number(pane->now, row, pane->zoom, &number) && number == value)
			return top_text(pane->now, row, pane->label, text);
	return 0;
}
