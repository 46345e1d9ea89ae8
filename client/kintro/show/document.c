// SPDX-License-Identifier: GPL-2.0-only
/* The JSON document, written while the rows come in. */
#include <string.h>
#include <time.h>

#include "clock.h"
#include "document.h"
#include "../absent.h"
#include "../tee.h"
#include "../warnings.h"
#include "../../../uapi/version.h"

/* One document. The sink is first, so that it can be turned back into this. */
struct document {
	struct kc_json_sink sink;
	struct kintro *kintro;
	struct kc_json json;
	bool begun;
	bool truncated;
	__u64 start_ns;
	__u64 cost_ns;
	__u64 walked;
	__u64 lock_hold_max_ns;
	int (*begin_rows)(struct kc_sink *sink, const struct kc_columns *columns,
			  struct kc_error *err);
	struct kc_result results[KC_OBJECTS];
};

static const char *known(const char *text)
{
	return *text ? text : NULL;
}

static void put_host(struct kc_json *json, const struct kc_host *host)
{
	kc_json_key(json, "host");
	kc_json_begin(json, '{');
	kc_json_put_text(json, "kernel", known(host->kernel));
	kc_json_put_text(json, "arch", known(host->arch));
	kc_json_put_u64(json, "page_size", host->page_size);
	kc_json_put_u64(json, "hz", host->hz);
	kc_json_put_text(json, "boot_id", known(host->boot_id));
	kc_json_end(json, '}');
}

/* Everything before the objects; only written when the first rows are there. */
static void head(struct document *document)
{
	const struct kintro *kintro = document->kintro;
	const struct kc_transport *transport = kintro->transport;
	struct kc_json *json = &document->json;

	if (document->begun)
		return;
	document->begun = true;
	kc_json_begin(json, '{');
	kc_json_put_text(json, "schema", "kintro/1");
	kc_json_key(json, "kintro");
	kc_json_begin(json, '{');
	kc_json_put_text(json, "client", KINTROSPECT_VERSION);
	kc_json_put_text(json, "driver", known(kintro->host.driver));
	kc_json_key(json, "abi");
	if (transport->costs)
		kc_json_u64(json, KINTROSPECT_ABI);
	else
		kc_json_null(json);
	kc_json_end(json, '}');
	put_host(json, &kintro->host);
	kc_json_key(json, "time");
	kc_json_begin(json, '{');
	kc_json_put_u64(json, "realtime_ns", kintro->moment.realtime_ns);
	kc_json_put_u64(json, "monotonic_ns", kintro->moment.monotonic_ns);
	kc_json_end(json, '}');
	kc_json_put_text(json, "source", transport->name);
}

static int begin_object(struct kc_sink *sink, const struct kc_columns *columns,
			struct kc_error *err)
{
	struct document *document = (struct document *)sink;

	head(document);
	kc_json_key(&document->json, columns->object->table.snake);
	return document->begin_rows(sink, columns, err);
}

/* Which fields are null in all rows, and why. */
static void put_absent(struct document *document)
{
	struct kintro *kintro = document->kintro;
	struct kc_json *json = &document->json;
	unsigned int n, i;

	kc_json_key(json, "absent");
	kc_json_begin(json, '{');
	for (n = 0; n < kintro->object_count; n++) {
		const struct kc_query *query = &kintro->queries[n];
		const struct kc_table *table = query->request.table;

		if (!document->results[n].begun)
			continue;
		kc_json_key(json, table->snake);
		kc_json_begin(json, '{');
		for (i = 0; i < table->field_count; i++) {
			const char *why = kintro_absent(kintro, query, &document->results[n], i);

			if (why)
				kc_json_put_text(json, table->fields[i].snake, why);
		}
		kc_json_end(json, '}');
	}
	kc_json_end(json, '}');
}

static void put_cost(struct document *document)
{
	struct kc_json *json = &document->json;

	kc_json_key(json, "cost");
	if (!document->kintro->transport->costs ||
	    document->kintro->options.encoding == ENCODING_ATTRIBUTES) {
		kc_json_null(json);
		return;
	}
	kc_json_begin(json, '{');
	kc_json_put_u64(json, "ns", document->cost_ns);
	kc_json_put_u64(json, "walked", document->walked);
	kc_json_put_u64(json, "lock_hold_max_ns", document->lock_hold_max_ns);
	kc_json_end(json, '}');
}

