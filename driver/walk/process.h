/* SPDX-License-Identifier: GPL-2.0-only */
/* Processes by pid, each with its address space if the caller may read that. */
#ifndef KIN_WALK_PROCESS_H
#define KIN_WALK_PROCESS_H

#include "../source.h"

struct mm_struct;
struct pid;
struct rw_semaphore;
struct task_struct;

/**
 * struct kin_process - a process and its address space
 * @leader: its first thread, referenced
 * @id: its process id, referenced; outlives the process, and no other gets it
 * @mm: its address space with a reference as a user; NULL: none to be read
 * @pid: its number
 * @busy: a lock was not free in time: @busy_lock says which
 * @busy_lock: enum kintrospect_busy_lock
 * @busy_holder: thread that holds it for writing, or 0 if the lock does not tell
 */
struct kin_process {
	struct task_struct *leader;
	struct pid *id;
	struct mm_struct *mm;
	u32 pid;
	bool busy;
	u8 busy_lock;
	pid_t busy_holder;
};

/* Say in a row of vas or vmas which lock was not free, and whose it is. */
#define kin_process_set_busy(cursor, row, object, process) do { \
	kin_set(row, object, busy, (process)->busy_lock); \
	if ((process)->busy_holder) \
		kin_set(row, object, busy_holder_pid, (process)->busy_holder); \
	(cursor)->flags |= KINTROSPECT_BATCH_FLAG_BUSY; \
} while (0)

int kin_process_open(struct kin_cursor *cursor, const struct kin_filter *filter,
		     unsigned int field, struct pid **only);
int kin_process_next(struct kin_cursor *cursor, struct pid *only, struct kin_process *process);
int kin_process_again(struct kin_cursor *cursor, struct pid *id, struct kin_process *process);
void kin_process_put(struct kin_process *process);
void kin_process_busy(struct kin_process *process, u8 lock, struct rw_semaphore *sem);

#endif
