// SPDX-License-Identifier: GPL-2.0-only
/*
 * The tables as this program and the current driver know them together: fields
 * of a newer driver are added as its "fields" object describes them, fields
 * that an older one does not have are absent for that reason.
 */
#include <errno.h>
#include <stdlib.h>

#include "catalog.h"
#include "names.h"
#include "suggest.h"

/* Said of fields and objects that a newer driver has. */
static const char too_old[] = "this driver is too old for it";

/* Number of a field of the object "fields". */
#define F(name) (KINTROSPECT_A_FIELDS_##name - KINTROSPECT_FIRST_FIELD)

/* What the driver said about one object, as far as it has been read. */
struct learned {
	struct kc_field *fields;
	unsigned int count;
};

struct load {
	struct kc_catalog *catalog;
	struct kc_value values[KC_FIELDS_MAX];
	struct learned learned[KC_OBJECTS];
};

static void *take(struct kc_catalog *catalog, size_t size)
{
	void **block = calloc(1, sizeof(*block) + size);

	if (!block)
		return NULL;
	*block = catalog->memory;
	catalog->memory = block;
	return block + 1;
}

static const char *take_text(struct kc_catalog *catalog, const char *text, size_t len)
{
	char *copy = take(catalog, len + 1);

	if (copy)
		memcpy(copy, text, len);
	return copy;
}

/**
 * kc_catalog_init - set up the tables as this program alone knows them
 * @catalog: the catalogue; kc_catalog_free() it at the end
 */
void kc_catalog_init(struct kc_catalog *catalog)
{
	unsigned int i;

	memset(catalog, 0, sizeof(*catalog));
	for (i = 0; i < KC_OBJECTS; i++) {
		catalog->objects[i].table = kc_tables[i];
		catalog->objects[i].in_driver = true;
	}
}

/**
 * kc_catalog_free - free its memory
 * @catalog: the catalogue
 */
void kc_catalog_free(struct kc_catalog *catalog)
{
	void **block = catalog->memory, **next;

	for (; block; block = next) {
		next = *block;
		free(block);
	}
	catalog->memory = NULL;
}

static bool text_is(const struct kc_value *value, const char *text)
{
	return value->kind == KC_TEXT && strlen(text) == value->len &&
	       !memcmp(value->text, text, value->len);
}

/* The names "a,b,c" as an array. */
static bool split_values(struct kc_catalog *catalog, const struct kc_value *value,
			 struct kc_field *field)
{
	unsigned int count = 1, i;
	const char **names;
	char *text, *comma;

	for (i = 0; i < value->len; i++)
		count += value->text[i] == ',';
	text = (char *)take_text(catalog, value->text, value->len);
	names = take(catalog, count * sizeof(*names));
	if (!text || !names)
		return false;
	for (i = 0; i < count; i++) {
		names[i] = text;
		comma = strchr(text, ',');
		if (!comma)
			break;
		*comma = 0;
		text = comma + 1;
	}
	field->values = names;
	field->value_count = count;
	return true;
}

static bool size_fits(const struct kc_field *field)
{
	static const __u8 sizes[] = { 1, 2, 4, 8, 1, 2, 4, 8, 0, 4 };

	if (field->type >= sizeof(sizes))
		return true;	/* never read */
	return field->size && (!sizes[field->type] || field->size == sizes[field->type]);
}

/* Names are shown as they are, and need no escaping anywhere. */
static bool name_fits(const struct kc_value *value)
{
	unsigned int i;

	for (i = 0; i < value->len; i++)
		if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789-", value->text[i]) ||
		    !value->text[i])
			return false;
	return value->len;
}

/* A field that this program does not have: take over all that is said of it. */
static bool learn_field(struct kc_catalog *catalog, const struct kc_value *values,
			struct kc_field *field)
{
	char *snake, *dash;

	field->name = take_text(catalog, values[F(NAME)].text, values[F(NAME)].len);
	field->doc = values[F(DOC)].kind ?
		     take_text(catalog, values[F(DOC)].text, values[F(DOC)].len) : "";
	snake = (char *)take_text(catalog, values[F(NAME)].text, values[F(NAME)].len);
	if (!field->name || !field->doc || !snake)
		return false;
	while ((dash = strchr(snake, '-')))
		*dash = '_';
	field->snake = snake;
	if (values[F(UNIT)].kind) {
		field->unit = take_text(catalog, values[F(UNIT)].text, values[F(UNIT)].len);
		if (!field->unit)
			return false;
	}
	field->type = values[F(TYPE)].u;
	field->flags = values[F(FLAGS)].u;
	field->offset = values[F(OFFSET_BYTES)].u;
	field->size = values[F(SIZE_BYTES)].u;
	return true;
}

