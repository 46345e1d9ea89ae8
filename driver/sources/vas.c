// SPDX-License-Identifier: GPL-2.0-only
/* The address space of every process: mm_struct. */
#include <linux/mm.h>
#include <linux/pid.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>

#include "../compat/mm.h"
#include "../compat/u64.h"
#include "../walk/process.h"

/* Key: pid. Private: the one process that was asked for, or NULL. */

static u64 kin_page_bytes(unsigned long pages)
{
	return (u64)pages << PAGE_SHIFT;
}

/* What prctl(PR_SET_MM) changes as one, it changes under arg_lock. */
static void kin_vas_ranges(struct kintrospect_vas_row *row, struct mm_struct *mm)
{
	spin_lock(&mm->arg_lock);
	kin_set(row, vas, start_code_addr, mm->start_code);
	kin_set(row, vas, end_code_addr, mm->end_code);
	kin_set(row, vas, start_data_addr, mm->start_data);
	kin_set(row, vas, end_data_addr, mm->end_data);
	kin_set(row, vas, start_brk_addr, mm->start_brk);
	kin_set(row, vas, brk_addr, READ_ONCE(mm->brk));
	kin_set(row, vas, start_stack_addr, mm->start_stack);
	kin_set(row, vas, arg_start_addr, mm->arg_start);
	kin_set(row, vas, arg_end_addr, mm->arg_end);
	kin_set(row, vas, env_start_addr, mm->env_start);
	kin_set(row, vas, env_end_addr, mm->env_end);
	spin_unlock(&mm->arg_lock);
	kin_set(row, vas, mmap_base_addr, mm->mmap_base);
	kin_set(row, vas, task_size_bytes, mm->task_size);
}

/* Each a single word, read as /proc/PID/status reads it: without the mmap lock. */
static void kin_vas_sizes(struct kintrospect_vas_row *row, struct mm_struct *mm)
{
	kin_set(row, vas, map_count, READ_ONCE(mm->map_count));
	kin_set(row, vas, total_vm_bytes, kin_page_bytes(READ_ONCE(mm->total_vm)));
	kin_set(row, vas, hiwater_vm_bytes, kin_page_bytes(get_mm_hiwater_vm(mm)));
	kin_set(row, vas, hiwater_rss_bytes, kin_mm_hiwater_rss_bytes(mm));
	kin_set(row, vas, locked_vm_bytes, kin_page_bytes(READ_ONCE(mm->locked_vm)));
	kin_set(row, vas, pinned_vm_bytes, kin_page_bytes(atomic64_read(&mm->pinned_vm)));
	kin_set(row, vas, data_vm_bytes, kin_page_bytes(READ_ONCE(mm->data_vm)));
	kin_set(row, vas, exec_vm_bytes, kin_page_bytes(READ_ONCE(mm->exec_vm)));
	kin_set(row, vas, stack_vm_bytes, kin_page_bytes(READ_ONCE(mm->stack_vm)));
}

static void kin_vas_mm(struct kin_cursor *cursor, struct kintrospect_vas_row *row,
		       struct mm_struct *mm)
{
	kin_hold_begin(cursor);
	kin_vas_ranges(row, mm);
	kin_hold_end(cursor);
	kin_vas_sizes(row, mm);
}

static int kin_vas_open(struct kin_cursor *cursor)
{
	struct pid *only;
	int err = kin_process_open(cursor, &cursor->filter[kin_filter_vas_pid], kin_f_vas_pid,
				   &only);

	cursor->private = only;
	return err;
}

static int kin_vas_fill(struct kin_cursor *cursor)
{
	struct kintrospect_vas_row *row = kin_row(cursor);
	struct kin_process process = {};
	int ret;

	if (!row)
		return 1;
	ret = kin_process_next(cursor, cursor->private, &process);
	if (process.mm || process.busy) {
		kin_set(row, vas, pid, process.pid);
		kin_set(row, vas, start_time_ns, KIN_U64(process.leader->start_boottime));
		get_task_comm(row->comm, process.leader);
		kin_present(row, vas, comm);
		if (process.mm)
			kin_vas_mm(cursor, row, process.mm);
		else
			kin_process_set_busy(cursor, row, vas, &process);
		kin_commit(cursor, row);
		cursor->key[0]++;
	}
	kin_process_put(&process);
	return ret;
}

static void kin_vas_close(struct kin_cursor *cursor)
{
	put_pid(cursor->private);
}

const struct kin_source kin_vas_source = {
	.table = &kin_vas_table,
	.open = kin_vas_open,
	.fill = kin_vas_fill,
	.close = kin_vas_close,
};
