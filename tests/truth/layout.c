// SPDX-License-Identifier: GPL-2.0-only
/*
 * layout against /proc/kallsyms, /proc/iomem, the kernel's log, and the tests' own
 * module. That the regions cover the whole is added up here again.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/klog.h>

#include "truth.h"

#define F(field) KT(LAYOUT, field)
#define REGIONS 96

enum { REGION, IMAGE, HOLE, UNKNOWN };
enum { MACRO, EXPORTED, SYMBOL, VMCOREINFO, IOMEM, NEIGHBOURS };

struct region {
	char name[32];
	uint64_t first, last;
	int kind, source;
};

static struct region known[REGIONS];
static int known_count;
static uint64_t top, image_link, image_phys;
static bool with_data, x86;	/* kallsyms has data; what machine it is */
static char *kallsyms, *iomem, *kwitness;

static void add(const char *name, uint64_t first, uint64_t last, int kind, int source)
{
	struct region *region = &known[known_count++];

	if (known_count > REGIONS)
		kt_die("too many regions");
	snprintf(region->name, sizeof(region->name), "%s", name);
	region->first = first;
	region->last = last;
	region->kind = kind;
	region->source = source;
}

/* Address of a symbol of the kernel proper, 0: none. */
static uint64_t symbol(const char *name)
{
	size_t len = strlen(name);
	char *at = kallsyms;

	while ((at = strstr(at, name))) {
		if (at[-1] == ' ' && at[len] == '\n') {
			while (at > kallsyms && at[-1] != '\n')
				at--;
			return strtoull(at, NULL, 16);
		}
		at += len;
	}
	return 0;
}

static bool resource(const char *name, uint64_t *first, uint64_t *end)
{
	char *at = strstr(iomem, name);

	if (!at)
		return false;
	while (at > iomem && at[-1] != '\n')
		at--;
	*first = strtoull(at, &at, 16);
	*end = strtoull(at + 1, NULL, 16) + 1;
	return true;
}

static uint64_t log_number(const char *before, const char *between)
{
	static char *log;
	char *at;

	if (!log) {
		int size = klogctl(10, NULL, 0);

		log = calloc(1, size + 1);
		if (!log || klogctl(3, log, size) < 0)
			kt_die("cannot read the kernel's log");
	}
	at = strstr(log, before);
	if (at && between)
		at = strstr(at, between);
	return at ? strtoull(at + strlen(between ? between : before), NULL, 10) : 0;
}

/* What is set aside, by the tests' own module; user space and what is one page too. */
static void set_aside(void)
{
	static const char * const exported[] = {
		"linear-map", "ram", "vmalloc", "vmemmap", "lowmem",
	};
	static const char * const holes[] = {
		"user-guard", "non-canonical", "hypervisor-guard",
	};
	char name[32], *line, *copy = strdup(kwitness), *save = copy;
	unsigned long long first, last;
	int source, kind;
	size_t i;

	while ((line = strsep(&save, "\n"))) {
		if (sscanf(line, "%31s %llx %llx", name, &first, &last) != 3)
			continue;
		source = MACRO;
		kind = REGION;
		for (i = 0; i < sizeof(exported) / sizeof(*exported); i++)
			if (!strcmp(name, exported[i]))
				source = EXPORTED;
		/* constants of arm64 */
		if (!x86 && sizeof(long) == 8 &&
		    (!strcmp(name, "vmalloc") || !strcmp(name, "vmemmap") ||
		     !strcmp(name, "linear-map")))
			source = MACRO;
		for (i = 0; i < sizeof(holes) / sizeof(*holes); i++)
			if (!strcmp(name, holes[i]))
				kind = HOLE;
		add(name, first, last, kind, source);
		if (!strcmp(name, "kernel"))
			top = last;
	}
	free(copy);
	copy = strstr(kwitness, "\nlink ");
	image_link = copy ? strtoull(copy + 6, NULL, 16) : 0;
}

