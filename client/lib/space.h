/* SPDX-License-Identifier: GPL-2.0-only */
/* An address space as areas: what lies in what, and the holes between. */
#ifndef KC_SPACE_H
#define KC_SPACE_H

#include "rows.h"

enum kc_area_kind {
	KC_AREA_REGION,
	KC_AREA_CODE,
	KC_AREA_READ,
	KC_AREA_WRITE,
	KC_AREA_HOLE,
	KC_AREA_KINDS,
};

/**
 * struct kc_area - a part of the space
 * @first: its first address
 * @last: its last address
 * @depth: decides what lies in what where bounds are the same: the lesser is outside
 * @kind: what it is for
 * @perms: what may be done with it, or empty
 * @name: what it is called, allocated, or NULL: kc_space_cover() made it
 * @owner: the caller's, 0 unless it sets it
 * @mark: likewise
 * @row: likewise
 */
struct kc_area {
	__u64 first;
	__u64 last;
	__u32 depth;
	enum kc_area_kind kind;
	char perms[8];
	char *name;
	__u16 owner;
	__u16 mark;
	__u32 row;
};

/**
 * struct kc_space - areas
 * @areas: the areas
 * @count: how many
 * @room: how many there is room for
 */
struct kc_space {
	struct kc_area *areas;
	size_t count;
	size_t room;
};

struct kc_area *kc_space_add(struct kc_space *space, __u64 first, __u64 last);
void kc_space_sort(struct kc_space *space);
bool kc_space_cover(struct kc_space *space);
void kc_space_clear(struct kc_space *space);
void kc_space_free(struct kc_space *space);

void kc_area_perms(struct kc_area *area, const struct kc_value *value);
char *kc_area_name(const struct kc_rows *rows, const unsigned char *row, int label, int role);

static inline __u64 kc_area_size(const struct kc_area *area)
{
	return area->last - area->first + 1;
}

#endif
