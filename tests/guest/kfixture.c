// SPDX-License-Identifier: GPL-2.0-only
/*
 * Makes processes in every state that a field can tell of, runs a command next to
 * them and ends with its status.
 *
 * usage: kfixture COMMAND [ARGUMENT...]
 * The environment of the command has KF_NAME=PID for each of them.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fixture.h"
#include "kt.h"

static int up[2];

/* Whether a fixture says that it is ready, and does not die instead. */
static bool ready(pid_t pid)
{
	struct pollfd fds[] = {
		{ .fd = up[0], .events = POLLIN },
		{ .fd = syscall(SYS_pidfd_open, pid, 0), .events = POLLIN },
	};
	char byte;

	if (fds[1].fd < 0)
		kt_die("pidfd_open: %s", strerror(errno));
	while (poll(fds, 2, -1) < 0)
		;
	close(fds[1].fd);
	return !fds[1].revents && read(up[0], &byte, 1) == 1;
}

static pid_t pids[64];
static int started;

/* A change of credentials takes the signal of the parent's death away: kill all. */
static void stop(void)
{
	while (started)
		kill(pids[--started], SIGKILL);
}

static void start(const struct kf_fixture *fixture)
{
	char variable[64];
	pid_t pid = fork();

	if (pid < 0)
		kt_die("fork: %s", strerror(errno));
	if (!pid) {
		close(up[0]);
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		prctl(PR_SET_NAME, fixture->name);
		fixture->run();
		_exit(0);
	}
	snprintf(variable, sizeof(variable), "KF_%s", fixture->name);
	for (char *at = variable; *at; at++)
		if (*at == '-')
			*at = '_';
	char number[16];

	pids[started++] = pid;
	snprintf(number, sizeof(number), "%d", pid);
	setenv(variable, number, 1);
	/* a zombie is ready when it is dead; all others say so */
	if (fixture->dies) {
		siginfo_t info;

		waitid(P_PID, pid, &info, WEXITED | WNOWAIT);
	} else if (!ready(pid)) {
		stop();
		kt_die("fixture %s did not start", fixture->name);
	}
}

int main(int argc, char **argv)
{
	pid_t command;
	int i, status;

	if (argc < 2)
		return 64;
	if (pipe(up))
		kt_die("pipe");
	kf_up = up[1];
	kf_machine();
	kf_sched_machine();
	for (i = 0; kf_fixtures[i].name; i++)
		start(&kf_fixtures[i]);
	command = fork();
	if (!command) {
		close(up[0]);
		close(up[1]);
		execvp(argv[1], argv + 1);
		perror(argv[1]);
		_exit(127);
	}
	while (waitpid(command, &status, 0) != command)
		;
	stop();
	while (wait(NULL) > 0)
		;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
