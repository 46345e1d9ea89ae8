// SPDX-License-Identifier: GPL-2.0-only
/*
 * vmalloc against /proc/vmallocinfo, which has addresses or the kernel's hashes of them
 * as kptr_restrict has it, /proc/kallsyms, and areas of the tests' own module.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "truth.h"
#include "witness_memory.h"

#define F(field) KT(VMALLOC, field)

/* Areas that the module maps: more than are looked at in one go. */
#define PLANTED 600

struct symbol {
	char name[64];
	uint64_t addr;
};

static struct symbol *symbols;
static size_t symbol_count;

/* --- /proc/kallsyms --------------------------------------------------------- */

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct symbol *)a)->name, ((const struct symbol *)b)->name);
}

/* All functions, sorted by name; there may be several of one name. */
static void read_symbols(void)
{
	FILE *file = fopen("/proc/kallsyms", "r");
	size_t room = 0;
	char line[256];

	if (!file)
		kt_die("no /proc/kallsyms");
	while (fgets(line, sizeof(line), file)) {
		unsigned long long addr;
		char type, name[64];

		if (sscanf(line, "%llx %c %63s", &addr, &type, name) != 3 || !strchr("tTwW", type))
			continue;
		if (symbol_count == room) {
			room = room ? room * 2 : 65536;
			symbols = realloc(symbols, room * sizeof(*symbols));
			if (!symbols)
				kt_die("out of memory");
		}
		symbols[symbol_count].addr = addr;
		snprintf(symbols[symbol_count++].name, sizeof(name), "%s", name);
	}
	fclose(file);
	qsort(symbols, symbol_count, sizeof(*symbols), by_name);
}

/* The address that symbol+offset means: @addr if it is one of those, or the first. */
static uint64_t symbol_addr(const char *caller, uint64_t addr)
{
	const char *plus = strchr(caller, '+');
	struct symbol key = { .addr = 0 }, *at;
	uint64_t offset, first;

	if (!plus)
		return 0;
	snprintf(key.name, sizeof(key.name), "%.*s", (int)(plus - caller), caller);
	offset = strtoull(plus + 1, NULL, 16);
	at = bsearch(&key, symbols, symbol_count, sizeof(*symbols), by_name);
	if (!at)
		return 0;
	while (at > symbols && !strcmp(at[-1].name, key.name))
		at--;
	for (first = at->addr; at < symbols + symbol_count && !strcmp(at->name, key.name); at++)
		if (at->addr + offset == addr)
			return addr;
	return first + offset;
}

/* --- /proc/vmallocinfo ------------------------------------------------------ */

static void restrict_to(int level)
{
	FILE *file = fopen("/proc/sys/kernel/kptr_restrict", "w");

	if (!file || fprintf(file, "%d", level) < 0 || fclose(file))
		kt_die("kptr_restrict");
}

static uint64_t flag_of(const char *word)
{
	const struct kc_field *field = &kt_table(KINTROSPECT_CMD_VMALLOC)->fields[F(FLAGS)];
	char name[32], *at;
	int i;

	snprintf(name, sizeof(name), "%s", word);
	while ((at = strchr(name, '_')))
		*at = '-';
	for (i = 0; i < field->value_count; i++)
		if (!strcmp(name, field->values[i]))
			return 1ULL << i;
	return 0;
}

static void info_line(char *line, void *rows)
{
	unsigned long long start, end, size;
	char caller[160] = "", *word;
	struct kt_row row = { { 0 }, { 0 }, { NULL } };
	uint64_t flags = 0, pages = 0;
	int at = 0;

	if (sscanf(line, "0x%llx-0x%llx %llu%n", &start, &end, &size, &at) != 3 ||
	    strstr(line, " unpurged "))
		return;
	for (line += at; (word = strsep(&line, " "));) {
		if (strchr(word, '+'))
			snprintf(caller, sizeof(caller), "%.120s", word);
		else if (*word == '[' && *caller)
			snprintf(caller + strlen(caller), 32, " %.30s", word);
		else if (!strncmp(word, "pages=", 6))
			pages = strtoull(word + 6, NULL, 10);
		else if (!strncmp(word, "phys=", 5))
			kt_set(&row, F(PHYS_ADDR), strtoull(word + 5, NULL, 16));
		else
			flags |= flag_of(word);
	}
	kt_set(&row, F(START_ADDR), start);
	kt_set(&row, F(END_ADDR), end);
	kt_set(&row, F(SIZE_BYTES), size);
	kt_set(&row, F(FLAGS), flags);
	if (pages) {
		kt_set(&row, F(MAPPED_PAGES), pages);
		kt_set(&row, F(GUARD_BYTES), size - pages * PAGE);
	}
	if (*caller)
		kt_set_str(&row, F(CALLER), caller);
	kt_keep(&row, rows);
}

