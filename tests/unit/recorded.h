/* SPDX-License-Identifier: GPL-2.0-only */
/* Recordings of a driver made of memory, and reading them back as text. */
#ifndef RECORDED_H
#define RECORDED_H

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "fake.h"
#include "recording_items.h"

static char dir[] = "/tmp/kintrospect-record-XXXXXX";
static char path[64];
static struct kc_error err;

static const struct kc_host host = {
	.page_size = 4096, .hz = 100, .kernel = "6.1.0", .arch = "x86_64", .node = "here",
	.boot_id = "5a1e", .driver = "1",
};

/* A driver that has the tables of this program, and tasks. */
struct driver {
	struct kc_transport transport;
	struct fake tasks;
	unsigned int describes;		/* fields of an object at most */
	bool newer;			/* and one more of tasks */
};

static inline void describe(struct kc_pack *pack, const struct kc_table *table, unsigned int n,
			    const struct kc_field *field)
{
	assert_true(kc_pack_row(pack));
	kc_pack_text(pack, FIELD(FIELDS, OBJECT), table->name, strlen(table->name));
	kc_pack_text(pack, FIELD(FIELDS, NAME), field->name, strlen(field->name));
	kc_pack_number(pack, FIELD(FIELDS, INDEX), n);
	kc_pack_number(pack, FIELD(FIELDS, TYPE), field->type);
	kc_pack_number(pack, FIELD(FIELDS, FLAGS), field->flags);
	kc_pack_number(pack, FIELD(FIELDS, OFFSET_BYTES), field->offset);
	kc_pack_number(pack, FIELD(FIELDS, SIZE_BYTES), field->size);
	kc_pack_commit(pack);
}

static inline int driver_dump(struct kc_transport *transport, const struct kc_request *request,
			      kc_batch_fn *fn, void *context, struct kc_error *error)
{
	struct driver *driver = (struct driver *)transport;
	unsigned int i, n;

	if (request->table->command == KINTROSPECT_CMD_TASKS)
		return fake_dump(&driver->tasks.transport, request, fn, context, error);
	if (request->table->command != KINTROSPECT_CMD_FIELDS)
		return kc_fail_errno(error, 95, request->table->name, "CONFIG_NOT_HERE");
	kc_pack_init(&fake_pack, request->table);
	for (i = 0; i < KC_OBJECTS; i++)
		for (n = 0; n < kc_tables[i].field_count && n < driver->describes; n++)
			describe(&fake_pack, &kc_tables[i], n, &kc_tables[i].fields[n]);
	if (driver->newer) {
		const struct kc_field field = {
			.name = "new-bytes", .type = KINTROSPECT_FIELD_TYPE_U64,
			.offset = TASKS->row_size, .size = 8,
		};

		describe(&fake_pack, TASKS, TASKS->field_count, &field);
	}
	return fake_flush(&driver->tasks, request, fn, context, 0, error);
}

static inline void driver_init(struct driver *driver, unsigned int tasks)
{
	memset(driver, 0, sizeof(*driver));
	driver->transport = (struct kc_transport) {
		.name = "netlink", .costs = true, .threads = true, .on_request = true,
		.dump = driver_dump,
	};
	driver->describes = KC_FIELDS_MAX;
	fake_init(&driver->tasks, tasks, fake_task);
}

static inline void whole_request(struct kc_request *request, const struct kc_table *table)
{
	unsigned int i;

	memset(request, 0, sizeof(*request));
	request->table = table;
	for (i = 0; i < table->field_count; i++)
		kc_mask_set(request->mask, i);
}

/* Rows as text, to be compared. */
static inline int note_rows(void *context, const struct kc_rows *rows, struct kc_error *error)
{
	struct kc_buf *out = context;
	struct kc_value value;
	unsigned int n;
	__u32 i;

	(void)error;
	kc_buf_printf(out, "%s mask %llx flags %x cost %llu\n", rows->table->name,
		      (unsigned long long)rows->header.mask[0], rows->header.flags,
		      (unsigned long long)rows->header.cost_total_ns);
	for (i = 0; i < rows->count; i++) {
		for (n = 0; n < rows->table->field_count; n++) {
			kc_row_get(rows, kc_row_at(rows, i), n, &value);
			if (value.kind == KC_TEXT)
				kc_buf_printf(out, "'%.*s' ", value.len, value.text);
			else if (value.kind)
				kc_buf_printf(out, "%llu ", (unsigned long long)value.u);
			else
				kc_buf_text(out, "- ");
		}
		kc_buf_char(out, '\n');
	}
	return KC_OK;
}

