// SPDX-License-Identifier: GPL-2.0-only
/*
 * A recording made of any bytes: opened, gone through, printed, compared, shown by what
 * kintro-top shows it with, and given to commands. They may say what they like about it,
 * but they end, and touch no memory but their own.
 *
 * The first byte says what the others are: a file; a file whose checksums are
 * made right, for a fuzzer does not guess them; or the items of a header and of a
 * sample, whose frames are made here.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "catalog.h"
#include "diff.h"
#include "format.h"
#include "fuzz.h"
#include "json.h"
#include "recording_items.h"
#include "../../client/top/model/pane.h"

#define SAMPLES 4
#define LINES 16

static struct kc_error err;
static FILE *null;

static void put(int fd, const void *data, size_t len)
{
	if (write(fd, data, len) != (ssize_t)len)
		abort();
}

static void put_right(int fd, const uint8_t *data, size_t len)
{
	uint8_t *copy = malloc(len + 1);
	struct kc_frame_head head;
	size_t at;

	memcpy(copy, data, len);
	for (at = 0; at + sizeof(head) <= len; at++) {
		if (memcmp(copy + at, KC_FRAME_MARKER, 8))
			continue;
		memcpy(&head, copy + at, sizeof(head));
		if (head.stored <= len - at - sizeof(head))
			head.stored_crc = kc_crc32(0, copy + at + sizeof(head), head.stored);
		head.head_crc = kc_crc32(0, &head, offsetof(struct kc_frame_head, head_crc));
		memcpy(copy + at, &head, sizeof(head));
	}
	put(fd, copy, len);
	free(copy);
}

static void put_frame(int fd, struct kc_packer *packer, unsigned int kind, const uint8_t *data,
		      size_t len)
{
	struct kc_frame_head head = {
		.kind = kind, .flags = KC_FRAME_LAST, .sample = 1, .raw = len,
	};

	if (kc_frame_pack(packer, &head, data, &err))
		abort();
	put(fd, packer->out.data, packer->out.len);
}

/* Two bytes say how much of the rest is the header's. */
static void put_items(int fd, const uint8_t *data, size_t len)
{
	struct kc_packer packer = { 0 };
	size_t header;

	if (len < 2 || len > KC_FRAME_MAX)
		return;
	header = data[0] | data[1] << 8;
	if (header > len - 2)
		header = len - 2;
	put_frame(fd, &packer, KC_FRAME_HEADER, data + 2, header);
	put_frame(fd, &packer, KC_FRAME_SAMPLE, data + 2 + header, len - 2 - header);
	kc_packer_free(&packer);
}

static int print_rows(void *context, const struct kc_rows *rows, struct kc_error *error)
{
	struct kc_json json = { .out = null };
	struct kc_value values[KC_FIELDS_MAX];
	struct kc_buf *out = context;
	unsigned int n;
	__u32 i;

	(void)error;
	for (i = 0; i < rows->count && i < 64; i++) {
		kc_row_decode(rows, kc_row_at(rows, i), values);
		kc_json_begin(&json, '[');
		for (n = 0; n < rows->table->field_count; n++) {
			kc_format_human(out, &rows->table->fields[n], &values[n]);
			kc_json_value(&json, &rows->table->fields[n], &values[n]);
		}
		kc_json_end(&json, ']');
		out->len = 0;
	}
	kc_json_free(&json);
	return KC_OK;
}

static void want_all(struct kc_request *request, const struct kc_table *table)
{
	memset(request, 0, sizeof(*request));
	request->table = table;
	memset(request->mask, 255, sizeof(request->mask));
}

static void print_sample(struct kc_record *record, const struct kc_catalog *catalog)
{
	struct kc_transport *transport = kc_record_transport(record);
	struct kc_request request;
	struct kc_buf out = { 0 };
	unsigned int i;

	for (i = 0; i < KC_OBJECTS; i++) {
		want_all(&request, &catalog->objects[i].table);
		transport->dump(transport, &request, print_rows, &out, &err);
		request.threads = true;
		request.mask[0] = 1;
		request.key_count = 1;
		transport->dump(transport, &request, print_rows, &out, &err);
		transport->absent(transport, &request, 0);
	}
	kc_buf_free(&out);
}

