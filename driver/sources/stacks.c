// SPDX-License-Identifier: GPL-2.0-only
/* Kernel stacks, a row a frame: of one thread, of a process, or of all that are blocked. */
#include <linux/errno.h>
#include <linux/pid.h>
#include <linux/pid_namespace.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/task.h>

#include "../compat/slab.h"
#include "../compat/u64.h"
#include "../kernel/stack.h"
#include "../kernel/task.h"
#include "../source.h"

/* Key: the next pid. */

/**
 * struct kin_stacks - the stack whose rows are being handed out
 * @frames: its addresses
 * @count: how many
 * @at: those that are out
 * @pid: its thread
 * @tgid: and process
 * @born_ns: when the thread began
 * @running: it has no frames but one row, which says that it ran
 * @state: the letter of its state
 * @comm: its name
 * @name: of the frame at @at
 */
struct kin_stacks {
	unsigned long frames[KIN_STACK_DEPTH];
	unsigned int count;
	unsigned int at;
	pid_t pid;
	pid_t tgid;
	u64 born_ns;
	bool running;
	char state[2];
	char comm[TASK_COMM_LEN];
	struct kin_frame name;
};

static const char *kin_stacks_missing(unsigned int field)
{
	return field == KIN_WHOLE ? kin_stack_save_why() : NULL;
}

static bool kin_stacks_exists(const struct kin_filter *filter, enum pid_type type)
{
	bool exists;

	if (filter->number > INT_MAX)
		return false;
	rcu_read_lock();
	exists = pid_task(find_pid_ns(filter->number, &init_pid_ns), type);
	rcu_read_unlock();
	return exists;
}

static int kin_stacks_open(struct kin_cursor *cursor)
{
	const struct kin_filter *pid = &cursor->filter[kin_filter_stacks_pid];
	const struct kin_filter *tgid = &cursor->filter[kin_filter_stacks_tgid];
	struct kin_stacks *walk;

	if (pid->set && !kin_stacks_exists(pid, PIDTYPE_PID))
		return kin_fail(cursor, -ESRCH, kin_f_stacks_pid,
				"there is no thread with that pid");
	if (tgid->set && !kin_stacks_exists(tgid, PIDTYPE_TGID))
		return kin_fail(cursor, -ESRCH, kin_f_stacks_tgid,
				"there is no process with that tgid");
	walk = kzalloc(sizeof(*walk), GFP_KERNEL);
	if (!walk)
		return -ENOMEM;
	if (pid->set)
		cursor->key[0] = pid->number;
	cursor->private = walk;
	return 0;
}

static void kin_stacks_close(struct kin_cursor *cursor)
{
	kfree(cursor->private);
}

/* Whether threads were asked for by name, whatever their state. */
static bool kin_stacks_named(const struct kin_cursor *cursor)
{
	return cursor->filter[kin_filter_stacks_pid].set ||
	       cursor->filter[kin_filter_stacks_tgid].set;
}

/* Whether the filters, or the state where there are none, want a task. */
static bool kin_stacks_wants(const struct kin_cursor *cursor, struct task_struct *task)
{
	const struct kin_filter *tgid = &cursor->filter[kin_filter_stacks_tgid];

	if (tgid->set && task->tgid != tgid->number)
		return false;
	return kin_stacks_named(cursor) || task_state_to_char(task) == 'D';
}

/*
 * The next thread that is wanted, referenced, and the key at the pid behind it. 1: come
 * again; 0: the end.
 */
static int kin_stacks_next(struct kin_cursor *cursor, struct task_struct **found)
{
	const struct kin_filter *only = &cursor->filter[kin_filter_stacks_pid];
	struct task_struct *task;
	struct kin_pids pids = {};
	unsigned int looked = 0;
	bool more = true;
	struct pid *pid;

	*found = NULL;
	rcu_read_lock();
	kin_hold_begin(cursor);
	while (!*found) {
		pid = looked ? kin_pids_next(&pids) : kin_pids_first(&pids, cursor->key[0]);
		more = pid && !(only->set && pid_nr(pid) != only->number);
		if (!more)
			break;
		looked++;
		cursor->key[0] = pid_nr(pid) + 1;
		task = kin_pid_task(pid, PIDTYPE_PID);
		if (task && kin_stacks_wants(cursor, task)) {
			get_task_struct(task);
			*found = task;
		}
		if (!kin_charge(cursor, KIN_COST_LOOK))
			break;
	}
	kin_hold_end(cursor);
	rcu_read_unlock();
	cursor->cost.walked += looked;
	return more;
}

/*
 * Save the stack of a task. /proc/PID/stack keeps it from exec meanwhile, for that
 * may give it a stack that the caller must not see. A task that is stuck in exec
 * keeps everybody waiting then, and is one to be looked at: so ask after it was
 * saved, too, instead.
 */