static int tail(struct document *document, struct kc_error *err)
{
	struct kc_json *json = &document->json;

	head(document);
	put_absent(document);
	put_cost(document);
	kc_json_put_u64(json, "duration_ns", kc_now_ns(CLOCK_MONOTONIC) - document->start_ns);
	kc_json_key(json, "truncated");
	kc_json_bool(json, document->truncated);
	kintro_json_warnings(document->kintro, json);
	kc_json_end(json, '}');
	kc_json_newline(json);
	return kc_json_flush(json, 0, err);
}

/*
 * An object that failed: if nothing is written yet and it was asked for by
 * name, that is all there is to say. Else it is null, or its rows end here.
 */
static int failed(struct document *document, unsigned int n, int ret, struct kc_error *err)
{
	struct kintro *kintro = document->kintro;
	const struct kc_table *table = kintro->queries[n].request.table;

	if (ferror(document->json.out))
		return ret;
	if (!document->begun && (kintro->named || ret != KC_UNAVAILABLE))
		return ret;
	if (!document->results[n].begun) {
		head(document);
		kc_json_key(&document->json, table->snake);
		kc_json_null(&document->json);
	}
	kintro_warn(kintro, ret == KC_UNAVAILABLE ? "unavailable" : "failed", table->snake, NULL,
		    "%s", err->message);
	if (ret == KC_UNAVAILABLE)
		return kintro->named ? ret : KC_OK;
	document->truncated = true;
	err->code = KC_DRIVER;
	return KC_DRIVER;
}

static int dump(struct document *document, unsigned int n, struct kc_error *err)
{
	struct kintro *kintro = document->kintro;
	const struct kc_query *query = &kintro->queries[n];
	struct kc_result *result = &document->results[n];
	struct kc_sink *sink = &document->sink.sink;
	int ret;

	memset(sink->escaped, 0, sizeof(sink->escaped));
	ret = kintro_tee_check(kintro, query, err);
	if (!ret)
		ret = kc_query_run(query, kintro->transport, sink, result, err);
	document->cost_ns += result->header.cost_total_ns;
	document->walked += result->header.walked_total;
	if (result->header.lock_hold_max_ns > document->lock_hold_max_ns)
		document->lock_hold_max_ns = result->header.lock_hold_max_ns;
	if (result->header.flags & KINTROSPECT_BATCH_FLAG_TRUNCATED)
		document->truncated = true;
	kintro_warn_result(kintro, query, result, sink);
	return ret ? failed(document, n, ret, err) : KC_OK;
}

/**
 * kintro_document - write one JSON document with all objects of a run
 * @kintro: the run, planned
 * @err: filled on failure
 *
 * Return: KC_OK; or an error: before anything was written the one that there
 * was, later KC_DRIVER, with the document closed in good order.
 */
int kintro_document(struct kintro *kintro, struct kc_error *err)
{
	struct document document = {
		.kintro = kintro,
		.json.out = stdout,
		.json.pretty = kintro_given(&kintro->options, OPT_BIT(PRETTY)),
		.start_ns = kc_now_ns(CLOCK_MONOTONIC),
	};
	struct kc_error tail_err;
	int ret = KC_OK, one;
	unsigned int n;

	kc_json_sink_init(&document.sink, &document.json, false);
	document.begin_rows = document.sink.sink.begin;
	document.sink.sink.begin = begin_object;
	for (n = 0; n < kintro->object_count; n++) {
		one = dump(&document, n, ret ? &tail_err : err);
		if (!ret)
			ret = one;
		if (one && one != KC_UNAVAILABLE)
			break;
	}
	if ((document.begun || !ret) && !ferror(stdout)) {
		one = tail(&document, ret ? &tail_err : err);
		if (!ret)
			ret = one;
	}
	kc_json_free(&document.json);
	kintro_forget_warnings(kintro);
	return ret;
}
