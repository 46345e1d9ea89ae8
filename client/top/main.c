// SPDX-License-Identifier: GPL-2.0-only
/* kintro-top: kernel state, live, on a terminal or as text. */
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "top.h"

#define DEFAULT_INTERVAL_NS 2000000000ULL

/*
 * To ask for the netlink family by name loads the module. That is right at the
 * start, but who unloads the driver beside a running program means it.
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
	fprintf(stderr, "kintro-top: %s%s%s\n", err->message, err->hint[0] ? "; " : "", err->hint);
}

/* What the command line says of the view that is shown first. */
static int apply_options(struct top *top, struct kc_error *err)
{
	const struct top_options *options = &top->options;
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

static int run(struct top *top, struct kc_error *err)
{
	struct kc_transport *transport = NULL;
	int ret;

	ret = top_views_open(top, err);
	if (!ret)
		ret = top->source.open(top->source.context, &transport, err);
	if (ret)
		return ret;
	top->catalog = top_catalog_load(transport, err);
	ret = top->catalog ? apply_options(top, err) : err->code;
	if (ret)
		transport->close(transport);
	else
		ret = top_batch(top, transport, err);
	return ret;
}

int main(int argc, char **argv)
{
	static struct top top;
	struct way way = { 0 };
	struct kc_error err;
	int ret;

	setlocale(LC_ALL, "");
	signal(SIGPIPE, SIG_DFL);
	ret = top_parse(&top.options, argc, argv, &err);
	if (ret == KC_STOP)
		return KC_OK;
	if (!ret) {
		way.via = top.options.via;
		top.source = (struct top_source){
			.open = way_open, .context = &way, .live = strncmp(way.via, "debugfs:", 8),
		};
		top.settings.interval_ns = top.options.interval_ns ? top.options.interval_ns :
					   DEFAULT_INTERVAL_NS;
		top.shape = (struct top_shape){
			.tree = top.options.tree,
			.threads = top.options.threads,
			.kernel = !top.options.no_kernel,
			.bytes = top.options.bytes,
			.ascii = top.options.ascii || strcmp(nl_langinfo(CODESET), "UTF-8"),
			.process = top.options.pid,
		};
		ret = run(&top, &err);
	}
	if (ret)
		report(&err);
	top_views_close(&top);
	return ret;
}
