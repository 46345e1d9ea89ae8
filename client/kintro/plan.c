// SPDX-License-Identifier: GPL-2.0-only
/* From the command line to a query for every object. */
#include <string.h>

#include "filter.h"
#include "format.h"
#include "names.h"
#include "plan.h"

static void add_column(struct kc_columns *columns, unsigned int field)
{
	unsigned int i;

	for (i = 0; i < columns->count; i++)
		if (columns->fields[i] == field)
			return;
	columns->fields[columns->count++] = field;
}

static void usual_columns(enum kintro_usual usual, const struct kc_table *table,
			  struct kc_columns *columns)
{
	unsigned int i;

	if (usual == USUAL_DEFAULT) {
		for (i = 0; i < table->default_count; i++)
			add_column(columns, table->defaults[i]);
		return;
	}
	for (i = 0; i < table->field_count; i++)
		if (usual == USUAL_ALL ||
		    !(table->fields[i].flags & KINTROSPECT_FIELD_FLAG_ON_REQUEST))
			add_column(columns, i);
}

static int plan_columns(const struct kintro_wish *wish, const struct kc_table *table,
			struct kc_columns *columns, struct kc_error *err)
{
	const char *list = wish->columns;
	size_t len;
	int field;

	if (!list || *list == '+')
		usual_columns(wish->usual, table, columns);
	if (!list)
		return KC_OK;
	list += *list == '+';
	for (;; list += len + 1) {
		len = strcspn(list, ",");
		field = kc_field_find(table, list, len, err);
		if (field < 0)
			return KC_USAGE;
		add_column(columns, field);
		if (!list[len])
			return KC_OK;
	}
}

static int plan_sort(const struct kintro_options *options, const struct kc_table *table,
		     struct kc_query *query, struct kc_error *err)
{
	const char *name = options->sort;

	query->sort = -1;
	if (!name)
		return KC_OK;
	query->descending = *name == '-';
	name += query->descending;
	query->sort = kc_field_find(table, name, strlen(name), err);
	return query->sort < 0 ? KC_USAGE : KC_OK;
}

static int bad_key(const struct kc_table *table, const char *word, size_t len,
		   struct kc_error *err)
{
	struct kc_buf names = { 0 };
	unsigned int i;

	for (i = 0; i < table->filter_count; i++)
		kc_buf_printf(&names, "%s%s=", i ? ", " : "",
			      table->fields[table->filters[i]].name);
	if (names.len)
		kc_fail(err, KC_USAGE, 0, "unexpected key '%.*s=': %s takes %.*s; for other columns use --filter",
			(int)len, word, table->name, (int)names.len, names.data);
	else
		kc_fail(err, KC_USAGE, 0, "%s takes no KEY=VALUE: use --filter", table->name);
	kc_buf_free(&names);
	return KC_USAGE;
}

static const char *key_name(const void *context, unsigned int n)
{
	const struct kc_table *table = context;

	return n < table->filter_count ? table->fields[table->filters[n]].name : NULL;
}

static int plan_key(const struct kc_table *table, const char *word, struct kc_request *request,
		    struct kc_error *err)
{
	struct kc_key *key = &request->keys[request->key_count];
	size_t name = strcspn(word, "="), len;
	const char *text = word + name + 1;
	const struct kc_field *field;
	struct kc_value value;
	unsigned int i;
	int index;

	index = kc_name_find(key_name, table, word, name, NULL);
	if (index < 0)
		return bad_key(table, word, name, err);
	index = table->filters[index];
	for (i = 0; i < request->key_count; i++)
		if (request->keys[i].field == (unsigned int)index)
			return kc_fail(err, KC_USAGE, 0, "'%s=' given twice",
				       table->fields[index].name);
	field = &table->fields[index];
	key->field = index;
	len = strlen(text);
	if (kc_is_text(field)) {
		if (!len || len >= sizeof(key->text) || (field->size > 4 && len >= field->size))
			return kc_fail(err, KC_USAGE, 0, "invalid %s '%s': %s", field->name, text,
				       len ? "too long" : "expected a text");
		memcpy(key->text, text, len + 1);
	} else {
		if (kc_number_parse(field, text, len, &value, err))
			return KC_USAGE;
		key->number = value.u;
	}
	request->key_count++;
	return KC_OK;
}

