// SPDX-License-Identifier: GPL-2.0-only
/*
 * Requests for one row by its key, which are no dumps: the row is that of a dump with a
 * filter, every refusal names its attribute, the gates are those of dumps, and nothing
 * is waited for. To be run by kfixture; "krow busy PID" looks at a process whose
 * exec_update_lock is held.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/capability.h>
#include <linux/netlink.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "objects.h"
#include "truth.h"

#define LOOKS 20

/**
 * struct ask - a request for one row
 * @object: KINTROSPECT_CMD_*
 * @attrs: its attributes
 * @len: bytes of @attrs
 * @fd: socket to use, 0: one of its own
 * @reply: how it went
 * @rows: what came, owned
 * @multi: a message was one of several
 * @slept: the request did not return without sleeping
 */
struct ask {
	int object;
	char attrs[512];
	size_t len;
	int fd;
	struct kt_reply reply;
	struct kt_rows rows;
	bool multi;
	bool slept;
};

static bool multi;

static void look_at(const void *data, size_t len)
{
	const struct nlmsghdr *n = data;

	for (; NLMSG_OK(n, len); n = NLMSG_NEXT(n, len))
		multi |= n->nlmsg_flags & NLM_F_MULTI;
}

static int fixture(const char *name)
{
	char variable[64];
	const char *value;

	snprintf(variable, sizeof(variable), "KF_%s", name);
	value = getenv(variable);
	if (!value)
		kt_die("no %s: run this by kfixture", variable);
	return atoi(value);
}

static struct ask *begin(int object)
{
	struct ask *ask = calloc(1, sizeof(*ask));

	if (!ask)
		kt_die("no memory");
	ask->object = object;
	return ask;
}

static void end(struct ask *ask)
{
	kt_free(&ask->rows);
	free(ask);
}

static void put(struct ask *ask, int type, const void *data, size_t len)
{
	ask->len = kt_put(ask->attrs, ask->len, type, data, len);
}

static void put_mask(struct ask *ask)
{
	uint64_t mask[2];

	kt_all(kt_table(ask->object), mask);
	put(ask, KINTROSPECT_A_TASKS_MASK, mask, sizeof(mask));
}

/* The number of the field that names a row: the first filter of all that have one. */
static void put_key(struct ask *ask, uint32_t key)
{
	put(ask, KINTROSPECT_FIRST_FIELD + kt_table(ask->object)->filters[0], &key, sizeof(key));
}

/* The answer is made within the call that asks: only that may not sleep. */
static void receive(struct ask *ask)
{
	int fd = ask->fd ? ask->fd : kt_socket(), family = kt_family(fd, NULL, 0), rc;
	struct rusage before, after;

	kt_free(&ask->rows);
	memset(&ask->rows, 0, sizeof(ask->rows));
	memset(&ask->reply, 0, sizeof(ask->reply));
	multi = false;
	kt_raw = look_at;
	getrusage(RUSAGE_THREAD, &before);
	rc = kt_send(fd, family, ask->object, NLM_F_ACK, ask->attrs, ask->len);
	getrusage(RUSAGE_THREAD, &after);
	ask->slept = after.ru_nvcsw != before.ru_nvcsw;
	if (!rc)
		rc = kt_receive(fd, ask->object, KT_BUFFER, kt_keep, &ask->rows, &ask->reply,
				ask->attrs, NULL);
	ask->reply.error = -rc;
	ask->multi = multi;
	kt_raw = NULL;
	if (!ask->fd)
		close(fd);
}

static void show(const struct ask *ask)
{
	kt_diag("%s, \"%s\", attribute %d, missing %d, %zu rows", strerror(ask->reply.error),
		ask->reply.words, ask->reply.attr, ask->reply.missing, ask->rows.count);
}

/* --- the row ---------------------------------------------------------------- */

static bool dump_one(int object, uint32_t key, bool threads, struct kt_rows *rows)
{
	struct kt_request request = { .object = object, .via = KT_ATTRIBUTES, .masked = true };
	struct kt_reply reply;

	request.threads = threads;
	kt_all(kt_table(object), request.mask);
	request.filter[0].set = true;
	request.filter[0].num = key;
	kt_collect(&request, rows, &reply);
	return rows->count == 1;
}

/* A field that is the same in a dump before and in one after is so in between. */
static const char *differs(const struct kc_table *table, const struct kt_row *row,
			   const struct kt_row *before, const struct kt_row *after)
{
	int n;

	for (n = 0; n < table->field_count; n++)
		if (kt_same(table, n, before, after) && !kt_same(table, n, row, before))
			return table->fields[n].name;
	return NULL;
}

