// SPDX-License-Identifier: GPL-2.0-only
/* Sleeping locks that somebody else may hold without bound: a wait that ends. */
#include <linux/delay.h>
#include <linux/sched/signal.h>

#include "trylock.h"

/* From a wait for a short hold to a share of the processor that nobody notices. */
#define KIN_PAUSE_MIN_US 20
#define KIN_PAUSE_MAX_US 500

/**
 * kin_trylock_pause - wait a little before a lock is asked for again
 * @cursor: the dump; its time for locks is charged
 * @since: kin_clock() when the lock was asked for first
 *
 * The pauses grow with the time that was spent. Process context, sleeps. Return: 0;
 * -EBUSY when there is no time left, or the dump is brief; -EINTR when the caller is being killed.
 */
int kin_trylock_pause(struct kin_cursor *cursor, u64 since)
{
	struct kin_wait *wait = &cursor->wait;
	u64 before = kin_clock(), spent;
	unsigned int us;

	if (cursor->brief)
		return -EBUSY;
	if (fatal_signal_pending(current))
		return -EINTR;
	if (!wait->item_ns || !wait->dump_ns || before > wait->deadline)
		return -EBUSY;
	us = clamp_t(u64, (before - since) >> 13, KIN_PAUSE_MIN_US, KIN_PAUSE_MAX_US);
	usleep_range(us, 2 * us);
	spent = max_t(s64, kin_clock() - before, 1);
	wait->item_ns -= min(wait->item_ns, spent);
	wait->dump_ns -= min(wait->dump_ns, spent);
	return 0;
}
