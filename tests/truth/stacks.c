// SPDX-License-Identifier: GPL-2.0-only
/* stacks against /proc/PID/stack, and threads of the tests' own module. */
#include <ctype.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "truth.h"

#define TICK_NS 10000000	/* of /proc/PID/stat, USER_HZ is 100 everywhere */
#define F(field) KT(STACKS, field)
#define FRAMES 64
#define PLACES 8

struct frame {
	char symbol[128], module[64];
	unsigned long long offset, size;
};

struct thread {
	int tid, tgid;
	uint64_t start;	/* in ticks */
	char state[2], wchan[128];
	char comm[16];	/* the beginning: kernel threads have longer ones in /proc */
	int count;
	struct frame frames[FRAMES];
};

struct threads {
	struct thread *threads;
	size_t count, room;
};

/* Where functions are, as the tests' own module says. */
static struct {
	char symbol[64];
	uint64_t addr;
} places[PLACES];

/* On 32-bit ARM with SMP the kernel's own file is empty. */
static bool no_file(void)
{
	static enum { UNKNOWN, NO, YES } known;

	if (!known)
		known = truth_configured("ARM") && truth_configured("SMP") ? YES : NO;
	return known == YES;
}

/* The text of a file of a thread; "" when it is gone. */
static const char *file(const struct thread *thread, const char *name)
{
	static char text[FRAMES * 256];
	char path[96];
	size_t len;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/%s", thread->tgid, thread->tid, name);
	f = fopen(path, "r");
	len = f ? fread(text, 1, sizeof(text) - 1, f) : 0;
	text[len] = 0;
	if (f)
		fclose(f);
	return text;
}

/* [<0>] symbol+0xOFFSET/0xSIZE [module] */
static void frames(struct thread *thread)
{
	const char *at = file(thread, "stack");

	for (thread->count = 0; *at && thread->count < FRAMES; thread->count++) {
		struct frame *frame = &thread->frames[thread->count];
		const char *end = strchr(at, '\n'), *bracket;

		memset(frame, 0, sizeof(*frame));
		if (!end || sscanf(at, "[<%*x>] %127[^+]+%llx/%llx", frame->symbol,
				   &frame->offset, &frame->size) != 3)
			break;
		bracket = memchr(at + 5, '[', end - at - 5);
		if (bracket)
			sscanf(bracket, "[%63[^]]", frame->module);
		at = end + 1;
	}
}

static bool thread(struct thread *thread, int tgid, int tid)
{
	const char *text, *at;
	size_t len;
	int word;

	memset(thread, 0, offsetof(struct thread, frames));
	thread->tgid = tgid;
	thread->tid = tid;
	text = file(thread, "stat");
	at = strrchr(text, ')');
	if (!at)
		return false;
	thread->state[0] = at[2];
	/* the name, which ends here, is the second word of all; the 22nd is starttime */
	for (word = 2, at++; *at && word < 22; at++)
		word += *at == ' ';
	thread->start = strtoull(at, NULL, 10);
	text = file(thread, "comm");
	len = strlen(text);
	snprintf(thread->comm, sizeof(thread->comm), "%.*s", len ? (int)len - 1 : 0, text);
	if (no_file())
		snprintf(thread->wchan, sizeof(thread->wchan), "%s", file(thread, "wchan"));
	frames(thread);
	return true;
}

static void scan_process(struct threads *all, int tgid)
{
	struct dirent *entry;
	char path[64];
	DIR *tasks;

	snprintf(path, sizeof(path), "/proc/%d/task", tgid);
	tasks = opendir(path);
	while (tasks && (entry = readdir(tasks))) {
		if (!isdigit(entry->d_name[0]))
			continue;
		if (all->count == all->room) {
			all->room = all->room ? all->room * 2 : 16;
			all->threads = realloc(all->threads, all->room * sizeof(*all->threads));
			if (!all->threads)
				kt_die("out of memory");
		}
		all->count += thread(&all->threads[all->count], tgid, atoi(entry->d_name));
	}
	if (tasks)
		closedir(tasks);
}

/* All threads, or those of a process. */
static void scan(struct threads *all, int only)
{
	struct dirent *entry;
	DIR *proc;

	*all = (struct threads){ NULL, 0, 0 };
	if (only) {
		scan_process(all, only);
		return;
	}
	proc = opendir("/proc");
	while ((entry = readdir(proc)))
		if (isdigit(entry->d_name[0]))
			scan_process(all, atoi(entry->d_name));
	closedir(proc);
}

static const struct thread *find(const struct threads *all, uint64_t tid)
{
	size_t i;

	for (i = 0; i < all->count; i++)
		if ((uint64_t)all->threads[i].tid == tid)
			return &all->threads[i];
	return NULL;
}

