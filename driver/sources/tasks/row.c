// SPDX-License-Identifier: GPL-2.0-only
/*
 * One row of tasks. Everything here runs for every task of a dump: no call for
 * a field, no division, and nothing read that nobody wants.
 */
#include <linux/cgroup.h>
#include <linux/cred.h>
#include <linux/ipc_namespace.h>
#include <linux/kdev_t.h>
#include <linux/mm.h>
#include <linux/nsproxy.h>
#include <linux/pid_namespace.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/time_namespace.h>
#include <linux/tty.h>
#include <linux/tty_driver.h>
#include <linux/user_namespace.h>
#include <linux/utsname.h>
#include <net/net_namespace.h>

#include "../../compat/mm.h"
#include "tasks.h"

static_assert(kin_f_tasks_task_addr < 64, "presence is collected in one word");

/* Set a field and collect that it is there. */
#define SET(field, value) do { \
	row->field = (value); \
	present |= KIN_TASKS_F(field); \
} while (0)

/*
 * Device number of the controlling terminal, 0 if there is none. It may go any
 * time but for siglock, which is taken as lock_task_sighand() does, whose inner
 * part is not exported: sighand is of a typesafe cache and may change.
 */
static noinline u32 kin_tasks_tty(struct task_struct *task)
{
	struct sighand_struct *sighand;
	struct tty_struct *tty;
	unsigned long flags;
	unsigned int tries;
	u32 dev = 0;

	for (tries = 0; tries < 8; tries++) {
		sighand = rcu_dereference(task->sighand);
		if (!sighand)
			return 0;
		spin_lock_irqsave(&sighand->siglock, flags);
		if (sighand != rcu_access_pointer(task->sighand)) {
			spin_unlock_irqrestore(&sighand->siglock, flags);
			continue;
		}
		tty = task->signal->tty;
		if (tty)
			dev = new_encode_dev(MKDEV(tty->driver->major,
						   tty->driver->minor_start) + tty->index);
		spin_unlock_irqrestore(&sighand->siglock, flags);
		return dev;
	}
	return 0;
}

static __always_inline u64 kin_tasks_relatives(struct task_struct *task,
					       const struct signal_struct *sig,
					       struct kintrospect_tasks_row *row)
{
	const struct pid *pid;
	u64 present = 0;
	u32 tty;

	/* Alive when it was found in this RCU section: its parent stays as well. */
	SET(ppid, rcu_dereference(task->real_parent)->tgid);
	pid = rcu_dereference_raw(sig->pids[PIDTYPE_PGID]);
	if (pid)
		SET(pgrp, pid->numbers[0].nr);
	pid = rcu_dereference_raw(sig->pids[PIDTYPE_SID]);
	if (pid)
		SET(session, pid->numbers[0].nr);
	if (unlikely(READ_ONCE(task->ptrace)))
		SET(tracer_pid, rcu_dereference(task->parent)->pid);
	if (READ_ONCE(sig->tty)) {
		tty = kin_tasks_tty(task);
		if (tty)
			SET(tty, tty);
	}
	return present;
}

static u64 kin_tasks_creds(struct task_struct *task, struct kintrospect_tasks_row *row)
{
	const struct cred *cred = __task_cred(task);
	u64 present = 0;

	/* A kuid's value is its number in the initial namespace. */
	SET(uid, __kuid_val(cred->uid));
	SET(euid, __kuid_val(cred->euid));
	SET(gid, __kgid_val(cred->gid));
	SET(egid, __kgid_val(cred->egid));
	SET(user_ns_id, cred->user_ns->ns.inum);
	return present;
}

/* Locking: alloc_lock, which keeps mm from going. */
static __always_inline u64 kin_tasks_mm(struct mm_struct *mm, u32 parts,
					struct kintrospect_tasks_row *row)
{
	u64 present = 0;

	SET(vsize_bytes, (u64)READ_ONCE(mm->total_vm) << PAGE_SHIFT);
	if (parts & KIN_TASKS_RSS) {
		SET(rss_anon_bytes, kin_mm_bytes(mm, MM_ANONPAGES));
		SET(rss_file_bytes, kin_mm_bytes(mm, MM_FILEPAGES));
		SET(rss_shmem_bytes, kin_mm_bytes(mm, MM_SHMEMPAGES));
		SET(swap_bytes, kin_mm_bytes(mm, MM_SWAPENTS));
	}
	SET(pgtables_bytes, mm_pgtables_bytes(mm));
	SET(locked_bytes, (u64)READ_ONCE(mm->locked_vm) << PAGE_SHIFT);
	return present;
}

