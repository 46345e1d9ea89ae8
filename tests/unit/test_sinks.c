// SPDX-License-Identifier: GPL-2.0-only
/* From batches to text, JSON, JSON Lines and CSV; sorting, limits, memory. */
#include <jansson.h>

#include "fake.h"

/* Output of the last run. */
static char *output;
static size_t output_len;

enum kind { TEXT, JSON, JSONL, CSV };

static enum kc_csv_style csv_style;
static bool chosen;

static int run(enum kind kind, struct fake *fake, const struct kc_query *query, FILE *out,
	       struct kc_result *result, struct kc_error *err)
{
	const struct kc_text_style style = { .header = true };
	struct kc_json json = { .out = out };
	struct kc_json_sink objects;
	struct kc_sink *sink;
	int ret;

	if (kind == JSON || kind == JSONL) {
		kc_json_sink_init(&objects, &json, kind == JSONL);
		objects.chosen = chosen;
		sink = &objects.sink;
	} else {
		sink = kind == CSV ? kc_csv_sink(out, true, csv_style) : kc_text_sink(out, &style);
	}
	ret = kc_query_run(query, &fake->transport, sink, result, err);
	if (kind == JSON && kc_json_flush(&json, 0, ret ? &(struct kc_error) { 0 } : err) && !ret)
		ret = err->code;
	sink->free(sink);
	kc_json_free(&json);
	return ret;
}

static int capture(enum kind kind, struct fake *fake, const struct kc_query *query,
		   struct kc_result *result, struct kc_error *err)
{
	FILE *out;
	int ret;

	free(output);
	output = NULL;
	out = open_memstream(&output, &output_len);
	ret = run(kind, fake, query, out, result, err);
	fclose(out);
	return ret;
}

static json_t *as_json(void)
{
	json_error_t json_err;
	json_t *json = json_loads(output, 0, &json_err);

	if (!json)
		fail_msg("%s in %s", json_err.text, output);
	return json;
}

static void test_json(void **state)
{
	struct kc_result result;
	struct kc_object object;
	struct kc_query query;
	struct kc_error err;
	struct fake fake;
	json_t *rows, *row;
	size_t i;

	(void)state;
	fake_init(&fake, 500, fake_task);
	fake_query(&query, &object, TASKS);
	assert_int_equal(capture(JSON, &fake, &query, &result, &err), KC_OK);
	assert_int_equal(result.rows, 500);
	rows = as_json();
	assert_int_equal(json_array_size(rows), 500);
	json_array_foreach(rows, i, row) {
		assert_int_equal(json_object_size(row), TASKS->field_count);
		assert_int_equal(json_integer_value(json_object_get(row, "pid")), i + 1);
	}
	row = json_array_get(rows, 21);
	assert_string_equal(json_string_value(json_object_get(row, "comm")), "task 21");
	assert_int_equal(json_integer_value(json_object_get(row, "nice")), -1);
	assert_string_equal(json_string_value(json_object_get(row, "policy")), "rr");
	assert_int_equal(json_integer_value(json_object_get(row, "class")), 99);
	assert_true(json_is_true(json_object_get(row, "kthread")));
	assert_true(json_is_null(json_object_get(row, "wchan")));
	assert_true(json_integer_value(json_object_get(row, "min_flt_total")) == INT64_MAX);
	assert_string_equal(json_string_value(json_object_get(row, "task_addr")),
			    "0xffff888000000540");
	assert_string_equal(json_string_value(json_object_get(row, "cgroup")), "/a\\b");
	assert_string_equal(json_string_value(json_array_get(json_object_get(row, "flags"), 1)),
			    "0x8000000000000000");
	json_decref(rows);
}

static bool wide_area(struct kc_pack *pack, unsigned int n)
{
	static const __u64 inodes[] = { 0, 7, (1ULL << 53) + 1, ~0ULL };

	kc_pack_number(pack, FIELD(VMAS, START_ADDR), 4096 * n);
	kc_pack_number(pack, FIELD(VMAS, SIZE_BYTES), 4096);
	if (n)
		kc_pack_number(pack, FIELD(VMAS, INODE), inodes[n]);
	return true;
}

