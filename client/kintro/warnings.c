// SPDX-License-Identifier: GPL-2.0-only
/* Warnings and errors, which go to standard error or into the document. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "absent.h"
#include "text.h"
#include "warnings.h"

/* Something to know about data that were given. */
struct kintro_warning {
	struct kintro_warning *next;
	const char *code;	/* its kind, for programs */
	const char *object;	/* the object it is about, or NULL */
	const char *field;	/* the field it is about, or NULL */
	char message[];
};

/**
 * kintro_warn - remember something to know about the data
 * @kintro: the run
 * @code: its kind, for programs
 * @object: name of the object it is about or NULL
 * @field: name of the field it is about or NULL
 * @format: words, as of printf
 */
void kintro_warn(struct kintro *kintro, const char *code, const char *object, const char *field,
		 const char *format, ...)
{
	struct kintro_warning *warning;
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	warning = len < 0 ? NULL : calloc(1, sizeof(*warning) + len + 1);
	if (!warning) {
		kc_print_line(stderr, "kintro: warning: ", code);
		return;
	}
	warning->code = code;
	warning->object = object;
	warning->field = field;
	va_start(args, format);
	vsnprintf(warning->message, len + 1, format, args);
	va_end(args);
	/* A damaged recording may have one for every sample. */
	if (kintro->warnings)
		kintro->last_warning->next = warning;
	else
		kintro->warnings = warning;
	kintro->last_warning = warning;
}

static bool known(const struct kintro *kintro, const char *message)
{
	const struct kintro_warning *warning;

	for (warning = kintro->warnings; warning; warning = warning->next)
		if (!strcmp(warning->message, message))
			return true;
	return false;
}

/**
 * kintro_warn_notes - remember what a dump said about its rows
 * @kintro: the run
 * @table: the object
 * @notes: what it said
 * @where: of two samples: which one; else ""
 *
 * A view may dump an object more than once: what is the same is remembered once.
 */
void kintro_warn_notes(struct kintro *kintro, const struct kc_table *table,
		       const struct kc_notes *notes, const char *where)
{
	struct kc_buf words = { 0 };
	const char *code;
	unsigned int n;

	for (n = 0; (code = kc_notes_words(notes, table, n, &words)); n++) {
		kc_buf_printf(&words, "%s%c", where, 0);
		if (words.failed)
			kintro_warn(kintro, code, table->snake, NULL, "%s: %s", table->name, code);
		else if (!known(kintro, words.data))
			kintro_warn(kintro, code, table->snake, NULL, "%s", words.data);
		words.len = 0;
	}
	kc_buf_free(&words);
}

/* Whether a field is wanted for its own sake, and not only to tell of busy locks. */
static bool is_wanted(const struct kc_query *query, unsigned int field)
{
	unsigned int i;

	if (!kc_notes_field(query->request.table, field))
		return true;
	for (i = 0; i < query->columns.count; i++)
		if (query->columns.fields[i] == field)
			return true;
	return false;
}

/**
 * kintro_warn_result - remember what is to know about the rows of an object
 * @kintro: the run
 * @query: what was asked
 * @result: what came
 * @sink: where the rows went
 */
void kintro_warn_result(struct kintro *kintro, const struct kc_query *query,
			const struct kc_result *result, const struct kc_sink *sink)
{
	const struct kc_table *table = query->request.table;
	const char *why;
	unsigned int i;

	kintro_warn_notes(kintro, table, &result->notes, "");
	for (i = 0; i < table->field_count; i++)
		if (kc_mask_test(sink->escaped, i))
			kintro_warn(kintro, "escaped", table->snake, table->fields[i].snake,
				    "%s.%s: bytes that cannot be shown are written as \\xNN, and a "
				    "backslash before x as \\x5c", table->name,
				    table->fields[i].name);
	/* In JSON the document says so itself. */
	if (kintro->options.format == FORMAT_JSON)
		return;
	for (i = 0; i < table->field_count; i++) {
		why = kc_mask_test(query->request.mask, i) && is_wanted(query, i) ?
		      kintro_absent(kintro, query, result, i) : NULL;
		/* Those that the flag told of need not be told of one by one. */
		if ((result->header.flags & KINTROSPECT_BATCH_FLAG_ADDR_HIDDEN) &&
		    (table->fields[i].flags & KINTROSPECT_FIELD_FLAG_GATED))
			continue;
		if (why)
			kintro_warn(kintro, "absent", table->snake, table->fields[i].snake,
				    "%s.%s: %s", table->name, table->fields[i].name, why);
	}
}

/**
 * kintro_forget_warnings - free the warnings
 * @kintro: the run
 */
void kintro_forget_warnings(struct kintro *kintro)
{
	struct kintro_warning *next;

	for (; kintro->warnings; kintro->warnings = next) {
		next = kintro->warnings->next;
		free(kintro->warnings);
	}
}

/**
 * kintro_json_warnings - put the warnings into a document
 * @kintro: the run
 * @json: where to, within an object
 */
void kintro_json_warnings(const struct kintro *kintro, struct kc_json *json)
{
	const struct kintro_warning *warning;

	kc_json_key(json, "warnings");
	kc_json_begin(json, '[');
	for (warning = kintro->warnings; warning; warning = warning->next) {
		kc_json_begin(json, '{');
		kc_json_key(json, "code");
		kc_json_text(json, warning->code);
		kc_json_key(json, "object");
		kc_json_text(json, warning->object);
		kc_json_key(json, "field");
		kc_json_text(json, warning->field);
		kc_json_key(json, "message");
		kc_json_text(json, warning->message);
		kc_json_end(json, '}');
	}
	kc_json_end(json, ']');
}

/**
 * kintro_print_warnings - print the warnings and forget them
 * @kintro: the run
 */
void kintro_print_warnings(struct kintro *kintro)
{
	const struct kintro_warning *warning;

	/* After the data they are about, also when both go to one place. */
	fflush(stdout);
	for (warning = kintro->warnings; warning; warning = warning->next)
		kc_print_line(stderr, "kintro: warning: ", warning->message);
	kintro_forget_warnings(kintro);
}

/**
 * kintro_report - print an error
 * @err: the error
 * @as_json: as one JSON object
 */
void kintro_report(const struct kc_error *err, bool as_json)
{
	struct kc_json json = { .out = stderr };
	struct kc_error lost;

	if (!as_json) {
		kc_print_error("kintro", err);
		return;
	}
	fflush(stdout);
	kc_json_begin(&json, '{');
	kc_json_key(&json, "error");
	kc_json_begin(&json, '{');
	kc_json_put_text(&json, "code", kc_code_name(err->code));
	kc_json_put_text(&json, "message", err->message);
	kc_json_put_text(&json, "hint", err->hint[0] ? err->hint : NULL);
	kc_json_key(&json, "errno");
	if (err->errnum)
		kc_json_u64(&json, err->errnum);
	else
		kc_json_null(&json);
	kc_json_end(&json, '}');
	kc_json_end(&json, '}');
	kc_json_newline(&json);
	kc_json_flush(&json, 0, &lost);
	kc_json_free(&json);
}
