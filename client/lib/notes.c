// SPDX-License-Identifier: GPL-2.0-only
/*
 * Flags of a dump and its busy rows, gathered and put into words. They come as bits
 * of packed batches, as lines at the end of a file, or as words at the end of a dump
 * of attributes; from here on all are the same.
 */
#include "catalog.h"
#include "notes.h"

static const struct {
	__u32 flag;
	const char *code;
	const char *words;
} flag_words[] = {
	{ KINTROSPECT_BATCH_FLAG_TRUNCATED, "truncated",
	  "the time budget was spent, rows are missing" },
	{ KINTROSPECT_BATCH_FLAG_INTERRUPTED, "interrupted",
	  "something changed during the walk that may have hidden rows" },
	{ KINTROSPECT_BATCH_FLAG_PARTIAL, "partial",
	  "rows of processes that you may not look into were left out (CAP_SYS_PTRACE)" },
	{ KINTROSPECT_BATCH_FLAG_BUSY, "busy",
	  "a lock was held too long: what it protects is missing" },
	{ KINTROSPECT_BATCH_FLAG_STALE, "stale",
	  "the kernel no longer updates this: the rows are as of an earlier time" },
	{ KINTROSPECT_BATCH_FLAG_ADDR_HIDDEN, "addr-hidden",
	  "kernel addresses and what would tell of them were left out (CAP_SYSLOG, "
	  "kptr_restrict, lockdown)" },
};

#define FLAGS (sizeof(flag_words) / sizeof(flag_words[0]))

static int busy_field(const struct kc_table *table)
{
	return kc_field_named(table, "busy");
}

static int holder_field(const struct kc_table *table)
{
	return kc_field_named(table, "busy-holder-pid");
}

/**
 * kc_notes_field - test whether a field is asked for to tell of busy locks
 * @table: the object
 * @field: the field
 */
bool kc_notes_field(const struct kc_table *table, unsigned int field)
{
	return (int)field == busy_field(table) || (int)field == holder_field(table);
}

/**
 * kc_notes_want - ask for the fields that tell of busy locks
 * @table: the object
 * @mask: fields asked for
 */
void kc_notes_want(const struct kc_table *table, __u64 *mask)
{
	if (busy_field(table) >= 0)
		kc_mask_set(mask, busy_field(table));
	if (holder_field(table) >= 0)
		kc_mask_set(mask, holder_field(table));
}

static void add_holder(struct kc_notes *notes, __u64 pid)
{
	unsigned int i;

	for (i = 0; i < notes->holder_count; i++)
		if (notes->holders[i] == pid)
			return;
	if (notes->holder_count == KC_HOLDERS_MAX)
		notes->more_holders = true;
	else
		notes->holders[notes->holder_count++] = pid;
}

/**
 * kc_notes_take - take note of a batch
 * @notes: the notes
 * @rows: the batch
 *
 * Rows of one process follow one another, and it counts once.
 */
void kc_notes_take(struct kc_notes *notes, const struct kc_rows *rows)
{
	int busy = busy_field(rows->table), holder = holder_field(rows->table);
	int pid = kc_field_named(rows->table, "pid");
	struct kc_value value;
	__u32 i;

	notes->flags |= rows->header.flags;
	for (i = 0; busy >= 0 && i < rows->count; i++) {
		const unsigned char *row = kc_row_at(rows, i);

		kc_row_get(rows, row, busy, &value);
		if (value.kind == KC_ABSENT)
			continue;
		notes->flags |= KINTROSPECT_BATCH_FLAG_BUSY;
		notes->locks |= 1ULL << (value.u & 63);
		if (holder >= 0) {
			kc_row_get(rows, row, holder, &value);
			if (value.kind != KC_ABSENT)
				add_holder(notes, value.u);
		}
		value.kind = KC_ABSENT;
		if (pid >= 0)
			kc_row_get(rows, row, pid, &value);
		if (value.kind == KC_ABSENT || value.u != notes->last_pid)
			notes->busy++;
		notes->last_pid = value.kind == KC_ABSENT ? 0 : value.u;
	}
}

/* A dump that is taken note of on its way. */
struct noted {
	struct kc_notes *notes;
	kc_batch_fn *fn;
	void *context;
};

static int take_batch(void *context, const struct kc_rows *rows, struct kc_error *err)
{
	const struct noted *noted = context;

	kc_notes_take(noted->notes, rows);
	return noted->fn ? noted->fn(noted->context, rows, err) : KC_OK;
}

