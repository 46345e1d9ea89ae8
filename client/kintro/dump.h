/* SPDX-License-Identifier: GPL-2.0-only */
/* Dumps for views that show more than one table. */
#ifndef KINTRO_DUMP_H
#define KINTRO_DUMP_H

#include "session.h"

#define KINTRO_COLUMNS_MAX 12

/**
 * struct kintro_columns - some columns of an object, for kintro_each()
 * @object: its name
 * @names: of the columns, to a NULL
 * @row: called with the context and their values, in this order, row by row
 */
struct kintro_columns {
	const char *object;
	const char *names[KINTRO_COLUMNS_MAX + 1];
	void (*row)(void *context, const struct kc_value *values);
};

int kintro_dump(struct kintro *kintro, const struct kc_request *request, kc_batch_fn *fn,
		void *context, struct kc_error *err);
int kintro_each(struct kintro *kintro, const struct kintro_columns *columns, void *context,
		struct kc_error *err);

#endif
