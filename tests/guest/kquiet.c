// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who is refused leaves no trace in the log. To be run as root by kfixture, with the
 * driver loaded with proc=1.
 *
 * usage: kquiet [lockdown]
 *	lockdown  raises it, for good, and reads the kernel's log
 *	else      no question for a capability is answered by no with an audit record, as
 *		  probes see it
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#include "kt.h"

#define TRACING "/sys/kernel/tracing/"
#define DUMPS 100
#define NOAUDIT 2	/* CAP_OPT_NOAUDIT of linux/security.h */

/* The third and the fourth argument of cap_capable(). */
#ifdef __arm__
#define PROBE "p:kquiet cap_capable cap=%r2:s32 opts=%r3:u32"
#else
#define PROBE "p:kquiet cap_capable cap=$arg3:s32 opts=$arg4:u32"
#endif
#define PROBE_END "r:kquiet_end cap_capable answer=$retval:s32"
#define TASKS 64

struct look {
	int object;
	enum kt_via via;
	int fd;
};

static int nothing(const struct kt_row *row, void *arg)
{
	(void)row;
	(void)arg;
	return 0;
}

/* By a socket or file that root opened: to be refused when opening is another matter. */
static void look(const void *arg, void *out)
{
	const struct look *what = arg;
	struct kt_request request = {
		.object = what->object, .via = what->via, .fd = what->fd, .masked = true,
	};
	struct kt_reply reply;
	char buffer[8192];

	kt_all(kt_table(what->object), request.mask);
	if (what->via <= KT_ATTRIBUTES)
		kt_dump(&request, nothing, NULL, &reply);
	else
		while (read(what->fd, buffer, sizeof(buffer)) > 0)
			;
	*(int *)out = 1;
}

static unsigned int look_all(const struct kt_who *who)
{
	struct look what = { 0 };
	unsigned int looks = 0;
	char path[96];
	int one;

	for (what.via = KT_PACKED; what.via <= KT_DEBUGFS; what.via++)
		for (what.object = 1; what.object <= KC_OBJECTS; what.object++) {
			snprintf(path, sizeof(path), "/sys/kernel/debug/kintrospect/%s",
				 kt_table(what.object)->snake);
			what.fd = what.via == KT_DEBUGFS ? open(path, O_RDONLY) : kt_socket();
			if (what.fd < 0)
				kt_die("%s: %s", path, strerror(errno));
			one = 0;
			kt_as(who, look, &what, &one, sizeof(one));
			looks += one;
			close(what.fd);
		}
	return looks;
}

static void trace(const char *file, const char *text)
{
	char path[96];
	int fd;

	snprintf(path, sizeof(path), TRACING "%s", file);
	fd = open(path, O_WRONLY | O_APPEND);
	if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text))
		kt_die("%s: %s", path, strerror(errno));
	close(fd);
}

/* The question that a task asked last, by what the trace calls it. */
static char (*question_of(const char *line))[64]
{
	static char tasks[TASKS][2][64];
	size_t len = strcspn(line, "[");
	int i;

	for (i = 0; i < TASKS - 1 && tasks[i][0][0] && strncmp(tasks[i][0], line, len); i++)
		;
	snprintf(tasks[i][0], sizeof(tasks[i][0]), "%.*s", (int)len, line);
	return &tasks[i][1];
}

/* Questions of the capabilities that the driver is about; refusals that left a record. */
static void count(unsigned int *quiet, unsigned int *loud, char *first, size_t size)
{
	FILE *file = fopen(TRACING "trace", "r");
	char line[512];

	*quiet = *loud = 0;
	while (file && fgets(line, sizeof(line), file)) {
		const char *asked = strstr(line, " cap="), *answer = strstr(line, " answer=");
		char (*question)[64] = question_of(line);
		unsigned int opts;
		int cap;

		if (asked)
			snprintf(*question, sizeof(*question), "%.50s", asked);
		if (!answer || sscanf(*question, " cap=%d opts=%u", &cap, &opts) != 2 ||
		    (cap != CAP_SYS_PTRACE && cap != CAP_SYS_ADMIN && cap != CAP_SYSLOG &&
		     cap != CAP_PERFMON))
			continue;
		if (opts & NOAUDIT)
			++*quiet;
		else if (atoi(answer + strlen(" answer=")) && !(*loud)++)
			snprintf(first, size, "%s", line);
	}
	if (!file)
		kt_die(TRACING "trace: %s", strerror(errno));
	fclose(file);
}