/* Filter 0 is pid, 1 is tgid; -1: none. */
static void collect(struct truth *truth, int slot, int id, struct kt_rows *rows)
{
	struct kt_request request = {
		.object = KINTROSPECT_CMD_STACKS, .via = truth->via, .masked = true,
	};
	struct kt_reply reply;

	kt_all(truth->table, request.mask);
	if (slot >= 0) {
		request.filter[slot].set = true;
		request.filter[slot].num = id;
	}
	if (kt_collect(&request, rows, &reply) && reply.error != 3 /* ESRCH: it ended */)
		truth_fault(truth, id, slot, TRUTH_ROWS, "the dump ended with %s: %s",
			    strerror(reply.error), reply.words);
}

/* Whether it held still: not a word on one that moved. */
static bool still(const struct thread *a, const struct thread *b)
{
	return b && a->state[0] != 'R' && a->state[0] == b->state[0] && a->count == b->count &&
		!memcmp(a->frames, b->frames, a->count * sizeof(*a->frames)) &&
		!strcmp(a->comm, b->comm) && !strcmp(a->wchan, b->wchan);
}

static void expect(const struct thread *thread, int depth, const struct kt_row *row,
		   struct kt_row *e)
{
	const struct frame *frame = &thread->frames[depth];
	const char *comm = kt_has(row, F(COMM)) ? row->str[F(COMM)] : "";
	int i;

	*e = *row;
	kt_set(e, F(PID), thread->tid);
	kt_set(e, F(TGID), thread->tgid);
	kt_set(e, F(START_TIME_NS), thread->start * TICK_NS);
	kt_set(e, F(DEPTH), depth);
	kt_set_str(e, F(STATE), thread->state);
	kt_set(e, F(RUNNING), 0);
	/* /proc adds its workqueue to a worker's name */
	if (strncmp(thread->comm, "kworker/", 8) || strncmp(thread->comm, comm, strlen(comm)) ||
	    strlen(comm) < 9)
		kt_set_str(e, F(COMM), thread->comm);
	for (i = 0; i < PLACES && kt_has(row, F(SYMBOL)); i++)
		if (places[i].addr && !strcmp(places[i].symbol, row->str[F(SYMBOL)]))
			kt_set(e, F(RETURN_ADDR), places[i].addr + row->num[F(OFFSET_BYTES)]);
	if (no_file()) {
		if (!depth)
			kt_set_str(e, F(SYMBOL), thread->wchan);
		return;
	}
	kt_set_str(e, F(SYMBOL), frame->symbol);
	kt_set(e, F(OFFSET_BYTES), frame->offset);
	kt_set(e, F(SIZE_BYTES), frame->size);
	if (frame->module[0])
		kt_set_str(e, F(MODULE), frame->module);
	else
		e->present[0] &= ~(1ULL << F(MODULE));
}

/* This program itself, which makes the dump: asked for by name, it says that it runs. */
static void running(struct truth *truth, const struct thread *self, const struct kt_rows *rows,
		    size_t first, size_t count, bool wanted)
{
	static const truth_units units = { [F(START_TIME_NS)] = TICK_NS };
	const struct kt_row *row = &rows->rows[first];
	struct kt_row e;

	if (count != wanted) {
		truth_fault(truth, self->tid, 1, TRUTH_ROWS, "one that runs has %zu rows", count);
		return;
	}
	if (!wanted)
		return;
	memset(&e, 0, sizeof(e));
	kt_set(&e, F(PID), self->tid);
	kt_set(&e, F(TGID), self->tgid);
	kt_set(&e, F(START_TIME_NS), self->start * TICK_NS);
	kt_set_str(&e, F(STATE), "R");
	kt_set_str(&e, F(COMM), self->comm);
	kt_set(&e, F(RUNNING), 1);
	truth->seen[TRUTH_ROWS]++;
	truth_row(truth, self->tid, FRAMES, row, &e, &e, units);
}

/* The rows of a thread, which are together. */
static void compare(struct truth *truth, const struct thread *a, const struct thread *b,
		    const struct kt_rows *rows, bool wanted)
{
	static const truth_units units = { [F(START_TIME_NS)] = TICK_NS };
	size_t first = 0, count = 0;
	struct kt_row e;
	size_t i;

	for (i = 0; i < rows->count; i++)
		if (rows->rows[i].num[F(PID)] == (uint64_t)a->tid) {
			if (!count++)
				first = i;
		}
	if (a->tid == getpid()) {
		running(truth, a, rows, first, count, wanted);
		return;
	}
	if (!still(a, b))
		return;
	if (!wanted || !no_file() ? count != (size_t)(wanted ? a->count : 0) :
	    a->wchan[0] != '0' && a->wchan[0] && !count) {
		truth_fault(truth, a->tid, 2, TRUTH_ROWS, "%d (%s, %s) has %zu rows, should be %d",
			    a->tid, a->comm, a->state, count, wanted ? a->count : 0);
		return;
	}
	for (i = 0; i < count; i++) {
		truth->seen[TRUTH_ROWS]++;
		expect(a, i, &rows->rows[first + i], &e);
		truth_row(truth, a->tid, i, &rows->rows[first + i], &e, &e, units);
	}
}

