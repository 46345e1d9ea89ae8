/* SPDX-License-Identifier: GPL-2.0-only */
/* What the machine says of itself without the driver. */
#ifndef TOP_MACHINE_H
#define TOP_MACHINE_H

#include <stdbool.h>
#include <linux/types.h>

enum top_cpu {
	TOP_CPU_USER,
	TOP_CPU_NICE,
	TOP_CPU_SYSTEM,
	TOP_CPU_IDLE,
	TOP_CPU_IOWAIT,
	TOP_CPU_IRQ,
	TOP_CPU_SOFTIRQ,
	TOP_CPU_STEAL,
	TOP_CPU_COUNT,
};

/**
 * struct top_machine - what was read; a part that cannot be read is not valid
 * @cpu_valid: @cpu is
 * @cpu: time of all CPUs by what it went to, in ticks since boot
 * @memory_valid: @total_bytes to @swap_free_bytes are
 * @total_bytes: memory
 * @available_bytes: memory that could be had without swapping
 * @swap_total_bytes: swap
 * @swap_free_bytes: swap that is free
 * @load_valid: @load and @running are
 * @load: load averages
 * @running: tasks that want to run
 */
struct top_machine {
	bool cpu_valid;
	__u64 cpu[TOP_CPU_COUNT];
	bool memory_valid;
	__u64 total_bytes;
	__u64 available_bytes;
	__u64 swap_total_bytes;
	__u64 swap_free_bytes;
	bool load_valid;
	double load[3];
	unsigned int running;
};

void top_machine_read(struct top_machine *machine);

#endif
