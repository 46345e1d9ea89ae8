// SPDX-License-Identifier: GPL-2.0-only
/*
 * Zones, and the free lists of the buddy allocator. Above the tables each zone's free
 * memory as bars, a column an order: with room enough a line each migrate type, else all
 * types in one; and how much of it is unusable for a block of that order.
 */
#include <stdio.h>
#include <stdlib.h>

#include "../model/fields.h"
#include "views.h"

#define ZONES_MAX 64
#define ORDERS_MAX 16
#define TYPES_MAX 8
#define NAME_MAX_SHOWN 12
#define HEAD_LINES 2
#define LEFT 19
#define CELL_MIN 3
#define CELL_MAX 16
#define NOT_KNOWN 0xffff

static const struct top_table tables[] = {
	{
		.name = "zones",
		.title = "zones",
		.object = "zones",
		.columns = "node=node-id,zone,present=present-pages,managed=managed-pages,"
			   "free=free-pages,min=watermark-min-pages,low=watermark-low-pages,"
			   "high=watermark-high-pages,boost=boost-pages,cma=cma-pages,pcp=pcp-pages",
	},
	{
		.name = "buddy",
		.title = "free lists",
		.object = "buddy",
		.columns = "node=node-id,zone,migratetype,order,free=free-count,bytes=free-bytes,"
			   "capped",
	},
	{
		.name = "fragmentation",
		.title = "fragmentation",
		.object = "fragmentation",
		.columns = "node=node-id,zone,order,free=free-count,suitable=suitable-count,"
			   "index=fragmentation-index,unusable=unusable-index",
	},
};

/* What the picture is made of. */
enum { NODE, ZONE, ORDER, TYPE, BYTES, BUDDY_FIELDS };

static const char * const buddy_names[] = {
	[NODE] = "node-id", [ZONE] = "zone", [ORDER] = "order", [TYPE] = "migratetype",
	[BYTES] = "free-bytes",
};

enum { UNUSABLE = TYPE, INDEX_FIELDS };

static const char * const index_names[] = {
	[NODE] = "node-id", [ZONE] = "zone", [ORDER] = "order", [UNUSABLE] = "unusable-index",
};

struct zone {
	__u64 node;
	char name[NAME_MAX_SHOWN + 1];
	__u64 total;
	__u64 bytes[TYPES_MAX][ORDERS_MAX];
	unsigned int unusable[ORDERS_MAX];	/* in thousandths, or NOT_KNOWN */
};

/**
 * struct picture - what the lines are made of
 * @zones: the zones that have free memory, in the order of the driver
 * @zone_count: how many
 * @orders: how many orders there are
 * @has_type: types that any zone has free memory of
 * @values: names of the types
 * @value_count: how many
 */
struct picture {
	struct zone zones[ZONES_MAX];
	unsigned int zone_count;
	unsigned int orders;
	bool has_type[TYPES_MAX];
	const char * const *values;
	unsigned int value_count;
};

static struct zone *zone_of(struct picture *picture, __u64 node, const char *name,
			    size_t len, bool add)
{
	struct zone *zone;
	unsigned int i;

	if (len > NAME_MAX_SHOWN)
		len = NAME_MAX_SHOWN;
	for (i = 0; i < picture->zone_count; i++) {
		zone = &picture->zones[i];
		if (zone->node == node && strlen(zone->name) == len &&
		    !memcmp(zone->name, name, len))
			return zone;
	}
	if (!add || picture->zone_count == ZONES_MAX)
		return NULL;
	zone = &picture->zones[picture->zone_count++];
	memset(zone, 0, sizeof(*zone));
	zone->node = node;
	memcpy(zone->name, name, len);
	for (i = 0; i < ORDERS_MAX; i++)
		zone->unusable[i] = NOT_KNOWN;
	return zone;
}

static void take_buddy(struct picture *picture, const struct top_snapshot *rows)
{
	__u64 node, order, type, bytes;
	int fields[BUDDY_FIELDS];
	const char *name;
	struct zone *zone;
	size_t len;
	__u32 row;

	top_fields(rows->object, buddy_names, BUDDY_FIELDS, fields);
	if (fields[TYPE] >= 0) {
		picture->values = rows->object->table.fields[fields[TYPE]].values;
		picture->value_count = rows->object->table.fields[fields[TYPE]].value_count;
	}
	for (row = 0; row < rows->count; row++) {
		if (!top_number(rows, row, fields[BYTES], &bytes) || !bytes ||
		    !top_number(rows, row, fields[ORDER], &order) || order >= ORDERS_MAX ||
		    !top_number(rows, row, fields[TYPE], &type) || type >= TYPES_MAX)
			continue;
		top_number(rows, row, fields[NODE], &node);
		len = top_text(rows, row, fields[ZONE], &name);
		zone = zone_of(picture, node, name, len, true);
		if (!zone)
			continue;
		zone->total += bytes;
		zone->bytes[type][order] += bytes;
		picture->has_type[type] = true;
		if (order >= picture->orders)
			picture->orders = order + 1;
	}
}

