// SPDX-License-Identifier: GPL-2.0-only
/* Cursors, batches and what they cost: what every source and transport shares. */
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/overflow.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/string.h>

#include "source.h"

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

#ifdef KIN_MUTATE
static char mutate[64];
module_param_string(mutate, mutate, sizeof(mutate), 0600);
MODULE_PARM_DESC(mutate, "OBJECT.FIELD to falsify (test build only)");

/* Falsify one column, to see the tests turn red. */
void kin_commit_mutated(struct kin_cursor *cursor, void *row)
{
	const struct kin_table *table = cursor->table;
	size_t name = strlen(table->name);
	const struct kin_field *field;
	unsigned int i;
	u8 *at;

	if (strncmp(mutate, table->name, name) || mutate[name] != '.')
		return;
	for (i = 0; i < table->field_count; i++) {
		field = &table->fields[i];
		if (strcmp(mutate + name + 1, field->name) || !kin_want_bit(cursor, i))
			continue;
		at = (u8 *)row + field->offset;
		if (field->type == KINTROSPECT_FIELD_TYPE_STRING) {
			if (!kin_row_has(row, i) &&
			    !kin_string(&cursor->batch, (void *)at, "mutated", 7))
				continue;
			at = (u8 *)kin_string_at(&cursor->batch, (void *)at);
			*at = *at == 'x' ? 'y' : 'x';
		} else if (field->type == KINTROSPECT_FIELD_TYPE_CHARS) {
			*at = *at == 'x' ? 'y' : 'x';
		} else if (field->flags & KINTROSPECT_FIELD_FLAG_BOOL) {
			*at ^= 1;
		} else if (field->flags & KINTROSPECT_FIELD_FLAG_ENUM) {
			*at = (*at + 1) % field->value_count;
		} else if (field->size == sizeof(u64)) {
			*(u64 *)at += (1ULL << 40) + BIT(12) + 1;
		} else if (field->size == sizeof(u32)) {
			*(u32 *)at += 0x10001;
		} else {
			*at += 1;
		}
		((u64 *)row)[i / 64] |= 1ULL << (i % 64);
	}
}
#endif

#ifdef KIN_METER
unsigned int kin_meter_hold_units = KIN_HOLD_UNITS, kin_meter_cpus;
module_param_named(meter_hold_units, kin_meter_hold_units, uint, 0600);
MODULE_PARM_DESC(meter_hold_units, "In place of KIN_HOLD_UNITS (test build only)");
module_param_named(meter_cpus, kin_meter_cpus, uint, 0600);
MODULE_PARM_DESC(meter_cpus, "CPUs that per-CPU sums are charged for, 0: as many as there are (test build only)");

/* Of each object, in the order of the commands; to be written with zeroes. */
static unsigned int meter_holds[KIN_OBJECTS];
module_param_array(meter_holds, uint, NULL, 0600);
MODULE_PARM_DESC(meter_holds, "Holds (test build only)");
static unsigned int meter_units[KIN_OBJECTS];
module_param_array(meter_units, uint, NULL, 0600);
MODULE_PARM_DESC(meter_units, "Units of the dearest hold (test build only)");
static unsigned int meter_item[KIN_OBJECTS];
module_param_array(meter_item, uint, NULL, 0600);
MODULE_PARM_DESC(meter_item, "Units of the dearest item (test build only)");
static unsigned int meter_late[KIN_OBJECTS];
module_param_array(meter_late, uint, NULL, 0600);
MODULE_PARM_DESC(meter_late, "Units charged after a hold was to end, at most (test build only)");

void kin_meter_charge(struct kin_cost *cost, unsigned int units)
{
	if (cost->hold_left <= 0)
		cost->hold_late += units;
	cost->hold_item = max(cost->hold_item, units);
}

/* Readers at the same time may lose a count: the tests have one. */
void kin_meter_end(struct kin_cursor *cursor)
{
	unsigned int object = cursor->table->command - 1;
	struct kin_cost *cost = &cursor->cost;
	unsigned int units = kin_hold_units() - cost->hold_left;

	meter_holds[object]++;
	meter_units[object] = max(meter_units[object], units);
	meter_item[object] = max(meter_item[object], cost->hold_item);
	meter_late[object] = max(meter_late[object], cost->hold_late);
	cost->hold_item = 0;
	cost->hold_late = 0;
}
#endif

/**
 * kin_string - append text to the batch's strings
 * @batch: the batch
 * @ref: the row's field, set to where the text lies
 * @text: the text, need not end with NUL
 * @len: its length
 *
 * Any context. Return: false, with the batch marked full, when there is no room.
 */
