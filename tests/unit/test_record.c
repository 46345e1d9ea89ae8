// SPDX-License-Identifier: GPL-2.0-only
/* Recordings: what went in comes out, and a writer goes on where another ended. */
#include "recorded.h"

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

/* A file says what its driver had, whatever this program has. */
static void test_other_drivers(void **state)
{
	struct kc_recorder *recorder;
	struct kc_catalog catalog;
	struct kc_object *tasks;
	struct kc_record *record;
	struct driver driver;
	int newer;

	(void)state;
	for (newer = 0; newer < 2; newer++) {
		unlink(path);
		driver_init(&driver, 3);
		driver.newer = newer;
		driver.describes = newer ? KC_FIELDS_MAX : 3;
		recorder = recorder_open(&driver);
		take_sample(recorder, &driver, 100, NULL);
		assert_int_equal(kc_recorder_close(recorder, &err), KC_OK);

		record = record_open();
		kc_catalog_init(&catalog);
		assert_int_equal(kc_catalog_load(&catalog, kc_record_transport(record), &err),
				 KC_OK);
		tasks = &catalog.objects[KINTROSPECT_CMD_TASKS - 1];
		assert_int_equal(tasks->table.field_count, TASKS->field_count + newer);
		if (newer)
			assert_string_equal(tasks->table.fields[TASKS->field_count].name,
					    "new-bytes");
		else
			assert_string_equal(tasks->reason[3], "this driver is too old for it");
		kc_catalog_free(&catalog);
		kc_record_close(record);
	}
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
	/* Days that there are not. */
	assert_int_equal(kc_record_time(record, "2023-11-31", &sample, &err), KC_USAGE);
	assert_int_equal(kc_record_time(record, "2023-02-29T10:00", &sample, &err), KC_USAGE);
	assert_int_equal(kc_record_time(record, "1900-02-29", &sample, &err), KC_USAGE);
	assert_int_equal(kc_record_time(record, "2024-02-29", &sample, &err), KC_OK);
	kc_record_close(record);
}

/* The clock was set back: samples are in their order, and times are those of the clock. */
static void test_clock_set_back(void **state)
{
	static const unsigned int seconds[] = { 1000, 1010, 1020, 1030, 1005, 1015 };
	struct kc_moment moment = { 0 };
	struct kc_recorder *recorder;
	struct kc_record *record;
	struct driver driver;
	unsigned int i;
	__u64 sample;

	(void)state;
	unlink(path);
	driver_init(&driver, 1);
	recorder = recorder_open(&driver);
	for (i = 0; i < 6; i++) {
		moment.realtime_ns = seconds[i] * 1000000000ULL;
		moment.monotonic_ns = (500 + 10 * i) * 1000000000ULL;
		assert_int_equal(kc_recorder_begin(recorder, &moment, &err), KC_OK);
		assert_int_equal(kc_recorder_end(recorder, &err), KC_OK);
	}
	/* The age of a file goes by the clock that nobody sets. */
	assert_true(kc_recorder_info(recorder)->started_ns == 500000000000ULL);
	assert_int_equal(kc_recorder_close(recorder, &err), KC_OK);
	recorder = recorder_open(&driver);
	assert_true(kc_recorder_info(recorder)->started_ns == 500000000000ULL);
	assert_int_equal(kc_recorder_close(recorder, &err), KC_OK);

	record = record_open();
	for (i = 0; i < 6; i++) {
		char text[16];

		snprintf(text, sizeof(text), "@%u", seconds[i]);
		assert_int_equal(kc_record_time(record, text, &sample, &err), KC_OK);
		assert_int_equal(sample, i);
		snprintf(text, sizeof(text), "-%us", 50 - 10 * i);
		assert_int_equal(kc_record_time(record, text, &sample, &err), KC_OK);
		assert_int_equal(sample, i);
	}
	assert_int_equal(kc_record_time(record, "@1029", &sample, &err), KC_OK);
	assert_int_equal(sample, 2);
	assert_int_equal(kc_record_time(record, "@1017", &sample, &err), KC_OK);
	assert_int_equal(sample, 5);
	/* 00:17:08: today, though the last sample is of 00:16:55 */
	assert_int_equal(kc_record_time(record, "00:17:08", &sample, &err), KC_OK);
	assert_int_equal(sample, 2);
	assert_int_equal(kc_record_time(record, "-51s", &sample, &err), KC_NOT_FOUND);
	kc_record_close(record);
}

