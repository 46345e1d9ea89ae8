/* SPDX-License-Identifier: GPL-2.0-only */
/* What /proc, and the tests' own module by /proc/kwitness, say of tasks and mappings. */
#ifndef KP_H
#define KP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define KP_STAT 53

/* Lines of /proc/PID/status. */
enum kp_status {
	KP_TRACER, KP_UID, KP_EUID, KP_GID, KP_EGID, KP_NVCSW, KP_NIVCSW,
	KP_MEM,			/* what follows is there with an address space only, in kB */
	KP_VMPEAK = KP_MEM, KP_VMSIZE, KP_VMLCK, KP_VMPIN, KP_VMHWM, KP_RSSANON, KP_RSSFILE,
	KP_RSSSHMEM, KP_VMDATA, KP_VMSTK, KP_VMEXE, KP_VMLIB, KP_VMPTE, KP_VMSWAP,
	KP_STATUS
};

enum kp_ns { KP_NS_CGROUP, KP_NS_IPC, KP_NS_MNT, KP_NS_NET, KP_NS_PID, KP_NS_TIME,
	     KP_NS_USER, KP_NS_UTS, KP_NS };

enum kp_mod { KP_MOD_PID, KP_MOD_TGID, KP_MOD_TASK, KP_MOD_STACK, KP_MOD_STACK_SIZE,
	      KP_MOD_STACK_USED, KP_MOD_ON_CPU, KP_MOD_CLASS, KP_MOD_START, KP_MOD_EXEC,
	      KP_MOD_GROUP_EXEC, KP_MOD_NVCSW, KP_MOD_NIVCSW, KP_MOD_BRK,
	      KP_MOD_MMAP_BASE, KP_MOD_TASK_SIZE, KP_MOD_EXEC_VM, KP_MOD_HIWATER_RSS, KP_MOD };

/**
 * struct kp_number - a field that is a number in a file of /proc/PID, as it is there
 * @file: the file's name
 * @word: what begins the number's line, "": the file has nothing else
 * @field: the field
 */
struct kp_number {
	const char *file;
	const char *word;
	int field;
};

#define KP_NUMBERS 16

/**
 * struct kp_task - a task as /proc has it
 * @pid: its id
 * @tgid: its process
 * @stat: fields of stat, numbered as in proc(5); 2 and 3 are empty
 * @state: field 3
 * @comm: field 2 (a kernel worker's with its workqueue)
 * @status: see enum kp_status
 * @mm: it has an address space
 * @mm_of: thread by which /proc shows the address space: @pid, or another when the
 *	first is gone; 0: none
 * @cgroup: and @wchan ("0": none): files of that name
 * @number: of kp_numbers, @has_number: bit n: it has number[n]
 * @exec_ns: CPU time by schedstat
 * @ns: inode numbers, 0: not readable
 * @mod: what kwitness says; KP_MOD_CLASS is a KINTROSPECT_SCHED_CLASS_*
 * @mod_comm: task_struct.comm
 */
struct kp_task {
	int pid;
	int tgid;
	uint64_t stat[KP_STAT];
	char state;
	char comm[64];
	uint64_t status[KP_STATUS];
	bool mm;
	int mm_of;
	uint64_t number[KP_NUMBERS];
	uint32_t has_number;
	char cgroup[256];
	char wchan[64];
	uint64_t exec_ns;
	uint64_t ns[KP_NS];
	uint64_t mod[KP_MOD];
	char mod_comm[17];
};

struct kp_tasks {
	struct kp_task *tasks;	/* by pid */
	size_t count;
	size_t room;
};

/* Fields of /proc/PID/smaps. */
enum kp_smap { KP_SIZE, KP_RSS, KP_PSS, KP_SHARED_CLEAN, KP_SHARED_DIRTY, KP_PRIVATE_CLEAN,
	       KP_PRIVATE_DIRTY, KP_REFERENCED, KP_ANONYMOUS, KP_LAZYFREE, KP_ANON_HUGE,
	       KP_SHMEM_PMD, KP_FILE_PMD, KP_SHARED_HUGETLB, KP_PRIVATE_HUGETLB, KP_SWAP,
	       KP_SMAP };

/**
 * struct kp_vma - a mapping as smaps has it
 * @path: not escaped, empty: none
 * @kb: see enum kp_smap
 * @flags: KINTROSPECT_VM_FLAG_*
 * @odd_flags: flags that smaps has no name for
 */
struct kp_vma {
	int pid;
	uint64_t start;
	uint64_t end;
	char perms[5];
	uint64_t offset;
	uint32_t major;
	uint32_t minor;
	uint64_t inode;
	char path[4200];
	uint64_t kb[KP_SMAP];
	uint64_t flags;
	int odd_flags;
};

struct kp_vmas {
	struct kp_vma *vmas;
	size_t count;
	size_t room;
};

/* What kp_tasks() reads besides, ended by one without a file; of one file in a row. */
extern const struct kp_number *kp_numbers;
void kp_tasks(struct kp_tasks *tasks, bool threads, int only);
void kp_mms(struct kp_tasks *tasks);
void kp_tasks_free(struct kp_tasks *tasks);
struct kp_task *kp_task(const struct kp_tasks *tasks, int pid);
uint64_t kp_flag_bit(const char *name);
bool kp_vmas(struct kp_vmas *vmas, int pid, int tid, bool smaps);

#endif
