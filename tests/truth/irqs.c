// SPDX-License-Identifier: GPL-2.0-only
/* irqs against /sys/kernel/irq, /proc/irq, /proc/interrupts, names of threads and kwitness. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "truth.h"

#define F(field) KT(IRQS, field)
#define IRQS 1024

/* Texts of an interrupt, which its row refers to. */
enum { CHIP, FLOW, ACTIONS, DOMAIN, AFFINITY, EFFECTIVE, TEXTS };

struct witness {
	struct kt_row row[IRQS];
	bool is[IRQS];
	/* nothing in /proc/irq tells of it */
	bool untold[IRQS];
	char text[IRQS][TEXTS][256];
};

/* The first line of a file of an interrupt, or NULL if there is none or it is empty. */
static char *attribute(char *to, size_t size, const char *folder, unsigned int irq,
		       const char *name)
{
	char path[128];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%u/%s", folder, irq, name);
	file = fopen(path, "r");
	if (!file)
		return NULL;
	if (!fgets(to, size, file))
		*to = 0;
	fclose(file);
	to[strcspn(to, "\n")] = 0;
	return *to ? to : NULL;
}

static void text(struct witness *witness, unsigned int irq, int which, int field,
		 const char *folder, const char *name)
{
	char *to = witness->text[irq][which];

	if (attribute(to, sizeof(witness->text[irq][which]), folder, irq, name))
		kt_set_str(&witness->row[irq], field, to);
}

/* "12,0,3": of each CPU that there may be. */
static uint64_t sum(const char *counts)
{
	uint64_t total = 0;
	char *end = (char *)counts;

	while (*end) {
		total += strtoull(end, &end, 10);
		end += *end == ',';
	}
	return total;
}

static void sysfs(struct witness *witness, unsigned int irq)
{
	static const char folder[] = "/sys/kernel/irq";
	struct kt_row *row = &witness->row[irq];
	char line[4096];

	kt_set(row, F(IRQ), irq);
	kt_set(row, F(THREADS_COUNT), 0);
	if (attribute(line, sizeof(line), folder, irq, "hwirq"))
		kt_set(row, F(HWIRQ), strtoull(line, NULL, 10));
	text(witness, irq, CHIP, F(CHIP), folder, "chip_name");
	text(witness, irq, FLOW, F(FLOW), folder, "name");
	text(witness, irq, ACTIONS, F(ACTIONS), folder, "actions");
	/* a chained interrupt's handler has no name */
	if (!strcmp(witness->text[irq][ACTIONS], "(null)"))
		row->present[0] &= ~(1ULL << F(ACTIONS));
	if (attribute(line, sizeof(line), folder, irq, "type"))
		kt_set(row, F(TYPE), strcmp(line, "level") ? KINTROSPECT_IRQ_TYPE_EDGE :
							     KINTROSPECT_IRQ_TYPE_LEVEL);
	if (attribute(line, sizeof(line), folder, irq, "wakeup"))
		kt_set(row, F(WAKEUP), !strcmp(line, "enabled"));
	if (attribute(line, sizeof(line), folder, irq, "per_cpu_count"))
		kt_set(row, F(COUNT_TOTAL), sum(line));
}

static void procfs(struct witness *witness, unsigned int irq)
{
	static const char folder[] = "/proc/irq";
	struct kt_row *row = &witness->row[irq];
	char line[64], path[64];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%u/spurious", folder, irq);
	file = fopen(path, "r");
	witness->untold[irq] = !file;
	if (!file)
		return;
	while (fgets(line, sizeof(line), file))
		if (!strncmp(line, "unhandled ", 10))
			kt_set(row, F(UNHANDLED_COUNT), strtoull(line + 10, NULL, 10));
	fclose(file);
	if (attribute(line, sizeof(line), folder, irq, "node") && *line != '-')
		kt_set(row, F(NODE_ID), strtoull(line, NULL, 10));
	text(witness, irq, AFFINITY, F(AFFINITY), folder, "smp_affinity_list");
	text(witness, irq, EFFECTIVE, F(EFFECTIVE_AFFINITY), folder, "effective_affinity_list");
}

/* What /proc/interrupts says counts for those that are in it: of all CPUs that are online. */
static void counts_shown(struct witness *witness)
{
	char *whole = kt_slurp("/proc/interrupts", NULL), *rest = whole, *line, *at, *end;
	unsigned int cpus = 0, cpu;

	if (!whole)
		kt_die("no /proc/interrupts");
	line = strsep(&rest, "\n");
	for (at = line; (at = strstr(at, "CPU")); at += 3)
		cpus++;
	while ((line = strsep(&rest, "\n"))) {
		unsigned long irq = strtoul(line, &end, 10);
		uint64_t total = 0;

		if (end == line || *end != ':' || irq >= IRQS || !witness->is[irq])
			continue;
		at = end + 1;
		for (cpu = 0; cpu < cpus; cpu++)
			total += strtoull(at, &at, 10);
		kt_set(&witness->row[irq], F(COUNT_TOTAL), total);
	}
	free(whole);
}

