/* SPDX-License-Identifier: GPL-2.0-only */
/* Sleeping locks that somebody else may hold without bound: a wait that ends. */
#ifndef KIN_WALK_TRYLOCK_H
#define KIN_WALK_TRYLOCK_H

#include <linux/mmap_lock.h>
#include <linux/rwsem.h>
#include <linux/sched.h>

#include "../source.h"

int kin_trylock_pause(struct kin_cursor *cursor, u64 since);

/**
 * kin_down_read - take a semaphore for reading, within the time for locks
 * @cursor: the dump
 * @sem: the semaphore
 *
 * Who queues for a lock cannot leave the queue, so this asks again and again.
 *
 * Process context, sleeps. Return: 0 with the semaphore taken; -EBUSY when the
 * time is over; -EINTR when the caller is being killed.
 */
static inline int kin_down_read(struct kin_cursor *cursor, struct rw_semaphore *sem)
{
	u64 since = kin_clock();
	int err;

	while (!down_read_trylock(sem)) {
		err = kin_trylock_pause(cursor, since);
		if (err)
			return err;
	}
	return 0;
}

/**
 * kin_mmap_read_lock - take the mmap lock for reading, within the time for locks
 * @cursor: the dump
 * @mm: the address space
 *
 * As kin_down_read().
 */
static inline int kin_mmap_read_lock(struct kin_cursor *cursor, struct mm_struct *mm)
{
	u64 since = kin_clock();
	int err;

	while (!mmap_read_trylock(mm)) {
		err = kin_trylock_pause(cursor, since);
		if (err)
			return err;
	}
	return 0;
}

/**
 * kin_trylock_item - the next process has its own time
 * @cursor: the dump
 */
static inline void kin_trylock_item(struct kin_cursor *cursor)
{
	cursor->wait.item_ns = min(cursor->wait.item_max_ns, cursor->wait.dump_ns);
}

#endif
