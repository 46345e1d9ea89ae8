// SPDX-License-Identifier: GPL-2.0-only
/*
 * The quickest that the kernel itself offers: a BPF iterator over tasks, which
 * writes the facts of /proc/PID/stat and status as one binary row. The kernel's
 * structs are declared as far as they are needed; libbpf puts in their offsets.
 */
#include <linux/bpf.h>
#include <linux/types.h>
#include <bpf/bpf_helpers.h>

#include "row.h"

#define KERNEL struct __attribute__((preserve_access_index))

enum { MM_FILEPAGES, MM_ANONPAGES, MM_SWAPENTS, MM_SHMEMPAGES };
enum { PIDTYPE_PID, PIDTYPE_TGID, PIDTYPE_PGID, PIDTYPE_SID };

KERNEL bpf_iter_meta {
	struct seq_file *seq;
};

KERNEL upid {
	int nr;
};

KERNEL pid {
	struct upid numbers[1];
};

typedef struct {
	long counter;
} atomic_long_t;

typedef struct {
	unsigned int val;
} kuid_t;

struct mm_rss_stat {
	atomic_long_t count[4];
};

KERNEL mm_struct {
	unsigned long total_vm;
	unsigned long locked_vm;
	atomic_long_t pgtables_bytes;
	struct mm_rss_stat rss_stat;
};

KERNEL cred {
	kuid_t uid;
	kuid_t euid;
	kuid_t gid;
	kuid_t egid;
};

KERNEL tty_driver {
	int major;
	int minor_start;
};

KERNEL tty_struct {
	struct tty_driver *driver;
	int index;
};

KERNEL signal_struct {
	int nr_threads;
	short oom_score_adj;
	struct pid *pids[4];
	struct tty_struct *tty;
	unsigned long long utime;
	unsigned long long stime;
	unsigned long min_flt;
	unsigned long maj_flt;
	unsigned long nvcsw;
	unsigned long nivcsw;
};

KERNEL thread_info {
	unsigned int cpu;
};

KERNEL task_struct {
	struct thread_info thread_info;
	unsigned int __state;
	unsigned int flags;
	unsigned int ptrace;
	int on_cpu;
	int prio;
	int static_prio;
	unsigned int rt_priority;
	unsigned int policy;
	int exit_state;
	int pid;
	int tgid;
	struct task_struct *real_parent;
	struct task_struct *parent;
	struct mm_struct *mm;
	unsigned long long utime;
	unsigned long long stime;
	unsigned long long start_boottime;
	unsigned long nvcsw;
	unsigned long nivcsw;
	unsigned long min_flt;
	unsigned long maj_flt;
	const struct cred *cred;
	struct signal_struct *signal;
	char comm[16];
};

KERNEL bpf_iter__task {
	struct bpf_iter_meta *meta;
	struct task_struct *task;
};

SEC("iter/task")
int tasks(struct bpf_iter__task *ctx)
{
	struct task_struct *task = ctx->task;
	struct signal_struct *signal;
	struct tty_struct *tty;
	const struct cred *cred;
	struct mm_struct *mm;
	struct mm_rss_stat rss;
	struct bpf_row row = {};

	if (!task)
		return 0;
	signal = task->signal;
	cred = task->cred;
	mm = task->mm;
	row.pid = task->pid;
	row.tgid = task->tgid;
	row.ppid = task->real_parent->tgid;
	row.pgrp = signal->pids[PIDTYPE_PGID]->numbers[0].nr;
	row.session = signal->pids[PIDTYPE_SID]->numbers[0].nr;
	if (task->ptrace)
		row.tracer = task->parent->pid;
	tty = signal->tty;
	if (tty)
		row.tty = (tty->driver->major << 8) + tty->driver->minor_start + tty->index;
	row.state = task->__state | task->exit_state;
	row.on_cpu = task->on_cpu;
	row.flags = task->flags;
	row.uid = cred->uid.val;
	row.euid = cred->euid.val;
	row.gid = cred->gid.val;
	row.egid = cred->egid.val;
	row.start_time = task->start_boottime;
	row.utime = task->utime + signal->utime;
	row.stime = task->stime + signal->stime;
	row.min_flt = task->min_flt + signal->min_flt;
	row.maj_flt = task->maj_flt + signal->maj_flt;
	row.nvcsw = task->nvcsw + signal->nvcsw;
	row.nivcsw = task->nivcsw + signal->nivcsw;
	row.threads = signal->nr_threads;
	row.policy = task->policy;
	row.nice = task->static_prio - 120;
	row.prio = task->prio - 100;
	row.rt_priority = task->rt_priority;
	row.cpu = task->thread_info.cpu;
	row.oom_score_adj = signal->oom_score_adj;
	if (mm) {
		row.vsize = mm->total_vm << 12;
		/* The verifier of 6.1 does not follow an array of a typedef. */
		bpf_probe_read_kernel(&rss, sizeof(rss), &mm->rss_stat);
		row.rss_anon = rss.count[MM_ANONPAGES].counter << 12;
		row.rss_file = rss.count[MM_FILEPAGES].counter << 12;
		row.rss_shmem = rss.count[MM_SHMEMPAGES].counter << 12;
		row.swap = rss.count[MM_SWAPENTS].counter << 12;
		row.pgtables = mm->pgtables_bytes.counter;
		row.locked = mm->locked_vm << 12;
	}
	bpf_probe_read_kernel_str(row.comm, sizeof(row.comm), task->comm);
	bpf_seq_write(ctx->meta->seq, &row, sizeof(row));
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