/* Threads are called irq/NUMBER-NAME, and the second of a handler irq/NUMBER-s-NAME. */
static void threads(struct witness *witness)
{
	DIR *proc = opendir("/proc");
	struct dirent *entry;

	if (!proc)
		kt_die("no /proc");
	while ((entry = readdir(proc))) {
		char path[300], comm[64];
		unsigned int irq;
		FILE *file;

		if (*entry->d_name < '1' || *entry->d_name > '9')
			continue;
		snprintf(path, sizeof(path), "/proc/%s/comm", entry->d_name);
		file = fopen(path, "r");
		if (!file)
			continue;
		if (fgets(comm, sizeof(comm), file) && sscanf(comm, "irq/%u-", &irq) == 1 &&
		    irq < IRQS)
			witness->row[irq].num[F(THREADS_COUNT)]++;
		fclose(file);
	}
	closedir(proc);
}

/* Lines of kwitness: number, whether it is disabled, domain. */
static void kwitness(struct witness *witness)
{
	char *whole = kt_slurp("/proc/kwitness_irqs", NULL), *rest = whole, *line;

	if (!whole)
		kt_die("no /proc/kwitness_irqs");
	while ((line = strsep(&rest, "\n"))) {
		unsigned int irq, disabled;
		char *to;

		if (sscanf(line, "%u %u", &irq, &disabled) != 2 || irq >= IRQS || !witness->is[irq])
			continue;
		kt_set(&witness->row[irq], F(DISABLED), disabled);
		to = witness->text[irq][DOMAIN];
		snprintf(to, sizeof(witness->text[irq][DOMAIN]), "%s",
			 strchr(strchr(line, ' ') + 1, ' ') + 1);
		if (*to)
			kt_set_str(&witness->row[irq], F(DOMAIN), to);
	}
	free(whole);
}

static void read_witness(struct witness *witness)
{
	DIR *folder = opendir("/sys/kernel/irq");
	struct dirent *entry;

	if (!folder)
		kt_die("no /sys/kernel/irq");
	memset(witness, 0, sizeof(*witness));
	while ((entry = readdir(folder))) {
		char *end;
		unsigned long irq = strtoul(entry->d_name, &end, 10);

		if (end == entry->d_name || *end)
			continue;
		if (irq >= IRQS)
			kt_die("interrupt %lu is more than this check has room for", irq);
		witness->is[irq] = true;
		sysfs(witness, irq);
		procfs(witness, irq);
	}
	closedir(folder);
	threads(witness);
	kwitness(witness);
	counts_shown(witness);
}

/* An interrupt without a chip is not in /proc/irq: these fields have no witness then. */
static void excuse(struct witness *witness, unsigned int irq, const struct kt_row *row)
{
	static const int fields[] = { F(UNHANDLED_COUNT), F(NODE_ID), F(AFFINITY),
				      F(EFFECTIVE_AFFINITY) };
	size_t i;

	for (i = 0; witness->untold[irq] && i < sizeof(fields) / sizeof(*fields); i++) {
		if (!kt_has(row, fields[i]))
			continue;
		witness->row[irq].num[fields[i]] = row->num[fields[i]];
		witness->row[irq].str[fields[i]] = row->str[fields[i]];
		kt_set(&witness->row[irq], fields[i], row->num[fields[i]]);
	}
}

static void check(struct truth *truth)
{
	static const truth_units units = { 0 };
	static struct witness before, after;
	static bool seen[IRQS];
	struct kt_rows rows;
	unsigned int irq;
	size_t i;

	read_witness(&before);
	truth_dump(truth, &rows);
	read_witness(&after);
	memset(seen, 0, sizeof(seen));
	for (i = 0; i < rows.count; i++) {
		uint64_t number = rows.rows[i].num[F(IRQ)];

		if (number >= IRQS || !kt_has(&rows.rows[i], F(IRQ)) ||
		    (!before.is[number] && !after.is[number])) {
			truth_fault(truth, i, 1, F(IRQ), "there is no interrupt %llu",
				    (unsigned long long)number);
			continue;
		}
		if (seen[number])
			truth_fault(truth, i, 2, TRUTH_ROWS, "interrupt %llu has two rows",
				    (unsigned long long)number);
		if (i && number <= rows.rows[i - 1].num[F(IRQ)])
			truth_fault(truth, i, 3, TRUTH_ROWS, "numbers do not rise");
		seen[number] = true;
		truth->seen[TRUTH_ROWS]++;
		if (!before.is[number] || !after.is[number])
			continue;
		excuse(&before, number, &rows.rows[i]);
		excuse(&after, number, &rows.rows[i]);
		truth_row(truth, number, 0, &rows.rows[i], &before.row[number], &after.row[number],
			  units);
	}
	for (irq = 0; irq < IRQS; irq++)
		if (before.is[irq] && after.is[irq] && !seen[irq])
			truth_fault(truth, irq, 4, TRUTH_ROWS, "interrupt %u has no row", irq);
	kt_free(&rows);
}

/* They come meanwhile. */
static bool moves(const struct kc_field *field)
{
	return !strcmp(field->name, "count-total") || !strcmp(field->name, "unhandled-count");
}

const struct truth_object truth_irqs = {
	.name = "irqs",
	.check = check,
	.rows = TRUTH_STAYS,
	.moves = moves,
	.looks = 3,
	.texts = { "/proc/interrupts" },
	.untold = { "affinity", "effective-affinity", "node-id", "domain" },
};
