/* SPDX-License-Identifier: GPL-2.0-only */
/* Processes by pid, each with its address space if the caller may read that. */
#ifndef KIN_SOURCES_PROCESS_H
#define KIN_SOURCES_PROCESS_H

#include "../source.h"

struct mm_struct;
struct pid;
struct task_struct;

/**
 * struct kin_process - a process and its address space
 * @leader: its first thread, referenced
 * @id: its process id, referenced; outlives the process, and no other gets it
 * @mm: its address space with a reference as a user; NULL: none to be read
 * @pid: its number
 */
struct kin_process {
	struct task_struct *leader;
	struct pid *id;
	struct mm_struct *mm;
	u32 pid;
};

int kin_process_open(struct kin_cursor *cursor, const struct kin_filter *filter,
		     unsigned int field, struct pid **only);
int kin_process_next(struct kin_cursor *cursor, struct pid *only, struct kin_process *process);
int kin_process_again(struct kin_cursor *cursor, struct pid *id, struct kin_process *process);
void kin_process_put(struct kin_process *process);

#endif