static void section(const char *name, const char *start, const char *end, const char *part,
		    uint64_t virt)
{
	uint64_t first = symbol(start), behind = symbol(end);

	if (first && behind) {
		add(name, first, behind - 1, IMAGE, SYMBOL);
		/* what the tree of physical memory has, it has at the same place */
		if (part && resource(part, &first, &behind) &&
		    first - image_phys + virt != known[known_count - 1].first)
			kt_die("/proc/iomem and /proc/kallsyms do not agree of %s", name);
	} else {
		add(name, 0, 0, UNKNOWN, 0);
	}
}

static const struct region *find(const char *name)
{
	int i;

	for (i = 0; i < known_count; i++)
		if (!strcmp(known[i].name, name))
			return &known[i];
	return NULL;
}

/* Without symbols of data: by the tree of physical memory, and what is said of it. */
static void image_by_iomem(void)
{
	uint64_t code, code_end, data, data_end, virt, ram, ram_end, text = symbol("_stext");

	if (!resource("Kernel code", &code, &code_end) ||
	    !resource("Kernel data", &data, &data_end))
		kt_die("/proc/iomem has no kernel");
	if (sizeof(long) == 8) {
		/* what init begins with is text, and comes behind the code */
		virt = symbol("__init_begin") - code_end;
		image_phys = text - virt;
		/* the image begins with a header, 64 KiB before the text */
		image_phys -= 0x10000;
		add("image", text - 0x10000, data_end + virt - 1, IMAGE, IOMEM);
	} else {
		/* the memory that is mapped for good begins with the first there is */
		if (!resource("System RAM", &ram, &ram_end))
			kt_die("/proc/iomem has no memory");
		virt = find("lowmem")->first - ram;
		image_phys = code;
		add("image", code + virt, data_end + virt - 1, IMAGE, IOMEM);
	}
	add("text", text, symbol("_etext") - 1, IMAGE, SYMBOL);
	add("rodata", 0, 0, UNKNOWN, 0);
	add("init", code_end + virt, data + virt - 1, IMAGE, IOMEM);
	add("data-and-bss", data + virt, data_end + virt - 1, IMAGE, IOMEM);
	add("per-cpu", 0, 0, UNKNOWN, 0);
}

/* The units are as large as the log says; the first of them begins as kwitness says. */
static void per_cpu(void)
{
	uint64_t unit = log_number("percpu: Embedded", " u"), first, last = 0, addr;
	const char *at = strstr(kwitness, "\ncpu0 ");
	int cpus = 0;

	if (!at || !unit)
		kt_die("the kernel's log does not tell of per-CPU memory");
	first = strtoull(at + 6, NULL, 16) + symbol("__per_cpu_start");
	for (at = kwitness; (at = strstr(at, "\ncpu ")); at += 5, cpus++) {
		addr = strtoull(at + 5, NULL, 16);
		last = addr > last ? addr : last;
	}
	add("per-cpu", first, first + cpus * unit - 1, REGION, SYMBOL);
	if (last > known[known_count - 1].last)
		kt_die("a CPU's memory lies elsewhere");
}

static void witnesses(void)
{
	uint64_t text, end;

	kallsyms = kt_slurp("/proc/kallsyms", NULL);
	iomem = kt_slurp("/proc/iomem", NULL);
	kwitness = kt_slurp("/proc/kwitness_layout", NULL);
	if (!kallsyms || !iomem || !kwitness)
		kt_die("no /proc/kallsyms, /proc/iomem or /proc/kwitness_layout");
	known_count = 0;
	x86 = strstr(kwitness, "\nimage-map ");
	set_aside();
	text = symbol("_text");
	with_data = text && symbol("_end");
	if (!with_data) {
		image_by_iomem();
		return;
	}
	if (!resource("Kernel code", &image_phys, &end))
		kt_die("/proc/iomem has no kernel");
	add("image", text, symbol("_end") - 1, IMAGE, SYMBOL);
	section("text", "_stext", "_etext", x86 ? "Kernel code" : NULL, text);
	section("rodata", "__start_rodata", "__end_rodata", x86 ? "Kernel rodata" : NULL, text);
	section("init", "__init_begin", "__init_end", NULL, text);
	section("data", "_sdata", "_edata", "Kernel data", text);
	section("bss", "__bss_start", "__bss_stop", x86 ? "Kernel bss" : NULL, text);
	if (x86)
		section("brk", "__brk_base", "__brk_limit", NULL, text);
	per_cpu();
}

