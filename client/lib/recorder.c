// SPDX-License-Identifier: GPL-2.0-only
/*
 * Writing recordings. A sample counts from the moment its last frame is in the
 * file; whatever ends the program before, the file reads without it. The page
 * cache keeps it when the program dies; so that a machine that dies loses little,
 * the file is synchronised when SYNC_NS have passed, and when it is closed.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "../../uapi/version.h"
#include "../gen/kc_gen.h"
#include "clock.h"
#include "recorder_tap.h"
#include "recording_file.h"

#define SYNC_NS 30000000000ULL

/* How often a file may be replaced between opening and locking it. */
#define LOCK_TRIES 100

#define FIELDS (&kc_tables[KINTROSPECT_CMD_FIELDS - 1])

struct kc_recorder {
	struct kc_recorder_info info;
	struct kc_error error;		/* the first one; the sample cannot be saved */
	char *path;
	int fd;
	off_t at;			/* where the next frame goes */
	struct kc_buf header;		/* items */
	struct kc_buf raw;		/* items of the frame in progress */
	struct kc_packer packer;
	struct kc_frame_head head;
	bool in_sample;
	bool in_fields;			/* the object is "fields" */
	__u32 batch_number;		/* of the object */
	__u64 synced_ns;
	struct kc_tap tap;
};

static int failed(struct kc_recorder *recorder, struct kc_error *err)
{
	*err = recorder->error;
	return err->code;
}

static void no_memory(struct kc_recorder *recorder)
{
	if (!recorder->error.code)
		kc_fail_memory(&recorder->error);
}

/* Put the frame in the packer at the end of the file. */
static void append(struct kc_recorder *recorder)
{
	const struct kc_buf *out = &recorder->packer.out;
	size_t done = 0;
	ssize_t put;

	while (done < out->len) {
		put = pwrite(recorder->fd, out->data + done, out->len - done,
			     recorder->at + done);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0) {
			kc_fail(&recorder->error, KC_DRIVER, errno, "cannot write %s: %s",
				recorder->path, strerror(errno));
			break;
		}
		done += put;
	}
	/* After a failure, too: that much has to be cut off again. */
	recorder->at += done;
}

/* Write what has gathered as a frame. */
static void flush(struct kc_recorder *recorder, const struct kc_buf *raw)
{
	if (recorder->error.code)
		return;
	recorder->head.raw = raw->len;
	if (!kc_frame_pack(&recorder->packer, &recorder->head, raw->data, &recorder->error))
		append(recorder);
}

static void put_item(struct kc_recorder *recorder, enum kc_item_kind kind,
		     const void *data, size_t len, const void *more, size_t more_len)
{
	if (recorder->error.code)
		return;
	if (!kc_item_put(&recorder->raw, kind, data, len, more, more_len)) {
		no_memory(recorder);
		return;
	}
	if (recorder->raw.len < KC_FRAME_FULL)
		return;
	flush(recorder, &recorder->raw);
	recorder->raw.len = 0;
	recorder->head.chunk++;
}

static void put_header(struct kc_recorder *recorder)
{
	recorder->head.kind = KC_FRAME_HEADER;
	recorder->head.flags = 0;
	recorder->head.chunk = 0;
	flush(recorder, &recorder->header);
}

/*
 * A batch without what may lie between its rows and its strings, and with the
 * header as it is now: flags may have come to it on the way.
 */
static bool put_batch(struct kc_buf *out, const struct kc_rows *rows)
{
	size_t row_bytes = (size_t)rows->count * rows->stride;

	kc_buf_put(out, &rows->header, sizeof(rows->header));
	kc_buf_put(out, rows->batch + sizeof(rows->header),
		   rows->header.header_size - sizeof(rows->header));
	kc_buf_put(out, rows->first, row_bytes);
	kc_buf_put(out, rows->end - rows->header.string_bytes, rows->header.string_bytes);
	return !out->failed;
}

/**
 * kc_recorder_object - begin the rows of another object
 * @recorder: within a sample
 * @request: what is asked of the driver
 */
void kc_recorder_object(struct kc_recorder *recorder, const struct kc_request *request)
{
	struct kc_item_object object = {
		.flags = request->threads ? KC_OBJECT_THREADS : 0,
		.key_count = request->key_count,
		.mask = { request->mask[0], request->mask[1] },
	};

	strncpy(object.name, request->table->name, sizeof(object.name) - 1);
	recorder->in_fields = !strcmp(object.name, FIELDS->name);
	recorder->batch_number = 0;
	put_item(recorder, KC_ITEM_OBJECT, &object, sizeof(object), NULL, 0);
}

