/* SPDX-License-Identifier: GPL-2.0-only */
/* Which rows are shown: what people type as a filter. */
#ifndef TOP_PICK_H
#define TOP_PICK_H

#include "column.h"
#include "filter.h"

struct top_pick;

int top_pick_parse(struct top_pick **pick, const struct kc_object *object,
		   const struct top_columns *columns, const struct top_users *users,
		   const char *text, struct kc_error *err);
bool top_pick_match(struct top_pick *pick, const struct top_pair *pair);
void top_pick_free(struct top_pick *pick);

#endif
