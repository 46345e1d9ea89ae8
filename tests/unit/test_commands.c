// SPDX-License-Identifier: GPL-2.0-only
/* Commands of kintro over recordings that no driver would make. */
#include <getopt.h>

#include "recorded.h"
#include "../../client/kintro/commands.h"
#include "../../client/kintro/warnings.h"

#define LOCKS (&kc_tables[KINTROSPECT_CMD_LOCKS - 1])
#define EDGES (&kc_tables[KINTROSPECT_CMD_LOCK_EDGES - 1])
#define LAYOUT (&kc_tables[KINTROSPECT_CMD_LAYOUT - 1])

static struct kc_pack pack;
static char *printed;
static size_t printed_len;
static struct kc_error said;

/* Run a command line, with the recording after --via=file: at its end, and @WHICH or "". */
static int run_at(const char *line, const char *which)
{
	struct kintro kintro = { .commands = kintro_commands };
	char text[256], via[128], *words[16] = { (char *)"kintro" }, *word, *rest = text;
	FILE *out = stdout, *errors = stderr;
	int count = 1, ret;

	snprintf(text, sizeof(text), "%s", line);
	while ((word = strsep(&rest, " ")))
		words[count++] = word;
	snprintf(via, sizeof(via), "--via=file:%s%s", path, which);
	words[count++] = via;
	free(printed);
	printed = NULL;
	fflush(stdout);
	stdout = open_memstream(&printed, &printed_len);
	stderr = fopen("/dev/null", "w");
	assert_true(stdout && stderr);
	memset(&said, 0, sizeof(said));
	optind = 0;
	kc_catalog_init(&kintro.catalog);
	ret = kintro_parse(&kintro.options, count, words, &said);
	if (!ret)
		ret = kintro_run(&kintro, &said);
	kc_catalog_free(&kintro.catalog);
	fclose(stdout);
	fclose(stderr);
	stdout = out;
	stderr = errors;
	return ret;
}

static int run(const char *line)
{
	return run_at(line, "");
}

/* A recording with one sample of what put() adds. */
static void record(void (*put)(struct kc_recorder *recorder))
{
	struct kc_moment moment = { .realtime_ns = 1000000000, .cpus = 1 };
	struct kc_recorder *recorder;
	struct driver driver;

	unlink(path);
	driver_init(&driver, 0);
	recorder = recorder_open(&driver);
	assert_int_equal(kc_recorder_begin(recorder, &moment, &err), KC_OK);
	put(recorder);
	if (kc_recorder_end(recorder, &err))
		fail_msg("%s", err.message);
	assert_int_equal(kc_recorder_close(recorder, &err), KC_OK);
}

static void begin(struct kc_recorder *recorder, const struct kc_table *table)
{
	struct kc_request request;

	whole_request(&request, table);
	kc_recorder_object(recorder, &request);
	kc_pack_init(&pack, table);
}

static void end(struct kc_recorder *recorder, const struct kc_table *table)
{
	struct kc_request request;
	struct kc_rows rows;
	size_t len;

	whole_request(&request, table);
	len = kc_pack_finish(&pack, request.mask, 0);
	assert_int_equal(kc_rows_open(&rows, table, pack.data, len, &err), KC_OK);
	kc_recorder_batch(recorder, &rows);
	kc_recorder_result(recorder, KC_OK, NULL);
}

/* --- locks ------------------------------------------------------------------- */

#define CLASSES 40

static void put_edge(unsigned int from, unsigned int to)
{
	assert_true(kc_pack_row(&pack));
	kc_pack_number(&pack, FIELD(LOCK_EDGES, FROM_ID), from);
	kc_pack_number(&pack, FIELD(LOCK_EDGES, TO_ID), to);
	kc_pack_number(&pack, FIELD(LOCK_EDGES, DISTANCE), 1);
	kc_pack_commit(&pack);
}

/* Classes in no order, and edges of one class with those of others between them. */
static void put_locks(struct kc_recorder *recorder)
{
	char name[16];
	unsigned int i;

	begin(recorder, LOCKS);
	for (i = CLASSES; i; i--) {
		assert_true(kc_pack_row(&pack));
		kc_pack_number(&pack, FIELD(LOCKS, CLASS_ID), i * 7 % (CLASSES + 1));
		snprintf(name, sizeof(name), "class-%u", i * 7 % (CLASSES + 1));
		kc_pack_text(&pack, FIELD(LOCKS, NAME), name, strlen(name));
		kc_pack_commit(&pack);
	}
	end(recorder, LOCKS);
	begin(recorder, EDGES);
	/* From each to the next one, and from the last one to all before it. */
	for (i = 1; i < CLASSES; i++) {
		put_edge(CLASSES, i);
		put_edge(i, i + 1);
	}
	end(recorder, EDGES);
}

