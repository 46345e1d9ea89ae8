/* SPDX-License-Identifier: GPL-2.0-only */
/* A recording instead of the driver. */
#ifndef TOP_REPLAY_H
#define TOP_REPLAY_H

#include "collect.h"
#include "record.h"

/**
 * struct top_replay - a recording that is looked at
 * @path: FILE or FILE@WHICH
 * @index: the recording for the thread that has the screen: times and numbers
 * @dumps: the one that rows are read of, by the thread that collects
 * @count: how many samples it has
 */
struct top_replay {
	const char *path;
	struct kc_record *index;
	struct kc_record *dumps;
	__u64 count;
};

int top_replay_open(struct top_replay *replay, __u64 *position, struct kc_error *err);
void top_replay_close(struct top_replay *replay);
int top_replay_transport(void *context, struct kc_transport **transport, struct kc_error *err);
int top_replay_seek(void *context, __u64 position, __u64 *time_ns, struct kc_error *err);
int top_replay_find(struct top_replay *replay, const char *text, __u64 *position,
		    struct kc_error *err);

#endif
