// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who may see what, on netlink, debugfs and proc. To be run as root by kfixture,
 * with the driver loaded with proc=1.
 *
 * usage: kgates [lockdown | nolookup]
 *	lockdown  raises it, for good, and looks again
 *	nolookup  with the driver loaded with lookup=0, which cannot ask the kernel
 *		  then who may trace whom, or who may see addresses
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/netlink.h>

#include "kt.h"

/**
 * struct seen - what a reader saw, brought back to root
 * @error: of the dump
 * @rows: rows
 * @gated: gated fields that were there
 * @others: other fields that were there
 * @flags: of the batches
 * @words: of the error
 * @wrong: rows of processes that /proc would not have shown, or lacking ones
 */
struct seen {
	int error;
	uint64_t rows, gated, others, wrong;
	uint32_t flags;
	char words[128];
};

static const struct kt_who nobody_special[] = {
	{ "an unprivileged user", kt_unprivileged, 0 },
	{ "root of a user namespace", kt_userns_root, 0 },
	{ "root of a PID namespace", kt_pidns_root, 0 },
	{ "root without CAP_SYS_ADMIN", kt_without, CAP_SYS_ADMIN },
};

static int tally(const struct kt_row *row, void *arg)
{
	const struct kc_table *table = ((void **)arg)[0];
	struct seen *seen = ((void **)arg)[1];
	int n;

	seen->rows++;
	for (n = 0; n < table->field_count; n++)
		if (kt_has(row, n)) {
			if (table->fields[n].flags & KINTROSPECT_FIELD_FLAG_GATED)
				seen->gated++;
			else
				seen->others++;
		}
	return 0;
}

static void look(int object, enum kt_via via, struct seen *seen)
{
	struct kt_request request = { .object = object, .via = via, .masked = true };
	void *arg[] = { (void *)kt_table(object), seen };
	struct kt_reply reply;

	kt_all(kt_table(object), request.mask);
	memset(seen, 0, sizeof(*seen));
	seen->error = kt_dump(&request, tally, arg, &reply);
	seen->flags = reply.flags;
	snprintf(seen->words, sizeof(seen->words), "%.120s", reply.words);
}

/* Each field alone, with an eye on the bytes of those that are hidden. */
static void look_narrow(int object, enum kt_via via, struct seen *seen)
{
	const struct kc_table *table = kt_table(object);
	struct kt_request request = { .object = object, .via = via, .masked = true };
	void *arg[] = { (void *)table, seen };
	struct kt_reply reply;
	int n;

	memset(seen, 0, sizeof(*seen));
	kt_no_addresses = true;
	for (n = 0; n <= table->field_count && !seen->error; n++) {
		kt_all(table, request.mask);
		if (n < table->field_count) {
			request.mask[0] = n < 64 ? 1ULL << n : 0;
			request.mask[1] = n < 64 ? 0 : 1ULL << (n - 64);
		}
		seen->error = kt_dump(&request, tally, arg, &reply);
		snprintf(seen->words, sizeof(seen->words), "%.120s", reply.words);
	}
}

struct look {
	void (*act)(int object, enum kt_via via, struct seen *seen);
	int object;
	enum kt_via via;
};

static void act_look(const void *arg, void *out)
{
	const struct look *what = arg;

	what->act(what->object, what->via, out);
}

/* In a child that is @who, with what it saw in @out. */
static void as(const struct kt_who *who, void (*act)(int object, enum kt_via via, struct seen *),
	       int object, enum kt_via via, struct seen *out)
{
	const struct look what = { act, object, via };

	memset(out, 0, sizeof(*out));
	if (!kt_as(who, act_look, &what, out, sizeof(*out)))
		out->error = -1;
}

/* --- not at all ------------------------------------------------------------- */

static void refused(void)
{
	struct seen seen;
	int o, via;
	size_t w;

	for (w = 0; w < sizeof(nobody_special) / sizeof(*nobody_special); w++)
		for (via = KT_PACKED; via <= KT_PROC; via++) {
			unsigned int wrong = 0;
			bool words = true;

			for (o = 1; o <= KC_OBJECTS; o++) {
				as(&nobody_special[w], look, o, via, &seen);
				/* a folder that nobody else may enter says EACCES */
				wrong += !(seen.error == EPERM ||
					   (via >= KT_DEBUGFS && seen.error == EACCES)) ||
					seen.rows;
				words &= via >= KT_DEBUGFS ||
					(strstr(seen.words, "CAP_SYS_ADMIN") &&
					 strstr(seen.words, "PID namespace"));
			}
			kt_ok(!wrong, "%s gets EPERM and no row of any object by %s",
			      nobody_special[w].name, kt_via_names[via]);
			if (via < KT_DEBUGFS)
				kt_ok(words, "%s is told what it needs by %s",
				      nobody_special[w].name, kt_via_names[via]);
		}
}