static void test_scattered_edges(void **state)
{
	unsigned int i;
	char line[64];

	(void)state;
	record(put_locks);
	assert_int_equal(run("locks --path class-38 class-1"), KC_OK);
	assert_string_equal(printed, "class-38\n  -> class-39\n  -> class-40\n  -> class-1\n");
	for (i = 1; i < CLASSES; i++) {
		snprintf(line, sizeof(line), "locks --path %d %u", CLASSES, i);
		assert_int_equal(run(line), KC_OK);
		assert_null(strstr(strstr(printed, "->") + 1, "->"));
	}
	assert_int_equal(run("locks --path 5 5 --json"), KC_OK);
	assert_int_equal(run("locks --dot"), KC_OK);
}

/* --- areas ------------------------------------------------------------------- */

static void put_deep(struct kc_recorder *recorder)
{
	unsigned int i;

	begin(recorder, LAYOUT);
	for (i = 0; i < 4; i++) {
		assert_true(kc_pack_row(&pack));
		kc_pack_text(&pack, FIELD(LAYOUT, NAME), "region", 6);
		kc_pack_number(&pack, FIELD(LAYOUT, START_ADDR), 0x1000 * i);
		kc_pack_number(&pack, FIELD(LAYOUT, LAST_ADDR), 0x1000 * i + 0xfff);
		kc_pack_number(&pack, FIELD(LAYOUT, DEPTH), 0xffffffff - (i << 30));
		kc_pack_commit(&pack);
	}
	end(recorder, LAYOUT);
}

static void test_deep_areas(void **state)
{
	(void)state;
	record(put_deep);
	assert_int_equal(run("map"), KC_OK);
	assert_in_range(printed_len, 100, 4000);
}

/* --- many bad samples ---------------------------------------------------------- */

#define BAD 60000

static void test_bad_samples(void **state)
{
	struct kc_frame_head head = { .kind = KC_FRAME_SAMPLE, .flags = KC_FRAME_LAST };
	struct kc_packer packer = { 0 };
	FILE *file;
	__u64 i;

	(void)state;
	make(1, 1);
	file = fopen(path, "a");
	assert_non_null(file);
	for (i = 0; i < BAD; i++) {
		head.sample = i + 2;
		head.raw = 4;
		assert_int_equal(kc_frame_pack(&packer, &head, "bad!", &err), KC_OK);
		assert_int_equal(fwrite(packer.out.data, 1, packer.out.len, file), packer.out.len);
	}
	fclose(file);
	kc_packer_free(&packer);
	if (run("tasks --limit=0 --json --watch=1ns"))
		fail_msg("%s", said.message);
	assert_int_equal(run("tasks --no-header -o pid"), KC_OK);
	assert_string_equal(printed, "1\n");
}

/* --- which sample ---------------------------------------------------------------- */

/* Sample n has n regions and n classes of locks. */
static void put_counted(struct kc_recorder *recorder, unsigned int n)
{
	unsigned int i;

	begin(recorder, LAYOUT);
	for (i = 0; i < n; i++) {
		assert_true(kc_pack_row(&pack));
		kc_pack_text(&pack, FIELD(LAYOUT, NAME), "region", 6);
		kc_pack_number(&pack, FIELD(LAYOUT, START_ADDR), 0x10000 * i);
		kc_pack_number(&pack, FIELD(LAYOUT, LAST_ADDR), 0x10000 * i + 0xffff);
		kc_pack_commit(&pack);
	}
	end(recorder, LAYOUT);
	begin(recorder, LOCKS);
	for (i = 0; i < n; i++) {
		assert_true(kc_pack_row(&pack));
		kc_pack_number(&pack, FIELD(LOCKS, CLASS_ID), i);
		kc_pack_text(&pack, FIELD(LOCKS, NAME), "class", 5);
		kc_pack_commit(&pack);
	}
	end(recorder, LOCKS);
	begin(recorder, EDGES);
	for (i = 0; i < n; i++)
		put_edge(i, i);
	end(recorder, EDGES);
}

static unsigned int count(const char *word)
{
	const char *at = printed;
	unsigned int n = 0;

	while ((at = strstr(at, word))) {
		n++;
		at += strlen(word);
	}
	return n;
}

