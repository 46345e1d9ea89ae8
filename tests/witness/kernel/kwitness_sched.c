// SPDX-License-Identifier: GPL-2.0-only
/*
 * How threads are scheduled, where /proc does not tell: /proc/kwitness_sched has a line
 * for every thread, or for the one whose pid was written there last. The thread
 * planted-pinned is what no program can make: its migration is disabled twice and, where
 * there is core scheduling, it has a cookie that stands for nothing.
 */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/pid_namespace.h>
#include <linux/proc_fs.h>
#include <linux/sched/deadline.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/seq_file.h>
#include <linux/uaccess.h>
#include <linux/version.h>

static struct task_struct *pinned;
static int only;

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

static void kwitness_class(struct seq_file *m, const struct task_struct *task)
{
	const void *class = task->sched_class;

	if (IS_ENABLED(CONFIG_KALLSYMS_ALL))
		seq_printf(m, " class=%ps", class);
	else if (class == fair)
		seq_puts(m, " class=fair_sched_class");
	else if (class == stop)
		seq_puts(m, " class=stop_sched_class");
	else
		seq_puts(m, dl_prio(task->prio) ? " class=dl_sched_class" :
						  " class=rt_sched_class");
}

static void kwitness_show_task(struct seq_file *m, struct task_struct *task)
{
	char comm[TASK_COMM_LEN];

	seq_printf(m, "pid=%d tgid=%d start=%llu on_cpu=%d on_rq=%d se_on_rq=%d cpu=%u",
		   task->pid, task->tgid, task->start_boottime, READ_ONCE(task->on_cpu),
		   READ_ONCE(task->on_rq), READ_ONCE(task->se.on_rq), task_cpu(task));
	kwitness_class(m, task);
	seq_printf(m, " normal_prio=%d static_prio=%d cpus=%d vruntime=%lld", task->normal_prio,
		   task->static_prio, task->nr_cpus_allowed, (s64)task->se.vruntime);
	seq_printf(m, " dl_left=%lld dl_end=%llu dl_flags=%u throttled=%d", task->dl.runtime,
		   task->dl.deadline, task->dl.flags, task->dl.dl_throttled);
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 6, 0)
	seq_printf(m, " vdeadline=%lld slice=%llu vlag=%lld", (s64)task->se.deadline,
		   task->se.slice, task->se.vlag);
#endif
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
	seq_printf(m, " delayed=%d relative=%d", task->se.sched_delayed, task->se.rel_deadline);
#endif
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 12, 0) || defined(CONFIG_PREEMPT_RT)
	seq_printf(m, " migration_disabled=%d", READ_ONCE(task->migration_disabled));
#endif
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 2, 0)
	raw_spin_lock_irq(&task->pi_lock);
	if (task->user_cpus_ptr)
		seq_printf(m, " user=%*pbl", cpumask_pr_args(task->user_cpus_ptr));
	raw_spin_unlock_irq(&task->pi_lock);
#endif
#ifdef CONFIG_UCLAMP_TASK
	seq_printf(m, " clamped_min=%d clamped_max=%d", task->uclamp[UCLAMP_MIN].active,
		   task->uclamp[UCLAMP_MAX].active);
#endif
#ifdef CONFIG_SCHED_CORE
	seq_printf(m, " cookie=%lu", task->core_cookie);
#endif
	get_task_comm(comm, task);
	seq_printf(m, " comm=%*phN\n", TASK_COMM_LEN, comm);
}

static struct task_struct *kwitness_from(loff_t *pos)
{
	struct task_struct *task = NULL;
	struct pid *pid;
	int nr = *pos, one = READ_ONCE(only);

	rcu_read_lock();
	if (one && nr < one)
		nr = one;
	/* what find_ge_pid() does, which 5.10 keeps to itself */
	while ((!one || nr == one) && (pid = idr_get_next(&init_pid_ns.idr, &nr))) {
		if (one && nr != one)
			break;
		task = pid_task(pid, PIDTYPE_PID);
		if (task)
			break;
		nr++;
	}
	*pos = nr;
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

static int kwitness_show(struct seq_file *m, void *v)
{
	kwitness_show_task(m, v);
	return 0;
}

static const struct seq_operations kwitness_seq = {
	.start = kwitness_start,
	.next = kwitness_next,
	.stop = kwitness_stop,
	.show = kwitness_show,
};

static int kwitness_open(struct inode *inode, struct file *file)
{
	return seq_open(file, &kwitness_seq);
}

static ssize_t kwitness_write(struct file *file, const char __user *text, size_t size, loff_t *pos)
{
	int pid, err = kstrtoint_from_user(text, size, 10, &pid);

	if (err)
		return err;
	WRITE_ONCE(only, pid);
	return size;
}

static const struct proc_ops kwitness_ops = {
	.proc_open = kwitness_open,
	.proc_read = seq_read,
	.proc_write = kwitness_write,
	.proc_lseek = seq_lseek,
	.proc_release = seq_release,
};

static int planted_pinned(void *unused)
{
	migrate_disable();
	migrate_disable();
	while (!kthread_should_stop()) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (!kthread_should_stop())
			schedule();
		__set_current_state(TASK_RUNNING);
	}
	migrate_enable();
	migrate_enable();
#ifdef CONFIG_SCHED_CORE
	/* nobody is to release what nobody took */
	current->core_cookie = 0;
#endif
	return 0;
}

static int __init kwitness_init(void)
{
	kwitness_classes();
	pinned = kthread_create(planted_pinned, NULL, "planted-pinned");
	if (IS_ERR(pinned))
		return PTR_ERR(pinned);
	get_task_struct(pinned);
#ifdef CONFIG_SCHED_CORE
	pinned->core_cookie = 0x1234567;
#endif
	wake_up_process(pinned);
	if (!proc_create("kwitness_sched", 0600, NULL, &kwitness_ops)) {
		kthread_stop(pinned);
		put_task_struct(pinned);
		return -ENOMEM;
	}
	return 0;
}

static void __exit kwitness_exit(void)
{
	remove_proc_entry("kwitness_sched", NULL);
	kthread_stop(pinned);
	put_task_struct(pinned);
}

module_init(kwitness_init);
module_exit(kwitness_exit);
MODULE_DESCRIPTION("a second witness for the scheduler in kintrospect's tests");
MODULE_LICENSE("GPL");