/* --- in part ---------------------------------------------------------------- */

/* Rows of exactly the processes whose maps /proc opens to the same reader. */
static void like_proc(int object, enum kt_via via, struct seen *seen)
{
	struct kt_request request = { .object = object, .via = via };
	int pid_field = kt_field(kt_table(object), "pid"), pid;
	static bool row_of[65536];
	struct kt_reply reply;
	struct dirent *entry;
	struct kt_rows rows;
	size_t i;
	DIR *proc;

	memset(seen, 0, sizeof(*seen));
	seen->error = kt_collect(&request, &rows, &reply);
	seen->rows = rows.count;
	seen->flags = reply.flags;
	for (i = 0; i < rows.count; i++)
		if (rows.rows[i].num[pid_field] < 65536)
			row_of[rows.rows[i].num[pid_field]] = true;
	proc = opendir("/proc");
	while (proc && (entry = readdir(proc))) {
		char path[64], *text;
		size_t len = 0;

		pid = atoi(entry->d_name);
		if (pid <= 0 || pid >= 65536)
			continue;
		snprintf(path, sizeof(path), "/proc/%d/maps", pid);
		text = kt_slurp(path, &len);
		if (row_of[pid] != (text && len) && kill(pid, 0) == 0) {
			/* the dead-leader fixture: /proc shows nothing by its first thread */
			const char *dead = getenv("KF_dead_leader");

			if (!dead || atoi(dead) != pid)
				seen->wrong++;
		}
		free(text);
	}
	if (proc)
		closedir(proc);
}

static void in_part(void)
{
	static const struct kt_who no_ptrace = { "", kt_without, CAP_SYS_PTRACE };
	static const struct kt_who no_syslog = { "", kt_without, CAP_SYSLOG };
	static const int objects[] = { KINTROSPECT_CMD_VAS, KINTROSPECT_CMD_VMAS };
	/* who may profile reads them all since then: whoever gets here does */
	const bool some = kt_before(6, 15);
	struct seen all, part;
	size_t i;
	int via;

	for (i = 0; i < 2; i++)
		for (via = KT_PACKED; via <= KT_PROC; via++) {
			const char *name = kt_table(objects[i])->name;

			as(NULL, like_proc, objects[i], via, &all);
			as(&no_ptrace, like_proc, objects[i], via, &part);
			if (!kt_ok(!part.error && !part.wrong && !all.wrong &&
				   (some ? part.rows < all.rows : part.rows == all.rows),
				   "%s by %s without CAP_SYS_PTRACE: rows of the processes whose "
				   "maps /proc shows, no others", name, kt_via_names[via]))
				kt_diag("%s, %llu rows of %llu, %llu and %llu not as /proc",
					strerror(part.error), (unsigned long long)part.rows,
					(unsigned long long)all.rows,
					(unsigned long long)part.wrong,
					(unsigned long long)all.wrong);
			if (via == KT_PACKED)
				kt_ok(!(part.flags & KINTROSPECT_BATCH_FLAG_PARTIAL) == !some &&
				      !(all.flags & KINTROSPECT_BATCH_FLAG_PARTIAL),
				      "%s: such a reply says partial, a whole one does not", name);
		}
	for (via = KT_PACKED; via <= KT_PROC; via++) {
		as(NULL, look, KINTROSPECT_CMD_TASKS, via, &all);
		as(&no_syslog, look, KINTROSPECT_CMD_TASKS, via, &part);
		kt_ok(!part.error && !part.gated && all.gated && part.others,
		      "tasks by %s without CAP_SYSLOG: no gated field, all others",
		      kt_via_names[via]);
		if (via == KT_PACKED)
			kt_ok(part.flags & KINTROSPECT_BATCH_FLAG_ADDR_HIDDEN &&
			      !(all.flags & KINTROSPECT_BATCH_FLAG_ADDR_HIDDEN),
			      "such a reply says addr-hidden, a whole one does not");
	}
}

