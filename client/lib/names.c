// SPDX-License-Identifier: GPL-2.0-only
/* Which name a person means. */
#include <string.h>

#include "names.h"

static char plain(char c)
{
	return c == '_' ? '-' : c;
}

/**
 * kc_name_begins - test whether a name begins with what was typed
 * @name: the name
 * @typed: what was typed; - and _ are the same
 * @len: its length
 */
bool kc_name_begins(const char *name, const char *typed, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (!name[i] || plain(name[i]) != plain(typed[i]))
			return false;
	return true;
}

/**
 * kc_name_is - test whether a name is what was typed, in full
 * @name: the name
 * @typed: what was typed; - and _ are the same
 */
bool kc_name_is(const char *name, const char *typed)
{
	size_t len = strlen(typed);

	return kc_name_begins(name, typed, len) && !name[len];
}

/**
 * kc_name_find - find the name that was typed, or the only one that begins so
 * @names: returns name number @n, from 0, or NULL if there are no more
 * @context: for @names
 * @typed: what was typed
 * @len: its length; of an empty text no name is meant
 * @hits: set to how many names begin so, unless one is found; or NULL
 *
 * Return: the number of the name, or -1.
 */
int kc_name_find(const char *(*names)(const void *context, unsigned int n), const void *context,
		 const char *typed, size_t len, unsigned int *hits)
{
	unsigned int i, count = 0;
	const char *name;
	int found = -1;

	for (i = 0; len && (name = names(context, i)); i++) {
		if (!kc_name_begins(name, typed, len))
			continue;
		if (!name[len])
			return i;
		found = i;
		count++;
	}
	if (hits)
		*hits = count;
	return count == 1 ? found : -1;
}
