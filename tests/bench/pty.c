// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs a program on a terminal of its own and tells what that cost.
 *
 * usage: bench-pty cost SECONDS PROGRAM...
 *		presses q after so many seconds (0: never); prints the time, user and
 *		system, that it took, in ns, and how often /proc/meminfo was opened
 *        bench-pty first TEXT PROGRAM...
 *		prints the time from its start to the end of the first frame that has
 *		the text in it, in ns, then presses q
 * The terminal has 40 lines of 120 columns.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* After so long without a byte a frame has ended. */
#define QUIET_MS 100
#define LATE_NS 60000000000ULL
#define KEPT 65536

static unsigned long long now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000ULL + now.tv_nsec;
}

static void die(const char *what)
{
	fprintf(stderr, "bench-pty: %s: %s\n", what, strerror(errno));
	exit(1);
}

static pid_t start(char **argv, int *terminal)
{
	const struct winsize size = { .ws_row = 40, .ws_col = 120 };
	int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC), slave;
	pid_t pid;

	if (master < 0 || grantpt(master) || unlockpt(master))
		die("pty");
	slave = open(ptsname(master), O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (slave < 0 || ioctl(slave, TIOCSWINSZ, &size))
		die("pty");
	pid = fork();
	if (pid < 0)
		die("fork");
	if (!pid) {
		setsid();
		ioctl(slave, TIOCSCTTY, 0);
		dup2(slave, 0);
		dup2(slave, 1);
		dup2(slave, 2);
		setenv("TERM", "xterm-256color", 1);
		execvp(argv[0], argv);
		_exit(127);
	}
	close(slave);
	*terminal = master;
	return pid;
}

/* Read what is there within @ms. Return: bytes, 0: nothing came, -1: it has ended. */
static ssize_t take(int terminal, int ms, char *data, size_t size)
{
	struct pollfd fd = { .fd = terminal, .events = POLLIN };
	ssize_t got;

	if (poll(&fd, 1, ms) <= 0)
		return 0;
	got = read(terminal, data, size);
	return got > 0 ? got : -1;
}

static void quit(int terminal)
{
	if (write(terminal, "q", 1) != 1)
		die("q");
}

/* Read to the end, and see how it ended. */
static void finish(pid_t pid, int terminal, struct rusage *usage)
{
	static char data[KEPT];
	int status;

	while (take(terminal, -1, data, sizeof(data)) >= 0)
		;
	if (wait4(pid, &status, 0, usage) != pid || !WIFEXITED(status) || WEXITSTATUS(status)) {
		fprintf(stderr, "bench-pty: the program ended with status %x\n", status);
		exit(1);
	}
}

/* How often a file is opened; that it is closed is told, too, so that no two are alike. */
static int watch_opens(const char *path)
{
	int fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);

	if (fd < 0 || inotify_add_watch(fd, path, IN_OPEN | IN_CLOSE) < 0)
		die(path);
	return fd;
}

static unsigned int count_opens(int fd)
{
	/* No name is told of a file that is watched itself. */
	struct inotify_event events[64];
	unsigned int count = 0;
	ssize_t got, i;

	while ((got = read(fd, events, sizeof(events))) > 0)
		for (i = 0; i < got / (ssize_t)sizeof(events[0]); i++)
			count += !!(events[i].mask & IN_OPEN);
	return count;
}

static int cost(double seconds, char **argv)
{
	unsigned long long until = now_ns() + (unsigned long long)(seconds * 1e9);
	int opens = watch_opens("/proc/meminfo"), terminal;
	pid_t pid = start(argv, &terminal);
	static char data[KEPT];
	struct rusage usage;
	ssize_t got = 0;

	while (got >= 0) {
		unsigned long long now = now_ns();

		if (seconds > 0 && now >= until) {
			quit(terminal);
			seconds = 0;
		}
		got = take(terminal, seconds > 0 ? (int)((until - now) / 1000000) + 1 : -1,
			   data, sizeof(data));
	}
	finish(pid, terminal, &usage);
	printf("%llu\t%u\n",
	       (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000000ULL +
	       (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1000ULL, count_opens(opens));
	return 0;
}

static int first(const char *text, char **argv)
{
	unsigned long long begin = now_ns(), last = 0;
	static char data[KEPT];
	struct rusage usage;
	size_t len = 0;
	ssize_t got;
	int terminal;
	pid_t pid = start(argv, &terminal);

	for (;;) {
		got = take(terminal, last ? QUIET_MS : 1000, data + len, sizeof(data) - len);
		if (got < 0 || now_ns() - begin > LATE_NS) {
			fprintf(stderr, "bench-pty: no '%s' came\n", text);
			return 1;
		}
		if (!got && last)
			break;
		len += got;
		if (last || memmem(data, len, text, strlen(text)))
			last = now_ns();
		/* What may be the beginning of the text stays. */
		if (len > sizeof(data) / 2) {
			memmove(data, data + len - strlen(text), strlen(text));
			len = strlen(text);
		}
	}
	quit(terminal);
	finish(pid, terminal, &usage);
	printf("%llu\n", last - begin);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc > 3 && !strcmp(argv[1], "cost"))
		return cost(atof(argv[2]), argv + 3);
	if (argc > 3 && !strcmp(argv[1], "first"))
		return first(argv[2], argv + 3);
	fprintf(stderr, "usage: bench-pty cost SECONDS PROGRAM... | first TEXT PROGRAM...\n");
	return 64;
}
