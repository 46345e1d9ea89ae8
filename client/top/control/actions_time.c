// SPDX-License-Identifier: GPL-2.0-only
/* What keys do that have to do with time: pause, steps, baseline, snapshots. */
#include <stdio.h>
#include <time.h>

#include "actions.h"
#include "../model/timeline.h"
#include "text.h"

unsigned int act_pause(struct top_ui *ui, int key)
{
	(void)key;
	if (ui->top->recording) {
		ui->top->playing = !ui->top->playing;
		return 0;
	}
	ui->top->paused = !ui->top->paused;
	return TOP_WANTS;
}

/**
 * top_ui_step - go to another sample of the recording
 * @ui: keys and screen
 * @position: which
 */
unsigned int top_ui_step(struct top_ui *ui, __u64 position)
{
	ui->top->shape.position = position;
	ui->step_ns = top_now_ns();
	return TOP_WANTS;
}

static bool recorded(struct top_ui *ui)
{
	if (!ui->top->recording)
		top_message(&ui->screen, false, "this is no recording");
	return ui->top->recording;
}

unsigned int act_step(struct top_ui *ui, int key)
{
	__u64 at = ui->top->shape.position;

	if (!recorded(ui))
		return 0;
	if (key == '.' && at + 1 < ui->top->recording->count)
		return top_ui_step(ui, at + 1);
	if (key == ',' && at)
		return top_ui_step(ui, at - 1);
	top_message(&ui->screen, false, key == '.' ? "this is the last sample" :
		    "this is the first sample");
	return 0;
}

static unsigned int jump_entered(struct top_ui *ui, const char *text)
{
	struct kc_error err;
	__u64 position;

	if (!*text)
		return 0;
	if (!top_timeline_find(ui->top->recording, text, &position, &err))
		return top_ui_step(ui, position);
	top_message(&ui->screen, true, "%s", err.message);
	return 0;
}

unsigned int act_jump(struct top_ui *ui, int key)
{
	(void)key;
	if (!recorded(ui))
		return 0;
	return top_popup_prompt(ui, "Time (HH:MM:SS, YYYY-MM-DDTHH:MM, -5m), or #number", "",
				jump_entered, NULL);
}

static unsigned int interval_entered(struct top_ui *ui, const char *text)
{
	__u64 ns;

	if (!*text)
		return 0;
	if (!kc_parse_ns(text, strlen(text), "s", &ns) || ns < 10000000 ||
	    ns > 86400000000000ULL) {
		top_message(&ui->screen, true, "'%s' is no time from 10ms to a day", text);
		return 0;
	}
	ui->top->settings.interval_ns = ns;
	return TOP_WANTS;
}

unsigned int act_interval(struct top_ui *ui, int key)
{
	char text[32];

	(void)key;
	snprintf(text, sizeof(text), "%g", ui->top->settings.interval_ns / 1e9);
	return top_popup_prompt(ui, "Seconds from sample to sample", text, interval_entered, NULL);
}

unsigned int act_baseline(struct top_ui *ui, int key)
{
	unsigned int i, j;

	(void)key;
	for (i = 0; i < ui->top->view_count; i++)
		for (j = 0; j < ui->top->views[i]->table_count; j++) {
			struct top_pane *pane = &ui->top->panes[i][j];

			/* Of other views the rows are old. */
			top_snapshot_put(pane->base);
			pane->base = i == ui->top->view ? top_snapshot_get(pane->now) : NULL;
		}
	ui->top->baseline_ns = top_now_ns();
	top_message(&ui->screen, false, "baseline marked: D shows what changed since");
	return TOP_REMAKE;
}

unsigned int act_difference(struct top_ui *ui, int key)
{
	(void)key;
	if (!ui->top->baseline_ns) {
		top_message(&ui->screen, false, "there is no baseline: B marks one");
		return 0;
	}
	ui->top->shape.difference = !ui->top->shape.difference;
	return TOP_REMAKE;
}

static unsigned int snapshot_entered(struct top_ui *ui, const char *text)
{
	struct kc_error err;

	if (!*text)
		return 0;
	if (top_save_snapshot(ui->top, text, &err))
		top_message(&ui->screen, true, "%s", err.message);
	else
		top_message(&ui->screen, false, "written: %s; kintro-top --replay reads it", text);
	return 0;
}

unsigned int act_snapshot(struct top_ui *ui, int key)
{
	time_t now = time(NULL);
	char name[64] = "snapshot.kintro";
	struct tm tm;

	(void)key;
	if (localtime_r(&now, &tm))
		strftime(name, sizeof(name), "kintro-%Y%m%d-%H%M%S.rec", &tm);
	return top_popup_prompt(ui, "File for a snapshot of this view", name, snapshot_entered,
				NULL);
}
