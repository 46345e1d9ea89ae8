// SPDX-License-Identifier: GPL-2.0-only
/* Chance, operations and processes of kfuzz. */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/capability.h>
#include <stdarg.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fz.h"

struct fz_report *fz_self;
char *fz_buffer;
uint64_t fz_rng;
bool fz_loud;

/* --- chance ----------------------------------------------------------------- */

uint64_t fz_mix(uint64_t x)
{
	x += 0x9e3779b97f4a7c15ULL;
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9ULL;
	x = (x ^ x >> 27) * 0x94d049bb133111ebULL;
	return x ^ x >> 31;
}

uint64_t fz_any(void)
{
	fz_rng += 0x9e3779b97f4a7c15ULL;
	return fz_mix(fz_rng);
}

unsigned int fz_below(unsigned int n)
{
	return fz_any() % n;
}

bool fz_one_in(unsigned int n)
{
	return !fz_below(n);
}

/* --- operations ------------------------------------------------------------- */

void fz_fail(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(fz_self->why, sizeof(fz_self->why), format, args);
	va_end(args);
	fz_self->failed = true;
	_exit(1);
}

void fz_begin(enum fz_kind kind, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(fz_self->doing, sizeof(fz_self->doing), format, args);
	va_end(args);
	fz_self->kind[kind]++;
	fz_self->since = kt_now();
	if (fz_loud)
		kt_diag("%s", fz_self->doing);
}

void fz_end(void)
{
	fz_self->done++;
	fz_self->since = 0;
}

/* The driver is away just now: that is no operation on it, and nothing to do at once. */
void fz_away(void)
{
	fz_self->done--;
	usleep(2000);
}

/* The driver went, or came back under another number, in the middle of all. */
bool fz_gone(int error)
{
	return error == ENOENT || error == ENODEV || error == ENXIO || error == EIO ||
		error == ENOTCONN || error == ECONNREFUSED;
}

/* --- processes -------------------------------------------------------------- */

/* Fewer rights, in a child. */
void fz_drop(void)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct data[2];
	static const int caps[] = { CAP_SYS_ADMIN, CAP_SYSLOG, CAP_SYS_PTRACE };
	int cap;

	if (fz_one_in(3)) {
		if (syscall(SYS_setresgid, 1000, 1000, 1000) ||
		    syscall(SYS_setresuid, 1000, 1000, 1000))
			fz_fail("setresuid: %s", strerror(errno));
		return;
	}
	if (syscall(SYS_capget, &header, data))
		fz_fail("capget: %s", strerror(errno));
	do {
		cap = caps[fz_below(3)];
		data[cap / 32].effective &= ~(1U << cap % 32);
		data[cap / 32].permitted &= ~(1U << cap % 32);
	} while (fz_one_in(3));
	if (syscall(SYS_capset, &header, data))
		fz_fail("capset: %s", strerror(errno));
}

/* A child with a report of its own, which goes with its parent. */
pid_t fz_child(void)
{
	struct fz_report *mine = fz_self + FZ_WORKERS;
	pid_t pid;

	memset(mine, 0, sizeof(*mine));
	pid = fork();
	if (pid < 0)
		fz_fail("fork: %s", strerror(errno));
	if (pid)
		return pid;
	fz_self = mine;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	return 0;
}

void fz_wait(pid_t pid)
{
	struct fz_report *its = fz_self + FZ_WORKERS;
	int status, i;

	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	fz_end();
	if (its->failed)
		fz_fail("in a child, %s: %s", its->doing, its->why);
	if (status)
		fz_fail("a child ended with status 0x%x in %s", status, its->doing);
	fz_self->done += its->done;
	fz_self->rows += its->rows;
	for (i = 0; i < FZ_KINDS; i++)
		fz_self->kind[i] += its->kind[i];
}
