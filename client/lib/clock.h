/* SPDX-License-Identifier: GPL-2.0-only */
/* The time, and when something that is done again and again is due. */
#ifndef KC_CLOCK_H
#define KC_CLOCK_H

#include <linux/types.h>

/**
 * struct kc_ticker - fixed times, one interval after the other
 * @interval_ns: from tick to tick, not 0
 * @due_ns: the last tick that was given, by CLOCK_MONOTONIC
 */
struct kc_ticker {
	__u64 interval_ns;
	__u64 due_ns;
};

__u64 kc_now_ns(int clock);
void kc_ticker_start(struct kc_ticker *ticker, __u64 interval_ns, __u64 now_ns);
__u64 kc_ticker_next(struct kc_ticker *ticker, __u64 now_ns);
int kc_sleep_until(__u64 due_ns);

#endif
