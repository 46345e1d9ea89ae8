// SPDX-License-Identifier: GPL-2.0-only
/* zones against /proc/zoneinfo and, for what it does not print everywhere, kwitness_mem. */
#include <stdlib.h>
#include <string.h>

#include "truth.h"
#include "witness_memory.h"

#define F(field) KT(ZONES, field)

static struct tm_file zones = { .path = "/sys/kernel/debug/kintrospect/zones" };
static struct tm_file infos[2] = { { .path = "/proc/zoneinfo" }, { .path = "/proc/zoneinfo" } };
static struct tm_file modules[2] = { { .path = "/proc/kwitness_mem" },
				     { .path = "/proc/kwitness_mem" } };
static struct tm_file *const files[] = { &modules[0], &infos[0], &zones, &infos[1], &modules[1] };

/* What is being parsed: rows so far, and of the last one what comes in several lines. */
struct parse {
	struct kt_rows rows;
	struct kt_row row;
	uint64_t protection[16][16];
	char name[16][16];
};

static void flush(struct parse *p)
{
	if (kt_has(&p->row, F(ZONE)))
		kt_keep(&p->row, &p->rows);
	memset(&p->row, 0, sizeof(p->row));
}

static void add(struct kt_row *row, unsigned int field, uint64_t value)
{
	kt_set(row, field, (kt_has(row, field) ? row->num[field] : 0) + value);
}

static void protections(struct parse *p, char *at)
{
	unsigned int n = 0;
	char *one;

	while (n < 16 && (one = strsep(&at, ",")))
		p->protection[p->rows.count][n++] = strtoull(one, NULL, 10);
}

static void info_line(char *line, void *arg)
{
	static const struct { const char *word; int field; } words[] = {
		{ "spanned", F(SPANNED_PAGES) }, { "present", F(PRESENT_PAGES) },
		{ "managed", F(MANAGED_PAGES) }, { "min", F(WATERMARK_MIN_PAGES) },
		{ "low", F(WATERMARK_LOW_PAGES) }, { "high", F(WATERMARK_HIGH_PAGES) },
		{ "start_pfn:", F(START_PFN) },
	};
	struct parse *p = arg;
	unsigned int node;
	char word[16];
	uint64_t value;
	size_t i;

	if (sscanf(line, "Node %u, zone %15s", &node, word) == 2) {
		flush(p);
		if (p->rows.count == 16)
			kt_die("more zones than a guest has");
		snprintf(p->name[p->rows.count], sizeof(p->name[0]), "%s", word);
		kt_set(&p->row, F(NODE_ID), node);
		kt_set_str(&p->row, F(ZONE), p->name[p->rows.count]);
		return;
	}
	if (strstr(line, "protection: ("))
		protections(p, strchr(line, '(') + 1);
	if (strstr(line, "pages free ")) {
		kt_set(&p->row, F(FREE_PAGES), strtoull(strstr(line, "free") + 4, NULL, 10));
		return;
	}
	if (sscanf(line, " %15s", word) != 1 || !strpbrk(line, "0123456789"))
		return;
	value = strtoull(strstr(line, word) + strlen(word), NULL, 10);
	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (!strcmp(word, words[i].word))
			kt_set(&p->row, words[i].field, value);
	if (!strcmp(word, "count:"))
		add(&p->row, F(PCP_PAGES), value);
	else if (!strcmp(word, "high:"))
		add(&p->row, F(PCP_HIGH_PAGES), value);
	else if (!strcmp(word, "batch:") && (!kt_has(&p->row, F(PCP_BATCH_PAGES)) ||
					     value > p->row.num[F(PCP_BATCH_PAGES)]))
		kt_set(&p->row, F(PCP_BATCH_PAGES), value);
}

