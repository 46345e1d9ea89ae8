// SPDX-License-Identifier: GPL-2.0-only
/* Text, CSV and JSON Lines: tables without a document around them. */
#include "affinity_sink.h"
#include "tables.h"
#include "../tee.h"
#include "../warnings.h"

/* Nothing is an answer, but often to another question: names are longer than one thinks. */
static void advise(struct kintro *kintro, const struct kc_query *query)
{
	const struct kc_table *table = query->request.table;
	unsigned int field;
	const char *text = kc_filter_whole_text(query->filter, &field);

	if (text && kintro->options.format == FORMAT_TEXT)
		kintro_warn(kintro, "no-match", table->snake, table->fields[field].snake,
			    "%s: no row has '%s' as its whole %s: %s~%s would find a part of it",
			    table->name, text, table->fields[field].name,
			    table->fields[field].name, text);
}

static int dump(struct kintro *kintro, const struct kc_query *query, struct kc_sink *sink,
		struct kc_error *err)
{
	struct kc_result result;
	int ret;

	ret = kintro_tee_check(kintro, query, err);
	if (ret)
		return ret;
	ret = kc_query_run(query, kintro->transport, sink, &result, err);
	/* Why values are absent cannot be told before there were any. */
	if (result.begun)
		kintro_warn_result(kintro, query, &result, sink);
	if (!ret && !result.rows && query->limit)
		advise(kintro, query);
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
			kc_print("%s%s%s%s\n", i ? "\n" : "", color ? KC_BOLD : "",
				 query->request.table->name, color ? ":" KC_PLAIN : ":");
		ret = dump(kintro, query, sink, err);
	}
	sink->free(sink);
	return ret;
}

static struct kc_text_style text_style(const struct kintro_options *options)
{
	return (struct kc_text_style) {
		.header = !kintro_given(options, OPT_BIT(NO_HEADER)),
		.bytes = kintro_given(options, OPT_BIT(BYTES)),
		.color = options->color,
	};
}

/**
 * kintro_tables - print all objects of a run
 * @kintro: the run, planned
 * @err: filled on failure
 */
int kintro_tables(struct kintro *kintro, struct kc_error *err)
{
	struct kc_text_style style = text_style(&kintro->options);
	struct kc_json json = { .out = stdout };
	struct kc_json_sink lines;
	int ret;

	if (kintro->options.format == FORMAT_JSONL) {
		kc_json_sink_init(&lines, &json, true);
		lines.chosen = kintro->options.columns && kintro->options.columns[0] != '+';
		ret = dump_all(kintro, &lines.sink, err);
		kc_json_free(&json);
	} else if (kintro->options.format == FORMAT_CSV) {
		ret = dump_all(kintro, kc_csv_sink(stdout, style.header,
						   kintro->options.csv_style), err);
	} else {
		ret = dump_all(kintro, kc_text_sink(stdout, &style), err);
	}
	kintro_print_warnings(kintro);
	return ret;
}

/**
 * kintro_matrix - print which thread may run on which CPU
 * @kintro: the run, planned for KINTRO_AFFINITY_COLUMNS
 * @err: filled on failure
 */
int kintro_matrix(struct kintro *kintro, struct kc_error *err)
{
	struct kc_text_style style = text_style(&kintro->options);
	int ret;

	ret = dump_all(kintro, kintro_affinity_sink(stdout, &style), err);
	kintro_print_warnings(kintro);
	return ret;
}