/* A sample is named in three ways, in every command that shows one. */
static void test_which_sample(void **state)
{
	static const struct {
		const char *line;
		const char *word;
	} commands[] = {
		{ "layout", "region" }, { "layout --jsonl", "region" }, { "map", "region" },
		{ "locks --json", "class_id" }, { "locks --dot", "label=" },
	};
	struct kc_moment moment = { 0 };
	struct kc_recorder *recorder;
	struct driver driver;
	unsigned int i, n;
	char line[64];

	(void)state;
	unlink(path);
	driver_init(&driver, 0);
	recorder = recorder_open(&driver);
	for (n = 1; n <= 4; n++) {
		moment.realtime_ns = moment.monotonic_ns = n * 1000000000ULL;
		assert_int_equal(kc_recorder_begin(recorder, &moment, &err), KC_OK);
		put_counted(recorder, n);
		assert_int_equal(kc_recorder_end(recorder, &err), KC_OK);
	}
	assert_int_equal(kc_recorder_close(recorder, &err), KC_OK);
	for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		assert_int_equal(run(commands[i].line), KC_OK);
		n = count(commands[i].word);
		assert_int_equal(run_at(commands[i].line, "@-1"), KC_OK);
		assert_int_equal(count(commands[i].word), n);
		assert_int_equal(run_at(commands[i].line, "@2"), KC_OK);
		assert_int_equal(count(commands[i].word), n - 2);
		assert_int_equal(run_at(commands[i].line, "@@2"), KC_OK);
		assert_int_equal(count(commands[i].word), n - 2);
		snprintf(line, sizeof(line), "%s --sample=2", commands[i].line);
		assert_int_equal(run(line), KC_OK);
		assert_int_equal(count(commands[i].word), n - 2);
		assert_int_equal(run_at(line, "@2"), KC_USAGE);
		snprintf(line, sizeof(line), "%s --at=@2.5", commands[i].line);
		assert_int_equal(run(line), KC_OK);
		assert_int_equal(count(commands[i].word), n - 2);
		assert_int_equal(run_at(commands[i].line, "@9"), KC_NOT_FOUND);
	}
	/* The class of a sample before is found in that sample only. */
	assert_int_equal(run("locks --path 3 3 --sample=4"), KC_OK);
	assert_int_equal(run("locks --path 3 3 --sample=3"), KC_NOT_FOUND);
	/* From a sample on. */
	assert_int_equal(run_at("layout --watch=1ns --json", "@3"), KC_OK);
	assert_int_equal(count("kintro/1"), 2);
}

/* --- processes that are not there --------------------------------------------------- */

static void put_processes(struct kc_recorder *recorder)
{
	unsigned int i;

	put_counted(recorder, 1);
	begin(recorder, TASKS);
	for (i = 1; i < 3; i++) {
		assert_true(kc_pack_row(&pack));
		kc_pack_number(&pack, FIELD(TASKS, PID), i);
		kc_pack_commit(&pack);
	}
	end(recorder, TASKS);
	begin(recorder, VMAS);
	assert_true(kc_pack_row(&pack));
	kc_pack_number(&pack, FIELD(VMAS, PID), 1);
	kc_pack_number(&pack, FIELD(VMAS, START_ADDR), 0x1000);
	kc_pack_number(&pack, FIELD(VMAS, END_ADDR), 0x2000);
	kc_pack_commit(&pack);
	end(recorder, VMAS);
}

/* Process 2 has no mappings; process 3 is none. */
static void test_no_process(void **state)
{
	(void)state;
	record(put_processes);
	assert_int_equal(run("vmas pid=1"), KC_OK);
	assert_int_equal(run("vmas pid=2"), KC_OK);
	assert_int_equal(run("vmas pid=3"), KC_NOT_FOUND);
	assert_non_null(strstr(said.message, "no such process"));
	assert_int_equal(run("map pid=1"), KC_OK);
	assert_int_equal(run("map pid=3"), KC_NOT_FOUND);
	assert_int_equal(run("tasks pid=3"), KC_NOT_FOUND);
}

static int tidy(void **state)
{
	(void)state;
	free(printed);
	printed = NULL;
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scattered_edges),
		cmocka_unit_test(test_deep_areas),
		cmocka_unit_test(test_bad_samples),
		cmocka_unit_test(test_which_sample),
		cmocka_unit_test_teardown(test_no_process, tidy),
	};

	return recorded_run("commands", tests, sizeof(tests) / sizeof(tests[0]));
}