static void take_index(struct picture *picture, const struct top_snapshot *rows)
{
	__u64 node, order, unusable;
	int fields[INDEX_FIELDS];
	const char *name;
	struct zone *zone;
	size_t len;
	__u32 row;

	top_fields(rows->object, index_names, INDEX_FIELDS, fields);
	for (row = 0; row < rows->count; row++) {
		if (!top_number(rows, row, fields[UNUSABLE], &unusable) ||
		    !top_number(rows, row, fields[ORDER], &order) || order >= ORDERS_MAX)
			continue;
		top_number(rows, row, fields[NODE], &node);
		len = top_text(rows, row, fields[ZONE], &name);
		zone = zone_of(picture, node, name, len, false);
		if (!zone)
			continue;
		zone->unusable[order] = unusable;
		if (order >= picture->orders)
			picture->orders = order + 1;
	}
}

static unsigned int types_shown(const struct picture *picture)
{
	unsigned int i, count = 0;

	for (i = 0; i < TYPES_MAX; i++)
		count += picture->has_type[i];
	return count;
}

/* Lines of a zone: name and each type, or all types in one; and what is unusable. */
static unsigned int zone_lines(const struct picture *picture, bool whole)
{
	return whole ? types_shown(picture) + 2 : 2;
}

static enum top_role type_role(unsigned int type)
{
	static const enum top_role roles[] = {
		TOP_ROLE_HOT, TOP_ROLE_GOOD, TOP_ROLE_WARM, TOP_ROLE_COOL, TOP_ROLE_LABEL,
	};

	return roles[type % (sizeof(roles) / sizeof(roles[0]))];
}

static const char *type_name(const struct picture *picture, unsigned int type)
{
	return type < picture->value_count && picture->values ? picture->values[type] : "?";
}

/* What the letters of the bars mean. */
static void put_legend(struct top_lines *lines, const struct picture *picture)
{
	unsigned int i;

	top_lines_text(lines, TOP_ROLE_LABEL, "free memory by order:");
	for (i = 0; i < TYPES_MAX; i++) {
		if (!picture->has_type[i])
			continue;
		top_lines_text(lines, TOP_ROLE_PLAIN, " ");
		top_lines_text(lines, type_role(i), type_name(picture, i));
	}
	top_lines_end(lines);
}

static void put_orders(struct top_lines *lines, const struct picture *picture, int cell)
{
	unsigned int i;

	top_lines_text(lines, TOP_ROLE_LABEL, "order");
	for (i = 0; i < picture->orders; i++) {
		top_lines_pad(lines, LEFT + (int)i * (cell + 1));
		top_lines_print(lines, TOP_ROLE_LABEL, "%u", i);
	}
	top_lines_end(lines);
}

/* The bar of an order: of the types of the mask, against the zone's longest. */
static void put_cell(struct top_lines *lines, const struct picture *picture, int cell,
		     const struct zone *zone, unsigned int order, unsigned int mask, __u64 longest)
{
	int used = 0, end;
	unsigned int i;
	__u64 sum = 0;

	for (i = 0; i < TYPES_MAX; i++) {
		if (!(mask >> i & 1) || !zone->bytes[i][order])
			continue;
		sum += zone->bytes[i][order];
		end = (double)sum / longest * cell + 0.5;
		/* What is more than nothing is to be seen. */
		if (end == used && !used)
			end++;
		for (; used < end && used < cell; used++)
			top_lines_put(lines, type_role(i), type_name(picture, i), 1);
	}
	if (!used)
		top_lines_text(lines, TOP_ROLE_DIM, ".");
}

static __u64 longest_of(const struct picture *picture, const struct zone *zone, bool whole)
{
	__u64 longest = 1, sum;
	unsigned int order, i;

	for (order = 0; order < picture->orders; order++)
		for (sum = 0, i = 0; i < TYPES_MAX; i++) {
			sum = zone->bytes[i][order] + (whole ? 0 : sum);
			if (sum > longest)
				longest = sum;
		}
	return longest;
}

