// SPDX-License-Identifier: GPL-2.0-only
/* Dumps as transports drive them: gates, batches, and what it all costs. */
#include <linux/kernel.h>
#include <linux/overflow.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/string.h>

#include "cursor.h"
#include "stats.h"

/* Return to the reader at least this often, so that a slow walk is seen to move. */
#define KIN_SLICE_NS (20 * NSEC_PER_MSEC)

struct kin_stat kin_stats[KIN_OBJECTS][KIN_INTERFACES];

const struct kin_flag kin_flags[KIN_FLAG_COUNT] = {
	{ KINTROSPECT_BATCH_FLAG_TRUNCATED, "truncated: budget-ns is spent" },
	{ KINTROSPECT_BATCH_FLAG_BUSY,
	  "busy: a lock was held too long, what it protects is missing" },
	{ KINTROSPECT_BATCH_FLAG_PARTIAL,
	  "partial: rows that need CAP_SYS_PTRACE were left out" },
	{ KINTROSPECT_BATCH_FLAG_INTERRUPTED,
	  "interrupted: something changed during the walk that may have hidden rows" },
	{ KINTROSPECT_BATCH_FLAG_STALE,
	  "stale: the kernel no longer updates this, the rows are as of an earlier time" },
	{ KINTROSPECT_BATCH_FLAG_ADDR_HIDDEN,
	  "addr-hidden: kernel addresses were left out" },
};

/* Bytes up to the end of the last field asked for. The rest need not travel. */
static u32 kin_row_size(const struct kin_cursor *cursor)
{
	const struct kin_table *table = cursor->table;
	u32 size = sizeof(cursor->mask);
	unsigned int i;

	for (i = 0; i < table->field_count; i++)
		if (kin_want_bit(cursor, i))
			size = table->fields[i].offset + table->fields[i].size;
	return ALIGN(size, sizeof(u64));
}

/*
 * Remove gated fields if they may not be seen (any more). A gate that has closed stays closed
 * for the dump. If no gated field was asked for, the gate is not asked either: the bytes of
 * those that a source sets all the same are zeroed in any case.
 */
static void kin_cursor_regate(struct kin_cursor *cursor)
{
	const struct kin_table *table = cursor->table;
	const u64 *gated = table->gated;
	unsigned int i;

	if (!table->gated_range_count)
		return;
	if (!((cursor->mask[0] & gated[0]) | (cursor->mask[1] & gated[1]))) {
		cursor->hide = table->gated_ranges[0].offset < kin_row_size(cursor);
		return;
	}
	if (kin_gate_addr(&cursor->gate))
		return;
	for (i = 0; i < KINTROSPECT_MASK_WORDS; i++)
		cursor->mask[i] &= ~gated[i];
	cursor->flags |= KINTROSPECT_BATCH_FLAG_ADDR_HIDDEN;
	cursor->hide = table->gated_ranges[0].offset < kin_row_size(cursor);
	/* Rows that were collected for another caller and are not out yet. */
	for (i = 0; i < cursor->batch.row_count; i++) {
		u64 *present = (u64 *)(cursor->batch.data + i * cursor->batch.row_size);

		present[0] &= cursor->mask[0];
		present[1] &= cursor->mask[1];
		kin_hide(cursor, present);
	}
}

/**
 * kin_cursor_admit - ask the gates, for every piece of a dump
 * @cursor: the dump
 *
 * Whoever reads this piece may be another than who asked or read before: a descriptor can be
 * passed on. Gated fields are removed if they may not be seen (any more).
 *
 * Return: 0, or -EPERM when opener or caller may not read anything, with words.
 */
int kin_cursor_admit(struct kin_cursor *cursor)
{
	if (!kin_gate_open(&cursor->gate))
		return kin_fail(cursor, -EPERM, KIN_WHOLE, KIN_GATE_OPEN_REASON);
	kin_cursor_regate(cursor);
	return 0;
}

/**
 * kin_cursor_init - prepare a dump
 * @cursor: zeroed, but for the gate
 * @source: what to dump
 * @want: fields wanted, KINTROSPECT_MASK_WORDS words; NULL: all that are not on
 *	request. Bits of fields that this driver does not know are skipped,
 *	so that a newer client can ask.
 *
 * Return: 0, or -EPERM when opener or caller may not read anything, with words.
 */
int kin_cursor_init(struct kin_cursor *cursor, const struct kin_source *source,
		    const u64 *want)
{
	const struct kin_table *table = source->table;
	unsigned int i;

	cursor->source = source;
	cursor->table = table;
	cursor->error_field = KIN_WHOLE;
	cursor->wait = (struct kin_wait) {
		.item_max_ns = KIN_WAIT_ITEM_NS,
		.item_ns = KIN_WAIT_ITEM_NS,
		.dump_ns = KIN_WAIT_DUMP_NS,
		.deadline = U64_MAX,
	};
	for (i = 0; i < table->field_count; i++)
		if ((want ? want : table->cheap)[i / 64] & (1ULL << (i % 64)))
			cursor->mask[i / 64] |= 1ULL << (i % 64);
	return kin_cursor_admit(cursor);
}

/**
 * kin_cursor_admits - whether the caller may be given what is made already
 * @cursor: the dump, begun or not
 *
 * For text, from which no field can be removed. Any context.
 */
bool kin_cursor_admits(const struct kin_cursor *cursor)
{
	const u64 *gated = cursor->table->gated;

	if (!kin_gate_open(&cursor->gate))
		return false;
	return !((cursor->mask[0] & gated[0]) | (cursor->mask[1] & gated[1])) ||
	       kin_gate_addr(&cursor->gate);
}

