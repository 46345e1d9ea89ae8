// SPDX-License-Identifier: GPL-2.0-only
/*
 * In the guest: dumps by C code that the kernel's ynl_gen_c.py makes of our spec, with the
 * kernel's own YNL library. Nothing of the project is in it but the header. TAP.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <ynl.h>

#include "kintrospect-user.h"

static int count;

static bool ok(bool good, const char *words)
{
	printf("%sok %d - %s\n", good ? "" : "not ", ++count, words);
	return good;
}

static void show(const struct ynl_sock *ys)
{
	printf("# code %d, \"%s\"\n", ys->err.code, ys->err.msg);
}

/* The first message of a dump is no row: it says which fields the rows may have. */
static void tasks(struct ynl_sock *ys)
{
	struct kintrospect_tasks_req_dump *request = kintrospect_tasks_req_dump_alloc();
	struct kintrospect_tasks_rsp_list *list = kintrospect_tasks_dump(ys, request);
	unsigned int rows = 0, masks = 0, mine = 0, named = 0;

	kintrospect_tasks_req_dump_free(request);
	if (!ok(list, "tasks: a dump by the C library"))
		return show(ys);
	ynl_dump_foreach(list, task) {
		if (!task->_present.pid) {
			masks += task->_len.mask == 16;
			continue;
		}
		rows++;
		named += task->_len.comm > 0;
		mine += task->pid == (__u32)getpid() && task->ppid == (__u32)getppid() &&
			task->uid == getuid() && !strcmp(task->comm, "ynl-client") &&
			!strcmp(kintrospect_sched_policy_str(task->policy), "other");
	}
	kintrospect_tasks_rsp_list_free(list);
	if (!ok(rows > 10 && named == rows && mine == 1 && masks >= 1,
		"tasks: rows with names, this process once among them, and the mask before"))
		printf("# %u rows, %u names, %u mine, %u masks\n", rows, named, mine, masks);
}

static void one_task(struct ynl_sock *ys)
{
	struct kintrospect_tasks_req *request = kintrospect_tasks_req_alloc();
	struct kintrospect_tasks_rsp *task;

	kintrospect_tasks_req_set_pid(request, getpid());
	task = kintrospect_tasks(ys, request);
	if (!ok(task && task->pid == (__u32)getpid() && !strcmp(task->comm, "ynl-client"),
		"tasks: the row of this process by its key"))
		show(ys);
	if (task)
		kintrospect_tasks_rsp_free(task);
	kintrospect_tasks_req_set_pid(request, 4194305);
	task = kintrospect_tasks(ys, request);
	if (!ok(!task && ys->err.code == ESRCH && strstr(ys->err.msg, "pid"),
		"tasks: a key of no row is ESRCH, in words"))
		show(ys);
	if (task)
		kintrospect_tasks_rsp_free(task);
	kintrospect_tasks_req_free(request);

	request = kintrospect_tasks_req_alloc();
	task = kintrospect_tasks(ys, request);
	if (!ok(!task && ys->err.code == EINVAL && strstr(ys->err.msg, "missing"),
		"tasks: a missing key is EINVAL, in words"))
		show(ys);
	if (task)
		kintrospect_tasks_rsp_free(task);
	kintrospect_tasks_req_free(request);
}

static void vmas(struct ynl_sock *ys)
{
	struct kintrospect_vmas_req *request = kintrospect_vmas_req_alloc();
	unsigned int rows = 0, others = 0, code = 0, paths = 0;
	__u64 here = (unsigned long)vmas;
	struct kintrospect_vmas_list *list;

	kintrospect_vmas_req_set_pid(request, getpid());
	list = kintrospect_vmas_dump(ys, request);
	kintrospect_vmas_req_free(request);
	if (!ok(list, "vmas: a dump with a filter by pid"))
		return show(ys);
	ynl_dump_foreach(list, vma) {
		if (!vma->_present.pid)
			continue;
		rows++;
		others += vma->pid != (__u32)getpid();
		paths += vma->_len.path && strstr(vma->path, "ynl-client");
		code += vma->start_addr <= here && here < vma->end_addr &&
			!strcmp(vma->perms, "r-xp") &&
			!strcmp(kintrospect_vma_role_str(vma->role), "text");
	}
	kintrospect_vmas_list_free(list);
	if (!ok(rows > 10 && !others && code == 1 && paths >= 2,
		"vmas: this process's alone, with its code where it is"))
		printf("# %u rows, %u of others, %u with this code, %u of this file\n", rows,
		       others, code, paths);
}

static void errors(struct ynl_sock *ys)
{
	struct kintrospect_locks_req_dump *locks = kintrospect_locks_req_dump_alloc();
	struct kintrospect_vmas_req *none = kintrospect_vmas_req_alloc();
	struct kintrospect_locks_rsp_list *classes = kintrospect_locks_dump(ys, locks);
	struct kintrospect_vmas_list *mappings;

	if (!ok(!classes && ys->err.code == EOPNOTSUPP && strstr(ys->err.msg, "CONFIG_LOCKDEP"),
		"locks: a kernel without lockdep is EOPNOTSUPP, in words"))
		show(ys);
	if (classes)
		kintrospect_locks_rsp_list_free(classes);
	kintrospect_locks_req_dump_free(locks);

	kintrospect_vmas_req_set_pid(none, 4194305);
	mappings = kintrospect_vmas_dump(ys, none);
	if (!ok(!mappings && ys->err.code == ESRCH && strstr(ys->err.msg, "pid"),
		"vmas: a pid of no process is ESRCH, in words"))
		show(ys);
	if (mappings)
		kintrospect_vmas_list_free(mappings);
	kintrospect_vmas_req_free(none);
}

int main(void)
{
	struct ynl_error error = {};
	struct ynl_sock *ys = ynl_sock_create(&ynl_kintrospect_family, &error);

	if (!ys) {
		printf("Bail out! no YNL socket: %s\n", error.msg);
		return 1;
	}
	tasks(ys);
	one_task(ys);
	vmas(ys);
	errors(ys);
	ynl_sock_destroy(ys);
	printf("1..%d\n", count);
	return 0;
}
