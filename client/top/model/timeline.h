/* SPDX-License-Identifier: GPL-2.0-only */
/* The samples of a recording, instead of the driver. */
#ifndef TOP_TIMELINE_H
#define TOP_TIMELINE_H

#include "collect.h"
#include "recording.h"

/**
 * struct top_timeline - a recording that is looked at
 * @path: FILE or FILE@WHICH
 * @file: FILE of that, owned
 * @index: the recording for the thread that has the screen: times and numbers
 * @dumps: the one that rows are read of, by the thread that collects
 * @count: how many samples it has
 */
struct top_timeline {
	const char *path;
	char *file;
	struct kc_record *index;
	struct kc_record *dumps;
	__u64 count;
};

int top_timeline_open(struct top_timeline *recording, __u64 *position, struct kc_error *err);
void top_timeline_close(struct top_timeline *recording);
int top_timeline_transport(void *context, struct kc_transport **transport, struct kc_error *err);
int top_timeline_seek(void *context, __u64 position, __u64 *time_ns, struct kc_error *err);
int top_timeline_find(struct top_timeline *recording, const char *text, __u64 *position,
		      struct kc_error *err);

#endif
