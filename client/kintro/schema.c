// SPDX-License-Identifier: GPL-2.0-only
/* JSON Schema (draft-07) of all that kintro prints, made from the tables. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "format.h"
#include "command.h"
#include "names.h"

#define DRAFT "http://json-schema.org/draft-07/schema#"

static json_t *names_array(const struct kc_field *field)
{
	json_t *names = json_array();
	unsigned int i;

	for (i = 0; i < field->value_count; i++)
		json_array_append_new(names, json_string(field->values[i]));
	return names;
}

/* A column is of one type: a number, or a string if it may be beyond 2^53. */
static json_t *number_schema(const struct kc_field *field)
{
	if (kc_is_signed(field))
		return json_pack("{s:[s,s]}", "type", "integer", "null");
	if (field->flags & KINTROSPECT_FIELD_FLAG_WIDE)
		return json_pack("{s:[s,s], s:s}", "type", "string", "null",
				 "pattern", "^[0-9]{1,20}$");
	if (field->size == 8)
		return json_pack("{s:[s,s], s:i}", "type", "integer", "null", "minimum", 0);
	return json_pack("{s:[s,s], s:i, s:I}", "type", "integer", "null", "minimum", 0,
			 "maximum", (json_int_t)((1ULL << (8 * field->size)) - 1));
}

static json_t *value_schema(const struct kc_field *field)
{
	if (kc_is_text(field))
		return json_pack("{s:[s,s]}", "type", "string", "null");
	if (field->flags & KINTROSPECT_FIELD_FLAG_BOOL)
		return json_pack("{s:[s,s]}", "type", "boolean", "null");
	if (field->flags & KINTROSPECT_FIELD_FLAG_ENUM)
		return json_pack("{s:[{s:o}, {s:s, s:i}, {s:s}]}", "anyOf",
				 "enum", names_array(field),
				 "type", "integer", "minimum", field->value_count,
				 "type", "null");
	if (field->flags & KINTROSPECT_FIELD_FLAG_FLAGS)
		return json_pack("{s:[s,s], s:b, s:{s:[{s:o}, {s:s, s:s}]}}",
				 "type", "array", "null", "uniqueItems", 1, "items", "anyOf",
				 "enum", names_array(field),
				 "type", "string", "pattern", "^0x[0-9a-f]+$");
	if (kc_has_unit(field, "addr"))
		return json_pack("{s:[s,s], s:s}", "type", "string", "null",
				 "pattern", "^0x[0-9a-f]{16}$");
	return number_schema(field);
}

static json_t *field_schema(const struct kc_field *field)
{
	bool on_request = field->flags & KINTROSPECT_FIELD_FLAG_ON_REQUEST;
	bool gated = field->flags & KINTROSPECT_FIELD_FLAG_GATED;
	json_t *schema = value_schema(field);

	json_object_set_new(schema, "description", json_sprintf("%s%s%s", field->doc, on_request ?
			    " Null as not-requested unless named by -o or --all-fields." : "",
			    gated ? " Null without CAP_SYSLOG, or as kptr_restrict or lockdown say."
			    : ""));
	if (field->unit)
		json_object_set_new(schema, "$comment", json_sprintf("unit: %s", field->unit));
	return schema;
}

static json_t *row_schema(const struct kc_table *table)
{
	json_t *properties = json_object(), *required = json_array();
	unsigned int i;

	for (i = 0; i < table->field_count; i++) {
		json_object_set_new(properties, table->fields[i].snake,
				    field_schema(&table->fields[i]));
		json_array_append_new(required, json_string(table->fields[i].snake));
	}
	return json_pack("{s:s, s:s, s:o, s:o}", "description", table->doc, "type", "object",
			 "required", required, "properties", properties);
}

