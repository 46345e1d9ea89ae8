/* SPDX-License-Identifier: GPL-2.0-only */
/* Warnings and errors, which go to standard error or into the document. */
#ifndef KINTRO_WARNINGS_H
#define KINTRO_WARNINGS_H

#include "session.h"

void kintro_warn(struct kintro *kintro, const char *code, const char *object, const char *field,
		 const char *format, ...) __attribute__((format(printf, 5, 6)));
void kintro_warn_notes(struct kintro *kintro, const struct kc_table *table,
		       const struct kc_notes *notes, const char *where);
void kintro_warn_result(struct kintro *kintro, const struct kc_query *query,
			const struct kc_result *result, const struct kc_sink *sink);
void kintro_json_warnings(const struct kintro *kintro, struct kc_json *json);
void kintro_print_warnings(struct kintro *kintro);
void kintro_forget_warnings(struct kintro *kintro);
void kintro_report(const struct kc_error *err, bool as_json);

#endif
