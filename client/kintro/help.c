// SPDX-License-Identifier: GPL-2.0-only
/* Help, made from the tables. */
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "objects.h"

/* First sentence of a text. */
static int sentence(const char *text)
{
	const char *end = strstr(text, ". ");

	return end ? end - text + 1 : (int)strlen(text);
}

/* Columns that help has at most. */
#define WIDTH 80

/*
 * Print words in lines of WIDTH, of which the first begins at column @at and all others
 * at @indent. Return: the column after the last.
 */
static int put_words(const char *text, int len, int at, int indent)
{
	const char *end = text + len;
	int word;

	for (;;) {
		while (text < end && *text == ' ')
			text++;
		if (text == end)
			return at;
		for (word = 0; text + word < end && text[word] != ' '; word++)
			;
		if (at > indent && at + 1 + word > WIDTH) {
			kc_print("\n%*s", indent, "");
			at = indent;
		} else if (at > indent) {
			kc_print(" ");
			at++;
		}
		kc_print("%.*s", word, text);
		at += word;
		text += word;
	}
}

static void print_commands(const struct kintro *kintro)
{
	const struct kintro_command * const *command;

	kc_print("\nCommands:\n");
	for (command = kintro->commands; *command; command++)
		if ((*command)->help)
			kc_print("  %-8s %s\n", (*command)->name, (*command)->help);
}

static void print_usage(const struct kintro *kintro)
{
	const struct kintro_command * const *command;
	const char * const *usage, *before = "usage:";

	for (command = kintro->commands; *command; command++)
		for (usage = (*command)->usage; *usage; usage++, before = "")
			kc_print("%6s kintro %s\n", before, *usage);
}

static void print_help(const struct kintro *kintro)
{
	unsigned int i;

	print_usage(kintro);
	kc_print("\nWhat the Linux kernel knows about itself, as tables. Without OBJECT an overview,\n"
	       "or with --json everything.\n\nObjects:\n");
	for (i = 0; i < KC_OBJECTS; i++) {
		kc_print("  %-14s ", kc_tables[i].name);
		put_words(kc_tables[i].doc, sentence(kc_tables[i].doc), 17, 17);
		kc_print("\n");
	}
	kc_print("\nOptions:\n");
	kintro_print_options(stdout);
	print_commands(kintro);
	kc_print("\nNames may be shortened while they are clear. Exit status: 0 done, 1 usage,\n"
	       "2 driver or system, 3 not found, 4 not in this kernel, 5 no permission,\n"
	       "6 different (diff) or no path (locks --path).\n");
}

static const struct {
	__u32 flag;
	const char *text;
} remarks[] = {
	{ KINTROSPECT_FIELD_FLAG_ON_REQUEST, "only when named" },
	{ KINTROSPECT_FIELD_FLAG_GATED, "needs CAP_SYSLOG" },
	{ KINTROSPECT_FIELD_FLAG_APPROXIMATE, "approximate" },
	{ KINTROSPECT_FIELD_FLAG_TOTAL, "only grows" },
};

static const char *type_name(const struct kc_field *field)
{
	static const char * const names[] = { "u8", "u16", "u32", "u64", "s8", "s16", "s32", "s64",
					      "text", "text" };

	if (field->flags & KINTROSPECT_FIELD_FLAG_BOOL)
		return "bool";
	if (field->flags & KINTROSPECT_FIELD_FLAG_ENUM)
		return "enum";
	if (field->flags & KINTROSPECT_FIELD_FLAG_FLAGS)
		return "flags";
	return field->type < sizeof(names) / sizeof(names[0]) ? names[field->type] : "?";
}

/* Where what a column says begins. */
#define DOC 35

static void print_column(const struct kc_field *field)
{
	char text[64];
	unsigned int j;
	int at;

	at = snprintf(text, sizeof(text), "%c %-20s %-5s %-5s ",
		      field->flags & KINTROSPECT_FIELD_FLAG_DEFAULT ? '*' : ' ', field->name,
		      type_name(field), field->unit ? field->unit : "");
	kc_print("%s", text);
	/* After a long name, on the next line. */
	if (at > DOC) {
		kc_print("\n%*s", DOC, "");
		at = DOC;
	}
	at = put_words(field->doc, strlen(field->doc), at, DOC);
	for (j = 0; j < sizeof(remarks) / sizeof(remarks[0]); j++)
		if (field->flags & remarks[j].flag)
			at = put_words(text, snprintf(text, sizeof(text), "(%s)", remarks[j].text),
				       at, DOC);
	if (field->value_count)
		kc_print("\n%*s", DOC, "");
	at = DOC;
	for (j = 0; j < field->value_count; j++)
		at = put_words(text, snprintf(text, sizeof(text), "%s%s", field->values[j],
					      j + 1 == field->value_count ? "." : ","), at, DOC);
	kc_print("\n");
}

static void print_object(const struct kc_table *table)
{
	unsigned int i;

	kc_print("usage: kintro %s", table->name);
	for (i = 0; i < table->filter_count; i++)
		kc_print(" [%s=VALUE]", table->fields[table->filters[i]].name);
	kc_print("%s\n\n", table->threads ? " [--threads]" : "");
	put_words(table->doc, strlen(table->doc), 0, 0);
	kc_print("\n\nColumns (* in text by default):\n");
	for (i = 0; i < table->field_count; i++)
		print_column(&table->fields[i]);
}

/* A driver that is there may have more columns to tell of. */
static void print_known_object(const struct kintro *kintro, unsigned int object)
{
	struct kc_transport *transport;
	struct kc_catalog catalog;
	struct kc_error ignored;

	kc_catalog_init(&catalog);
	if (!kc_transport_open(kintro->options.via, &transport, &ignored)) {
		if (kc_catalog_load(&catalog, transport, &ignored)) {
			kc_catalog_free(&catalog);
			kc_catalog_init(&catalog);
		}
		transport->close(transport);
	}
	print_object(&catalog.objects[object].table);
	kc_catalog_free(&catalog);
}

static int help(const struct kintro *kintro, const char *word, struct kc_error *err)
{
	int found = word ? kintro_find_word(kintro, word, err) : KC_OBJECTS;

	if (found < 0)
		return KC_USAGE;
	if (found < KC_OBJECTS)
		print_known_object(kintro, found);
	else
		print_help(kintro);
	return KC_OK;
}

static int run(struct kintro *kintro, struct kc_error *err)
{
	return help(kintro, kintro->options.word_count > 1 ? kintro->options.words[1] : NULL, err);
}

const struct kintro_command kintro_help = {
	.name = "help",
	.what = "help",
	.usage = { "help [OBJECT]" },
	.help = "this help; help OBJECT: its columns",
	.options = OPT_BIT(VIA) | OPT_BIT(COLOR),
	.max = 1,
	.run = run,
};

static int run_option(struct kintro *kintro, struct kc_error *err)
{
	return help(kintro, kintro->options.word_count ? kintro->options.words[0] : NULL, err);
}

/* --help, wherever it is on the command line. */
const struct kintro_command kintro_help_option = {
	.selector = OPT_BIT(HELP),
	.what = "--help",
	.options = ~0U,
	.max = KINTRO_ANY_WORDS,
	.run = run_option,
};
