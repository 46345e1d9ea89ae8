/* SPDX-License-Identifier: GPL-2.0-only */
/* Who holds a reader-writer semaphore, as far as it tells. */
#ifndef KIN_KERNEL_RWSEM_H
#define KIN_KERNEL_RWSEM_H

#include <linux/pid.h>
#include <linux/pid_namespace.h>
#include <linux/rcupdate.h>
#include <linux/rwsem.h>
#include <linux/sched.h>
#include <linux/uaccess.h>

#ifndef CONFIG_PREEMPT_RT
/* Bits of kernel/locking/rwsem.c, the same from 5.10 to 7.3. */
#define KIN_RWSEM_WRITER_LOCKED	1L
#define KIN_RWSEM_READER_OWNED	1L
/* Two flags, three in 5.10. A task_struct is aligned to more. */
#define KIN_RWSEM_OWNER_FLAGS	7L

/**
 * kin_rwsem_writer - the thread that holds a semaphore for writing
 * @sem: the semaphore, in memory that stays
 *
 * The owner may have gone: its memory is read without a fault, and believed if it
 * is the thread that its pid leads to. The last readers are not named: the word
 * that they leave is not cleared when they unlock.
 *
 * Any context that may take rcu_read_lock(). Return: its pid in the initial
 * namespace, or 0: readers hold it, it is free, or it changed hands meanwhile.
 */
static inline pid_t kin_rwsem_writer(struct rw_semaphore *sem)
{
	const struct task_struct *task;
	struct task_struct *found;
	pid_t pid = 0;
	long owner;

	if (!(atomic_long_read(&sem->count) & KIN_RWSEM_WRITER_LOCKED))
		return 0;
	owner = atomic_long_read(&sem->owner);
	if (!owner || (owner & KIN_RWSEM_READER_OWNED))
		return 0;
	task = (const struct task_struct *)(owner & ~KIN_RWSEM_OWNER_FLAGS);
	if (copy_from_kernel_nofault(&pid, &task->pid, sizeof(pid)) || pid <= 0)
		return 0;
	rcu_read_lock();
	found = pid_task(find_pid_ns(pid, &init_pid_ns), PIDTYPE_PID);
	rcu_read_unlock();
	if (found != task || atomic_long_read(&sem->owner) != owner ||
	    !(atomic_long_read(&sem->count) & KIN_RWSEM_WRITER_LOCKED))
		return 0;
	return pid;
}
#else
/* An rt-mutex, whose owner is another thing to read. */
static inline pid_t kin_rwsem_writer(struct rw_semaphore *sem)
{
	return 0;
}
#endif

#endif
