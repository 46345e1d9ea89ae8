// SPDX-License-Identifier: GPL-2.0-only
/*
 * Processes that were not read whole, and flags of a dump: they are counted, sorted,
 * compared, recorded and put into words. With an argument, instead, write the
 * recording that t/notes.t reads: all was read in the first sample, not in the second.
 */
#include "diff.h"
#include "notes.h"
#include "recorded.h"

#define VAS (&kc_tables[KINTROSPECT_CMD_VAS - 1])
#define LAYOUT (&kc_tables[KINTROSPECT_CMD_LAYOUT - 1])
#define PIDS 4
#define MAPPINGS 3

/* Whether processes 2 and 3 are busy, which holders are known, and what dumps say. */
static char *json_text;
static bool stuck;
static __u32 said;

static bool is_stuck(unsigned int pid)
{
	return stuck && (pid == 2 || pid == 3);
}

static void put_busy(struct kc_pack *pack, unsigned int pid, unsigned int busy,
		     unsigned int holder)
{
	kc_pack_number(pack, busy, pid == 2 ? KINTROSPECT_BUSY_LOCK_MMAP_LOCK :
		       KINTROSPECT_BUSY_LOCK_EXEC_UPDATE_LOCK);
	if (pid == 2)
		kc_pack_number(pack, holder, 22);
}

static void put_vas(struct kc_pack *pack)
{
	unsigned int pid;

	for (pid = 1; pid <= PIDS; pid++) {
		assert_true(kc_pack_row(pack));
		kc_pack_number(pack, FIELD(VAS, PID), pid);
		if (is_stuck(pid))
			put_busy(pack, pid, FIELD(VAS, BUSY), FIELD(VAS, BUSY_HOLDER_PID));
		else
			kc_pack_number(pack, FIELD(VAS, MAP_COUNT), MAPPINGS);
		kc_pack_commit(pack);
	}
}

static void put_vmas(struct kc_pack *pack)
{
	unsigned int pid, n;

	for (pid = 1; pid <= PIDS; pid++) {
		for (n = 0; n < (is_stuck(pid) ? 1 : MAPPINGS); n++) {
			assert_true(kc_pack_row(pack));
			kc_pack_number(pack, FIELD(VMAS, PID), pid);
			if (is_stuck(pid)) {
				put_busy(pack, pid, FIELD(VMAS, BUSY),
					 FIELD(VMAS, BUSY_HOLDER_PID));
			} else {
				kc_pack_number(pack, FIELD(VMAS, START_ADDR), 0x1000 * (n + 1));
				kc_pack_number(pack, FIELD(VMAS, END_ADDR), 0x1000 * (n + 2));
				kc_pack_number(pack, FIELD(VMAS, SIZE_BYTES), 0x1000);
			}
			kc_pack_commit(pack);
		}
	}
}

static void put_layout(struct kc_pack *pack)
{
	assert_true(kc_pack_row(pack));
	kc_pack_text(pack, FIELD(LAYOUT, NAME), "user", 4);
	kc_pack_number(pack, FIELD(LAYOUT, START_ADDR), 0);
	kc_pack_number(pack, FIELD(LAYOUT, LAST_ADDR), 0x7fffffffffffULL);
	kc_pack_commit(pack);
}

static int stuck_dump(struct kc_transport *transport, const struct kc_request *request,
		      kc_batch_fn *fn, void *context, struct kc_error *error)
{
	struct driver *driver = (struct driver *)transport;

	kc_pack_init(&fake_pack, request->table);
	switch (request->table->command) {
	case KINTROSPECT_CMD_VAS:
		put_vas(&fake_pack);
		break;
	case KINTROSPECT_CMD_VMAS:
		put_vmas(&fake_pack);
		break;
	case KINTROSPECT_CMD_LAYOUT:
		put_layout(&fake_pack);
		break;
	default:
		return driver_dump(transport, request, fn, context, error);
	}
	return fake_flush(&driver->tasks, request, fn, context, stuck ? said : 0, error);
}

static void stuck_init(struct driver *driver, bool now, __u32 flags)
{
	driver_init(driver, 3);
	driver->transport.dump = stuck_dump;
	stuck = now;
	said = flags;
}

static void expect(const struct kc_notes *notes, const struct kc_table *table, unsigned int n,
		   const char *code, const char *words)
{
	struct kc_buf out = { 0 };
	const char *got = kc_notes_words(notes, table, n, &out);

	if (!code) {
		assert_null(got);
		return;
	}
	assert_non_null(got);
	assert_string_equal(got, code);
	kc_buf_char(&out, 0);
	assert_string_equal(out.data, words);
	kc_buf_free(&out);
}