static void same(int object, uint32_t key, bool threads, const char *what)
{
	const struct kc_table *table = kt_table(object);
	struct ask *ask = begin(object);
	const char *field = "no row";
	bool sleeps = true, one = true;
	int look;

	put_mask(ask);
	if (threads)
		put(ask, KINTROSPECT_A_TASKS_THREADS, NULL, 0);
	put_key(ask, key);
	for (look = 0; look < LOOKS && (field || sleeps); look++) {
		struct kt_rows before, after;

		dump_one(object, key, threads, &before);
		receive(ask);
		dump_one(object, key, threads, &after);
		sleeps &= ask->slept;
		one &= ask->rows.count == 1 && ask->reply.messages == 1 && !ask->multi;
		if (before.count == 1 && after.count == 1 && ask->rows.count == 1)
			field = differs(table, ask->rows.rows, before.rows, after.rows);
		kt_free(&before);
		kt_free(&after);
	}
	if (!kt_ok(!field && one && !ask->reply.error,
		   "%s: %s: the row is that of a dump, in one message", table->name, what)) {
		kt_diag("differs: %s, one message: %d", field ? field : "nothing", one);
		show(ask);
	}
	kt_ok(!sleeps, "%s: %s: nothing is waited for", table->name, what);
	end(ask);
}

static void masks(void)
{
	struct ask *ask = begin(KINTROSPECT_CMD_TASKS);
	uint64_t comm = 1ULL << KT(TASKS, COMM), every[2];

	put_key(ask, fixture("threads"));
	receive(ask);
	kt_default(kt_table(KINTROSPECT_CMD_TASKS), every);
	kt_ok(ask->rows.count == 1 && !(ask->rows.rows->present[0] & ~every[0]) &&
	      kt_has(ask->rows.rows, KT(TASKS, COMM)),
	      "without a mask come the fields that are not on request");
	put(ask, KINTROSPECT_A_TASKS_MASK, &comm, sizeof(comm));
	receive(ask);
	kt_ok(ask->rows.count == 1 && ask->rows.rows->present[0] == comm &&
	      !ask->rows.rows->present[1], "a mask of one field brings that one alone");
	end(ask);
}

/* --- refusals --------------------------------------------------------------- */

static void refused(struct ask *ask, int error, int attr, const char *words, const char *what)
{
	receive(ask);
	if (!kt_ok(ask->reply.error == error && ask->reply.attr == attr && !ask->rows.count &&
		   (!words || strstr(ask->reply.words, words)),
		   "%s: %s, and the attribute is told", what, strerror(error)))
		show(ask);
	end(ask);
}

static void missing(int object, int key)
{
	struct ask *ask = begin(object);
	const struct kc_field *field = &kt_table(object)->fields[key];
	bool can = !kt_before(6, 1);

	receive(ask);
	if (!kt_ok(ask->reply.error == EINVAL && strstr(ask->reply.words, field->name) &&
		   strstr(ask->reply.words, "missing") && !ask->reply.attr &&
		   ask->reply.missing == (can ? KINTROSPECT_FIRST_FIELD + key : 0),
		   "%s: without a key: %s is said to be missing%s", kt_table(object)->name,
		   field->name, can ? ", by number as well" : ""))
		show(ask);
	end(ask);
}

static struct ask *of_task(int object, uint32_t pid)
{
	struct ask *ask = begin(object);

	put_key(ask, pid);
	return ask;
}