static bool within(const struct kt_row *row, const struct kt_row *in)
{
	uint64_t first = row->num[F(START_ADDR)], last = row->num[F(LAST_ADDR)];
	uint64_t a = in->num[F(START_ADDR)], b = in->num[F(LAST_ADDR)];

	return in != row && kt_has(in, F(START_ADDR)) && first >= a && last <= b &&
		(first != a || last != b);
}

/* The smallest of those that it lies in, by all rows. */
static const struct kt_row *parent(const struct kt_rows *rows, const struct kt_row *row,
				   int *depth)
{
	const struct kt_row *best = NULL;
	size_t i;

	*depth = 0;
	for (i = 0; i < rows->count; i++)
		if (within(row, &rows->rows[i])) {
			++*depth;
			if (!best || within(&rows->rows[i], best))
				best = &rows->rows[i];
		}
	return best;
}

static void perms(const struct region *region, char *text)
{
	int fd = open("/proc/kwitness_perms", O_RDWR);
	char addr[24];

	snprintf(addr, sizeof(addr), "%llx", (unsigned long long)region->first);
	if (fd < 0 || write(fd, addr, strlen(addr)) < 0 || lseek(fd, 0, SEEK_SET) ||
	    read(fd, text, 3) != 3)
		kt_die("/proc/kwitness_perms");
	text[3] = 0;
	close(fd);
}

static const char *reason(const char *name)
{
	if (!strcmp(name, "per-cpu"))
		return "symbol pcpu_base_addr not found (CONFIG_KALLSYMS_ALL, CONFIG_KPROBES)";
	return "the linker's symbols not found (CONFIG_KALLSYMS_ALL, CONFIG_KPROBES)";
}

static void image(const struct region *region, struct kt_row *row)
{
	const struct region *whole = find("image");
	/* ARM of 32 bits has its image where it was linked */
	uint64_t offset = image_link ? whole->first - image_link : 0;

	kt_set(row, F(PHYS_ADDR), region->first - whole->first + image_phys);
	kt_set(row, F(KASLR_OFFSET_BYTES), offset);
	kt_set(row, F(LINK_START_ADDR), region->first - offset);
	if (!strcmp(region->name, "init"))
		kt_set(row, F(FREED), log_number("Freeing unused kernel", "memory: ") > 0);
}

/* What a row should be; of a hole what it is called and where it lies is its neighbours'. */
static void expect(const struct kt_rows *rows, const struct kt_row *row,
		   const struct region *region, char *text, struct kt_row *e)
{
	const struct kt_row *in;
	int depth;

	memset(e, 0, sizeof(*e));
	kt_set_str(e, F(NAME), region->name);
	kt_set(e, F(KIND), region->kind);
	if (region->kind == UNKNOWN) {
		kt_set_str(e, F(REASON), reason(region->name));
		return;
	}
	in = parent(rows, row, &depth);
	kt_set(e, F(DEPTH), depth);
	if (in)
		kt_set_str(e, F(PARENT), in->str[F(NAME)]);
	kt_set(e, F(START_ADDR), region->first);
	kt_set(e, F(LAST_ADDR), region->last);
	kt_set(e, region->kind == HOLE ? F(GAP_BYTES) : F(SIZE_BYTES),
	       region->last - region->first + 1);
	kt_set(e, F(SOURCE), region->source);
	if (region->kind == IMAGE)
		image(region, e);
	if (x86 && (region->kind == IMAGE || !strcmp(region->name, "vsyscall"))) {
		perms(region, text);
		kt_set_str(e, F(PERMS), text);
	}
}

