/* SPDX-License-Identifier: GPL-2.0-only */
/* A task as the BPF iterator hands it out: the same facts as our rows up to locked-bytes. */
#ifndef BPF_ROW_H
#define BPF_ROW_H

struct bpf_row {
	unsigned long long flags;
	unsigned long long start_time;
	unsigned long long utime;
	unsigned long long stime;
	unsigned long long min_flt;
	unsigned long long maj_flt;
	unsigned long long nvcsw;
	unsigned long long nivcsw;
	unsigned long long vsize;
	unsigned long long rss_anon;
	unsigned long long rss_file;
	unsigned long long rss_shmem;
	unsigned long long swap;
	unsigned long long pgtables;
	unsigned long long locked;
	unsigned int pid;
	unsigned int tgid;
	unsigned int ppid;
	unsigned int pgrp;
	unsigned int session;
	unsigned int tracer;
	unsigned int tty;
	unsigned int state;
	unsigned int on_cpu;
	unsigned int uid;
	unsigned int euid;
	unsigned int gid;
	unsigned int egid;
	unsigned int threads;
	unsigned int policy;
	unsigned int rt_priority;
	unsigned int cpu;
	int nice;
	int prio;
	int oom_score_adj;
	char comm[16];
};

#endif