/* Areas with both their addresses and their hashes, if nothing happened in between. */
static bool areas(struct tm_file *info, struct kt_rows *rows)
{
	struct kt_rows hashed = { NULL, 0, 0 };
	bool same = true;
	size_t i;

	memset(rows, 0, sizeof(*rows));
	tm_read(info);
	tm_lines(info, info_line, rows);
	restrict_to(0);
	tm_read(info);
	tm_lines(info, info_line, &hashed);
	restrict_to(1);
	for (i = 0; i < rows->count && i < hashed.count; i++) {
		same &= rows->rows[i].num[F(SIZE_BYTES)] == hashed.rows[i].num[F(SIZE_BYTES)] &&
			rows->rows[i].num[F(FLAGS)] == hashed.rows[i].num[F(FLAGS)];
		kt_set(&rows->rows[i], F(AREA_ID), hashed.rows[i].num[F(START_ADDR)]);
	}
	same &= rows->count == hashed.count;
	kt_free(&hashed);
	return same;
}

/* --- the check -------------------------------------------------------------- */

static struct kt_row *area_at(struct kt_rows *rows, uint64_t start)
{
	size_t i;

	for (i = 0; i < rows->count; i++)
		if (rows->rows[i].num[F(START_ADDR)] == start)
			return &rows->rows[i];
	return NULL;
}

/* In the order that the kernel tells them: a tree's are sorted. Before 6.9 there is one. */
static void sorted(struct truth *truth, const struct kt_rows *rows)
{
	size_t i;

	for (i = 1; kt_before(6, 9) && i < rows->count; i++)
		if (rows->rows[i].num[F(START_ADDR)] <= rows->rows[i - 1].num[F(START_ADDR)])
			truth_fault(truth, 0, 5, TRUTH_ROWS, "addresses do not rise");
}

static void compare(struct truth *truth, struct kt_rows *rows, struct kt_rows *before,
		    struct kt_rows *after)
{
	static const truth_units units = { 0 };
	size_t i;

	for (i = 0; i < before->count; i++) {
		struct kt_row *a = &before->rows[i], *b = area_at(after, a->num[F(START_ADDR)]);
		struct kt_row *row = area_at(rows, a->num[F(START_ADDR)]);

		if (!b || !kt_same(truth->table, F(SIZE_BYTES), a, b))
			continue;
		if (!row) {
			truth_fault(truth, i, 1, TRUTH_ROWS, "no row for %#llx",
				    (unsigned long long)a->num[F(START_ADDR)]);
			continue;
		}
		if (kt_has(a, F(CALLER)))
			kt_set(a, F(CALLER_ADDR), symbol_addr(a->str[F(CALLER)],
							      row->num[F(CALLER_ADDR)]));
		if (kt_has(b, F(CALLER)))
			kt_set(b, F(CALLER_ADDR), symbol_addr(b->str[F(CALLER)],
							      row->num[F(CALLER_ADDR)]));
		truth->seen[TRUTH_ROWS]++;
		truth_row(truth, a->num[F(START_ADDR)], 0, row, a, b, units);
	}
	for (i = 0; i < rows->count; i++)
		if (!area_at(before, rows->rows[i].num[F(START_ADDR)]) &&
		    !area_at(after, rows->rows[i].num[F(START_ADDR)]))
			truth_fault(truth, i, 2, TRUTH_ROWS, "there is no area at %s",
				    kt_show(truth->table, F(START_ADDR), &rows->rows[i]));
}

struct planted {
	struct truth *truth;
	struct kt_rows *rows;
	unsigned int count;
};

