// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which rows are shown. Terms with commas between them, all of which have to
 * hold: COLUMN:REGEX, COLUMN(=|!=|<|<=|>|>=|~)VALUE as kintro's --filter has it, or a
 * word to be found in any text of the row. A "!" before a term negates it.
 */
#include <stdlib.h>

#include "pick.h"

struct term {
	bool negate;
	char *word;			/* for any text, in small letters, or NULL */
	struct kc_filter *filter;
};

/**
 * struct top_pick - terms of which all have to hold
 * @fields: where words are looked for: texts and enums
 * @field_count: how many
 * @scratch: a value as text
 * @count: how many terms
 * @terms: the terms
 */
struct top_pick {
	__u8 fields[KC_FIELDS_MAX];
	unsigned int field_count;
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

static int parse_term(struct term *term, const struct kc_table *table, const char *text,
		      size_t len, struct kc_error *err)
{
	size_t name;
	char *copy;
	int ret;

	if (len && *text == '!') {
		term->negate = true;
		text++;
		len--;
	}
	if (!len)
		return kc_fail(err, KC_USAGE, 0, "a part of the filter is empty");
	name = strcspn(text, ":=!<>~,");
	if (name >= len)
		return parse_word(term, text, len, err);
	copy = strndup(text, len);
	if (!copy)
		return kc_fail_memory(err);
	if (copy[name] == ':')
		copy[name] = '~';
	ret = kc_filter_parse(&term->filter, table, copy, err);
	free(copy);
	return ret;
}

/**
 * top_pick_parse - make a filter of what a person typed
 * @pick: set on success, to NULL if there is nothing; top_pick_free() it
 * @object: the object
 * @columns: unused fields are not looked at for words: only these
 * @text: the terms
 * @err: filled on failure
 */
int top_pick_parse(struct top_pick **pick, const struct kc_object *object,
		   const struct top_columns *columns, const char *text, struct kc_error *err)
{
	const struct kc_table *table = &object->table;
	unsigned int max = 1, i, j;
	struct top_pick *new;
	const char *c;
	size_t len;
	int ret;

	*pick = NULL;
	if (!*text)
		return KC_OK;
	for (c = text; *c; c++)
		max += *c == ',';
	new = calloc(1, sizeof(*new) + max * sizeof(new->terms[0]));
	if (!new)
		return kc_fail_memory(err);
	for (i = 0; i < columns->count; i++)
		for (j = 0; j < columns->columns[i].count; j++) {
			unsigned int field = columns->columns[i].fields[j];

			if (kc_is_text(&table->fields[field]) || table->fields[field].value_count)
				new->fields[new->field_count++ % KC_FIELDS_MAX] = field;
		}
	if (new->field_count > KC_FIELDS_MAX)
		new->field_count = KC_FIELDS_MAX;
	for (;; text += len + 1) {
		len = strcspn(text, ",");
		ret = parse_term(&new->terms[new->count++], table, text, len, err);
		if (ret) {
			top_pick_free(new);
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

static bool word_match(struct top_pick *pick, const char *word,
		       const struct top_snapshot *snapshot, __u32 row)
{
	struct kc_value value = { 0 };
	unsigned int i;

	for (i = 0; i < pick->field_count; i++) {
		const struct kc_field *field = &snapshot->object->table.fields[pick->fields[i]];

		top_get(snapshot, row, pick->fields[i], &value);
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

/**
 * top_pick_match - whether a row is to be shown
 * @pick: the filter or NULL
 * @snapshot: where the row is
 * @row: the row
 */
bool top_pick_match(struct top_pick *pick, const struct top_snapshot *snapshot, __u32 row)
{
	unsigned int i;
	bool match;

	for (i = 0; pick && i < pick->count; i++) {
		const struct term *term = &pick->terms[i];

		match = term->word ? word_match(pick, term->word, snapshot, row) :
			kc_filter_match(term->filter, snapshot->rows[row].rows,
					snapshot->rows[row].row);
		if (match == term->negate)
			return false;
	}
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
