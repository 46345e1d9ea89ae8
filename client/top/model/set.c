// SPDX-License-Identifier: GPL-2.0-only
/* Sets of rows that a person marked. */
#include <stdlib.h>

#include "list.h"

static __u32 set_slot(const struct top_set *set, __u64 hash)
{
	__u32 slot = hash & (set->room - 1);

	while (set->slots[slot] && set->slots[slot] != hash)
		slot = (slot + 1) & (set->room - 1);
	return slot;
}

/**
 * top_set_has - whether a row is marked
 * @set: the set
 * @hash: the row
 */
bool top_set_has(const struct top_set *set, __u64 hash)
{
	return set->count && set->slots[set_slot(set, hash)];
}

/* Make the set again, with room for one more, without the member at @without. */
static bool set_remake(struct top_set *set, __u64 without)
{
	struct top_set new = { .room = 16 };
	__u32 i;

	while (new.room < 4 * (set->count + 1))
		new.room *= 2;
	new.slots = calloc(new.room, sizeof(*new.slots));
	if (!new.slots)
		return false;
	for (i = 0; i < set->room; i++) {
		if (!set->slots[i] || set->slots[i] == without)
			continue;
		new.slots[set_slot(&new, set->slots[i])] = set->slots[i];
		new.count++;
	}
	free(set->slots);
	*set = new;
	return true;
}

/**
 * top_set_flip - mark a row or take the mark away
 * @set: the set
 * @hash: the row
 *
 * Return: whether it is marked now.
 */
bool top_set_flip(struct top_set *set, __u64 hash)
{
	if (top_set_has(set, hash)) {
		set_remake(set, hash);
		return false;
	}
	if (set->room < 2 * (set->count + 1) && !set_remake(set, 0))
		return false;
	set->slots[set_slot(set, hash)] = hash;
	set->count++;
	return true;
}

/**
 * top_set_clear - forget all marks
 * @set: the set
 */
void top_set_clear(struct top_set *set)
{
	free(set->slots);
	memset(set, 0, sizeof(*set));
}
