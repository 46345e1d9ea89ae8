// SPDX-License-Identifier: GPL-2.0-only
/* The line below the table. */
#include <stdio.h>

#include "../model/timeline.h"
#include "screen.h"
#include "text.h"

/* What is missing of the rows, or wrong with them. */
static void put_notes(const struct top_pane *pane, struct kc_buf *buf)
{
	size_t before = buf->len;

	if (pane->now)
		kc_notes_brief(&pane->now->notes, buf);
	if (buf->len > before)
		kc_buf_text(buf, " | ");
}

static void put_user(const struct top *top, __u64 uid, struct kc_buf *buf)
{
	const char *name = top->shape.users ? top_user_name(top->shape.users, uid) : NULL;

	kc_buf_text(buf, "user ");
	if (name)
		kc_escape(buf, name, strlen(name));
	else
		kc_buf_printf(buf, "%llu", (unsigned long long)uid);
	kc_buf_text(buf, " | ");
}

static void put_state(const struct top_screen *screen, struct top *top, struct kc_buf *buf)
{
	struct top_pane *pane = top_pane_now(top);
	__u64 now = top_now_ns(), age = top->sample_ns ? now - top->sample_ns : 0;

	if (top->code)
		kc_buf_printf(buf, "NO DRIVER: %s | ", top->err.message);
	else if (pane->code)
		kc_buf_printf(buf, "%s | ", pane->err.message);
	else
		put_notes(pane, buf);
	if (top->recording)
		kc_buf_printf(buf, "sample %llu of %llu%s | ",
			      (unsigned long long)top->shape.position + 1,
			      (unsigned long long)top->recording->count,
			      top->playing ? ", playing" : "");
	else if (top->paused)
		kc_buf_text(buf, "PAUSED | ");
	else if (age > top->settings.interval_ns + 1500000000ULL)
		kc_buf_printf(buf, "stale %llu s | ", (unsigned long long)(age / 1000000000));
	if (top->shape.difference)
		kc_buf_printf(buf, "DIFFERENCE since %llu s | ",
			      (unsigned long long)((now - top->baseline_ns) / 1000000000));
	else if (top->baseline_ns)
		kc_buf_text(buf, "baseline | ");
	if (screen->follow)
		kc_buf_text(buf, "follow | ");
	if (pane->linked)
		kc_buf_printf(buf, "%s %llu | ", pane->table->link,
			      (unsigned long long)pane->link_value);
	if (pane->by_uid)
		put_user(top, pane->uid, buf);
	if (!top->shape.kernel && pane->kernel >= 0)
		kc_buf_text(buf, "no kernel threads | ");
	if (top->shape.threads && top_pane_object(pane) &&
	    top_pane_object(pane)->table.threads)
		kc_buf_text(buf, "threads | ");
	if (pane->filter[0])
		kc_buf_printf(buf, "filter %s | ", pane->filter);
	if (pane->tags.count)
		kc_buf_printf(buf, "%u tagged | ", pane->tags.count);
}

/**
 * top_draw_status - draw the line below the table: its view's tables, or a message
 * @screen: the screen
 * @top: the run
 * @y: line
 * @columns: columns of the screen
 */
void top_draw_status(struct top_screen *screen, struct top *top, int y, int columns)
{
	const struct top_view *view = top_view_now(top);
	struct top_pane *pane = top_pane_now(top);
	struct kc_buf buf = { 0 };
	unsigned int i;
	const struct top_scene *scene = top_scene_now(top);
	bool picture = top_picture_on(top);
	int x = 0, end;
	char text[64];

	if (screen->message[0] && screen->message_until > top_now_ns()) {
		top_term_put(y, 0, columns, screen->message, strlen(screen->message),
			     screen->message_error ? TOP_ROLE_ERROR : TOP_ROLE_PLAIN);
		return;
	}
	if (view->picture) {
		x = top_term_puts(y, 0, picture ? "[picture]" : " picture ",
				  picture ? TOP_ROLE_LABEL : TOP_ROLE_PLAIN);
		top_spot_add(screen, y, 0, x, picture ? 0 : 'v', -1);
	}
	for (i = 0; i < view->table_count; i++) {
		bool on = !picture && i == top->pane[top->view];

		if (!on && !top_pane_object(&top->panes[top->view][i]))
			continue;
		if (view->only_shown && !on)
			continue;
		snprintf(text, sizeof(text), on && view->table_count > 1 ? "[%s]" : " %s ",
			 view->tables[i].title);
		end = x + top_term_puts(y, x, text, on ? TOP_ROLE_LABEL : TOP_ROLE_PLAIN);
		if (!on)
			top_spot_add(screen, y, x, end, ']', -1);
		x = end;
	}
	if (picture)
		kc_buf_printf(&buf, " %u/%u | ", scene->count ? scene->count - scene->chosen : 0,
			      scene->count);
	else
		kc_buf_printf(&buf, " %u/%u | ", pane->list.count ? pane->cursor + 1 : 0,
			      pane->list.count);
	put_state(screen, top, &buf);
	if (buf.len > 3)
		buf.len -= 3;
	top_term_put(y, x, columns - x, buf.data, buf.len,
		     top->code || pane->code ? TOP_ROLE_ERROR : TOP_ROLE_PLAIN);
	kc_buf_free(&buf);
}
