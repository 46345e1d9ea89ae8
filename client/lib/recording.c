// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reading recordings. Opening one goes from head to head and decompresses
 * nothing; going to a sample checks all of it, so that what is handed out later
 * is of a whole sample.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "recording_file.h"

/* --- opening: where samples are ------------------------------------------------- */

/* How far the walk over the heads is. */
struct scan {
	struct kc_record *record;
	off_t at;
	off_t start;		/* of the sample in progress */
	__u64 number;		/* its number, 0: there is none */
	__u32 chunk;		/* the next of its pieces */
	bool lost;		/* something was wrong since the last whole sample */
	struct kc_search search;
};

static int add_sample(struct kc_record *record, off_t at, const struct kc_frame_head *head,
		      struct kc_error *err)
{
	struct kc_sample *samples = record->samples;

	if (record->info.samples == record->room) {
		record->room = record->room ? 2 * record->room : 64;
		samples = reallocarray(samples, record->room, sizeof(*samples));
		if (!samples)
			return kc_fail_memory(err);
		record->samples = samples;
	}
	samples[record->info.samples++] = (struct kc_sample) {
		.at = at, .number = head->sample, .realtime_ns = head->realtime_ns,
		.monotonic_ns = head->monotonic_ns,
	};
	return KC_OK;
}

static void whole(struct scan *scan, off_t end)
{
	scan->record->end = end;
	scan->record->info.damage += scan->lost;
	scan->lost = false;
	scan->number = 0;
}

/* A text out of a file: it ends, and is plain. */
#define END_TEXT(text) do { \
	(text)[sizeof(text) - 1] = 0; \
	kc_make_plain(text, sizeof(text)); \
} while (0)

static int take_host(struct kc_record *record, const struct kc_unpacker *unpacker,
		     struct kc_error *err)
{
	struct kc_item_host host = { 0 };
	const unsigned char *payload;
	struct kc_item item;
	size_t at = 0;

	payload = kc_item_next(unpacker->raw, unpacker->raw_len, &at, &item);
	if (!payload || item.kind != KC_ITEM_HOST)
		return kc_fail(err, KC_DRIVER, EBADMSG, "its header makes no sense");
	memcpy(&host, payload, item.len < sizeof(host) ? item.len : sizeof(host));
	END_TEXT(host.source);
	END_TEXT(host.client);
	END_TEXT(host.host.kernel);
	END_TEXT(host.host.arch);
	END_TEXT(host.host.node);
	END_TEXT(host.host.boot_id);
	END_TEXT(host.host.driver);
	memcpy(record->info.source, host.source, sizeof(host.source));
	memcpy(record->info.client, host.client, sizeof(host.client));
	record->info.host = host.host;
	kc_buf_put(&record->header, unpacker->raw, unpacker->raw_len);
	if (record->header.failed)
		return kc_fail_memory(err);
	record->flags = host.flags;
	return KC_OK;
}

/* The first header that is whole is the recording's; the others say the same. */
static int scan_header(struct scan *scan, const struct kc_frame_head *head, struct kc_error *err)
{
	struct kc_record *record = scan->record;
	struct kc_error why = { 0 };
	int ret = KC_OK;

	if (!record->header.len) {
		ret = kc_frame_unpack(&record->unpacker, record->fd, scan->at, head, &why);
		if (!ret)
			ret = take_host(record, &record->unpacker, &why);
	}
	if (ret && why.errnum != EBADMSG) {
		*err = why;
		return ret;
	}
	if (ret)
		scan->lost = true;
	else
		whole(scan, scan->at + sizeof(*head) + head->stored);
	return KC_OK;
}

static int scan_sample(struct scan *scan, const struct kc_frame_head *head, struct kc_error *err)
{
	int ret = KC_OK;

	if (!head->chunk) {
		scan->lost |= scan->number;
		scan->number = head->sample;
		scan->start = scan->at;
	} else if (!scan->number || head->sample != scan->number || head->chunk != scan->chunk) {
		scan->lost = true;
		scan->number = 0;
		return KC_OK;
	}
	scan->chunk = head->chunk + 1;
	if (head->flags & KC_FRAME_LAST) {
		ret = add_sample(scan->record, scan->start, head, err);
		whole(scan, scan->at + sizeof(*head) + head->stored);
	}
	return ret;
}

static int scan_frames(struct scan *scan, struct kc_error *err)
{
	struct kc_record *record = scan->record;
	struct kc_frame_head head;
	struct kc_error why;
	int ret = KC_OK;

	while (!ret && scan->at < record->size) {
		ret = kc_frame_head_read(record->fd, scan->at, record->size, &head, &why);
		if (!ret) {
			if (head.kind == KC_FRAME_HEADER)
				ret = scan_header(scan, &head, err);
			else if (head.kind == KC_FRAME_SAMPLE && head.sample)
				ret = scan_sample(scan, &head, err);
			scan->at += sizeof(head) + head.stored;
			continue;
		}
		/* A file that begins so is of another machine; later it is damage. */
		if (ret == KC_DRIVER || (ret == KC_UNAVAILABLE && !scan->at)) {
			*err = why;
			return ret;
		}
		scan->lost = true;
		scan->number = 0;
		scan->at++;
		scan->search.limit = record->end ? 0 : KC_SEARCH_MAX;
		ret = kc_frame_find(&scan->search, record->fd, &scan->at, record->size, err);
		if (ret == KC_STOP)
			return kc_fail(err, KC_DRIVER, EBADMSG,
				       "not a recording: no part of one is in its first %d MiB",
				       KC_SEARCH_MAX >> 20);
	}
	return ret;
}

