/* SPDX-License-Identifier: GPL-2.0-only */
/* What the sections of the overview are made of. */
#ifndef KINTRO_OVERVIEW_PARTS_H
#define KINTRO_OVERVIEW_PARTS_H

#include "format.h"
#include "../session.h"

/* The largest of something, found in one pass. */
#define OVERVIEW_TOP 5

/**
 * struct overview_top - the rows with most of something, most first
 * @rank: what they are compared by, 0: no row
 * @value: another number of the row
 * @text: its name
 */
struct overview_top {
	__u64 rank;
	__u64 value;
	char text[48];
};

void overview_rank(struct overview_top *top, __u64 rank, __u64 value,
		   const struct kc_value *text);
void overview_label(const struct kintro *kintro, struct kc_buf *out, const char *text);
void overview_name(struct kc_buf *out, const char *text, int width);

#endif
