// SPDX-License-Identifier: GPL-2.0-only
/* Recordings: what went in comes out; damage costs the sample it is in, and no more. */
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "fake.h"
#include "record_items.h"

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
};

static void describe(struct kc_pack *pack, const struct kc_table *table, unsigned int n)
{
	const struct kc_field *field = &table->fields[n];

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

static int driver_dump(struct kc_transport *transport, const struct kc_request *request,
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
			describe(&fake_pack, &kc_tables[i], n);
	return fake_flush(&driver->tasks, request, fn, context, 0, error);
}

static void driver_init(struct driver *driver, unsigned int tasks)
{
	memset(driver, 0, sizeof(*driver));
	driver->transport = (struct kc_transport) {
		.name = "netlink", .costs = true, .threads = true, .on_request = true,
		.dump = driver_dump,
	};
	driver->describes = KC_FIELDS_MAX;
	fake_init(&driver->tasks, tasks, fake_task);
}

static void whole_request(struct kc_request *request, const struct kc_table *table)
{
	unsigned int i;

	memset(request, 0, sizeof(*request));
	request->table = table;
	for (i = 0; i < table->field_count; i++)
		kc_mask_set(request->mask, i);
}

/* Rows as text, to be compared. */
static int note_rows(void *context, const struct kc_rows *rows, struct kc_error *error)
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
static void note(struct kc_buf *out, struct kc_transport *transport,
		 const struct kc_request *request)
{
	int ret = transport->dump(transport, request, note_rows, out, &err);

	kc_buf_printf(out, "= %d %s\n", ret, ret ? err.message : "");
}

static void same(const struct kc_buf *a, const struct kc_buf *b)
{
	assert_int_equal(a->len, b->len);
	assert_memory_equal(a->data, b->data, a->len);
}

static struct kc_recorder *recorder_open(struct driver *driver)
{
	struct kc_recorder *recorder;

	if (kc_recorder_open(&recorder, path, &host, &driver->transport, &err))
		fail_msg("%s", err.message);
	return recorder;
}

static void take_sample(struct kc_recorder *recorder, struct driver *driver, __u64 second,
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
static void make(unsigned int samples, unsigned int tasks)
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

static struct kc_record *record_open(void)
{
	struct kc_record *record;

	if (kc_record_open(&record, path, &err))
		fail_msg("%s", err.message);
	return record;
}

static void note_sample(struct kc_buf *out, struct kc_record *record)
{
	struct kc_transport *transport = kc_record_transport(record);
	struct kc_request request;
	unsigned int i;

	for (i = 0; i < KC_OBJECTS; i++) {
		whole_request(&request, &kc_tables[i]);
		note(out, transport, &request);
	}
}

static void test_round_trip(void **state)
{
	static const unsigned int sizes[] = { 0, 1, 100, 30000 };
	struct kc_buf live = { 0 }, replay = { 0 };
	struct kc_recorder *recorder;
	struct kc_record *record;
	struct driver driver;
	unsigned int i;

	(void)state;
	for (i = 0; i < 4; i++) {
		live.len = 0;
		replay.len = 0;
		unlink(path);
		driver_init(&driver, sizes[i]);
		driver.tasks.flags = KINTROSPECT_BATCH_FLAG_PARTIAL;
		recorder = recorder_open(&driver);
		take_sample(recorder, &driver, 100, &live);
		assert_int_equal(kc_recorder_close(recorder, &err), KC_OK);

		record = record_open();
		assert_int_equal(kc_record_info(record)->samples, 1);
		assert_int_equal(kc_record_info(record)->torn, 0);
		assert_memory_equal(&kc_record_info(record)->host, &host, sizeof(host));
		assert_string_equal(kc_record_info(record)->source, "netlink");
		assert_int_equal(kc_record_seek_last(record, &err), KC_OK);
		assert_int_equal(kc_record_moment(record)->monotonic_ns, 99999999995);
		note_sample(&replay, record);
		same(&live, &replay);
		/* In any order, and again. */
		replay.len = 0;
		note_sample(&replay, record);
		same(&live, &replay);
		kc_record_close(record);
	}
	kc_buf_free(&live);
	kc_buf_free(&replay);
}

static off_t file_size(void)
{
	struct stat status;

	assert_int_equal(stat(path, &status), 0);
	return status.st_size;
}

/* The whole file; the caller frees it. */
static unsigned char *slurp(size_t *len)
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

static void spill(const unsigned char *data, size_t len)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_int_equal(fwrite(data, 1, len, file), len);
	fclose(file);
}

/* Every sample as text, and how many can be read; -1: not even the file can. */
static int read_all(struct kc_buf *out)
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

static void test_cut(void **state)
{
	struct kc_recorder *recorder;
	struct kc_record *record;
	struct driver driver;
	unsigned char *data;
	off_t two, at;
	size_t len;

	(void)state;
	make(2, 3);
	two = file_size();
	make(3, 3);
	data = slurp(&len);
	for (at = len - 1; at >= two; at--) {
		assert_int_equal(truncate(path, at), 0);
		record = record_open();
		assert_int_equal(kc_record_info(record)->samples, 2);
		assert_int_equal(kc_record_info(record)->torn, at - two);
		assert_int_equal(kc_record_info(record)->damage, 0);
		assert_int_equal(kc_record_seek_last(record, &err), KC_OK);
		assert_int_equal(kc_record_sample(record), 1);
		kc_record_close(record);
	}
	/* A writer goes on behind the last whole one. */
	for (at = two; at < (off_t)len; at += 17) {
		spill(data, at);
		driver_init(&driver, 3);
		recorder = recorder_open(&driver);
		assert_int_equal(kc_recorder_info(recorder)->cut, at - two);
		assert_int_equal(kc_recorder_info(recorder)->samples, 2);
		take_sample(recorder, &driver, 102, NULL);
		assert_int_equal(kc_recorder_close(recorder, &err), KC_OK);
		assert_int_equal(file_size(), len);
		assert_int_equal(read_all(NULL), 3);
	}
	/* Cut anywhere, it is told, and never more is lost than what was cut. */
	for (at = two - 1; at >= 0; at -= 13) {
		spill(data, at);
		assert_in_range(read_all(NULL) + 1, 0, 2);
	}
	free(data);
}

static void test_flip(void **state)
{
	struct kc_buf whole = { 0 }, part = { 0 };
	unsigned char *data;
	size_t len, i;
	int good;

	(void)state;
	make(3, 2);
	assert_int_equal(read_all(&whole), 3);
	data = slurp(&len);
	for (i = 0; i < len; i++) {
		data[i] ^= 1 << (i % 8);
		spill(data, len);
		data[i] ^= 1 << (i % 8);
		part.len = 0;
		good = read_all(&part);
		/* The header's only copy, or one sample. */
		if (good != -1) {
			assert_in_range(good, 2, 3);
			assert_int_equal(part.len, whole.len / 3 * good);
			assert_memory_equal(part.data, whole.data, part.len);
		}
	}
	free(data);
	kc_buf_free(&whole);
	kc_buf_free(&part);
}

/* The header comes again, so that its loss is not the file's. */
static void test_lost_header(void **state)
{
	unsigned char *data;
	size_t len;

	(void)state;
	make(70, 2);
	data = slurp(&len);
	data[100] ^= 1;
	spill(data, len);
	assert_int_equal(read_all(NULL), 70);
	memset(data, 0, 100);
	spill(data, len);
	assert_int_equal(read_all(NULL), 70);
	free(data);
}

/* Frames that are sound as such, of what a hostile writer would put into them. */
static void spill_frames(const void *header, size_t header_len, const void *sample,
			 size_t sample_len, __u32 raw)
{
	struct kc_frame_head head = { .kind = KC_FRAME_HEADER, .raw = header_len };
	struct kc_packer packer = { 0 };
	struct kc_frame_head *packed;
	FILE *file = fopen(path, "w");

	assert_int_equal(kc_frame_pack(&packer, &head, header, &err), KC_OK);
	fwrite(packer.out.data, 1, packer.out.len, file);
	head = (struct kc_frame_head) {
		.kind = KC_FRAME_SAMPLE, .flags = KC_FRAME_LAST, .sample = 1, .raw = sample_len,
	};
	assert_int_equal(kc_frame_pack(&packer, &head, sample, &err), KC_OK);
	if (raw) {
		packed = (struct kc_frame_head *)packer.out.data;
		packed->raw = raw;
		packed->head_crc = kc_crc32(0, packed, offsetof(struct kc_frame_head, head_crc));
	}
	fwrite(packer.out.data, 1, packer.out.len, file);
	fclose(file);
	kc_packer_free(&packer);
}

static void test_hostile(void **state)
{
	struct kc_item_host item_host = { .abi = KINTROSPECT_ABI };
	struct kc_item_object object = { .name = "tasks" };
	struct kc_item_same same = { .number = 0xffffffff };
	struct kc_item_result result = { .code = 77777 };
	struct kc_item lie = { .kind = KC_ITEM_BATCH, .len = 0xfffffff9 };
	struct kc_buf header = { 0 }, sample = { 0 };
	struct kc_moment moment = { 0 };
	struct kc_record *record;
	struct kc_request request;
	struct kc_buf out = { 0 };
	unsigned int i;

	(void)state;
	memset(item_host.host.kernel, 'x', sizeof(item_host.host.kernel));
	memset(item_host.source, 'x', sizeof(item_host.source));
	kc_item_put(&header, KC_ITEM_HOST, &item_host, sizeof(item_host), NULL, 0);
	kc_item_put(&sample, KC_ITEM_MOMENT, &moment, 8, NULL, 0);
	kc_item_put(&sample, 4711, "unknown", 8, NULL, 0);
	kc_item_put(&sample, KC_ITEM_OBJECT, &object, sizeof(object), NULL, 0);
	whole_request(&request, TASKS);

	/* A length that wraps around, and a piece of an item. */
	for (i = 0; i < 2; i++) {
		size_t len = sample.len;

		kc_buf_put(&sample, &lie, i ? 5 : sizeof(lie));
		spill_frames(header.data, header.len, sample.data, sample.len, 0);
		record = record_open();
		assert_int_equal(kc_record_seek(record, 0, &err), KC_DRIVER);
		kc_record_close(record);
		sample.len = len;
	}
	/* Another size than it says, and one that is refused at once. */
	spill_frames(header.data, header.len, sample.data, sample.len, 1000);
	record = record_open();
	assert_int_equal(kc_record_seek(record, 0, &err), KC_DRIVER);
	kc_record_close(record);
	spill_frames(header.data, header.len, sample.data, sample.len, KC_FRAME_MAX + 1);
	assert_int_equal(read_all(NULL), 0);

	/* Batches of no sense, one after the other; names without an end. */
	memset(object.name, 't', sizeof(object.name));
	for (i = 0; i < 4; i++) {
		static unsigned char large[KC_BATCH_MAX + 1];
		size_t len = sample.len;

		switch (i) {
		case 0:
			kc_item_put(&sample, KC_ITEM_SAME, &same, sizeof(same), NULL, 0);
			break;
		case 1:
			kc_item_put(&sample, KC_ITEM_BATCH, large, sizeof(large), NULL, 0);
			break;
		case 2:
			kc_item_put(&sample, KC_ITEM_BATCH, &same, sizeof(same), NULL, 0);
			break;
		case 3:
			kc_item_put(&sample, KC_ITEM_RESULT, &result, sizeof(result), "word", 4);
			break;
		}
		kc_item_put(&sample, KC_ITEM_OBJECT, &object, sizeof(object), NULL, 0);
		spill_frames(header.data, header.len, sample.data, sample.len, 0);
		record = record_open();
		assert_int_equal(kc_record_seek(record, 0, &err), KC_OK);
		out.len = 0;
		note(&out, kc_record_transport(record), &request);
		kc_buf_char(&out, 0);
		assert_non_null(strstr(out.data, "= 2"));
		kc_record_close(record);
		sample.len = len;
	}
	/* More objects than there can be. */
	for (i = 0; i < 1000; i++)
		kc_item_put(&sample, KC_ITEM_OBJECT, &object, sizeof(object), NULL, 0);
	spill_frames(header.data, header.len, sample.data, sample.len, 0);
	record = record_open();
	assert_int_equal(kc_record_seek(record, 0, &err), KC_DRIVER);
	kc_record_close(record);

	/* No header where it should be. */
	spill_frames(sample.data, sample.len, sample.data, sample.len, 0);
	assert_int_equal(read_all(NULL), -1);
	spill((const unsigned char *)"", 0);
	assert_int_equal(read_all(NULL), -1);
	kc_buf_free(&header);
	kc_buf_free(&sample);
	kc_buf_free(&out);
}

/* A file of markers only: it is read in time that goes with its size. */
static void test_markers(void **state)
{
	size_t len = 8 << 20, i;
	unsigned char *data = malloc(len);

	(void)state;
	for (i = 0; i < len; i += 8)
		memcpy(data + i, KC_FRAME_MARKER, 8);
	spill(data, len);
	assert_int_equal(read_all(NULL), -1);
	free(data);
}

static void test_order_and_version(void **state)
{
	struct kc_frame_head *head;
	struct kc_record *record;
	unsigned char *data;
	size_t len;

	(void)state;
	make(1, 1);
	data = slurp(&len);
	head = (struct kc_frame_head *)data;
	head->version++;
	head->head_crc = kc_crc32(0, head, offsetof(struct kc_frame_head, head_crc));
	spill(data, len);
	assert_int_equal(kc_record_open(&record, path, &err), KC_UNAVAILABLE);
	assert_non_null(strstr(err.message, "version 2"));
	head->order = 0x0201;
	spill(data, len);
	assert_int_equal(kc_record_open(&record, path, &err), KC_UNAVAILABLE);
	assert_non_null(strstr(err.message, "byte order"));
	free(data);
}

static void test_append(void **state)
{
	struct kc_host other = host;
	struct kc_recorder *recorder, *second;
	struct driver driver;
	size_t len, again;
	unsigned char *data;

	(void)state;
	make(2, 5);
	data = slurp(&len);
	driver_init(&driver, 5);
	strcpy(other.boot_id, "another");
	assert_int_equal(kc_recorder_open(&recorder, path, &other, &driver.transport, &err),
			 KC_DIFFERENT);
	driver.describes = 3;
	assert_int_equal(kc_recorder_open(&recorder, path, &host, &driver.transport, &err),
			 KC_DIFFERENT);
	assert_int_equal(file_size(), len);
	driver.describes = KC_FIELDS_MAX;
	recorder = recorder_open(&driver);
	assert_int_equal(kc_recorder_open(&second, path, &host, &driver.transport, &err),
			 KC_DRIVER);
	/* A sample that is given up leaves nothing behind. */
	assert_int_equal(kc_recorder_begin(recorder, &(struct kc_moment) { 0 }, &err), KC_OK);
	kc_recorder_abandon(recorder);
	take_sample(recorder, &driver, 200, NULL);
	assert_int_equal(kc_recorder_close(recorder, &err), KC_OK);
	assert_int_equal(read_all(NULL), 3);
	free(data);
	/* What is no recording stays what it is. */
	spill((const unsigned char *)"my letters", 10);
	assert_int_not_equal(kc_recorder_open(&recorder, path, &host, &driver.transport, &err),
			     KC_OK);
	data = slurp(&again);
	assert_int_equal(again, 10);
	assert_memory_equal(data, "my letters", 10);
	free(data);
}

static void test_full_disk(void **state)
{
	struct kc_recorder *recorder;
	struct rlimit limit, old;
	struct driver driver;
	off_t before;

	(void)state;
	make(2, 500);
	before = file_size();
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &old);
	limit = old;
	limit.rlim_cur = before + 1000;
	setrlimit(RLIMIT_FSIZE, &limit);
	driver_init(&driver, 500);
	recorder = recorder_open(&driver);
	assert_int_equal(kc_recorder_begin(recorder, &(struct kc_moment) { 0 }, &err), KC_OK);
	{
		struct kc_transport *tap = kc_recorder_tap(recorder, &driver.transport);
		struct kc_request request;

		whole_request(&request, TASKS);
		assert_int_equal(tap->dump(tap, &request, NULL, NULL, &err), KC_OK);
	}
	assert_int_equal(kc_recorder_end(recorder, &err), KC_DRIVER);
	assert_non_null(strstr(err.message, "File too large"));
	assert_int_equal(kc_recorder_close(recorder, &err), KC_OK);
	setrlimit(RLIMIT_FSIZE, &old);
	assert_int_equal(file_size(), before);
	assert_int_equal(read_all(NULL), 2);
}

