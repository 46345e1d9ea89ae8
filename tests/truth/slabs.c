// SPDX-License-Identifier: GPL-2.0-only
/* slabs against /proc/slabinfo, /sys/kernel/slab and caches of the tests' own module. */
#include <stdlib.h>
#include <string.h>

#include "truth.h"

#define F(field) KT(SLABS, field)
#define FLAG(name) KINTROSPECT_SLAB_FLAG_##name

#define MANY 10000	/* partial slabs of a node that are counted at most */

/* A line of /proc/slabinfo, and what moves in /sys/kernel/slab. */
struct cache {
	char name[64];
	unsigned long long active, objects, size, per_slab, pages, slabs, partial;
};

struct caches {
	struct cache *caches;
	size_t count;
};

static bool attribute(const char *name, const char *file, char *text, size_t size)
{
	char path[200];
	FILE *f;

	snprintf(path, sizeof(path), "/sys/kernel/slab/%s/%s", name, file);
	f = fopen(path, "r");
	if (!f)
		return false;
	text[0] = 0;
	if (fgets(text, size, f))
		text[strcspn(text, "\n")] = 0;
	fclose(f);
	return true;
}

static uint64_t number(const char *name, const char *file)
{
	char text[256];

	if (!attribute(name, file, text, sizeof(text)))
		kt_die("no %s of cache %s in /sys/kernel/slab", file, name);
	return strtoull(text, NULL, 10);
}

static bool flag(const char *name, const char *file)
{
	char text[32];

	return attribute(name, file, text, sizeof(text)) && text[0] == '1';
}

/* Whether a cache is looked at: where KASAN makes a minute of all the files, some are. */
static bool examined(const char *name, size_t place)
{
	static enum { UNKNOWN, NO, YES } slow;

	if (!slow)
		slow = truth_configured("KASAN") ? YES : NO;
	return slow == NO || place % 4 == 0 || !strncmp(name, "planted_slab", 12);
}

/* Lines of the file, oldest cache first; of only the tests' own if @own. */
static void lines(struct caches *all, bool own)
{
	char *text = kt_slurp("/proc/slabinfo", NULL), *at, *line, *save;
	size_t room = 0, i;

	if (!text)
		kt_die("no /proc/slabinfo");
	*all = (struct caches){ NULL, 0 };
	for (line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		struct cache cache;

		at = strstr(line, " : slabdata ");
		if (line[0] == '#' || !at ||
		    sscanf(line, "%63s %llu %llu %llu %llu %llu", cache.name, &cache.active,
			   &cache.objects, &cache.size, &cache.per_slab, &cache.pages) != 6 ||
		    sscanf(at, " : slabdata %*u %llu", &cache.slabs) != 1)
			continue;
		if (own && strncmp(cache.name, "planted_slab", 12))
			continue;
		cache.partial = 0;
		if (all->count == room) {
			room = room ? room * 2 : 256;
			all->caches = realloc(all->caches, room * sizeof(*all->caches));
			if (!all->caches)
				kt_die("out of memory");
		}
		all->caches[all->count++] = cache;
	}
	free(text);
	for (i = 0; i < all->count / 2; i++) {
		struct cache other = all->caches[i];

		all->caches[i] = all->caches[all->count - 1 - i];
		all->caches[all->count - 1 - i] = other;
	}
}

static void partial(struct caches *all)
{
	size_t i;

	for (i = 0; i < all->count; i++)
		if (examined(all->caches[i].name, i))
			all->caches[i].partial = number(all->caches[i].name, "partial");
}

/* To open all those files moves counts: so the one with most of them comes last. */
static void caches_before(struct caches *all, bool own)
{
	struct caches first;
	size_t i;

	lines(&first, own);
	partial(&first);
	lines(all, own);
	for (i = 0; i < all->count && i < first.count; i++)
		all->caches[i].partial = first.caches[i].partial;
	free(first.caches);
}

/* And first. */
static void caches_after(struct caches *all, bool own)
{
	lines(all, own);
	partial(all);
}