static void compare(struct kc_record *record, const struct kc_catalog *catalog)
{
	struct kc_transport *transport = kc_record_transport(record);
	struct kc_request request;
	unsigned int i;

	for (i = 0; i < KC_OBJECTS; i++) {
		struct kc_diff diff = { 0 };

		want_all(&request, &catalog->objects[i].table);
		if (!kc_record_seek(record, 0, &err) &&
		    !kc_diff_load(&diff, 0, transport, &request, &err) &&
		    !kc_record_seek_last(record, &err) &&
		    !kc_diff_load(&diff, 1, transport, &request, &err) &&
		    diff.sides[0].count < 2000 && diff.sides[1].count < 2000)
			kc_diff_compare(&diff, &catalog->objects[i].table, &err);
		kc_diff_free(&diff);
	}
}

static void show_pane(struct top_pane *pane, const struct top_shape *shape)
{
	struct kc_buf out = { 0 };
	unsigned int column;
	__u32 line;

	top_pane_make(pane, shape, true, &err);
	for (line = 0; line < pane->list.count && line < LINES; line++)
		for (column = 0; column < pane->columns.count; column++) {
			out.len = 0;
			top_pane_cell(pane, shape, line, column, &out);
		}
	kc_buf_free(&out);
}

/* Two samples of an object as kintro-top has them: tree, difference, a filter. */
static void show_object(struct kc_record *record, struct top_catalog *catalog, unsigned int object)
{
	const struct top_table table = {
		.name = "any", .title = "any", .object = kc_tables[object].name, .label = "comm",
		.sort = "-pid", .id = "pid", .group = "tgid", .parent = "ppid",
		.kernel = "kthread", .user = "uid", .same = "start-time-ns",
	};
	struct top_shape shape = { .kernel = true, .tree = true };
	struct top_want want = { .object = object, .key = -1 };
	struct top_snapshot *snapshot;
	struct top_pane pane;
	__u64 i;

	memset(want.extra, 255, sizeof(want.extra));
	top_pane_init(&pane, &table);
	top_pane_resolve(&pane, catalog);
	for (i = 0; i < kc_record_info(record)->samples && i < 2; i++) {
		if (kc_record_seek(record, i, &err))
			continue;
		snapshot = top_snapshot_take(kc_record_transport(record), catalog, &want);
		if (!snapshot)
			abort();
		if (!i)
			pane.base = top_snapshot_get(snapshot);
		if (snapshot->count < 2000)
			top_pane_put(&pane, snapshot);
		else
			top_snapshot_put(snapshot);
		show_pane(&pane, &shape);
	}
	shape.tree = false;
	shape.difference = true;
	shape.kernel = false;
	show_pane(&pane, &shape);
	shape.difference = false;
	shape.bytes = true;
	if (top_pane_object(&pane) && !top_pane_filter(&pane, "1", &err))
		show_pane(&pane, &shape);
	top_pane_free(&pane);
}

static void show(struct kc_record *record)
{
	struct top_catalog *catalog;
	unsigned int i;

	if (kc_record_seek(record, 0, &err))
		return;
	catalog = top_catalog_load(kc_record_transport(record), &err);
	for (i = 0; catalog && i < KC_OBJECTS; i++)
		show_object(record, catalog, i);
	top_catalog_put(catalog);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct kc_catalog catalog;
	struct kc_record *record;
	char path[32];
	__u64 i;
	int fd;

	if (!null) {
		null = fopen("/dev/null", "w");
		/* What commands print is of no interest; sanitizers write to the descriptor. */
		stdout = null;
		stderr = null;
	}
	if (!len)
		return 0;
	fd = memfd_create("recording", MFD_CLOEXEC);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (data[0] % 3 == FUZZ_FILE)
		put(fd, data + 1, len - 1);
	else if (data[0] % 3 == FUZZ_CHECKED)
		put_right(fd, data + 1, len - 1);
	else
		put_items(fd, data + 1, len - 1);
	if (!kc_record_open(&record, path, &err)) {
		kc_catalog_init(&catalog);
		if (kc_catalog_load(&catalog, kc_record_transport(record), &err)) {
			kc_catalog_free(&catalog);
			kc_catalog_init(&catalog);
		}
		for (i = 0; i < kc_record_info(record)->samples && i < SAMPLES; i++)
			if (!kc_record_seek(record, i, &err))
				print_sample(record, &catalog);
		compare(record, &catalog);
		show(record);
		kc_catalog_free(&catalog);
		kc_record_close(record);
		fuzz_commands(path, kc_crc32(0, data, len));
	}
	close(fd);
	return 0;
}
