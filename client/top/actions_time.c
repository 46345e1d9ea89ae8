// SPDX-License-Identifier: GPL-2.0-only
/* What keys do that have to do with time: pause, steps, baseline, snapshots. */
#include <stdio.h>
#include <time.h>

#include "actions.h"
#include "replay.h"
#include "text.h"

void act_pause(struct top_ui *ui, int key)
{
	(void)key;
	if (ui->top->replay) {
		ui->top->playing = !ui->top->playing;
		return;
	}
	ui->top->paused = !ui->top->paused;
	top_ui_wants(ui);
}

static bool replayed(struct top_ui *ui)
{
	if (!ui->top->replay)
		top_ui_message(ui, false, "this is no recording");
	return ui->top->replay;
}

void act_step(struct top_ui *ui, int key)
{
	__u64 at = ui->top->shape.position;

	if (!replayed(ui))
		return;
	if (key == '.' && at + 1 < ui->top->replay->count)
		top_ui_step(ui, at + 1);
	else if (key == ',' && at)
		top_ui_step(ui, at - 1);
	else
		top_ui_message(ui, false, key == '.' ? "this is the last sample" :
			       "this is the first sample");
}

static void jump_entered(struct top_ui *ui, const char *text)
{
	struct kc_error err;
	__u64 position;

	if (!*text)
		return;
	if (top_replay_find(ui->top->replay, text, &position, &err))
		top_ui_message(ui, true, "%s", err.message);
	else
		top_ui_step(ui, position);
}

void act_jump(struct top_ui *ui, int key)
{
	(void)key;
	if (replayed(ui))
		top_popup_prompt(ui, "Time (HH:MM:SS, YYYY-MM-DDTHH:MM, -5m), or #number", "",
				 jump_entered, NULL);
}

static void interval_entered(struct top_ui *ui, const char *text)
{
	__u64 ns;

	if (!*text)
		return;
	if (!kc_parse_ns(text, strlen(text), "s", &ns) || ns < 10000000 ||
	    ns > 86400000000000ULL) {
		top_ui_message(ui, true, "'%s' is no time from 10ms to a day", text);
		return;
	}
	ui->top->settings.interval_ns = ns;
	top_ui_wants(ui);
}

void act_interval(struct top_ui *ui, int key)
{
	char text[32];

	(void)key;
	snprintf(text, sizeof(text), "%g", ui->top->settings.interval_ns / 1e9);
	top_popup_prompt(ui, "Seconds from sample to sample", text, interval_entered, NULL);
}

void act_baseline(struct top_ui *ui, int key)
{
	unsigned int i, j;

	(void)key;
	for (i = 0; i < top_view_count; i++)
		for (j = 0; j < top_views[i]->table_count; j++) {
			struct top_pane *pane = &ui->top->panes[i][j];

			/* Of other views the rows are old. */
			top_snapshot_put(pane->base);
			pane->base = i == ui->top->view ? top_snapshot_get(pane->now) : NULL;
		}
	ui->top->baseline_ns = top_now_ns();
	top_ui_message(ui, false, "baseline marked: D shows what changed since");
	top_ui_remake(ui, true);
}

void act_difference(struct top_ui *ui, int key)
{
	(void)key;
	if (!ui->top->baseline_ns) {
		top_ui_message(ui, false, "there is no baseline: B marks one");
		return;
	}
	ui->top->shape.difference = !ui->top->shape.difference;
	top_ui_remake(ui, true);
}

static void snapshot_entered(struct top_ui *ui, const char *text)
{
	struct kc_error err;

	if (!*text)
		return;
	if (top_write_snapshot(ui->top, text, &err))
		top_ui_message(ui, true, "%s", err.message);
	else
		top_ui_message(ui, false, "written: %s; kintro-top --replay reads it", text);
}

void act_snapshot(struct top_ui *ui, int key)
{
	time_t now = time(NULL);
	char name[64] = "snapshot.kintro";
	struct tm tm;

	(void)key;
	if (localtime_r(&now, &tm))
		strftime(name, sizeof(name), "kintro-%Y%m%d-%H%M%S.rec", &tm);
	top_popup_prompt(ui, "File for a snapshot of this view", name, snapshot_entered, NULL);
}
