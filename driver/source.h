/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The one idea: a data source is a relation, rows of scalar fields that are
 * declared once in the spec and filled by one function. Transports loop over
 * tables and rows and never know an object; sources fill rows and never know
 * a transport.
 */
#ifndef KIN_SOURCE_H
#define KIN_SOURCE_H

#include <linux/build_bug.h>
#include <linux/cpumask.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/string.h>
#include <linux/types.h>

#include "gate.h"
#include "gen/kin_gen.h"

/* The least a batch has room for: a header, any row and a path. */
#define KIN_BATCH_MIN 8192
#define KIN_BATCH_MAX 32768

struct kin_cursor;

/**
 * struct kin_field - a column, made from the spec
 * @name: name in kebab-case
 * @snake: name in snake_case
 * @unit: unit of the number or NULL
 * @doc: what it says
 * @values: names of an enum's values or of a flag field's bits, or NULL
 * @value_count: length of @values
 * @type: enum kintrospect_field_type
 * @flags: KINTROSPECT_FIELD_FLAG_*
 * @offset: where it lies in a row, bytes
 * @size: bytes it takes in a row
 */
struct kin_field {
	const char *name;
	const char *snake;
	const char *unit;
	const char *doc;
	const char * const *values;
	u16 value_count;
	u16 type;
	u32 flags;
	u16 offset;
	u16 size;
};

/**
 * struct kin_range - bytes of a row that gated fields take, made from the spec
 * @offset: where they begin
 * @size: how many
 * @string: they refer to a string of the batch
 */
struct kin_range {
	u16 offset;
	u16 size;
	bool string;
};

/**
 * struct kin_table - an object, made from the spec
 * @name: name in kebab-case
 * @snake: name in snake_case, also of its file
 * @doc: what its rows are
 * @fields: columns, by field number
 * @field_count: length of @fields
 * @filters: field number of each filter slot
 * @filter_count: length of @filters
 * @threads: whether the request attribute "threads" applies
 * @command: KINTROSPECT_CMD_*
 * @row_size: bytes of a whole row on the wire
 * @struct_size: bytes of the row's struct
 * @cheap: fields that are not on request
 * @gated: fields for those who may see kernel addresses
 * @gated_ranges: where those lie in a row, in ascending order
 * @gated_range_count: length of @gated_ranges
 */
struct kin_table {
	const char *name;
	const char *snake;
	const char *doc;
	const struct kin_field *fields;
	const u8 *filters;
	u16 field_count;
	u16 filter_count;
	bool threads;
	u8 command;
	u16 row_size;
	u16 struct_size;
	u64 cheap[KINTROSPECT_MASK_WORDS];
	u64 gated[KINTROSPECT_MASK_WORDS];
	const struct kin_range *gated_ranges;
	u16 gated_range_count;
};

/* Asks kin_source.missing about the object as a whole. */
#define KIN_WHOLE (~0U)

/**
 * struct kin_source - the contract
 * @table: the object's table, &kin_OBJECT_table
 * @missing: optional: why this kernel cannot give field number @field, or with
 *	KIN_WHOLE the object, as the config or symbol that is missing; NULL
 *	where it can. Cheap, any context, the same for as long as the driver is
 *	loaded.
 * @open: optional: resolve filters, take references, set kin_cursor.private.
 *	Process context, may sleep. 0 or an errno, with words through
 *	kin_fail().
 * @fill: append rows with kin_row() and kin_commit(), beginning at
 *	kin_cursor.key and leaving there where to go on: by key, never by a
 *	count of rows. Process context, may sleep, no lock is held at entry nor
 *	may be at return. One call makes one bounded lock hold or RCU section,
 *	which ends when kin_charge() says so, so that the caller can yield, stop
 *	and account between calls; it need not fill the batch. Nothing is
 *	formatted or allocated under a lock. Returns 1 when there may be more
 *	(also when kin_row() had no room), 0 at the end, else an errno.
 * @close: optional: release what @open took. Process context, may sleep;
 *	called exactly once after an @open that returned 0.
 */
struct kin_source {
	const struct kin_table *table;
	const char *(*missing)(unsigned int field);
	int (*open)(struct kin_cursor *cursor);
	int (*fill)(struct kin_cursor *cursor);
	void (*close)(struct kin_cursor *cursor);
};

/**
 * struct kin_filter - a filter of the request
 * @set: whether it was given
 * @number: value of an integer field
 * @string: value of a string field
 */
struct kin_filter {
	bool set;
	u64 number;
	char string[KIN_FILTER_STRING];
};

