// SPDX-License-Identifier: GPL-2.0-only
/* Objects and KEY=VALUE on the command line. */
#include <string.h>

#include "catalog.h"
#include "command.h"
#include "names.h"
#include "objects.h"
#include "recording.h"

/**
 * kintro_word_command - return the command that a word means
 * @kintro: the run
 * @n: what kintro_find_word() returned
 *
 * Return: NULL if it is an object.
 */
const struct kintro_command *kintro_word_command(const struct kintro *kintro, unsigned int n)
{
	const struct kintro_command * const *command;

	if (n < KC_OBJECTS)
		return NULL;
	n -= KC_OBJECTS;
	for (command = kintro->commands; *command; command++)
		if ((*command)->name && !n--)
			return *command;
	return NULL;
}

static const char *word_name(const void *context, unsigned int n)
{
	const struct kintro_command *command;

	if (n < KC_OBJECTS)
		return kc_tables[n].name;
	command = kintro_word_command(context, n);
	return command ? command->name : NULL;
}

/* What other programs call an object, or what it is about. */
static const struct {
	const char *word;
	const char *objects;
} synonyms[] = {
	{ "cpus", "runqueues" },
	{ "lockdep", "locks" },
	{ "lsmod", "modules" },
	{ "maps", "vmas" },
	{ "meminfo", "zones" },
	{ "memory", "tasks, slabs, zones" },
	{ "pmap", "vmas" },
	{ "processes", "tasks" },
	{ "ps", "tasks" },
	{ "slabinfo", "slabs" },
	{ "slabtop", "slabs" },
	{ "smaps", "vmas" },
	{ "swap", "tasks" },
	{ "threads", "tasks, sched" },
	{ "vmallocinfo", "vmalloc" },
	{ "zoneinfo", "zones" },
};

/* Names that differ from a word in as many letters as people mistype. */
static void put_near(const struct kintro *kintro, const char *word, struct kc_buf *list)
{
	size_t len = strlen(word), i;
	const char *name;

	for (i = 0; i < sizeof(synonyms) / sizeof(synonyms[0]); i++)
		if (!strcmp(synonyms[i].word, word)) {
			kc_buf_text(list, synonyms[i].objects);
			return;
		}
	for (i = 0; len > 2 && (name = word_name(kintro, i)); i++)
		if (kc_name_distance(name, strlen(name), word, len) <= (len + 2) / 4)
			kc_buf_printf(list, "%s%s", list->len ? ", " : "", name);
}

static bool takes(const struct kc_table *table, const char *name)
{
	unsigned int i;

	for (i = 0; i < table->filter_count; i++)
		if (!strcmp(table->fields[table->filters[i]].name, name))
			return true;
	return false;
}

/* The first word may have lost its object, and a later one its column. */
static void no_such_word(const struct kintro *kintro, const char *word, struct kc_error *err)
{
	const struct kc_table *table = kintro->object_count ? &kc_tables[kintro->objects[0]] : NULL;
	bool number = *word && !word[strspn(word, "0123456789")];
	struct kc_buf list = { 0 };

	put_near(kintro, word, &list);
	kc_fail(err, KC_USAGE, 0, "no object or command '%s'%s%.*s%s", word,
		list.len ? ": did you mean " : "", (int)list.len, list.len ? list.data : "",
		list.len ? "?" : "");
	if (number && (!table || takes(table, "pid")))
		kc_hint(err, "for one process: kintro %s pid=%s", table ? table->name : "tasks",
			word);
	else if (table && !number && !list.len && kc_field_named(table, "comm") >= 0)
		kc_hint(err, "for processes of this name: kintro %s --filter='comm~%s'",
			table->name, word);
	else
		kc_hint(err, "'kintro help' lists objects and commands");
	kc_buf_free(&list);
}

/**
 * kintro_find_word - find the object or command that a word means
 * @kintro: the run
 * @word: the word
 * @err: filled on failure
 *
 * Return: the object's number, or KC_OBJECTS and more for a command; -1 on failure.
 */