static void asked(void)
{
	static const struct kt_who readers[] = {
		{ "an unprivileged user", kt_unprivileged, 0 },
		{ "root without CAP_SYS_ADMIN", kt_without, CAP_SYS_ADMIN },
		{ "root without CAP_SYS_PTRACE", kt_without, CAP_SYS_PTRACE },
		{ "root without CAP_SYSLOG", kt_without, CAP_SYSLOG },
	};
	unsigned int quiet, loud, looks;
	char pid[16], first[512] = "";
	size_t i;

	if (access(TRACING "kprobe_events", F_OK) &&
	    mount("tracefs", TRACING, "tracefs", 0, NULL))
		kt_die("tracefs: %s", strerror(errno));
	snprintf(pid, sizeof(pid), "%d", getpid());
	trace("kprobe_events", PROBE);
	trace("kprobe_events", PROBE_END);
	trace("trace_options", "event-fork");
	trace("set_event_pid", pid);
	for (i = 0; i < sizeof(readers) / sizeof(*readers); i++) {
		close(open(TRACING "trace", O_WRONLY | O_TRUNC));
		trace("events/kprobes/enable", "1");
		looks = look_all(&readers[i]);
		trace("events/kprobes/enable", "0");
		count(&quiet, &loud, first, sizeof(first));
		if (!kt_ok(looks == 3 * KC_OBJECTS && quiet && !loud,
			   "%s: no refusal leaves a record", readers[i].name))
			kt_diag("%u dumps, %u questions without and %u with a record: %s", looks,
				quiet, loud, first);
	}
	trace("set_event_pid", " ");
	trace("kprobe_events", "-:kquiet");
	trace("kprobe_events", "-:kquiet_end");
}

/* Lines at the end of the kernel's log that tell of lockdown or an audit. */
static unsigned int told(int log)
{
	unsigned int lines = 0;
	char line[8192];
	ssize_t n;

	while ((n = read(log, line, sizeof(line) - 1)) > 0 || errno == EPIPE) {
		line[n > 0 ? n : 0] = 0;
		if (strstr(line, "Lockdown:") || strstr(line, "audit:")) {
			kt_diag("%.200s", line);
			lines++;
		}
	}
	return lines;
}

static void locked_down(void)
{
	int log = open("/dev/kmsg", O_RDONLY | O_NONBLOCK), i;
	struct kt_request request = { .object = KINTROSPECT_CMD_TASKS, .masked = true };
	unsigned int hidden = 0;
	struct kt_reply reply;
	FILE *file;
	char *text;

	kt_all(kt_table(request.object), request.mask);
	file = fopen("/sys/kernel/security/lockdown", "w");
	if (file) {
		/* refused where it is raised already */
		fputs("confidentiality", file);
		fclose(file);
	}
	text = kt_slurp("/sys/kernel/security/lockdown", NULL);
	if (log < 0 || !text || !strstr(text, "[confidentiality]"))
		kt_die("lockdown cannot be raised");
	free(text);
	/* the first may say so, once */
	for (i = 0; i <= DUMPS; i++) {
		if (i == 1)
			lseek(log, 0, SEEK_END);
		kt_dump(&request, nothing, NULL, &reply);
		hidden += !reply.error && reply.flags & KINTROSPECT_BATCH_FLAG_ADDR_HIDDEN;
	}
	kt_ok(hidden == DUMPS + 1, "lockdown=confidentiality: %d dumps without addresses", DUMPS);
	kt_ok(!told(log), "and no line in the log");
	close(log);
}

int main(int argc, char **argv)
{
	if (argc > 1 && !strcmp(argv[1], "lockdown"))
		locked_down();
	else
		asked();
	return kt_done();
}
