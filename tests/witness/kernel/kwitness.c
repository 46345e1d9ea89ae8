// SPDX-License-Identifier: GPL-2.0-only
/*
 * A second witness for what /proc does not tell: /proc/kwitness has a line for every
 * thread, /proc/kwitness_flags the values of this kernel's PF_ names, /proc/kwitness_irqs the
 * domain of every interrupt and whether it is disabled. For tests in a throw-away guest only:
 * it shows kernel addresses to whoever may open it.
 */
#include <linux/irq.h>
#include <linux/irqdomain.h>
#include <linux/kallsyms.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/pid_namespace.h>
#include <linux/proc_fs.h>
#include <linux/sched/deadline.h>
#include <linux/sched/mm.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/sched/task_stack.h>
#include <linux/seq_file.h>
#include <linux/uaccess.h>

/* Words that are not zero count as used; the stack may go away under us. */
static unsigned long stack_used(struct task_struct *task)
{
	const unsigned long *stack = task_stack_page(task);
	unsigned long i, word;

	if (!stack)
		return 0;
	/* the first word is the kernel's mark for an overflow */
	for (i = 1; i < THREAD_SIZE / sizeof(word); i++) {
		if (copy_from_kernel_nofault(&word, stack + i, sizeof(word)))
			return 0;
		if (word)
			break;
	}
	return THREAD_SIZE - i * sizeof(word);
}

/* Of two tasks whose class is known: what kallsyms calls it where it has data. */
static const void *fair, *stop;

static void kwitness_classes(void)
{
	struct task_struct *task;

	fair = current->sched_class;
	rcu_read_lock();
	for_each_process(task)
		if (!strcmp(task->comm, "migration/0"))
			stop = task->sched_class;
	rcu_read_unlock();
}

static void kwitness_class(struct seq_file *m, struct task_struct *task)
{
	const void *class = task->sched_class;

	if (IS_ENABLED(CONFIG_KALLSYMS_ALL))
		seq_printf(m, " %ps", class);
	else if (class == fair)
		seq_puts(m, " fair_sched_class");
	else if (class == stop)
		seq_puts(m, " stop_sched_class");
	else
		seq_puts(m, dl_prio(task->prio) ? " dl_sched_class" : " rt_sched_class");
}

static int kwitness_show(struct seq_file *m, void *v)
{
	struct task_struct *task = v, *t;
	char comm[TASK_COMM_LEN];
	unsigned long nvcsw, nivcsw;
	u64 exec;
	struct mm_struct *mm;

	seq_printf(m, "%d %d %px %px %lu %lu %d", task->pid, task->tgid, task,
		   task_stack_page(task), (unsigned long)THREAD_SIZE, stack_used(task),
		   READ_ONCE(task->on_cpu));
	kwitness_class(m, task);
	seq_printf(m, " %llu %llu", task->start_boottime, task->se.sum_exec_runtime);
	rcu_read_lock();
	nvcsw = task->signal->nvcsw;
	nivcsw = task->signal->nivcsw;
	exec = task->signal->sum_sched_runtime;
	for_each_thread(task, t) {
		nvcsw += t->nvcsw;
		nivcsw += t->nivcsw;
		exec += t->se.sum_exec_runtime;
	}
	rcu_read_unlock();
	seq_printf(m, " %llu %lu %lu", exec, nvcsw, nivcsw);
	mm = get_task_mm(task);
	if (mm) {
		seq_printf(m, " %lx %lx %lx %lu %lu", mm->brk, mm->mmap_base, mm->task_size,
			   mm->exec_vm, mm->hiwater_rss);
		mmput(mm);
	} else {
		seq_puts(m, " 0 0 0 0 0");
	}
	/* never half of one and half of another */
	get_task_comm(comm, task);
	seq_printf(m, " %*phN\n", TASK_COMM_LEN, comm);
	return 0;
}

static void *kwitness_from(loff_t *pos)
{
	struct task_struct *task = NULL;
	struct pid *pid;
	int nr = *pos;

	rcu_read_lock();
	/* what find_ge_pid() does, which 5.10 keeps to itself */
	while ((pid = idr_get_next(&init_pid_ns.idr, &nr))) {
		task = pid_task(pid, PIDTYPE_PID);
		if (task)
			break;
		nr++;
	}
	*pos = nr;
	if (!pid)
		task = NULL;
	if (task)
		get_task_struct(task);
	rcu_read_unlock();
	return task;
}

static void *kwitness_start(struct seq_file *m, loff_t *pos)
{
	return kwitness_from(pos);
}

static void *kwitness_next(struct seq_file *m, void *v, loff_t *pos)
{
	put_task_struct(v);
	++*pos;
	return kwitness_from(pos);
}

static void kwitness_stop(struct seq_file *m, void *v)
{
	if (v)
		put_task_struct(v);
}

static const struct seq_operations kwitness_seq = {
	.start = kwitness_start,
	.next = kwitness_next,
	.stop = kwitness_stop,
	.show = kwitness_show,
};

