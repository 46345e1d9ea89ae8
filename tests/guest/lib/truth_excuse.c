// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a driver without type information (btf=0) or symbols (lookup=0) may do without:
 * fields of which it says itself that they are absent for such a parameter, which has
 * to be off. What it has all the same has to be right.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "truth.h"

#define F(field) KT(FIELDS, field)

static char *reasons[KC_OBJECTS + 1][KT_FIELDS];

/* "... (parameter NAME=0)", of a parameter that is 0. */
static bool by_parameter(const char *reason)
{
	const char *at = strstr(reason, "(parameter ");
	char name[16];

	return at && sscanf(at, "(parameter %15[a-z]=0)", name) == 1 && !truth_parameter(name);
}

static int keep(const struct kt_row *row, void *arg)
{
	int object = kt_has(row, F(OBJECT)) ? kt_object(row->str[F(OBJECT)]) : 0;

	(void)arg;
	if (object && kt_has(row, F(REASON)) && by_parameter(row->str[F(REASON)]))
		reasons[object][row->num[F(INDEX)]] = strdup(row->str[F(REASON)]);
	return 0;
}

static void load(void)
{
	struct kt_request request = { .object = KINTROSPECT_CMD_FIELDS, .via = KT_PACKED };
	struct kt_reply reply;

	if (kt_dump(&request, keep, NULL, &reply))
		kt_die("fields: %s", reply.words);
}

/* Why a field may be absent, or NULL. */
const char *truth_excuse(const struct kc_table *table, unsigned int field)
{
	static bool loaded;

	if (truth_parameter("btf") && truth_parameter("lookup"))
		return NULL;
	if (!loaded)
		load();
	loaded = true;
	return reasons[table->command][field];
}

/*
 * Why a field that this kernel has may be in no row, or NULL. To ask /proc of a process
 * with a busy lock takes for ever: tests/stuck looks at those.
 */
const char *truth_unseen(const struct kc_table *table, unsigned int field)
{
	if (!strncmp(table->fields[field].name, "busy", 4))
		return "no lock was busy";
	return truth_excuse(table, field);
}

/* Why the object as a whole may be, or NULL: all of its fields are, for the same reason. */
const char *truth_excuse_object(const struct kc_table *table)
{
	const char *first = truth_excuse(table, 0);
	int n;

	for (n = 1; first && n < table->field_count; n++)
		if (!reasons[table->command][n] || strcmp(reasons[table->command][n], first))
			return NULL;
	return first;
}
