/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Texts that many rows have: each is made once, and sent once a batch. To find a symbol
 * costs more than all the rest of a row, and rows are mostly of the same few places.
 */
#ifndef KIN_STRINGS_TEXTS_H
#define KIN_STRINGS_TEXTS_H

#include <linux/hash.h>

#include "placed.h"

/**
 * struct kin_known_text - a text that was made already
 * @key: what it is the text of: an address, or the number of something; 0: none
 * @id: number of what had that address, 0 if the address says it all
 * @at: where it is in kin_texts.bytes
 * @placed: where it lies in a batch, and its length
 */
struct kin_known_text {
	u64 key;
	u32 id;
	u32 at;
	struct kin_placed placed;
};

/**
 * struct kin_texts - the texts of a dump
 * @bits: @known has room for 1 << @bits
 * @used: length of @bytes in use
 * @room: length of @bytes, more than any text has
 * @known: texts by key, zeroed at the beginning; the newer one takes the place of an older
 *	one
 * @bytes: the texts
 *
 * The memory is the dump's: all it needs in one allocation costs least.
 */
struct kin_texts {
	u32 bits;
	u32 used;
	u32 room;
	struct kin_known_text *known;
	char *bytes;
};

/**
 * kin_texts_forget - make all texts again
 * @texts: texts of a dump
 *
 * What is in the batch already stays there. Any context.
 */
static inline void kin_texts_forget(struct kin_texts *texts)
{
	memset(texts->known, 0, sizeof(*texts->known) << texts->bits);
	texts->used = 0;
}

/**
 * kin_texts_find_of - a text that was made before, as a string of the batch
 * @cursor: the dump
 * @texts: its texts
 * @key: what it is the text of, not 0
 * @id: number of that
 * @ref: set to where it lies
 *
 * The caller commits the row if this does not fail: later rows may refer to the same
 * string. Any context. Return: 1; 0 if it is not known; -ENOSPC, with the batch marked
 * full, when there is no room.
 */
static inline int kin_texts_find_of(struct kin_cursor *cursor, struct kin_texts *texts, u64 key,
				    u32 id, struct kintrospect_string *ref)
{
	struct kin_known_text *text = &texts->known[hash_64(key, texts->bits)];

	if (text->key != key || text->id != id)
		return 0;
	return kin_place(cursor, &text->placed, texts->bytes + text->at, text->placed.ref.len, ref);
}

/* As kin_texts_find_of(), of what an address says it all of. */
static inline int kin_texts_find(struct kin_cursor *cursor, struct kin_texts *texts, u64 key,
				 struct kintrospect_string *ref)
{
	return kin_texts_find_of(cursor, texts, key, 0, ref);
}

/**
 * kin_texts_add_of - keep a text, and make it a string of the batch
 * @cursor: the dump
 * @texts: its texts
 * @key: what it is the text of, not 0
 * @id: number of that
 * @bytes: the text
 * @len: its length
 * @ref: set to where it lies
 *
 * As kin_texts_find_of(), but for that it is known now.
 */
static inline int kin_texts_add_of(struct kin_cursor *cursor, struct kin_texts *texts, u64 key,
				   u32 id, const char *bytes, size_t len,
				   struct kintrospect_string *ref)
{
	struct kin_known_text *text = &texts->known[hash_64(key, texts->bits)];
	struct kin_placed placed = {};

	if (kin_place(cursor, &placed, bytes, len, ref) < 0)
		return -ENOSPC;
	if (texts->used + len > texts->room)
		kin_texts_forget(texts);
	*text = (struct kin_known_text) {
		.key = key, .id = id, .at = texts->used, .placed = placed,
	};
	memcpy(texts->bytes + texts->used, bytes, len);
	texts->used += len;
	return 1;
}

/* As kin_texts_add_of(), of what an address says it all of. */
static inline int kin_texts_add(struct kin_cursor *cursor, struct kin_texts *texts, u64 key,
				const char *bytes, size_t len, struct kintrospect_string *ref)
{
	return kin_texts_add_of(cursor, texts, key, 0, bytes, len, ref);
}

#endif
