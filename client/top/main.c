// SPDX-License-Identifier: GPL-2.0-only
/* kintro-top: kernel state, live, on a terminal or as text. */
#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "batch.h"
#include "cmdline.h"
#include "loop.h"
#include "model/config.h"
#include "model/timeline.h"
#include "output.h"
#include "views/views.h"

#define DEFAULT_INTERVAL_NS 2000000000ULL

/*
 * To ask for the netlink family by name loads the module where modprobe.d has an alias
 * for it. That is right at the start, but who unloads the driver next to a running
 * program means it.
 */
struct way {
	const char *via;
	bool again;
};

static int way_open(void *context, struct kc_transport **transport, struct kc_error *err)
{
	struct way *way = context;

	if (!strncmp(way->via, "debugfs:", 8))
		return kc_debugfs_open(way->via + 8, transport, err);
	if (way->again && access("/sys/module/kintrospect", F_OK)) {
		kc_fail(err, KC_DRIVER, 0, "the driver has been unloaded");
		kc_hint(err, "load it with 'modprobe kintrospect'");
		return KC_DRIVER;
	}
	way->again = true;
	return kc_transport_open(way->via, transport, err);
}

static void report(const struct kc_error *err)
{
	kc_print_error("kintro-top", err);
}

/* What the command line says of the view that is shown first. */
static int apply_options(struct top *top, const struct top_options *options,
			 struct kc_error *err)
{
	struct top_pane *pane;
	int ret = KC_OK;

	if (options->view && !top_view_choose(top, options->view))
		return kc_fail(err, KC_USAGE, 0, "there is no view or object '%s'", options->view);
	top_views_resolve(top);
	pane = top_pane_now(top);
	if (!top_pane_object(pane) && (options->columns || options->filter || options->sort))
		return kc_fail(err, KC_UNAVAILABLE, 0, "%s: this driver does not have it",
			       pane->table->object);
	if (options->columns)
		ret = top_pane_columns(pane, options->columns, err);
	if (!ret && options->filter)
		ret = top_pane_filter(pane, options->filter, err);
	if (!ret && options->sort && !top_pane_sort(pane, options->sort))
		ret = kc_fail(err, KC_USAGE, 0, "%s: there is no column '%s' to sort by",
			      pane->table->name, options->sort);
	return ret;
}

/* From the weakest to the strongest: what is built in, the configuration, the options. */
static int settle(struct top *top, const struct top_options *options, struct kc_error *err)
{
	unsigned int i;

	top->settings = (struct top_settings){
		.interval_ns = DEFAULT_INTERVAL_NS, .meters = true, .mouse = true,
	};
	top->shape.kernel = true;
	/* What a script reads does not hang on what a person chose for the screen. */
	if (!options->batch)
		top_config_load(top);
	if (options->interval_ns)
		top->settings.interval_ns = options->interval_ns;
	for (i = 0; i < TOP_THEMES && options->theme; i++)
		if (!strcmp(options->theme, top_theme_names[i]))
			break;
	if (options->theme && i == TOP_THEMES)
		return kc_fail(err, KC_USAGE, 0, "--theme takes default, mono, light or "
			       "colour-blind, not '%s'", options->theme);
	if (options->theme)
		top->settings.theme = i;
	top->shape.tree |= options->tree;
	top->shape.threads |= options->threads;
	top->shape.kernel &= !options->no_kernel;
	top->shape.bytes |= options->bytes;
	top->shape.ascii = options->ascii || strcmp(nl_langinfo(CODESET), "UTF-8");
	top->shape.process = options->pid;
	top->shape.process_named = options->pid;
	/* Rows of another machine have its users. What a script reads has numbers. */
	if (!options->batch)
		top_users_read(&top->users, "/etc/passwd");
	if (!options->batch && top->source.live)
		top_views_users(top, &top->users);
	return KC_OK;
}

static int run(struct top *top, const struct top_options *options, struct kc_error *err)
{
	struct kc_transport *transport = NULL;
	int ret;

	ret = top_views_open(top, err);
	if (!ret)
		ret = settle(top, options, err);
	if (!ret)
		ret = top->source.open(top->source.context, &transport, err);
	if (ret)
		return ret;
	top->catalog = top_catalog_load(transport, err);
	ret = top->catalog ? apply_options(top, options, err) : err->code;
	if (ret)
		transport->close(transport);
	else if (options->batch)
		ret = top_batch(top, transport, options->count, err);
	else
		ret = top_loop_run(top, transport, err);
	return ret;
}

/* The first of them was shown on the screen, for a while. */
static void print_complaints(const struct kc_buf *complaints)
{
	const char *line = complaints->data, *end, *stop;

	for (end = line ? line + complaints->len : line; line < end; line = stop + 1) {
		stop = memchr(line, '\n', end - line);
		if (!stop)
			break;
		kc_fprint(stderr, "kintro-top: %.*s\n", (int)(stop - line), line);
	}
}

/* A full disk may show as late as here. */
static int close_output(struct kc_error *err)
{
	if (!fflush(stdout) && !ferror(stdout) && !fclose(stdout))
		return KC_OK;
	kc_fail(err, KC_DRIVER, errno, "cannot write: %s", strerror(errno));
	report(err);
	return KC_DRIVER;
}

int main(int argc, char **argv)
{
	static struct top top;
	struct top_timeline recording = { 0 };
	struct top_options options;
	struct way way = { 0 };
	struct kc_error err;
	int ret;

	/* Not that of numbers: scripts read them, and filters are typed, with a point. */
	setlocale(LC_CTYPE, "");
	signal(SIGPIPE, SIG_DFL);
	ret = top_parse(&options, argc, argv, &err);
	if (ret == KC_STOP)
		return close_output(&err);
	if (!ret) {
		way.via = options.via;
		top.views = top_views;
		top.view_count = top_view_count;
		top.batch = options.batch;
		top.source = (struct top_source){
			.open = way_open, .context = &way, .live = strncmp(way.via, "debugfs:", 8),
		};
		recording.path = options.replay;
		if (recording.path) {
			top.source = (struct top_source){
				.open = top_timeline_transport, .seek = top_timeline_seek,
				.context = &recording,
			};
			top.recording = &recording;
			ret = top_timeline_open(&recording, &top.shape.position, &err);
		}
		if (!ret)
			ret = run(&top, &options, &err);
	}
	if (ret)
		report(&err);
	print_complaints(&top.complaints);
	top_views_close(&top);
	top_timeline_close(&recording);
	return ret ? ret : close_output(&err);
}
