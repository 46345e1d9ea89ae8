// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a person may have meant by the name of a column: columns with that word in their
 * name, those that other programs call so, and those spelled nearly so. Columns that this
 * kernel leaves empty come last.
 */
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "rows.h"
#include "suggest.h"
#include "../gen/kc_gen.h"

/* Names proposed at most: more would be a list to read, and --help has that. */
#define NAMES_MAX 8

/* Other objects named at most. */
#define OBJECTS_MAX 3

/* Words longer than this are no misspelled names. */
#define WORD_MAX 40

/* Words that people type, and the columns that they may mean, the likeliest first. */
static const struct {
	const char *word;
	const char *columns;
} synonyms[] = {
	{ "addr", "start-addr symbol" },
	{ "args", "comm" },
	{ "cmd", "comm" },
	{ "command", "comm" },
	{ "count", "active-count object-count free-count hit-total refs" },
	{ "cpu", "cpu-time-total-ns exec-total-ns util-avg" },
	{ "delay", "run-delay-total-ns wait-total-ns" },
	{ "free", "free-pages free-bytes free-count" },
	{ "id", "pid class-id area-id chain-id" },
	{ "io", "read-total-bytes write-total-bytes" },
	{ "latency", "run-delay-total-ns wait-max-ns" },
	{ "mem", "rss-bytes memory-bytes total-vm-bytes managed-pages" },
	{ "memory", "rss-bytes memory-bytes total-vm-bytes managed-pages" },
	{ "name", "comm name path symbol curr-comm" },
	{ "objects", "active-count object-count" },
	{ "priority", "prio nice rt-priority" },
	{ "process", "pid comm" },
	{ "pss", "pss-bytes" },
	{ "queue", "nr-running on-rq" },
	{ "res", "rss-bytes" },
	{ "rss", "rss-bytes rss-anon-bytes rss-file-bytes rss-shmem-bytes" },
	{ "running", "nr-running on-cpu on-rq" },
	{ "shr", "rss-file-bytes rss-shmem-bytes" },
	{ "size",
	  "size-bytes object-size-bytes memory-bytes vsize-bytes rss-bytes total-vm-bytes" },
	{ "status", "state" },
	{ "threads", "thread-count" },
	{ "time", "cpu-time-total-ns exec-total-ns start-time-ns" },
	{ "total", "memory-bytes total-vm-bytes managed-pages" },
	{ "used", "used-bytes memory-bytes active-count" },
	{ "user", "uid euid" },
	{ "uss", "private-dirty-bytes private-clean-bytes" },
	{ "virt", "vsize-bytes total-vm-bytes" },
	{ "vss", "vsize-bytes total-vm-bytes" },
	{ "vsz", "vsize-bytes total-vm-bytes" },
	{ "wait", "run-delay-total-ns wait-total-ns wait-max-ns wchan" },
};

/* How near a column's name is, the least first. */
enum nearness {
	MEANT = 0,		/* and after it the place among the synonyms */
	BEGINS = 20,
	HAS_WORD = 21,
	SPELLED = 30,		/* and after it how many letters differ */
	NOT_NEAR = 100,
};

struct candidate {
	unsigned int field;
	unsigned int nearness;
};

static const char *columns_meant(const char *word, size_t len)
{
	size_t i, known;

	for (i = 0; i < sizeof(synonyms) / sizeof(synonyms[0]); i++) {
		known = strlen(synonyms[i].word);
		if (kc_name_distance(synonyms[i].word, known, word, len) <= (len > 4 && known > 4))
			return synonyms[i].columns;
	}
	return "";
}

/* The place of a name in a list with blanks, or -1. */
static int place_in(const char *list, const char *name)
{
	size_t len;
	int place;

	for (place = 0; *list; place++, list += len + (list[len] == ' ')) {
		len = strcspn(list, " ");
		if (strlen(name) == len && !memcmp(list, name, len))
			return place;
	}
	return -1;
}

/* Whether a part of a name between dashes is, or begins with, a word. */
static bool has_word(const char *name, const char *word, size_t len, bool whole)
{
	const char *part;

	for (part = name; part; part = strchr(part, '-')) {
		part += *part == '-';
		if (kc_name_begins(part, word, len) &&
		    (!whole || !part[len] || part[len] == '-'))
			return true;
	}
	return false;
}

/* Letters that differ between a word and a name, its parts, or the name without its end. */
static unsigned int misspelled(const char *name, const char *word, size_t len)
{
	unsigned int least = kc_name_distance(name, strlen(name), word, len), distance;
	size_t end;

	for (end = 1; name[end]; end++) {
		if (name[end] != '-')
			continue;
		distance = kc_name_distance(name, end, word, len);
		if (distance < least)
			least = distance;
	}
	return least;
}

static unsigned int nearness(const struct kc_field *field, const char *word, size_t len)
{
	int place = place_in(columns_meant(word, len), field->name);
	unsigned int distance;

	if (place >= 0)
		return MEANT + place;
	if (kc_name_begins(field->name, word, len))
		return BEGINS;
	if (len > 1 && has_word(field->name, word, len, false))
		return HAS_WORD;
	if (len < 3 || len > WORD_MAX)
		return NOT_NEAR;
	distance = misspelled(field->name, word, len);
	return distance <= (len + 1) / 4 ? SPELLED + distance : NOT_NEAR;
}

static int order(const void *a, const void *b)
{
	const struct candidate *left = a, *right = b;

	if (left->nearness != right->nearness)
		return left->nearness < right->nearness ? -1 : 1;
	return left->field < right->field ? -1 : left->field > right->field;
}