static void take(struct kc_notes *notes, const struct kc_table *table)
{
	struct kc_request request = { .table = table };
	struct driver driver;

	stuck_init(&driver, true, said);
	memset(notes, 0, sizeof(*notes));
	assert_int_equal(kc_notes_dump(&driver.transport, &request, NULL, NULL, notes, &err),
			 KC_OK);
}

static void test_words(void **state)
{
	static const char busy[] =
		"vmas: 2 processes were not read whole: mmap-lock and exec-update-lock are held "
		"by pid 22";
	struct kc_notes notes;

	(void)state;
	said = 0;
	take(&notes, VMAS);
	expect(&notes, VMAS, 0, "busy", busy);
	expect(&notes, VMAS, 1, NULL, NULL);
	said = KINTROSPECT_BATCH_FLAG_BUSY | KINTROSPECT_BATCH_FLAG_STALE |
	       KINTROSPECT_BATCH_FLAG_INTERRUPTED | KINTROSPECT_BATCH_FLAG_PARTIAL |
	       KINTROSPECT_BATCH_FLAG_TRUNCATED | KINTROSPECT_BATCH_FLAG_ADDR_HIDDEN;
	take(&notes, VMAS);
	expect(&notes, VMAS, 0, "truncated", "vmas: the time budget was spent, rows are missing");
	expect(&notes, VMAS, 3, "busy", busy);
	expect(&notes, VMAS, 6, NULL, NULL);
	/* An object without such rows, whose dump says it all the same. */
	memset(&notes, 0, sizeof(notes));
	notes.flags = KINTROSPECT_BATCH_FLAG_BUSY;
	expect(&notes, TASKS, 0, "busy", "tasks: a lock was held too long: what it "
	       "protects is missing");
	notes = (struct kc_notes) { .flags = KINTROSPECT_BATCH_FLAG_BUSY, .busy = 1, .locks = 1 };
	expect(&notes, VAS, 0, "busy", "vas: 1 process was not read whole: mmap-lock is held");
	/* A lock that only a newer driver knows, and more holders than are named. */
	notes = (struct kc_notes) {
		.flags = KINTROSPECT_BATCH_FLAG_BUSY, .busy = 7, .locks = 1 << 9,
		.holders = { 1, 2, 3, 4 }, .holder_count = 4, .more_holders = true,
	};
	expect(&notes, VAS, 0, "busy", "vas: 7 processes were not read whole: lock 9 is held by "
	       "pid 1, 2, 3, 4 and others");
}

static void test_flags(void **state)
{
	(void)state;
	assert_int_equal(kc_notes_flags("", "; "), 0);
	assert_int_equal(kc_notes_flags("truncated: budget-ns is spent", "; "),
			 KINTROSPECT_BATCH_FLAG_TRUNCATED);
	assert_int_equal(kc_notes_flags("truncated: a; busy: b, c; stale: d; addr-hidden: e", "; "),
			 KINTROSPECT_BATCH_FLAG_TRUNCATED | KINTROSPECT_BATCH_FLAG_BUSY |
			 KINTROSPECT_BATCH_FLAG_STALE | KINTROSPECT_BATCH_FLAG_ADDR_HIDDEN);
	assert_int_equal(kc_notes_flags("partial: x; newer: y; interrupted", "; "),
			 KINTROSPECT_BATCH_FLAG_PARTIAL | KINTROSPECT_BATCH_FLAG_INTERRUPTED);
	assert_int_equal(kc_notes_flags("partially: x; a busy: y", "; "), 0);
}

/* Rows in order of their addresses: those without come last, and none is lost. */
static void test_sort_and_filter(void **state)
{
	struct kc_json json = { 0 };
	struct kc_json_sink sink;
	struct kc_object object;
	struct kc_result result;
	struct kc_query query;
	struct driver driver;
	size_t len;

	(void)state;
	stuck_init(&driver, true, 0);
	fake_query(&query, &object, VMAS);
	query.sort = FIELD(VMAS, START_ADDR);
	json.out = open_memstream(&json_text, &len);
	kc_json_sink_init(&sink, &json, true);
	assert_int_equal(kc_query_run(&query, &driver.transport, &sink.sink, &result, &err), KC_OK);
	assert_int_equal(result.rows, 2 * MAPPINGS + 2);
	assert_int_equal(result.notes.busy, 2);
	/* Rows that a filter leaves out were not read whole all the same. */
	query.sort = -1;
	assert_int_equal(kc_filter_parse(&query.filter, VMAS, "pid=1", &err), KC_OK);
	assert_int_equal(kc_query_run(&query, &driver.transport, &sink.sink, &result, &err), KC_OK);
	assert_int_equal(result.rows, MAPPINGS);
	assert_int_equal(result.notes.busy, 2);
	kc_filter_free(query.filter);
	fclose(json.out);
	kc_json_free(&json);
	free(json_text);
}

