// SPDX-License-Identifier: GPL-2.0-only
/* The overview's memory: what is free, what was promised, and in how large pieces. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "overview.h"
#include "overview_parts.h"
#include "../dump.h"

#define ZONES_MAX 16

/* A huge page, which is what fragmentation is felt by first. */
#define HUGE_BYTES (2ULL << 20)

struct zone {
	__u64 node;
	char name[16];
	__u64 free;
	__u64 huge;		/* of it in blocks of at least HUGE_BYTES */
	__u64 largest;		/* bytes of the largest free block */
};

struct memory {
	unsigned int count;
	__u64 page_bytes;
	struct zone zones[ZONES_MAX];
};

enum { NODE, ZONE, ORDER, FREE_BYTES };

static void block(void *context, const struct kc_value *values)
{
	struct memory *memory = context;
	struct zone *zone = memory->zones;
	char name[16] = "";
	unsigned int i;
	__u64 bytes;

	if (values[ZONE].kind != KC_TEXT || values[ORDER].kind == KC_ABSENT ||
	    values[ORDER].u > 32)
		return;
	memcpy(name, values[ZONE].text, values[ZONE].len < 15 ? values[ZONE].len : 15);
	for (i = 0; i < memory->count; i++, zone++)
		if (zone->node == values[NODE].u && !strcmp(zone->name, name))
			break;
	if (i == ZONES_MAX)
		return;
	if (i == memory->count) {
		memory->count++;
		zone->node = values[NODE].u;
		memcpy(zone->name, name, sizeof(name));
	}
	bytes = memory->page_bytes << values[ORDER].u;
	zone->free += values[FREE_BYTES].u;
	if (bytes >= HUGE_BYTES)
		zone->huge += values[FREE_BYTES].u;
	if (values[FREE_BYTES].u && bytes > zone->largest)
		zone->largest = bytes;
}

static const struct kintro_columns columns = {
	"buddy", { "node-id", "zone", "order", "free-bytes" }, block,
};

/* /proc/meminfo has KiB. */
struct item {
	const char *name;
	__u64 bytes;
	bool there;
};

enum { TOTAL, AVAILABLE, SWAP_TOTAL, SWAP_FREE, LIMIT, COMMITTED, CACHED, SHARED, SLAB, ITEMS };

static void read_meminfo(struct item *items)
{
	FILE *file = fopen("/proc/meminfo", "re");
	char line[128];
	size_t len;
	int i;

	while (file && fgets(line, sizeof(line), file))
		for (i = 0; i < ITEMS; i++) {
			len = strlen(items[i].name);
			if (strncmp(line, items[i].name, len) || line[len] != ':')
				continue;
			items[i].bytes = strtoull(line + len + 1, NULL, 10) << 10;
			items[i].there = true;
		}
	if (file)
		fclose(file);
}

static void mapped(void *context, const struct kc_value *values)
{
	__u64 *sum = context;

	if (values[0].kind != KC_ABSENT)
		*sum += values[0].u;
}

static const struct kintro_columns shmem = { "tasks", { "rss-shmem-bytes" }, mapped };

/*
 * What no process has resident as its own. Shared memory that two processes map counts
 * for both of them, so what is left of it is mapped by none, and may be less than that.
 */
static void put_cached(const struct kintro *kintro, const struct item *items, __u64 sum,
		       struct kc_buf *out)
{
	__u64 shared = items[SHARED].bytes, cached = items[CACHED].bytes;

	overview_label(kintro, out, "cached");
	kc_format_bytes(out, cached > shared ? cached - shared : 0);
	kc_buf_text(out, " page cache, ");
	kc_format_bytes(out, shared);
	kc_buf_text(out, " shared memory and tmpfs");
	if (sum < shared) {
		kc_buf_text(out, " (");
		kc_format_bytes(out, shared - sum);
		kc_buf_text(out, " or more not mapped)");
	}
	kc_buf_text(out, ", ");
	kc_format_bytes(out, items[SLAB].bytes);
	kc_buf_text(out, " slab\n");
}

static void put_zones(const struct memory *memory, struct kc_buf *out)
{
	unsigned int i;

	for (i = 0; i < memory->count; i++) {
		const struct zone *zone = &memory->zones[i];

		if (!zone->free)
			continue;
		kc_buf_printf(out, "%9s node %llu %-8s ", "", (unsigned long long)zone->node,
			      zone->name);
		kc_format_bytes(out, zone->free);
		kc_buf_text(out, " free, ");
		kc_buf_printf(out, "%u%% of it in blocks of 2M or more, the largest of ",
			      (unsigned int)(zone->huge * 100 / zone->free));
		kc_format_bytes(out, zone->largest);
		kc_buf_char(out, '\n');
	}
}

/**
 * overview_memory - put memory in use, promised, and free by zone
 * @kintro: the run
 * @out: where to
 * @err: filled on failure
 */
int overview_memory(struct kintro *kintro, struct kc_buf *out, struct kc_error *err)
{
	static const char * const policies[] = { "heuristic", "always", "never" };
	struct item items[ITEMS] = {
		{ "MemTotal", 0, false }, { "MemAvailable", 0, false }, { "SwapTotal", 0, false },
		{ "SwapFree", 0, false }, { "CommitLimit", 0, false }, { "Committed_AS", 0, false },
		{ "Cached", 0, false }, { "Shmem", 0, false }, { "Slab", 0, false },
	};
	struct memory memory = { .page_bytes = kintro->host.page_size };
	unsigned int policy = 3;
	__u64 sum = 0;
	char line[32];
	int ret;

	ret = kintro_each(kintro, &columns, &memory, err);
	if (!ret)
		ret = kintro_each(kintro, &shmem, &sum, err);
	if (ret)
		return ret;
	/* A recording is of another time, or machine. */
	if (!kintro->record)
		read_meminfo(items);
	if (items[TOTAL].there) {
		overview_label(kintro, out, "memory");
		kc_format_bytes(out, items[AVAILABLE].bytes);
		kc_buf_text(out, " available of ");
		kc_format_bytes(out, items[TOTAL].bytes);
		if (items[SWAP_TOTAL].bytes) {
			kc_buf_text(out, ", swap ");
			kc_format_bytes(out, items[SWAP_TOTAL].bytes - items[SWAP_FREE].bytes);
			kc_buf_text(out, " used of ");
			kc_format_bytes(out, items[SWAP_TOTAL].bytes);
		} else {
			kc_buf_text(out, ", no swap");
		}
		kc_buf_char(out, '\n');
	}
	if (items[CACHED].there && items[SHARED].there && items[SLAB].there)
		put_cached(kintro, items, sum, out);
	put_zones(&memory, out);
	if (items[LIMIT].there && items[COMMITTED].there) {
		if (kc_read_line("/proc/sys/vm/overcommit_memory", line, sizeof(line)))
			policy = strtoul(line, NULL, 10);
		overview_label(kintro, out, "commit");
		kc_buf_printf(out, "overcommit %s: ", policy < 3 ? policies[policy] : "?");
		kc_format_bytes(out, items[COMMITTED].bytes);
		kc_buf_text(out, " promised, ");
		/* Only with the policy "never" is it more than a number. */
		kc_buf_text(out, policy == 2 ? "the limit is " : "the limit, not enforced, would be ");
		kc_format_bytes(out, items[LIMIT].bytes);
		kc_buf_char(out, '\n');
	}
	return KC_OK;
}