/* Columns that are near enough, in order. */
static unsigned int find_near(const struct kc_table *table, const char *word, size_t len,
			      struct candidate *candidates)
{
	unsigned int i, count = 0;

	for (i = 0; i < table->field_count && len; i++) {
		candidates[count].field = i;
		candidates[count].nearness = nearness(&table->fields[i], word, len);
		if (candidates[count].nearness >= NOT_NEAR)
			continue;
		if (table->fields[i].missing)
			candidates[count].nearness += NOT_NEAR;
		count++;
	}
	if (count)
		qsort(candidates, count, sizeof(*candidates), order);
	return count;
}

static void put_names(struct kc_buf *list, const struct kc_table *table,
		      const struct candidate *candidates, unsigned int count)
{
	unsigned int i;

	for (i = 0; i < count; i++)
		kc_buf_printf(list, "%s%s%s",
			      !i ? "" : i + 1 < count ? ", " : " or ",
			      table->fields[candidates[i].field].name,
			      table->fields[candidates[i].field].missing ?
			      " (empty on this kernel)" : "");
}

/**
 * kc_suggest_others - test whether a short name could mean other columns as well
 * @table: the object
 * @len: letters of it that were typed
 * @found: the only column that begins with them
 *
 * "size" begins no name but size-bytes, and yet object-size-bytes may be meant.
 */
bool kc_suggest_others(const struct kc_table *table, size_t len, int found)
{
	const char *meant, *word = table->fields[found].name;
	size_t part = strcspn(word, "-");
	unsigned int i;

	/* More than the first part of a name is meant as it is. */
	if (len > part)
		return false;
	meant = columns_meant(word, part);
	for (i = 0; i < table->field_count; i++) {
		const struct kc_field *field = &table->fields[i];

		/* Who wants what costs much names it. */
		if ((int)i == found || (field->flags & KINTROSPECT_FIELD_FLAG_ON_REQUEST))
			continue;
		if (has_word(field->name, word, part, true) || place_in(meant, field->name) >= 0)
			return true;
	}
	return false;
}

/**
 * kc_suggest_ambiguous - refuse a name that several columns could be meant by
 * @table: the object
 * @name: what was typed
 * @len: its length
 * @err: filled
 */
void kc_suggest_ambiguous(const struct kc_table *table, const char *name, size_t len,
			  struct kc_error *err)
{
	struct candidate candidates[KC_FIELDS_MAX];
	unsigned int count = find_near(table, name, len, candidates);
	struct kc_buf list = { 0 };

	put_names(&list, table, candidates, count);
	kc_fail(err, KC_USAGE, 0, "%s: ambiguous column '%.*s': it could be %.*s", table->name,
		(int)len, name, (int)list.len, list.data);
	kc_buf_free(&list);
}

/* Whether a name is a word, or that and its unit. */
static bool is_word(const char *name, const char *word, size_t len)
{
	static const char units[] = "bytes ns addr pages id count total";

	return kc_name_begins(name, word, len) &&
	       (!name[len] || (name[len] == '-' && place_in(units, name + len + 1) >= 0));
}

/* The column of another object that is meant by a word, or NULL. */
static const char *column_meant(const struct kc_table *table, const char *name, size_t len)
{
	const char *meant = columns_meant(name, len), *best = NULL;
	int place, least = WORD_MAX;
	unsigned int i;

	/* What is known of columns is no place where anything else is looked for. */
	if (!strcmp(table->name, "fields") || !strcmp(table->name, "stats"))
		return NULL;
	for (i = 0; i < table->field_count; i++) {
		const char *field = table->fields[i].name;

		if (is_word(field, name, len))
			return field;
		place = place_in(meant, field);
		if (place < 0 || place >= least)
			continue;
		least = place;
		best = field;
	}
	return best;
}

/* Other objects that have such a column. */
static void put_objects(struct kc_buf *list, const struct kc_table *table, const char *name,
			size_t len)
{
	unsigned int i, count = 0;
	const char *column;

	for (i = 0; i < KC_OBJECTS && count < OBJECTS_MAX; i++) {
		column = strcmp(kc_tables[i].name, table->name) ?
			 column_meant(&kc_tables[i], name, len) : NULL;
		if (column)
			kc_buf_printf(list, "%s%s has %s", count++ ? ", " : "",
				      kc_tables[i].name, column);
	}
}

/**
 * kc_suggest_column - refuse a name that no column has, with what may be meant
 * @table: the object
 * @name: what was typed
 * @len: its length
 * @err: filled
 */
void kc_suggest_column(const struct kc_table *table, const char *name, size_t len,
		       struct kc_error *err)
{
	struct candidate candidates[KC_FIELDS_MAX];
	unsigned int count = find_near(table, name, len, candidates);
	struct kc_buf list = { 0 };

	/* The same word elsewhere counts more than one that is only spelled like it. */
	if (len && (!count || candidates[0].nearness % NOT_NEAR >= SPELLED))
		put_objects(&list, table, name, len);
	if (list.len)
		count = 0;
	if (count > NAMES_MAX)
		count = NAMES_MAX;
	if (count)
		kc_buf_text(&list, "did you mean ");
	put_names(&list, table, candidates, count);
	if (count)
		kc_buf_char(&list, '?');
	kc_fail(err, KC_USAGE, 0, "%s: no column '%.*s'%s%.*s", table->name, (int)len, name,
		list.len ? ": " : "", (int)list.len, list.len ? list.data : "");
	kc_hint(err, "'kintro %s --help' lists its columns", table->name);
	kc_buf_free(&list);
}