static void refusals(void)
{
	static const int tasks = KINTROSPECT_CMD_TASKS, pid = KINTROSPECT_A_TASKS_PID;
	static const uint64_t zero;
	uint32_t self = getpid();
	struct ask *ask;

	missing(tasks, KT(TASKS, PID));
	missing(KINTROSPECT_CMD_VAS, KT(VAS, PID));
	missing(KINTROSPECT_CMD_SCHED, KT(SCHED, PID));
	missing(KINTROSPECT_CMD_RUNQUEUES, KT(RUNQUEUES, CPU));
	refused(of_task(tasks, 4194305), ESRCH, pid, "pid", "tasks: no such pid");
	refused(of_task(KINTROSPECT_CMD_VAS, 4194305), ESRCH, KINTROSPECT_A_VAS_PID, "pid",
		"vas: no such pid");
	refused(of_task(KINTROSPECT_CMD_VAS, 2), ENOENT, KINTROSPECT_A_VAS_PID, "no row",
		"vas: a kernel thread");
	refused(of_task(KINTROSPECT_CMD_SCHED, 0), ESRCH, KINTROSPECT_A_SCHED_PID, "pid",
		"sched: pid 0");
	if (!truth_lacking("runqueues", NULL))
		refused(of_task(KINTROSPECT_CMD_RUNQUEUES, 100000), ESRCH,
			KINTROSPECT_A_RUNQUEUES_CPU, "CPU", "runqueues: no such CPU");
	ask = of_task(tasks, self);
	put(ask, KINTROSPECT_A_TASKS_ENCODING, &zero, 4);
	refused(ask, EINVAL, KINTROSPECT_A_TASKS_ENCODING, "dump", "an encoding");
	ask = of_task(tasks, self);
	put(ask, KINTROSPECT_A_TASKS_BUDGET_NS, &(uint64_t){ 1000 }, 8);
	refused(ask, EINVAL, KINTROSPECT_A_TASKS_BUDGET_NS, "dump", "a budget");
	ask = of_task(tasks, self);
	put(ask, KINTROSPECT_A_TASKS_TGID, &self, 4);
	refused(ask, EINVAL, KINTROSPECT_A_TASKS_TGID, "dump", "a filter that is no key");
	ask = of_task(tasks, self);
	put(ask, KINTROSPECT_A_TASKS_MASK, "12345", 5);
	refused(ask, EINVAL, KINTROSPECT_A_TASKS_MASK, "mask", "a mask of 5 bytes");
	ask = begin(tasks);
	put(ask, pid, &self, 2);
	refused(ask, EINVAL, pid, NULL, "a pid of two bytes");
	ask = of_task(tasks, self);
	put(ask, KINTROSPECT_A_TASKS_COMM, "x", 2);
	refused(ask, EINVAL, KINTROSPECT_A_TASKS_COMM, NULL, "an attribute of replies");
}

/* Objects without a key of one field, or where it leads to no row but by a walk. */
static void dumps_only(void)
{
	int object, wrong = 0;

	for (object = 1; object <= KC_OBJECTS; object++) {
		struct ask *ask = begin(object);

		receive(ask);
		if (ask->reply.error != (kt_objects[object].row ? EINVAL : EOPNOTSUPP))
			wrong = object;
		end(ask);
	}
	kt_ok(!wrong, "objects have a request for one row, or refuse it: %s",
	      wrong ? kt_table(wrong)->name : "all");
}

static void locks(int object)
{
	const struct kc_table *table = kt_table(object);
	struct kt_request request = { .object = object, .via = KT_PACKED };
	struct kt_reply reply;
	struct kt_rows rows;

	if (truth_lacking(table->name, NULL)) {
		struct ask *ask = of_task(object, 1);

		refused(ask, EOPNOTSUPP, 0, "needs CONFIG_", table->name);
		return;
	}
	kt_collect(&request, &rows, &reply);
	if (rows.count)
		same(object, rows.rows[rows.count / 2].num[0], false, "one in the middle");
	refused(of_task(object, 0x7ffffff0), ESRCH,
		KINTROSPECT_FIRST_FIELD + table->filters[0], "id", table->name);
	kt_free(&rows);
}

/* --- gates ------------------------------------------------------------------ */

struct seen {
	int error;
	size_t rows;
	uint64_t gated;
	char words[256];
};

static int shared;	/* a socket that a privileged process opened */

static void see(const void *arg, void *out)
{
	struct ask *ask = begin(*(const int *)arg);
	const struct kc_table *table = kt_table(ask->object);
	struct seen *seen = out;
	int n;

	memset(seen, 0, sizeof(*seen));
	ask->fd = shared;
	put_mask(ask);
	put_key(ask, fixture("threads"));
	kt_no_addresses = true;
	receive(ask);
	seen->error = ask->reply.error;
	seen->rows = ask->rows.count;
	for (n = 0; n < table->field_count && ask->rows.count; n++)
		seen->gated += kt_has(ask->rows.rows, n) &&
			table->fields[n].flags & KINTROSPECT_FIELD_FLAG_GATED;
	snprintf(seen->words, sizeof(seen->words), "%s", ask->reply.words);
	end(ask);
}

