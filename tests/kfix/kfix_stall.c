// SPDX-License-Identifier: GPL-2.0-only
/*
 * Makes the kernel take its time with naming an address: who has found the symbol stays
 * where he is, in the middle of __sprint_symbol(), and spins there till "release" is
 * written to /proc/kfix_stall, 20 seconds at most. "arm" does that to the next caller.
 * For x86 and a throw-away guest with preemption only.
 */
#include <linux/jiffies.h>
#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/string.h>
#include <linux/uaccess.h>

enum { FREE, ARMED, STALLED };

static int state = FREE;

/* What the kernel prints after the name of the symbol, and before the module's. */
#define FORMAT "+%#lx/%#lx"

/* In place of sprintf(), in the context of its caller: an RCU reader must not sleep. */
static int __maybe_unused kfix_stall_sprintf(char *to, const char *format, ...)
{
	unsigned long end = jiffies + 20 * HZ;
	va_list args;
	int len;

	while (READ_ONCE(state) == STALLED && time_before(jiffies, end))
		cpu_relax();
	va_start(args, format);
	len = vsprintf(to, format, args);
	va_end(args);
	return len;
}

static int kfix_stall_before(struct kprobe *probe, struct pt_regs *regs)
{
#ifdef CONFIG_X86_64
	if (READ_ONCE(state) != ARMED || strcmp((const char *)regs->si, FORMAT) ||
	    cmpxchg(&state, ARMED, STALLED) != ARMED)
		return 0;
	regs->ip = (unsigned long)kfix_stall_sprintf;
	return 1;
#else
	return 0;
#endif
}

/* A probe that changes where to go on has to have one. */
static void kfix_stall_after(struct kprobe *probe, struct pt_regs *regs, unsigned long flags)
{
}

static struct kprobe kfix_stall_probe = {
	.symbol_name = "sprintf",
	.pre_handler = kfix_stall_before,
	.post_handler = kfix_stall_after,
};

static int kfix_stall_show(struct seq_file *m, void *v)
{
	static const char * const names[] = { "free\n", "armed\n", "stalled\n" };

	seq_puts(m, names[READ_ONCE(state)]);
	return 0;
}

static int kfix_stall_open(struct inode *inode, struct file *file)
{
	return single_open(file, kfix_stall_show, NULL);
}

static ssize_t kfix_stall_write(struct file *file, const char __user *from, size_t count,
				loff_t *pos)
{
	char first;

	if (get_user(first, from))
		return -EFAULT;
	WRITE_ONCE(state, first == 'a' ? ARMED : FREE);
	return count;
}

static const struct proc_ops kfix_stall_ops = {
	.proc_open = kfix_stall_open,
	.proc_read = seq_read,
	.proc_write = kfix_stall_write,
	.proc_release = single_release,
};

static int __init kfix_stall_init(void)
{
	int err = IS_ENABLED(CONFIG_X86_64) ? register_kprobe(&kfix_stall_probe) : -ENODEV;

	if (!err && !proc_create("kfix_stall", 0600, NULL, &kfix_stall_ops)) {
		unregister_kprobe(&kfix_stall_probe);
		err = -ENOMEM;
	}
	return err;
}

static void __exit kfix_stall_exit(void)
{
	remove_proc_entry("kfix_stall", NULL);
	unregister_kprobe(&kfix_stall_probe);
}

module_init(kfix_stall_init);
module_exit(kfix_stall_exit);
MODULE_DESCRIPTION("names addresses slowly, for kintrospect's tests");
MODULE_LICENSE("GPL");
