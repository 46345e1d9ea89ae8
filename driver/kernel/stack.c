// SPDX-License-Identifier: GPL-2.0-only
/* Kernel stacks of tasks that do not run, and the names of what is on them. */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/sched/task_stack.h>
#include <linux/stacktrace.h>
#include <linux/string.h>
#include <linux/version.h>

#include "lookup.h"
#include "stack.h"
#include "symbol.h"
#include "task.h"

/*
 * On 32-bit ARM with SMP the kernel's own function saves nothing of another task,
 * which could begin to run in the middle. It cannot while its pi_lock is held: so
 * does get_wchan(), and so do we.
 */
#if defined(CONFIG_ARM) && defined(CONFIG_SMP)
#define KIN_STACK_OF_ITS_OWN 1
#else
#define KIN_STACK_OF_ITS_OWN 0
#endif

/* Exported since 6.3 or later; in all kernels with 6.12. */
#define KIN_STACK_EXPORTED (LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0))

/**
 * kin_stack_save_why - why stacks cannot be had
 *
 * Any context. Return: a string constant, NULL where they can.
 */
const char *kin_stack_save_why(void)
{
#if !defined(CONFIG_STACKTRACE)
	return "needs CONFIG_STACKTRACE";
#elif !defined(CONFIG_KALLSYMS)
	return "needs CONFIG_KALLSYMS";
#elif KIN_STACK_OF_ITS_OWN
	if (!KIN_FN_HAS(unwind_frame))
		return KIN_FN_WHY(unwind_frame);
	if (!KIN_FN_HAS(in_sched_functions))
		return KIN_FN_WHY(in_sched_functions);
	return KIN_STACK_WHY;
#elif KIN_STACK_EXPORTED
	return NULL;
#else
	return KIN_FN_HAS(stack_trace_save_tsk) ? NULL : KIN_FN_WHY(stack_trace_save_tsk);
#endif
}

#if !defined(CONFIG_STACKTRACE)

static int kin_stack_walk(struct task_struct *task, unsigned long *frames)
{
	return 0;
}

#elif KIN_STACK_OF_ITS_OWN

static unsigned int kin_stack_unwind(struct task_struct *task, unsigned long stack,
				     unsigned long *frames)
{
	struct stackframe frame = {
		.fp = thread_saved_fp(task),
		.sp = thread_saved_sp(task),
		.pc = thread_saved_pc(task),
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 16, 0) && defined(CONFIG_KRETPROBES)
		/* Whose list of probed returns has the address that a trampoline hides. */
		.tsk = task,
#endif
	}, *at = &frame;
	unsigned int count = 0, steps;
	unsigned long pc;

	for (steps = 0; steps < 2 * KIN_STACK_DEPTH && count < KIN_STACK_DEPTH; steps++) {
		if (frame.sp < stack || frame.sp >= stack + THREAD_SIZE ||
		    KIN_FN(unwind_frame)(at) < 0)
			break;
		pc = frame.pc;
		if (!KIN_FN(in_sched_functions)(pc))
			frames[count++] = pc;
	}
	return count;
}

static int kin_stack_walk(struct task_struct *task, unsigned long *frames)
{
	int count = -EAGAIN;
	void *stack;

	stack = try_get_task_stack(task);
	if (!stack)
		return 0;
	raw_spin_lock_irq(&task->pi_lock);
	if (task_state_to_char(task) != 'R' && !READ_ONCE(task->on_rq) && !kin_task_on_cpu(task))
		count = kin_stack_unwind(task, (unsigned long)stack, frames);
	raw_spin_unlock_irq(&task->pi_lock);
#ifdef CONFIG_THREAD_INFO_IN_TASK
	KIN_FN(put_task_stack)(task);
#endif
	return count;
}

#else

static int kin_stack_walk(struct task_struct *task, unsigned long *frames)
{
#if KIN_STACK_EXPORTED
	return stack_trace_save_tsk(task, frames, KIN_STACK_DEPTH, 0);
#else
	return KIN_FN(stack_trace_save_tsk)(task, frames, KIN_STACK_DEPTH, 0);
#endif
}

#endif

/**
 * kin_stack_save - where a task will return to
 * @task: the task, referenced
 * @frames: room for KIN_STACK_DEPTH addresses, innermost first
 *
 * Without the scheduler's own functions, as /proc/PID/stack. What is saved of a
 * task that runs is not to be relied on: it counts only if the task was on no CPU
 * before, is on none after, and was not switched to and away from in between.
 *
 * Any context but hard interrupts. Only where !kin_stack_save_why(). Return: the
 * number of frames, -EAGAIN when the task runs or ran; on 32-bit ARM also when it waits
 * for a CPU.
 */
int kin_stack_save(struct task_struct *task, unsigned long *frames)
{
	unsigned long switches = READ_ONCE(task->nvcsw) + READ_ONCE(task->nivcsw);
	int count;

	/* Read in this order: a switch is counted first, and then it leaves the CPU. */
	smp_rmb();
	if (kin_task_on_cpu(task))
		return -EAGAIN;
	/* Nothing of the stack before that. */
	smp_rmb();
	count = kin_stack_walk(task, frames);
	/* Nor behind this. */
	smp_rmb();
	if (kin_task_on_cpu(task))
		return -EAGAIN;
	/* And the count last: it may have come and gone meanwhile. */
	smp_rmb();
	return READ_ONCE(task->nvcsw) + READ_ONCE(task->nivcsw) == switches ? count : -EAGAIN;
}

/**
 * kin_frame_name - what a return address belongs to
 * @addr: the address
 * @frame: the name
 *
 * Any context.
 */
void kin_frame_name(unsigned long addr, struct kin_frame *frame)
{
	char *plus, *bracket, *end;

	frame->symbol = NULL;
	frame->module = NULL;
	frame->offset = 0;
	frame->size = 0;
	/* name+0xOFFSET/0xSIZE [module] */
	if (!kin_symbol_caller(frame->text, addr))
		return;
	plus = strrchr(frame->text, '+');
	if (!plus || sscanf(plus, "+%x/%x", &frame->offset, &frame->size) != 2)
		return;
	bracket = strstr(plus, " [");
	end = bracket ? strchr(bracket, ']') : NULL;
	if (end) {
		*end = '\0';
		frame->module = bracket + 2;
	}
	*plus = '\0';
	frame->symbol = frame->text;
}
