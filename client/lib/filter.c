// SPDX-License-Identifier: GPL-2.0-only
/* Conditions on columns, tested on packed rows. */
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>

#include "catalog.h"
#include "filter.h"
#include "format.h"
#include "text.h"
#include "values.h"

enum operator {
	EQUAL,
	UNEQUAL,
	LESS,
	LESS_EQUAL,
	GREATER,
	GREATER_EQUAL,
	REGEX,
};

struct condition {
	unsigned int field;
	enum operator operator;
	bool absent;		/* the value was "-": asks whether there is one, or that name */
	struct kc_value value;
	char *text;
	bool compiled;
	regex_t regex;
};

/**
 * struct kc_filter - conditions of which all have to hold
 * @scratch: where a value becomes text for an expression to be matched with
 * @count: how many
 * @conditions: the conditions
 */
struct kc_filter {
	struct kc_buf scratch;
	unsigned int count;
	struct condition conditions[];
};

static int bad_value(const struct kc_field *field, const char *text, size_t len,
		     const char *expected, struct kc_error *err)
{
	return kc_fail(err, KC_USAGE, 0, "invalid %s '%.*s': expected %s", field->name, (int)len,
		       text, expected);
}

/* Names of an enum, or NAME|NAME of flags. */
static bool parse_names(const struct kc_field *field, const char *text, size_t len, __u64 *number)
{
	bool flags = field->flags & KINTROSPECT_FIELD_FLAG_FLAGS;
	const char *end = text + len;
	unsigned int i;

	*number = 0;
	for (;; text += len + 1) {
		const char *bar = flags ? memchr(text, '|', end - text) : NULL;

		len = bar ? bar - text : end - text;
		for (i = 0; i < field->value_count; i++)
			if (strlen(field->values[i]) == len &&
			    !memcmp(field->values[i], text, len))
				break;
		if (i == field->value_count)
			return false;
		*number |= flags ? 1ULL << i : i;
		if (!bar)
			return true;
	}
}

static __u64 number_max(const struct kc_field *field)
{
	return field->size >= 8 ? ~0ULL : (1ULL << (8 * field->size)) - 1;
}

static int parse_signed(const struct kc_field *field, const char *text, size_t len,
			struct kc_value *value, struct kc_error *err)
{
	__s64 limit = (__s64)(number_max(field) >> 1);

	value->kind = KC_SIGNED;
	if (kc_parse_s64(text, len, &value->s) && value->s <= limit && value->s >= -limit - 1)
		return KC_OK;
	return bad_value(field, text, len, "a whole number", err);
}

/* A share as text shows it, such as 12.5%, in thousandths. */
static bool parse_share(const char *text, size_t len, __s64 *thousandths)
{
	bool negative = len && *text == '-';
	char number[24];
	size_t digits, rest;

	text += negative;
	len -= negative;
	if (len < 2 || len > 8 || text[len - 1] != '%')
		return false;
	snprintf(number, sizeof(number), "%.*s", (int)len - 1, text);
	digits = strspn(number, "0123456789");
	rest = strlen(number) - digits;
	if (!digits || (rest && (number[digits] != '.' || rest != 2 ||
				 !strspn(number + digits + 1, "0123456789"))))
		return false;
	*thousandths = 10 * strtoll(number, NULL, 10) + (rest ? number[digits + 1] - '0' : 0);
	if (negative)
		*thousandths = -*thousandths;
	return true;
}

/**
 * kc_number_parse - parse a number that a person typed as a value of a field
 * @field: the field, not a text
 * @text: what was typed
 * @len: its length
 * @value: set on success
 * @err: filled on failure
 *
 * Names of enums and flags, sizes and times with units are understood.
 */
int kc_number_parse(const struct kc_field *field, const char *text, size_t len,
		    struct kc_value *value, struct kc_error *err)
{
	const char *expected = "a whole number from 0";
	__s64 share;
	bool ok;