/* Which fields there are to be in this kernel, as the driver is loaded. */
static bool within_reach(unsigned int field)
{
	static struct kt_rows rows;
	struct kt_request request = { .object = KINTROSPECT_CMD_FIELDS };
	struct kt_reply reply;
	size_t i;

	if (!rows.count && kt_collect(&request, &rows, &reply))
		kt_die("fields: %s", strerror(reply.error));
	for (i = 0; i < rows.count; i++)
		if (!strcmp(rows.rows[i].str[KT(FIELDS, OBJECT)], "slabs") &&
		    rows.rows[i].num[KT(FIELDS, INDEX)] == field)
			return rows.rows[i].num[KT(FIELDS, AVAILABLE)];
	return false;
}

/* What does not move, by the cache's place. Flags that no file tells are not in @known. */
struct fixed {
	char name[64], ctor[256];
	uint64_t numbers[9], order, flags, known;
};

static const struct { int field; const char *file; } numbers[] = {
	{ F(ALIAS_COUNT), "aliases" }, { F(OBJECT_SIZE_BYTES), "object_size" },
	{ F(SIZE_BYTES), "slab_size" }, { F(ALIGN_BYTES), "align" },
	{ F(SLAB_OBJECT_COUNT), "objs_per_slab" }, { F(MIN_PARTIAL_COUNT), "min_partial" },
	{ F(CPU_PARTIAL_COUNT), "cpu_partial" }, { F(SHEAF_CAPACITY_COUNT), "sheaf_capacity" },
	{ F(USER_SIZE_BYTES), "usersize" },
};

