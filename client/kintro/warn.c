// SPDX-License-Identifier: GPL-2.0-only
/* Warnings and errors, which go to standard error or into the document. */
#include <jansson.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "kintro.h"
#include "text.h"

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
	struct kintro_warning **last = &kintro->warnings, *warning;
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	warning = len < 0 ? NULL : calloc(1, sizeof(*warning) + len + 1);
	if (!warning) {
		fprintf(stderr, "kintro: warning: %s\n", code);
		return;
	}
	warning->code = code;
	warning->object = object;
	warning->field = field;
	va_start(args, format);
	vsnprintf(warning->message, len + 1, format, args);
	va_end(args);
	while (*last)
		last = &(*last)->next;
	*last = warning;
}

static const struct {
	__u32 flag;
	const char *code;
	const char *message;
} flag_words[] = {
	{ KINTROSPECT_BATCH_FLAG_TRUNCATED, "truncated",
	  "the time budget was spent, rows are missing" },
	{ KINTROSPECT_BATCH_FLAG_INTERRUPTED, "interrupted",
	  "something changed during the walk that may have hidden rows" },
	{ KINTROSPECT_BATCH_FLAG_PARTIAL, "partial",
	  "rows of processes that you may not look into were left out (CAP_SYS_PTRACE)" },
	{ KINTROSPECT_BATCH_FLAG_ADDR_HIDDEN, "addr-hidden",
	  "kernel addresses and what would tell of them were left out (CAP_SYSLOG, "
	  "kptr_restrict, lockdown)" },
	{ KINTROSPECT_BATCH_FLAG_BUSY, "busy",
	  "a lock was held too long: rows with a field busy lack what it protects" },
	{ KINTROSPECT_BATCH_FLAG_STALE, "stale",
	  "the kernel no longer updates this: the rows are as of an earlier time" },
};

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

	for (i = 0; i < sizeof(flag_words) / sizeof(flag_words[0]); i++)
		if (result->header.flags & flag_words[i].flag)
			kintro_warn(kintro, flag_words[i].code, table->snake, NULL, "%s: %s",
				    table->name, flag_words[i].message);
	for (i = 0; i < table->field_count; i++)
		if (kc_mask_test(sink->escaped, i))
			kintro_warn(kintro, "escaped", table->snake, table->fields[i].snake,
				    "%s.%s: bytes that cannot be shown are written as \\xNN, and so "
				    "are backslashes next to them", table->name,
				    table->fields[i].name);
	/* In JSON the document says so itself. */
	if (kintro->options.format == FORMAT_JSON)
		return;
	for (i = 0; i < table->field_count; i++) {
		why = kc_mask_test(query->request.mask, i) ?
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
 * kintro_forget_warnings - give the warnings back
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
 * kintro_print_warnings - print the warnings and forget them
 * @kintro: the run
 */
void kintro_print_warnings(struct kintro *kintro)
{
	const struct kintro_warning *warning;

	/* After the data they are about, also when both go to one place. */
	fflush(stdout);
	for (warning = kintro->warnings; warning; warning = warning->next)
		fprintf(stderr, "kintro: warning: %s\n", warning->message);
	kintro_forget_warnings(kintro);
}

/**
 * kintro_report - print an error
 * @err: the error
 * @json: as one JSON object
 */
void kintro_report(const struct kc_error *err, bool json)
{
	struct kc_buf message = { 0 };
	json_t *object;

	fflush(stdout);
	if (!json) {
		fprintf(stderr, "kintro: %s\n", err->message);
		if (err->hint[0])
			fprintf(stderr, "kintro: %s\n", err->hint);
		return;
	}
	/* It may quote what was typed, and that need not be UTF-8. */
	kc_escape(&message, err->message, strlen(err->message));
	object = json_pack("{s:{s:s, s:s%, s:s?, s:o}}", "error", "code",
			   kc_code_name(err->code), "message", message.data, message.len,
			   "hint", err->hint[0] ? err->hint : NULL,
			   "errno", err->errnum ? json_integer(err->errnum) : json_null());
	if (object && !json_dumpf(object, stderr, 0))
		fputc('\n', stderr);
	json_decref(object);
	kc_buf_free(&message);
}