/* What cannot be asked is refused, but for those who may trace everybody. */
static void no_lookup(void)
{
	static const struct kt_who no_ptrace = { "", kt_without, CAP_SYS_PTRACE };
	static const int objects[] = { KINTROSPECT_CMD_VAS, KINTROSPECT_CMD_VMAS };
	struct seen all, part;
	size_t i;
	int via;

	for (i = 0; i < 2; i++)
		for (via = KT_PACKED; via <= KT_PROC; via++) {
			as(NULL, like_proc, objects[i], via, &all);
			as(&no_ptrace, like_proc, objects[i], via, &part);
			if (!kt_ok(!all.error && all.rows && !all.wrong &&
				   !part.error && !part.rows,
				   "lookup=0: %s by %s: rows of the processes whose maps /proc shows, "
				   "without CAP_SYS_PTRACE none",
				   kt_table(objects[i])->name, kt_via_names[via]))
				kt_diag("%s, %llu rows, %llu not as /proc; %s, %llu rows",
					strerror(all.error), (unsigned long long)all.rows,
					(unsigned long long)all.wrong, strerror(part.error),
					(unsigned long long)part.rows);
			if (via == KT_PACKED)
				kt_ok(part.flags & KINTROSPECT_BATCH_FLAG_PARTIAL &&
				      !(all.flags & KINTROSPECT_BATCH_FLAG_PARTIAL),
				      "such a reply says partial, a whole one does not");
		}
	for (via = KT_PACKED; via <= KT_PROC; via++) {
		as(NULL, look, KINTROSPECT_CMD_TASKS, via, &all);
		kt_ok(!all.error && !all.gated && all.others,
		      "lookup=0: tasks by %s: no gated field for anybody, all others",
		      kt_via_names[via]);
		if (via == KT_PACKED)
			kt_ok(all.flags & KINTROSPECT_BATCH_FLAG_ADDR_HIDDEN,
			      "such a reply says addr-hidden");
	}
}

static void no_bytes(void)
{
	static const struct kt_who no_syslog = { "", kt_without, CAP_SYSLOG };
	struct seen seen;

	as(&no_syslog, look_narrow, KINTROSPECT_CMD_TASKS, KT_PACKED, &seen);
	if (!kt_ok(!seen.error && !seen.gated && seen.others,
		   "packed rows without CAP_SYSLOG: no bytes of hidden fields, whatever the mask"))
		kt_diag("%s %s", strerror(seen.error), seen.words);
}

static void kptr_restrict(void)
{
	static const struct kt_who no_syslog = { "", kt_without, CAP_SYSLOG };
	struct seen with, less;
	int level, via;

	for (level = 0; level <= 2; level++) {
		char text[2] = { '0' + level };
		FILE *file = fopen("/proc/sys/kernel/kptr_restrict", "w");

		if (!file || fputs(text, file) < 0 || fclose(file))
			kt_die("kptr_restrict");
		for (via = KT_PACKED; via <= KT_PROC; via++) {
			as(NULL, look, KINTROSPECT_CMD_TASKS, via, &with);
			as(&no_syslog, look, KINTROSPECT_CMD_TASKS, via, &less);
			kt_ok(!with.error && !less.error && !less.gated &&
			      !with.gated == (level == 2),
			      "kptr_restrict=%d: addresses %s with CAP_SYSLOG, none without, by %s",
			      level, level == 2 ? "hidden even" : "shown", kt_via_names[via]);
		}
	}
	if (system("echo 0 >/proc/sys/kernel/kptr_restrict"))
		kt_die("kptr_restrict");
}

/* --- passed on -------------------------------------------------------------- */

static int passed;	/* a descriptor that the child inherits */

static void use_socket(int object, enum kt_via via, struct seen *seen)
{
	struct kt_request request = { .object = object, .via = via, .fd = passed };
	void *arg[] = { (void *)kt_table(object), seen };
	struct kt_reply reply;

	memset(seen, 0, sizeof(*seen));
	seen->error = kt_dump(&request, tally, arg, &reply);
}

/* Goes on with a dump that another began. */
static void go_on(int object, enum kt_via via, struct seen *seen)
{
	void *arg[] = { (void *)kt_table(object), seen };
	struct kt_reply reply = { .joined = true };

	(void)via;
	memset(seen, 0, sizeof(*seen));
	seen->error = -kt_receive(passed, object, 16384, tally, arg, &reply, NULL, NULL);
}

static void use_file(int object, enum kt_via via, struct seen *seen)
{
	char bytes[4096];
	ssize_t n = read(passed, bytes, sizeof(bytes));

	(void)object;
	(void)via;
	memset(seen, 0, sizeof(*seen));
	seen->error = n < 0 ? errno : 0;
	seen->rows = n > 0 ? n : 0;
}