/* Read once, as thousands of files take long. */
static const struct fixed *fixed_of(const char *name, size_t place)
{
	static const struct { const char *file; uint64_t bit; } flags[] = {
		{ "sanity_checks", FLAG(CONSISTENCY_CHECKS) }, { "red_zone", FLAG(RED_ZONE) },
		{ "poison", FLAG(POISON) }, { "store_user", FLAG(STORE_USER) },
		{ "trace", FLAG(TRACE) }, { "hwcache_align", FLAG(HWCACHE_ALIGN) },
		{ "cache_dma", FLAG(CACHE_DMA) }, { "failslab", FLAG(FAILSLAB) },
		{ "destroy_by_rcu", FLAG(TYPESAFE_BY_RCU) },
		{ "reclaim_account", FLAG(RECLAIM_ACCOUNT) },
		{ "skip_kfence", FLAG(SKIP_KFENCE) },
	};
	static struct fixed all[1024];
	struct fixed *fixed = &all[place];
	size_t i;

	if (place >= sizeof(all) / sizeof(*all))
		kt_die("more than %zu caches", place);
	if (!strcmp(fixed->name, name))
		return fixed;
	memset(fixed, 0, sizeof(*fixed));
	strcpy(fixed->name, name);
	for (i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		if (within_reach(numbers[i].field))
			fixed->numbers[i] = number(name, numbers[i].file);
	fixed->order = number(name, "order");
	for (i = 0; i < sizeof(flags) / sizeof(*flags); i++) {
		fixed->known |= flags[i].bit;
		if (flag(name, flags[i].file))
			fixed->flags |= flags[i].bit;
	}
	attribute(name, "ctor", fixed->ctor, sizeof(fixed->ctor));
	return fixed;
}

static void expect_fixed(const char *name, size_t place, const struct kt_row *row,
			 struct kt_row *e)
{
	const struct fixed *fixed = fixed_of(name, place);
	static char ctor[256];
	size_t i;

	memset(e, 0, sizeof(*e));
	kt_set_str(e, F(NAME), name);
	for (i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		if (within_reach(numbers[i].field))
			kt_set(e, numbers[i].field, fixed->numbers[i]);
	kt_set(e, F(SLAB_PAGES), 1ULL << fixed->order);
	if (within_reach(F(FLAGS)))
		kt_set(e, F(FLAGS), (row->num[F(FLAGS)] & ~fixed->known) | fixed->flags);
	/* without aliases, it may be one that nobody may merge into */
	if (within_reach(F(REFCOUNT)))
		kt_set(e, F(REFCOUNT), e->num[F(ALIAS_COUNT)] || row->num[F(REFCOUNT)] !=
		       (uint64_t)-1 ? e->num[F(ALIAS_COUNT)] + 1 : (uint64_t)-1);
	if (within_reach(F(USER_OFFSET_BYTES)))
		kt_set(e, F(USER_OFFSET_BYTES), row->num[F(USER_OFFSET_BYTES)]);
	if (within_reach(F(CTOR)) && fixed->ctor[0]) {
		char *plus, *module;

		strcpy(ctor, fixed->ctor);
		plus = strchr(ctor, '+');
		module = strchr(ctor, ' ');
		if (plus)
			memmove(plus, module ? module : "", strlen(module ? module : "") + 1);
		kt_set_str(e, F(CTOR), ctor);
	}
}

/* Where pages were scarce some slabs are small: then not fewer than the objects take. */
static uint64_t memory(const struct cache *cache, const struct kt_row *row)
{
	uint64_t most = cache->slabs * cache->pages * PAGE, is = row->num[F(MEMORY_BYTES)];

	if (cache->objects == cache->slabs * cache->per_slab || is >= most ||
	    is < cache->objects * cache->size)
		return most;
	return is;
}

static void expect_moving(const struct cache *cache, const struct kt_row *row,
			  struct kt_row *e)
{
	/* the file has a count that the driver must not make */
	bool counted = cache->partial <= MANY || !kt_before(6, 10);
	uint64_t used = cache->active * e->num[F(OBJECT_SIZE_BYTES)];

	if (within_reach(F(CAPPED)))
		kt_set(e, F(CAPPED), cache->partial > MANY);
	if (within_reach(F(PARTIAL_COUNT)))
		kt_set(e, F(PARTIAL_COUNT), cache->partial);
	if (within_reach(F(OBJECT_COUNT)))
		kt_set(e, F(OBJECT_COUNT), cache->objects);
	if (within_reach(F(SLAB_COUNT)))
		kt_set(e, F(SLAB_COUNT), cache->slabs);
	if (within_reach(F(MEMORY_BYTES)))
		kt_set(e, F(MEMORY_BYTES), memory(cache, row));
	if (within_reach(F(ACTIVE_COUNT)) && counted)
		kt_set(e, F(ACTIVE_COUNT), cache->active);
	if (within_reach(F(USED_BYTES)) && counted) {
		kt_set(e, F(USED_BYTES), used);
		kt_set(e, F(WASTED_BYTES), memory(cache, row) - used);
	}
}

/* The tests' own caches are as they were made. */
static void known(struct truth *truth, const struct kt_rows *rows)
{
	const uint64_t flags = FLAG(HWCACHE_ALIGN) | FLAG(RECLAIM_ACCOUNT) | FLAG(PANIC) |
		FLAG(ACCOUNT);
	static const truth_units units = { 0 };
	unsigned long long live, size, align, user_offset, user_size;
	FILE *f = fopen("/proc/planted_slab", "r");
	char name[64], ctor[64];
	size_t i;

	if (!f)
		kt_die("no /proc/planted_slab");
	while (fscanf(f, "%63s %llu %llu %llu %llu %llu %63s", name, &live, &size, &align,
		      &user_offset, &user_size, ctor) == 7) {
		const struct kt_row *row = NULL;
		struct kt_row e;

		for (i = 0; i < rows->count; i++)
			if (kt_has(&rows->rows[i], F(NAME)) &&
			    !strcmp(rows->rows[i].str[F(NAME)], name))
				row = &rows->rows[i];
		/* of the two that are alike another may have been first */
		if (!row && ctor[0] == '-')
			continue;
		if (!row) {
			truth_fault(truth, 1, 1, TRUTH_ROWS, "no row for %s", name);
			continue;
		}
		e = *row;
		if (within_reach(F(OBJECT_SIZE_BYTES)) && ctor[0] != '-') {
			strcat(ctor, " [planted_slab]");
			kt_set(&e, F(OBJECT_SIZE_BYTES), size);
			kt_set(&e, F(USER_OFFSET_BYTES), user_offset);
			kt_set(&e, F(USER_SIZE_BYTES), user_size);
			kt_set_str(&e, F(CTOR), ctor);
			kt_set(&e, F(REFCOUNT), 1);
			if (user_size)
				kt_set(&e, F(FLAGS), row->num[F(FLAGS)] | flags);
			if (row->num[F(ALIGN_BYTES)] % align)
				kt_set(&e, F(ALIGN_BYTES), align);
		}
		if (kt_has(row, F(ACTIVE_COUNT)) && !row->num[F(CAPPED)] &&
		    row->num[F(ACTIVE_COUNT)] < live)
			kt_set(&e, F(ACTIVE_COUNT), live);
		if (kt_has(row, F(OBJECT_COUNT)) && row->num[F(OBJECT_COUNT)] < live)
			kt_set(&e, F(OBJECT_COUNT), live);
		truth_row(truth, 1, row - rows->rows, row, &e, &e, units);
	}
	fclose(f);
}

static void check(struct truth *truth)
{
	static const truth_units units = { 0 };
	struct caches before, after;
	struct kt_row fixed, e1, e2;
	struct kt_rows rows;
	size_t i = 0, k;

	caches_before(&before, truth->only);
	truth_dump(truth, &rows);
	caches_after(&after, truth->only);
	if (before.count != after.count)
		truth_fault(truth, 0, 2, TRUTH_ROWS, "caches came or went");
	for (k = 0; k < rows.count && before.count == after.count; k++) {
		const struct kt_row *row = &rows.rows[k];
		const char *name = kt_has(row, F(NAME)) ? row->str[F(NAME)] : "-";

		if (truth->only && strncmp(name, "planted_slab", 12))
			continue;
		if (i == before.count || strcmp(before.caches[i].name, name)) {
			truth_fault(truth, 0, 3, F(NAME), "row %zu is of %s, should be of %s", k,
				    name, i < before.count ? before.caches[i].name : "none");
			break;
		}
		if (!examined(name, i)) {
			i++;
			continue;
		}
		truth->seen[TRUTH_ROWS]++;
		expect_fixed(name, i, row, &fixed);
		e1 = fixed;
		e2 = fixed;
		expect_moving(&before.caches[i], row, &e1);
		expect_moving(&after.caches[i], row, &e2);
		truth_row(truth, 0, i, row, &e1, &e2, units);
		i++;
	}
	if (i < before.count && before.count == after.count)
		truth_fault(truth, 0, 4, F(NAME), "%s and %zu others have no row",
			    before.caches[i].name, before.count - i - 1);
	known(truth, &rows);
	free(before.caches);
	free(after.caches);
	kt_free(&rows);
}

/* What only the line of /proc/slabinfo has, if the structs are private. */
static const char *lacking_field(const char *field)
{
	static const char * const listed[] = {
		"name", "size-bytes", "slab-object-count", "slab-pages", "object-count",
		"active-count", "slab-count", "memory-bytes",
	};
	const char *btf = kt_before(6, 8) ? NULL : truth_btf_lacking();
	unsigned int i;

	for (i = 0; btf && i < sizeof(listed) / sizeof(listed[0]); i++)
		if (!strcmp(field, listed[i]))
			btf = NULL;
	if (btf)
		return btf;
	if (!strcmp(field, "cpu-partial-count") &&
	    (!kt_before(7, 0) || !truth_configured("SLUB_CPU_PARTIAL")))
		return "needs CONFIG_SLUB_CPU_PARTIAL in a kernel without sheaves for all";
	if (!strcmp(field, "sheaf-capacity-count") && kt_before(6, 18))
		return "needs sheaves, since Linux 6.18";
	return NULL;
}

/* Counts change with every allocation. */
static bool moves(const struct kc_field *field)
{
	static const char * const counts[] = {
		"object-count", "active-count", "slab-count", "partial-count", "memory-bytes",
		"used-bytes", "wasted-bytes", "capped",
	};
	unsigned int i;

	for (i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
		if (!strcmp(field->name, counts[i]))
			return true;
	return false;
}

const struct truth_object truth_slabs = {
	.name = "slabs",
	.check = check,
	.lacking_field = lacking_field,
	.moves = moves,
	.only_planted = true,
	.texts = { "/proc/slabinfo" },
};