/* A column has one type: what may be beyond 2^53 is a string in all rows. */
static void test_wide(void **state)
{
	static const char * const inodes[] = { NULL, "7", "9007199254740993",
					       "18446744073709551615" };
	const struct kc_table *layout = &kc_tables[KINTROSPECT_CMD_LAYOUT - 1];
	struct kc_result result;
	struct kc_object object;
	struct kc_query query;
	struct kc_error err;
	json_t *rows, *row, *inode;
	struct fake fake;
	size_t i;

	(void)state;
	fake_init(&fake, 4, wide_area);
	fake_query(&query, &object, VMAS);
	assert_int_equal(capture(JSON, &fake, &query, &result, &err), KC_OK);
	rows = as_json();
	json_array_foreach(rows, i, row) {
		inode = json_object_get(row, "inode");
		if (inodes[i])
			assert_string_equal(json_string_value(inode), inodes[i]);
		else
			assert_true(json_is_null(inode));
		assert_true(json_is_integer(json_object_get(row, "size_bytes")));
	}
	json_decref(rows);
	/* An address is one under any name. */
	i = kc_field_named(layout, "addr");
	assert_string_equal(layout->fields[i].unit, "addr");
}

static bool odd_task(struct kc_pack *pack, unsigned int n)
{
	static const char * const comms[] = {
		"\xff\\xy", "a\"b\\c\n\t\x01", "\xc3\xa4,\"", "a\x1b[1m", "\\x41\xe2\x80\xae",
	};

	kc_pack_number(pack, FIELD(TASKS, PID), n);
	kc_pack_text(pack, FIELD(TASKS, COMM), comms[n], strlen(comms[n]));
	return true;
}

static void test_odd_strings(void **state)
{
	static const char * const expected[] = {
		"\\xff\\x5cxy", "a\"b\\c\n\t\x01", "\xc3\xa4,\"", "a\x1b[1m",
		"\\x5cx41\xe2\x80\xae",
	};
	struct kc_result result;
	struct kc_object object;
	struct kc_query query;
	struct kc_error err;
	struct fake fake;
	json_t *rows, *row;
	size_t i;

	(void)state;
	fake_init(&fake, 5, odd_task);
	fake_query(&query, &object, TASKS);
	assert_int_equal(capture(JSON, &fake, &query, &result, &err), KC_OK);
	/* JSON has its own escapes, so that nothing reaches a terminal. */
	assert_null(strstr(output, "\xe2\x80\xae"));
	assert_non_null(strstr(output, "\\u202e"));
	assert_null(strchr(output, 0x1b));
	rows = as_json();
	json_array_foreach(rows, i, row)
		assert_string_equal(json_string_value(json_object_get(row, "comm")), expected[i]);
	json_decref(rows);

	query.columns.count = 2;
	query.columns.fields[0] = FIELD(TASKS, PID);
	query.columns.fields[1] = FIELD(TASKS, COMM);
	assert_int_equal(capture(CSV, &fake, &query, &result, &err), KC_OK);
	assert_string_equal(output, "pid,comm\n0,\\xff\\x5cxy\n1,\"a\"\"b\\c\\x0a\\x09\\x01\"\n"
			    "2,\"\xc3\xa4,\"\"\"\n3,a\\x1b[1m\n4,\\x5cx41\\xe2\\x80\\xae\n");
	assert_int_equal(capture(TEXT, &fake, &query, &result, &err), KC_OK);
	assert_null(strchr(output, 0x1b));
}

static bool formula(struct kc_pack *pack, unsigned int n)
{
	static const char * const comms[] = { "=1+1", "-x", "'x", "a=1", "@x\r" };

	kc_pack_number(pack, FIELD(TASKS, NICE), -5);
	kc_pack_text(pack, FIELD(TASKS, COMM), comms[n], strlen(comms[n]));
	return true;
}

static const char *csv(enum kc_csv_style style)
{
	struct kc_result result;
	struct kc_object object;
	struct kc_query query;
	struct kc_error err;
	struct fake fake;

	csv_style = style;
	fake_init(&fake, 5, formula);
	fake_query(&query, &object, TASKS);
	query.columns.count = 2;
	query.columns.fields[0] = FIELD(TASKS, NICE);
	query.columns.fields[1] = FIELD(TASKS, COMM);
	assert_int_equal(capture(CSV, &fake, &query, &result, &err), KC_OK);
	csv_style = KC_CSV_UNIX;
	return output;
}

