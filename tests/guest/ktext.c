// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a text file says when it is incomplete, and what one reader of a descriptor gets
 * while another reads it. To be run as root by kfixture, with proc=1.
 */
#define _GNU_SOURCE
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/userfaultfd.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kt.h"

#define PATIENCE_NS 20000000000ULL

static const struct kt_who no_syslog = { "", kt_without, CAP_SYSLOG };
static const struct kt_who no_ptrace = { "", kt_without, CAP_SYS_PTRACE };

/* --- the last lines ----------------------------------------------------------- */

struct file {
	const char *path;
	size_t chunk;
};

/**
 * struct lines - what a file's lines are
 * @error: errno
 * @rows: rows, with the header
 * @others: lines that begin with "# "
 * @misplaced: rows after those
 * @last: the last line
 */
struct lines {
	int error;
	unsigned int rows, others, misplaced;
	char last[160];
};

static void read_lines(const void *arg, void *out)
{
	static char text[1 << 20];
	const struct file *file = arg;
	struct lines *lines = out;
	int fd = open(file->path, O_RDONLY);
	char *line, *rest = text;
	size_t used = 0;
	ssize_t n;

	memset(lines, 0, sizeof(*lines));
	if (fd < 0)
		kt_die("%s: %s", file->path, strerror(errno));
	while ((n = read(fd, text + used, file->chunk)) > 0 && used + file->chunk < sizeof(text))
		used += n;
	lines->error = n < 0 ? errno : n ? EFBIG : 0;
	close(fd);
	while ((line = strsep(&rest, "\n")) && *line) {
		if (!strncmp(line, "# ", 2)) {
			lines->others++;
		} else {
			lines->rows++;
			lines->misplaced += lines->others > 0;
		}
		snprintf(lines->last, sizeof(lines->last), "%s", line);
	}
}

static void says(const char *path, size_t chunk, const struct kt_who *who, const char *whom,
		 const char *begin)
{
	const struct file file = { path, chunk };
	struct lines lines;

	kt_as(who, read_lines, &file, &lines, sizeof(lines));
	if (!kt_ok(!lines.error && !lines.misplaced && lines.rows > 1 &&
		   (begin ? lines.others == 1 && !strncmp(lines.last, begin, strlen(begin)) :
			    !lines.others),
		   "%s by %zu bytes, %s: %s%s", path, chunk, whom,
		   begin ? "one more line at its end, " : "no line but rows", begin ? begin : ""))
		kt_diag("%s, %u rows, %u other lines, %u rows after them, the last line %s",
			strerror(lines.error), lines.rows, lines.others, lines.misplaced,
			lines.last);
}

static void words(void)
{
	static const char * const paths[] = {
		"/sys/kernel/debug/kintrospect/modules", "/proc/kintrospect/modules",
	};
	static const size_t chunks[] = { 1, 7, 4096, 65536 };
	size_t p, i;

	for (p = 0; p < 2; p++) {
		for (i = 0; i < sizeof(chunks) / sizeof(*chunks); i++)
			says(paths[p], chunks[i], &no_syslog, "no CAP_SYSLOG", "# addr-hidden: ");
		says(paths[p], 4096, NULL, "all rights", NULL);
	}
	/* who may profile reads them all since then */
	if (kt_before(6, 15))
		says("/proc/kintrospect/vas", 100, &no_ptrace, "no CAP_SYS_PTRACE", "# partial: ");
}

/* --- two readers -------------------------------------------------------------- */

static int shared;		/* the descriptor */
static int held[2], go[2];	/* pipes: a reader holds the file; it may end */
static off_t middle;		/* of the first row */

static void *read_slowly(void *page)
{
	if (pread(shared, page, 64, 0) < 0)
		kt_die("pread: %s", strerror(errno));
	return NULL;
}

