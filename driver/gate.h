/* SPDX-License-Identifier: GPL-2.0-only */
/* Who may see what: look before you leak. */
#ifndef KIN_GATE_H
#define KIN_GATE_H

#include <linux/types.h>

struct file;
struct task_struct;

/**
 * struct kin_gate - whose credentials count for a dump
 * @file: the open file or socket that rows go out by; its opener's credentials
 *	count as well as the caller's. Valid during a call only.
 *
 * Every test is made of both, the opener and the caller, and in the initial
 * user namespace: a descriptor that is passed on gives nothing to somebody who
 * could not have opened it, and root of a user namespace gets nothing. Nor does
 * a caller in another PID namespace, with whatever capabilities.
 */
struct kin_gate {
	const struct file *file;
};

/* Why nothing may be read, for people. */
#define KIN_GATE_OPEN_REASON \
	"needs CAP_SYS_ADMIN in the initial user namespace, and the initial PID namespace"

bool kin_gate_capable(const struct kin_gate *gate, int cap);
bool kin_gate_open(const struct kin_gate *gate);
bool kin_gate_addr(const struct kin_gate *gate);
const char *kin_gate_addr_why(void);
bool kin_gate_mm(const struct kin_gate *gate, struct task_struct *task);
bool kin_gate_mm_all(const struct kin_gate *gate);
bool kin_gate_trace(const struct kin_gate *gate, struct task_struct *task);

#endif