static void test_csv_styles(void **state)
{
	(void)state;
	assert_string_equal(csv(KC_CSV_UNIX),
			    "nice,comm\n-5,=1+1\n-5,-x\n-5,'x\n-5,a=1\n-5,@x\\x0d\n");
	assert_string_equal(csv(KC_CSV_RFC4180),
			    "nice,comm\r\n-5,=1+1\r\n-5,-x\r\n-5,'x\r\n-5,a=1\r\n-5,@x\\x0d\r\n");
	assert_string_equal(csv(KC_CSV_SPREADSHEET),
			    "nice,comm\r\n-5,'=1+1\r\n-5,'-x\r\n-5,''x\r\n-5,a=1\r\n-5,'@x\\x0d\r\n");
}

/* Lines of JSON have the columns asked for, in order. */
static void test_chosen(void **state)
{
	struct kc_result result;
	struct kc_object object;
	struct kc_query query;
	struct kc_error err;
	struct fake fake;

	(void)state;
	fake_init(&fake, 2, fake_task);
	fake_query(&query, &object, TASKS);
	query.columns.count = 3;
	query.columns.fields[0] = FIELD(TASKS, COMM);
	query.columns.fields[1] = FIELD(TASKS, PID);
	query.columns.fields[2] = FIELD(TASKS, WCHAN);
	chosen = true;
	assert_int_equal(capture(JSONL, &fake, &query, &result, &err), KC_OK);
	chosen = false;
	assert_string_equal(output, "{\"comm\":\"task 0\",\"pid\":1,\"wchan\":null}\n"
			    "{\"comm\":\"task 1\",\"pid\":2,\"wchan\":null}\n");
}

static void test_text(void **state)
{
	static const __u16 fields[] = { FIELD(TASKS, PID), FIELD(TASKS, COMM),
					FIELD(TASKS, VSIZE_BYTES), FIELD(TASKS, WCHAN) };
	struct kc_result result;
	struct kc_object object;
	struct kc_query query;
	struct kc_error err;
	struct fake fake;

	(void)state;
	fake_init(&fake, 3, fake_task);
	fake_query(&query, &object, TASKS);
	memcpy(query.columns.fields, fields, sizeof(fields));
	query.columns.count = 4;
	assert_int_equal(capture(TEXT, &fake, &query, &result, &err), KC_OK);
	assert_string_equal(output,
			    "pid comm     vsize-bytes wchan\n"
			    "  1 task 0             0 -\n"
			    "  2 [task 1]        4.0K -\n"
			    "  3 task 2          8.0K -\n");
}

/* Beyond the first 1,000 rows, and the same rows in every format. */
static void test_many(void **state)
{
	struct kc_result result;
	struct kc_object object;
	struct kc_query query;
	struct kc_error err;
	struct fake fake;
	unsigned int lines;
	enum kind kind;
	char *c;

	(void)state;
	fake_init(&fake, 2500, fake_task);
	fake_query(&query, &object, TASKS);
	for (kind = TEXT; kind <= CSV; kind++) {
		assert_int_equal(capture(kind, &fake, &query, &result, &err), KC_OK);
		assert_int_equal(result.rows, 2500);
		for (lines = 0, c = output; *c; c++)
			lines += *c == '\n';
		assert_int_equal(lines, kind == JSON ? 0 : kind == JSONL ? 2500 : 2501);
	}
}

static void test_empty(void **state)
{
	struct kc_result result;
	struct kc_object object;
	struct kc_query query;
	struct kc_error err;
	struct fake fake;

	(void)state;
	fake_init(&fake, 0, fake_task);
	fake_query(&query, &object, TASKS);
	assert_int_equal(capture(JSON, &fake, &query, &result, &err), KC_OK);
	assert_string_equal(output, "[]");
	assert_int_equal(capture(JSONL, &fake, &query, &result, &err), KC_OK);
	assert_string_equal(output, "");
	query.columns.count = 1;
	assert_int_equal(capture(TEXT, &fake, &query, &result, &err), KC_OK);
	assert_string_equal(output, "pid\n");
	assert_int_equal(capture(CSV, &fake, &query, &result, &err), KC_OK);
	assert_string_equal(output, "pid\n");
}

