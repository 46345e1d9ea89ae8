// SPDX-License-Identifier: GPL-2.0-only
/* Readers with fewer rights than root, each in a process of its own. */
#define _GNU_SOURCE
#include <linux/capability.h>
#include <sched.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kt.h"

/* Without a capability in any set; what can be regained is none. */
void kt_without(int cap)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct data[2];

	if (syscall(SYS_capget, &header, data))
		kt_die("capget");
	data[cap / 32].effective &= ~(1U << (cap % 32));
	data[cap / 32].permitted &= ~(1U << (cap % 32));
	data[cap / 32].inheritable &= ~(1U << (cap % 32));
	if (syscall(SYS_capset, &header, data) ||
	    prctl(PR_CAPBSET_DROP, cap, 0, 0, 0))
		kt_die("capset");
}

void kt_unprivileged(int cap)
{
	(void)cap;
	if (setgid(1000) || setuid(1000))
		kt_die("setuid");
	/* so that this is about the driver, not about files of /proc */
	prctl(PR_SET_DUMPABLE, 1);
}

void kt_userns_root(int cap)
{
	kt_unprivileged(cap);
	if (unshare(CLONE_NEWUSER))
		kt_die("unshare");
}

/* As root of a container that has all capabilities: only children are in it. */
void kt_pidns_root(int cap)
{
	int status = -1;
	pid_t pid;

	(void)cap;
	if (unshare(CLONE_NEWPID))
		kt_die("unshare");
	pid = fork();
	if (pid < 0)
		kt_die("fork");
	if (!pid)
		return;
	waitpid(pid, &status, 0);
	_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 1);
}

/* Act in a child that is @who (NULL: as this process), and bring back @size bytes at @out. */
bool kt_as(const struct kt_who *who, void (*act)(const void *arg, void *out), const void *arg,
	   void *out, size_t size)
{
	size_t got = 0;
	int ends[2];
	ssize_t n;
	pid_t pid;

	fflush(stdout);
	if (pipe(ends))
		kt_die("pipe");
	pid = fork();
	if (!pid) {
		close(ends[0]);
		if (who)
			who->become(who->cap);
		act(arg, out);
		_exit(write(ends[1], out, size) != (ssize_t)size);
	}
	close(ends[1]);
	while (got < size && (n = read(ends[0], (char *)out + got, size - got)) > 0)
		got += n;
	close(ends[0]);
	waitpid(pid, NULL, 0);
	if (got != size)
		kt_diag("the reader did not come to its end");
	return got == size;
}