static void passed_on(void)
{
	char attrs[64], buffer[16384], path[128];
	const uint32_t encoding = 1;
	struct seen seen;
	int o, via, half;
	size_t w, len;

	for (w = 0; w < sizeof(nobody_special) / sizeof(*nobody_special); w++) {
		const char *name = nobody_special[w].name;

		for (via = KT_PACKED; via <= KT_ATTRIBUTES; via++) {
			passed = kt_socket();
			as(&nobody_special[w], use_socket, KINTROSPECT_CMD_TASKS, via, &seen);
			kt_ok(seen.error == EPERM && !seen.rows,
			      "root's socket in the hands of %s: EPERM, %s", name,
			      kt_via_names[via]);
			close(passed);
		}
		/* the first pieces are root's own, what comes later is not */
		passed = kt_socket();
		len = kt_put(attrs, 0, KINTROSPECT_A_VMAS_ENCODING, &encoding, 4);
		kt_send(passed, kt_family(passed, NULL, 0), KINTROSPECT_CMD_VMAS, NLM_F_DUMP, attrs,
			len);
		if (recv(passed, buffer, sizeof(buffer), 0) <= 0)
			kt_die("recv");
		as(&nobody_special[w], go_on, KINTROSPECT_CMD_VMAS, KT_PACKED, &seen);
		kt_ok(seen.error == EPERM, "root's dump of vmas, gone on with by %s: EPERM", name);
		close(passed);
		for (o = 1; o <= KC_OBJECTS; o++)
			for (via = KT_DEBUGFS; via <= KT_PROC; via++)
				for (half = 0; half < 2; half++) {
					snprintf(path, sizeof(path), "%s/kintrospect/%s",
						 via == KT_PROC ? "/proc" : "/sys/kernel/debug",
						 kt_table(o)->snake);
					passed = open(path, O_RDONLY);
					if (passed < 0)
						kt_die("%s: %s", path, strerror(errno));
					if (half && read(passed, buffer, 1) != 1)
						kt_die("%s: %s", path, strerror(errno));
					as(&nobody_special[w], use_file, o, via, &seen);
					kt_ok(seen.error == EPERM,
					      "%s opened by root%s, read by %s: EPERM", path,
					      half ? ", and begun" : "", name);
					close(passed);
				}
	}
}

/* A socket that somebody opened who might not is no good in root's hands. */
static void handed_up(void)
{
	int pair[2], fd = -1;
	char control[CMSG_SPACE(sizeof(int))], byte = 0;
	struct iovec iov = { &byte, 1 };
	struct msghdr msg = {
		.msg_iov = &iov, .msg_iovlen = 1, .msg_control = control,
		.msg_controllen = sizeof(control),
	};
	struct cmsghdr *c;
	struct seen seen;
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair))
		kt_die("socketpair");
	pid = fork();
	if (!pid) {
		kt_unprivileged(0);
		fd = kt_socket();
		c = CMSG_FIRSTHDR(&msg);
		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN(sizeof(int));
		memcpy(CMSG_DATA(c), &fd, sizeof(fd));
		_exit(sendmsg(pair[1], &msg, 0) != 1);
	}
	c = recvmsg(pair[0], &msg, 0) == 1 ? CMSG_FIRSTHDR(&msg) : NULL;
	if (!c)
		kt_die("recvmsg");
	memcpy(&passed, CMSG_DATA(c), sizeof(passed));
	waitpid(pid, NULL, 0);
	use_socket(KINTROSPECT_CMD_TASKS, KT_PACKED, &seen);
	kt_ok(seen.error == EPERM && !seen.rows,
	      "an unprivileged user's socket in root's hands: EPERM");
	close(passed);
}

static void other_net(int object, enum kt_via via, struct seen *seen)
{
	if (unshare(CLONE_NEWNET))
		kt_die("unshare");
	look(object, via, seen);
}

static void lockdown(void)
{
	struct seen before, after;
	int via;

	as(NULL, look, KINTROSPECT_CMD_TASKS, KT_PACKED, &before);
	if (system("echo confidentiality >/sys/kernel/security/lockdown"))
		kt_die("lockdown cannot be raised");
	for (via = KT_PACKED; via <= KT_PROC; via++) {
		as(NULL, look, KINTROSPECT_CMD_TASKS, via, &after);
		if (!kt_ok(before.gated && !after.error && !after.gated && after.others,
			   "lockdown=confidentiality: no gated field by %s, all others",
			   kt_via_names[via]))
			kt_diag("%s", strerror(after.error));
		as(NULL, look, KINTROSPECT_CMD_VMAS, via, &after);
		kt_ok(!after.error && after.rows, "vmas are there by %s", kt_via_names[via]);
	}
}

int main(int argc, char **argv)
{
	struct seen seen;

	if (argc > 1 && !strcmp(argv[1], "lockdown")) {
		lockdown();
		return kt_done();
	}
	if (argc > 1 && !strcmp(argv[1], "nolookup")) {
		refused();
		no_lookup();
		passed_on();
		handed_up();
		return kt_done();
	}
	refused();
	in_part();
	no_bytes();
	kptr_restrict();
	passed_on();
	handed_up();
	as(NULL, other_net, KINTROSPECT_CMD_TASKS, KT_PACKED, &seen);
	kt_ok(seen.error == ENOENT && !seen.rows, "another network namespace has no family");
	return kt_done();
}