	if (kc_is_share(field) && parse_share(text, len, &share)) {
		value->kind = kc_is_signed(field) ? KC_SIGNED : KC_UNSIGNED;
		value->s = share;
		if (value->kind == KC_SIGNED || share >= 0)
			return KC_OK;
	}
	if (kc_is_signed(field))
		return parse_signed(field, text, len, value, err);
	value->kind = KC_UNSIGNED;
	ok = kc_parse_u64(text, len, number_max(field), &value->u);
	if (ok)
		return KC_OK;
	if (field->value_count) {
		expected = "one of its names (kintro OBJECT --help lists them) or a number";
		ok = parse_names(field, text, len, &value->u);
	} else if (field->flags & KINTROSPECT_FIELD_FLAG_BOOL) {
		expected = "true or false";
		value->u = len == 4;
		ok = (len == 4 && !memcmp(text, "true", 4)) ||
		     (len == 5 && !memcmp(text, "false", 5));
	} else if (kc_has_unit(field, "bytes")) {
		expected = "a size such as 4096, 64K or 1.5G";
		ok = kc_parse_bytes(text, len, &value->u) && value->u <= number_max(field);
	} else if (kc_has_unit(field, "ns")) {
		expected = "a time such as 1000, 10ms, 1.5s or 1m30s";
		ok = kc_parse_ns(text, len, "ns", &value->u);
	}
	return ok ? KC_OK : bad_value(field, text, len, expected, err);
}

static int parse_regex(struct condition *condition, struct kc_error *err)
{
	locale_t before = kc_unicode_begin();
	char words[128];
	int ret;

	/* By characters, whatever the locale of the user is. */
	ret = regcomp(&condition->regex, condition->text, REG_EXTENDED | REG_NOSUB);
	if (ret)
		regerror(ret, &condition->regex, words, sizeof(words));
	kc_unicode_end(before);
	condition->compiled = !ret;
	return !ret ? KC_OK : kc_fail(err, KC_USAGE, 0, "invalid regular expression '%s': %s",
				      condition->text, words);
}

/* "a ""b"", c" becomes a "b", c. Return: false if there is no end, or more after it. */
static bool unquote(char *text, size_t *len)
{
	size_t from = 1, to = 0;

	for (; from < *len; from++) {
		if (text[from] == '"' && text[++from] != '"')
			break;
		text[to++] = text[from];
	}
	if (from != *len || text[from - 1] != '"' || *len < 2)
		return false;
	text[to] = 0;
	*len = to;
	return true;
}

static int parse_value(struct condition *condition, const struct kc_field *field, const char *text,
		       size_t len, struct kc_error *err)
{
	bool quoted = len && *text == '"';

	condition->text = strndup(text, len);
	if (!condition->text)
		return kc_fail_memory(err);
	if (quoted && !unquote(condition->text, &len))
		return kc_fail(err, KC_USAGE, 0,
			       "invalid %s %.*s: expected \"VALUE\", with each quote in it twice",
			       field->name, (int)len, text);
	if (condition->operator == REGEX)
		return parse_regex(condition, err);
	if (len == 1 && *text == '-') {
		condition->absent = true;
		if (condition->operator <= UNEQUAL)
			return KC_OK;
		return kc_fail(err, KC_USAGE, 0, "'-' can be tested with = and != only");
	}
	if (!kc_is_text(field))
		return kc_number_parse(field, condition->text, len, &condition->value, err);
	/* As the output has it. */
	condition->value.kind = KC_TEXT;
	condition->value.len = kc_unescape(condition->text, len);
	condition->value.text = condition->text;
	return KC_OK;
}

/* The operator at @text, and its length, or 0 if there is none. */
static size_t parse_operator(const char *text, enum operator *operator)
{
	static const struct {
		char text[3];
		enum operator operator;
	} operators[] = {
		{ "!=", UNEQUAL }, { "<=", LESS_EQUAL }, { ">=", GREATER_EQUAL },
		{ "=", EQUAL }, { "<", LESS }, { ">", GREATER }, { "~", REGEX },
	};
	size_t i;

	for (i = 0; i < sizeof(operators) / sizeof(operators[0]); i++) {
		if (!strncmp(text, operators[i].text, strlen(operators[i].text))) {
			*operator = operators[i].operator;
			return strlen(operators[i].text);
		}
	}
	return 0;
}

