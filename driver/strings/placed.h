/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A string once a batch: many rows have the same one, so that those after the first refer to
 * where the first one's lies. Texts, paths and lists of CPUs differ in how they are found, and
 * all are sent by this.
 */
#ifndef KIN_STRINGS_PLACED_H
#define KIN_STRINGS_PLACED_H

#include "../source.h"

/**
 * struct kin_placed - where a string lies
 * @batch: number of the batch that it is among the strings of; 0: of none
 * @ref: where it lies in that batch
 */
struct kin_placed {
	u32 batch;
	struct kintrospect_string ref;
};

/* Whether the batch in progress has it. */
static __always_inline bool kin_placed(const struct kin_cursor *cursor,
				       const struct kin_placed *placed)
{
	return placed->batch == cursor->batch.number;
}

/**
 * kin_place - make sure that the batch has a string
 * @cursor: the dump
 * @placed: where it lies
 * @text: the string, read if the batch does not have it yet
 * @len: its length
 * @ref: set to where it lies
 *
 * The caller commits the row if this does not fail: later rows may refer to the same
 * string. Any context. Return: 1; -ENOSPC, with the batch marked full, when there is no room.
 */
static __always_inline int kin_place(struct kin_cursor *cursor, struct kin_placed *placed,
				     const char *text, size_t len,
				     struct kintrospect_string *ref)
{
	if (!kin_placed(cursor, placed)) {
		if (!kin_string(&cursor->batch, &placed->ref, text, len))
			return -ENOSPC;
		placed->batch = cursor->batch.number;
	}
	*ref = placed->ref;
	return 1;
}

#endif
