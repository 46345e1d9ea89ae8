// SPDX-License-Identifier: GPL-2.0-only
/*
 * A recording instead of the driver. It is open twice, for a recording is for one
 * thread: once for the rows, once for the times of samples.
 */
#include <stdlib.h>

#include "timeline.h"

/**
 * top_timeline_open - open a recording
 * @recording: with its path
 * @position: set to the sample to begin with: the one that the path names, else the first
 * @err: filled on failure
 */
int top_timeline_open(struct top_timeline *recording, __u64 *position, struct kc_error *err)
{
	const char *which = kc_record_split(recording->path, &recording->file, err);
	int ret;

	if (!recording->file)
		return err->code;
	ret = kc_record_open(&recording->index, recording->file, err);
	if (ret)
		return ret;
	recording->count = kc_record_info(recording->index)->samples;
	*position = 0;
	if (recording->count)
		return which ? kc_record_which(recording->index, which, position, err) : KC_OK;
	return kc_fail(err, KC_NOT_FOUND, 0, "%s: there is no sample in it", recording->path);
}

/**
 * top_timeline_close - close it
 * @recording: the recording
 */
void top_timeline_close(struct top_timeline *recording)
{
	if (recording->index)
		kc_record_close(recording->index);
	free(recording->file);
	recording->index = NULL;
	recording->file = NULL;
}

/**
 * top_timeline_transport - the way to its rows, for struct top_source
 * @context: the recording
 * @transport: set; its close closes what was opened here
 * @err: filled on failure
 */
int top_timeline_transport(void *context, struct kc_transport **transport, struct kc_error *err)
{
	struct top_timeline *recording = context;
	int ret = kc_record_open(&recording->dumps, recording->file, err);

	if (ret)
		return ret;
	/* The tables are available at any sample; which is settled before every dump. */
	ret = kc_record_seek(recording->dumps, 0, err);
	if (ret && ret != KC_DRIVER) {
		kc_record_close(recording->dumps);
		return ret;
	}
	*transport = kc_record_transport(recording->dumps);
	return KC_OK;
}

/**
 * top_timeline_seek - go to a sample, for struct top_source
 * @context: the recording
 * @position: which
 * @time_ns: set to its time
 * @err: filled on failure
 */
int top_timeline_seek(void *context, __u64 position, __u64 *time_ns, struct kc_error *err)
{
	struct top_timeline *recording = context;
	int ret = kc_record_seek(recording->dumps, position, err);

	if (!ret)
		*time_ns = kc_record_moment(recording->dumps)->monotonic_ns;
	return ret;
}

/**
 * top_timeline_find - the sample that a person means
 * @recording: the recording
 * @text: "#N", counted from 1, or a time as kc_record_time() has it
 * @position: set
 * @err: filled on failure
 */
int top_timeline_find(struct top_timeline *recording, const char *text, __u64 *position,
		      struct kc_error *err)
{
	if (*text == '#')
		return kc_record_number(recording->index, text + 1, position, err);
	return kc_record_time(recording->index, text, position, err);
}