static void module_line(char *line, void *arg)
{
	static const int fields[4] = { F(BOOST_PAGES), F(WATERMARK_PROMO_PAGES), F(CMA_PAGES),
				       F(RESERVED_HIGHATOMIC_PAGES) };
	char name[16], value[4][24];
	struct kt_rows *rows = arg;
	unsigned int node;
	size_t i, n;

	if (sscanf(line, "zone %u %15s %23s %23s %23s %23s", &node, name, value[0], value[1],
		   value[2], value[3]) != 6)
		return;
	for (i = 0; i < rows->count; i++)
		if (rows->rows[i].num[F(NODE_ID)] == node &&
		    !strcmp(rows->rows[i].str[F(ZONE)], name))
			for (n = 0; n < 4; n++)
				if (strcmp(value[n], "-"))
					kt_set(&rows->rows[i], fields[n],
					       strtoull(value[n], NULL, 10));
}

/* The numbers in parentheses are those of the zones of a node, in their order. */
static void name_protections(struct parse *p)
{
	static const struct { const char *zone; int field; } kinds[] = {
		{ "DMA", F(PROTECTION_DMA_PAGES) }, { "DMA32", F(PROTECTION_DMA32_PAGES) },
		{ "Normal", F(PROTECTION_NORMAL_PAGES) },
		{ "HighMem", F(PROTECTION_HIGHMEM_PAGES) },
		{ "Movable", F(PROTECTION_MOVABLE_PAGES) },
		{ "Device", F(PROTECTION_DEVICE_PAGES) },
	};
	size_t i, n, k;

	for (i = 0; i < p->rows.count; i++)
		for (n = 0; n < p->rows.count; n++)
			for (k = 0; k < sizeof(kinds) / sizeof(*kinds); k++)
				if (p->rows.rows[n].num[F(NODE_ID)] ==
				    p->rows.rows[0].num[F(NODE_ID)] &&
				    !strcmp(p->name[n], kinds[k].zone))
					kt_set(&p->rows.rows[i], kinds[k].field,
					       p->protection[i][n]);
}

static void expect(const struct tm_file *info, const struct tm_file *module, struct parse *p)
{
	memset(p, 0, sizeof(*p));
	tm_lines(info, info_line, p);
	flush(p);
	name_protections(p);
	tm_lines(module, module_line, &p->rows);
}

static void check(struct truth *truth)
{
	static const truth_units units = { 0 };
	static struct parse before, after;
	struct kt_rows rows;
	size_t i;

	tm_read_all(files, sizeof(files) / sizeof(*files));
	expect(&infos[0], &modules[0], &before);
	expect(&infos[1], &modules[1], &after);
	tm_rows(truth, &zones, &rows);
	if (rows.count != before.rows.count || !rows.count)
		truth_fault(truth, 0, 2, TRUTH_ROWS, "%zu rows, should be %zu", rows.count,
			    before.rows.count);
	for (i = 0; i < rows.count && i < before.rows.count && i < after.rows.count; i++) {
		truth->seen[TRUTH_ROWS]++;
		truth_row(truth, i, 0, &rows.rows[i], &before.rows.rows[i],
			  &after.rows.rows[i], units);
	}
	kt_free(&before.rows);
	kt_free(&after.rows);
	kt_free(&rows);
}

static const char *lacking_field(const char *field)
{
	if (!strcmp(field, "watermark-promo-pages") && kt_before(5, 18))
		return "needs Linux 5.18";
	if (!strcmp(field, "cma-pages") && kt_before(5, 12))
		return "needs Linux 5.12";
	if (!strcmp(field, "cma-pages") && !truth_configured("CMA"))
		return "needs CONFIG_CMA";
	if (!strcmp(field, "protection-dma-pages") && !truth_configured("ZONE_DMA"))
		return "needs CONFIG_ZONE_DMA";
	if (!strcmp(field, "protection-dma32-pages") && !truth_configured("ZONE_DMA32"))
		return "needs CONFIG_ZONE_DMA32";
	if (!strcmp(field, "protection-highmem-pages") && !truth_configured("HIGHMEM"))
		return "needs CONFIG_HIGHMEM";
	if (!strcmp(field, "protection-device-pages") && !truth_configured("ZONE_DEVICE"))
		return "needs CONFIG_ZONE_DEVICE";
	return NULL;
}

const struct truth_object truth_zones = {
	.name = "zones",
	.check = check,
	.lacking_field = lacking_field,
	.rows = TRUTH_STAYS,
	.moves = truth_all_moves,
	.looks = 3,
	.texts = { "/proc/zoneinfo" },
};
