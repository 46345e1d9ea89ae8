// SPDX-License-Identifier: GPL-2.0-only
/*
 * Columns on request: they cost as much as all the others together, or take
 * locks that have no place in an RCU section of many tasks.
 */
#include <linux/cgroup.h>
#include <linux/limits.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>

#include "../../kernel/symbol.h"
#include "tasks.h"

/* As /proc/PID/cgroup says it. */
#define KIN_CGROUP_DELETED " (deleted)"

/* Get ready for what is wanted. Process context, may sleep. */
int kin_tasks_slow_open(struct kin_cursor *cursor, struct kin_tasks *walk)
{
	if (kin_want(cursor, tasks, oom_score))
		walk->oom_pages = kin_oom_pages();
	if (kin_want(cursor, tasks, cgroup)) {
		walk->text = kmalloc(PATH_MAX + sizeof(KIN_CGROUP_DELETED), kin_gfp(cursor));
		if (!walk->text)
			return -ENOMEM;
	}
	return 0;
}

/*
 * Absolute, in the hierarchy of version 2. Its rename lock is taken inside.
 * False when the batch has no room.
 */
static bool kin_tasks_cgroup(struct kin_cursor *cursor, struct kin_tasks *walk,
			     struct task_struct *task, struct kintrospect_tasks_row *row)
{
#ifdef CONFIG_CGROUPS
	struct cgroup *cgroup;
	bool dead;
	int len;

	rcu_read_lock();
	cgroup = task_dfl_cgroup(task);
	len = cgroup_path(cgroup, walk->text, PATH_MAX);
	/* A zombie stays in a cgroup that was removed since. */
	dead = !(READ_ONCE(cgroup->self.flags) & CSS_ONLINE);
	rcu_read_unlock();
	/* 6.8 and later say so when it was cut, those before return its length. */
	if (len <= 0 || len >= PATH_MAX)
		return true;
	if (dead)
		len += strscpy(walk->text + len, KIN_CGROUP_DELETED, sizeof(KIN_CGROUP_DELETED));
	return kin_set_string(cursor, row, tasks, cgroup, walk->text, len);
#else
	return true;
#endif
}

/* The function's name alone, as in /proc/PID/wchan. */
static bool kin_tasks_wchan(struct kin_cursor *cursor, struct task_struct *task,
			    struct kintrospect_tasks_row *row)
{
	char name[KSYM_SYMBOL_LEN];
	unsigned long addr;

	if (kin_wchan_why())
		return true;
	/* Takes pi_lock, with interrupts off. */
	addr = KIN_FN(get_wchan)(task);
	if (!addr)
		return true;
	if (!kin_symbol_name(name, addr))
		return true;
	/* Of a module's function, without the module. */
	return kin_set_string(cursor, row, tasks, wchan, name, strcspn(name, " "));
}

/**
 * kin_tasks_slow - add the columns on request to a row
 * @cursor: the dump
 * @walk: the dump
 * @task: the task, referenced; it may have gone meanwhile
 * @row: its row, all else filled in
 *
 * Process context. Return: false when the batch has no room for a string.
 */
bool kin_tasks_slow(struct kin_cursor *cursor, struct kin_tasks *walk,
		    struct task_struct *task, struct kintrospect_tasks_row *row)
{
	unsigned int used;

	if (kin_want(cursor, tasks, oom_score) && KIN_FN_HAS(oom_badness))
		kin_set(row, tasks, oom_score, kin_oom_score(task, walk->oom_pages));
	if (kin_want(cursor, tasks, kstack_used_bytes)) {
		used = kin_stack_used(task);
		if (used)
			kin_set(row, tasks, kstack_used_bytes, used);
	}
	if (kin_want(cursor, tasks, cgroup) && !kin_tasks_cgroup(cursor, walk, task, row))
		return false;
	if (kin_want(cursor, tasks, wchan) && !kin_tasks_wchan(cursor, task, row))
		return false;
	return true;
}