/* All that are blocked, and no others. */
static void blocked(struct truth *truth)
{
	struct threads before, after;
	struct kt_rows rows;
	size_t i;

	scan(&before, 0);
	collect(truth, -1, 0, &rows);
	scan(&after, 0);
	for (i = 0; i < before.count; i++)
		compare(truth, &before.threads[i], find(&after, before.threads[i].tid), &rows,
			before.threads[i].state[0] == 'D');
	for (i = 0; i < rows.count; i++)
		if (!find(&before, rows.rows[i].num[F(PID)]) &&
		    !find(&after, rows.rows[i].num[F(PID)]))
			truth_fault(truth, rows.rows[i].num[F(PID)], 3, TRUTH_ROWS,
				    "pid %llu does not exist",
				    (unsigned long long)rows.rows[i].num[F(PID)]);
	free(before.threads);
	free(after.threads);
	kt_free(&rows);
}

static void process(struct truth *truth, int tgid)
{
	struct threads before, after;
	struct kt_rows rows;
	size_t i;

	scan(&before, tgid);
	collect(truth, 1, tgid, &rows);
	scan(&after, tgid);
	for (i = 0; i < before.count; i++)
		compare(truth, &before.threads[i], find(&after, before.threads[i].tid), &rows,
			true);
	free(before.threads);
	free(after.threads);
	kt_free(&rows);
}

/* Whether a frame called another: none, or what 5.10 on arm64 has of the scheduler. */
static bool called(const struct kt_rows *rows, size_t at, const char *inner)
{
	const char *symbol;

	if (!at)
		return inner[0] == '-';
	symbol = kt_has(&rows->rows[at - 1], F(SYMBOL)) ? rows->rows[at - 1].str[F(SYMBOL)] : "";
	return !strcmp(symbol, inner[0] == '-' ? "__switch_to" : inner);
}

/* A thread of the tests' own module: it is where it is known to be. */
static void known(struct truth *truth, int tid, const char *outer, const char *inner)
{
	struct kt_rows rows;
	bool good = false;
	size_t i;

	collect(truth, 0, tid, &rows);
	for (i = 0; i < rows.count; i++) {
		const struct kt_row *row = &rows.rows[i];

		if (row->num[F(PID)] != (uint64_t)tid)
			truth_fault(truth, tid, 5, F(PID), "row of %llu among those of %d",
				    (unsigned long long)row->num[F(PID)], tid);
		if (kt_has(row, F(SYMBOL)) && kt_has(row, F(MODULE)) &&
		    !strcmp(row->str[F(SYMBOL)], outer) &&
		    !strcmp(row->str[F(MODULE)], "planted_stack") && called(&rows, i, inner))
			good = true;
	}
	if (!good)
		truth_fault(truth, tid, 6, F(SYMBOL), "%d is not in %s and then %s", tid, outer,
			    inner);
	kt_free(&rows);
}

static void check(struct truth *truth)
{
	char *text = kt_slurp("/proc/planted_stack", NULL), *line, *save;
	char outer[64], inner[64];
	struct threads all;
	int tid, count = 0;
	size_t i;

	if (!text)
		kt_die("no /proc/planted_stack");
	for (line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		unsigned long long addr;

		if (count < PLACES && sscanf(line, "at %63s %llx", outer, &addr) == 2) {
			strcpy(places[count].symbol, outer);
			places[count++].addr = addr;
		} else if (sscanf(line, "in %d %63s %63s", &tid, outer, inner) == 3) {
			known(truth, tid, outer, inner);
		}
	}
	free(text);
	blocked(truth);
	if (truth->only) {
		process(truth, truth->only);
		return;
	}
	scan(&all, 0);
	/* of the many workers, only what is blocked */
	for (i = 0; i < all.count; i++)
		if (all.threads[i].tid == all.threads[i].tgid &&
		    strncmp(all.threads[i].comm, "kworker/", 8))
			process(truth, all.threads[i].tgid);
	free(all.threads);
}

const struct truth_object truth_stacks = {
	.name = "stacks",
	.check = check,
	.rows = TRUTH_OF_PROCESSES,
};
