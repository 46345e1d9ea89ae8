// SPDX-License-Identifier: GPL-2.0-only
/* kintro [OBJECT...]: shows tables, a document of them, or the overview. */
#include "affinity_sink.h"
#include "document.h"
#include "overview.h"
#include "tables.h"
#include "../command.h"
#include "../objects.h"
#include "../plan.h"
#include "../samples.h"
#include "../source.h"
#include "../warnings.h"

/* Options of samples and where they come from. */
#define SAMPLES (OPT_BIT(WATCH) | OPT_BIT(COUNT) | OPT_BIT(VIA) | OPT_BIT(COLOR) | \
		 OPT_BIT(ENCODING) | OPT_BIT(AT) | OPT_BIT(SAMPLE))

/* Options of rows. */
#define ROWS (OPT_BIT(SORT) | OPT_BIT(FILTER) | OPT_BIT(LIMIT))

/**
 * struct view - a way to show samples
 * @what: what messages call it
 * @options: OPT_BIT() of the options that it allows
 * @columns: what it is made of, or NULL: what the command line says
 * @show: shows the current sample
 */
struct view {
	const char *what;
	unsigned int options;
	const char *columns;
	kintro_sample_fn *show;
};

static const struct view overview = {
	.what = "the overview: name an object",
	.options = SAMPLES,
	.show = kintro_overview,
};

static const struct view document = {
	.what = "the whole document",
	.options = SAMPLES | OPT_BIT(JSON) | OPT_BIT(PRETTY) | OPT_BIT(ALL_FIELDS) |
		   OPT_BIT(THREADS) | OPT_BIT(BUDGET) | OPT_BIT(RECORD),
	.show = kintro_document,
};

static const struct view matrix = {
	.what = "sched --matrix",
	.options = SAMPLES | ROWS | OPT_BIT(MATRIX) | OPT_BIT(NO_HEADER) | OPT_BIT(BUDGET) |
		   OPT_BIT(RECORD),
	.columns = KINTRO_AFFINITY_COLUMNS,
	.show = kintro_matrix,
};

/* Named objects: whatever the command allows. */
static const struct view named_document = { .options = ~0U, .show = kintro_document };
static const struct view named_tables = { .options = ~0U, .show = kintro_tables };

static const struct view *choose_view(const struct kintro *kintro)
{
	bool json = kintro->options.format == FORMAT_JSON;

	if (!kintro->named)
		return json ? &document : &overview;
	if (kintro_given(&kintro->options, OPT_BIT(MATRIX)))
		return &matrix;
	return json ? &named_document : &named_tables;
}

static int check_view(const struct kintro *kintro, const struct view *view, struct kc_error *err)
{
	const struct kintro_options *options = &kintro->options;

	if (view == &matrix &&
	    (kintro->object_count > 1 || kintro->objects[0] != KINTROSPECT_CMD_SCHED - 1))
		return kc_fail(err, KC_USAGE, 0, "--matrix applies to sched only");
	if (kintro->object_count > 1 &&
	    (options->format == FORMAT_CSV || options->format == FORMAT_JSONL))
		return kc_fail(err, KC_USAGE, 0,
			       "--csv and --jsonl print one object; use --json for several");
	return kintro_refuse(options, view->options, view->what, err);
}

static void make_wish(struct kintro *kintro, const struct view *view)
{
	struct kintro_wish *wish = &kintro->wish;

	/* Text puts the names of kernel threads in brackets. */
	wish->brackets = kintro->options.format == FORMAT_TEXT;
	wish->usual = wish->brackets ? USUAL_DEFAULT : USUAL_CHEAP;
	if (kintro_given(&kintro->options, OPT_BIT(ALL_FIELDS)))
		wish->usual = USUAL_ALL;
	if (view->columns)
		wish->columns = view->columns;
}

static int run(struct kintro *kintro, struct kc_error *err)
{
	struct kc_error usage = {};
	const struct view *view;
	int ret;

	ret = kintro_name_objects(kintro, 0, err);
	if (ret)
		return ret;
	view = choose_view(kintro);
	ret = check_view(kintro, view, err);
	if (ret)
		return ret;
	make_wish(kintro, view);
	ret = kintro_open_source(kintro, err);
	kintro_all_objects(kintro);
	/* What was typed wrongly is worth knowing first, with a driver or without. */
	if (kintro_plan(kintro, ret ? &usage : err)) {
		if (ret)
			*err = usage;
		ret = KC_USAGE;
	}
	if (!ret)
		ret = kintro_samples(kintro, view->show, err);
	kintro_unplan(kintro);
	kintro_forget_warnings(kintro);
	kintro_close_source(kintro);
	return ret;
}

const struct kintro_command kintro_show = {
	.what = "tables",
	.usage = { "[OPTION...] [OBJECT... [KEY=VALUE...]]", "layout ADDRESS" },
	.options = SAMPLES | ROWS | OPT_BIT(JSON) | OPT_BIT(PRETTY) | OPT_BIT(JSONL) |
		   OPT_BIT(CSV) | OPT_BIT(CSV_STYLE) | OPT_BIT(COLUMNS) |
		   OPT_BIT(ALL_FIELDS) | OPT_BIT(NO_HEADER) | OPT_BIT(BYTES) |
		   OPT_BIT(THREADS) | OPT_BIT(BUDGET) | OPT_BIT(RECORD) | OPT_BIT(MATRIX),
	.max = KINTRO_ANY_WORDS,
	.run = run,
};
