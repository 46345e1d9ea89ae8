/* SPDX-License-Identifier: GPL-2.0-only */
/* Rows as netlink messages of attributes, by prebuilt templates. */
#ifndef KIN_ENCODE_H
#define KIN_ENCODE_H

#include <linux/genetlink.h>
#include <linux/netlink.h>

#include "cursor.h"

struct sk_buff;

/* Presence patterns of a dump come in a few kinds: user tasks, kernel threads, zombies. */
#define KIN_TEMPLATES 4
#define KIN_FIELDS_MAX (KINTROSPECT_MASK_WORDS * 64)

/* Values of 8, 4, 2 bytes and of one. */
#define KIN_COPY_SIZES 4

/**
 * struct kin_copy - one value that changes from row to row
 * @to: where in the message
 * @from: where in the row
 */
struct kin_copy {
	u16 to;
	u16 from;
};

/**
 * struct kin_message - what every message of a dump begins with
 * @nlh: netlink header, its length to be filled in
 * @genl: generic netlink header
 */
struct kin_message {
	struct nlmsghdr nlh;
	struct genlmsghdr genl;
};

/**
 * struct kin_template - a message with every header filled in, for one presence pattern
 * @present: the pattern
 * @size: bytes of @data in use; 0: unused
 * @string_count: length of @strings in use
 * @copy_count: numbers to fill in, by size
 * @copies: the same, the largest first
 * @strings: fields that follow the fixed part, as their length differs
 * @data: headers of the message, attributes of all numbers
 */
struct kin_template {
	u64 present[KINTROSPECT_MASK_WORDS];
	u16 size;
	u16 string_count;
	u16 copy_count[KIN_COPY_SIZES];
	struct kin_copy copies[KIN_FIELDS_MAX];
	u8 strings[KIN_FIELDS_MAX];
	u8 data[sizeof(struct kin_message) + KIN_FIELDS_MAX * 12] __aligned(8);
};

/**
 * struct kin_encoder - templates of one reply
 * @message: what its messages begin with
 * @last: the template used last
 * @template_count: length of @templates
 * @templates: by presence pattern
 */
struct kin_encoder {
	struct kin_message message;
	unsigned int last;
	unsigned int template_count;
	struct kin_template templates[];
};

int kin_encode_row(struct kin_encoder *encoder, const struct kin_table *table,
		   const struct kin_batch *batch, const void *row, struct sk_buff *skb);

#endif
