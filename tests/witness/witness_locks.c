// SPDX-License-Identifier: GPL-2.0-only
/* /proc/lockdep, /proc/kwitness_locks and /proc/lockdep_stats. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "witness_locks.h"

/* Texts of files that are kept. */
static struct kept {
	char path[40];
	char *text;
} kept[8];

static bool keeping;

/* Keep what is read from now on for the next who reads it; what was kept is forgotten. */
void kl_keep(bool keep)
{
	size_t i;

	for (i = 0; i < sizeof(kept) / sizeof(*kept); i++)
		free(kept[i].text);
	memset(kept, 0, sizeof(kept));
	keeping = keep;
}

/* Forget what was kept, and go on keeping if so far. */
void kl_again(void)
{
	kl_keep(keeping);
}

/* A file as a whole; it has to be there. */
char *kl_slurp(const char *path)
{
	struct kept *at = kept;
	char *text;

	while (keeping && at < kept + sizeof(kept) / sizeof(*kept) - 1 && at->text &&
	       strcmp(at->path, path))
		at++;
	text = keeping && at->text && !strcmp(at->path, path) ? strdup(at->text) :
		kt_slurp(path, NULL);
	if (!text)
		kt_die("no %s", path);
	if (keeping && !at->text) {
		snprintf(at->path, sizeof(at->path), "%s", path);
		at->text = strdup(text);
	}
	return text;
}

/* Room for one more at the end of an array. */
void *kl_more(void *array, size_t count, size_t size)
{
	/* by powers of two */
	if (count & (count - 1))
		return array;
	array = realloc(array, (count ? count * 2 : 1) * size);
	if (!array)
		kt_die("out of memory");
	return array;
}

/*
 * A kernel that does not have it: then all that can be right is what the driver says. True if
 * there is nothing else to check.
 */
bool kl_absent(struct truth *truth)
{
	struct kt_request request = { .object = truth->table->command };
	const char *reason = truth_lacking(truth->table->name, NULL);
	struct kt_reply reply;
	struct kt_rows rows;
	int via;

	if (!reason)
		return false;
	for (via = KT_PACKED; via <= KT_PROC; via++) {
		bool text = via == KT_DEBUGFS || via == KT_PROC;

		request.via = via;
		kt_collect(&request, &rows, &reply);
		if (rows.count || reply.error != (text ? 0 : EOPNOTSUPP) ||
		    !strstr(text ? reply.unavailable : reply.words, reason))
			truth_fault(truth, via, 0, TRUTH_ROWS,
				    "%zu rows by %s, %s '%s', should be that it does not have %s",
				    rows.count, kt_via_names[via], strerror(reply.error),
				    text ? reply.unavailable : reply.words, reason);
		else
			truth->seen[TRUTH_ROWS]++;
		kt_free(&rows);
	}
	return true;
}

/* --- /proc/lockdep ------------------------------------------------------ */

/* "KEY [OPS: N] FD: N BD: N CHARS: NAME" */
static void class_line(struct kl *kl, const char *line)
{
	struct kl_class *class;
	const char *at;
	int used = 0;

	kl->classes = kl_more(kl->classes, kl->count, sizeof(*kl->classes));
	class = &kl->classes[kl->count++];
	memset(class, 0, sizeof(*class));
	class->ops = -1;
	at = strchr(line, ' ');
	if (at && !strncmp(at, " OPS:", 5))
		class->ops = strtoll(at + 5, (char **)&at, 10);
	if (!at || sscanf(at, " FD:%u BD:%u %7[^:]: %1099[^\n]%n", &class->forward,
			  &class->backward, class->chars, class->name, &used) < 4)
		kt_die("/proc/lockdep: %.100s", line);
	class->key = strtoull(line, NULL, 16);
}

static void lockdep(struct kl *kl)
{
	char *text = kl_slurp("/proc/lockdep"), *rest = text, *line;

	strsep(&rest, "\n");
	while ((line = strsep(&rest, "\n"))) {
		struct kl_class *class = kl->count ? &kl->classes[kl->count - 1] : NULL;

		if (!strncmp(line, " -> [", 5) && class) {
			char *name = strstr(line, "] ");
			size_t have = class->next ? strlen(class->next) : 0;

			if (!name)
				kt_die("/proc/lockdep: %s", line);
			class->next = realloc(class->next, have + strlen(name) + 2);
			if (!class->next)
				kt_die("out of memory");
			sprintf(class->next + have, "%s\n", name + 2);
		} else if (*line) {
			class_line(kl, line);
		}
	}
	free(text);
}

/* --- /proc/kwitness_locks --------------------------------------------------- */

static void edge_line(struct kl *kl, const char *line)
{
	struct kl_edge *edge;
	int used = 0;

	kl->edges = kl_more(kl->edges, kl->edge_count, sizeof(*kl->edges));
	edge = &kl->edges[kl->edge_count++];
	memset(edge, 0, sizeof(*edge));
	if (sscanf(line, "edge %u %u %u %u%n", &edge->from, &edge->to, &edge->distance,
		   &edge->dep, &used) < 4)
		kt_die("/proc/kwitness_locks: %s", line);
	for (line += used; *line == ' ' && edge->depth < KL_TRACE; edge->depth++)
		edge->trace[edge->depth] = strtoull(line, (char **)&line, 16);
}