/* Locking: alloc_lock, which keeps nsproxy from going. */
static u64 kin_tasks_ns(const struct nsproxy *ns, struct kintrospect_tasks_row *row)
{
	u64 present = 0;
	u32 inum;

	SET(uts_ns_id, ns->uts_ns->ns.inum);
#if defined(CONFIG_SYSVIPC) || defined(CONFIG_POSIX_MQUEUE)
	SET(ipc_ns_id, ns->ipc_ns->ns.inum);
#endif
#ifdef CONFIG_NET
	SET(net_ns_id, ns->net_ns->ns.inum);
#endif
#ifdef CONFIG_TIME_NS
	SET(time_ns_id, ns->time_ns->ns.inum);
#endif
#ifdef CONFIG_CGROUPS
	SET(cgroup_ns_id, ns->cgroup_ns->ns.inum);
#endif
	inum = kin_mnt_ns_inum(ns->mnt_ns);
	if (inum)
		SET(mnt_ns_id, inum);
	return present;
}

static __always_inline u64 kin_tasks_sched(struct task_struct *task,
					   struct kintrospect_tasks_row *row)
{
	int class = kin_task_class(task);
	u64 present = 0;

	SET(policy, READ_ONCE(task->policy));
	SET(nice, task_nice(task));
	SET(prio, READ_ONCE(task->prio) - MAX_RT_PRIO);
	SET(rt_priority, READ_ONCE(task->rt_priority));
	if (class >= 0)
		SET(class, class);
	return present;
}

static __always_inline void kin_tasks_row_inline(const struct kin_tasks *walk,
						 struct task_struct *task, pid_t nr, bool summed,
						 const struct kin_tasks_sum *sum,
						 struct kintrospect_tasks_row *row)
{
	const struct signal_struct *sig = task->signal;
	unsigned int flags = READ_ONCE(task->flags);
	u32 parts = walk->parts;
	u64 present = 0;

	SET(pid, nr);
	SET(tgid, task->tgid);
	row->state[0] = task_state_to_char(task);
	present |= KIN_TASKS_F(state);
	SET(kthread, !!(flags & PF_KTHREAD));
	SET(on_cpu, kin_task_on_cpu(task));
	SET(flags, kin_task_flags(flags));
	SET(cpu, task_cpu(task));
	SET(start_time_ns, KIN_U64(task->start_boottime));
	SET(thread_count, READ_ONCE(sig->nr_threads));
	SET(oom_score_adj, READ_ONCE(sig->oom_score_adj));

	if (parts & KIN_TASKS_SCHED)
		present |= kin_tasks_sched(task, row);
	if (parts & KIN_TASKS_RELATIVES)
		present |= kin_tasks_relatives(task, sig, row);
	if (parts & KIN_TASKS_CREDS)
		present |= kin_tasks_creds(task, row);
	if (summed) {
		kin_cputime_adjust(&sum->cpu, walk->threads.type == PIDTYPE_TGID ?
						      &sig->prev_cputime : &task->prev_cputime,
				   &row->utime_ns, &row->stime_ns);
		present |= kin_tasks_sum_row(sum, row);
	}
	if (parts & KIN_TASKS_LOCKED) {
		task_lock(task);
		memcpy(row->comm, task->comm, sizeof(row->comm));
		/* A kernel thread may have borrowed one (kthread_use_mm()). */
		if ((parts & KIN_TASKS_MM) && task->mm && !(flags & PF_KTHREAD))
			present |= kin_tasks_mm(task->mm, parts, row);
		if ((parts & KIN_TASKS_NS) && task->nsproxy)
			present |= kin_tasks_ns(task->nsproxy, row);
		task_unlock(task);
		row->comm[sizeof(row->comm) - 1] = '\0';
		present |= KIN_TASKS_F(comm);
	}
	if (parts & KIN_TASKS_NS) {
		const struct pid *pid = rcu_dereference_raw(task->thread_pid);

		if (pid)
			SET(pid_ns_id, pid->numbers[pid->level].ns->ns.inum);
	}
	if (parts & KIN_TASKS_STACK) {
		const void *stack = READ_ONCE(task->stack);

		if (stack) {
			SET(kstack_addr, (unsigned long)stack);
			SET(kstack_size_bytes, THREAD_SIZE);
		}
		SET(task_addr, (unsigned long)task);
	}
	row->present[0] = present;
}

/**
 * kin_tasks_row - fill in a row, but for the columns on request
 * @walk: the dump, @walk->sum being this task's or @walk->sum_failed
 * @task: a task that was found alive in this RCU section
 * @nr: the pid it was found by
 * @row: the row, zeroed
 *
 * Locking: rcu_read_lock(); takes @task's alloc_lock and maybe siglock.
 */
void kin_tasks_row(const struct kin_tasks *walk, struct task_struct *task, pid_t nr,
		   struct kintrospect_tasks_row *row)
{
	kin_tasks_row_inline(walk, task, nr, (walk->parts & KIN_TASKS_SUMS) && !walk->sum_failed,
			     &walk->sum, row);
}

