// SPDX-License-Identifier: GPL-2.0-only
/*
 * Rows of the current sample of a recording, as the driver would send
 * them: fields that are not asked for are taken out, and keys pick rows.
 */
#include <errno.h>

#include "../gen/kc_gen.h"
#include "catalog.h"
#include "key_match.h"
#include "recording_file.h"

/* In addition to KC_STOP, which is a reader's that has seen enough. */
#define END_OF_OBJECT (KC_STOP + 1)

/* For whoever keeps a row: where it is, what it is sorted by, what it is compared with. */
#define ROW_BYTES 64

/* One dump. */
struct reading {
	struct kc_record *record;
	const struct kc_request *request;
	struct kc_entry *entry;
	kc_batch_fn *fn;
	void *context;
	struct kc_match matches[KC_KEYS_MAX];
	__u64 rows;
	__u64 taken;		/* memory for those, if they are kept */
	bool held;		/* a batch without rows was not handed over */
	struct kc_rows last;
};

/* Names and words of the catalogue are printed without a further look. */
static void plain_texts(const struct kc_rows *rows)
{
	struct kc_value value = { 0 };
	unsigned int n;
	__u32 i;

	for (i = 0; i < rows->count; i++) {
		for (n = 0; n < rows->table->field_count; n++) {
			kc_row_get(rows, kc_row_at(rows, i), n, &value);
			if (value.kind == KC_TEXT)
				kc_make_plain((char *)value.text, value.len);
		}
	}
}

/* Leave of the batch what was asked for. It is a copy, so this is done in place. */
static void pick_rows(struct reading *reading, struct kc_rows *rows)
{
	const struct kc_request *request = reading->request;
	unsigned char *to = (unsigned char *)rows->first, *row;
	__u32 i, count = 0;
	__u64 present;
	int word;

	for (i = 0; i < rows->count; i++) {
		row = (unsigned char *)kc_row_at(rows, i);
		if (!kc_match_row(reading->matches, request->key_count, rows, row))
			continue;
		memmove(to, row, rows->stride);
		for (word = 0; word < KINTROSPECT_MASK_WORDS; word++) {
			present = KC_LOAD(__u64, to + 8 * word) & request->mask[word];
			memcpy(to + 8 * word, &present, sizeof(present));
		}
		to += rows->stride;
		count++;
	}
	rows->count = count;
	rows->header.row_count = count;
	for (word = 0; word < KINTROSPECT_MASK_WORDS; word++)
		rows->header.mask[word] &= request->mask[word];
	memcpy((unsigned char *)rows->batch, &rows->header, sizeof(rows->header));
	reading->rows += count;
}

/* What rows take that are kept: themselves, their texts, and that somebody points to them. */
static __u64 kept_bytes(const struct kc_rows *rows)
{
	__u64 bytes = sizeof(*rows) + rows->len + (__u64)rows->count * ROW_BYTES;
	struct kc_value value;
	unsigned int n;
	__u32 i;

	for (n = 0; n < rows->table->field_count; n++) {
		if (rows->table->fields[n].type != KINTROSPECT_FIELD_TYPE_STRING)
			continue;
		for (i = 0; i < rows->count; i++) {
			kc_row_get(rows, kc_row_at(rows, i), n, &value);
			bytes += value.kind == KC_TEXT ? value.len : 0;
		}
	}
	return bytes;
}

/* The driver's catalogue, which is not of a sample, has a limit of its own. */
static int charge(struct reading *reading, const struct kc_rows *rows, struct kc_error *err)
{
	struct kc_record *record = reading->record;
	struct kc_entry *entry = reading->entry;
	__u64 all;

	if (!rows->count)
		return KC_OK;
	reading->taken += kept_bytes(rows);
	if (entry && reading->taken > entry->taken) {
		record->taken += reading->taken - entry->taken;
		entry->taken = reading->taken;
	}
	all = entry ? record->taken : reading->taken;
	if (all <= KC_SAMPLE_MAX)
		return KC_OK;
	kc_fail(err, KC_DRIVER, EFBIG, "%.600s: sample %llu of %llu takes more memory than the "
		"limit of %llu MiB: its %s have %llu MiB so far", record->path,
		(unsigned long long)record->sample + 1, (unsigned long long)record->info.samples,
		KC_SAMPLE_MAX >> 20, rows->table->name, (unsigned long long)reading->taken >> 20);
	kc_hint(err, "choose fewer objects, or fewer rows by KEY=VALUE");
	return KC_DRIVER;
}