/* Names as in the spec. What this kernel does not have has no line. */
static int kwitness_flags_show(struct seq_file *m, void *v)
{
#define FLAG(name, value) seq_printf(m, "%s %lx\n", name, (unsigned long)(value))
#ifdef PF_VCPU
	FLAG("vcpu", PF_VCPU);
#endif
#ifdef PF_IDLE
	FLAG("idle", PF_IDLE);
#endif
	FLAG("exiting", PF_EXITING);
#ifdef PF_POSTCOREDUMP
	FLAG("postcoredump", PF_POSTCOREDUMP);
#endif
#ifdef PF_IO_WORKER
	FLAG("io-worker", PF_IO_WORKER);
#endif
	FLAG("wq-worker", PF_WQ_WORKER);
	FLAG("forknoexec", PF_FORKNOEXEC);
#ifdef PF_MCE_PROCESS
	FLAG("mce-process", PF_MCE_PROCESS);
#endif
	FLAG("superpriv", PF_SUPERPRIV);
	FLAG("dumpcore", PF_DUMPCORE);
	FLAG("signaled", PF_SIGNALED);
#ifdef PF_MEMALLOC
	FLAG("memalloc", PF_MEMALLOC);
#endif
#ifdef PF_NPROC_EXCEEDED
	FLAG("nproc-exceeded", PF_NPROC_EXCEEDED);
#endif
#ifdef PF_USED_MATH
	FLAG("used-math", PF_USED_MATH);
#endif
#ifdef PF_USER_WORKER
	FLAG("user-worker", PF_USER_WORKER);
#endif
#ifdef PF_NOFREEZE
	FLAG("nofreeze", PF_NOFREEZE);
#endif
#ifdef PF_KCOMPACTD
	FLAG("kcompactd", PF_KCOMPACTD);
#endif
#ifdef PF_KSWAPD
	FLAG("kswapd", PF_KSWAPD);
#endif
#ifdef PF_MEMALLOC_NOFS
	FLAG("memalloc-nofs", PF_MEMALLOC_NOFS);
#endif
#ifdef PF_MEMALLOC_NOIO
	FLAG("memalloc-noio", PF_MEMALLOC_NOIO);
#endif
#ifdef PF_LOCAL_THROTTLE
	FLAG("local-throttle", PF_LOCAL_THROTTLE);
#endif
	FLAG("kthread", PF_KTHREAD);
#ifdef PF_RANDOMIZE
	FLAG("randomize", PF_RANDOMIZE);
#endif
#ifdef PF_NO_NOTIFY_SIGNAL
	FLAG("no-notify-signal", PF_NO_NOTIFY_SIGNAL);
#endif
#ifdef PF_MEMALLOC_NORECLAIM
	FLAG("memalloc-noreclaim", PF_MEMALLOC_NORECLAIM);
#endif
#ifdef PF_MEMALLOC_NOWARN
	FLAG("memalloc-nowarn", PF_MEMALLOC_NOWARN);
#endif
#ifdef PF_NO_SETAFFINITY
	FLAG("no-setaffinity", PF_NO_SETAFFINITY);
#endif
#ifdef PF_MCE_EARLY
	FLAG("mce-early", PF_MCE_EARLY);
#endif
#ifdef PF_MEMALLOC_PIN
	FLAG("memalloc-pin", PF_MEMALLOC_PIN);
#endif
#ifdef PF_BLOCK_TS
	FLAG("block-ts", PF_BLOCK_TS);
#endif
#ifdef PF_FREEZER_SKIP
	FLAG("freezer-skip", PF_FREEZER_SKIP);
#endif
#ifdef PF_SUSPEND_TASK
	FLAG("suspend-task", PF_SUSPEND_TASK);
#endif
#ifdef PF_FROZEN
	FLAG("frozen", PF_FROZEN);
#endif
#ifdef PF_SWAPWRITE
	FLAG("swapwrite", PF_SWAPWRITE);
#endif
#ifdef PF_USED_ASYNC
	FLAG("used-async", PF_USED_ASYNC);
#endif
#ifdef PF_MEMALLOC_NOCMA
	FLAG("memalloc-nocma", PF_MEMALLOC_NOCMA);
#endif
	return 0;
}

/* Any number may be one. */
#define IRQS 4096

static int kwitness_irqs_show(struct seq_file *m, void *unused)
{
	struct irq_data *data;
	unsigned int irq;

	for (irq = 0; irq < IRQS; irq++) {
		data = irq_get_irq_data(irq);
		if (data)
			seq_printf(m, "%u %d %s\n", irq, irqd_irq_disabled(data),
				   data->domain ? data->domain->name : "");
	}
	return 0;
}

static int __init kwitness_init(void)
{
	kwitness_classes();
	if (!proc_create_seq("kwitness", 0400, NULL, &kwitness_seq) ||
	    !proc_create_single("kwitness_irqs", 0400, NULL, kwitness_irqs_show) ||
	    !proc_create_single("kwitness_flags", 0400, NULL, kwitness_flags_show)) {
		remove_proc_subtree("kwitness", NULL);
		return -ENOMEM;
	}
	return 0;
}

static void __exit kwitness_exit(void)
{
	remove_proc_entry("kwitness_flags", NULL);
	remove_proc_entry("kwitness_irqs", NULL);
	remove_proc_entry("kwitness", NULL);
}

module_init(kwitness_init);
module_exit(kwitness_exit);
MODULE_DESCRIPTION("a second witness for kintrospect's tests");
MODULE_LICENSE("GPL");