static int bad_row(struct kc_error *err, const struct kc_value *values)
{
	return kc_fail(err, KC_DRIVER, EBADMSG,
		       "the driver describes the field %.*s.%.*s in a way that makes no sense",
		       (int)values[F(OBJECT)].len, values[F(OBJECT)].text,
		       (int)values[F(NAME)].len, values[F(NAME)].text);
}

static int load_row(struct load *load, const struct kc_value *values, struct kc_error *err)
{
	struct kc_catalog *catalog = load->catalog;
	const struct kc_table *table;
	struct kc_object *object;
	struct learned *learned;
	struct kc_field *field;
	unsigned int i;

	if (!values[F(OBJECT)].kind || !values[F(NAME)].kind || !values[F(INDEX)].kind)
		return kc_fail(err, KC_DRIVER, EBADMSG, "the driver describes a field badly");
	for (i = 0; i < KC_OBJECTS; i++)
		if (text_is(&values[F(OBJECT)], kc_tables[i].name))
			break;
	if (i == KC_OBJECTS)
		return KC_OK;	/* of a newer driver: this program cannot ask for it */
	object = &catalog->objects[i];
	table = &kc_tables[i];
	learned = &load->learned[i];
	if (!learned->fields) {
		learned->fields = take(catalog, KC_FIELDS_MAX * sizeof(*learned->fields));
		if (!learned->fields)
			return kc_fail_memory(err);
		memcpy(learned->fields, table->fields,
		       table->field_count * sizeof(*table->fields));
	}
	i = learned->count;
	if (values[F(INDEX)].u != i || i >= KC_FIELDS_MAX)
		return bad_row(err, values);
	learned->count++;
	field = &learned->fields[i];
	if (i < table->field_count) {
		if (!text_is(&values[F(NAME)], field->name) ||
		    (values[F(TYPE)].kind && values[F(TYPE)].u != field->type) ||
		    (values[F(OFFSET_BYTES)].kind && values[F(OFFSET_BYTES)].u != field->offset))
			return bad_row(err, values);
	} else {
		if (!name_fits(&values[F(NAME)]) || !values[F(TYPE)].kind ||
		    values[F(OFFSET_BYTES)].u > 0x7fff ||
		    values[F(SIZE_BYTES)].u > 0x7fff)
			return bad_row(err, values);
		if (!learn_field(catalog, values, field))
			return kc_fail_memory(err);
		if (!size_fits(field))
			return bad_row(err, values);
		if (field->type > KINTROSPECT_FIELD_TYPE_STRING)
			object->reason[i] = "this program is too old to read its type";
	}
	/* Newer drivers may have more names for the values of an old field. */
	if (values[F(VALUES)].kind && !split_values(catalog, &values[F(VALUES)], field))
		return kc_fail_memory(err);
	if (values[F(AVAILABLE)].kind && !values[F(AVAILABLE)].u) {
		object->reason[i] = values[F(REASON)].kind ?
			take_text(catalog, values[F(REASON)].text, values[F(REASON)].len) :
			"not available here";
		if (!object->reason[i])
			return kc_fail_memory(err);
		field->missing = true;
	}
	return KC_OK;
}

static int load_batch(void *context, const struct kc_rows *rows, struct kc_error *err)
{
	struct load *load = context;
	int ret = KC_OK;
	__u32 i;

	for (i = 0; i < rows->count && !ret; i++) {
		kc_row_decode(rows, kc_row_at(rows, i), load->values);
		ret = load_row(load, load->values, err);
	}
	return ret;
}

/* The default columns, with those that a newer driver adds to them. */
static bool extend_defaults(struct kc_catalog *catalog, struct kc_table *table,
			    unsigned int known)
{
	__u8 *defaults = take(catalog, table->default_count + table->field_count);
	unsigned int i;

	if (!defaults)
		return false;
	memcpy(defaults, table->defaults, table->default_count);
	table->defaults = defaults;
	for (i = known; i < table->field_count; i++)
		if (table->fields[i].flags & KINTROSPECT_FIELD_FLAG_DEFAULT)
			defaults[table->default_count++] = i;
	return true;
}

