// SPDX-License-Identifier: GPL-2.0-only
/* From the command line to a query for every object. */
#include <string.h>

#include "filter.h"
#include "format.h"
#include "kintro.h"

static void add_column(struct kc_columns *columns, unsigned int field)
{
	unsigned int i;

	for (i = 0; i < columns->count; i++)
		if (columns->fields[i] == field)
			return;
	columns->fields[columns->count++] = field;
}

static void usual_columns(const struct kintro_options *options, const struct kc_table *table,
			  struct kc_columns *columns)
{
	unsigned int i;

	if (options->format == FORMAT_TEXT && !(options->given & OPT_BIT(ALL_FIELDS))) {
		for (i = 0; i < table->default_count; i++)
			add_column(columns, table->defaults[i]);
		return;
	}
	for (i = 0; i < table->field_count; i++)
		if ((options->given & OPT_BIT(ALL_FIELDS)) ||
		    !(table->fields[i].flags & KINTROSPECT_FIELD_FLAG_ON_REQUEST))
			add_column(columns, i);
}

static int plan_columns(const struct kintro_options *options, const struct kc_table *table,
			struct kc_columns *columns, struct kc_error *err)
{
	const char *list = options->given & OPT_BIT(MATRIX) ? KINTRO_MATRIX_COLUMNS :
							      options->columns;
	size_t len;
	int field;

	if (!list || *list == '+')
		usual_columns(options, table, columns);
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
		kc_fail(err, KC_USAGE, 0, "%s takes %.*s, but not '%.*s='; see --filter",
			table->name, (int)names.len, names.data, (int)len, word);
	else
		kc_fail(err, KC_USAGE, 0, "%s takes no KEY=VALUE; see --filter", table->name);
	kc_buf_free(&names);
	return KC_USAGE;
}

/* The filter that a KEY names, or so much of it that it can be no other; else -1. */
static int find_key(const struct kc_table *table, const char *word, size_t len)
{
	unsigned int i, j, count = 0;
	int found = -1;

	for (i = 0; i < table->filter_count; i++) {
		const char *name = table->fields[table->filters[i]].name;

		for (j = 0; j < len; j++)
			if (name[j] != (word[j] == '_' ? '-' : word[j]))
				break;
		if (j < len)
			continue;
		if (!name[len])
			return table->filters[i];
		found = table->filters[i];
		count++;
	}
	return count == 1 ? found : -1;
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

	index = name ? find_key(table, word, name) : -1;
	if (index < 0)
		return bad_key(table, word, name, err);
	for (i = 0; i < request->key_count; i++)
		if (request->keys[i].field == (unsigned int)index)
			return kc_fail(err, KC_USAGE, 0, "'%s=' given twice",
				       table->fields[index].name);
	field = &table->fields[index];
	key->field = index;
	len = strlen(text);
	if (kc_is_text(field)) {
		if (!len || len >= sizeof(key->text) || (field->size > 4 && len >= field->size))
			return kc_fail(err, KC_USAGE, 0, "'%s' is no value of %s", text,
				       field->name);
		memcpy(key->text, text, len + 1);
	} else {
		if (kc_number_parse(field, text, len, &value, err))
			return KC_USAGE;
		key->number = value.u;
	}
	request->key_count++;
	return KC_OK;
}

/* JSON rows have all keys, so there it is the mask alone that -o decides. */
static void plan_mask(const struct kintro_options *options, struct kc_query *query)
{
	const struct kc_table *table = query->request.table;
	int comm = kc_field_named(table, "comm");
	int kthread = kc_field_named(table, "kthread");
	unsigned int i;

	for (i = 0; i < query->columns.count; i++) {
		kc_mask_set(query->request.mask, query->columns.fields[i]);
		/* Text puts the names of kernel threads in brackets. */
		if (query->columns.fields[i] == comm && kthread >= 0 &&
		    options->format == FORMAT_TEXT)
			kc_mask_set(query->request.mask, kthread);
	}
	if (query->sort >= 0)
		kc_mask_set(query->request.mask, query->sort);
	if (query->filter)
		kc_filter_fields(query->filter, query->request.mask);
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
	query->request.attributes = options->attributes;
	query->request.threads = table->threads && (options->given & OPT_BIT(THREADS));
	query->columns.object = object;
	query->limit = options->limit;
	if (kintro->named && !table->threads && (options->given & OPT_BIT(THREADS)))
		return kc_fail(err, KC_USAGE, 0, "--threads does not apply to %s", table->name);
	ret = plan_columns(options, table, &query->columns, err);
	if (!ret)
		ret = plan_sort(options, table, query, err);
	if (!ret && options->filter)
		ret = kc_filter_parse(&query->filter, table, options->filter, err);
	for (i = 0; i < kintro->key_count && !ret; i++) {
		if (query->request.key_count == KC_KEYS_MAX)
			return kc_fail(err, KC_USAGE, 0, "too many KEY=VALUE");
		ret = plan_key(table, kintro->keys[i], &query->request, err);
	}
	if (!ret)
		plan_mask(options, query);
	return ret;
}