/* A batch, with another beginning if @header is given. */
static int hand_over(struct reading *reading, const unsigned char *batch, size_t len,
		     const struct kintrospect_batch *header, struct kc_error *err)
{
	struct kc_record *record = reading->record;
	struct kc_rows *rows = &reading->last;
	int ret;

	if (len > sizeof(record->batch) || (header && len < sizeof(*header)))
		return kc_record_damaged(record, record->sample, err, "a batch has a bad length");
	memcpy(record->batch, batch, len);
	if (header)
		memcpy(record->batch, header, sizeof(*header));
	ret = kc_rows_open(rows, reading->request->table, record->batch, len, err);
	if (ret && err->errnum == EBADMSG)
		ret = kc_record_damaged(record, record->sample, err, "a batch makes no sense");
	if (ret)
		return ret;
	if (rows->table->command == KINTROSPECT_CMD_FIELDS)
		plain_texts(rows);
	pick_rows(reading, rows);
	ret = charge(reading, rows, err);
	if (ret)
		return ret;
	/* Whether a process that was named exists is told before there is anything. */
	reading->held = !reading->rows && reading->request->key_count;
	return reading->held ? KC_OK : reading->fn(reading->context, rows, err);
}

static int take_same(struct reading *reading, const unsigned char *payload, size_t len,
		     struct kc_error *err)
{
	struct kc_record *record = reading->record;
	const unsigned char *batch = NULL;
	struct kc_item_same same;
	size_t batch_len;

	if (len >= sizeof(same)) {
		memcpy(&same, payload, sizeof(same));
		batch = kc_header_batch(&record->header, same.number, &batch_len);
	}
	if (!batch)
		return kc_record_damaged(record, record->sample, err, "a batch is missing");
	return hand_over(reading, batch, batch_len, &same.batch, err);
}

/* What the driver said at the end: the error it was, in its words. */
static int take_result(struct reading *reading, const unsigned char *payload, size_t len,
		       struct kc_error *err)
{
	struct kc_record *record = reading->record;
	struct kc_item_result result;
	const char *words, *hint;
	size_t left, message;

	if (len < sizeof(result))
		return kc_record_damaged(record, record->sample, err, "a result is cut short");
	memcpy(&result, payload, sizeof(result));
	if (!result.code)
		return END_OF_OBJECT;
	words = (const char *)payload + sizeof(result);
	left = len - sizeof(result);
	message = strnlen(words, left);
	hint = words + message + (message < left);
	left -= hint - words;
	kc_fail(err, result.code > 0 && result.code < KC_STOP ? result.code : KC_DRIVER,
		result.errnum, "%.*s", (int)message, words);
	kc_hint(err, "%.*s", (int)strnlen(hint, left), hint);
	kc_make_plain(err->message, sizeof(err->message));
	kc_make_plain(err->hint, sizeof(err->hint));
	return err->code;
}

static int take_item(struct reading *reading, const struct kc_item *item,
		     const unsigned char *payload, struct kc_error *err)
{
	switch (item->kind) {
	case KC_ITEM_BATCH:
		return hand_over(reading, payload, item->len, NULL, err);
	case KC_ITEM_SAME:
		return take_same(reading, payload, item->len, err);
	case KC_ITEM_RESULT:
		return take_result(reading, payload, item->len, err);
	case KC_ITEM_OBJECT:
		return END_OF_OBJECT;
	default:
		return KC_OK;
	}
}

static int read_sample(struct reading *reading, struct kc_error *err)
{
	struct kc_record *record = reading->record;
	const struct kc_sample *sample = &record->samples[record->sample];
	const unsigned char *payload;
	size_t at = reading->entry->item;
	off_t frame = reading->entry->frame;
	__u32 chunk = reading->entry->chunk;
	struct kc_item item;
	struct kc_error why;
	int ret;

	for (;; at = 0) {
		if (kc_record_frame(record, frame, sample, chunk++, &why))
			return kc_record_damaged(record, record->sample, err, why.message);
		while ((payload = kc_item_next(record->unpacker.raw, record->unpacker.raw_len, &at,
					       &item))) {
			ret = take_item(reading, &item, payload, err);
			if (ret)
				return ret;
		}
		if (record->head.flags & KC_FRAME_LAST)
			return END_OF_OBJECT;
		frame += sizeof(record->head) + record->head.stored;
	}
}