bool kin_string(struct kin_batch *batch, struct kintrospect_string *ref,
		const char *text, size_t len)
{
	u32 room = batch->size - batch->used - batch->row_max;
	u8 *at;

	if (len >= U16_MAX || batch->string_bytes + len + 1 > min_t(u32, room, U16_MAX)) {
		batch->full = true;
		return false;
	}
	batch->string_bytes += len + 1;
	at = batch->data + batch->size - batch->string_bytes;
	memcpy(at, text, len);
	at[len] = '\0';
	ref->end = batch->string_bytes;
	ref->len = len;
	return true;
}

/**
 * kin_fail - say why in words
 * @cursor: the dump
 * @err: the errno, negative
 * @field: field number of the filter it is about, or KIN_WHOLE
 * @words: a string constant: what is wrong and what would mend it
 *
 * Return: @err.
 */
int kin_fail(struct kin_cursor *cursor, int err, unsigned int field, const char *words)
{
	cursor->error = words;
	cursor->error_field = field;
	return err;
}

/**
 * kin_missing - why a field cannot be had on this kernel
 * @source: the object
 * @field: field number, or KIN_WHOLE
 *
 * Return: the missing config or symbol, NULL if there is none.
 */
const char *kin_missing(const struct kin_source *source, unsigned int field)
{
	const char *why = NULL;

	if (source->missing) {
		why = source->missing(KIN_WHOLE);
		if (!why && field != KIN_WHOLE)
			why = source->missing(field);
	}
	return why;
}

/**
 * kin_cursor_init - prepare a dump
 * @cursor: zeroed, but for the gate
 * @source: what to dump
 * @want: fields wanted, KINTROSPECT_MASK_WORDS words; NULL: all that are not on
 *	request. Bits of fields that this driver does not know are passed over,
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
	if (!kin_gate_open(&cursor->gate))
		return kin_fail(cursor, -EPERM, KIN_WHOLE, KIN_GATE_OPEN_REASON);
	for (i = 0; i < table->field_count; i++)
		if ((want ? want : table->cheap)[i / 64] & (1ULL << (i % 64)))
			cursor->mask[i / 64] |= 1ULL << (i % 64);
	kin_cursor_regate(cursor);
	return 0;
}

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

/**
 * kin_hide - zero the bytes of a row's gated fields
 * @cursor: the dump
 * @row: a row of its batch, committed or about to be
 *
 * The text of gated strings goes as well. Rows may share it, which does no harm:
 * only gated fields refer to it, and they are hidden in all rows. Any context.
 */
void kin_hide(const struct kin_cursor *cursor, void *row)
{
	const struct kin_table *table = cursor->table;
	const struct kin_batch *batch = &cursor->batch;
	const struct kin_range *range = table->gated_ranges;
	const struct kin_range *end = range + table->gated_range_count;
	const struct kintrospect_string *ref;

	/* What lies beyond belongs to the next row. */
	for (; range < end && range->offset < batch->row_size; range++) {
		ref = row + range->offset;
		if (range->string && range->offset + sizeof(*ref) <= batch->row_size &&
		    ref->end <= batch->string_bytes && ref->len < ref->end)
			memset((void *)kin_string_at(batch, ref), 0, ref->len);
		memset(row + range->offset, 0,
		       min_t(u32, range->size, batch->row_size - range->offset));
	}
}

/**
 * kin_cursor_regate - remove gated fields if they may not be seen (any more)
 * @cursor: the dump
 *
 * Called for every piece of a dump, as each may be read by somebody else. A gate
 * that has closed stays closed for the dump. If no gated field was asked for, the
 * gate is not asked either: the bytes of those that a source sets all the same are
 * zeroed in any case.
 */
void kin_cursor_regate(struct kin_cursor *cursor)
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
 * kin_cursor_open - begin the walk
 * @cursor: initialised, filters set
 *
 * Process context, may sleep. Return: 0, or an errno with words. -EOPNOTSUPP
 * when this kernel lacks the object.
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
 * time slice has passed, with rows or without. Holds no lock of its own.
 *
 * Process context, may sleep. Return: 1 when there is more, 0 at the end,
 * else an errno; the batch is good in every case. -EMSGSIZE when not even
 * one row fits.
 */
int kin_collect(struct kin_cursor *cursor)
{
	struct kin_batch *batch = &cursor->batch;
	u64 begin = kin_clock(), spent;
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