/**
 * kintro_plan - make a query for every object
 * @kintro: with options, objects and catalogue
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
 * kintro_unplan - give the queries back
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

/**
 * kintro_absent - why a field is absent in all rows of a dump
 * @kintro: the run
 * @query: what was asked
 * @result: what came
 * @field: the field
 *
 * Return: words, or NULL if it is not, or only where a row has none.
 */
const char *kintro_absent(const struct kintro *kintro, const struct kc_query *query,
			  const struct kc_result *result, unsigned int field)
{
	const struct kc_object *object = query->columns.object;
	__u32 flags = object->table.fields[field].flags;

	if (object->reason[field])
		return object->reason[field];
	if (!kc_mask_test(query->request.mask, field))
		return "not-requested";
	if (kintro->transport->absent) {
		const char *why = kintro->transport->absent(kintro->transport, &query->request,
							    field);

		if (why)
			return why;
	}
	if (!kintro->transport->on_request && (flags & KINTROSPECT_FIELD_FLAG_ON_REQUEST))
		return "not in debugfs, only over netlink";
	if (kintro->transport->costs && !kc_mask_test(result->header.mask, field))
		return flags & KINTROSPECT_FIELD_FLAG_GATED ?
		       "needs CAP_SYSLOG and a permitting kptr_restrict and lockdown" :
		       "not granted by the driver";
	return NULL;
}

static bool same_reason(const struct kc_object *object)
{
	unsigned int i;

	for (i = 1; i < object->table.field_count; i++)
		if (!object->reason[i] || strcmp(object->reason[i], object->reason[0]))
			return false;
	return true;
}

/**
 * kintro_missing - list the fields that are always absent, those of one reason together
 * @catalog: what the driver said
 * @out: where to
 * @before: stands before every reason's
 * @after: stands behind them
 *
 * Return: how many fields there are.
 */
unsigned int kintro_missing(const struct kc_catalog *catalog, struct kc_buf *out,
			    const char *before, const char *after)
{
	unsigned int i, j, k, count = 0;

	for (i = 0; i < KC_OBJECTS; i++) {
		const struct kc_object *object = &catalog->objects[i];

		for (j = 0; j < object->table.field_count; j++) {
			const char *reason = object->reason[j];

			count += !!reason;
			/* Was it named with the first of its reason? */
			for (k = 0; k < j && reason; k++)
				if (object->reason[k] && !strcmp(object->reason[k], reason))
					reason = NULL;
			if (!reason)
				continue;
			/* An object of which there is nothing needs no list of its fields. */
			if (!j && same_reason(object)) {
				kc_buf_printf(out, "%s%s: %s%s", before, object->table.name, reason,
					      after);
				continue;
			}
			kc_buf_printf(out, "%s%s.%s", before, object->table.name,
				      object->table.fields[j].name);
			for (k = j + 1; k < object->table.field_count; k++)
				if (object->reason[k] && !strcmp(object->reason[k], reason))
					kc_buf_printf(out, ", %s", object->table.fields[k].name);
			kc_buf_printf(out, ": %s%s", reason, after);
		}
	}
	return count;
}

/**
 * kintro_missing_brief - the same on one line
 * @catalog: what the driver said
 * @out: where to
 *
 * Objects of which there is nothing by name, and of the others how many fields.
 * Return: false, and nothing is added, if nothing is missing.
 */
bool kintro_missing_brief(const struct kc_catalog *catalog, struct kc_buf *out)
{
	unsigned int i, j, objects = 0, fields = 0;

	for (i = 0; i < KC_OBJECTS; i++) {
		const struct kc_object *object = &catalog->objects[i];

		if (object->reason[0] && same_reason(object)) {
			kc_buf_printf(out, "%s%s", objects++ ? ", " : "", object->table.name);
			continue;
		}
		for (j = 0; j < object->table.field_count; j++)
			fields += !!object->reason[j];
	}
	if (fields)
		kc_buf_printf(out, "%s%u %s", objects ? " and " : "", fields,
			      fields == 1 ? "field" : "fields");
	return objects || fields;
}
