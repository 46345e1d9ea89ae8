// SPDX-License-Identifier: GPL-2.0-only
/* The driver's text files, read back: from a folder of this test's own. */
#include <errno.h>
#include <sys/stat.h>

#include "fake.h"

static char directory[] = "/tmp/kintro-unit-XXXXXX";

static void write_file(const char *name, const char *text)
{
	char path[64];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

struct seen {
	unsigned int batches;
	unsigned int rows;
	__u32 flags;
	struct kc_value last[KC_FIELDS_MAX];
	char text[256];
};

static int see(void *context, const struct kc_rows *rows, struct kc_error *err)
{
	struct seen *seen = context;
	unsigned int i;

	(void)err;
	seen->batches++;
	seen->rows += rows->count;
	seen->flags |= rows->header.flags;
	if (!rows->count)
		return KC_OK;
	kc_row_decode(rows, kc_row_at(rows, rows->count - 1), seen->last);
	/* Texts do not outlive the batch: keep one of them. */
	for (i = 0; i < rows->table->field_count; i++)
		if (seen->last[i].kind == KC_TEXT && seen->last[i].len < sizeof(seen->text))
			snprintf(seen->text, sizeof(seen->text), "%.*s", (int)seen->last[i].len,
				 seen->last[i].text);
	return KC_OK;
}

static int dump(const struct kc_request *request, struct seen *seen, struct kc_error *err)
{
	struct kc_transport *transport;
	int ret;

	memset(seen, 0, sizeof(*seen));
	assert_int_equal(kc_debugfs_open(directory, &transport, err), KC_OK);
	ret = transport->dump(transport, request, see, seen, err);
	transport->close(transport);
	return ret;
}

static struct kc_request everything(const struct kc_table *table)
{
	return (struct kc_request) { .table = table, .mask = { ~0ULL, ~0ULL } };
}

static void test_rows(void **state)
{
	struct kc_request request = everything(TASKS);
	struct kc_error err;
	struct seen seen;

	(void)state;
	write_file("tasks", "pid\tnew_field\tnice\tflags\tpolicy\ttracer_pid\tkthread\tcomm\n"
		   "1\tx\t0\t0\tother\t-\t0\tinit\n"
		   "2\t-\t-5\tkthread,nofreeze,0x8000000000000000,newer\t200\t-\t1\ta\\x20b\\x5c\\xff\n");
	assert_int_equal(dump(&request, &seen, &err), KC_OK);
	assert_int_equal(seen.rows, 2);
	assert_int_equal(seen.last[FIELD(TASKS, PID)].u, 2);
	assert_int_equal(seen.last[FIELD(TASKS, NICE)].s, -5);
	assert_true(seen.last[FIELD(TASKS, FLAGS)].u == (KINTROSPECT_TASK_FLAG_KTHREAD |
		    KINTROSPECT_TASK_FLAG_NOFREEZE | 1ULL << 63));
	assert_int_equal(seen.last[FIELD(TASKS, POLICY)].u, 200);
	assert_int_equal(seen.last[FIELD(TASKS, TRACER_PID)].kind, KC_ABSENT);
	assert_int_equal(seen.last[FIELD(TASKS, WCHAN)].kind, KC_ABSENT);
	assert_string_equal(seen.text, "a b\\\xff");
}

static void test_mask(void **state)
{
	struct kc_request request = { .table = TASKS };
	struct kc_error err;
	struct seen seen;

	(void)state;
	kc_mask_set(request.mask, FIELD(TASKS, PID));
	write_file("tasks", "pid\tnice\tcomm\n1\t0\tinit\n");
	assert_int_equal(dump(&request, &seen, &err), KC_OK);
	assert_int_equal(seen.last[FIELD(TASKS, PID)].kind, KC_UNSIGNED);
	assert_int_equal(seen.last[FIELD(TASKS, NICE)].kind, KC_ABSENT);
	assert_int_equal(seen.last[FIELD(TASKS, COMM)].kind, KC_ABSENT);
}

static void test_keys(void **state)
{
	struct kc_request request = everything(VMAS);
	struct kc_error err;
	struct seen seen;

	(void)state;
	write_file("vmas", "pid\tstart_addr\tend_addr\tpath\n"
		   "1\t0x0000000000001000\t0x0000000000002000\t/a\n"
		   "1\t0x0000000000002000\t0x0000000000003000\t/b\n"
		   "1\t0xffffffffff600000\t0xffffffffff601000\t/c\n");
	request.key_count = 1;
	request.keys[0].field = FIELD(VMAS, PID);
	request.keys[0].number = 1;
	assert_int_equal(dump(&request, &seen, &err), KC_OK);
	assert_int_equal(seen.rows, 3);

	/* By addresses: what ends above the first and begins below the second. */
	request.key_count = 3;
	request.keys[1].field = FIELD(VMAS, START_ADDR);
	request.keys[1].number = 0x2000;
	request.keys[2].field = FIELD(VMAS, END_ADDR);
	request.keys[2].number = 0x2001;
	assert_int_equal(dump(&request, &seen, &err), KC_OK);
	assert_int_equal(seen.rows, 1);
	assert_string_equal(seen.text, "/b");

	/* A process that is not there, unlike one that has no rows. */
	request.key_count = 1;
	request.keys[0].number = 0x7ffffffe;
	assert_int_equal(dump(&request, &seen, &err), KC_NOT_FOUND);
	request.keys[0].number = getpid();
	assert_int_equal(dump(&request, &seen, &err), KC_OK);
	assert_int_equal(seen.rows, 0);
}

static void test_text_key(void **state)
{
	struct kc_request request = everything(FIELDS);
	struct kc_error err;
	struct seen seen;

	(void)state;
	write_file("fields", "object\tname\ntasks\tpid\nvmas\tpid\n");
	request.key_count = 1;
	request.keys[0].field = FIELD(FIELDS, OBJECT);
	strcpy(request.keys[0].text, "vmas");
	assert_int_equal(dump(&request, &seen, &err), KC_OK);
	assert_int_equal(seen.rows, 1);
}

static void test_unavailable(void **state)
{
	struct kc_request request = everything(TASKS);
	struct kc_error err;
	struct seen seen;

	(void)state;
	write_file("tasks", "pid\tcomm\n# unavailable: CONFIG_X\n");
	assert_int_equal(dump(&request, &seen, &err), KC_UNAVAILABLE);
	assert_string_equal(err.message, "tasks: CONFIG_X");
	assert_int_equal(seen.batches, 0);
}

/* Lines after the last row tell what flags of packed batches do. */
static void test_flags(void **state)
{
	struct kc_request request = everything(VMAS);
	struct kc_error err;
	struct seen seen;

	(void)state;
	write_file("vmas", "pid\tstart_addr\tend_addr\tbusy\tbusy_holder_pid\n"
		   "1\t0x0000000000001000\t0x0000000000002000\t-\t-\n"
		   "2\t-\t-\tmmap-lock\t9\n"
		   "# busy: a lock was held too long, what it protects is missing\n"
		   "# interrupted: something changed\n"
		   "# newer: what this program does not know\n");
	assert_int_equal(dump(&request, &seen, &err), KC_OK);
	assert_int_equal(seen.rows, 2);
	assert_int_equal(seen.flags, KINTROSPECT_BATCH_FLAG_BUSY |
			 KINTROSPECT_BATCH_FLAG_INTERRUPTED);
	assert_int_equal(seen.last[FIELD(VMAS, BUSY)].u, KINTROSPECT_BUSY_LOCK_MMAP_LOCK);
	assert_int_equal(seen.last[FIELD(VMAS, BUSY_HOLDER_PID)].u, 9);

	/* A process whose mappings are not known is not hidden by a range of addresses. */
	request.key_count = 2;
	request.keys[0].field = FIELD(VMAS, PID);
	request.keys[0].number = 2;
	request.keys[1].field = FIELD(VMAS, START_ADDR);
	request.keys[1].number = 0x2000;
	assert_int_equal(dump(&request, &seen, &err), KC_OK);
	assert_int_equal(seen.rows, 1);
	request.keys[0].number = 1;
	assert_int_equal(dump(&request, &seen, &err), KC_OK);
	assert_int_equal(seen.rows, 0);
	assert_true(seen.flags & KINTROSPECT_BATCH_FLAG_BUSY);

	/* Without a row. */
	write_file("vmas", "pid\tstart_addr\n# stale: as of an earlier time\n");
	request.key_count = 0;
	assert_int_equal(dump(&request, &seen, &err), KC_OK);
	assert_int_equal(seen.flags, KINTROSPECT_BATCH_FLAG_STALE);
}

static void test_bad_files(void **state)
{
	static const char * const files[] = {
		"", "pid\tcomm\n1\n", "pid\tcomm\n1\ta\tb\n", "pid\tcomm\n1x\ta\n",
		"pid\tcomm\n\ta\n", "pid\tcomm\n1\ta", "pid\tnice\n1\t--1\n",
	};
	struct kc_request request = everything(TASKS);
	struct kc_error err;
	struct seen seen;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		write_file("tasks", files[i]);
		if (dump(&request, &seen, &err) != KC_DRIVER)
			fail_msg("file %zu was taken", i);
	}
}