/* The catalogue is in the header already: a few bytes will do for most of it. */
static bool put_same(struct kc_recorder *recorder, const struct kc_buf *batch)
{
	struct kc_item_same same = { .number = recorder->batch_number++ };
	const unsigned char *known;
	size_t len;

	known = kc_header_batch(&recorder->header, same.number, &len);
	if (!known || len != batch->len || len < sizeof(same.batch) ||
	    memcmp(known + sizeof(same.batch), batch->data + sizeof(same.batch),
		   len - sizeof(same.batch)))
		return false;
	memcpy(&same.batch, batch->data, sizeof(same.batch));
	put_item(recorder, KC_ITEM_SAME, &same, sizeof(same), NULL, 0);
	return true;
}

/**
 * kc_recorder_batch - record rows
 * @recorder: within an object
 * @rows: the rows
 */
void kc_recorder_batch(struct kc_recorder *recorder, const struct kc_rows *rows)
{
	struct kc_buf batch = { 0 };

	if (!put_batch(&batch, rows))
		no_memory(recorder);
	else if (!recorder->in_fields || !put_same(recorder, &batch))
		put_item(recorder, KC_ITEM_BATCH, batch.data, batch.len, NULL, 0);
	kc_buf_free(&batch);
}

/**
 * kc_recorder_result - end the object's rows: they are complete, or there are no more
 * @recorder: within an object
 * @code: KC_OK or what went wrong
 * @err: the words for that
 */
void kc_recorder_result(struct kc_recorder *recorder, int code, const struct kc_error *err)
{
	struct kc_item_result result = { .code = code };
	struct kc_buf words = { 0 };

	if (code) {
		result.errnum = err->errnum;
		kc_buf_put(&words, err->message, strlen(err->message) + 1);
		kc_buf_put(&words, err->hint, strlen(err->hint) + 1);
	}
	put_item(recorder, KC_ITEM_RESULT, &result, sizeof(result), words.data, words.len);
	kc_buf_free(&words);
}

/**
 * kc_recorder_own_tap - return the recorder's transport, which kc_recorder_tap() fills
 * @recorder: the recorder, which owns it
 */
struct kc_tap *kc_recorder_own_tap(struct kc_recorder *recorder)
{
	return &recorder->tap;
}

/* --- samples ---------------------------------------------------------------- */

/**
 * kc_recorder_begin - begin a sample
 * @recorder: not within one
 * @moment: its time
 * @err: filled on failure
 */
int kc_recorder_begin(struct kc_recorder *recorder, const struct kc_moment *moment,
		      struct kc_error *err)
{
	recorder->head.sample = recorder->info.samples + 1;
	recorder->head.realtime_ns = moment->realtime_ns;
	recorder->head.monotonic_ns = moment->monotonic_ns;
	if (recorder->info.samples && !(recorder->info.samples % KC_HEADER_EVERY))
		put_header(recorder);
	recorder->head.kind = KC_FRAME_SAMPLE;
	recorder->head.flags = 0;
	recorder->head.chunk = 0;
	recorder->in_sample = true;
	recorder->raw.len = 0;
	put_item(recorder, KC_ITEM_MOMENT, moment, sizeof(*moment), NULL, 0);
	return recorder->error.code ? failed(recorder, err) : KC_OK;
}

/**
 * kc_recorder_abandon - forget the sample in progress
 * @recorder: the recorder
 */
void kc_recorder_abandon(struct kc_recorder *recorder)
{
	recorder->in_sample = false;
	/* If this fails too, the next sample is written over it, and a reader stops before it. */
	if (recorder->at > (off_t)recorder->info.bytes &&
	    ftruncate(recorder->fd, recorder->info.bytes) && !recorder->error.code)
		kc_fail(&recorder->error, KC_DRIVER, errno, "cannot shorten %s: %s",
			recorder->path, strerror(errno));
	recorder->at = recorder->info.bytes;
}

static void synchronise(struct kc_recorder *recorder)
{
	if (fdatasync(recorder->fd) && errno != EINVAL && !recorder->error.code)
		kc_fail(&recorder->error, KC_DRIVER, errno, "cannot write %s: %s",
			recorder->path, strerror(errno));
	recorder->synced_ns = kc_now_ns(CLOCK_MONOTONIC);
}

/**
 * kc_recorder_end - complete the sample
 * @recorder: within a sample
 * @err: filled on failure: then the file is as it was before the sample, and
 *	nothing more can be recorded
 */
int kc_recorder_end(struct kc_recorder *recorder, struct kc_error *err)
{
	recorder->head.flags = KC_FRAME_LAST;
	flush(recorder, &recorder->raw);
	if (recorder->error.code) {
		kc_recorder_abandon(recorder);
		return failed(recorder, err);
	}
	recorder->in_sample = false;
	recorder->info.bytes = recorder->at;
	if (!recorder->info.samples++)
		recorder->info.started_ns = recorder->head.monotonic_ns;
	if (kc_now_ns(CLOCK_MONOTONIC) - recorder->synced_ns >= SYNC_NS)
		synchronise(recorder);
	return recorder->error.code ? failed(recorder, err) : KC_OK;
}

