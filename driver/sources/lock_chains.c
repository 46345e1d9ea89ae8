// SPDX-License-Identifier: GPL-2.0-only
/* Chains of locks that were held together: struct lock_chain. */
#include <linux/kernel.h>

#include "lockname.h"

/* Key: number of the chain. */

/* Five digits and a comma for each class. */
#define KIN_CHAIN_TEXT (KIN_LOCK_CHAIN * 6 + 1)

static int kin_lock_chains_open(struct kin_cursor *cursor)
{
	const struct kin_filter *only = &cursor->filter[kin_filter_lock_chains_chain_id];

	if (!only->set)
		return 0;
	if (only->number > INT_MAX || kin_lock_chain_next(only->number) != only->number)
		return kin_fail(cursor, -ESRCH, kin_f_lock_chains_chain_id,
				"there is no lock chain with that id");
	cursor->key[0] = only->number;
	return 0;
}

static int kin_lock_chains_fill(struct kin_cursor *cursor)
{
	const struct kin_filter *only = &cursor->filter[kin_filter_lock_chains_chain_id];
	struct kintrospect_lock_chains_row *row = kin_row(cursor);
	int id = kin_lock_chain_next(cursor->key[0]);
	struct kin_lock_chain chain;
	char text[KIN_CHAIN_TEXT];
	unsigned int i;
	int len = 0, found;
	bool stale;

	if (!row)
		return 1;
	/* The one that was asked for may have gone since. */
	if (id < 0 || (only->set && id != only->number)) {
		kin_lock_note_stale(cursor);
		return 0;
	}
	kin_hold_begin(cursor);
	found = kin_lock_chain_copy(&chain, id);
	kin_hold_end(cursor);
	stale = kin_lock_note_stale(cursor);
	cursor->cost.walked++;
	if (found == -EAGAIN)
		cursor->flags |= KINTROSPECT_BATCH_FLAG_INTERRUPTED;
	if (found > 0 && chain.depth) {
		kin_set(row, lock_chains, chain_id, id);
		kin_set(row, lock_chains, context, chain.context);
		kin_set(row, lock_chains, depth, chain.depth);
		kin_set(row, lock_chains, first_id, chain.ids[0]);
		kin_set(row, lock_chains, last_id, chain.ids[chain.depth - 1]);
		kin_set(row, lock_chains, stale, stale);
		for (i = 0; i < chain.depth; i++)
			len += scnprintf(text + len, sizeof(text) - len, i ? ",%u" : "%u",
					 chain.ids[i]);
		if (!kin_set_string(cursor, row, lock_chains, class_ids, text, len))
			return 1;
		kin_commit(cursor, row);
	}
	cursor->key[0] = id + 1;
	return !only->set;
}

static const char *kin_lock_chains_missing(unsigned int field)
{
	return field == KIN_WHOLE ? kin_lock_chain_why() : NULL;
}

const struct kin_source kin_lock_chains_source = {
	.table = &kin_lock_chains_table,
	.missing = kin_lock_chains_missing,
	.open = kin_lock_chains_open,
	.fill = kin_lock_chains_fill,
};