/* More rows, and longer strings, than one batch holds. */
static void test_large(void **state)
{
	struct kc_request request = everything(VMAS);
	struct kc_error err;
	struct seen seen;
	char path[64], *name;
	FILE *file;
	int i;

	(void)state;
	snprintf(path, sizeof(path), "%s/vmas", directory);
	file = fopen(path, "w");
	name = malloc(16001);
	for (i = 0; i < 16000; i += 4)
		memcpy(name + i, "\\x5c", 4);
	name[16000] = 0;
	fputs("pid\tpath\n", file);
	for (i = 0; i < 1000; i++)
		fprintf(file, "%d\t%s\n", i, name);
	fclose(file);
	free(name);
	assert_int_equal(dump(&request, &seen, &err), KC_OK);
	assert_int_equal(seen.rows, 1000);
	assert_in_range(seen.batches, 50, 100);
	assert_int_equal(seen.last[FIELD(VMAS, PATH)].len, 4000);
}

static void test_no_file(void **state)
{
	struct kc_request request = everything(&kc_tables[KINTROSPECT_CMD_VAS - 1]);
	struct kc_error err;
	struct seen seen;

	(void)state;
	assert_int_equal(dump(&request, &seen, &err), KC_DRIVER);
	assert_int_equal(err.errnum, ENOENT);
}

static int begin(void **state)
{
	(void)state;
	return !mkdtemp(directory);
}

static int end(void **state)
{
	static const char * const names[] = { "tasks", "vmas", "fields" };
	char path[64];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", directory, names[i]);
		unlink(path);
	}
	return rmdir(directory);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_mask),
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_text_key),
		cmocka_unit_test(test_unavailable),
		cmocka_unit_test(test_flags),
		cmocka_unit_test(test_bad_files),
		cmocka_unit_test(test_large),
		cmocka_unit_test(test_no_file),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