static void gates(void)
{
	static const struct kt_who refused_whos[] = {
		{ "without CAP_SYS_ADMIN", kt_without, CAP_SYS_ADMIN },
		{ "another user", kt_unprivileged, 0 },
		{ "root of a user namespace", kt_userns_root, 0 },
		{ "root of a container", kt_pidns_root, 0 },
	};
	static const struct kt_who no_syslog = { "", kt_without, CAP_SYSLOG };
	static const struct kt_who no_ptrace = { "", kt_without, CAP_SYS_PTRACE };
	int tasks = KINTROSPECT_CMD_TASKS, vas = KINTROSPECT_CMD_VAS;
	struct seen seen;
	size_t i;

	for (i = 0; i < 2 * sizeof(refused_whos) / sizeof(*refused_whos); i++) {
		shared = i % 2 ? kt_socket() : 0;
		kt_as(&refused_whos[i / 2], see, &tasks, &seen, sizeof(seen));
		if (!kt_ok(seen.error == EPERM && !seen.rows && seen.words[0],
			   "%s%s: EPERM in words, no row", refused_whos[i / 2].name,
			   shared ? ", by a socket of root's" : ""))
			kt_diag("%s, %zu rows, \"%s\"", strerror(seen.error), seen.rows,
				seen.words);
		if (shared)
			close(shared);
		shared = 0;
	}
	kt_as(NULL, see, &tasks, &seen, sizeof(seen));
	kt_ok(seen.rows == 1 && seen.gated >= 2 && !seen.words[0],
	      "who may see addresses sees them in a row");
	kt_as(&no_syslog, see, &tasks, &seen, sizeof(seen));
	if (!kt_ok(seen.rows == 1 && !seen.gated && strstr(seen.words, "addr-hidden"),
		   "without CAP_SYSLOG a row has no address, and the ACK says so"))
		kt_diag("%zu rows, %llu addresses, \"%s\"", seen.rows,
			(unsigned long long)seen.gated, seen.words);
	kt_as(&no_ptrace, see, &vas, &seen, sizeof(seen));
	if (kt_before(6, 15))
		kt_ok(seen.error == EPERM && strstr(seen.words, "CAP_SYS_PTRACE"),
		      "without CAP_SYS_PTRACE an address space is refused, in words");
	else
		kt_ok(seen.rows == 1, "CAP_SYS_ADMIN is enough for an address space");
}

/* --- who counts it ------------------------------------------------------------ */

static uint64_t counted(void)
{
	struct kt_request request = { .object = KINTROSPECT_CMD_STATS, .via = KT_PACKED };
	struct kt_reply reply;
	struct kt_rows rows;
	uint64_t count = 0;
	size_t i;

	request.filter[0].set = true;
	request.filter[0].str = "sched";
	kt_collect(&request, &rows, &reply);
	for (i = 0; i < rows.count; i++)
		if (rows.rows[i].num[KT(STATS, INTERFACE)] == KINTROSPECT_INTERFACE_NETLINK)
			count = rows.rows[i].num[KT(STATS, DUMP_TOTAL)];
	kt_free(&rows);
	return count;
}

static void stats(void)
{
	struct ask *ask = of_task(KINTROSPECT_CMD_SCHED, getpid());
	uint64_t before = counted();

	receive(ask);
	kt_ok(counted() == before + 1 && ask->rows.count == 1, "a row counts as a dump of one");
	end(ask);
}

/* --- a lock that is held ------------------------------------------------------ */

static int busy(uint32_t pid)
{
	struct ask *ask = of_task(KINTROSPECT_CMD_VAS, pid);
	bool sleeps = true, said = true;
	int look;

	for (look = 0; look < LOOKS && sleeps; look++) {
		receive(ask);
		sleeps &= ask->slept;
		said &= ask->rows.count == 1 && kt_has(ask->rows.rows, KT(VAS, BUSY)) &&
			ask->rows.rows->num[KT(VAS, BUSY)] ==
			KINTROSPECT_BUSY_LOCK_EXEC_UPDATE_LOCK &&
			!kt_has(ask->rows.rows, KT(VAS, MAP_COUNT)) &&
			strstr(ask->reply.words, "busy");
	}
	if (!kt_ok(said, "a row names the lock that is held, and so do the words"))
		show(ask);
	kt_ok(!sleeps, "and it was not waited for");
	end(ask);
	return kt_done();
}

int main(int argc, char **argv)
{
	int threads;

	if (argc == 3 && !strcmp(argv[1], "busy"))
		return busy(atoi(argv[2]));
	threads = fixture("threads");
	same(KINTROSPECT_CMD_TASKS, threads, false, "a process");
	same(KINTROSPECT_CMD_TASKS, threads, true, "a thread");
	same(KINTROSPECT_CMD_VAS, fixture("files"), false, "a process");
	same(KINTROSPECT_CMD_SCHED, threads, false, "a thread");
	if (!truth_lacking("runqueues", NULL))
		same(KINTROSPECT_CMD_RUNQUEUES, 0, false, "the first CPU");
	locks(KINTROSPECT_CMD_LOCKS);
	locks(KINTROSPECT_CMD_LOCK_CHAINS);
	masks();
	refusals();
	dumps_only();
	gates();
	stats();
	return kt_done();
}