static void put_left(struct top_lines *lines, const char *name, __u64 bytes)
{
	struct kc_buf buf = { 0 };

	top_lines_print(lines, TOP_ROLE_PLAIN, " %.*s ", NAME_MAX_SHOWN, name);
	kc_format_bytes(&buf, bytes);
	top_lines_pad(lines, LEFT - 1 - (int)buf.len);
	top_lines_put(lines, TOP_ROLE_PLAIN, buf.data, buf.len);
	kc_buf_free(&buf);
}

static void put_unusable(struct top_lines *lines, const struct picture *picture, int cell,
			 const struct zone *zone)
{
	unsigned int order, share;

	top_lines_text(lines, TOP_ROLE_PLAIN, " ");
	top_lines_text(lines, TOP_ROLE_DIM, "unusable %");
	for (order = 0; order < picture->orders; order++) {
		share = zone->unusable[order];
		if (share == NOT_KNOWN)
			continue;
		top_lines_pad(lines, LEFT + (int)order * (cell + 1));
		top_lines_print(lines, share >= 750 ? TOP_ROLE_HOT :
				share >= 250 ? TOP_ROLE_WARM : TOP_ROLE_PLAIN, "%u", share / 10);
	}
	top_lines_end(lines);
}

static void put_title(struct top_lines *lines, const struct zone *zone)
{
	struct kc_buf buf = { 0 };

	kc_buf_printf(&buf, "node %llu %s, ", (unsigned long long)zone->node, zone->name);
	kc_format_bytes(&buf, zone->total);
	kc_buf_text(&buf, " free");
	top_lines_put(lines, TOP_ROLE_LABEL, buf.data, buf.len);
	top_lines_end(lines);
	kc_buf_free(&buf);
}

/* A line of bars, an order each, of the types of the mask. */
static void put_bars(struct top_lines *lines, const struct picture *picture, int cell,
		     const struct zone *zone, unsigned int mask, __u64 longest)
{
	unsigned int order;

	for (order = 0; order < picture->orders; order++) {
		top_lines_pad(lines, LEFT + (int)order * (cell + 1));
		put_cell(lines, picture, cell, zone, order, mask, longest);
	}
	top_lines_end(lines);
}

static void put_zone(struct top_lines *lines, const struct picture *picture, int cell,
		     const struct zone *zone, bool whole)
{
	__u64 longest = longest_of(picture, zone, whole), bytes;
	unsigned int type, order;
	char text[64];

	if (!whole) {
		snprintf(text, sizeof(text), "%llu %s", (unsigned long long)zone->node,
			 zone->name);
		put_left(lines, text, zone->total);
		put_bars(lines, picture, cell, zone, ~0U, longest);
	} else {
		put_title(lines, zone);
	}
	for (type = 0; type < TYPES_MAX && whole; type++) {
		if (!picture->has_type[type])
			continue;
		for (bytes = 0, order = 0; order < picture->orders; order++)
			bytes += zone->bytes[type][order];
		put_left(lines, type_name(picture, type), bytes);
		put_bars(lines, picture, cell, zone, 1U << type, longest);
	}
	put_unusable(lines, picture, cell, zone);
}

static void put_picture(struct top_lines *lines, const struct picture *picture,
			const struct top_room *room)
{
	bool whole = HEAD_LINES + (int)(picture->zone_count * zone_lines(picture, true)) <=
		     room->lines;
	int cell = (room->columns - LEFT) / (int)picture->orders - 1;
	unsigned int i;

	cell = cell < CELL_MIN ? CELL_MIN : cell > CELL_MAX ? CELL_MAX : cell;
	put_legend(lines, picture);
	put_orders(lines, picture, cell);
	for (i = 0; i < picture->zone_count; i++)
		put_zone(lines, picture, cell, &picture->zones[i], whole);
}

static void memory_head(struct top *top, const struct top_room *room, struct top_lines *lines)
{
	const struct top_pane *buddy = top_pane_of(top, "buddy");
	const struct top_pane *index = top_pane_of(top, "fragmentation");
	struct picture *picture = calloc(1, sizeof(*picture));

	if (!picture)
		return;
	if (buddy->now)
		take_buddy(picture, buddy->now);
	if (index->now)
		take_index(picture, index->now);
	if (picture->zone_count)
		put_picture(lines, picture, room);
	free(picture);
}

const struct top_view top_view_memory = {
	.name = "memory",
	.title = "Memory",
	TOP_TABLES(tables),
	.head = memory_head,
};
