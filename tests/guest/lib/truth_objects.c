// SPDX-License-Identifier: GPL-2.0-only
/* Finds the truth of an object, and answers from it. */
#include <string.h>

#include "truth.h"

static const struct truth_object *named(const char *name)
{
	const struct truth_object * const *at;

	for (at = truth_objects; *at; at++)
		if (!strcmp((*at)->name, name))
			return *at;
	kt_die("no file in tests/truth tells of the object %s", name);
}

/* Every object of the spec has a truth, or the program ends here. */
const struct truth_object *truth_object(int object)
{
	static const struct truth_object *found[KC_OBJECTS + 1];

	if (!found[object])
		found[object] = named(kt_table(object)->name);
	return found[object];
}

/*
 * The reason that the driver is to give for a field's absence, or NULL; of field NULL
 * for that of the object as a whole.
 */
const char *truth_lacking(const char *object, const char *field)
{
	const struct truth_object *truth = truth_object(kt_object(object));
	const char *reason = truth->lacking ? truth->lacking() : NULL;

	if (reason || !field || !truth->lacking_field)
		return reason;
	return truth->lacking_field(field);
}

/* Whether a value changes by itself. Keys do not. */
bool truth_moves(const struct kc_table *table, unsigned int field)
{
	const struct truth_object *truth = truth_object(table->command);

	return !(table->fields[field].flags & KINTROSPECT_FIELD_FLAG_KEY) &&
		truth->moves && truth->moves(&table->fields[field]);
}

/* Free memory, what runs, and statistics of what was just read. */
bool truth_all_moves(const struct kc_field *field)
{
	(void)field;
	return true;
}