/* What was not asked for is not there, and keys pick rows. */
static void test_replay_requests(void **state)
{
	struct kc_request request = { .table = TASKS };
	struct kc_buf out = { 0 };
	struct kc_record *record;
	struct kc_transport *transport;

	(void)state;
	make(1, 1000);
	record = record_open();
	assert_int_equal(kc_record_seek_last(record, &err), KC_OK);
	transport = kc_record_transport(record);
	kc_mask_set(request.mask, FIELD(TASKS, PID));
	request.keys[0].field = FIELD(TASKS, PID);
	request.keys[0].number = 777;
	request.key_count = 1;
	note(&out, transport, &request);
	kc_buf_char(&out, 0);
	assert_non_null(strstr(out.data, "\n777 - - "));
	assert_null(strstr(out.data, "778"));
	assert_null(strstr(out.data, "'task"));

	request.keys[0].number = 4000;
	assert_int_equal(transport->dump(transport, &request, note_rows, &out, &err),
			 KC_NOT_FOUND);
	request.key_count = 0;
	request.threads = true;
	assert_int_equal(transport->dump(transport, &request, note_rows, &out, &err),
			 KC_UNAVAILABLE);
	request.threads = false;
	request.table = VMAS;
	assert_int_equal(transport->dump(transport, &request, note_rows, &out, &err),
			 KC_UNAVAILABLE);
	assert_int_equal(err.errnum, 95);
	assert_non_null(strstr(err.message, "CONFIG_NOT_HERE"));
	kc_buf_free(&out);
	kc_record_close(record);
}

