// SPDX-License-Identifier: GPL-2.0-only
/* Help, made from the tables. */
#include <string.h>

#include "kintro.h"

/* First sentence of a text. */
static int sentence(const char *text)
{
	const char *end = strstr(text, ". ");

	return end ? end - text + 1 : (int)strlen(text);
}

/**
 * kintro_help - print how the program is used
 */
void kintro_help(void)
{
	unsigned int i;

	printf("usage: kintro [OPTION...] [OBJECT... [KEY=VALUE...]]\n"
	       "       kintro record FILE [OBJECT... [KEY=VALUE...]]\n"
	       "       kintro diff FILE[@WHICH] FILE[@WHICH] [OBJECT...]\n"
	       "       kintro locks --dot | --path A B\n"
	       "       kintro map [pid=PID] | doctor | schema [NAME] | help [OBJECT]\n\n"
	       "What the Linux kernel knows about itself, as tables. Without OBJECT an overview,\n"
	       "or with --json everything.\n\nObjects:\n");
	for (i = 0; i < KC_OBJECTS; i++)
		printf("  %-14s %.*s\n", kc_tables[i].name, sentence(kc_tables[i].doc),
		       kc_tables[i].doc);
	printf("\nOptions:\n");
	kintro_print_options(stdout);
	printf("\nCommands:\n"
	       "  record   a sample, or with --watch one after the other, into a file\n"
	       "  diff     what changed between two samples; WHICH is a number or a time\n"
	       "  map      the address space as a picture: the kernel's, or with a process's\n"
	       "  doctor   why something is missing, and what to do\n"
	       "  schema   JSON Schema of all output\n"
	       "  help     this help; help OBJECT: its columns\n\n"
	       "Names may be shortened while they are clear. Exit status: 0 done, 1 usage, 2 driver\n"
	       "or system, 3 not found, 4 not in this kernel, 5 no permission, 6 different (diff)\n"
	       "or no path (locks --path).\n");
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

/**
 * kintro_help_object - print what an object and its columns are
 * @table: the object
 */
void kintro_help_object(const struct kc_table *table)
{
	unsigned int i, j;

	printf("usage: kintro %s", table->name);
	for (i = 0; i < table->filter_count; i++)
		printf(" [%s=VALUE]", table->fields[table->filters[i]].name);
	printf("%s\n\n%s\n\nColumns (* in text by default):\n", table->threads ? " [--threads]" : "",
	       table->doc);
	for (i = 0; i < table->field_count; i++) {
		const struct kc_field *field = &table->fields[i];

		printf("%c %-20s %-5s %-5s %s",
		       field->flags & KINTROSPECT_FIELD_FLAG_DEFAULT ? '*' : ' ', field->name,
		       type_name(field), field->unit ? field->unit : "", field->doc);
		for (j = 0; j < sizeof(remarks) / sizeof(remarks[0]); j++)
			if (field->flags & remarks[j].flag)
				printf(" (%s)", remarks[j].text);
		for (j = 0; j < field->value_count; j++)
			printf("%s%s%s", j ? ", " : "\n                                   ",
			       field->values[j], j + 1 == field->value_count ? "." : "");
		printf("\n");
	}
}
