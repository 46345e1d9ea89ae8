// SPDX-License-Identifier: GPL-2.0-only
/*
 * No counter falls. A field that is called a total is read over and over of threads
 * that change between user mode and the kernel, while nobody reads their times in
 * /proc, which would make the kernel write down what it showed.
 *
 * usage: ktotals
 */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "kt.h"

#define SPINNERS 3
#define LOOKS 150

static char block[65536];

/* Short bursts in user mode between naps, which ticks seldom see; then the kernel, at length. */
static void spin(void)
{
	const struct timespec nap = { .tv_nsec = 1000000 };
	int fd = open("/dev/zero", O_RDONLY), i;
	uint64_t end;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (;;) {
		for (i = 0; i < 40; i++) {
			end = kt_now() + 300000;
			while (kt_now() < end)
				;
			nanosleep(&nap, NULL);
		}
		end = kt_now() + 30000000;
		while (kt_now() < end)
			if (read(fd, block, sizeof(block)) <= 0)
				_exit(1);
	}
}

static const struct kt_row *find(const struct kt_rows *rows, unsigned int key, uint64_t id)
{
	size_t i;

	for (i = 0; i < rows->count; i++)
		if (rows->rows[i].num[key] == id)
			return &rows->rows[i];
	return NULL;
}

/* Whether a thread is the same as in the look before: a pid may be another's by now. */
static bool same(const struct kc_table *table, const struct kt_row *a, const struct kt_row *b)
{
	int born = kt_field(table, "start_time_ns"), comm = kt_field(table, "comm");

	return (born < 0 || a->num[born] == b->num[born]) &&
	       (born >= 0 || !strcmp(a->str[comm], b->str[comm]));
}

struct fall {
	uint64_t falls[KT_FIELDS];
	uint64_t from[KT_FIELDS];
	uint64_t to[KT_FIELDS];
	uint64_t compared;
};

static void compare(const struct kc_table *table, const struct kt_rows *then,
		    const struct kt_rows *now, struct fall *fall)
{
	unsigned int pid = kt_field(table, "pid"), n;
	const struct kt_row *old;
	size_t i;

	for (i = 0; i < now->count; i++) {
		const struct kt_row *row = &now->rows[i];

		old = find(then, pid, row->num[pid]);
		if (!old || !same(table, old, row))
			continue;
		for (n = 0; n < table->field_count; n++) {
			if (!(table->fields[n].flags & KINTROSPECT_FIELD_FLAG_TOTAL) ||
			    !kt_has(old, n) || !kt_has(row, n))
				continue;
			fall->compared++;
			if (row->num[n] >= old->num[n])
				continue;
			if (!fall->falls[n]++) {
				fall->from[n] = old->num[n];
				fall->to[n] = row->num[n];
			}
		}
	}
}

static void watch(int object, bool threads)
{
	const struct kc_table *table = kt_table(object);
	const struct timespec pause = { .tv_nsec = 10000000 };
	struct kt_request request = {
		.object = object, .via = KT_PACKED, .threads = threads,
	};
	struct kt_rows then = { 0 }, now;
	struct fall fall = { 0 };
	struct kt_reply reply;
	unsigned int n, fields = 0;
	int look;

	for (look = 0; look < LOOKS; look++) {
		memset(&now, 0, sizeof(now));
		if (kt_collect(&request, &now, &reply))
			kt_die("%s: %s", table->name, reply.words);
		compare(table, &then, &now, &fall);
		kt_free(&then);
		then = now;
		nanosleep(&pause, NULL);
	}
	kt_free(&then);
	for (n = 0; n < table->field_count; n++) {
		if (!(table->fields[n].flags & KINTROSPECT_FIELD_FLAG_TOTAL))
			continue;
		fields++;
		if (fall.falls[n])
			kt_diag("%s.%s fell %llu times, first from %llu to %llu", table->name,
				table->fields[n].name, (unsigned long long)fall.falls[n],
				(unsigned long long)fall.from[n], (unsigned long long)fall.to[n]);
		fields -= !!fall.falls[n];
		fall.falls[0] |= fall.falls[n];
	}
	kt_ok(fields && fall.compared >= LOOKS && !fall.falls[0],
	      "%s%s: totals never fall", table->name, threads ? " by thread" : "");
}

int main(void)
{
	pid_t spinners[SPINNERS];
	int i;

	for (i = 0; i < SPINNERS; i++) {
		spinners[i] = fork();
		if (!spinners[i])
			spin();
	}
	watch(KINTROSPECT_CMD_TASKS, false);
	watch(KINTROSPECT_CMD_TASKS, true);
	watch(KINTROSPECT_CMD_SCHED, false);
	for (i = 0; i < SPINNERS; i++) {
		kill(spinners[i], SIGKILL);
		waitpid(spinners[i], NULL, 0);
	}
	return kt_done();
}
