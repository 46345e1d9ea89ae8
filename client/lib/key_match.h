/* SPDX-License-Identifier: GPL-2.0-only */
/* KEY=VALUE applied to rows on this side, as the driver would. */
#ifndef KC_KEY_MATCH_H
#define KC_KEY_MATCH_H

#include "transport.h"

/**
 * struct kc_match - how a key is compared
 * @key: the key
 * @field: with this field of a row
 * @sign: what the row's value less the key's has to be
 */
struct kc_match {
	const struct kc_key *key;
	unsigned int field;
	int sign;
};

void kc_match_init(struct kc_match *matches, const struct kc_request *request);
bool kc_match_row(const struct kc_match *matches, unsigned int count, const struct kc_rows *rows,
		  const unsigned char *row);

#endif