/* The parts of the document that do not depend on tables, as a person would write them. */
static const char parts_text[] =
"{"
"\"error\": {\"type\": \"object\", \"required\": [\"error\"], \"properties\": {\"error\": {"
" \"type\": \"object\", \"required\": [\"code\", \"message\", \"hint\", \"errno\"],"
" \"additionalProperties\": false, \"properties\": {"
"  \"code\": {\"enum\": [\"usage\", \"driver\", \"not-found\", \"unavailable\", \"permission\","
"   \"different\"]},"
"  \"message\": {\"type\": \"string\"}, \"hint\": {\"type\": [\"string\", \"null\"]},"
"  \"errno\": {\"type\": [\"integer\", \"null\"]}}}}},"
"\"warning\": {\"type\": \"object\", \"required\": [\"code\", \"object\", \"field\", \"message\"],"
" \"additionalProperties\": false, \"properties\": {"
"  \"code\": {\"enum\": [\"truncated\", \"interrupted\", \"partial\", \"addr-hidden\", \"busy\","
"   \"stale\", \"not-compared\", \"escaped\", \"unavailable\", \"failed\", \"damaged\"]},"
"  \"object\": {\"type\": [\"string\", \"null\"]}, \"field\": {\"type\": [\"string\", \"null\"]},"
"  \"message\": {\"type\": \"string\"}}},"
"\"doctor\": {\"type\": \"object\", \"required\": [\"schema\", \"ok\", \"checks\"], \"properties\": {"
"  \"schema\": {\"const\": \"kintro-doctor/1\"}, \"ok\": {\"type\": \"boolean\"},"
"  \"checks\": {\"type\": \"array\", \"items\": {\"type\": \"object\","
"   \"required\": [\"name\", \"status\", \"message\", \"fix\"], \"additionalProperties\": false,"
"   \"properties\": {\"name\": {\"type\": \"string\"},"
"    \"status\": {\"enum\": [\"ok\", \"note\", \"bad\", \"skipped\"]},"
"    \"message\": {\"type\": \"string\"}, \"fix\": {\"type\": [\"string\", \"null\"]}}}}}},"
"\"diff_sample\": {\"type\": \"object\", \"required\": [\"file\", \"sample\", \"realtime_ns\","
"  \"monotonic_ns\", \"kernel\", \"boot_id\"], \"properties\": {"
"  \"file\": {\"type\": \"string\"}, \"sample\": {\"type\": \"integer\", \"minimum\": 1},"
"  \"realtime_ns\": {\"type\": \"integer\"}, \"monotonic_ns\": {\"type\": \"integer\"},"
"  \"kernel\": {\"type\": [\"string\", \"null\"]}, \"boot_id\": {\"type\": [\"string\", \"null\"]}}},"
"\"diff\": {\"type\": \"object\", \"required\": [\"schema\", \"old\", \"new\", \"elapsed_ns\", \"objects\","
"  \"different\", \"warnings\"], \"properties\": {"
"  \"schema\": {\"const\": \"kintro-diff/1\"}, \"old\": {\"$ref\": \"#/definitions/diff_sample\"},"
"  \"new\": {\"$ref\": \"#/definitions/diff_sample\"},"
"  \"elapsed_ns\": {\"type\": [\"integer\", \"null\"], \"description\":"
"   \"By the monotonic clock; null if the machine was started again in between.\"},"
"  \"objects\": {\"type\": \"object\", \"additionalProperties\": {\"type\": \"object\","
"   \"required\": [\"added\", \"gone\", \"changed\"], \"properties\": {"
"    \"added\": {\"type\": \"array\", \"items\": {\"type\": \"object\"}},"
"    \"gone\": {\"type\": \"array\", \"items\": {\"type\": \"object\"}},"
"    \"changed\": {\"type\": \"array\", \"items\": {\"type\": \"object\","
"     \"required\": [\"key\", \"columns\"], \"properties\": {"
"      \"key\": {\"type\": \"object\"},"
"      \"columns\": {\"type\": \"object\", \"additionalProperties\": {\"type\": \"object\","
"       \"required\": [\"old\", \"new\"], \"properties\": {\"rate\": {"
"        \"type\": [\"number\", \"null\"], \"description\": \"Of a counter: its growth in a second;"
" null if it began again.\"}}}}}}}}}},"
"  \"different\": {\"type\": \"boolean\"},"
"  \"warnings\": {\"type\": \"array\", \"items\": {\"$ref\": \"#/definitions/warning\"}}}},"
"\"lock_path\": {\"type\": \"object\","
" \"required\": [\"schema\", \"from\", \"to\", \"found\", \"path\", \"warnings\"],"
" \"additionalProperties\": false, \"properties\": {"
"  \"schema\": {\"const\": \"kintro-lock-path/1\"}, \"from\": {\"type\": \"string\"},"
"  \"to\": {\"type\": \"string\"}, \"found\": {\"type\": \"boolean\"},"
"  \"path\": {\"type\": \"array\", \"items\": {\"type\": \"object\","
"   \"required\": [\"class_id\", \"name\", \"distance\", \"site\", \"caller\"],"
"   \"additionalProperties\": false, \"properties\": {"
"    \"class_id\": {\"type\": \"integer\"}, \"name\": {\"type\": [\"string\", \"null\"]},"
"    \"distance\": {\"type\": [\"integer\", \"null\"]},"
"    \"site\": {\"type\": [\"string\", \"null\"]},"
"    \"caller\": {\"type\": [\"string\", \"null\"]}}}},"
"  \"warnings\": {\"type\": \"array\", \"items\": {\"$ref\": \"#/definitions/warning\"}}}}"
"}";

