// SPDX-License-Identifier: GPL-2.0-only
/* held-locks against what SysRq-d writes to the log, and against the tests' own module. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include "truth.h"
#include "witness_locks.h"

#define F(field) KT(HELD_LOCKS, field)

/* A lock that a task holds or waits for, by the kernel's log. */
struct logged {
	int pid;
	unsigned int depth;
	char comm[32];
	uint64_t instance;
	char name[256];
	char site[200];
};

struct log {
	struct logged *locks;
	size_t count;
};

/* "4 locks held by COMM/PID:" or " #N: ADDR (NAME){USAGE}-{O:I}, at: SITE" */
static void log_line(struct log *log, char *line, int *pid, char *comm)
{
	char *by = strstr(line, " held by "), *slash = strrchr(line, '/');
	char *name, *usage, *at, *size;
	struct logged *lock;
	unsigned int depth;

	if (by && slash && strstr(line, " lock") && strchr(slash, ':')) {
		*slash = 0;
		snprintf(comm, 32, "%s", by + 9);
		*pid = atoi(slash + 1);
		return;
	}
	name = strstr(line, " (");
	at = strstr(line, ", at: ");
	if (sscanf(line, " #%u: ", &depth) != 1 || !name || !at || !*pid)
		return;
	*at = 0;
	usage = strrchr(line, '{');
	while (usage && usage > name && strncmp(usage - 1, "){", 2))
		usage--;
	if (!usage || usage == name)
		kt_die("the log: %s", line);
	usage[-1] = 0;
	log->locks = kl_more(log->locks, log->count, sizeof(*log->locks));
	lock = &log->locks[log->count++];
	lock->pid = *pid;
	lock->depth = depth;
	strcpy(lock->comm, comm);
	lock->instance = strtoull(strchr(line, ':') + 2, NULL, 16);
	snprintf(lock->name, sizeof(lock->name), "%s", name + 2);
	snprintf(lock->site, sizeof(lock->site), "%s", at + 6);
	size = strrchr(lock->site, '/');
	if (size)
		memmove(size, size + strcspn(size, " "), strlen(size + strcspn(size, " ")) + 1);
}

static void log_read(struct log *log)
{
	int fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC), pid = 0;
	int sysrq = open("/proc/sysrq-trigger", O_WRONLY | O_CLOEXEC);
	char record[9000], comm[32] = "", *text;
	bool begun = false;
	ssize_t n;

	memset(log, 0, sizeof(*log));
	if (fd < 0 || sysrq < 0 || lseek(fd, 0, SEEK_END) < 0 || write(sysrq, "d", 1) != 1)
		kt_die("/dev/kmsg or /proc/sysrq-trigger: %s", strerror(errno));
	while ((n = read(fd, record, sizeof(record) - 1)) > 0) {
		record[n] = 0;
		text = strchr(record, ';');
		record[strcspn(record, "\n")] = 0;
		if (!text)
			continue;
		if (strstr(text, "Showing all locks held") || strstr(text, "Show Locks Held"))
			begun = true;
		else if (begun)
			log_line(log, text + 1, &pid, comm);
	}
	if (!begun)
		kt_die("SysRq-d wrote nothing");
	close(fd);
	close(sysrq);
}

static const struct logged *logged(const struct log *log, uint64_t pid, uint64_t depth)
{
	size_t i;

	for (i = 0; i < log->count; i++)
		if ((uint64_t)log->locks[i].pid == pid && log->locks[i].depth == depth)
			return &log->locks[i];
	return NULL;
}

static const struct kl_held *held(const struct kl_helds *helds, uint64_t pid, uint64_t depth)
{
	size_t i;

	for (i = 0; i < helds->count; i++)
		if ((uint64_t)helds->held[i].pid == pid && helds->held[i].depth == depth)
			return &helds->held[i];
	return NULL;
}

static void copy(struct kt_row *to, const struct kt_row *from, int n)
{
	if (kt_has(from, n))
		kt_set(to, n, from->num[n]);
}

