// SPDX-License-Identifier: GPL-2.0-only
/* Damage to a recording costs the sample it is in, and no more; harm is refused. */
#include <errno.h>

#include "recorded.h"
#include "recording_file.h"

static void test_cut(void **state)
{
	struct kc_buf whole = { 0 }, part = { 0 };
	struct kc_recorder *recorder;
	struct kc_record *record;
	struct driver driver;
	unsigned char *data;
	off_t two, at;
	size_t len;

	(void)state;
	make(2, 3);
	two = file_size();
	assert_int_equal(read_all(&whole), 2);
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
		part.len = 0;
		assert_int_equal(read_all(&part), 2);
		same(&part, &whole);
	}
	kc_buf_free(&whole);
	kc_buf_free(&part);
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

/* What is no recording is refused by its first part, and a hole is not read. */
static void test_no_recording(void **state)
{
	struct kc_record *record;
	unsigned char block[65536];
	unsigned int i;
	FILE *file;

	(void)state;
	spill((const unsigned char *)"", 0);
	assert_int_equal(truncate(path, 1LL << 40), 0);
	assert_int_equal(kc_record_open(&record, path, &err), KC_DRIVER);
	assert_non_null(strstr(err.message, "not a recording"));
	memset(block, 'x', sizeof(block));
	file = fopen(path, "w");
	assert_non_null(file);
	for (i = 0; i < (80 << 20) / sizeof(block); i++)
		assert_int_equal(fwrite(block, sizeof(block), 1, file), 1);
	fclose(file);
	assert_int_equal(kc_record_open(&record, path, &err), KC_DRIVER);
	assert_non_null(strstr(err.message, "no part of one is in its first 64 MiB"));
}

/* A hole within a recording costs what was in it, and no time. */
static void test_hole(void **state)
{
	unsigned char *data;
	size_t len;
	FILE *file;

	(void)state;
	make(2, 2);
	data = slurp(&len);
	assert_int_equal(truncate(path, 1LL << 40), 0);
	file = fopen(path, "a");
	assert_int_equal(fwrite(data, 1, len, file), len);
	fclose(file);
	free(data);
	assert_int_equal(read_all(NULL), 4);
}

/* --- memory ------------------------------------------------------------------ */

static int count_rows(void *context, const struct kc_rows *rows, struct kc_error *error)
{
	(void)error;
	*(__u64 *)context += rows->count;
	return KC_OK;
}

/* Rows that share one long text: few bytes in the file, many when they are kept. */
static void put_bomb(struct kc_recorder *recorder, struct kc_request *request, unsigned int batches)
{
	static char text[50000];
	const unsigned char *first;
	struct kc_rows rows;
	unsigned int i;
	size_t len;

	kc_pack_init(&fake_pack, TASKS);
	assert_true(kc_pack_row(&fake_pack));
	kc_pack_number(&fake_pack, FIELD(TASKS, PID), 1);
	assert_true(kc_pack_text(&fake_pack, FIELD(TASKS, CGROUP), text, sizeof(text)));
	first = fake_pack.data + fake_pack.used;
	kc_pack_commit(&fake_pack);
	for (i = 1; i < 40; i++) {
		assert_true(kc_pack_row(&fake_pack));
		memcpy(fake_pack.data + fake_pack.used, first, TASKS->row_size);
		kc_pack_commit(&fake_pack);
	}
	len = kc_pack_finish(&fake_pack, request->mask, 0);
	assert_int_equal(kc_rows_open(&rows, TASKS, fake_pack.data, len, &err), KC_OK);
	kc_recorder_object(recorder, request);
	while (batches--)
		kc_recorder_batch(recorder, &rows);
	kc_recorder_result(recorder, KC_OK, NULL);
}

static void test_memory(void **state)
{
	struct kc_moment moment = { 0 };
	struct kc_recorder *recorder;
	struct kc_transport *file;
	struct kc_request request;
	struct kc_record *record;
	struct driver driver;
	__u64 rows = 0;

	(void)state;
	unlink(path);
	driver_init(&driver, 1);
	whole_request(&request, TASKS);
	recorder = recorder_open(&driver);
	assert_int_equal(kc_recorder_begin(recorder, &moment, &err), KC_OK);
	put_bomb(recorder, &request, 400);
	request.threads = true;
	put_bomb(recorder, &request, 400);
	assert_int_equal(kc_recorder_end(recorder, &err), KC_OK);
	assert_int_equal(kc_recorder_close(recorder, &err), KC_OK);
	assert_true(file_size() < 200000);

	record = record_open();
	file = kc_record_transport(record);
	assert_int_equal(kc_record_seek(record, 0, &err), KC_OK);
	/* Each of them has less than the limit, also when it is read again. */
	assert_int_equal(file->dump(file, &request, count_rows, &rows, &err), KC_OK);
	assert_int_equal(file->dump(file, &request, count_rows, &rows, &err), KC_OK);
	assert_int_equal(rows, 2 * 40 * 400);
	/* Both have more. */
	request.threads = false;
	assert_int_equal(file->dump(file, &request, count_rows, &rows, &err), KC_DRIVER);
	assert_int_equal(err.errnum, EFBIG);
	assert_non_null(strstr(err.message, "limit of 1024 MiB"));
	assert_non_null(strstr(err.message, "its tasks have 2"));
	/* What is not asked for takes nothing. */
	assert_int_equal(kc_record_seek(record, 0, &err), KC_OK);
	request.mask[0] = 1;
	request.mask[1] = 0;
	assert_int_equal(file->dump(file, &request, count_rows, &rows, &err), KC_OK);
	kc_record_close(record);
}

/* Nobody's real sample comes near the limit. */
static void test_many_tasks(void **state)
{
	struct kc_request request;
	struct kc_record *record;
	__u64 rows = 0;

	(void)state;
	make(1, 100000);
	record = record_open();
	assert_int_equal(kc_record_seek(record, 0, &err), KC_OK);
	whole_request(&request, TASKS);
	assert_int_equal(kc_record_transport(record)->dump(kc_record_transport(record), &request,
							   count_rows, &rows, &err), KC_OK);
	assert_int_equal(rows, 100000);
	assert_in_range(record->taken, 100000, KC_SAMPLE_MAX / 10);
	kc_record_close(record);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_flip),
		cmocka_unit_test(test_lost_header),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_markers),
		cmocka_unit_test(test_no_recording),
		cmocka_unit_test(test_hole),
		cmocka_unit_test(test_memory),
		cmocka_unit_test(test_many_tasks),
		cmocka_unit_test(test_order_and_version),
	};

	return recorded_run("record_damage", tests, sizeof(tests) / sizeof(tests[0]));
}