static void planted_line(char *line, void *arg)
{
	struct planted *planted = arg;
	unsigned long long addr, pages, kept, phys;
	uint64_t flags = 0;
	char names[64], *rest = names, *name;
	struct kt_row *row;

	if (sscanf(line, "area %llx %llu %llu %llx %63s", &addr, &pages, &kept, &phys, names) != 5)
		return;
	while ((name = strsep(&rest, ",")))
		flags |= flag_of(name);
	row = area_at(planted->rows, addr);
	planted->count++;
	if (!row || row->num[F(SIZE_BYTES)] != (pages + 1) * PAGE || row->num[F(FLAGS)] != flags ||
	    row->num[F(MAPPED_PAGES)] != kept || row->num[F(PHYS_ADDR)] != phys ||
	    (kept && row->num[F(GUARD_BYTES)] != PAGE) || !kt_has(row, F(CALLER)) ||
	    (!phys && !strstr(row->str[F(CALLER)], " [kwitness_mem]")))
		truth_fault(planted->truth, 0, 3, TRUTH_ROWS, "%s at %#llx: %s, %s, by %s", names,
			    addr, row ? "has a row" : "has no row",
			    row ? kt_show(planted->truth->table, F(SIZE_BYTES), row) : "-",
			    row ? kt_show(planted->truth->table, F(CALLER), row) : "-");
}

/* Before 6.9 the names of the list and its lock are enough. */
static const char *lacking(void)
{
	if (kt_before(6, 9))
		return NULL;
	if (!truth_configured("KALLSYMS_ALL"))
		return "symbol vmap_nodes not found (CONFIG_KALLSYMS_ALL, CONFIG_KPROBES)";
	if (!truth_configured("DEBUG_INFO_BTF") || !truth_configured("BPF_SYSCALL"))
		return "needs CONFIG_DEBUG_INFO_BTF and CONFIG_BPF_SYSCALL";
	return NULL;
}

/* Where the kernel cannot be asked, the driver says so. */
static void refused(struct truth *truth)
{
	struct kt_request request = { .object = KINTROSPECT_CMD_VMALLOC, .via = truth->via };
	struct kt_reply reply;
	struct kt_rows rows;

	if (kt_collect(&request, &rows, &reply) != EOPNOTSUPP ||
	    strcmp(reply.words, lacking()))
		truth_fault(truth, 0, 0, TRUTH_ROWS, "%zu rows, %s: %s", rows.count,
			    strerror(reply.error), reply.words);
	truth->seen[TRUTH_ROWS]++;
	kt_free(&rows);
}

static void check(struct truth *truth)
{
	static struct tm_file info = { .path = "/proc/vmallocinfo" };
	static struct tm_file module = { .path = "/proc/kwitness_mem" };
	struct planted planted = { .truth = truth };
	struct kt_rows before, after, rows;
	bool same;

	if (lacking()) {
		refused(truth);
		return;
	}
	restrict_to(1);
	if (!symbols) {
		if (!tm_tell("areas %u", PLANTED))
			kt_die("kwitness_mem could not map areas");
		read_symbols();
	}
	same = areas(&info, &before);
	truth_dump(truth, &rows);
	same &= areas(&info, &after);
	tm_read(&module);
	if (!same)
		truth_fault(truth, 0, 4, TRUTH_ROWS, "areas changed between two looks");
	sorted(truth, &rows);
	compare(truth, &rows, &before, &after);
	planted.rows = &rows;
	tm_lines(&module, planted_line, &planted);
	if (planted.count != PLANTED + 4)
		truth_fault(truth, 0, 6, TRUTH_ROWS, "kwitness_mem tells of %u areas",
			    planted.count);
	kt_free(&before);
	kt_free(&after);
	kt_free(&rows);
	restrict_to(0);
}

/* The stack of a process that a client is. */
static bool passing(const struct kt_row *row)
{
	const char *caller = row->str[F(CALLER)];

	return caller &&
		(!strncmp(caller, "copy_process", 12) || !strncmp(caller, "dup_task_struct", 15) ||
		 !strncmp(caller, "kernel_clone", 12) || !strncmp(caller, "_do_fork", 8));
}

const struct truth_object truth_vmalloc = {
	.name = "vmalloc",
	.check = check,
	.lacking = lacking,
	.passing = passing,
	.load = TRUTH_LOAD_WITHOUT_TASKS,
	.looks = 3,
	.texts = { "/proc/vmallocinfo" },
};