/**
 * kc_recorder_info - return how far it is
 * @recorder: the recorder
 */
const struct kc_recorder_info *kc_recorder_info(const struct kc_recorder *recorder)
{
	return &recorder->info;
}

/* --- the file ----------------------------------------------------------------- */

/* What a batch cost differs each time, and files are compared by their headers. */
static int header_batch(void *context, const struct kc_rows *rows, struct kc_error *err)
{
	struct kc_buf *header = context, batch = { 0 };
	struct kc_rows free_of_cost = *rows;
	bool ok;

	free_of_cost.header.walked_total = 0;
	free_of_cost.header.cost_total_ns = 0;
	free_of_cost.header.lock_hold_max_ns = 0;
	ok = put_batch(&batch, &free_of_cost) &&
	     kc_item_put(header, KC_ITEM_BATCH, batch.data, batch.len, NULL, 0);
	kc_buf_free(&batch);
	return ok ? KC_OK : kc_fail_memory(err);
}

static int make_header(struct kc_recorder *recorder, const struct kc_host *host,
		       struct kc_transport *transport, struct kc_error *err)
{
	struct kc_item_host item = {
		.abi = KINTROSPECT_ABI,
		.flags = (transport->costs ? KC_HOST_COSTS : 0) |
			 (transport->on_request ? KC_HOST_ON_REQUEST : 0),
		.host = *host,
	};
	struct kc_request request = { .table = FIELDS };
	unsigned int i;
	int ret;

	strncpy(item.source, transport->name, sizeof(item.source) - 1);
	strncpy(item.client, KINTROSPECT_VERSION, sizeof(item.client) - 1);
	for (i = 0; i < FIELDS->field_count; i++)
		kc_mask_set(request.mask, i);
	recorder->header.len = 0;
	if (!kc_item_put(&recorder->header, KC_ITEM_HOST, &item, sizeof(item), NULL, 0))
		return kc_fail_memory(err);
	ret = transport->dump(transport, &request, header_batch, &recorder->header, err);
	if (!ret && recorder->header.len > KC_FRAME_MAX)
		ret = kc_fail(err, KC_DRIVER, EMSGSIZE, "the driver has too many fields to record");
	return ret;
}

static const char *difference(const struct kc_record *record, const struct kc_recorder *recorder,
			      const struct kc_host *host)
{
	if (!kc_host_same_boot(&record->info.host, host))
		return "of another boot or machine";
	if (!record->header.len || record->header.len != recorder->header.len ||
	    memcmp(record->header.data, recorder->header.data, recorder->header.len))
		return "made by another driver, program, way or user";
	return NULL;
}

/* Continue a file after its last complete sample. */
static int resume(struct kc_recorder *recorder, const struct kc_host *host, off_t size,
		  struct kc_error *err)
{
	struct kc_record *record;
	const char *what;
	int ret;

	ret = kc_record_open(&record, recorder->path, err);
	if (ret)
		return ret;
	what = difference(record, recorder, host);
	if (what)
		ret = kc_fail(err, KC_DIFFERENT, 0, "the recording in %s is %s", recorder->path,
			      what);
	recorder->info.samples = record->samples ? record->info.samples : 0;
	/* Numbers go on, though samples between may be lost. */
	if (record->info.samples) {
		recorder->info.samples = record->samples[record->info.samples - 1].number;
		recorder->info.started_ns = record->samples[0].monotonic_ns;
	}
	recorder->info.bytes = record->end;
	recorder->info.cut = size - record->end;
	kc_record_close(record);
	if (!ret && recorder->info.cut && ftruncate(recorder->fd, recorder->info.bytes))
		ret = kc_fail(err, KC_DRIVER, errno, "cannot shorten %s: %s", recorder->path,
			      strerror(errno));
	return ret;
}

/* Whether a file is still the one of its name: who had it may have begun another. */
static bool is_named(const struct stat *status, const char *path)
{
	struct stat named;

	return !stat(path, &named) && named.st_dev == status->st_dev &&
	       named.st_ino == status->st_ino;
}

