/* SPDX-License-Identifier: GPL-2.0-only */
/* A process whose first thread has ended: a thread that is left. */
#ifndef KIN_WALK_LIVE_H
#define KIN_WALK_LIVE_H

#include <linux/compiler.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>

#include "../source.h"

/* Whether a first thread is ending, or has ended, and has left others. Any context. */
static inline bool kin_live_headless(const struct task_struct *leader)
{
	return unlikely(READ_ONCE(leader->flags) & PF_EXITING) &&
	       READ_ONCE(leader->signal->nr_threads) > 1;
}

struct task_struct *kin_live_find(struct kin_cursor *cursor, struct task_struct *leader);

#endif