static const char document_text[] =
"{"
"\"schema\": {\"const\": \"kintro/1\"},"
"\"kintro\": {\"type\": \"object\", \"required\": [\"client\", \"driver\", \"abi\"], \"properties\": {"
"  \"client\": {\"type\": \"string\"}, \"driver\": {\"type\": [\"string\", \"null\"]},"
"  \"abi\": {\"type\": [\"integer\", \"null\"], \"description\": \"Null over debugfs.\"}}},"
"\"host\": {\"type\": \"object\","
" \"required\": [\"kernel\", \"arch\", \"page_size\", \"hz\", \"boot_id\"], \"properties\": {"
"  \"kernel\": {\"type\": [\"string\", \"null\"]}, \"arch\": {\"type\": [\"string\", \"null\"]},"
"  \"page_size\": {\"type\": \"integer\"}, \"hz\": {\"type\": \"integer\","
"   \"description\": \"Ticks a second in /proc (USER_HZ).\"},"
"  \"boot_id\": {\"type\": [\"string\", \"null\"]}}},"
"\"time\": {\"type\": \"object\", \"required\": [\"realtime_ns\", \"monotonic_ns\"], \"properties\": {"
"  \"realtime_ns\": {\"type\": \"integer\"}, \"monotonic_ns\": {\"type\": \"integer\"}}},"
"\"source\": {\"enum\": [\"netlink\", \"debugfs\", \"file\"]},"
"\"absent\": {\"type\": \"object\","
" \"description\": \"By object and field: why the field is null in all rows. A null without a"
" reason here means that the row has no such value.\","
" \"additionalProperties\": {\"type\": \"object\","
"  \"additionalProperties\": {\"type\": \"string\"}}},"
"\"cost\": {\"type\": [\"object\", \"null\"],"
" \"description\": \"What it cost in the kernel; null where the driver does not say.\","
" \"required\": [\"ns\", \"walked\", \"lock_hold_max_ns\"], \"properties\": {"
"  \"ns\": {\"type\": \"integer\"}, \"walked\": {\"type\": \"integer\"},"
"  \"lock_hold_max_ns\": {\"type\": \"integer\"}}},"
"\"duration_ns\": {\"type\": \"integer\", \"minimum\": 0},"
"\"truncated\": {\"type\": \"boolean\", \"description\": \"Rows are missing.\"},"
"\"warnings\": {\"type\": \"array\", \"items\": {\"$ref\": \"#/definitions/warning\"}}"
"}";

static json_t *document_schema(json_t *definitions)
{
	json_t *properties = json_loads(document_text, 0, NULL);
	json_t *required = json_array();
	const char *key;
	json_t *value;
	unsigned int i;

	json_object_foreach(properties, key, value)
		json_array_append_new(required, json_string(key));
	for (i = 0; i < KC_OBJECTS; i++) {
		value = json_pack("{s:[s,s], s:s, s:{s:o}}", "type", "array", "null",
				  "description", kc_tables[i].doc, "items", "$ref",
				  json_sprintf("#/definitions/%s", kc_tables[i].snake));
		json_object_set_new(properties, kc_tables[i].snake, value);
	}
	return json_pack("{s:s, s:s, s:s, s:s, s:o, s:o, s:o}", "$schema", DRAFT,
			 "title", "kintro --json", "description",
			 "One document. Objects that were not asked for have no key; one that this "
			 "kernel does not have is null, with a warning. New keys may be added.",
			 "type", "object", "required", required, "properties", properties,
			 "definitions", definitions);
}

/* What NAME stands for; it may also be a command line's kebab-case. */
static const char *definition_named(json_t *definitions, const char *name)
{
	const char *key;
	json_t *value;

	json_object_foreach(definitions, key, value)
		if (kc_name_is(key, name))
			return key;
	return NULL;
}

/*
 * Without a name: of the whole document. With an object: of its rows, as in --jsonl. Or
 * of "error", "warning", "doctor", "diff", "lock-path".
 */
static int run(struct kintro *kintro, struct kc_error *err)
{
	const char *name = kintro->options.word_count > 1 ? kintro->options.words[1] : NULL;
	json_t *definitions = json_object(), *schema, *parts;
	unsigned int i;
	char *text;
	int ret;

	for (i = 0; i < KC_OBJECTS; i++)
		json_object_set_new(definitions, kc_tables[i].snake, row_schema(&kc_tables[i]));
	parts = json_loads(parts_text, 0, NULL);
	json_object_update(definitions, parts);
	json_decref(parts);
	if (name && !definition_named(definitions, name)) {
		json_decref(definitions);
		return kc_fail(err, KC_USAGE, 0,
			       "no schema '%s': expected an object, error, warning, doctor, diff or lock-path",
			       name);
	}
	schema = name ? json_pack("{s:s, s:o, s:o}", "$schema", DRAFT, "$ref",
				  json_sprintf("#/definitions/%s",
					       definition_named(definitions, name)),
				  "definitions", definitions) :
		 document_schema(definitions);
	text = schema ? json_dumps(schema, JSON_INDENT(2)) : NULL;
	ret = text ? KC_OK : kc_fail(err, KC_DRIVER, 0, "cannot make the schema");
	if (text)
		kc_print("%s\n", text);
	free(text);
	json_decref(schema);
	return ret;
}

const struct kintro_command kintro_schema = {
	.name = "schema",
	.what = "schema",
	.usage = { "schema [NAME]" },
	.help = "JSON Schema of all output",
	.options = OPT_BIT(VIA) | OPT_BIT(COLOR),
	.max = 1,
	.run = run,
};
