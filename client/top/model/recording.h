/* SPDX-License-Identifier: GPL-2.0-only */
/* A recording instead of the driver. */
#ifndef TOP_RECORDING_H
#define TOP_RECORDING_H

#include "collect.h"
#include "record.h"

/**
 * struct top_recording - a recording that is looked at
 * @path: FILE or FILE@WHICH
 * @index: the recording for the thread that has the screen: times and numbers
 * @dumps: the one that rows are read of, by the thread that collects
 * @count: how many samples it has
 */
struct top_recording {
	const char *path;
	struct kc_record *index;
	struct kc_record *dumps;
	__u64 count;
};

int top_recording_open(struct top_recording *recording, __u64 *position, struct kc_error *err);
void top_recording_close(struct top_recording *recording);
int top_recording_transport(void *context, struct kc_transport **transport, struct kc_error *err);
int top_recording_seek(void *context, __u64 position, __u64 *time_ns, struct kc_error *err);
int top_recording_find(struct top_recording *recording, const char *text, __u64 *position,
		       struct kc_error *err);

#endif
