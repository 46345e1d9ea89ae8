/* SPDX-License-Identifier: GPL-2.0-only */
/* Shares and histories of the machine, for what is on top. */
#ifndef TOP_METERS_H
#define TOP_METERS_H

#include "gauge.h"
#include "machine.h"

/**
 * struct top_meters - what has been seen of the machine
 * @machine: the last reading
 * @before: the one before it
 * @cpu: busy share of the CPUs, 0 to 1, a ring of the last samples
 * @memory: used share of the memory
 * @at: where the next goes
 * @filled: how many there are
 */
struct top_meters {
	struct top_machine machine;
	struct top_machine before;
	float cpu[TOP_HISTORY];
	float memory[TOP_HISTORY];
	unsigned int at;
	unsigned int filled;
};

void top_meters_put(struct top_meters *meters, const struct top_machine *machine);
double top_meters_share(const struct top_meters *meters, enum top_cpu what);
void top_meters_text(const struct top_meters *meters, struct kc_buf *buf);

#endif