/* What a dump gives, its error included. */
static inline void note(struct kc_buf *out, struct kc_transport *transport,
			const struct kc_request *request)
{
	int ret = transport->dump(transport, request, note_rows, out, &err);

	kc_buf_printf(out, "= %d %s\n", ret, ret ? err.message : "");
}

static inline void same(const struct kc_buf *a, const struct kc_buf *b)
{
	assert_int_equal(a->len, b->len);
	assert_memory_equal(a->data, b->data, a->len);
}

static inline struct kc_recorder *recorder_open(struct driver *driver)
{
	struct kc_recorder *recorder;

	if (kc_recorder_open(&recorder, path, &host, &driver->transport, &err))
		fail_msg("%s", err.message);
	return recorder;
}

static inline void take_sample(struct kc_recorder *recorder, struct driver *driver, __u64 second,
			       struct kc_buf *out)
{
	struct kc_moment moment = {
		.realtime_ns = second * 1000000000, .monotonic_ns = second * 1000000000 - 5,
		.loadavg = "0.1 0.2 0.3",
	};
	struct kc_transport *tap = kc_recorder_tap(recorder, &driver->transport);
	struct kc_request request;
	unsigned int i;

	assert_int_equal(kc_recorder_begin(recorder, &moment, &err), KC_OK);
	for (i = 0; i < KC_OBJECTS; i++) {
		whole_request(&request, &kc_tables[i]);
		if (out)
			note(out, tap, &request);
		else
			tap->dump(tap, &request, NULL, NULL, &err);
	}
	if (kc_recorder_end(recorder, &err))
		fail_msg("%s", err.message);
}

/* @samples samples of @tasks tasks, from second 100 on. */
static inline void make(unsigned int samples, unsigned int tasks)
{
	struct kc_recorder *recorder;
	struct driver driver;
	unsigned int i;

	unlink(path);
	driver_init(&driver, tasks);
	recorder = recorder_open(&driver);
	for (i = 0; i < samples; i++)
		take_sample(recorder, &driver, 100 + i, NULL);
	assert_int_equal(kc_recorder_close(recorder, &err), KC_OK);
}

static inline struct kc_record *record_open(void)
{
	struct kc_record *record;

	if (kc_record_open(&record, path, &err))
		fail_msg("%s", err.message);
	return record;
}

static inline void note_sample(struct kc_buf *out, struct kc_record *record)
{
	struct kc_transport *transport = kc_record_transport(record);
	struct kc_request request;
	unsigned int i;

	for (i = 0; i < KC_OBJECTS; i++) {
		whole_request(&request, &kc_tables[i]);
		note(out, transport, &request);
	}
}

static inline off_t file_size(void)
{
	struct stat status;

	assert_int_equal(stat(path, &status), 0);
	return status.st_size;
}

/* The whole file; the caller frees it. */
static inline unsigned char *slurp(size_t *len)
{
	unsigned char *data;
	FILE *file = fopen(path, "r");

	assert_non_null(file);
	*len = file_size();
	data = malloc(*len);
	assert_int_equal(fread(data, 1, *len, file), *len);
	fclose(file);
	return data;
}

static inline void spill(const unsigned char *data, size_t len)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_int_equal(fwrite(data, 1, len, file), len);
	fclose(file);
}

/* Every sample as text, and how many can be read; -1: not even the file can. */
static inline int read_all(struct kc_buf *out)
{
	struct kc_record *record;
	int good = 0;
	__u64 i;

	if (kc_record_open(&record, path, &err))
		return -1;
	for (i = 0; i < kc_record_info(record)->samples; i++) {
		if (kc_record_seek(record, i, &err))
			continue;
		good++;
		if (out)
			note_sample(out, record);
	}
	kc_record_close(record);
	return good;
}

static inline int recorded_run(const char *name, const struct CMUnitTest *tests, size_t count)
{
	int ret;

	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/file", dir);
	ret = _cmocka_run_group_tests(name, tests, count, NULL, NULL);
	unlink(path);
	rmdir(dir);
	return ret;
}

#endif
