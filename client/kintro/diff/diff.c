// SPDX-License-Identifier: GPL-2.0-only
/* kintro diff: what changed between two samples. */
#include <stdio.h>
#include <string.h>

#include "comparison.h"
#include "../command.h"
#include "../objects.h"
#include "../plan.h"
#include "../warnings.h"

/* All that was recorded, unless -o says what. */
static int make_wish(struct kintro *kintro, struct kc_error *err)
{
	bool columns = kintro_given(&kintro->options, OPT_BIT(COLUMNS));
	struct kintro_wish *wish = &kintro->wish;

	if (columns && !kintro->named)
		return kc_fail(err, KC_USAGE, 0, "-o requires an object");
	if (kintro->options.sort && !kintro->named)
		return kc_fail(err, KC_USAGE, 0, "--sort requires an object");
	wish->brackets = kintro->options.format == FORMAT_TEXT;
	wish->usual = !columns ? USUAL_ALL : wish->brackets ? USUAL_DEFAULT : USUAL_CHEAP;
	return KC_OK;
}

static int open_one(struct comparison *comparison, int n, struct kc_error *err)
{
	struct kintro *kintro = comparison->kintro;
	int ret;

	ret = kc_record_open_at(&comparison->records[n], comparison->names[n], err);
	if (ret)
		return ret;
	if (err->message[0])
		kintro_warn(kintro, "damaged", NULL, NULL, "%s", err->message);
	return kc_catalog_load(n ? &kintro->catalog : &comparison->catalog,
			       kc_record_transport(comparison->records[n]), err);
}

static int open_both(struct comparison *comparison, struct kc_error *err)
{
	struct kc_record **records = comparison->records;
	int n, ret;

	for (n = 0; n < 2; n++) {
		err->message[0] = 0;
		ret = open_one(comparison, n, err);
		if (ret)
			return ret;
	}
	comparison->same_boot = kc_host_same_boot(&kc_record_info(records[0])->host,
						  &kc_record_info(records[1])->host);
	comparison->elapsed_ns = kc_record_moment(records[1])->monotonic_ns -
				 kc_record_moment(records[0])->monotonic_ns;
	return KC_OK;
}

/* Where none is named, the objects that both samples have. */
static void choose_objects(const struct comparison *comparison)
{
	struct kintro *kintro = comparison->kintro;
	bool threads = kintro_given(&kintro->options, OPT_BIT(THREADS));
	unsigned int i;

	for (i = 0; i < KC_OBJECTS && !kintro->named; i++) {
		const struct kc_table *table = &kc_tables[i];
		bool old = kc_record_has(comparison->records[0], table, threads && table->threads);
		bool new = kc_record_has(comparison->records[1], table, threads && table->threads);

		if (old && new)
			kintro->objects[kintro->object_count++] = i;
		else if (old || new)
			kintro_warn(kintro, "unavailable", table->snake, NULL,
				    "%s: only in the %s sample", table->name, old ? "first" :
				    "second");
	}
}

static int load_both(struct comparison *comparison, const struct kc_query *query,
		     struct kc_diff *diff, struct kc_error *err)
{
	unsigned int number = query->request.table->command - 1;
	const struct kc_object *object = &comparison->catalog.objects[number];
	struct kc_request requests[2] = { query->request, query->request };
	struct kc_table table = *query->request.table;
	int n, ret = KC_OK;

	/* Fields are only ever appended, so those that both have go by the same numbers. */
	if (object->table.field_count < table.field_count)
		table.field_count = object->table.field_count;
	requests[0].table = &object->table;
	for (n = 0; n < 2 && !ret; n++) {
		kc_identity_want(requests[n].table, requests[n].mask);
		ret = kc_diff_load(diff, n, kc_record_transport(comparison->records[n]),
				   &requests[n], err);
	}
	return ret ? ret : kc_diff_compare(diff, &table, err);
}