static int kin_stacks_save(struct kin_cursor *cursor, struct task_struct *task)
{
	struct kin_stacks *walk = cursor->private;
	int count;

	walk->at = 0;
	walk->count = 0;
	walk->running = false;
	if (!kin_gate_trace(&cursor->gate, task))
		return -EPERM;
	walk->pid = task->pid;
	walk->tgid = task->tgid;
	walk->born_ns = KIN_U64(task->start_boottime);
	walk->state[0] = task_state_to_char(task);
	get_task_comm(walk->comm, task);
	count = kin_stack_save(task, walk->frames);
	if (!kin_gate_trace(&cursor->gate, task))
		return -EPERM;
	if (count > 0)
		walk->count = count;
	cursor->cost.walked += walk->count;
	/* One that is no longer in D is not what was asked for, unless by name. */
	walk->running = count < 0 && kin_stacks_named(cursor);
	if (walk->running)
		walk->count = 1;
	return 0;
}

/*
 * Whether the rest of a stack may still be handed out, now that the batch before it
 * is gone: perhaps to somebody else, who may not.
 */
static bool kin_stacks_again(struct kin_cursor *cursor)
{
	struct kin_stacks *walk = cursor->private;
	struct task_struct *task;
	bool ok;

	rcu_read_lock();
	task = pid_task(find_pid_ns(walk->pid, &init_pid_ns), PIDTYPE_PID);
	if (task)
		get_task_struct(task);
	rcu_read_unlock();
	ok = task && kin_gate_trace(&cursor->gate, task);
	if (task)
		put_task_struct(task);
	return ok;
}

/* Put the current frame into a row. False when the batch has no room for its texts. */
static bool kin_stacks_frame(struct kin_cursor *cursor, struct kintrospect_stacks_row *row)
{
	struct kin_stacks *walk = cursor->private;
	struct kin_frame *name = &walk->name;

	kin_frame_name(walk->frames[walk->at], name);
	kin_set(row, stacks, depth, walk->at);
	kin_set(row, stacks, return_addr, walk->frames[walk->at]);
	if (name->symbol) {
		kin_set(row, stacks, offset_bytes, name->offset);
		kin_set(row, stacks, size_bytes, name->size);
	}
	return (!name->symbol || kin_set_string(cursor, row, stacks, symbol, name->symbol,
						strlen(name->symbol))) &&
	       (!name->module || kin_set_string(cursor, row, stacks, module, name->module,
						strlen(name->module)));
}

/* Hand out what is saved. False when the batch has no room for more. */
static bool kin_stacks_rows(struct kin_cursor *cursor)
{
	struct kin_stacks *walk = cursor->private;

	for (; walk->at < walk->count; walk->at++) {
		struct kintrospect_stacks_row *row = kin_row(cursor);

		if (!row)
			return false;
		kin_set(row, stacks, pid, walk->pid);
		kin_set(row, stacks, tgid, walk->tgid);
		kin_set(row, stacks, start_time_ns, walk->born_ns);
		kin_set_chars(row, stacks, comm, walk->comm);
		kin_set_chars(row, stacks, state, walk->state);
		kin_set(row, stacks, running, walk->running);
		if (!walk->running && !kin_stacks_frame(cursor, row))
			return false;
		kin_commit(cursor, row);
	}
	return true;
}

static int kin_stacks_fill(struct kin_cursor *cursor)
{
	const struct kin_filter *pid = &cursor->filter[kin_filter_stacks_pid];
	struct kin_stacks *walk = cursor->private;
	struct task_struct *task;
	int ret, err;

	if (walk->at < walk->count && !kin_stacks_again(cursor)) {
		walk->at = walk->count;
		cursor->flags |= KINTROSPECT_BATCH_FLAG_PARTIAL;
	}
	if (!kin_stacks_rows(cursor))
		return 1;
	ret = kin_stacks_next(cursor, &task);
	if (!task)
		return ret;
	err = kin_stacks_save(cursor, task);
	put_task_struct(task);
	if (err && kin_stacks_named(cursor))
		return kin_fail(cursor, err, pid->set ? kin_f_stacks_pid : kin_f_stacks_tgid,
				"its stack may not be read: needs CAP_SYS_PTRACE");
	if (err)
		cursor->flags |= KINTROSPECT_BATCH_FLAG_PARTIAL;
	/* Its rows come with the next call, if not with this one. */
	kin_stacks_rows(cursor);
	return 1;
}

const struct kin_source kin_stacks_source = {
	.table = &kin_stacks_table,
	.missing = kin_stacks_missing,
	.open = kin_stacks_open,
	.fill = kin_stacks_fill,
	.close = kin_stacks_close,
};
