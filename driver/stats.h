/* SPDX-License-Identifier: GPL-2.0-only */
/* What dumps have cost: cursor.c adds up, the object "stats" shows it. */
#ifndef KIN_STATS_H
#define KIN_STATS_H

#include <linux/atomic.h>

#include "gen/kin_gen.h"

#define KIN_INTERFACES 3

/**
 * struct kin_stat - sums over the dumps of one object by one interface
 * @dumps: dumps begun
 * @rows: rows handed out
 * @walked: kernel objects looked at
 * @ns: time spent
 * @hold_max_ns: longest lock hold or RCU read section
 * @truncated: dumps that a budget ended early
 * @interrupted: dumps that may lack a row
 * @errors: dumps refused or ended by an error
 */
struct kin_stat {
	atomic64_t dumps;
	atomic64_t rows;
	atomic64_t walked;
	atomic64_t ns;
	atomic64_t hold_max_ns;
	atomic64_t truncated;
	atomic64_t interrupted;
	atomic64_t errors;
};

extern struct kin_stat kin_stats[KIN_OBJECTS][KIN_INTERFACES];

#endif