/* Of others than the module's threads the log does not tell all. */
static void expect(const struct kl *kl, const struct logged *lock, const struct kl_helds *helds,
		   bool end, const struct kt_row *row, struct kt_row *expect)
{
	static const int unknown[] = { F(MODE), F(TRYLOCK), F(HARDIRQS_OFF), F(STATE), F(HELD_NS),
				       F(WAIT_NS) };
	const struct kl_held *by = held(helds, lock->pid, lock->depth);
	const struct kl_class *class = kl_class(kl, row->num[F(CLASS_ID)]);
	uint64_t addr = row->num[F(SITE_ADDR)];
	bool waits;
	size_t i;

	memset(expect, 0, sizeof(*expect));
	/* of a lockdep that is off, the log says nothing */
	kt_set(expect, F(STALE), false);
	kt_set(expect, F(PID), lock->pid);
	kt_set(expect, F(DEPTH), lock->depth);
	kt_set_str(expect, F(COMM), lock->comm);
	kt_set_str(expect, F(NAME), lock->name);
	kt_set_str(expect, F(SITE), lock->site);
	kt_set(expect, F(INSTANCE_ADDR), lock->instance);
	kt_set(expect, F(SITE_ADDR), kl_symbol(lock->site, addr) ? addr : 0);
	kt_set(expect, F(CLASS_ID), class && !strcmp(class->name, lock->name) ? class->id : ~0U);
	for (i = 0; !by && i < sizeof(unknown) / sizeof(*unknown); i++)
		copy(expect, row, unknown[i]);
	if (!by)
		return;
	/* the module has its locks in this order, and another thread that waits for the first */
	waits = by->pid != helds->held[0].pid;
	kt_set(expect, F(MODE), by->read);
	kt_set(expect, F(TRYLOCK), by->trylock);
	kt_set(expect, F(HARDIRQS_OFF), by->hardirqs_off);
	kt_set(expect, F(STATE), waits ? KINTROSPECT_LOCK_STATE_WAITING :
	       KINTROSPECT_LOCK_STATE_HELD);
	kt_set(expect, waits ? F(WAIT_NS) : F(HELD_NS), helds->clock - by->since[end ? 0 : 1]);
	kt_set(expect, F(INSTANCE_ADDR), by->instance);
	kt_set(expect, F(SITE_ADDR), by->ip);
	kt_set(expect, F(CLASS_ID), by->class_id);
}

static void check(struct truth *truth)
{
	static const truth_units units = { 0 };
	struct kl_helds helds_before, helds_after;
	struct log before, after;
	cpu_set_t old, one;
	struct kt_row e1, e2;
	struct kt_rows rows;
	size_t i, k;
	struct kl kl;

	if (kl_absent(truth))
		return;
	/* on the module's CPU: clocks of two are not one */
	CPU_ZERO(&one);
	CPU_SET(0, &one);
	if (sched_getaffinity(0, sizeof(old), &old) || sched_setaffinity(0, sizeof(one), &one))
		kt_die("affinity: %s", strerror(errno));
	kl_read(&kl);
	log_read(&before);
	kl_helds_read(&helds_before);
	truth_dump(truth, &rows);
	kl_helds_read(&helds_after);
	log_read(&after);
	sched_setaffinity(0, sizeof(old), &old);
	for (i = 0; i < before.count; i++) {
		const struct logged *a = &before.locks[i], *b = logged(&after, a->pid, a->depth);

		/* ourselves, or something short-lived */
		if (a->pid == getpid() || !b || a->instance != b->instance ||
		    strcmp(a->site, b->site))
			continue;
		for (k = 0; k < rows.count; k++)
			if (rows.rows[k].num[F(PID)] == (uint64_t)a->pid &&
			    rows.rows[k].num[F(DEPTH)] == a->depth)
				break;
		if (k == rows.count) {
			truth_fault(truth, a->pid, a->depth, TRUTH_ROWS,
				    "no row for lock %u of %d, %s", a->depth, a->pid, a->name);
			continue;
		}
		expect(&kl, a, &helds_before, false, &rows.rows[k], &e1);
		expect(&kl, b, &helds_after, true, &rows.rows[k], &e2);
		truth_row(truth, a->pid, a->depth, &rows.rows[k], &e1, &e2, units);
		truth->seen[TRUTH_ROWS]++;
	}
	for (k = 0; k < rows.count; k++)
		if (!logged(&before, rows.rows[k].num[F(PID)], rows.rows[k].num[F(DEPTH)]) &&
		    !logged(&after, rows.rows[k].num[F(PID)], rows.rows[k].num[F(DEPTH)]))
			truth_fault(truth, rows.rows[k].num[F(PID)], rows.rows[k].num[F(DEPTH)],
				    TRUTH_ROWS, "%llu has no lock %llu",
				    (unsigned long long)rows.rows[k].num[F(PID)],
				    (unsigned long long)rows.rows[k].num[F(DEPTH)]);
	for (i = 0; i < helds_before.count; i++)
		if (!logged(&before, helds_before.held[i].pid, helds_before.held[i].depth))
			truth_fault(truth, i, 99, TRUTH_ROWS,
				    "the log does not have the module's lock %zu", i);
	free(before.locks);
	free(after.locks);
	kl_free(&kl);
	kt_free(&rows);
}

static const char *lacking(void)
{
	return truth_configured("LOCKDEP") ? NULL : "needs CONFIG_LOCKDEP";
}

/* Times to this day. */
static bool moves(const struct kc_field *field)
{
	return field->unit && !strcmp(field->unit, "ns");
}

const struct truth_object truth_held_locks = {
	.name = "held-locks",
	.check = check,
	.lacking = lacking,
	.moves = moves,
};