/* Parse a condition; on failure @place is the byte of it that is wrong. */
static int parse_condition(struct condition *condition, const struct kc_table *table,
			   const char *text, size_t len, size_t *place, struct kc_error *err)
{
	size_t name = strcspn(text, "=!<>~,"), operator;
	int field;

	*place = name;
	operator = name < len ? parse_operator(text + name, &condition->operator) : 0;
	if (!name || !operator || name + operator > len)
		return kc_fail(err, KC_USAGE, 0,
			       "invalid condition '%.*s': expected COLUMN(=|!=|<|<=|>|>=|~)VALUE",
			       (int)len, text);
	*place = 0;
	field = kc_field_find(table, text, name, err);
	if (field < 0)
		return KC_USAGE;
	condition->field = field;
	*place = name + operator;
	return parse_value(condition, &table->fields[field], text + name + operator,
			   len - name - operator, err);
}

/* Whether a condition begins here: a column, and an operator after it. */
static bool begins(const char *text, const char *operators)
{
	size_t name;

	text += *text == '!' && strchr(operators, ':');
	for (name = 0; (text[name] >= '0' && text[name] <= '9') ||
	     (text[name] >= 'A' && text[name] <= 'Z') || (text[name] >= 'a' && text[name] <= 'z') ||
	     (text[name] && strchr("-_%+/", text[name])); name++)
		;
	return name && text[name] && strchr(operators, text[name]);
}

/**
 * kc_filter_term - measure the first of several conditions with commas between them
 * @text: the conditions
 * @operators: characters that operators begin with; with ':' among them, "!" negates
 *
 * Of a value in quotes no comma ends it. Of another a comma does if a condition begins
 * after it; else the comma belongs to the value.
 */
size_t kc_filter_term(const char *text, const char *operators)
{
	size_t len = strcspn(text, ","), at = strcspn(text, operators);

	/* Not an operator, but what negates the condition. */
	if (*text == '!' && strchr(operators, ':'))
		at = 1 + strcspn(text + 1, operators);
	if (at >= len)
		return len;
	at += strspn(text + at, operators);
	if (text[at] == '"') {
		for (at++; text[at]; at++)
			if (text[at] == '"' && text[++at] != '"')
				break;
		return at + strcspn(text + at, ",");
	}
	while (text[len] && !begins(text + len + 1, operators))
		len += 1 + strcspn(text + len + 1, ",");
	return len;
}

/**
 * kc_filter_parse - make conditions out of what a person typed
 * @filter: set on success; kc_filter_free() it
 * @table: the object
 * @text: COLUMN(=|!=|<|<=|>|>=|~)VALUE[,...]; the value "-" stands for no value, or for
 *	that name; in quotes a value is what it is, each quote in it twice;
 *	"~" matches an extended regular expression with the raw text of a value; of
 *	flags, = asks whether all those named are set
 * @err: filled on failure
 */
int kc_filter_parse(struct kc_filter **filter, const struct kc_table *table, const char *text,
		    struct kc_error *err)
{
	const char *whole = text, *c;
	struct kc_filter *new;
	unsigned int max = 1;
	size_t len, place;
	int ret;

	for (c = text; *c; c++)
		max += *c == ',';
	new = calloc(1, sizeof(*new) + max * sizeof(new->conditions[0]));
	if (!new)
		return kc_fail_memory(err);
	for (;; text += len + 1) {
		len = kc_filter_term(text, "=!<>~");
		ret = parse_condition(&new->conditions[new->count++], table, text, len, &place,
				      err);
		if (ret) {
			kc_filter_free(new);
			if (ret == KC_USAGE)
				kc_point(err, whole, text - whole + place);
			return ret;
		}
		if (!text[len])
			break;
	}
	*filter = new;
	return KC_OK;
}

