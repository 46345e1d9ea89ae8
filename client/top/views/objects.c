// SPDX-License-Identifier: GPL-2.0-only
/* Any object as a table: the driver's own columns, in the order of its rows. */
#include "views.h"

static struct top_table tables[KC_OBJECTS];

/* The names of all objects are those of the generated tables. */
static void __attribute__((constructor)) name_tables(void)
{
	unsigned int i;

	for (i = 0; i < KC_OBJECTS; i++)
		tables[i] = (struct top_table){
			.name = kc_tables[i].name,
			.title = kc_tables[i].name,
			.object = kc_tables[i].name,
		};
}

const struct top_view top_view_objects = {
	.name = "objects",
	.title = "Objects",
	TOP_TABLES(tables),
	.only_shown = true,
};
