// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which rows are shown. Terms with commas between them, all of which have to
 * hold: COLUMN:REGEX, COLUMN(=|!=|<|<=|>|>=|~)VALUE as kintro's --filter has it, or a
 * word to be found in any text of the row. A "!" before a term negates it. A column is a
 * field, or by its title one that is shown; of sums and rates the number is compared.
 * Values may be in quotes, as kintro's.
 */
#include <stdio.h>
#include <stdlib.h>

#include "pick.h"
#include "text.h"

#define OPERATORS ":=!<>~"

enum compare { EQUAL, UNEQUAL, LESS_EQUAL, GREATER_EQUAL, LESS, GREATER, COMPARES };

static const char * const compares[COMPARES] = {
	[EQUAL] = "=", [UNEQUAL] = "!=", [LESS_EQUAL] = "<=", [GREATER_EQUAL] = ">=",
	[LESS] = "<", [GREATER] = ">",
};

/**
 * struct term - one condition; one of the three
 * @negate: it is to be false
 * @word: for any text, in small letters, or NULL
 * @filter: of a field, or NULL
 * @column: a sum or a rate that is compared
 * @compare: how
 * @number: with what
 */
struct term {
	bool negate;
	char *word;
	struct kc_filter *filter;
	struct top_column column;
	enum compare compare;
	double number;
};

/**
 * struct top_pick - terms of which all have to hold
 * @fields: where words are looked for: texts and enums
 * @field_count: how many
 * @users: names of users, or NULL
 * @scratch: a value as text
 * @count: how many terms
 * @terms: the terms
 */
struct top_pick {
	__u8 fields[KC_FIELDS_MAX];
	unsigned int field_count;
	const struct top_users *users;
	struct kc_buf scratch;
	unsigned int count;
	struct term terms[];
};