/**
 * struct kin_batch - rows being collected
 * @data: rows grow up from here, strings grow down from @data + @size
 * @size: bytes at @data, at least KIN_BATCH_MIN for the first row
 * @row_size: bytes from row to row: up to the last field that was asked for
 * @row_max: bytes a source may write at a row, with fields nobody asked for
 * @used: bytes of rows
 * @string_bytes: bytes of strings
 * @committed_string_bytes: bytes of strings of committed rows
 * @row_count: rows committed
 * @number: which batch of the dump it is, from 1 on
 * @full: a row found no room
 */
struct kin_batch {
	u8 *data;
	u32 size;
	u32 row_size;
	u32 row_max;
	u32 used;
	u32 string_bytes;
	u32 committed_string_bytes;
	u32 row_count;
	u32 number;
	bool full;
};

/**
 * struct kin_cost - what a dump has cost so far
 * @ns: time spent collecting and encoding
 * @walked: kernel objects looked at
 * @rows: rows handed out
 * @hold_max_ns: longest lock hold or RCU read section
 * @hold_start: when the present one began
 * @hold_left: units that it may still cost, below 0 when its last item cost more
 * @hold_item: in the test build: units of its dearest item
 * @hold_late: in the test build: units of items after it was to end
 */
struct kin_cost {
	u64 ns;
	u64 walked;
	u64 rows;
	u64 hold_max_ns;
	u64 hold_start;
	int hold_left;
#ifdef KIN_METER
	unsigned int hold_item;
	unsigned int hold_late;
#endif
};

/*
 * How long a dump may wait for locks that others may hold without bound: for one
 * process, in all, and for a process that was asked for by its pid.
 */
#define KIN_WAIT_ITEM_NS (20 * NSEC_PER_MSEC)
#define KIN_WAIT_DUMP_NS (200 * NSEC_PER_MSEC)
#define KIN_WAIT_NAMED_NS (1000 * NSEC_PER_MSEC)

/**
 * struct kin_wait - time that is left to wait for locks, walk/trylock.h
 * @item_max_ns: what a process has
 * @item_ns: what the process in progress has left
 * @dump_ns: what the dump has left
 * @deadline: kin_clock() when the budget is spent
 */
struct kin_wait {
	u64 item_max_ns;
	u64 item_ns;
	u64 dump_ns;
	u64 deadline;
};

/* Calls of fill, each a hold, that a brief dump has for its row. */
#define KIN_BRIEF_FILLS 8

/**
 * struct kin_cursor - one dump in progress
 * @source: what is dumped
 * @table: its table
 * @mask: fields asked for and granted
 * @filter: filters, by slot (kin_filter_OBJECT_FIELD)
 * @threads: the request asked for every thread
 * @brief: somebody's lock is held over the whole dump: wait for nothing, and end with
 *	the first row or after KIN_BRIEF_FILLS calls of fill
 * @key: where to go on, the source's own; zero at the beginning
 * @private: the source's own
 * @gate: whose credentials count
 * @batch: rows being collected
 * @cost: what it has cost
 * @wait: how long it may still wait for locks
 * @flags: KINTROSPECT_BATCH_FLAG_*, sticky for the dump
 * @budget_ns: end the dump when @cost.ns passes it; 0: no budget
 * @error: words for an errno, a string constant
 * @error_field: field number that the errno is about, or KIN_WHOLE
 * @opened: @source's open succeeded
 * @hide: the bytes of gated fields are zeroed in every row
 */
struct kin_cursor {
	const struct kin_source *source;
	const struct kin_table *table;
	u64 mask[KINTROSPECT_MASK_WORDS];
	struct kin_filter filter[KIN_FILTERS_MAX];
	bool threads;
	bool brief;
	u64 key[4];
	void *private;
	struct kin_gate gate;
	struct kin_batch batch;
	struct kin_cost cost;
	struct kin_wait wait;
	u32 flags;
	u64 budget_ns;
	const char *error;
	unsigned int error_field;
	bool opened;
	bool hide;
};

/*
 * How a source allocates in open and fill: a brief dump does not wait for memory, and takes
 * none of what interrupts need.
 */
static inline gfp_t kin_gfp(const struct kin_cursor *cursor)
{
	return cursor->brief ? GFP_NOWAIT | __GFP_NOWARN : GFP_KERNEL;
}

/* Whether a field was asked for and may be seen: kin_want(c, tasks, wchan). */
#define kin_want(cursor, object, field) \
	kin_want_bit(cursor, kin_f_##object##_##field)

static inline bool kin_want_bit(const struct kin_cursor *cursor, unsigned int bit)
{
	return cursor->mask[bit / 64] & (1ULL << (bit % 64));
}

/* Set a number and say that it is there: kin_set(row, tasks, pid, 1). */
#define kin_set(row, object, field, value) do { \
	(row)->field = (value); \
	kin_present(row, object, field); \
} while (0)