static void split(const char *suffix, const char *file, const char *which)
{
	char whole[256], wanted[256], *name;
	const char *found;

	snprintf(whole, sizeof(whole), "%s/%s", dir, suffix);
	snprintf(wanted, sizeof(wanted), "%s/%s", dir, file);
	found = kc_record_split(whole, &name, &err);
	assert_string_equal(name, wanted);
	assert_int_equal(!found, !which);
	if (which)
		assert_string_equal(found, which);
	free(name);
}

/* An @ may be anywhere in the name of a file, and in what follows it. */
static void test_split(void **state)
{
	static const char * const names[] = { "a@b", "a@b/c@d", "x", "x@1" };
	char name[256];
	unsigned int i;

	(void)state;
	for (i = 0; i < 4; i++) {
		snprintf(name, sizeof(name), "%s/%s", dir, names[i]);
		if (i)
			fclose(fopen(name, "w"));
		else
			assert_int_equal(mkdir(name, 0700), 0);
	}
	split("x", "x", NULL);
	split("x@2", "x", "2");
	split("x@@100.5", "x", "@100.5");
	split("x@", "x", "");
	split("x@1", "x@1", NULL);
	split("x@1@-1", "x@1", "-1");
	split("x@1@@5", "x@1", "@5");
	split("a@b/c@d", "a@b/c@d", NULL);
	split("a@b/c@d@14:05", "a@b/c@d", "14:05");
	split("a@b/c@d@2023-11-01T10:00:00Z", "a@b/c@d", "2023-11-01T10:00:00Z");
	split("a@b/none", "a@b/none", NULL);
	split("a@b/none@3", "a@b/none", "3");
	split("none@3", "none", "3");
	split("no@ne/none", "no@ne/none", NULL);
	for (i = 4; i--;) {
		snprintf(name, sizeof(name), "%s/%s", dir, names[i]);
		assert_int_equal(remove(name), 0);
	}
}

/* A file is locked until the next one has its name, which is locked then. */
static void test_next_file(void **state)
{
	struct kc_recorder *recorder, *next, *other;
	char first[80], named[80], new[80];
	struct driver driver;
	int fd = -1;

	(void)state;
	unlink(path);
	snprintf(named, sizeof(named), "%s", path);
	snprintf(new, sizeof(new), "%s.new", path);
	snprintf(first, sizeof(first), "%s.1", path);
	driver_init(&driver, 1);
	recorder = recorder_open(&driver);
	take_sample(recorder, &driver, 1, NULL);
	assert_int_equal(kc_recorder_open(&other, path, &host, &driver.transport, &err), KC_DRIVER);
	assert_non_null(strstr(err.message, "another program is recording"));
	assert_int_equal(kc_recorder_open(&next, new, &host, &driver.transport, &err), KC_OK);
	assert_int_equal(link(path, first), 0);
	assert_int_equal(kc_recorder_move(next, named, &err), KC_OK);
	assert_int_equal(kc_recorder_lock(path, &fd, &err), KC_DRIVER);
	assert_non_null(strstr(err.message, "another program is recording"));
	close(fd);
	assert_int_equal(kc_recorder_close(recorder, &err), KC_OK);
	assert_int_equal(kc_recorder_lock(path, &fd, &err), KC_DRIVER);
	close(fd);
	take_sample(next, &driver, 2, NULL);
	assert_int_equal(kc_recorder_close(next, &err), KC_OK);
	assert_int_equal(kc_recorder_lock(path, &fd, &err), KC_OK);
	close(fd);
	assert_int_equal(access(new, F_OK), -1);
	assert_int_equal(read_all(NULL), 1);
	assert_int_equal(unlink(first), 0);
}

/* 30,000 tasks in a file cost no more memory than 100 do: two frames and the current batch. */
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
		cmocka_unit_test(test_append),
		cmocka_unit_test(test_full_disk),
		cmocka_unit_test(test_other_drivers),
		cmocka_unit_test(test_replay_requests),
		cmocka_unit_test(test_pick),
		cmocka_unit_test(test_clock_set_back),
		cmocka_unit_test(test_split),
		cmocka_unit_test(test_next_file),
		cmocka_unit_test(test_memory),
	};

	return recorded_run("record", tests, sizeof(tests) / sizeof(tests[0]));
}
