// SPDX-License-Identifier: GPL-2.0-only
/* A snapshot of what is shown, as a recording of one sample. */
#include "recording.h"
#include "state.h"

static void record(struct kc_recorder *recorder, const struct top_snapshot *snapshot)
{
	struct kc_request request = {
		.table = &snapshot->object->table,
		.threads = snapshot->want.threads,
	};
	const unsigned char *header = (const unsigned char *)&snapshot->header;
	struct kc_rows batch = {
		.table = request.table, .header = snapshot->header,
		.batch = header, .first = header, .end = header,
	};
	const struct kc_rows *rows = NULL;
	__u32 row;

	memcpy(request.mask, snapshot->header.mask, sizeof(request.mask));
	kc_recorder_object(recorder, &request);
	for (row = 0; row < snapshot->count; row++) {
		if (snapshot->rows[row].rows == rows)
			continue;
		rows = snapshot->rows[row].rows;
		batch = *rows;
		/* What was said at the end is true of all of them. */
		batch.header.flags |= snapshot->header.flags;
		kc_recorder_batch(recorder, &batch);
	}
	if (!rows) {
		batch.header.header_size = sizeof(batch.header);
		batch.header.row_count = 0;
		batch.header.string_bytes = 0;
		if (batch.header.abi)
			kc_recorder_batch(recorder, &batch);
	}
	kc_recorder_result(recorder, snapshot->code, &snapshot->err);
}

static int write_sample(struct top *top, struct kc_recorder *recorder, struct kc_error *err)
{
	const struct top_view *view = top_view_now(top);
	const struct top_pane *pane = top_pane_now(top);
	struct kc_moment moment;
	__u64 age;
	unsigned int i, j;
	int ret;

	kc_moment_now(&moment);
	/* The rows are of the time when they were collected, not of now. */
	if (pane->now && moment.monotonic_ns > pane->now->time_ns) {
		age = moment.monotonic_ns - pane->now->time_ns;
		moment.monotonic_ns -= age;
		moment.realtime_ns -= age;
		moment.boottime_ns -= age;
	}
	ret = kc_recorder_begin(recorder, &moment, err);
	for (i = 0; i < view->table_count && !ret; i++) {
		const struct top_snapshot *now = top->panes[top->view][i].now;

		/* Tables may share their rows. */
		for (j = 0; j < i && top->panes[top->view][j].now != now; j++)
			;
		if (now && j == i)
			record(recorder, now);
	}
	return ret ? ret : kc_recorder_end(recorder, err);
}

/**
 * top_save_snapshot - write the tables of the view shown to a file
 * @top: the run
 * @path: the file; if it is a recording of this boot already, one sample is added
 * @err: filled on failure
 */
int top_save_snapshot(struct top *top, const char *path, struct kc_error *err)
{
	struct kc_transport *transport = NULL;
	struct kc_recorder *recorder = NULL;
	struct kc_error close_err;
	struct kc_host host;
	int ret, end;

	if (top->recording)
		return kc_fail(err, KC_USAGE, 0, "this is a recording already");
	/* A recording has the driver's tables in it, for which the driver is asked. */
	ret = top->source.open(top->source.context, &transport, err);
	if (ret)
		return ret;
	kc_host_read(&host);
	ret = kc_recorder_open(&recorder, path, &host, transport, err);
	if (!ret) {
		ret = write_sample(top, recorder, err);
		end = kc_recorder_close(recorder, ret ? &close_err : err);
		ret = ret ? ret : end;
	}
	transport->close(transport);
	return ret;
}