/* The driver's catalogue, which every recording has once. */
static int read_header(struct reading *reading, struct kc_error *err)
{
	const unsigned char *batch;
	__u32 number;
	size_t len;
	int ret;

	for (number = 0;; number++) {
		batch = kc_header_batch(&reading->record->header, number, &len);
		if (!batch)
			return END_OF_OBJECT;
		ret = hand_over(reading, batch, len, NULL, err);
		if (ret)
			return ret;
	}
}

static int not_recorded(const struct kc_record *record, const struct kc_request *request,
			struct kc_error *err)
{
	const char *name = request->table->name;

	if (kc_record_entry(record, request->table, !request->threads))
		return kc_fail(err, KC_UNAVAILABLE, 0, request->threads ?
			       "%s: the recording has processes only, not --threads" :
			       "%s: the recording has them by thread: add --threads", name);
	return kc_fail(err, KC_UNAVAILABLE, 0, "%s: not in this sample of the recording", name);
}

static int ignore_batch(void *context, const struct kc_rows *rows, struct kc_error *err)
{
	(void)context;
	(void)rows;
	(void)err;
	return KC_OK;
}

static int file_dump(struct kc_transport *transport, const struct kc_request *request,
		     kc_batch_fn *fn, void *context, struct kc_error *err);

/* Whether the sample's tasks, if it has them, do without a process. */
static bool lacks_process(struct kc_record *record, const struct kc_key *key)
{
	struct kc_request request = {
		.table = &kc_tables[KINTROSPECT_CMD_TASKS - 1], .keys[0].number = key->number,
		.key_count = 1,
	};
	struct kc_error err;
	int pid = kc_field_named(request.table, "pid");

	if (pid < 0 || !kc_record_entry(record, request.table, false))
		return false;
	request.keys[0].field = pid;
	kc_mask_set(request.mask, pid);
	return file_dump(&record->transport, &request, ignore_batch, NULL, &err) == KC_NOT_FOUND;
}

/*
 * A process that is not there is an error, where it can be told. One without rows, as a
 * kernel thread has no mappings, is none.
 */
static int finish(const struct reading *reading, struct kc_error *err)
{
	const struct kc_request *request = reading->request;
	bool tasks = request->table->command == KINTROSPECT_CMD_TASKS;
	unsigned int i;

	for (i = 0; i < request->key_count && !reading->rows; i++) {
		const char *name = request->table->fields[request->keys[i].field].name;

		if ((!strcmp(name, "pid") || !strcmp(name, "tgid")) &&
		    (tasks || lacks_process(reading->record, &request->keys[i])))
			return kc_fail_errno(err, ESRCH, request->table->name,
					     "no such process in this sample");
	}
	return reading->held ? reading->fn(reading->context, &reading->last, err) : KC_OK;
}

static int file_dump(struct kc_transport *transport, const struct kc_request *request,
		     kc_batch_fn *fn, void *context, struct kc_error *err)
{
	struct kc_record *record = (struct kc_record *)transport;
	struct reading reading = {
		.record = record, .request = request, .fn = fn, .context = context,
	};
	int ret;

	kc_match_init(reading.matches, request);
	reading.entry = (struct kc_entry *)kc_record_entry(record, request->table,
							   request->threads);
	if (reading.entry)
		ret = read_sample(&reading, err);
	else if (request->table->command == KINTROSPECT_CMD_FIELDS)
		ret = read_header(&reading, err);
	else
		return not_recorded(record, request, err);
	return ret == END_OF_OBJECT ? finish(&reading, err) : ret;
}

static const char *file_absent(struct kc_transport *transport, const struct kc_request *request,
			       unsigned int field)
{
	const struct kc_record *record = (const struct kc_record *)transport;
	const struct kc_entry *entry = kc_record_entry(record, request->table, request->threads);

	if (entry && !kc_mask_test(entry->object.mask, field))
		return "not recorded: kintro record takes it when it is named";
	return NULL;
}

static void file_close(struct kc_transport *transport)
{
	kc_record_close((struct kc_record *)transport);
}

/**
 * kc_record_transport - return the transport that gives the rows of the current sample
 * @record: the recording
 *
 * Return: the recording's; its close closes the recording. Without a sample it
 * has only the object "fields".
 */
struct kc_transport *kc_record_transport(struct kc_record *record)
{
	record->transport = (struct kc_transport) {
		.name = "file", .costs = record->flags & KC_HOST_COSTS, .threads = true,
		.on_request = record->flags & KC_HOST_ON_REQUEST,
		.dump = file_dump, .absent = file_absent, .close = file_close,
	};
	return &record->transport;
}
