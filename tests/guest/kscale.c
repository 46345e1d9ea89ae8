// SPDX-License-Identifier: GPL-2.0-only
/*
 * Counts what a big dump brings: no row lost, none twice. To be run by kmany.
 *
 * usage: kscale tasks|threads|vmas|paths N BUFFER...
 */
#include <stdlib.h>
#include <string.h>

#include "kt.h"

struct tally {
	const struct kc_table *table;
	uint64_t pid;
	bool threads;
	unsigned char *seen;	/* a count for each pid or page */
	size_t room;
	uint64_t first;
	uint64_t rows, again, odd;
};

static int task(const struct kt_row *row, void *arg)
{
	struct tally *t = arg;
	uint64_t pid = row->num[KT(TASKS, PID)];

	if (row->num[t->threads ? KT(TASKS, TGID) : KT(TASKS, PGRP)] != t->pid)
		return 0;
	if (pid >= t->room) {
		t->odd++;
		return 0;
	}
	t->rows += !t->seen[pid];
	t->again += t->seen[pid];
	t->seen[pid] = 1;
	return 0;
}

static int vma(const struct kt_row *row, void *arg)
{
	struct tally *t = arg;
	uint64_t start = row->num[KT(VMAS, START_ADDR)], page = (start - t->first) / PAGE;

	if (row->num[KT(VMAS, PID)] != t->pid || start < t->first || page >= t->room)
		return 0;
	t->odd += row->num[KT(VMAS, SIZE_BYTES)] != PAGE ||
		row->num[KT(VMAS, END_ADDR)] != start + PAGE;
	if (t->table && kt_has(row, KT(VMAS, PATH)))
		t->odd += strlen(row->str[KT(VMAS, PATH)]) < 4080;
	t->rows += !t->seen[page];
	t->again += t->seen[page];
	t->seen[page] = 1;
	return 0;
}

int main(int argc, char **argv)
{
	const char *what = argc > 3 ? argv[1] : "", *pid = getenv("KM_PID");
	bool tasks = !strcmp(what, "tasks"), threads = !strcmp(what, "threads");
	uint64_t count;
	int i, via;

	if (argc < 4 || !pid)
		return 64;
	count = strtoull(argv[2], NULL, 10);
	for (i = 3; i < argc; i++)
		for (via = KT_PACKED; via <= (i == 3 ? KT_DEBUGFS : KT_ATTRIBUTES); via++) {
			struct kt_request request = {
				.object = tasks || threads ? KINTROSPECT_CMD_TASKS :
					KINTROSPECT_CMD_VMAS,
				.via = via, .buffer = strtoull(argv[i], NULL, 10),
				.threads = threads,
			};
			struct tally t = {
				.pid = strtoull(pid, NULL, 10), .threads = threads,
				.room = tasks || threads ? 4194304 : count,
			};
			uint64_t want = tasks || threads ? count + 1 : count, start = kt_now();
			struct kt_reply reply;

			if (via == KT_DEBUGFS && threads)
				continue;
			if (!tasks && !threads)
				t.first = strtoull(getenv("KM_ADDR"), NULL, 16);
			t.table = strcmp(what, "paths") ? NULL : kt_table(request.object);
			t.seen = calloc(t.room, 1);
			if (!t.seen)
				kt_die("out of memory");
			kt_dump(&request, tasks || threads ? task : vma, &t, &reply);
			if (!kt_ok(!reply.error && t.rows == want && !t.again && !t.odd &&
				   !(reply.flags & ~KINTROSPECT_BATCH_FLAG_INTERRUPTED),
				   "%s %llu, %s, buffer of %s: no row lost or twice (%llu ms)",
				   what, (unsigned long long)count, kt_via_names[via], argv[i],
				   (unsigned long long)(kt_now() - start) / 1000000))
				kt_diag("%s %s: %llu rows, %llu again, %llu odd, flags 0x%x",
					strerror(reply.error), reply.words,
					(unsigned long long)t.rows, (unsigned long long)t.again,
					(unsigned long long)t.odd, reply.flags);
			free(t.seen);
		}
	return kt_done();
}