static void load(struct kc_diff *diff, unsigned int side, const struct kc_table *table, bool now)
{
	struct kc_request request;
	struct driver driver;

	stuck_init(&driver, now, 0);
	whole_request(&request, table);
	assert_int_equal(kc_diff_load(diff, side, &driver.transport, &request, &err), KC_OK);
}

static void differ(const struct kc_table *table, bool before, bool after, size_t changes,
		   size_t skipped)
{
	struct kc_diff diff = { 0 };

	load(&diff, 0, table, before);
	load(&diff, 1, table, after);
	assert_int_equal(kc_diff_compare(&diff, table, &err), KC_OK);
	assert_int_equal(diff.count, changes);
	assert_int_equal(diff.skipped, skipped);
	assert_int_equal(diff.sides[0].notes.busy, before ? 2 : 0);
	assert_int_equal(diff.sides[1].notes.busy, after ? 2 : 0);
	kc_diff_free(&diff);
}

/* Mappings that could not be read are neither gone nor new. */
static void test_diff(void **state)
{
	(void)state;
	differ(VMAS, false, false, 0, 0);
	differ(VMAS, false, true, 0, 2 * MAPPINGS + 2);
	differ(VMAS, true, false, 0, 2 * MAPPINGS + 2);
	differ(VMAS, true, true, 0, 0);
	differ(VAS, false, true, 0, 2);
	differ(VAS, true, false, 0, 2);
}

static void write_samples(void)
{
	struct kc_recorder *recorder;
	struct driver driver;

	stuck_init(&driver, false, 0);
	recorder = recorder_open(&driver);
	take_sample(recorder, &driver, 100, NULL);
	stuck_init(&driver, true, KINTROSPECT_BATCH_FLAG_BUSY | KINTROSPECT_BATCH_FLAG_STALE |
		   KINTROSPECT_BATCH_FLAG_INTERRUPTED);
	take_sample(recorder, &driver, 102, NULL);
	assert_int_equal(kc_recorder_close(recorder, &err), KC_OK);
}

static int count_rows(void *context, const struct kc_rows *rows, struct kc_error *error)
{
	unsigned int *count = context;

	(void)error;
	*count += rows->count;
	return KC_OK;
}

/* What was said of rows is said again of recorded ones; keys do not hide what is busy. */
static void test_record(void **state)
{
	struct kc_notes notes = { 0 };
	struct kc_request request;
	struct kc_record *record;
	unsigned int count = 0;

	(void)state;
	unlink(path);
	write_samples();
	record = record_open();
	assert_int_equal(kc_record_seek(record, 1, &err), KC_OK);
	whole_request(&request, VMAS);
	request.key_count = 2;
	request.keys[0].field = FIELD(VMAS, PID);
	request.keys[0].number = 2;
	request.keys[1].field = FIELD(VMAS, START_ADDR);
	request.keys[1].number = 0x2000;
	assert_int_equal(kc_notes_dump(kc_record_transport(record), &request, count_rows, &count,
				       &notes, &err), KC_OK);
	assert_int_equal(count, 1);
	assert_int_equal(notes.busy, 1);
	assert_int_equal(notes.flags, KINTROSPECT_BATCH_FLAG_BUSY | KINTROSPECT_BATCH_FLAG_STALE |
			 KINTROSPECT_BATCH_FLAG_INTERRUPTED);
	kc_record_close(record);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_flags),
		cmocka_unit_test(test_sort_and_filter),
		cmocka_unit_test(test_diff),
		cmocka_unit_test(test_record),
	};

	if (argc > 1) {
		snprintf(path, sizeof(path), "%s", argv[1]);
		write_samples();
		return 0;
	}
	return recorded_run("notes", tests, sizeof(tests) / sizeof(tests[0]));
}
