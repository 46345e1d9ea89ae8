// SPDX-License-Identifier: GPL-2.0-only
/* The list of views, in the order of their keys. */
#include "views.h"

const struct top_view * const top_views[] = {
	&top_view_tasks, &top_view_vas, &top_view_kernel, &top_view_memory, &top_view_slab,
	&top_view_vmalloc, &top_view_sched, &top_view_locks, &top_view_self, &top_view_objects,
};

const unsigned int top_view_count = sizeof(top_views) / sizeof(top_views[0]);