/* Say that a field is there which was written by other means. */
#define kin_present(row, object, field) \
	kin_present_bit(row, kin_f_##object##_##field)

static inline void kin_present_bit(void *row, unsigned int bit)
{
	((u64 *)row)[bit / 64] |= 1ULL << (bit % 64);
}

static inline bool kin_row_has(const void *row, unsigned int bit)
{
	return ((const u64 *)row)[bit / 64] & (1ULL << (bit % 64));
}

/* Copy text into a field that is kept inside the row; cut at its size. */
#define kin_set_chars(row, object, field, text) do { \
	strscpy((row)->field, text, sizeof((row)->field)); \
	kin_present(row, object, field); \
} while (0)

/*
 * Copy text into the batch's strings: kin_set_string(cursor, row, vmas, path,
 * text, len). Text of a field that is not wanted stays out. False, and the batch
 * marked full, when there is no room: then leave the row uncommitted and return 1.
 */
#define kin_set_string(cursor, row, object, field, text, len) \
	kin_string_present(cursor, row, kin_f_##object##_##field, &(row)->field, text, len)

void kin_commit_mutated(struct kin_cursor *cursor, void *row);
void kin_hide(const struct kin_cursor *cursor, void *row);
bool kin_string(struct kin_batch *batch, struct kintrospect_string *ref,
		const char *text, size_t len);
int kin_fail(struct kin_cursor *cursor, int err, unsigned int field, const char *words);
const char *kin_missing(const struct kin_source *source, unsigned int field);

/* Where a row's string lies, before or after kin_batch_close(). */
static inline const char *kin_string_at(const struct kin_batch *batch,
					const struct kintrospect_string *ref)
{
	return batch->data + batch->size - ref->end;
}

static inline bool kin_string_present(struct kin_cursor *cursor, void *row, unsigned int bit,
				      struct kintrospect_string *ref, const char *text, size_t len)
{
	if (!kin_want_bit(cursor, bit))
		return true;
	if (!kin_string(&cursor->batch, ref, text, len))
		return false;
	kin_present_bit(row, bit);
	return true;
}

/**
 * kin_row_raw - room for the next row, for sources that write every byte of it
 * @cursor: the dump
 *
 * As kin_row(), but what it holds is left over from other uses of the memory:
 * everything up to the batch's row_size must be written, padding included.
 */
static inline void *kin_row_raw(struct kin_cursor *cursor)
{
	struct kin_batch *batch = &cursor->batch;

	/* Strings of a row that was begun and not committed are given up. */
	batch->string_bytes = batch->committed_string_bytes;
	if (batch->used + batch->row_max + batch->string_bytes > batch->size) {
		batch->full = true;
		return NULL;
	}
	return batch->data + batch->used;
}

/**
 * kin_row - room for the next row
 * @cursor: the dump
 *
 * The row is zeroed, with no field present. Until kin_commit() it is not part
 * of the batch, and asking again gives the same place. A field beyond the last
 * one asked for may be written, it just does not count.
 *
 * Any context. Return: a struct kintrospect_OBJECT_row, or NULL when the batch
 * is full: then leave the key at this row and return 1 from fill.
 */
static inline void *kin_row(struct kin_cursor *cursor)
{
	void *row = kin_row_raw(cursor);

	if (row)
		memset(row, 0, cursor->batch.row_size);
	return row;
}

/**
 * kin_commit - make the row part of the batch
 * @cursor: the dump
 * @row: what kin_row() gave
 *
 * Fields that were not asked for, or may not be seen, become absent here, so
 * that a source may set cheap ones without asking. The bytes of those that may
 * not be seen are zeroed too: rows leave the kernel as they are. Any context.
 */
static inline void kin_commit(struct kin_cursor *cursor, void *row)
{
	u64 *present = row;

	present[0] &= cursor->mask[0];
	present[1] &= cursor->mask[1];
#ifdef KIN_MUTATE
	kin_commit_mutated(cursor, row);
#endif
	if (unlikely(cursor->hide))
		kin_hide(cursor, row);
	cursor->batch.used += cursor->batch.row_size;
	cursor->batch.committed_string_bytes = cursor->batch.string_bytes;
	cursor->batch.row_count++;
}

/*
 * Nanoseconds that only differences are made of. Not local_clock(): where the
 * TSC is unstable that stands still from tick to tick, and no budget is kept.
 */
static inline u64 kin_clock(void)
{
	return ktime_get_mono_fast_ns();
}

#include "charge.h"

#endif