int kintro_find_word(const struct kintro *kintro, const char *word, struct kc_error *err)
{
	struct kc_buf list = { 0 };
	size_t len = strlen(word);
	unsigned int i, hits;
	const char *name;
	int found;

	found = kc_name_find(word_name, kintro, word, len, &hits);
	if (found >= 0)
		return found;
	if (!hits) {
		no_such_word(kintro, word, err);
		return -1;
	}
	for (i = 0; (name = word_name(kintro, i)); i++)
		if (kc_name_begins(name, word, len))
			kc_buf_printf(&list, " %s", name);
	kc_fail(err, KC_USAGE, 0, "ambiguous '%s': it could be%.*s", word, (int)list.len,
		list.data);
	kc_buf_free(&list);
	return -1;
}

static int add_object(struct kintro *kintro, unsigned int object, struct kc_error *err)
{
	unsigned int i;

	for (i = 0; i < kintro->object_count; i++)
		if (kintro->objects[i] == object)
			return kc_fail(err, KC_USAGE, 0, "'%s' given twice",
				       kc_tables[object].name);
	kintro->objects[kintro->object_count++] = object;
	kintro->named = true;
	return KC_OK;
}

/*
 * An address after "layout": with 0x, or as many digits as /proc/kallsyms gives it. The
 * name of the symbol there is wanted then.
 */
static bool read_address(struct kintro *kintro, const char *word)
{
	size_t len = strlen(word);
	bool prefix = !strncmp(word, "0x", 2);

	if (kintro->object_count != 1 || *kintro->address ||
	    kintro->objects[0] != KINTROSPECT_CMD_LAYOUT - 1 || len > 18 ||
	    (!prefix && len != 8 && len != 16) ||
	    strspn(word + 2 * prefix, "0123456789abcdefABCDEF") != len - 2 * prefix)
		return false;
	snprintf(kintro->address, sizeof(kintro->address), "addr=0x%s", word + 2 * prefix);
	kintro->keys[kintro->key_count++] = kintro->address;
	if (!kintro_given(&kintro->options, OPT_BIT(COLUMNS) | OPT_BIT(ALL_FIELDS)))
		kintro->wish.columns = "+symbol";
	return true;
}

/**
 * kintro_name_objects - take objects, keys and columns from the command line
 * @kintro: the run
 * @first: number of the first word that is an object or a key
 * @err: filled on failure
 */
int kintro_name_objects(struct kintro *kintro, unsigned int first, struct kc_error *err)
{
	const struct kintro_options *options = &kintro->options;
	unsigned int i;
	int found, ret = KC_OK;

	kintro->wish.columns = options->columns;
	for (i = first; i < options->word_count && !ret; i++) {
		const char *word = options->words[i];

		if (strchr(word, '=')) {
			kintro->keys[kintro->key_count++] = word;
			continue;
		}
		if (read_address(kintro, word))
			continue;
		found = kintro_find_word(kintro, word, err);
		if (found < 0)
			return KC_USAGE;
		if (found >= KC_OBJECTS)
			return kc_fail(err, KC_USAGE, 0,
				       "'%s' is a command: it must come first",
				       word_name(kintro, found));
		ret = add_object(kintro, found, err);
	}
	if (!ret && !kintro->named && kintro->key_count)
		ret = kc_fail(err, KC_USAGE, 0, "'%s' requires an object before it",
			      kintro->keys[0]);
	return ret;
}

/**
 * kintro_all_objects - take all objects if none was named
 * @kintro: the run
 *
 * Of a recording, these are the objects of the current sample.
 */
void kintro_all_objects(struct kintro *kintro)
{
	unsigned int i;

	if (kintro->named)
		return;
	kintro->object_count = 0;
	for (i = 0; i < KC_OBJECTS; i++)
		if (!kintro->record || kc_record_has(kintro->record, &kc_tables[i], false) ||
		    kc_record_has(kintro->record, &kc_tables[i], true))
			kintro->objects[kintro->object_count++] = i;
}