/* Reads into a page that comes when it is told to. */
static void slow(void)
{
	struct uffdio_api api = { .api = UFFD_API };
	struct uffdio_register range = { .mode = UFFDIO_REGISTER_MODE_MISSING };
	struct uffdio_zeropage fill = { 0 };
	struct uffd_msg msg;
	pthread_t thread;
	void *page;
	char byte;
	int fd;

	kt_without(CAP_SYSLOG);
	fd = syscall(SYS_userfaultfd, O_CLOEXEC);
	page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	range.range.start = (unsigned long)page;
	range.range.len = PAGE;
	if (fd < 0 || page == MAP_FAILED || ioctl(fd, UFFDIO_API, &api) ||
	    ioctl(fd, UFFDIO_REGISTER, &range))
		kt_die("userfaultfd: %s", strerror(errno));
	if (pthread_create(&thread, NULL, read_slowly, page))
		kt_die("pthread_create");
	if (read(fd, &msg, sizeof(msg)) != sizeof(msg) || write(held[1], "", 1) != 1 ||
	    read(go[0], &byte, 1) != 1)
		kt_die("userfaultfd: %s", strerror(errno));
	fill.range = range.range;
	if (ioctl(fd, UFFDIO_ZEROPAGE, &fill))
		kt_die("userfaultfd: %s", strerror(errno));
	pthread_join(thread, NULL);
	_exit(0);
}

/* Wait until a child sleeps in a system call. */
static void wait_for(pid_t pid, long call)
{
	uint64_t start = kt_now();
	char path[64], *text;
	long in = -1;

	snprintf(path, sizeof(path), "/proc/%d/syscall", pid);
	while (in != call && kt_now() - start < PATIENCE_NS) {
		usleep(1000);
		text = kt_slurp(path, NULL);
		if (!text)
			break;
		in = isdigit((unsigned char)*text) ? atol(text) : -1;
		free(text);
	}
	if (in != call)
		kt_die("a reader does not wait");
}

static bool shows_address(const char *text, size_t len)
{
	size_t i;

	for (i = 0; i + 18 <= len; i++)
		if (!memcmp(text + i, "0x", 2) &&
		    strspn(text + i + 2, "0123456789abcdef") == 16)
			return true;
	return false;
}

/* What is left in the file for the next reader is for those with the rights of the first. */
static void left_over(bool seek)
{
	static const char path[] = "/sys/kernel/debug/kintrospect/tasks";
	int result[2], status = 0, code = -1;
	pid_t first, second, third;
	char byte;

	shared = open(path, O_RDONLY);
	if (shared < 0 || pipe(held) || pipe(go) || pipe(result))
		kt_die("%s: %s", path, strerror(errno));
	fflush(stdout);
	first = fork();
	if (!first)
		slow();
	if (read(held[0], &byte, 1) != 1)
		kt_die("the first reader does not read");
	second = fork();
	if (!second) {
		char text[65536];

		if (seek)
			_exit(lseek(shared, middle, SEEK_SET) != middle);
		_exit(pread(shared, text, middle, 0) != middle);
	}
	wait_for(second, seek ? SYS_lseek : SYS_pread64);
	third = fork();
	if (!third) {
		static char text[65536];
		ssize_t n;

		kt_without(CAP_SYSLOG);
		n = pread(shared, text, sizeof(text) - 1, middle);
		code = n < 0 ? errno : shows_address(text, n) ? 255 : 0;
		_exit(write(result[1], &code, sizeof(code)) != sizeof(code));
	}
	wait_for(third, SYS_pread64);
	if (write(go[1], "", 1) != 1 || read(result[0], &code, sizeof(code)) != sizeof(code))
		kt_die("pipe");
	waitpid(first, NULL, 0);
	waitpid(second, &status, 0);
	waitpid(third, NULL, 0);
	if (!kt_ok(!status && (code == EPERM || !code), "no address for a reader without CAP_SYSLOG "
		   "of what one with it left when he %s", seek ? "sought" : "read"))
		kt_diag("status %d, %s", status, code == 255 ? "an address" : strerror(code));
	close(shared);
	close(held[0]);
	close(held[1]);
	close(go[0]);
	close(go[1]);
	close(result[0]);
	close(result[1]);
}

int main(void)
{
	char *text = kt_slurp("/sys/kernel/debug/kintrospect/tasks", NULL);

	if (!text || !strchr(text, '\n') || !shows_address(text, strlen(text)))
		kt_die("tasks shows no address");
	middle = strchr(text, '\n') + 3 - text;
	free(text);
	words();
	left_over(false);
	left_over(true);
	return kt_done();
}
