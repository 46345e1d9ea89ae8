/* SPDX-License-Identifier: GPL-2.0-only */
/* What one dump of an object gave, kept as it came. */
#ifndef TOP_SNAPSHOT_H
#define TOP_SNAPSHOT_H

#include "catalog.h"
#include "keep.h"
#include "notes.h"

#define TOP_KEYS_MAX 8
#define TOP_NONE (~0U)

/**
 * struct top_catalog - the tables of a driver that was there at some time
 * @catalog: the tables
 * @refs: snapshots and others that point into it
 */
struct top_catalog {
	struct kc_catalog catalog;
	unsigned int refs;
};

/**
 * struct top_want - a dump to be made
 * @object: number of the object
 * @extra: fields that come on request and are requested
 * @only: if any, all fields that are wanted, and soon
 * @threads: every thread, not every process only
 * @key: number of the field that the driver is to filter by, or -1
 * @value: its value
 * @position: sample of a recording, else 0
 */
struct top_want {
	unsigned int object;
	__u64 extra[KINTROSPECT_MASK_WORDS];
	__u64 only[KINTROSPECT_MASK_WORDS];
	bool threads;
	int key;
	__u64 value;
	__u64 position;
};

/**
 * struct top_row - where a row of a snapshot is
 * @rows: its batch
 * @row: the row
 */
struct top_row {
	const struct kc_rows *rows;
	const unsigned char *row;
};

/**
 * struct top_snapshot - the rows of one dump
 * @refs: how many hold it; it is counted under no lock but atomically
 * @catalog: whose tables these are
 * @object: the object
 * @want: what was asked for
 * @time_ns: CLOCK_MONOTONIC when the dump began, of a recording: there
 * @duration_ns: how long it took, seen from here
 * @rows: the rows in the order of the driver
 * @count: how many
 * @room: how many @rows can hold
 * @batches: what @rows point into
 * @key_count: fields that tell one row from every other, with when its process began
 * @keys: their numbers
 * @index: rows by key, made when first needed; 0 is empty, else row + 1
 * @index_mask: length of @index less one
 * @header: the last batch's: flags of all, cost
 * @notes: what is to know about the rows
 * @code: what the dump came to
 * @err: words when it failed; the rows before that are there
 */
struct top_snapshot {
	unsigned int refs;
	struct top_catalog *catalog;
	const struct kc_object *object;
	struct top_want want;
	__u64 time_ns;
	__u64 duration_ns;
	struct top_row *rows;
	__u32 count;
	__u32 room;
	struct kc_kept *batches;
	unsigned int key_count;
	__u8 keys[TOP_KEYS_MAX];
	__u32 *index;
	__u32 index_mask;
	struct kintrospect_batch header;
	struct kc_notes notes;
	int code;
	struct kc_error err;
};

struct top_catalog *top_catalog_load(struct kc_transport *transport, struct kc_error *err);
void top_catalog_put(struct top_catalog *catalog);
int top_object_named(const char *name);

struct top_snapshot *top_snapshot_take(struct kc_transport *transport,
				       struct top_catalog *catalog, const struct top_want *want);
struct top_snapshot *top_snapshot_get(struct top_snapshot *snapshot);
void top_snapshot_put(struct top_snapshot *snapshot);
bool top_snapshot_like(const struct top_snapshot *a, const struct top_snapshot *b);
__u32 top_snapshot_find(struct top_snapshot *in, const struct top_snapshot *of, __u32 row,
			__u32 hint);
__u64 top_row_hash(const struct top_snapshot *snapshot, __u32 row);
__u64 top_now_ns(void);

static inline void top_get(const struct top_snapshot *snapshot, __u32 row, unsigned int field,
			   struct kc_value *value)
{
	kc_row_get(snapshot->rows[row].rows, snapshot->rows[row].row, field, value);
}

#endif