/**
 * kc_notes_dump - make a dump and take note of it
 * @transport: the way to the driver
 * @request: what to dump; the fields that tell of busy locks are asked for as well
 * @fn: takes its batches; NULL: nobody does
 * @context: for @fn
 * @notes: added to, also on failure
 * @err: filled on failure
 */
int kc_notes_dump(struct kc_transport *transport, const struct kc_request *request,
		  kc_batch_fn *fn, void *context, struct kc_notes *notes, struct kc_error *err)
{
	struct noted noted = { .notes = notes, .fn = fn, .context = context };
	struct kc_request more = *request;

	kc_notes_want(more.table, more.mask);
	return transport->dump(transport, &more, take_batch, &noted, err);
}

/* "vmas: 3 processes were not read whole: mmap-lock is held by pid 4, 5 and others" */
static void put_busy(const struct kc_notes *notes, const struct kc_table *table,
		     struct kc_buf *out)
{
	const struct kc_field *field = &table->fields[busy_field(table)];
	const char *between = "";
	unsigned int i;

	kc_buf_printf(out, "%llu %s not read whole: ", (unsigned long long)notes->busy,
		      notes->busy == 1 ? "process was" : "processes were");
	for (i = 0; i < 64; i++) {
		if (!(notes->locks >> i & 1))
			continue;
		if (i < field->value_count)
			kc_buf_printf(out, "%s%s", between, field->values[i]);
		else
			kc_buf_printf(out, "%slock %u", between, i);
		between = " and ";
	}
	kc_buf_text(out, notes->locks & (notes->locks - 1) ? " are held" : " is held");
	for (i = 0; i < notes->holder_count; i++)
		kc_buf_printf(out, "%s%u", i ? ", " : " by pid ", notes->holders[i]);
	if (notes->more_holders)
		kc_buf_text(out, " and others");
}

/**
 * kc_notes_words - put one of the notes into words
 * @notes: the notes
 * @table: the object
 * @n: which of them, from 0 on
 * @out: where the words go, which begin with the object's name
 *
 * Return: its kind, for programs; NULL if there are no more.
 */
const char *kc_notes_words(const struct kc_notes *notes, const struct kc_table *table,
			   unsigned int n, struct kc_buf *out)
{
	unsigned int i;

	for (i = 0; i < FLAGS; i++)
		if ((notes->flags & flag_words[i].flag) && !n--)
			break;
	if (i == FLAGS)
		return NULL;
	kc_buf_printf(out, "%s: ", table->name);
	if (flag_words[i].flag == KINTROSPECT_BATCH_FLAG_BUSY && notes->busy)
		put_busy(notes, table, out);
	else
		kc_buf_text(out, flag_words[i].words);
	return flag_words[i].code;
}

/**
 * kc_notes_brief - put all of the notes into a few words
 * @notes: the notes
 * @out: where to: "busy 3, interrupted"; nothing if there are none
 */
void kc_notes_brief(const struct kc_notes *notes, struct kc_buf *out)
{
	const char *comma = "";
	unsigned int i;

	for (i = 0; i < FLAGS; i++) {
		if (!(notes->flags & flag_words[i].flag))
			continue;
		kc_buf_printf(out, "%s%s", comma, flag_words[i].code);
		if (flag_words[i].flag == KINTROSPECT_BATCH_FLAG_BUSY && notes->busy)
			kc_buf_printf(out, " %llu", (unsigned long long)notes->busy);
		comma = ", ";
	}
}

/**
 * kc_notes_flags - find the flags that a driver's words name
 * @words: "NAME: what it means", several of them one after the other
 * @between: what is between two of them
 *
 * Names of a newer driver count for nothing. Return: KINTROSPECT_BATCH_FLAG_*.
 */
__u32 kc_notes_flags(const char *words, const char *between)
{
	__u32 flags = 0;
	unsigned int i;

	while (words) {
		for (i = 0; i < FLAGS; i++) {
			size_t len = strlen(flag_words[i].code);

			if (!strncmp(words, flag_words[i].code, len) &&
			    (words[len] == ':' || !words[len]))
				flags |= flag_words[i].flag;
		}
		words = strstr(words, between);
		if (words)
			words += strlen(between);
	}
	return flags;
}