static int scan_file(struct kc_record *record, struct kc_error *err)
{
	struct scan *scan = calloc(1, sizeof(*scan));
	int ret;

	if (!scan)
		return kc_fail_memory(err);
	scan->record = record;
	ret = scan_frames(scan, err);
	free(scan);
	if (!ret && !record->header.len)
		ret = kc_fail(err, KC_DRIVER, EBADMSG, record->size ?
			      "not a recording, or its header is damaged" : "it is empty");
	record->info.torn = record->size - record->end;
	return ret;
}

static int open_file(struct kc_record *record, struct kc_error *err)
{
	struct stat status;

	record->fd = open(record->path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (record->fd < 0 || fstat(record->fd, &status))
		return kc_fail(err, errno == ENOENT ? KC_NOT_FOUND : errno == EACCES ?
			       KC_PERMISSION : KC_DRIVER, errno, "%s", strerror(errno));
	if (!S_ISREG(status.st_mode))
		return kc_fail(err, KC_DRIVER, 0, "not a regular file");
	record->size = status.st_size;
	record->info.bytes = status.st_size;
	return scan_file(record, err);
}

static void add_path(struct kc_error *err, const char *path)
{
	char words[sizeof(err->message)];

	memcpy(words, err->message, sizeof(words));
	snprintf(err->message, sizeof(err->message), "%.600s: %.800s", path, words);
}

/**
 * kc_record_open - open a recording
 * @record: set on success; there is no current sample yet
 * @path: the file
 * @err: filled on failure
 *
 * What is damaged or incomplete is left out and counted in kc_record_info().
 * Samples that are added later are not seen.
 */
int kc_record_open(struct kc_record **record, const char *path, struct kc_error *err)
{
	struct kc_record *made = calloc(1, sizeof(*made));
	int ret;

	if (!made)
		return kc_fail_memory(err);
	made->fd = -1;
	made->unpacked = -1;
	made->sample = KC_NO_SAMPLE;
	made->path = strdup(path);
	made->info.path = made->path;
	ret = made->path ? open_file(made, err) : kc_fail_memory(err);
	if (ret) {
		add_path(err, path);
		kc_record_close(made);
		return ret;
	}
	*record = made;
	return KC_OK;
}

/**
 * kc_record_close - close a recording, and with it its transport
 * @record: the recording
 */
void kc_record_close(struct kc_record *record)
{
	if (record->fd >= 0)
		close(record->fd);
	kc_unpacker_free(&record->unpacker);
	kc_buf_free(&record->header);
	free(record->samples);
	free(record->path);
	free(record);
}

/**
 * kc_record_info - return what is known of the recording as a whole
 * @record: the recording
 */
const struct kc_record_info *kc_record_info(const struct kc_record *record)
{
	return &record->info;
}

/**
 * kc_record_realtime - return the time of a sample
 * @record: the recording
 * @sample: which, from 0
 */
__u64 kc_record_realtime(const struct kc_record *record, __u64 sample)
{
	return record->samples[sample].realtime_ns;
}

/* --- going to a sample -------------------------------------------------------- */

/**
 * kc_record_damaged - say that a sample cannot be read
 * @record: the recording
 * @sample: which, from 0
 * @err: filled
 * @why: words
 */
int kc_record_damaged(const struct kc_record *record, __u64 sample, struct kc_error *err,
		      const char *why)
{
	return kc_fail(err, KC_DRIVER, EBADMSG, "%.600s: sample %llu of %llu cannot be read: %.300s",
		       record->path, (unsigned long long)sample + 1,
		       (unsigned long long)record->info.samples, why);
}

/**
 * kc_record_frame - decompress a frame of a sample, unless it was the last that was
 * @record: the recording; @record->unpacker and @record->head are of this frame then
 * @at: where it is
 * @sample: the sample it should be of
 * @chunk: the piece it should be
 * @err: filled on failure, without saying where
 */
int kc_record_frame(struct kc_record *record, off_t at, const struct kc_sample *sample,
		    __u32 chunk, struct kc_error *err)
{
	struct kc_frame_head *head = &record->head;
	int ret;

	if (record->unpacked == at)
		return KC_OK;
	record->unpacked = -1;
	ret = kc_frame_head_read(record->fd, at, record->size, head, err);
	if (!ret && (head->kind != KC_FRAME_SAMPLE || head->sample != sample->number ||
		     head->chunk != chunk))
		ret = KC_NOT_FOUND;
	if (ret == KC_STOP || ret == KC_NOT_FOUND)
		return kc_fail(err, KC_DRIVER, EBADMSG, "damaged: a piece of it is not where it was");
	if (!ret)
		ret = kc_frame_unpack(&record->unpacker, record->fd, at, head, err);
	if (!ret)
		record->unpacked = at;
	return ret;
}

static int take_item(struct kc_record *record, const struct kc_item *item,
		     const unsigned char *payload, off_t frame, size_t next)
{
	struct kc_entry *entry;

	switch (item->kind) {
	case KC_ITEM_MOMENT:
		memset(&record->moment, 0, sizeof(record->moment));
		memcpy(&record->moment, payload, item->len < sizeof(record->moment) ?
		       item->len : sizeof(record->moment));
		END_TEXT(record->moment.loadavg);
		return KC_OK;
	case KC_ITEM_OBJECT:
		if (record->entry_count == KC_ENTRIES_MAX || item->len < sizeof(entry->object))
			return KC_DRIVER;
		entry = &record->entries[record->entry_count++];
		memcpy(&entry->object, payload, sizeof(entry->object));
		entry->object.name[sizeof(entry->object.name) - 1] = 0;
		entry->frame = frame;
		entry->chunk = record->head.chunk;
		entry->item = next;
		entry->taken = 0;
		return KC_OK;
	default:
		return KC_OK;
	}
}

static int read_items(struct kc_record *record, off_t frame, struct kc_error *err)
{
	const struct kc_unpacker *unpacker = &record->unpacker;
	const unsigned char *payload;
	struct kc_item item;
	size_t at = 0;

	while ((payload = kc_item_next(unpacker->raw, unpacker->raw_len, &at, &item)))
		if (take_item(record, &item, payload, frame, at))
			return kc_fail(err, KC_DRIVER, EBADMSG, "it makes no sense");
	if (at < unpacker->raw_len)
		return kc_fail(err, KC_DRIVER, EBADMSG, "it makes no sense");
	return KC_OK;
}

/**
 * kc_record_seek - go to a sample
 * @record: the recording
 * @sample: which, from 0
 * @err: filled on failure
 *
 * Return: KC_OK; KC_NOT_FOUND: there are not so many; KC_DRIVER: the sample is
 * damaged, and others may not be. Then there is no current sample.
 */
int kc_record_seek(struct kc_record *record, __u64 sample, struct kc_error *err)
{
	const struct kc_sample *place;
	struct kc_error why;
	__u32 chunk = 0;
	off_t at;

	record->sample = KC_NO_SAMPLE;
	record->entry_count = 0;
	record->taken = 0;
	if (sample >= record->info.samples)
		return kc_fail(err, KC_NOT_FOUND, 0, "%s has %llu samples, but no sample %llu",
			       record->path, (unsigned long long)record->info.samples,
			       (unsigned long long)sample + 1);
	place = &record->samples[sample];
	at = place->at;
	/* What was decompressed before may be damaged since. */
	record->unpacked = -1;
	do {
		if (kc_record_frame(record, at, place, chunk++, &why) ||
		    read_items(record, at, &why)) {
			record->entry_count = 0;
			return kc_record_damaged(record, sample, err, why.message);
		}
		at += sizeof(record->head) + record->head.stored;
	} while (!(record->head.flags & KC_FRAME_LAST));
	record->sample = sample;
	return KC_OK;
}

/**
 * kc_record_seek_last - go to the last sample that can be read
 * @record: the recording
 * @err: filled on failure; on success, the message is that of the last sample's damage or ""
 */
int kc_record_seek_last(struct kc_record *record, struct kc_error *err)
{
	struct kc_error other;
	__u64 n = record->info.samples;
	int ret;

	err->message[0] = 0;
	err->hint[0] = 0;
	if (!n)
		return kc_fail(err, KC_NOT_FOUND, 0, "%s has no complete sample", record->path);
	ret = kc_record_seek(record, --n, err);
	while (ret && n)
		if (!kc_record_seek(record, --n, &other))
			return KC_OK;
	return ret;
}

/**
 * kc_record_sample - return the number of the current sample, from 0
 * @record: the recording
 */
__u64 kc_record_sample(const struct kc_record *record)
{
	return record->sample;
}

/**
 * kc_record_moment - return the time of the current sample
 * @record: the recording
 */
const struct kc_moment *kc_record_moment(const struct kc_record *record)
{
	return &record->moment;
}

/**
 * kc_record_entry - find an object in the current sample
 * @record: the recording
 * @table: the object
 * @threads: its threads
 *
 * Return: NULL if it is not in it.
 */
const struct kc_entry *kc_record_entry(const struct kc_record *record,
				       const struct kc_table *table, bool threads)
{
	unsigned int i;

	for (i = 0; i < record->entry_count; i++)
		if (!strcmp(record->entries[i].object.name, table->name) &&
		    !(record->entries[i].object.flags & KC_OBJECT_THREADS) == !threads)
			return &record->entries[i];
	return NULL;
}

/**
 * kc_record_has - test whether an object is in the current sample
 * @record: the recording
 * @table: the object
 * @threads: its threads
 */
bool kc_record_has(const struct kc_record *record, const struct kc_table *table, bool threads)
{
	return kc_record_entry(record, table, threads);
}
