/* SPDX-License-Identifier: GPL-2.0-only */
/* Fields that are computed with: each user of them has one list of names. */
#ifndef TOP_FIELDS_H
#define TOP_FIELDS_H

#include "snapshot.h"

int top_field(const struct kc_object *object, const char *name);
void top_fields(const struct kc_object *object, const char * const *names, unsigned int count,
		int *fields);
bool top_number(const struct top_snapshot *snapshot, __u32 row, int field, __u64 *number);
size_t top_text(const struct top_snapshot *snapshot, __u32 row, int field, const char **text);

#endif