/**
 * kin_cursor_open - begin the walk
 * @cursor: initialised, filters set
 *
 * Process context, may sleep. Return: 0, or an errno with words. -EOPNOTSUPP
 * when this kernel does not have the object.
 */
int kin_cursor_open(struct kin_cursor *cursor)
{
	const char *why = kin_missing(cursor->source, KIN_WHOLE);
	int err = 0;

	if (why)
		return kin_fail(cursor, -EOPNOTSUPP, KIN_WHOLE, why);
	if (cursor->source->open)
		err = cursor->source->open(cursor);
	cursor->opened = !err;
	return err;
}

/**
 * kin_cursor_close - end a dump and add it to the statistics
 * @cursor: the dump, opened or not
 * @interface: enum kintrospect_interface
 * @err: how it ended, 0 or an errno
 *
 * Process context, may sleep.
 */
void kin_cursor_close(struct kin_cursor *cursor, unsigned int interface, int err)
{
	struct kin_stat *stat = &kin_stats[cursor->table->command - 1][interface];
	s64 max = atomic64_read(&stat->hold_max_ns);

	if (cursor->opened && cursor->source->close)
		cursor->source->close(cursor);
	cursor->opened = false;
	atomic64_inc(&stat->dumps);
	atomic64_add(cursor->cost.rows, &stat->rows);
	atomic64_add(cursor->cost.walked, &stat->walked);
	atomic64_add(cursor->cost.ns, &stat->ns);
	while ((s64)cursor->cost.hold_max_ns > max &&
	       !atomic64_try_cmpxchg(&stat->hold_max_ns, &max, cursor->cost.hold_max_ns))
		;
	if (cursor->flags & KINTROSPECT_BATCH_FLAG_TRUNCATED)
		atomic64_inc(&stat->truncated);
	if (cursor->flags & KINTROSPECT_BATCH_FLAG_INTERRUPTED)
		atomic64_inc(&stat->interrupted);
	if (err)
		atomic64_inc(&stat->errors);
}

/**
 * kin_batch_init - give a dump room for rows
 * @cursor: the dump
 * @data: the room, 8-byte aligned
 * @size: its bytes
 */
void kin_batch_init(struct kin_cursor *cursor, void *data, u32 size)
{
	cursor->batch = (struct kin_batch) {
		.data = data,
		.size = size,
		.row_size = kin_row_size(cursor),
		.row_max = max_t(u32, cursor->table->struct_size, cursor->table->row_size),
		.number = cursor->batch.number + 1,
	};
}

/**
 * kin_collect - fill the batch
 * @cursor: the dump, its batch empty
 *
 * Goes on until the batch is full, the object ends, the budget is spent or a
 * time slice has passed, with rows or without; a brief dump as kin_cursor.brief
 * says. Holds no lock of its own.
 *
 * Process context, may sleep. Return: 1 when there is more, 0 at the end,
 * else an errno; the batch is good in every case. -EMSGSIZE when not even
 * one row fits.
 */
int kin_collect(struct kin_cursor *cursor)
{
	struct kin_batch *batch = &cursor->batch;
	u64 begin = kin_clock(), spent;
	unsigned int fills = 0;
	int ret;

	if (cursor->budget_ns &&
	    check_add_overflow(begin, cursor->budget_ns - min(cursor->budget_ns, cursor->cost.ns),
			       &cursor->wait.deadline))
		cursor->wait.deadline = U64_MAX;
	for (;;) {
		ret = cursor->source->fill(cursor);
		spent = max_t(s64, kin_clock() - begin, 0);
		if (ret <= 0 || batch->full)
			break;
		if (cursor->brief && (batch->row_count || ++fills == KIN_BRIEF_FILLS))
			break;
		if (cursor->budget_ns && cursor->cost.ns + spent > cursor->budget_ns) {
			cursor->flags |= KINTROSPECT_BATCH_FLAG_TRUNCATED;
			ret = 0;
			break;
		}
		if (fatal_signal_pending(current)) {
			ret = -EINTR;
			break;
		}
		if (spent > KIN_SLICE_NS)
			break;
		cond_resched();
	}
	if (ret > 0 && batch->full && !batch->row_count)
		ret = kin_fail(cursor, -EMSGSIZE, KIN_WHOLE,
			       "a row does not fit the reader's buffer: it needs 8 KiB");
	/* A budget counts between batches too: the last one may have been short. */
	cursor->cost.ns += spent;
	if (ret > 0 && cursor->budget_ns && cursor->cost.ns > cursor->budget_ns) {
		cursor->flags |= KINTROSPECT_BATCH_FLAG_TRUNCATED;
		ret = 0;
	}
	cursor->cost.rows += batch->row_count;
	return ret;
}

/**
 * kin_batch_close - move the strings up to the rows
 * @cursor: the dump
 *
 * Return: bytes of rows and strings together.
 */
u32 kin_batch_close(struct kin_cursor *cursor)
{
	struct kin_batch *batch = &cursor->batch;
	u32 strings = batch->committed_string_bytes;

	memmove(batch->data + batch->used, batch->data + batch->size - strings, strings);
	batch->string_bytes = strings;
	batch->size = batch->used + strings;
	return batch->size;
}

/**
 * kin_pump_collect - look for more rows
 * @pump: the dump, opened and not at its end, all rows of its batch handed out
 *
 * As kin_collect(): there may be no row afterwards, and more all the same. Process context,
 * may sleep.
 */
void kin_pump_collect(struct kin_pump *pump)
{
	int ret;

	kin_batch_init(&pump->cursor, pump->data, KIN_BATCH_MAX);
	pump->next = 0;
	ret = kin_collect(&pump->cursor);
	pump->ended = ret <= 0;
	pump->err = min(ret, 0);
}
