// SPDX-License-Identifier: GPL-2.0-only
/* Who may see what. Every test is made of the opener and of the caller. */
#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/fs.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <linux/security.h>
#include <linux/user_namespace.h>

#include "compat/cred.h"
#include "compat/lookup.h"
#include "gate.h"

/**
 * kin_gate_capable - whether opener and caller have a capability
 * @gate: the gate
 * @cap: CAP_*
 *
 * In the initial user namespace, and without an audit record: a missing
 * capability makes a field absent, it is no attempt at something forbidden.
 */
bool kin_gate_capable(const struct kin_gate *gate, int cap)
{
	return gate->file && file_ns_capable(gate->file, &init_user_ns, cap) &&
	       ns_capable_noaudit(&init_user_ns, cap);
}

/**
 * kin_gate_open - whether anything may be read at all
 * @gate: the gate
 */
bool kin_gate_open(const struct kin_gate *gate)
{
	return kin_gate_capable(gate, CAP_SYS_ADMIN);
}

/**
 * kin_gate_addr - whether kernel addresses may be seen
 * @gate: the gate
 *
 * CAP_SYSLOG as well as kallsyms_show_value(): the latter alone says yes to
 * everybody where kptr_restrict is 0 and perf may profile the kernel. Where it
 * cannot be asked, kptr_restrict is unknown and the answer is no.
 */
bool kin_gate_addr(const struct kin_gate *gate)
{
	if (!kin_gate_capable(gate, CAP_SYSLOG) || security_locked_down(LOCKDOWN_KCORE))
		return false;
	if (!KIN_FN_HAS(kallsyms_show_value))
		return false;
	return KIN_FN(kallsyms_show_value)(gate->file->f_cred) &&
	       KIN_FN(kallsyms_show_value)(current_cred());
}

/**
 * kin_gate_addr_why - why addresses may not be seen, for people
 *
 * Return: a string constant.
 */
const char *kin_gate_addr_why(void)
{
	if (!KIN_FN_HAS(kallsyms_show_value))
		return KIN_FN_WHY(kallsyms_show_value);
	return "needs CAP_SYSLOG, kptr_restrict below 2 and no confidentiality lockdown";
}

/**
 * kin_gate_mm_all - whether every process's address space may be read
 * @gate: the gate
 *
 * False does not mean none may: ask kin_gate_mm() of each.
 */
bool kin_gate_mm_all(const struct kin_gate *gate)
{
	return kin_gate_capable(gate, CAP_SYS_PTRACE);
}

/* What the kernel asks of who looks at a task, of the caller and then the opener. */
static bool kin_gate_ptrace(const struct kin_gate *gate, struct task_struct *task,
			    unsigned int mode)
{
	const struct cred *old;
	bool ok;

	if (!KIN_FN_HAS(ptrace_may_access))
		return kin_gate_mm_all(gate);
	if (!gate->file || !KIN_FN(ptrace_may_access)(task, mode))
		return false;
	if (gate->file->f_cred == current_cred())
		return true;
	old = override_creds(gate->file->f_cred);
	ok = KIN_FN(ptrace_may_access)(task, mode);
	revert_creds(old);
	return ok;
}

/**
 * kin_gate_mm - whether the address space of a task may be read
 * @gate: the gate
 * @task: the task, referenced
 *
 * What /proc/PID/maps asks, of the caller and then, as far as his credentials
 * are others, of the opener; since 6.15 whoever may profile may. Takes @task's
 * alloc_lock. Where the kernel's own test cannot be reached, only those with
 * CAP_SYS_PTRACE may.
 */
bool kin_gate_mm(const struct kin_gate *gate, struct task_struct *task)
{
	if (kin_perfmon_reads_mm() && (kin_gate_capable(gate, CAP_PERFMON) ||
				       kin_gate_capable(gate, CAP_SYS_ADMIN)))
		return true;
	return kin_gate_ptrace(gate, task, PTRACE_MODE_READ_FSCREDS);
}

/**
 * kin_gate_trace - whether the kernel stack of a task may be read
 * @gate: the gate
 * @task: the task, referenced
 *
 * What /proc/PID/stack asks beside CAP_SYS_ADMIN, of the caller and then the opener, but
 * without a record of those who may not. Takes @task's alloc_lock. Where the
 * kernel's own test cannot be reached, only those with CAP_SYS_PTRACE may.
 */
bool kin_gate_trace(const struct kin_gate *gate, struct task_struct *task)
{
	return kin_gate_ptrace(gate, task, PTRACE_MODE_ATTACH_FSCREDS | PTRACE_MODE_NOAUDIT);
}
