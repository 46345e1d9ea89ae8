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

/**
 * kc_name_distance - count the letters to change, add or remove between two names
 * @a: a name
 * @a_len: its length
 * @b: another
 * @b_len: its length
 *
 * Two neighbours that changed places count as one. Return: KC_NAME_FAR if one of them
 * is longer than names are.
 */
unsigned int kc_name_distance(const char *a, size_t a_len, const char *b, size_t b_len)
{
	unsigned int before[KC_NAME_FAR + 1], last[KC_NAME_FAR + 1], row[KC_NAME_FAR + 1];
	unsigned int least;
	size_t i, j;

	if (a_len >= KC_NAME_FAR || b_len >= KC_NAME_FAR)
		return KC_NAME_FAR;
	for (j = 0; j <= b_len; j++)
		row[j] = j;
	memset(last, 0, sizeof(last));
	for (i = 1; i <= a_len; i++) {
		memcpy(before, last, sizeof(before));
		memcpy(last, row, sizeof(last));
		row[0] = i;
		for (j = 1; j <= b_len; j++) {
			bool same = plain(a[i - 1]) == plain(b[j - 1]);

			least = last[j - 1] + !same;
			if (last[j] + 1 < least)
				least = last[j] + 1;
			if (row[j - 1] + 1 < least)
				least = row[j - 1] + 1;
			if (i > 1 && j > 1 && plain(a[i - 1]) == plain(b[j - 2]) &&
			    plain(a[i - 2]) == plain(b[j - 1]) && before[j - 2] + 1 < least)
				least = before[j - 2] + 1;
			row[j] = least;
		}
	}
	return row[b_len];
}
