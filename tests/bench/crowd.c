// SPDX-License-Identifier: GPL-2.0-only
/*
 * Makes processes that sleep: reads a count a line and forks until there are as
 * many, then answers "ready". They end when it does. Linked statically, so that
 * a process costs little to make and to keep. SIGUSR1 to the process group makes
 * them busy: each runs for a moment every second.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile sig_atomic_t busy;

static void get_busy(int number)
{
	(void)number;
	busy = 1;
}

static void be_one(void)
{
	volatile unsigned int turns;

	for (;;) {
		if (!busy) {
			pause();
			continue;
		}
		for (turns = 0; turns < 2000; turns++)
			;
		sleep(1);
	}
}

int main(void)
{
	unsigned long have = 0, want;
	pid_t parent = getpid();

	setpgid(0, 0);
	/* No zombies: to wait for one of very many children takes long. */
	signal(SIGCHLD, SIG_IGN);
	signal(SIGUSR1, SIG_IGN);
	while (scanf("%lu", &want) == 1) {
		for (; have < want; have++) {
			pid_t pid = fork();

			if (pid < 0) {
				perror("bench-crowd: fork");
				kill(0, SIGKILL);
			}
			if (!pid) {
				prctl(PR_SET_PDEATHSIG, SIGKILL);
				if (getppid() != parent)
					_exit(0);
				signal(SIGUSR1, get_busy);
				be_one();
			}
		}
		puts("ready");
		fflush(stdout);
	}
	/* Who is left over has to be looked for in the guest when it ends, one by one. */
	signal(SIGTERM, SIG_IGN);
	kill(0, SIGTERM);
	while (!waitpid(-1, NULL, WNOHANG))
		sleep(1);
	return 0;
}