/*
 * A hole begins where its neighbour below ends, or its parent begins, and ends where
 * the one above begins, or its parent ends.
 */
static struct region hole(const struct kt_rows *rows, size_t n)
{
	const struct kt_row *row = &rows->rows[n], *in, *other;
	struct region hole = { .kind = HOLE, .source = NEIGHBOURS };
	const char *below = NULL, *above = NULL;
	int depth, its;
	size_t i;

	in = parent(rows, row, &depth);
	hole.first = in ? in->num[F(START_ADDR)] : 0;
	hole.last = in ? in->num[F(LAST_ADDR)] : top;
	for (i = 0; i < rows->count; i++) {
		other = &rows->rows[i];
		if (i == n || !kt_has(other, F(START_ADDR)) ||
		    parent(rows, other, &its) != in || its != depth)
			continue;
		if (other->num[F(LAST_ADDR)] < row->num[F(START_ADDR)] &&
		    other->num[F(LAST_ADDR)] >= hole.first) {
			hole.first = other->num[F(LAST_ADDR)] + 1;
			below = other->str[F(NAME)];
		}
		if (other->num[F(START_ADDR)] > row->num[F(LAST_ADDR)] &&
		    other->num[F(START_ADDR)] <= hole.last) {
			hole.last = other->num[F(START_ADDR)] - 1;
			above = other->str[F(NAME)];
		}
	}
	snprintf(hole.name, sizeof(hole.name), "%s-%s", below ? "after" : "before",
		 below ? below : above ? above : "");
	return hole;
}

/* Sorted, and each parent covered by what lies in it, without gap or overlap. */
static void partition(struct truth *truth, const struct kt_rows *rows)
{
	size_t i, k;

	for (i = 0; i <= rows->count; i++) {
		const struct kt_row *in = i < rows->count ? &rows->rows[i] : NULL;
		uint64_t at = in ? in->num[F(START_ADDR)] : 0;
		uint64_t last = in ? in->num[F(LAST_ADDR)] : top;
		int depth, children = 0;

		if (in && !kt_has(in, F(START_ADDR)))
			continue;
		for (k = 0; k < rows->count; k++) {
			const struct kt_row *row = &rows->rows[k];

			if (!kt_has(row, F(START_ADDR)) || parent(rows, row, &depth) != in)
				continue;
			if (row->num[F(START_ADDR)] != at)
				truth_fault(truth, i, k, TRUTH_ROWS, "%s does not begin at 0x%llx",
					    row->str[F(NAME)], (unsigned long long)at);
			at = row->num[F(LAST_ADDR)] + 1;
			children++;
		}
		if (children && at != last + 1 && !(at == 0 && last == ~0ULL))
			truth_fault(truth, i, rows->count, TRUTH_ROWS, "%s is not covered to its end",
				    in ? in->str[F(NAME)] : "the space");
	}
}

