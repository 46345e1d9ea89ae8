/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Counters that a process sums over its threads. A new counter is named in this file only:
 * where it comes from, for a thread and for those that have left, and its field of the row.
 */
#ifndef KIN_SOURCES_TASKS_SUM_H
#define KIN_SOURCES_TASKS_SUM_H

#include <linux/sched.h>
#include <linux/sched/signal.h>

#include "../../kernel/cputime.h"
#include "../../source.h"

/* The bit of a field in the first word of a mask. */
#define KIN_TASKS_F(field) BIT_ULL(kin_f_tasks_##field)

#ifdef CONFIG_TASK_IO_ACCOUNTING
#define KIN_TASKS_IO_FIELDS \
	(KIN_TASKS_F(read_total_bytes) | KIN_TASKS_F(write_total_bytes))
#else
#define KIN_TASKS_IO_FIELDS 0
#endif

#define KIN_TASKS_SUM_FIELDS \
	(KIN_TASKS_F(cpu_time_total_ns) | KIN_TASKS_F(utime_ns) | KIN_TASKS_F(stime_ns) | \
	 KIN_TASKS_F(min_flt_total) | KIN_TASKS_F(maj_flt_total) | \
	 KIN_TASKS_F(nvcsw_total) | KIN_TASKS_F(nivcsw_total) | KIN_TASKS_IO_FIELDS)

/**
 * struct kin_tasks_sum - what a process sums over its threads
 * @cpu: CPU time, not yet adjusted
 * @min_flt: faults without I/O
 * @maj_flt: faults with I/O
 * @nvcsw: voluntary context switches
 * @nivcsw: involuntary ones
 * @read_bytes: read from storage
 * @write_bytes: caused to be written there
 */
struct kin_tasks_sum {
	struct kin_cputime cpu;
	u64 min_flt;
	u64 maj_flt;
	u64 nvcsw;
	u64 nivcsw;
#ifdef CONFIG_TASK_IO_ACCOUNTING
	u64 read_bytes;
	u64 write_bytes;
#endif
};

static inline void kin_tasks_sum_thread(struct kin_tasks_sum *sum, const struct task_struct *task)
{
	kin_cputime_add(&sum->cpu, task);
	sum->min_flt += READ_ONCE(task->min_flt);
	sum->maj_flt += READ_ONCE(task->maj_flt);
	sum->nvcsw += READ_ONCE(task->nvcsw);
	sum->nivcsw += READ_ONCE(task->nivcsw);
#ifdef CONFIG_TASK_IO_ACCOUNTING
	sum->read_bytes += KIN_U64(task->ioac.read_bytes);
	sum->write_bytes += KIN_U64(task->ioac.write_bytes);
#endif
}

/* Begin with the counters of threads that have left. */
static inline void kin_tasks_sum_gone(struct kin_tasks_sum *sum, const struct signal_struct *sig)
{
	*sum = (struct kin_tasks_sum) {
		.cpu.utime = sig->utime,
		.cpu.stime = sig->stime,
		.cpu.runtime = sig->sum_sched_runtime,
		.min_flt = sig->min_flt,
		.maj_flt = sig->maj_flt,
		.nvcsw = sig->nvcsw,
		.nivcsw = sig->nivcsw,
#ifdef CONFIG_TASK_IO_ACCOUNTING
		.read_bytes = sig->ioac.read_bytes,
		.write_bytes = sig->ioac.write_bytes,
#endif
	};
}

/* Set the fields of a row, except for times, which are adjusted. Return: the fields set. */
static __always_inline u64 kin_tasks_sum_row(const struct kin_tasks_sum *sum,
					     struct kintrospect_tasks_row *row)
{
	row->cpu_time_total_ns = sum->cpu.runtime;
	row->min_flt_total = sum->min_flt;
	row->maj_flt_total = sum->maj_flt;
	row->nvcsw_total = sum->nvcsw;
	row->nivcsw_total = sum->nivcsw;
#ifdef CONFIG_TASK_IO_ACCOUNTING
	row->read_total_bytes = sum->read_bytes;
	row->write_total_bytes = sum->write_bytes;
#endif
	return KIN_TASKS_SUM_FIELDS;
}

#endif
