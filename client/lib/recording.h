/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Recordings: samples of objects in a file, with all that is needed to read them
 * on another machine. docs/recordings.md has the format.
 */
#ifndef KC_RECORDING_H
#define KC_RECORDING_H

#include "host.h"
#include "transport.h"

/* --- reading ----------------------------------------------------------------
 *
 *	kc_record_open(&record, path, &err);
 *	kc_record_seek_last(record, &err);		or kc_record_seek(record, n, &err)
 *	transport = kc_record_transport(record);
 *	kc_catalog_load(&catalog, transport, &err);	once a file
 *	transport->dump(transport, &request, fn, context, &err);
 *	kc_record_close(record);
 *
 * One thread at a time. Memory: two frames (2 MiB), and a few bytes a sample.
 */

struct kc_record;

/**
 * struct kc_record_info - what is to know of a recording as a whole
 * @path: its file
 * @source: the way to the driver it was made by: "netlink" or "debugfs"
 * @client: version of the program that wrote it
 * @host: the machine
 * @samples: complete samples, damage inside of them not yet looked for
 * @bytes: size of the file
 * @torn: bytes at its end that are no complete sample; a writer may be at work
 * @damage: places before that where something is no frame, or a sample incomplete
 */
struct kc_record_info {
	const char *path;
	char source[16];
	char client[32];
	struct kc_host host;
	__u64 samples;
	__u64 bytes;
	__u64 torn;
	__u64 damage;
};

int kc_record_open(struct kc_record **record, const char *path, struct kc_error *err);
int kc_record_open_at(struct kc_record **record, const char *path, struct kc_error *err);
void kc_record_close(struct kc_record *record);
const struct kc_record_info *kc_record_info(const struct kc_record *record);
__u64 kc_record_realtime(const struct kc_record *record, __u64 sample);
int kc_record_number(const struct kc_record *record, const char *text, __u64 *sample,
		     struct kc_error *err);
int kc_record_time(const struct kc_record *record, const char *text, __u64 *sample,
		   struct kc_error *err);
int kc_record_which(const struct kc_record *record, const char *which, __u64 *sample,
		    struct kc_error *err);
const char *kc_record_split(const char *path, char **file, struct kc_error *err);
int kc_record_seek(struct kc_record *record, __u64 sample, struct kc_error *err);
int kc_record_seek_last(struct kc_record *record, struct kc_error *err);
__u64 kc_record_sample(const struct kc_record *record);
const struct kc_moment *kc_record_moment(const struct kc_record *record);
bool kc_record_has(const struct kc_record *record, const struct kc_table *table, bool threads);
struct kc_transport *kc_record_transport(struct kc_record *record);

/* --- writing ----------------------------------------------------------------
 *
 *	kc_recorder_open(&recorder, path, &host, transport, &err);
 *	kc_recorder_begin(recorder, &moment, &err);
 *	tap = kc_recorder_tap(recorder, transport);
 *	tap->dump(tap, &request, fn, context, &err);	as often as there are objects
 *	kc_recorder_end(recorder, &err);
 *	kc_recorder_close(recorder, &err);
 *
 * Who has batches already gives them by kc_recorder_object(), _batch(), _result().
 */

struct kc_recorder;

/**
 * struct kc_recorder_info - how far a recorder is
 * @samples: complete samples in the file
 * @bytes: its size without the sample in progress
 * @started_ns: CLOCK_MONOTONIC of the first sample in it, 0: there is none yet
 * @cut: bytes of an incomplete sample that were taken off its end when it was opened
 */
struct kc_recorder_info {
	__u64 samples;
	__u64 bytes;
	__u64 started_ns;
	__u64 cut;
};

int kc_recorder_open(struct kc_recorder **recorder, const char *path, const struct kc_host *host,
		     struct kc_transport *transport, struct kc_error *err);
int kc_recorder_lock(const char *path, int *fd, struct kc_error *err);
int kc_recorder_move(struct kc_recorder *recorder, const char *path, struct kc_error *err);
const struct kc_recorder_info *kc_recorder_info(const struct kc_recorder *recorder);
int kc_recorder_begin(struct kc_recorder *recorder, const struct kc_moment *moment,
		      struct kc_error *err);
void kc_recorder_object(struct kc_recorder *recorder, const struct kc_request *request);
void kc_recorder_batch(struct kc_recorder *recorder, const struct kc_rows *rows);
void kc_recorder_result(struct kc_recorder *recorder, int code, const struct kc_error *err);
struct kc_transport *kc_recorder_tap(struct kc_recorder *recorder, struct kc_transport *transport);
int kc_recorder_end(struct kc_recorder *recorder, struct kc_error *err);
void kc_recorder_abandon(struct kc_recorder *recorder);
int kc_recorder_close(struct kc_recorder *recorder, struct kc_error *err);

#endif