/* What rows are chosen or ordered by is shown, unless the columns were listed one by one. */
static void show_used(const struct kintro_wish *wish, struct kc_query *query)
{
	__u64 used[KINTROSPECT_MASK_WORDS] = { 0 };
	unsigned int i;

	if (wish->columns && *wish->columns != '+')
		return;
	if (query->sort >= 0)
		kc_mask_set(used, query->sort);
	if (query->filter)
		kc_filter_fields(query->filter, used);
	for (i = 0; i < query->request.table->field_count; i++)
		if (kc_mask_test(used, i))
			add_column(&query->columns, i);
}

/* Rows of a JSON document have all keys, so there -o decides the mask alone. */
static void plan_mask(const struct kintro_wish *wish, struct kc_query *query)
{
	const struct kc_table *table = query->request.table;
	int comm = kc_field_named(table, "comm");
	int kthread = kc_field_named(table, "kthread");
	unsigned int i;

	for (i = 0; i < query->columns.count; i++) {
		kc_mask_set(query->request.mask, query->columns.fields[i]);
		if (query->columns.fields[i] == comm && kthread >= 0 && wish->brackets)
			kc_mask_set(query->request.mask, kthread);
	}
	if (query->sort >= 0)
		kc_mask_set(query->request.mask, query->sort);
	if (query->filter)
		kc_filter_fields(query->filter, query->request.mask);
	if (wish->identity)
		kc_identity_want(table, query->request.mask);
	kc_notes_want(table, query->request.mask);
}

static int plan_object(struct kintro *kintro, struct kc_query *query,
		       const struct kc_object *object, struct kc_error *err)
{
	const struct kintro_options *options = &kintro->options;
	const struct kc_table *table = &object->table;
	unsigned int i;
	int ret;

	memset(query, 0, sizeof(*query));
	query->request.table = table;
	query->request.budget_ns = options->budget_ns;
	query->request.attributes = options->encoding == ENCODING_ATTRIBUTES;
	query->request.threads = table->threads && (options->given & OPT_BIT(THREADS));
	query->columns.object = object;
	query->limit = options->limit;
	if (kintro->named && !table->threads && (options->given & OPT_BIT(THREADS)))
		return kc_fail(err, KC_USAGE, 0, "--threads does not apply to %s", table->name);
	ret = plan_columns(&kintro->wish, table, &query->columns, err);
	if (!ret)
		ret = plan_sort(options, table, query, err);
	if (!ret && options->filter)
		ret = kc_filter_parse(&query->filter, table, options->filter, err);
	for (i = 0; i < kintro->key_count && !ret; i++) {
		if (query->request.key_count == KC_KEYS_MAX)
			return kc_fail(err, KC_USAGE, 0, "too many KEY=VALUE");
		ret = plan_key(table, kintro->keys[i], &query->request, err);
	}
	if (ret)
		return ret;
	show_used(&kintro->wish, query);
	plan_mask(&kintro->wish, query);
	return KC_OK;
}

/**
 * kintro_plan - make a query for every object
 * @kintro: the run, with options, objects, catalogue and wish
 * @err: filled on failure
 *
 * Return: KC_OK or KC_USAGE; kintro_unplan() in either case.
 */
int kintro_plan(struct kintro *kintro, struct kc_error *err)
{
	unsigned int i;
	int ret = KC_OK;

	for (i = 0; i < kintro->object_count && !ret; i++)
		ret = plan_object(kintro, &kintro->queries[i],
				  &kintro->catalog.objects[kintro->objects[i]], err);
	return ret;
}

/**
 * kintro_unplan - free the queries
 * @kintro: the run
 */
void kintro_unplan(struct kintro *kintro)
{
	unsigned int i;

	for (i = 0; i < kintro->object_count; i++) {
		kc_filter_free(kintro->queries[i].filter);
		kintro->queries[i].filter = NULL;
	}
}