/* The regions that have an address, and what it is called. */
static void one_address(struct truth *truth, const struct kt_rows *all, uint64_t addr,
			const char *name)
{
	struct kt_request request = {
		.object = truth->table->command, .via = truth->via, .masked = true,
	};
	const struct kt_row *row, *same;
	struct kt_reply reply;
	struct kt_rows rows;
	size_t i, k, n = 0;
	int f;

	kt_all(truth->table, request.mask);
	for (f = 0; f < truth->table->filter_count; f++)
		if (truth->table->filters[f] == F(ADDR)) {
			request.filter[f].set = true;
			request.filter[f].num = addr;
		}
	if (kt_collect(&request, &rows, &reply))
		truth_fault(truth, addr, 0, F(ADDR), "0x%llx: %s", (unsigned long long)addr,
			    reply.words);
	for (k = 0; k < all->count; k++) {
		row = &all->rows[k];
		if (!kt_has(row, F(START_ADDR)) || addr < row->num[F(START_ADDR)] ||
		    addr > row->num[F(LAST_ADDR)])
			continue;
		same = n < rows.count ? &rows.rows[n] : NULL;
		n++;
		if (!same || !kt_same(truth->table, F(NAME), row, same))
			truth_fault(truth, addr, n, TRUTH_ROWS, "0x%llx is not in %s",
				    (unsigned long long)addr, row->str[F(NAME)]);
	}
	if (n != rows.count)
		truth_fault(truth, addr, 99, TRUTH_ROWS, "0x%llx is in %zu regions",
			    (unsigned long long)addr, rows.count);
	for (i = 0; i < rows.count; i++) {
		const char *its = kt_has(&rows.rows[i], F(SYMBOL)) ?
			rows.rows[i].str[F(SYMBOL)] : NULL;

		if (!kt_has(&rows.rows[i], F(ADDR)) || rows.rows[i].num[F(ADDR)] != addr)
			truth_fault(truth, addr, i, F(ADDR), "0x%llx: addr",
				    (unsigned long long)addr);
		else
			truth->seen[F(ADDR)]++;
		/* of the innermost one only */
		if (i + 1 < rows.count || !name ? !!its :
		    !its || strncmp(its, name, strlen(name)))
			truth_fault(truth, addr, i, F(SYMBOL), "0x%llx: %s, should be %s",
				    (unsigned long long)addr, its ? its : "-", name ? name : "-");
		else if (its)
			truth->seen[F(SYMBOL)]++;
	}
	kt_free(&rows);
}

static void addresses(struct truth *truth, const struct kt_rows *rows)
{
	/* of nothing else these are names */
	one_address(truth, rows, symbol("vprintk_emit") + 5, "vprintk_emit+0x5/");
	one_address(truth, rows, symbol("sprint_symbol"), "sprint_symbol+0x0/");
	one_address(truth, rows, 4096, NULL);
	one_address(truth, rows, top, NULL);
}

static void check(struct truth *truth)
{
	static const truth_units units = { 0 };
	const struct region *region;
	struct region between;
	struct kt_rows rows;
	struct kt_row e;
	char text[8];
	size_t i;
	int n;

	if (!known_count)
		witnesses();
	truth_dump(truth, &rows);
	for (n = 0; n < known_count; n++) {
		for (i = 0; i < rows.count; i++)
			if (rows.rows[i].str[F(NAME)] &&
			    !strcmp(rows.rows[i].str[F(NAME)], known[n].name))
				break;
		if (i == rows.count)
			truth_fault(truth, n, 5, F(NAME), "%s has no row", known[n].name);
	}
	for (i = 0; i < rows.count; i++) {
		region = rows.rows[i].str[F(NAME)] ? find(rows.rows[i].str[F(NAME)]) : NULL;
		if (!region) {
			between = hole(&rows, i);
			region = &between;
		}
		expect(&rows, &rows.rows[i], region, text, &e);
		truth->seen[TRUTH_ROWS]++;
		truth_row(truth, rows.rows[i].num[F(START_ADDR)], i, &rows.rows[i], &e, &e,
			  units);
	}
	partition(truth, &rows);
	addresses(truth, &rows);
	/* where all is known there is nothing to give a reason for */
	if (with_data)
		truth->seen[F(REASON)]++;
	kt_free(&rows);
}

static const char *lacking_field(const char *field)
{
	return !strcmp(field, "perms") && !truth_configured("X86_64") ?
		"needs lookup_address() (CONFIG_X86_64)" : NULL;
}

const struct truth_object truth_layout = {
	.name = "layout",
	.check = check,
	.lacking_field = lacking_field,
	.rows = TRUTH_STAYS,
};