/* What both samples' dumps said of their rows, and what could not be compared for it. */
static void warn_samples(struct kintro *kintro, const struct kc_table *table,
			 const struct kc_diff *diff)
{
	kintro_warn_notes(kintro, table, &diff->sides[0].notes, ", in the first sample");
	kintro_warn_notes(kintro, table, &diff->sides[1].notes, ", in the second sample");
	if (diff->skipped)
		kintro_warn(kintro, "not-compared", table->snake, NULL,
			    "%s: %zu rows were not compared: their processes were not read whole "
			    "in both samples", table->name, diff->skipped);
}

static int compare_object(struct comparison *comparison, const struct kc_query *query,
			  struct kc_json *json, struct kc_error *err)
{
	const struct kc_table *table = query->request.table;
	struct kintro *kintro = comparison->kintro;
	struct kc_buf out = { 0 };
	struct kc_diff diff = { 0 };
	int ret;

	ret = load_both(comparison, query, &diff, err);
	if (ret == KC_UNAVAILABLE && !kintro->named) {
		kintro_warn(kintro, "unavailable", table->snake, NULL, "%s", err->message);
		ret = KC_OK;
	} else if (!ret) {
		comparison->different |= diff.count;
		kc_diff_sort(&diff, query->sort, query->descending);
		warn_samples(kintro, table, &diff);
		if (kintro->options.format == FORMAT_JSON)
			ret = diff_json_object(comparison, &diff, json, err);
		else if (diff.count)
			ret = diff_text(comparison, &diff, &out, err);
		if (!ret)
			ret = kc_json_flush(json, 0, err);
	}
	kc_buf_free(&out);
	kc_diff_free(&diff);
	return ret;
}

static int compare(struct comparison *comparison, struct kc_error *err)
{
	struct kintro *kintro = comparison->kintro;
	bool as_json = kintro->options.format == FORMAT_JSON;
	struct kc_json json = {
		.out = stdout, .pretty = kintro_given(&kintro->options, OPT_BIT(PRETTY)),
	};
	unsigned int i;
	int ret;

	choose_objects(comparison);
	ret = kintro_plan(kintro, err);
	if (!ret && as_json)
		diff_json_head(comparison, &json);
	for (i = 0; i < kintro->object_count && !ret; i++)
		ret = compare_object(comparison, &kintro->queries[i], &json, err);
	if (!ret && as_json) {
		diff_json_tail(comparison, &json);
		ret = kc_json_flush(&json, 0, err);
	} else if (!ret) {
		kintro_print_warnings(kintro);
	}
	kc_json_free(&json);
	kintro_unplan(kintro);
	return ret;
}

/* KC_DIFFERENT with an empty message: there is a difference, which has been printed. */
static int run(struct kintro *kintro, struct kc_error *err)
{
	const struct kintro_options *options = &kintro->options;
	struct comparison comparison = {
		.kintro = kintro, .names = { options->words[1], options->words[2] },
	};
	int n, ret;

	ret = kintro_name_objects(kintro, 3, err);
	if (!ret)
		ret = make_wish(kintro, err);
	if (ret)
		return ret;
	kc_catalog_init(&comparison.catalog);
	ret = open_both(&comparison, err);
	if (!ret)
		ret = compare(&comparison, err);
	for (n = 0; n < 2; n++)
		if (comparison.records[n])
			kc_record_close(comparison.records[n]);
	kintro_forget_warnings(kintro);
	kc_catalog_free(&comparison.catalog);
	if (!ret && comparison.different) {
		err->message[0] = 0;
		ret = KC_DIFFERENT;
	}
	return ret;
}

const struct kintro_command kintro_diff = {
	.name = "diff",
	.what = "diff",
	.usage = { "diff FILE[@WHICH] FILE[@WHICH] [OBJECT...]" },
	.help = "what changed between two samples; WHICH is a number or a time",
	.options = OPT_BIT(JSON) | OPT_BIT(PRETTY) | OPT_BIT(BYTES) | OPT_BIT(COLOR) |
		   OPT_BIT(COLUMNS) | OPT_BIT(THREADS) | OPT_BIT(SORT),
	.min = 2,
	.max = KINTRO_ANY_WORDS,
	.expected = "diff requires two recordings, each FILE or FILE@WHICH",
	.run = run,
};
