// SPDX-License-Identifier: GPL-2.0-only
/* What is told of the machine on top: shares since the sample before, and a history. */
#include "format.h"
#include "meters.h"

/**
 * top_meters_put - take a reading
 * @meters: what has been seen
 * @machine: the reading
 */
void top_meters_put(struct top_meters *meters, const struct top_machine *machine)
{
	double busy;

	meters->before = meters->machine;
	meters->machine = *machine;
	busy = 1 - top_meters_share(meters, TOP_CPU_IDLE) -
	       top_meters_share(meters, TOP_CPU_IOWAIT);
	if (!meters->before.cpu_valid || !machine->cpu_valid || !machine->memory_valid ||
	    !machine->total_bytes)
		return;
	meters->cpu[meters->at] = busy < 0 ? 0 : busy;
	meters->memory[meters->at] = 1 - (double)machine->available_bytes / machine->total_bytes;
	meters->at = (meters->at + 1) % TOP_HISTORY;
	if (meters->filled < TOP_HISTORY)
		meters->filled++;
}

/**
 * top_meters_share - what part of the time since the last sample the CPUs gave to this
 * @meters: what has been seen
 * @what: to what
 *
 * Return: 0 to 1; 0 too if it is not known.
 */
double top_meters_share(const struct top_meters *meters, enum top_cpu what)
{
	const struct top_machine *now = &meters->machine, *then = &meters->before;
	__u64 total = 0, part = 0;
	unsigned int i;

	if (!now->cpu_valid || !then->cpu_valid)
		return 0;
	for (i = 0; i < TOP_CPU_COUNT; i++) {
		/* Time spent waiting can go down, see Documentation/filesystems/proc.rst. */
		__u64 grown = now->cpu[i] > then->cpu[i] ? now->cpu[i] - then->cpu[i] : 0;

		total += grown;
		if (i == what)
			part = grown;
	}
	return total ? (double)part / total : 0;
}

/**
 * top_meters_text - the last reading in words
 * @meters: what has been seen
 * @buf: where to
 */
void top_meters_text(const struct top_meters *meters, struct kc_buf *buf)
{
	static const char * const names[] = {
		"user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal",
	};
	const struct top_machine *machine = &meters->machine;
	unsigned int i;

	if (machine->load_valid)
		kc_buf_printf(buf, "load %.2f %.2f %.2f, running %u\n", machine->load[0],
			      machine->load[1], machine->load[2], machine->running);
	if (machine->cpu_valid && meters->before.cpu_valid) {
		kc_buf_text(buf, "cpu");
		for (i = 0; i < TOP_CPU_COUNT; i++)
			kc_buf_printf(buf, "%s %.1f%% %s", i ? "," : "",
				      100 * top_meters_share(meters, i), names[i]);
		kc_buf_char(buf, '\n');
	}
	if (machine->memory_valid) {
		kc_buf_text(buf, "memory ");
		kc_format_bytes(buf, machine->total_bytes);
		kc_buf_text(buf, ", available ");
		kc_format_bytes(buf, machine->available_bytes);
		kc_buf_text(buf, ", swap ");
		kc_format_bytes(buf, machine->swap_total_bytes);
		kc_buf_text(buf, ", free ");
		kc_format_bytes(buf, machine->swap_free_bytes);
		kc_buf_char(buf, '\n');
	}
}
