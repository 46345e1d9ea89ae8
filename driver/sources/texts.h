/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Texts that many rows of a batch have: each is made and sent once. To find a symbol costs
 * more than all the rest of a row, and rows are mostly of the same few places.
 */
#ifndef KIN_SOURCES_TEXTS_H
#define KIN_SOURCES_TEXTS_H

#include <linux/hash.h>

#include "../source.h"

#define KIN_TEXT_BITS 7

/**
 * struct kin_text - a text that is among the batch's strings already
 * @key: what it is the text of: an address, or the number of something; 0: none
 * @ref: where it lies
 */
struct kin_text {
	u64 key;
	struct kintrospect_string ref;
};

/**
 * struct kin_texts - the texts in a batch
 * @known: by key; the newer one takes the place of an older one
 */
struct kin_texts {
	struct kin_text known[1 << KIN_TEXT_BITS];
};

/**
 * kin_texts_begin - forget the texts of the last batch
 * @cursor: the dump
 * @texts: its texts
 *
 * To be called at the beginning of every fill. Any context.
 */
static inline void kin_texts_begin(const struct kin_cursor *cursor, struct kin_texts *texts)
{
	if (!cursor->batch.row_count)
		memset(texts, 0, sizeof(*texts));
}

/**
 * kin_texts_slot - the only place of a text among those known
 * @texts: the dump's texts
 * @key: not 0
 *
 * Any context. Return: the place; the text is there if its key is @key.
 */
static inline struct kin_text *kin_texts_slot(struct kin_texts *texts, u64 key)
{
	return &texts->known[hash_64(key, KIN_TEXT_BITS)];
}

/**
 * kin_texts_add - append a text to the batch's strings and know it from now on
 * @cursor: the dump
 * @slot: its place
 * @key: what it is the text of
 * @text: the text
 * @len: its length
 *
 * The caller commits the row if this does not fail: later rows may refer to the same
 * string. Any context. Return: false, with the batch marked full, when there is no room.
 */
static inline bool kin_texts_add(struct kin_cursor *cursor, struct kin_text *slot, u64 key,
				 const char *text, size_t len)
{
	struct kintrospect_string ref;

	if (!kin_string(&cursor->batch, &ref, text, len))
		return false;
	*slot = (struct kin_text) { .key = key, .ref = ref };
	return true;
}

/* A text that is known, into a field: kin_set_text(row, vmalloc, caller, slot). */
#define kin_set_text(row, object, field, slot) do { \
	(row)->field = (slot)->ref; \
	kin_present(row, object, field); \
} while (0)

#endif