static int lock_once(const char *path, int *fd, struct stat *status, struct kc_error *err)
{
	/* Rows hold what only root may see. */
	*fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY, 0600);
	if (*fd < 0 || fstat(*fd, status))
		return kc_fail(err, KC_DRIVER, errno, "cannot open %s: %s", path, strerror(errno));
	if (!S_ISREG(status->st_mode))
		return kc_fail(err, KC_DRIVER, 0, "%s: not a regular file", path);
	if (flock(*fd, LOCK_EX | LOCK_NB))
		return kc_fail(err, KC_DRIVER, errno, errno == EWOULDBLOCK ?
			       "another program is recording to %s" : "cannot lock %s", path);
	if (fstat(*fd, status))
		return kc_fail(err, KC_DRIVER, errno, "cannot read %s: %s", path, strerror(errno));
	return is_named(status, path) ? KC_OK : KC_STOP;
}

/**
 * kc_recorder_lock - open a file so that no other recorder writes to it
 * @path: the file; made, mode 0600, if there is none
 * @fd: set: to be closed if it is not -1, also on failure; that unlocks it
 * @err: filled on failure
 */
int kc_recorder_lock(const char *path, int *fd, struct kc_error *err)
{
	unsigned int tries;
	struct stat status;
	int ret;

	for (tries = 0; tries < LOCK_TRIES; tries++) {
		ret = lock_once(path, fd, &status, err);
		if (ret != KC_STOP)
			return ret;
		close(*fd);
		*fd = -1;
	}
	return kc_fail(err, KC_DRIVER, EAGAIN, "another program keeps replacing %s", path);
}

/**
 * kc_recorder_move - give the file that is written to another name
 * @recorder: the recorder
 * @path: the name; a file of this name is replaced in one step
 * @err: filled on failure
 */
int kc_recorder_move(struct kc_recorder *recorder, const char *path, struct kc_error *err)
{
	char *name = strdup(path);

	if (!name)
		return kc_fail_memory(err);
	if (rename(recorder->path, path)) {
		kc_fail(err, KC_DRIVER, errno, "cannot rename %s to %s: %s", recorder->path, path,
			strerror(errno));
		free(name);
		return KC_DRIVER;
	}
	free(recorder->path);
	recorder->path = name;
	return KC_OK;
}

static int start(struct kc_recorder *recorder, const char *path, const struct kc_host *host,
		 struct kc_error *err)
{
	struct stat status;
	int ret = kc_recorder_lock(path, &recorder->fd, err);

	if (ret)
		return ret;
	if (fstat(recorder->fd, &status))
		return kc_fail(err, KC_DRIVER, errno, "cannot read %s: %s", path, strerror(errno));
	if (status.st_size)
		return resume(recorder, host, status.st_size, err);
	put_header(recorder);
	if (recorder->error.code) {
		if (ftruncate(recorder->fd, 0))
			return failed(recorder, err);
		return failed(recorder, err);
	}
	recorder->info.bytes = recorder->at;
	return KC_OK;
}

/**
 * kc_recorder_open - record to a file
 * @recorder: set on success
 * @path: the file; made, mode 0600, if there is none; if there is one, samples
 *	are added after its last complete one
 * @host: the machine
 * @transport: where the driver's catalogue comes from
 * @err: filled on failure
 *
 * Return: KC_OK; KC_DIFFERENT: the file is a recording that cannot be gone on
 * with, of another boot or another driver; or an error, with the file as it was.
 * A program that may reach RLIMIT_FSIZE has to ignore SIGXFSZ.
 */
int kc_recorder_open(struct kc_recorder **recorder, const char *path, const struct kc_host *host,
		     struct kc_transport *transport, struct kc_error *err)
{
	struct kc_recorder *made = calloc(1, sizeof(*made));
	struct kc_error ignored;
	int ret;

	if (!made)
		return kc_fail_memory(err);
	made->path = strdup(path);
	if (!made->path) {
		free(made);
		return kc_fail_memory(err);
	}
	made->fd = -1;
	ret = make_header(made, host, transport, err);
	if (!ret)
		ret = start(made, path, host, err);
	if (ret) {
		kc_recorder_close(made, &ignored);
		return ret;
	}
	made->at = made->info.bytes;
	*recorder = made;
	return KC_OK;
}

/**
 * kc_recorder_close - end recording; a sample in progress is forgotten
 * @recorder: the recorder
 * @err: filled on failure
 *
 * Return: KC_OK; an error that was not told before: something may not be on the disk.
 */
int kc_recorder_close(struct kc_recorder *recorder, struct kc_error *err)
{
	bool known = recorder->error.code;
	int ret = KC_OK;

	if (recorder->fd >= 0) {
		if (recorder->in_sample)
			kc_recorder_abandon(recorder);
		if (recorder->info.samples && !known)
			synchronise(recorder);
		close(recorder->fd);
	}
	if (recorder->error.code && !known)
		ret = failed(recorder, err);
	kc_packer_free(&recorder->packer);
	kc_buf_free(&recorder->header);
	kc_buf_free(&recorder->raw);
	free(recorder->path);
	free(recorder);
	return ret;
}