static bool match_regex(struct kc_filter *filter, const struct condition *condition,
			const struct kc_field *field, const struct kc_value *value)
{
	locale_t before;
	bool matches;

	filter->scratch.len = 0;
	kc_format_raw(&filter->scratch, field, value);
	kc_buf_char(&filter->scratch, 0);
	if (filter->scratch.failed)
		return false;
	before = kc_unicode_begin();
	matches = !regexec(&condition->regex, filter->scratch.data, 0, NULL, 0);
	kc_unicode_end(before);
	return matches;
}

static bool is_dash(const struct kc_value *value)
{
	return value->kind == KC_TEXT && value->len == 1 && value->text[0] == '-';
}

static bool match(const struct kc_filter *filter, const struct condition *condition,
		  const struct kc_field *field, const struct kc_value *value)
{
	int order;

	if (condition->absent)
		return (value->kind == KC_ABSENT || is_dash(value)) ==
		       (condition->operator == EQUAL);
	if (value->kind == KC_ABSENT)
		return false;
	if (condition->operator == REGEX)
		return match_regex((struct kc_filter *)filter, condition, field, value);
	if ((field->flags & KINTROSPECT_FIELD_FLAG_FLAGS) && condition->operator <= UNEQUAL &&
	    condition->value.u)
		return ((value->u & condition->value.u) == condition->value.u) ==
		       (condition->operator == EQUAL);
	order = kc_compare(value, &condition->value);
	switch (condition->operator) {
	case EQUAL:
		return !order;
	case UNEQUAL:
		return order;
	case LESS:
		return order < 0;
	case LESS_EQUAL:
		return order <= 0;
	case GREATER:
		return order > 0;
	default:
		return order >= 0;
	}
}

/**
 * kc_filter_match - test whether a row meets all conditions
 * @filter: the conditions; an absent value meets none but "=-"
 * @rows: the batch
 * @row: the row
 */
bool kc_filter_match(const struct kc_filter *filter, const struct kc_rows *rows,
		     const unsigned char *row)
{
	struct kc_value value;
	unsigned int i;

	for (i = 0; i < filter->count; i++) {
		const struct condition *condition = &filter->conditions[i];

		kc_row_get(rows, row, condition->field, &value);
		if (!match(filter, condition, &rows->table->fields[condition->field], &value))
			return false;
	}
	return true;
}

/**
 * kc_filter_fields - add the fields that conditions look at to a mask
 * @filter: the conditions
 * @mask: the mask
 */
void kc_filter_fields(const struct kc_filter *filter, __u64 *mask)
{
	unsigned int i;

	for (i = 0; i < filter->count; i++)
		kc_mask_set(mask, filter->conditions[i].field);
}

/**
 * kc_filter_whole_text - return the first text that a column has to be in full
 * @filter: the conditions or NULL
 * @field: set to the column
 *
 * Return: what was typed, or NULL if there is no such condition.
 */
const char *kc_filter_whole_text(const struct kc_filter *filter, unsigned int *field)
{
	unsigned int i;

	for (i = 0; filter && i < filter->count; i++) {
		const struct condition *condition = &filter->conditions[i];

		if (condition->operator != EQUAL || condition->absent ||
		    condition->value.kind != KC_TEXT)
			continue;
		*field = condition->field;
		return condition->text;
	}
	return NULL;
}

/**
 * kc_filter_free - free its memory
 * @filter: the conditions or NULL
 */
void kc_filter_free(struct kc_filter *filter)
{
	unsigned int i;

	for (i = 0; filter && i < filter->count; i++) {
		if (filter->conditions[i].compiled)
			regfree(&filter->conditions[i].regex);
		free(filter->conditions[i].text);
	}
	if (filter)
		kc_buf_free(&filter->scratch);
	free(filter);
}
