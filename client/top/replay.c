// SPDX-License-Identifier: GPL-2.0-only
/*
 * A recording instead of the driver. It is open twice, for a recording is for one
 * thread: once for the rows, once for the times of samples.
 */
#include <stdlib.h>

#include "replay.h"

static char *file_of(const struct top_replay *replay)
{
	const char *at = strrchr(replay->path, '@');

	return strndup(replay->path, at ? (size_t)(at - replay->path) : strlen(replay->path));
}

/**
 * top_replay_open - open a recording
 * @replay: with its path
 * @position: set to the sample to begin with: the one that the path names, else the first
 * @err: filled on failure
 */
int top_replay_open(struct top_replay *replay, __u64 *position, struct kc_error *err)
{
	bool named = strrchr(replay->path, '@');
	int ret;

	ret = named ? kc_record_open_at(&replay->index, replay->path, err) :
	      kc_record_open(&replay->index, replay->path, err);
	if (ret)
		return ret;
	replay->count = kc_record_info(replay->index)->samples;
	*position = named ? kc_record_sample(replay->index) : 0;
	if (replay->count)
		return KC_OK;
	return kc_fail(err, KC_NOT_FOUND, 0, "%s: there is no sample in it", replay->path);
}

/**
 * top_replay_close - close it
 * @replay: the recording
 */
void top_replay_close(struct top_replay *replay)
{
	if (replay->index)
		kc_record_close(replay->index);
	replay->index = NULL;
}

/**
 * top_replay_transport - the way to its rows, for struct top_source
 * @context: the recording
 * @transport: set; its close closes what was opened here
 * @err: filled on failure
 */
int top_replay_transport(void *context, struct kc_transport **transport, struct kc_error *err)
{
	struct top_replay *replay = context;
	char *path = file_of(replay);
	int ret;

	if (!path)
		return kc_fail_memory(err);
	ret = kc_record_open(&replay->dumps, path, err);
	free(path);
	if (ret)
		return ret;
	/* The tables are to be had at any sample; which is settled before every dump. */
	ret = kc_record_seek(replay->dumps, 0, err);
	if (ret && ret != KC_DRIVER) {
		kc_record_close(replay->dumps);
		return ret;
	}
	*transport = kc_record_transport(replay->dumps);
	return KC_OK;
}

/**
 * top_replay_seek - go to a sample, for struct top_source
 * @context: the recording
 * @position: which
 * @time_ns: set to its time
 * @err: filled on failure
 */
int top_replay_seek(void *context, __u64 position, __u64 *time_ns, struct kc_error *err)
{
	struct top_replay *replay = context;
	int ret = kc_record_seek(replay->dumps, position, err);

	if (!ret)
		*time_ns = kc_record_moment(replay->dumps)->monotonic_ns;
	return ret;
}

/**
 * top_replay_find - the sample that a person means
 * @replay: the recording
 * @text: "#N", counted from 1, or a time as kc_record_time() has it
 * @position: set
 * @err: filled on failure
 */
int top_replay_find(struct top_replay *replay, const char *text, __u64 *position,
		    struct kc_error *err)
{
	if (*text == '#')
		return kc_record_number(replay->index, text + 1, position, err);
	return kc_record_time(replay->index, text, position, err);
}
