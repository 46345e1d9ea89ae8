// SPDX-License-Identifier: GPL-2.0-only
/* Dumps for views that show more than one table. */
#include <string.h>

#include "dump.h"
#include "warnings.h"

/**
 * kintro_dump - make a dump for a view, and remember what it said about its rows
 * @kintro: the run
 * @request: what to dump
 * @fn: takes its batches
 * @context: for @fn
 * @err: filled on failure
 */
int kintro_dump(struct kintro *kintro, const struct kc_request *request, kc_batch_fn *fn,
		void *context, struct kc_error *err)
{
	struct kc_notes notes = { 0 };
	int ret;

	ret = kc_notes_dump(kintro->transport, request, fn, context, &notes, err);
	if (!ret)
		kintro_warn_notes(kintro, request->table, &notes, "");
	return ret;
}

struct each {
	const struct kintro_columns *columns;
	int fields[KINTRO_COLUMNS_MAX];
	void *context;
};

static int batch(void *context, const struct kc_rows *rows, struct kc_error *err)
{
	struct kc_value values[KINTRO_COLUMNS_MAX];
	const struct each *each = context;
	const unsigned char *row;
	unsigned int n;
	__u32 i;

	(void)err;
	for (i = 0; i < rows->count; i++) {
		row = kc_row_at(rows, i);
		for (n = 0; n < KINTRO_COLUMNS_MAX && each->columns->names[n]; n++) {
			values[n].u = 0;
			kc_row_find(rows, row, each->fields[n], &values[n]);
		}
		each->columns->row(each->context, values);
	}
	return KC_OK;
}

/**
 * kintro_each - hand some columns of every row of an object to a function
 * @kintro: the run
 * @columns: which object, columns and function
 * @context: for the function
 * @err: filled on failure
 *
 * An object that the driver or this kernel does not have has no rows here, and a
 * column that they do not have is absent.
 */
int kintro_each(struct kintro *kintro, const struct kintro_columns *columns, void *context,
		struct kc_error *err)
{
	struct kc_request request = { .attributes = kintro->options.encoding };
	struct each each = { .columns = columns, .context = context };
	const struct kc_object *object = NULL;
	unsigned int i;
	int ret;

	for (i = 0; i < KC_OBJECTS && !object; i++)
		if (!strcmp(kintro->catalog.objects[i].table.name, columns->object))
			object = &kintro->catalog.objects[i];
	if (!object || !object->in_driver)
		return KC_OK;
	request.table = &object->table;
	for (i = 0; i < KINTRO_COLUMNS_MAX && columns->names[i]; i++)
		each.fields[i] = kc_request_field(&request, columns->names[i]);
	ret = kintro_dump(kintro, &request, batch, &each, err);
	return ret == KC_UNAVAILABLE ? KC_OK : ret;
}
