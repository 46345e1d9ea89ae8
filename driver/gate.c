// SPDX-License-Identifier: GPL-2.0-only
/* Who may see what. Every test is made of the opener and of the caller. */
#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/fs.h>
#include <linux/pid_namespace.h>
#include <linux/ptrace.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/security.h>
#include <linux/user_namespace.h>

#include "compat/cred.h"
#include "gate.h"
#include "kernel/lookup.h"

/**
 * kin_gate_capable - whether opener and caller have a capability
 * @gate: the gate
 * @cap: CAP_*
 *
 * In the initial user namespace, and without an audit record: a missing
 * capability makes a field absent, it is no attempt at something forbidden.
 * file_ns_capable() would ask the same of the opener, but audits. So the opener's
 * credentials are put on for the question, which security modules then answer too.
 */
bool kin_gate_capable(const struct kin_gate *gate, int cap)
{
	const struct cred *old;
	bool ok;

	if (!gate->file || !ns_capable_noaudit(&init_user_ns, cap))
		return false;
	if (gate->file->f_cred == current_cred())
		return true;
	old = override_creds(gate->file->f_cred);
	ok = ns_capable_noaudit(&init_user_ns, cap);
	revert_creds(old);
	return ok;
}

/**
 * kin_gate_open - whether anything may be read at all
 * @gate: the gate
 *
 * The initial PID namespace keeps the root of a container out that runs with all
 * capabilities in the initial user namespace. It is asked of the caller only, who gets
 * the rows: a file or socket does not know in which PID namespace it was opened.
 */
bool kin_gate_open(const struct kin_gate *gate)
{
	return task_active_pid_ns(current) == &init_pid_ns &&
	       kin_gate_capable(gate, CAP_SYS_ADMIN);
}

/*
 * Each question is answered with a line in the log once the kernel is locked down.
 * It never ceases to be, so the first such answer is the last. SELinux before 5.16
 * answers for one process; its refusal then counts for all, which is the safe side.
 */
static bool kin_gate_locked_down(void)
{
	static bool locked_down;

	if (READ_ONCE(locked_down))
		return true;
	if (!security_locked_down(LOCKDOWN_KCORE))
		return false;
	WRITE_ONCE(locked_down, true);
	return true;
}

/**
 * kin_gate_addr - whether kernel addresses may be seen
 * @gate: the gate
 *
 * CAP_SYSLOG as well as kallsyms_show_value(): the latter alone says yes to
 * everybody where kptr_restrict is 0 and perf may profile the kernel. Where it
 * cannot be asked, kptr_restrict is unknown and the answer is no. Lockdown comes
 * last: it is the one question that may leave a line in the log.
 */
bool kin_gate_addr(const struct kin_gate *gate)
{
	const struct cred *opener;

	if (!KIN_FN_HAS(kallsyms_show_value) || !kin_gate_capable(gate, CAP_SYSLOG))
		return false;
	opener = gate->file->f_cred;
	if (!KIN_FN(kallsyms_show_value)(current_cred()) ||
	    !KIN_FN(kallsyms_show_value)(opener))
		return false;
	return !kin_gate_locked_down();
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

/*
 * What cap_ptrace_access_check() answers, which is one of the kernel's questions about a
 * task. Its refusals are audited in spite of PTRACE_MODE_NOAUDIT, so it is not asked then.
 */
static bool kin_gate_ptrace_caps(struct task_struct *task)
{
	const struct cred *cred = current_cred(), *other;
	bool ok;

	if (same_thread_group(task, current))
		return true;
	rcu_read_lock();
	other = __task_cred(task);
	ok = (other->user_ns == cred->user_ns &&
	      cap_issubset(other->cap_permitted, cred->cap_effective)) ||
	     ns_capable_noaudit(other->user_ns, CAP_SYS_PTRACE);
	rcu_read_unlock();
	return ok;
}

/* What the kernel asks of who looks at a task, by the current credentials. */
static bool kin_gate_ptrace_one(struct task_struct *task, unsigned int mode)
{
	return kin_gate_ptrace_caps(task) &&
	       KIN_FN(ptrace_may_access)(task, mode | PTRACE_MODE_NOAUDIT);
}

/* The same of the caller and then the opener. */
static bool kin_gate_ptrace(const struct kin_gate *gate, struct task_struct *task,
			    unsigned int mode)
{
	const struct cred *old;
	bool ok;

	if (!KIN_FN_HAS(ptrace_may_access))
		return kin_gate_mm_all(gate);
	if (!gate->file || !kin_gate_ptrace_one(task, mode))
		return false;
	if (gate->file->f_cred == current_cred())
		return true;
	old = override_creds(gate->file->f_cred);
	ok = kin_gate_ptrace_one(task, mode);
	revert_creds(old);
	return ok;
}

/**
 * kin_gate_mm - whether the address space of a task may be read
 * @gate: the gate
 * @task: the task, referenced
 *
 * What /proc/PID/maps asks, of the caller and then, as far as his credentials
 * are others, of the opener, but without a record of those who may not. Since 6.15
 * whoever may profile may, and CAP_SYS_ADMIN allows that. Takes @task's alloc_lock.
 * Where the kernel's own test cannot be reached, only those with CAP_SYS_PTRACE may.
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
 * What /proc/PID/stack asks in addition to CAP_SYS_ADMIN, of the caller and then the opener, but
 * without a record of those who may not. Takes @task's alloc_lock. Where the
 * kernel's own test cannot be reached, only those with CAP_SYS_PTRACE may.
 */
bool kin_gate_trace(const struct kin_gate *gate, struct task_struct *task)
{
	return kin_gate_ptrace(gate, task, PTRACE_MODE_ATTACH_FSCREDS);
}