/* The lines of classes are in the same order as in the kernel's file. False if not as many. */
static bool by_module(struct kl *kl)
{
	char *text = kl_slurp("/proc/kwitness_locks"), *rest = text, *line;
	unsigned long long key, usage;
	size_t n = 0;

	while ((line = strsep(&rest, "\n"))) {
		if (!strncmp(line, "edge ", 5)) {
			edge_line(kl, line);
		} else if (!strncmp(line, "class ", 6)) {
			struct kl_class *class = &kl->classes[n];

			if (n++ >= kl->count)
				continue;
			if (sscanf(line, "class %u %llx %u %u %u %u %u %llx %u %u", &class->id,
				   &key, &class->subclass, &class->version, &class->type,
				   &class->inner, &class->outer, &usage, &class->after,
				   &class->before) != 10)
				kt_die("/proc/kwitness_locks: %s", line);
			/* the kernel's file may have it hashed, and is of no use then */
			if (class->key >> 48 == 0xffff && class->key != key)
				n = kl->count + 1;
			class->key = key;
			class->usage = usage;
		}
	}
	free(text);
	return n == kl->count;
}

/* Both files with the same classes. */
void kl_read(struct kl *kl)
{
	int try;

	for (try = 0; try < 20; try++) {
		memset(kl, 0, sizeof(*kl));
		lockdep(kl);
		if (by_module(kl))
			return;
		kl_free(kl);
		kl_again();
	}
	kt_die("/proc/lockdep and /proc/kwitness_locks are never alike");
}

void kl_free(struct kl *kl)
{
	size_t i;

	for (i = 0; i < kl->count; i++)
		free(kl->classes[i].next);
	free(kl->classes);
	free(kl->edges);
}

const struct kl_class *kl_class(const struct kl *kl, unsigned int id)
{
	size_t low = 0, high = kl->count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (kl->classes[middle].id == id)
			return &kl->classes[middle];
		if (kl->classes[middle].id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* --- /proc/lockdep_stats ------------------------------------------------ */

uint64_t kl_lockdep_stat(const char *name)
{
	char *text = kl_slurp("/proc/lockdep_stats"), *at = strstr(text, name);
	uint64_t value;

	if (!at)
		kt_die("/proc/lockdep_stats has no %s", name);
	value = strtoull(at + strlen(name), NULL, 10);
	free(text);
	return value;
}

/* Whether lockdep turned itself off. */
bool kl_stale(void)
{
	return !kl_lockdep_stat("debug_locks:");
}

/* --- /proc/kallsyms ----------------------------------------------------- */

struct symbol {
	uint64_t addr;
	const char *name;
	const char *module;
};

static struct symbol *symbols;
static size_t symbol_count;

static int by_addr(const void *a, const void *b)
{
	const struct symbol *x = a, *y = b;

	return x->addr < y->addr ? -1 : x->addr > y->addr;
}

static void symbols_read(void)
{
	char *rest = kl_slurp("/proc/kallsyms"), *line;

	free(symbols);
	symbols = NULL;
	symbol_count = 0;
	/* the text stays, names point into it */
	while ((line = strsep(&rest, "\n"))) {
		struct symbol *symbol;
		char *name, *module;

		if (strlen(line) < 20)
			continue;
		symbols = kl_more(symbols, symbol_count, sizeof(*symbols));
		symbol = &symbols[symbol_count++];
		symbol->addr = strtoull(line, &name, 16);
		symbol->name = name + 3;
		module = strchr(symbol->name, '\t');
		symbol->module = "";
		if (module) {
			*module = 0;
			symbol->module = module + 1;
		}
	}
	qsort(symbols, symbol_count, sizeof(*symbols), by_addr);
}

/* The last symbol at or below an address; the others at the same place come before it. */
static const struct symbol *symbol_at(uint64_t addr)
{
	size_t low = 0, high;

	if (!symbols)
		symbols_read();
	high = symbol_count;
	while (low < high) {
		size_t middle = (low + high) / 2;

		if (symbols[middle].addr <= addr)
			low = middle + 1;
		else
			high = middle;
	}
	return low ? &symbols[low - 1] : NULL;
}

/* Whether SYMBOL+0xOFFSET [MODULE] is where an address lies. */
bool kl_symbol(const char *text, uint64_t addr)
{
	const struct symbol *symbol = symbol_at(addr), *at;
	char name[300];

	for (at = symbol; at && at >= symbols && at->addr == symbol->addr; at--) {
		snprintf(name, sizeof(name), "%s+0x%llx%s%s", at->name,
			 (unsigned long long)(addr - at->addr), *at->module ? " " : "", at->module);
		if (!strcmp(name, text))
			return true;
	}
	return false;
}

static uint64_t symbol_addr(const char *name)
{
	size_t i;

	if (!symbols)
		symbols_read();
	for (i = 0; i < symbol_count; i++)
		if (!strcmp(symbols[i].name, name))
			return symbols[i].addr;
	kt_die("no symbol %s", name);
}

/*
 * Whether an address may be in no symbol: outside of the kernel proper. A module's text
 * may be gone, and where others have data /proc/modules does not tell.
 */
bool kl_nameless(uint64_t addr)
{
	static uint64_t begin, end;

	if (!end) {
		begin = symbol_addr("_text");
		end = symbol_addr("_end");
	}
	return addr < begin || addr >= end;
}
