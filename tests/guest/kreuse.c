// SPDX-License-Identifier: GPL-2.0-only
/*
 * Threads of a process are asked for, the process ends in the middle of the dump, and a
 * number of its threads is given to another process: that one has no row, and the dump
 * says that it was interrupted.
 *
 * usage: kreuse
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kt.h"

#define THREADS 100
#define SMALL 8192	/* room for a few rows, so that the dump has many pieces */
#define TRIES 50

static pid_t process, last, other;

static void *rest(void *fd)
{
	pid_t tid = syscall(SYS_gettid);

	if (write((int)(long)fd, &tid, sizeof(tid)) != sizeof(tid))
		_exit(1);
	pause();
	return NULL;
}

/* A process of many threads; @last is the one with the largest number. */
static void begin(void)
{
	int fds[2], i;
	pid_t tid;

	if (pipe(fds))
		kt_die("pipe");
	process = fork();
	if (!process) {
		pthread_attr_t attr;
		pthread_t thread;

		pthread_attr_init(&attr);
		pthread_attr_setstacksize(&attr, 65536);
		for (i = 0; i < THREADS; i++)
			if (pthread_create(&thread, &attr, rest, (void *)(long)fds[1]))
				_exit(1);
		pause();
		_exit(0);
	}
	close(fds[1]);
	last = 0;
	for (i = 0; i < THREADS; i++) {
		if (read(fds[0], &tid, sizeof(tid)) != sizeof(tid))
			kt_die("threads did not begin");
		last = tid > last ? tid : last;
	}
	close(fds[0]);
}

/* End it, and have another process with the number of its last thread. */
static void reuse(void *arg)
{
	char text[16];
	int fd, try;

	(void)arg;
	kill(process, SIGKILL);
	waitpid(process, NULL, 0);
	for (try = 0; try < TRIES && other != last; try++) {
		if (other > 0) {
			kill(other, SIGKILL);
			waitpid(other, NULL, 0);
		}
		snprintf(text, sizeof(text), "%d", last - 1);
		fd = open("/proc/sys/kernel/ns_last_pid", O_WRONLY);
		if (fd < 0 || write(fd, text, strlen(text)) < 0)
			kt_die("ns_last_pid: %s", strerror(errno));
		close(fd);
		other = fork();
		if (!other) {
			pause();
			_exit(0);
		}
	}
}

static void run(int object)
{
	struct kt_request request = {
		.object = object, .via = KT_PACKED, .threads = object == KINTROSPECT_CMD_TASKS,
		.buffer = SMALL, .pause = reuse,
	};
	const struct kc_table *table = kt_table(object);
	unsigned int pid = kt_field(table, "pid"), tgid = kt_field(table, "tgid"), i;
	struct kt_rows rows = { 0 };
	struct kt_reply reply;
	size_t n, seen = 0, odd = 0;

	other = 0;
	begin();
	for (i = 0; i < table->filter_count; i++)
		if (table->filters[i] == tgid) {
			request.filter[i].set = true;
			request.filter[i].num = process;
		}
	if (kt_collect(&request, &rows, &reply))
		kt_die("%s: %s", table->name, reply.words);
	for (n = 0; n < rows.count; n++) {
		seen += rows.rows[n].num[tgid] == (uint64_t)process;
		odd += rows.rows[n].num[tgid] != (uint64_t)process ||
		       rows.rows[n].num[pid] == (uint64_t)last;
	}
	kt_ok(other == last, "%s: another process has the number of a thread", table->name);
	kt_ok(seen && seen < THREADS, "%s: the process ended in the middle (%zu rows)",
	      table->name, seen);
	kt_ok(!odd, "%s: no row of the other process", table->name);
	kt_ok(reply.flags & KINTROSPECT_BATCH_FLAG_INTERRUPTED, "%s: the dump was interrupted",
	      table->name);
	kt_free(&rows);
	kill(other, SIGKILL);
	waitpid(other, NULL, 0);
}

int main(void)
{
	run(KINTROSPECT_CMD_TASKS);
	run(KINTROSPECT_CMD_SCHED);
	return kt_done();
}
