// SPDX-License-Identifier: GPL-2.0-only
/* Text, CSV and JSON Lines: tables without a document around them. */
#include "kintro.h"

static int dump(struct kintro *kintro, const struct kc_query *query, struct kc_sink *sink,
		struct kc_error *err)
{
	struct kc_result result;
	int ret;

	if (!query->columns.object->in_driver) {
		ret = kc_fail(err, KC_UNAVAILABLE, 0, "%s: this driver is too old for it",
			      query->request.table->name);
		kintro_record_missing(kintro, &query->request, ret, err);
		return ret;
	}
	ret = kc_query_run(query, kintro->transport, sink, &result, err);
	/* Why values are absent cannot be told before there were any. */
	if (result.begun)
		kintro_warn_result(kintro, query, &result, sink);
	/* A dump that fails after its first rows is no longer a plain refusal. */
	if (ret && result.rows) {
		err->code = KC_DRIVER;
		ret = KC_DRIVER;
	}
	return ret;
}

static int dump_all(struct kintro *kintro, struct kc_sink *sink, struct kc_error *err)
{
	bool color = kintro->options.color;
	unsigned int i;
	int ret = KC_OK;

	if (!sink)
		return kc_fail_memory(err);
	for (i = 0; i < kintro->object_count && !ret; i++) {
		const struct kc_query *query = &kintro->queries[i];

		sink->escaped[0] = 0;
		sink->escaped[1] = 0;
		if (kintro->object_count > 1)
			printf("%s%s%s%s\n", i ? "\n" : "", color ? "\033[1m" : "",
			       query->request.table->name, color ? ":\033[0m" : ":");
		ret = dump(kintro, query, sink, err);
	}
	sink->free(sink);
	return ret;
}

/**
 * kintro_tables - print all objects of a run
 * @kintro: the run, planned
 * @err: filled on failure
 */
int kintro_tables(struct kintro *kintro, struct kc_error *err)
{
	const struct kintro_options *options = &kintro->options;
	bool header = !(options->given & OPT_BIT(NO_HEADER));
	struct kc_text_style style = {
		.header = header,
		.bytes = options->given & OPT_BIT(BYTES),
		.color = options->color,
	};
	struct kc_json json = { .out = stdout };
	struct kc_json_sink lines;
	int ret;

	if (options->format == FORMAT_JSONL) {
		kc_json_sink_init(&lines, &json, true);
		ret = dump_all(kintro, &lines.sink, err);
		kc_json_free(&json);
	} else if (options->format == FORMAT_CSV) {
		ret = dump_all(kintro, kc_csv_sink(stdout, header), err);
	} else if (options->given & OPT_BIT(MATRIX)) {
		ret = dump_all(kintro, kintro_matrix_sink(stdout, &style), err);
	} else {
		ret = dump_all(kintro, kc_text_sink(stdout, &style), err);
	}
	kintro_print_warnings(kintro);
	return ret;
}
