/* SPDX-License-Identifier: GPL-2.0-only */
/* The list of views. */
#ifndef TOP_VIEWS_H
#define TOP_VIEWS_H

#include "../model/state.h"

extern const struct top_view * const top_views[];
extern const unsigned int top_view_count;

extern const struct top_view top_view_tasks, top_view_vas, top_view_kernel, top_view_memory,
	top_view_slab, top_view_vmalloc, top_view_sched, top_view_locks, top_view_self,
	top_view_objects;

/* meters.c */
void top_meters_lines(const struct top *top, const struct top_room *room, struct top_lines *lines);

#endif