static void test_pick(void **state)
{
	struct kc_record *record;
	__u64 sample;

	(void)state;
	setenv("TZ", "UTC", 1);
	make(10, 1);	/* from 00:01:40 on */
	record = record_open();
	assert_int_equal(kc_record_number(record, "1", &sample, &err), KC_OK);
	assert_int_equal(sample, 0);
	assert_int_equal(kc_record_number(record, "-1", &sample, &err), KC_OK);
	assert_int_equal(sample, 9);
	assert_int_equal(kc_record_number(record, "11", &sample, &err), KC_NOT_FOUND);
	assert_int_equal(kc_record_number(record, "-11", &sample, &err), KC_NOT_FOUND);
	assert_int_equal(kc_record_number(record, "0", &sample, &err), KC_USAGE);
	assert_int_equal(kc_record_number(record, "1x", &sample, &err), KC_USAGE);
	assert_int_equal(kc_record_time(record, "00:01:42", &sample, &err), KC_OK);
	assert_int_equal(sample, 2);
	assert_int_equal(kc_record_time(record, "1970-01-01T00:01:43Z", &sample, &err), KC_OK);
	assert_int_equal(sample, 3);
	assert_int_equal(kc_record_time(record, "1970-01-02", &sample, &err), KC_OK);
	assert_int_equal(sample, 9);
	assert_int_equal(kc_record_time(record, "@104.5", &sample, &err), KC_OK);
	assert_int_equal(sample, 4);
	assert_int_equal(kc_record_time(record, "-4s", &sample, &err), KC_OK);
	assert_int_equal(sample, 5);
	assert_int_equal(kc_record_time(record, "@99", &sample, &err), KC_NOT_FOUND);
	assert_int_equal(kc_record_time(record, "noon", &sample, &err), KC_USAGE);
	assert_int_equal(kc_record_time(record, "25:00", &sample, &err), KC_USAGE);
	assert_int_equal(kc_record_time(record, "1970-13-01", &sample, &err), KC_USAGE);
	kc_record_close(record);
}

/* 30,000 tasks in a file cost no more memory than 100 do: two frames and the batch at hand. */
static void test_memory(void **state)
{
	size_t before = __sanitizer_get_current_allocated_bytes(), most;
	struct kc_recorder *recorder;
	struct driver driver;

	(void)state;
	unlink(path);
	driver_init(&driver, 100000);
	recorder = recorder_open(&driver);
	take_sample(recorder, &driver, 1, NULL);
	most = driver.tasks.peak - before;
	assert_int_equal(kc_recorder_close(recorder, &err), KC_OK);
	assert_true(most < (6 << 20));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_flip),
		cmocka_unit_test(test_lost_header),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_markers),
		cmocka_unit_test(test_order_and_version),
		cmocka_unit_test(test_append),
		cmocka_unit_test(test_full_disk),
		cmocka_unit_test(test_replay_requests),
		cmocka_unit_test(test_pick),
		cmocka_unit_test(test_memory),
	};
	int ret;

	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/file", dir);
	ret = cmocka_run_group_tests_name("record", tests, NULL, NULL);
	unlink(path);
	rmdir(dir);
	return ret;
}
