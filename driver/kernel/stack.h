/* SPDX-License-Identifier: GPL-2.0-only */
/* Kernel stacks of tasks that do not run, and the names of what is on them. */
#ifndef KIN_KERNEL_STACK_H
#define KIN_KERNEL_STACK_H

#include <linux/kallsyms.h>
#include <linux/sched.h>
#include <linux/types.h>

/* Frames of a stack at most, as /proc/PID/stack has it. */
#define KIN_STACK_DEPTH 64

/**
 * struct kin_frame - the name of a return address
 * @text: room for @symbol and @module
 * @symbol: the function, or NULL: it has no name
 * @module: its module, or NULL
 * @offset: bytes from the function's beginning
 * @size: bytes of the function
 */
struct kin_frame {
	char text[KSYM_SYMBOL_LEN];
	const char *symbol;
	const char *module;
	unsigned int offset;
	unsigned int size;
};

const char *kin_stack_save_why(void);
int kin_stack_save(struct task_struct *task, unsigned long *frames);
void kin_frame_name(unsigned long addr, struct kin_frame *frame);

#endif