static char small(char c)
{
	return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

static int parse_word(struct term *term, const char *text, size_t len, struct kc_error *err)
{
	size_t i;

	term->word = strndup(text, len);
	if (!term->word)
		return kc_fail_memory(err);
	for (i = 0; i < len; i++)
		term->word[i] = small(term->word[i]);
	return KC_OK;
}

/* A number as the column shows it: of the growth of a time, 100 is one CPU. */
static bool parse_number(const struct top_column *column, const struct kc_field *field,
			 const char *text, size_t len, double *number)
{
	bool ns = kc_has_unit(field, "ns"), ok;
	char copy[64], *end;
	__u64 whole;

	if (kc_has_unit(field, "bytes") || (ns && !column->rate)) {
		ok = ns ? kc_parse_ns(text, len, "ns", &whole) :
		     kc_parse_bytes(text, len, &whole);
		*number = ok ? whole : 0;
		return ok;
	}
	if (!len || len >= sizeof(copy) || !(*text >= '0' && *text <= '9'))
		return false;
	memcpy(copy, text, len);
	copy[len] = 0;
	*number = strtod(copy, &end);
	if (!ns)
		return !*end;
	*number *= 1e7;
	return !*end || !strcmp(end, "%");
}

/* The condition on a sum or a rate, from its operator on. */
static int parse_computed(struct term *term, const struct kc_table *table, const char *text,
			  size_t len, struct kc_error *err)
{
	const struct kc_field *field = &table->fields[term->column.fields[0]];
	size_t size;
	int i;

	for (i = 0; i < COMPARES; i++) {
		size = strlen(compares[i]);
		if (size <= len && !memcmp(text, compares[i], size))
			break;
	}
	if (i == COMPARES)
		return kc_fail(err, KC_USAGE, 0, "%s is computed: it takes =, !=, <, <=, > and >=",
			       term->column.title);
	term->compare = i;
	if (parse_number(&term->column, field, text + size, len - size, &term->number))
		return KC_OK;
	return kc_fail(err, KC_USAGE, 0, "'%.*s' is no value of %s", (int)(len - size), text + size,
		       term->column.title);
}

/*
 * Find the column that is meant. Return: false if it is that of a field, whose name then
 * stands in @column->title.
 */
static bool find_column(struct top_column *column, const struct kc_object *object,
			const struct top_columns *columns, const char *text, size_t len)
{
	struct kc_error err;
	unsigned int i;
	char *name;

	memset(column, 0, sizeof(*column));
	for (i = 0; i < object->table.field_count; i++)
		if (strlen(object->table.fields[i].name) == len &&
		    !memcmp(object->table.fields[i].name, text, len))
			return false;
	for (i = 0; i < columns->count && !column->count; i++)
		if (strlen(columns->columns[i].title) == len &&
		    !memcmp(columns->columns[i].title, text, len))
			*column = columns->columns[i];
	if (!column->count && (memchr(text, '/', len) || memchr(text, '+', len)) &&
	    top_column_parse(column, object, text, len, &err))
		memset(column, 0, sizeof(*column));
	if (column->rate || column->count > 1)
		return true;
	if (!column->count)
		return false;
	/* Of one field under another title all that the field takes is taken. */
	name = column->title;
	snprintf(name, sizeof(column->title), "%s", object->table.fields[column->fields[0]].name);
	return false;
}

static int parse_filter(struct term *term, const struct kc_table *table, const char *field,
			const char *text, size_t len, struct kc_error *err)
{
	size_t at = strlen(field);
	char *copy = malloc(at + len + 1);
	int ret;

	if (!copy)
		return kc_fail_memory(err);
	memcpy(copy, field, at);
	memcpy(copy + at, text, len);
	copy[at + len] = 0;
	if (!at)
		at = strcspn(copy, ":=!<>~");
	if (copy[at] == ':')
		copy[at] = '~';
	ret = kc_filter_parse(&term->filter, table, copy, err);
	free(copy);
	return ret;
}

static int parse_term(struct term *term, const struct kc_object *object,
		      const struct top_columns *columns, const char *text, size_t len,
		      size_t *place, struct kc_error *err)
{
	const struct kc_table *table = &object->table;
	const char *title = term->column.title;
	size_t name;
	int ret;

	*place = 0;
	if (len && *text == '!') {
		term->negate = true;
		*place = 1;
		text++;
		len--;
	}
	if (!len)
		return kc_fail(err, KC_USAGE, 0, "a part of the filter is empty");
	name = strcspn(text, OPERATORS ",");
	if (name >= len)
		return parse_word(term, text, len, err);
	if (find_column(&term->column, object, columns, text, name)) {
		*place += name;
		return parse_computed(term, table, text + name, len - name, err);
	}
	if (!term->column.count) {
		ret = parse_filter(term, table, "", text, len, err);
		*place += ret == KC_USAGE ? err->at : 0;
		return ret;
	}
	ret = parse_filter(term, table, title, text + name, len - name, err);
	*place += name;
	if (ret == KC_USAGE && err->at > strlen(title))
		*place += err->at - strlen(title);
	return ret;
}

/**
 * top_pick_parse - make a filter of what a person typed
 * @pick: set on success, to NULL if there is nothing; top_pick_free() it
 * @object: the object
 * @columns: those shown: their titles are known, and words are looked for in them only
 * @users: names of users, in which words are looked for as well, or NULL; they stay
 * @text: the terms
 * @err: filled on failure
 */
int top_pick_parse(struct top_pick **pick, const struct kc_object *object,
		   const struct top_columns *columns, const struct top_users *users,
		   const char *text, struct kc_error *err)
{
	const struct kc_table *table = &object->table;
	unsigned int max = 1, i, j;
	const char *whole = text, *c;
	struct top_pick *new;
	size_t len, place;
	int ret;

	*pick = NULL;
	if (!*text)
		return KC_OK;
	for (c = text; *c; c++)
		max += *c == ',';
	new = calloc(1, sizeof(*new) + max * sizeof(new->terms[0]));
	if (!new)
		return kc_fail_memory(err);
	new->users = users;
	for (i = 0; i < columns->count; i++)
		for (j = 0; j < columns->columns[i].count; j++) {
			unsigned int field = columns->columns[i].fields[j];

			if (kc_is_text(&table->fields[field]) || table->fields[field].value_count ||
			    (users && top_field_is_user(&table->fields[field])))
				new->fields[new->field_count++ % KC_FIELDS_MAX] = field;
		}
	if (new->field_count > KC_FIELDS_MAX)
		new->field_count = KC_FIELDS_MAX;
	for (;; text += len + 1) {
		len = kc_filter_term(text, OPERATORS);
		ret = parse_term(&new->terms[new->count++], object, columns, text, len, &place,
				 err);
		if (ret) {
			top_pick_free(new);
			if (ret == KC_USAGE)
				kc_point(err, whole, text - whole + place);
			return ret;
		}
		if (!text[len])
			break;
	}
	*pick = new;
	return KC_OK;
}

static bool holds(const char *text, size_t len, const char *word)
{
	size_t size = strlen(word), at, i;

	for (at = 0; at + size <= len; at++) {
		for (i = 0; i < size && small(text[at + i]) == word[i]; i++)
			;
		if (i == size)
			return true;
	}
	return false;
}

/* What is shown instead of the number of a user, or NULL. */
static const char *user_name(const struct top_pick *pick, const struct kc_field *field,
			     const struct kc_value *value)
{
	return pick->users && value->kind == KC_UNSIGNED && top_field_is_user(field) ?
	       top_user_name(pick->users, value->u) : NULL;
}

static bool word_match(struct top_pick *pick, const char *word,
		       const struct top_snapshot *snapshot, __u32 row)
{
	struct kc_value value = { 0 };
	const char *name;
	unsigned int i;

	for (i = 0; i < pick->field_count; i++) {
		const struct kc_field *field = &snapshot->object->table.fields[pick->fields[i]];

		top_get(snapshot, row, pick->fields[i], &value);
		name = user_name(pick, field, &value);
		if (name) {
			if (holds(name, strlen(name), word))
				return true;
			continue;
		}
		if (value.kind == KC_TEXT) {
			if (holds(value.text, value.len, word))
				return true;
		} else if (value.kind != KC_ABSENT) {
			pick->scratch.len = 0;
			kc_format_raw(&pick->scratch, field, &value);
			if (!pick->scratch.failed &&
			    holds(pick->scratch.data, pick->scratch.len, word))
				return true;
		}
	}
	return false;
}

static bool computed_match(const struct term *term, const struct top_pair *pair)
{
	struct top_cell cell;
	double number;

	top_column_cell(&term->column, pair, false, &cell);
	if (cell.kind == TOP_RATE)
		number = cell.rate;
	else if (cell.kind == TOP_PLAIN)
		number = cell.value.kind == KC_SIGNED ? (double)cell.value.s : (double)cell.value.u;
	else
		return false;
	switch (term->compare) {
	case EQUAL:
		return number == term->number;
	case UNEQUAL:
		return number != term->number;
	case LESS_EQUAL:
		return number <= term->number;
	case GREATER_EQUAL:
		return number >= term->number;
	case LESS:
		return number < term->number;
	default:
		return number > term->number;
	}
}

static bool term_match(struct top_pick *pick, const struct term *term,
		       const struct top_pair *pair)
{
	const struct top_row *row = &pair->now->rows[pair->row];

	if (term->word)
		return word_match(pick, term->word, pair->now, pair->row);
	if (term->filter)
		return kc_filter_match(term->filter, row->rows, row->row);
	return computed_match(term, pair);
}

/**
 * top_pick_match - whether a row is to be shown
 * @pick: the filter or NULL
 * @pair: the row, and the earlier one, which a rate needs: without it, it matches none
 */
bool top_pick_match(struct top_pick *pick, const struct top_pair *pair)
{
	unsigned int i;

	for (i = 0; pick && i < pick->count; i++)
		if (term_match(pick, &pick->terms[i], pair) == pick->terms[i].negate)
			return false;
	return true;
}

/**
 * top_pick_free - give a filter back
 * @pick: the filter or NULL
 */
void top_pick_free(struct top_pick *pick)
{
	unsigned int i;

	if (!pick)
		return;
	for (i = 0; i < pick->count; i++) {
		free(pick->terms[i].word);
		kc_filter_free(pick->terms[i].filter);
	}
	kc_buf_free(&pick->scratch);
	free(pick);
}
