// SPDX-License-Identifier: GPL-2.0-only
/*
 * Makes the system churn while a command runs, and ends with its status.
 *
 * usage: kstorm KIND[,KIND...] COMMAND [ARGUMENT...]
 *   fork    processes come and go        exec    a process execs itself
 *   thread  threads come and go          mmap    mappings come and go, and split
 *   ids     names, groups, priorities    read    others dump all the time
 *   memory  all memory but a little is taken, again and again
 *   files   files, pipes and sockets come and go, by several who want the same locks
 * The command's environment has the processes of the storms in KSTORM, in the order
 * of the kinds; it may stop and continue them.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kt.h"

static void fork_storm(void)
{
	pid_t pids[8];
	int i;

	for (;;) {
		for (i = 0; i < 8; i++) {
			pids[i] = fork();
			if (!pids[i])
				_exit(0);
		}
		for (i = 0; i < 8; i++)
			waitpid(pids[i], NULL, 0);
	}
}

static void exec_storm(void)
{
	execl("/proc/self/exe", "kstorm", "--exec", NULL);
	_exit(1);
}

static void *nothing(void *arg)
{
	return arg;
}

static void thread_storm(void)
{
	pthread_t threads[8];
	int i;

	for (;;) {
		for (i = 0; i < 8; i++)
			pthread_create(&threads[i], NULL, nothing, NULL);
		for (i = 0; i < 8; i++)
			pthread_join(threads[i], NULL);
	}
}

static void mmap_storm(void)
{
	/* mappings that stay put between those that do not */
	char *stay[64];
	int i;

	for (i = 0; i < 64; i++)
		stay[i] = mmap(NULL, PAGE, PROT_READ | PROT_WRITE | (i & 1 ? PROT_EXEC : 0),
			       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	for (;;) {
		char *at = mmap(NULL, 64 * PAGE, PROT_READ | PROT_WRITE,
				MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

		if (at == MAP_FAILED)
			continue;
		for (i = 0; i < 64; i += 3)
			mprotect(at + i * PAGE, PAGE, PROT_READ);
		at[PAGE] = stay[0][0] = 1;
		munmap(at + 5 * PAGE, 7 * PAGE);
		sbrk(PAGE);
		sbrk(-PAGE);
		munmap(at, 64 * PAGE);
	}
}

static pid_t first;	/* of the storms, and leader of a process group */

static void ids_storm(void)
{
	unsigned int n = 0;
	char name[16];

	for (;;) {
		struct sched_param param = { .sched_priority = n % 2 };

		snprintf(name, sizeof(name), "storm-%u", n++ % 1000000);
		prctl(PR_SET_NAME, name);
		setpgid(0, n & 1 ? 0 : first);
		sched_setscheduler(0, n % 2 ? SCHED_FIFO : SCHED_OTHER, &param);
		setpriority(PRIO_PROCESS, 0, 15 + n % 5);
		setegid(n % 100);
		usleep(50);
	}
}

static int ignore(const struct kt_row *row, void *arg)
{
	(void)row;
	(void)arg;
	return 0;
}

static void read_storm(void)
{
	unsigned int n;

	for (n = 0;; n++) {
		struct kt_request request = {
			.object = 1 + n % KC_OBJECTS, .via = n / KC_OBJECTS % 3,
			.masked = true, .budget_ns = n % 7 ? 0 : 1000000,
			.buffer = n % 2 ? 8192 : 0,
		};
		struct kt_reply reply;

		kt_all(kt_table(request.object), request.mask);
		kt_dump(&request, ignore, NULL, &reply);
	}
}

static long available_kb(void)
{
	char *text = kt_slurp("/proc/meminfo", NULL), *at;
	long kb;

	at = text ? strstr(text, "MemAvailable:") : NULL;
	kb = at ? atol(at + 13) : 0;
	free(text);
	return kb;
}

/* May be killed for it: then it begins again. */
static void memory_storm(void)
{
	for (;;) {
		pid_t pid = fork();

		if (!pid) {
			FILE *file = fopen("/proc/self/oom_score_adj", "w");

			if (file) {
				fputs("1000", file);
				fclose(file);
			}
			for (;;) {
				size_t size = 1 << 20, i;
				char *at;

				if (available_kb() < 24 * 1024)
					_exit(0);
				at = mmap(NULL, size, PROT_READ | PROT_WRITE,
					  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
				for (i = 0; at != MAP_FAILED && i < size; i += PAGE)
					at[i] = 1;
			}
		}
		waitpid(pid, NULL, 0);
	}
}

/* Names in one folder: who makes or removes one has to wait for the others. */
static void files(unsigned int who)
{
	char name[64], other[64];
	int fds[2], fd;

	snprintf(name, sizeof(name), "/tmp/storm/a-%u", who);
	snprintf(other, sizeof(other), "/tmp/storm/b-%u", who);
	for (;;) {
		fd = open(name, O_CREAT | O_RDWR, 0600);
		if (fd < 0 || write(fd, name, sizeof(name)) < 0 || rename(name, other) ||
		    unlink(other))
			kt_die("/tmp/storm");
		close(fd);
		if (!pipe(fds)) {
			close(fds[0]);
			close(fds[1]);
		}
		if (!socketpair(AF_UNIX, SOCK_STREAM, 0, fds)) {
			close(fds[0]);
			close(fds[1]);
		}
	}
}

static void files_storm(void)
{
	int i;

	mkdir("/tmp/storm", 0700);
	for (i = 0; i < 4; i++)
		if (!fork()) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			files(i);
		}
	for (;;)
		pause();
}

static const struct {
	const char *name;
	void (*run)(void);
} storms[] = {
	{ "fork", fork_storm }, { "exec", exec_storm }, { "thread", thread_storm },
	{ "mmap", mmap_storm }, { "ids", ids_storm }, { "read", read_storm },
	{ "memory", memory_storm }, { "files", files_storm },
};

int main(int argc, char **argv)
{
	char *kinds, *kind, list[64 * 12] = "";
	pid_t pids[64], command;
	int count = 0, status;
	size_t i;

	if (argc == 2 && !strcmp(argv[1], "--exec"))
		exec_storm();
	if (argc < 3)
		return 64;
	kinds = strdup(argv[1]);
	while ((kind = strsep(&kinds, ",")) && count < 64) {
		for (i = 0; i < sizeof(storms) / sizeof(*storms); i++)
			if (!strcmp(kind, storms[i].name))
				break;
		if (i == sizeof(storms) / sizeof(*storms))
			kt_die("no storm %s", kind);
		pids[count] = fork();
		if (!pids[count]) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			prctl(PR_SET_NAME, kind);
			setpgid(0, 0);
			/* the command is to get on, and the other CPU is theirs */
			setpriority(PRIO_PROCESS, 0, 19);
			storms[i].run();
		}
		/* by either of the two, or the next one may find no group to join */
		setpgid(pids[count], pids[count]);
		first = pids[0];
		sprintf(list + strlen(list), "%d ", pids[count]);
		count++;
	}
	command = fork();
	if (!command) {
		setenv("KSTORM", list, 1);
		execvp(argv[2], argv + 2);
		perror(argv[2]);
		_exit(127);
	}
	while (waitpid(command, &status, 0) != command)
		;
	/* a storm that ended by itself was none */
	while (count--) {
		if (waitpid(pids[count], NULL, WNOHANG))
			kt_die("a storm ended");
		kill(-pids[count], SIGKILL);
		kill(pids[count], SIGKILL);
	}
	while (wait(NULL) > 0)
		;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