static bool merge(struct kc_catalog *catalog, unsigned int n, const struct learned *learned)
{
	struct kc_object *object = &catalog->objects[n];
	struct kc_table *table = &object->table;
	unsigned int known = table->field_count, i, end;

	object->in_driver = learned->count;
	for (i = learned->count; i < known; i++) {
		object->reason[i] = too_old;
		if (learned->count)
			learned->fields[i].missing = true;
	}
	if (!learned->count)
		return true;
	table->fields = learned->fields;
	for (i = known; i < learned->count; i++) {
		end = learned->fields[i].offset + learned->fields[i].size;
		if (end > table->row_size)
			table->row_size = (end + 7) & ~7U;
	}
	if (learned->count > known)
		table->field_count = learned->count;
	return extend_defaults(catalog, table, known);
}

/**
 * kc_catalog_load - learn what the driver says about its fields
 * @catalog: fresh from kc_catalog_init()
 * @transport: the way to the driver
 * @err: filled on failure
 */
int kc_catalog_load(struct kc_catalog *catalog, struct kc_transport *transport,
		    struct kc_error *err)
{
	struct kc_request request = {
		.table = &kc_tables[KINTROSPECT_CMD_FIELDS - 1],
	};
	struct load load = { .catalog = catalog };
	unsigned int i;
	int ret;

	for (i = 0; i < request.table->field_count; i++)
		kc_mask_set(request.mask, i);
	ret = transport->dump(transport, &request, load_batch, &load, err);
	if (ret)
		return ret;
	for (i = 0; i < KC_OBJECTS; i++)
		if (!merge(catalog, i, &load.learned[i]))
			return kc_fail_memory(err);
	return KC_OK;
}

/**
 * kc_object_check - fail if the driver does not have an object
 * @object: the object
 * @err: filled on failure
 *
 * Return: KC_OK or KC_UNAVAILABLE.
 */
int kc_object_check(const struct kc_object *object, struct kc_error *err)
{
	if (object->in_driver)
		return KC_OK;
	return kc_fail(err, KC_UNAVAILABLE, 0, "%s: %s", object->table.name, too_old);
}

static const char *field_name(const void *context, unsigned int n)
{
	const struct kc_table *table = context;

	return n < table->field_count ? table->fields[n].name : NULL;
}

/**
 * kc_field_named - find the field that has just this name
 * @table: the object
 * @name: the name in kebab-case
 *
 * Return: its number or -1.
 */
int kc_field_named(const struct kc_table *table, const char *name)
{
	unsigned int i;

	for (i = 0; i < table->field_count; i++)
		if (!strcmp(table->fields[i].name, name))
			return i;
	return -1;
}

/**
 * kc_field_identity - test whether a field tells a row from all others, as far as can be of
 *	all times
 * @field: the field
 *
 * Numbers are given again: a process of the same pid that began at another time is another
 * process.
 */
bool kc_field_identity(const struct kc_field *field)
{
	return (field->flags & KINTROSPECT_FIELD_FLAG_KEY) ||
	       !strcmp(field->name, "start-time-ns");
}

/**
 * kc_identity_want - ask for the fields that rows of two dumps are matched by
 * @table: the object
 * @mask: the fields to ask for
 */
void kc_identity_want(const struct kc_table *table, __u64 *mask)
{
	unsigned int i;

	for (i = 0; i < table->field_count; i++)
		if (kc_field_identity(&table->fields[i]))
			kc_mask_set(mask, i);
}

/**
 * kc_request_field - ask for a field, if there is one of this name
 * @request: the request
 * @name: the name in kebab-case
 *
 * Return: its number or -1.
 */
int kc_request_field(struct kc_request *request, const char *name)
{
	int field = kc_field_named(request->table, name);

	if (field >= 0)
		kc_mask_set(request->mask, field);
	return field;
}

/**
 * kc_field_find - find the field that a person means
 * @table: the object
 * @name: the name in kebab-case or snake_case, or so much of it that it can be
 *	no other's
 * @len: its length
 * @err: filled on failure, with the names that may be meant
 *
 * Return: its number or -1.
 */
int kc_field_find(const struct kc_table *table, const char *name, size_t len,
		  struct kc_error *err)
{
	unsigned int count = 0;
	int found;

	found = kc_name_find(field_name, table, name, len, &count);
	if (found >= 0 && (!table->fields[found].name[len] ||
			   !kc_suggest_others(table, len, found)))
		return found;
	if (found >= 0 || count)
		kc_suggest_ambiguous(table, name, len, err);
	else
		kc_suggest_column(table, name, len, err);
	return -1;
}