static void test_sort_and_limit(void **state)
{
	struct kc_result result;
	struct kc_object object;
	struct kc_query query;
	struct kc_error err;
	struct fake fake;

	(void)state;
	fake_init(&fake, 3000, fake_task);
	fake_query(&query, &object, TASKS);
	query.columns.count = 2;
	query.columns.fields[0] = FIELD(TASKS, NICE);
	query.columns.fields[1] = FIELD(TASKS, PID);
	query.sort = FIELD(TASKS, NICE);
	query.limit = 3;
	assert_int_equal(capture(CSV, &fake, &query, &result, &err), KC_OK);
	assert_string_equal(output, "nice,pid\n-19,20\n-19,40\n-19,60\n");
	query.descending = true;
	assert_int_equal(capture(CSV, &fake, &query, &result, &err), KC_OK);
	assert_string_equal(output, "nice,pid\n0,1\n0,21\n0,41\n");
	assert_int_equal(kc_filter_parse(&query.filter, TASKS, "pid>2990", &err), KC_OK);
	assert_int_equal(capture(CSV, &fake, &query, &result, &err), KC_OK);
	assert_string_equal(output, "nice,pid\n-10,2991\n-11,2992\n-12,2993\n");
	query.sort = -1;
	assert_int_equal(capture(CSV, &fake, &query, &result, &err), KC_OK);
	assert_string_equal(output, "nice,pid\n-10,2991\n-11,2992\n-12,2993\n");
	query.limit = 0;
	assert_int_equal(capture(CSV, &fake, &query, &result, &err), KC_OK);
	assert_string_equal(output, "nice,pid\n");
	kc_filter_free(query.filter);
}

/* An error in mid-stream: what came before it is there and whole. */
static void test_failure(void **state)
{
	struct kc_result result;
	struct kc_object object;
	struct kc_query query;
	struct kc_error err;
	struct fake fake;
	json_t *rows;

	(void)state;
	fake_init(&fake, 1000, fake_task);
	fake.fail_at = 700;
	fake_query(&query, &object, TASKS);
	assert_int_equal(capture(JSON, &fake, &query, &result, &err), KC_DRIVER);
	assert_non_null(strstr(err.message, "as the test wants"));
	assert_true(result.begun);
	rows = as_json();
	assert_int_equal(json_array_size(rows), result.rows);
	assert_in_range(result.rows, 1, 699);
	json_decref(rows);

	fake.fail_at = 1;
	assert_int_equal(capture(JSON, &fake, &query, &result, &err), KC_DRIVER);
	assert_false(result.begun);
	assert_string_equal(output, "");
}

static void test_full_disk(void **state)
{
	struct kc_result result;
	struct kc_object object;
	struct kc_query query;
	struct kc_error err;
	struct fake fake;
	enum kind kind;
	FILE *full;

	(void)state;
	fake_init(&fake, 5000, fake_task);
	fake_query(&query, &object, TASKS);
	for (kind = TEXT; kind <= CSV; kind++) {
		full = fopen("/dev/full", "w");
		setvbuf(full, NULL, _IONBF, 0);
		assert_int_equal(run(kind, &fake, &query, full, &result, &err), KC_DRIVER);
		assert_non_null(strstr(err.message, "No space left"));
		fclose(full);
	}
}

static size_t peak(enum kind kind, unsigned int count)
{
	struct kc_result result;
	struct kc_object object;
	struct kc_query query;
	struct kc_error err;
	struct fake fake;
	size_t before;
	FILE *null;

	fake_init(&fake, count, fake_task);
	fake_query(&query, &object, TASKS);
	null = fopen("/dev/null", "w");
	before = __sanitizer_get_current_allocated_bytes();
	assert_int_equal(run(kind, &fake, &query, null, &result, &err), KC_OK);
	assert_int_equal(result.rows, count);
	fclose(null);
	return fake.peak - before;
}

static void test_flat_memory(void **state)
{
	enum kind kind;

	(void)state;
	for (kind = TEXT; kind <= CSV; kind++)
		assert_in_range(peak(kind, 100000), 1, peak(kind, 2000));
}

static int end(void **state)
{
	(void)state;
	free(output);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_wide),
		cmocka_unit_test(test_odd_strings),
		cmocka_unit_test(test_csv_styles),
		cmocka_unit_test(test_chosen),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_sort_and_limit),
		cmocka_unit_test(test_failure),
		cmocka_unit_test(test_full_disk),
		cmocka_unit_test(test_flat_memory),
	};

	return cmocka_run_group_tests(tests, NULL, end);
}
