// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lock classes, where they are waited for, and what depends on what. A line above the
 * tables says which class they are about, and how to get on from there.
 */
#include "../model/fields.h"
#include "views.h"

static const struct top_table tables[] = {
	{
		.name = "locks",
		.title = "classes",
		.object = "locks",
		.columns = "class-id,usage=usage-chars,cont/s=contention-total/s,"
			   "wait%=wait-total-ns/s,wait=wait-total-ns,wmax=write-wait-max-ns,"
			   "rmax=read-wait-max-ns,"
			   "acq/s=acquisition-total/s,hold%=hold-total-ns/s,after=after-count,name",
		.sort = "-wait",
		.label = "name",
		.zoom = "class-id",
	},
	{
		.name = "lock-points",
		.title = "call sites",
		.object = "lock-points",
		.columns = "class-id,kind,hits=hit-total,hits/s=hit-total/s,name,site",
		.sort = "-hits",
		.link = "class-id",
	},
	{
		.name = "lock-edges",
		.title = "dependencies",
		.object = "lock-edges",
		.columns = "from-id,to-id,distance,dep,from,to,site,caller",
		.zoom = "to-id",
		.link = "from-id",
	},
	{
		.name = "held-locks",
		.title = "held",
		.object = "held-locks",
		.columns = "pid,depth,class-id,mode,state,held=held-ns,wait=wait-ns,comm,name,site",
		.zoom = "class-id",
	},
};

#define STALE "lockdep turned itself off: what it says of locks is stale"

/* Whether lockdep was off at the end of a dump, by the last of its rows. */
static bool pane_stale(const struct top_pane *pane)
{
	int field = pane->now ? kc_field_named(&pane->now->object->table, "stale") : -1;
	__u64 stale;

	return field >= 0 && pane->now->count &&
	       top_number(pane->now, pane->now->count - 1, field, &stale) && stale;
}

static void put_name(struct top *top, __u64 value, struct kc_buf *buf)
{
	const char *name;
	size_t len = top_link_name(top, value, &name);

	kc_buf_printf(buf, "class %llu ", (unsigned long long)value);
	if (len) {
		kc_buf_put(buf, name, len);
		kc_buf_char(buf, ' ');
	}
}

static void locks_head(struct top *top, const struct top_room *room, struct top_lines *lines)
{
	const struct top_pane *pane = top_pane_now(top);
	const char *further = "";
	struct kc_buf buf = { 0 };
	__u64 value;

	(void)room;
	if (pane_stale(pane)) {
		top_lines_text(lines, TOP_ROLE_ERROR, STALE);
		top_lines_end(lines);
	}
	if (!pane->now || (pane->zoom < 0 && pane->link < 0))
		return;
	if (pane->linked) {
		kc_buf_text(&buf, "of ");
		put_name(top, pane->link_value, &buf);
	} else if (top_pane_number(pane, pane->cursor, pane->zoom, &value)) {
		put_name(top, value, &buf);
	} else {
		kc_buf_text(&buf, "of all classes; z on a class shows only its own");
	}
	if (pane->linked && pane->zoom >= 0)
		further = "| z: on to the class taken; [ call sites; Backspace: all";
	else if (pane->linked)
		further = "| ] dependencies; Backspace: all classes";
	else if (pane->zoom >= 0)
		further = "| z: call sites and dependencies";
	top_lines_put(lines, TOP_ROLE_LABEL, buf.data, buf.len);
	top_lines_text(lines, TOP_ROLE_PLAIN, further);
	top_lines_end(lines);
	kc_buf_free(&buf);
}

static void locks_text(const struct top *top, struct kc_buf *buf)
{
	bool stale = false;
	unsigned int i;

	for (i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		stale |= pane_stale(&top->panes[top->view][i]);
	if (stale)
		kc_buf_text(buf, STALE "\n");
}

const struct top_view top_view_locks = {
	.name = "locks",
	.title = "Locks",
	TOP_TABLES(tables),
	.head = locks_head,
	.head_text = locks_text,
};
