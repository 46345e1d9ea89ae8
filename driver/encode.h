/* SPDX-License-Identifier: GPL-2.0-only */
/* Rows as netlink attributes, by prebuilt templates. */
#ifndef KIN_ENCODE_H
#define KIN_ENCODE_H

#include "source.h"

struct sk_buff;

/* Presence patterns come in a few kinds: user tasks, kernel threads, zombies. */
#define KIN_TEMPLATES 4
#define KIN_FIELDS_MAX (KINTROSPECT_MASK_WORDS * 64)

/**
 * struct kin_copy - one value that changes from row to row
 * @to: where in the template
 * @from: where in the row
 * @size: bytes
 */
struct kin_copy {
	u16 to;
	u16 from;
	u16 size;
};

/**
 * struct kin_template - a message with every header filled in, for one presence pattern
 * @present: the pattern
 * @size: bytes of @data in use; 0: unused
 * @copy_count: length of @copies in use
 * @string_count: length of @strings in use
 * @copies: numbers to fill in
 * @strings: fields that follow the fixed part, as their length differs
 * @data: attributes of all numbers
 */
struct kin_template {
	u64 present[KINTROSPECT_MASK_WORDS];
	u16 size;
	u16 copy_count;
	u16 string_count;
	struct kin_copy copies[KIN_FIELDS_MAX];
	u8 strings[KIN_FIELDS_MAX];
	u8 data[KIN_FIELDS_MAX * 12];
};

/**
 * struct kin_encoder - templates of one dump
 * @templates: by presence pattern
 * @last: the one used last
 */
struct kin_encoder {
	struct kin_template templates[KIN_TEMPLATES];
	unsigned int last;
};

int kin_encode_row(struct kin_encoder *encoder, const struct kin_table *table,
		   const struct kin_batch *batch, const void *row, struct sk_buff *skb);

#endif
