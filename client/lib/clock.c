// SPDX-License-Identifier: GPL-2.0-only
/* The time, and when something that is done again and again is due. */
#include <time.h>

#include "clock.h"

#define NS 1000000000ULL

/**
 * kc_now_ns - return the time in nanoseconds
 * @clock: CLOCK_REALTIME or the like
 */
__u64 kc_now_ns(int clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return now.tv_sec * NS + now.tv_nsec;
}

/**
 * kc_ticker_start - let the first tick be now
 * @ticker: set
 * @interval_ns: from tick to tick, not 0
 * @now_ns: the time by CLOCK_MONOTONIC
 */
void kc_ticker_start(struct kc_ticker *ticker, __u64 interval_ns, __u64 now_ns)
{
	ticker->interval_ns = interval_ns;
	ticker->due_ns = now_ns;
}

/**
 * kc_ticker_next - go to the next tick
 * @ticker: the ticker
 * @now_ns: the time by CLOCK_MONOTONIC
 *
 * Ticks stay where they are, however late one is used. Those that have passed are skipped: a
 * program that was stopped does not catch up. What is beyond all time never comes.
 *
 * Return: the time of the tick, not before @now_ns.
 */
__u64 kc_ticker_next(struct kc_ticker *ticker, __u64 now_ns)
{
	__u64 missed = now_ns > ticker->due_ns ? (now_ns - ticker->due_ns - 1) /
		       ticker->interval_ns : 0;

	ticker->due_ns += missed * ticker->interval_ns;
	ticker->due_ns = ticker->due_ns > ~0ULL - ticker->interval_ns ? ~0ULL :
			 ticker->due_ns + ticker->interval_ns;
	return ticker->due_ns;
}

/**
 * kc_sleep_until - sleep until a time, or until a signal comes
 * @due_ns: the time by CLOCK_MONOTONIC
 *
 * Return: 0 if it is time, EINTR after a signal.
 */
int kc_sleep_until(__u64 due_ns)
{
	struct timespec due = { .tv_sec = due_ns / NS, .tv_nsec = due_ns % NS };

	return clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL);
}