/**
 * kin_tasks_row_user - replace what a first thread has lost by what another has
 * @walk: the dump
 * @user: a thread of the process, referenced
 * @row: the row of the process
 *
 * Locking: rcu_read_lock(); takes @user's alloc_lock.
 */
void kin_tasks_row_user(const struct kin_tasks *walk, struct task_struct *user,
			struct kintrospect_tasks_row *row)
{
	u32 parts = walk->parts;
	u64 present = 0;

	if (parts & KIN_TASKS_SCHED) {
		row->present[0] &= ~KIN_TASKS_F(class);
		present |= kin_tasks_sched(user, row);
	}
	task_lock(user);
	if ((parts & KIN_TASKS_MM) && user->mm)
		present |= kin_tasks_mm(user->mm, parts, row);
	if ((parts & KIN_TASKS_NS) && user->nsproxy)
		present |= kin_tasks_ns(user->nsproxy, row);
	task_unlock(user);
	row->present[0] |= present;
}

/*
 * Times and counters of a process, nearly always of one thread. False when its
 * threads come and go too fast. What was looked at is added to @looked, and what more than
 * one thread cost to @units.
 */
static __always_inline bool kin_tasks_sum_inline(struct kin_cursor *cursor,
						 struct kin_tasks *walk,
						 const struct signal_struct *sig,
						 struct kin_tasks_sum *sum,
						 unsigned int *looked, unsigned int *units)
{
	unsigned int seq = raw_read_seqcount(&sig->stats_lock.seqcount);
	const struct list_head *first = READ_ONCE(sig->thread_head.next);
	unsigned int threads;

	if (likely(!(seq & 1) && first != &sig->thread_head &&
		   READ_ONCE(first->next) == &sig->thread_head)) {
		kin_tasks_sum_gone(sum, sig);
		kin_tasks_sum_thread(sum, container_of(first, struct task_struct, thread_node));
		if (likely(!read_seqcount_retry(&sig->stats_lock.seqcount, seq))) {
			++*looked;
			return true;
		}
	}
	/* Not straight to @sum, which is to stay in registers. */
	threads = max(kin_tasks_sum_process(walk, sig, KIN_SUM_THREADS(cursor)), 1U);
	*looked += threads;
	*units += (threads - 1) * KIN_COST_THREAD;
	*sum = walk->sum;
	return !walk->sum_failed;
}

/**
 * kin_tasks_fill_all - rows from the cursor's pid on, in one RCU section
 * @cursor: the dump
 * @walk: the dump, not of listed pids, with no columns on request
 *
 * Process context. Return: 1 when there may be more, 0 at the end.
 */
int kin_tasks_fill_all(struct kin_cursor *cursor, struct kin_tasks *walk)
{
	enum pid_type type = walk->threads.type;
	struct kintrospect_tasks_row *row;
	struct kin_tasks_sum sum;
	struct task_struct *task;
	unsigned int looked = 0, units;
	struct kin_pids pids;
	struct pid *pid;
	bool summed;
	pid_t nr;

	kin_hold_begin(cursor);
	rcu_read_lock();
	nr = cursor->key[0];
	for (pid = kin_pids_first(&pids, nr); pid; pid = kin_pids_next(&pids)) {
		nr = pid->numbers[0].nr;
		task = kin_pid_task(pid, type);
		if (!task || (unlikely(walk->threads.tgid) &&
			      kin_threads_other(cursor, &walk->threads, task))) {
			looked++;
			units = KIN_COST_PID;
			goto charge;
		}
		row = kin_row(cursor);
		if (!row)
			break;
		if (kin_tasks_headless(walk, task)) {
			kin_tasks_sum_begin(walk, task);
			break;
		}
		units = 0;
		summed = false;
		if (!(walk->parts & KIN_TASKS_SUMS)) {
			looked++;
		} else if (type == PIDTYPE_PID) {
			looked++;
			sum = (struct kin_tasks_sum) { };
			kin_tasks_sum_thread(&sum, task);
			summed = true;
		} else {
			if (kin_tasks_sum_fits(cursor, READ_ONCE(task->signal->nr_threads)))
				summed = kin_tasks_sum_inline(cursor, walk, task->signal, &sum,
							      &looked, &units);
			/* Needs a section of its own, or many. */
			if (!summed && kin_hold_fresh(cursor))
				kin_tasks_sum_begin(walk, task);
			if (!summed)
				break;
		}
		kin_tasks_row_inline(walk, task, nr, summed, &sum, row);
		units += kin_tasks_cost(walk, row);
		kin_commit(cursor, row);
charge:
		if (!kin_charge(cursor, units)) {
			nr++;
			break;
		}
	}
	cursor->key[0] = nr;
	rcu_read_unlock();
	kin_hold_end(cursor);
	cursor->cost.walked += looked;
	return pid ? 1 : 0;
}
