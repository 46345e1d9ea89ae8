// SPDX-License-Identifier: GPL-2.0-only
/* kintro-top's tables without a screen: snapshots, columns, rates, lists, trees, filters. */
#include "fake.h"
#include "../../client/top/model/pane.h"

/* fake.h's rows, one second of CPU a call apart, with parents. */
static unsigned int step, first, reborn;
static bool parents, ring;

static bool task(struct kc_pack *pack, unsigned int n)
{
	unsigned int pid = n + 1 + first;
	char comm[16];

	snprintf(comm, sizeof(comm), "task %u", pid);
	kc_pack_number(pack, FIELD(TASKS, PID), pid);
	kc_pack_number(pack, FIELD(TASKS, TGID), pid);
	if (parents)
		kc_pack_number(pack, FIELD(TASKS, PPID), ring ? pid % 5 + 1 : pid / 2);
	kc_pack_text(pack, FIELD(TASKS, COMM), comm, strlen(comm));
	kc_pack_number(pack, FIELD(TASKS, KTHREAD), n % 2);
	kc_pack_number(pack, FIELD(TASKS, UID), n % 3);
	kc_pack_number(pack, FIELD(TASKS, START_TIME_NS), pid + (pid == reborn));
	kc_pack_number(pack, FIELD(TASKS, CPU_TIME_TOTAL_NS),
		       1000000005ULL + step * 10000000ULL * n);
	kc_pack_number(pack, FIELD(TASKS, VSIZE_BYTES), 4096 * n);
	return true;
}

static struct top_catalog *catalog;

static struct top_snapshot *take(unsigned int rows, unsigned int at)
{
	struct top_want want;
	struct top_snapshot *snapshot;
	struct fake fake;

	step = at;
	memset(&want, 0, sizeof(want));
	want.object = KINTROSPECT_CMD_TASKS - 1;
	want.key = -1;
	fake_init(&fake, rows, task);
	snapshot = top_snapshot_take(&fake.transport, catalog, &want);
	assert_non_null(snapshot);
	assert_int_equal(snapshot->count, rows);
	snapshot->time_ns = 1000000000ULL * (at + 1);
	return snapshot;
}

static int setup(void **state)
{
	(void)state;
	catalog = calloc(1, sizeof(*catalog));
	catalog->refs = 1;
	kc_catalog_init(&catalog->catalog);
	step = 0;
	first = 0;
	reborn = 0;
	parents = false;
	ring = false;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	assert_int_equal(catalog->refs, 1);
	top_catalog_put(catalog);
	return 0;
}

static const struct top_table table = {
	.name = "tasks", .title = "tasks", .object = "tasks", .label = "comm",
	.columns = "pid,%cpu=cpu-time-total-ns/s,vsize-bytes,comm,no-such-field",
	.sort = "-%cpu", .id = "pid", .group = "tgid", .parent = "ppid",
	.kernel = "kthread", .user = "uid",
};

static __u64 pid_at(const struct top_pane *pane, __u32 line)
{
	__u64 pid = 0;

	assert_true(top_pane_number(pane, line, FIELD(TASKS, PID), &pid));
	return pid;
}

static void cell_is(struct top_pane *pane, const struct top_shape *shape, __u32 line,
		    unsigned int column, const char *expected)
{
	struct kc_buf buf = { 0 };

	top_pane_cell(pane, shape, line, column, &buf);
	kc_buf_char(&buf, 0);
	assert_string_equal(buf.data, expected);
	kc_buf_free(&buf);
}

static void test_rates(void **state)
{
	struct top_shape shape = { .kernel = true };
	struct top_pane pane;
	struct kc_error err;

	(void)state;
	top_pane_init(&pane, &table);
	top_pane_resolve(&pane, catalog);
	assert_int_equal(pane.columns.count, 4);
	top_pane_put(&pane, take(50, 0));
	assert_int_equal(top_pane_make(&pane, &shape, false, &err), KC_OK);
	cell_is(&pane, &shape, 0, 1, "-");
	top_pane_put(&pane, take(50, 1));
	top_pane_make(&pane, &shape, false, &err);
	/* Row n used 10 ms times n in a second: the last one most. */
	assert_int_equal(pid_at(&pane, 0), 50);
	cell_is(&pane, &shape, 0, 1, "49.0%");
	cell_is(&pane, &shape, 49, 1, "0.0%");
	/* A total that went down, and a row that was not there before, have no rate. */
	top_pane_put(&pane, take(51, 0));
	pane.now->time_ns = 9000000000ULL;
	top_pane_make(&pane, &shape, false, &err);
	assert_int_equal(pid_at(&pane, 0), 1);
	cell_is(&pane, &shape, 50, 1, "-");
	assert_true(pane.list.items[50].flags & TOP_ITEM_NEW);
	top_pane_free(&pane);
}

/* The same pid and another process: no rate between the two, and no mark is inherited. */
static void test_born_later(void **state)
{
	struct top_shape shape = { .kernel = true };
	struct top_pane pane;
	struct kc_error err;
	__u64 before;

	(void)state;
	top_pane_init(&pane, &table);
	top_pane_resolve(&pane, catalog);
	top_pane_put(&pane, take(50, 0));
	assert_int_equal(top_pane_make(&pane, &shape, false, &err), KC_OK);
	before = top_row_hash(pane.now, 49);
	reborn = 50;
	top_pane_put(&pane, take(50, 1));
	top_pane_make(&pane, &shape, false, &err);
	assert_int_equal(pid_at(&pane, 0), 49);
	cell_is(&pane, &shape, 0, 1, "48.0%");
	assert_int_equal(pid_at(&pane, 49), 50);
	cell_is(&pane, &shape, 49, 1, "-");
	assert_true(pane.list.items[49].flags & TOP_ITEM_NEW);
	assert_int_not_equal(top_row_hash(pane.now, 49), before);
	top_pane_free(&pane);
}

static void test_choose(void **state)
{
	struct top_shape shape = { .kernel = true };
	struct top_pane pane;
	struct kc_error err;

	(void)state;
	top_pane_init(&pane, &table);
	top_pane_resolve(&pane, catalog);
	top_pane_put(&pane, take(60, 0));
	shape.kernel = false;
	top_pane_make(&pane, &shape, false, &err);
	assert_int_equal(pane.list.count, 30);
	shape.kernel = true;
	pane.by_uid = true;
	pane.uid = 2;
	top_pane_make(&pane, &shape, false, &err);
	assert_int_equal(pane.list.count, 20);
	pane.by_uid = false;
	assert_int_equal(top_pane_filter(&pane, "comm:^task 5.$", &err), KC_OK);
	top_pane_make(&pane, &shape, false, &err);
	assert_int_equal(pane.list.count, 10);
	assert_int_equal(top_pane_filter(&pane, "!comm:^task 5.$,pid<=20", &err), KC_OK);
	top_pane_make(&pane, &shape, false, &err);
	assert_int_equal(pane.list.count, 20);
	assert_int_equal(top_pane_filter(&pane, "TASK 60", &err), KC_OK);
	top_pane_make(&pane, &shape, false, &err);
	assert_int_equal(pane.list.count, 1);
	/* As kintro's: a comma is in a value unless a term follows, and an error has a place. */
	assert_int_equal(top_pane_filter(&pane, "pid<9,comm=\"a,pid=1\"", &err), KC_OK);
	assert_int_equal(top_pane_filter(&pane, "comm=a,b", &err), KC_OK);
	assert_int_equal(top_pane_filter(&pane, "comm=a,b,!nope=1", &err), KC_USAGE);
	assert_string_equal(err.where, "comm=a,b,!nope=1");
	assert_int_equal(err.at, 10);
	assert_int_equal(top_pane_filter(&pane, "nope=1", &err), KC_USAGE);
	assert_int_equal(top_pane_filter(&pane, "pid=1,", &err), KC_USAGE);
	assert_int_equal(top_pane_filter(&pane, "!", &err), KC_USAGE);
	assert_int_equal(top_pane_filter(&pane, "", &err), KC_OK);
	assert_true(top_pane_sort(&pane, "-pid"));
	top_pane_make(&pane, &shape, false, &err);
	assert_int_equal(pid_at(&pane, 0), 60);
	assert_true(top_pane_find(&pane, "comm:task 7$", false, true));
	assert_int_equal(pid_at(&pane, pane.cursor), 7);
	assert_true(top_pane_find_id(&pane, 42));
	assert_int_equal(pid_at(&pane, pane.cursor), 42);
	assert_false(top_pane_find_id(&pane, 99));
	/* The cursor stays with its row when asked to. */
	top_pane_sort(&pane, "pid");
	top_pane_make(&pane, &shape, true, &err);
	assert_int_equal(pid_at(&pane, pane.cursor), 42);
	top_pane_free(&pane);
}

static void test_columns(void **state)
{
	struct kc_object *object = &catalog->catalog.objects[KINTROSPECT_CMD_TASKS - 1];
	struct top_columns columns, again;
	struct kc_error err;
	char *text;

	(void)state;
	assert_int_equal(top_columns_parse(&columns, object, "pid,x=vsize-bytes,"
					   "cpu-time-total-ns/s,nvcsw-total+nivcsw-total/s",
					   true, &err), KC_OK);
	assert_string_equal(columns.columns[1].title, "x");
	assert_string_equal(columns.columns[2].title, "cpu-time%");
	assert_string_equal(columns.columns[3].title, "nvcsw/s");
	text = top_columns_text(&columns, &object->table);
	assert_int_equal(top_columns_parse(&again, object, text, true, &err), KC_OK);
	assert_memory_equal(&columns, &again, sizeof(columns.count));
	assert_true(top_column_same(&columns.columns[3], &again.columns[3]));
	free(text);
	assert_int_equal(top_columns_parse(&columns, object, "comm/s", true, &err), KC_USAGE);
	assert_int_equal(top_columns_parse(&columns, object, "pid+comm", true, &err), KC_USAGE);
	assert_int_equal(top_columns_parse(&columns, object, "=pid", true, &err), KC_USAGE);
	assert_int_equal(top_columns_parse(&columns, object, "pid,,", true, &err), KC_USAGE);
	assert_int_equal(top_columns_parse(&columns, object, "pid,nope", false, &err), KC_OK);
	assert_int_equal(columns.count, 1);
}

static void test_tree(void **state)
{
	struct top_shape shape = { .kernel = true, .tree = true };
	struct top_pane pane;
	struct kc_error err;
	__u32 line;

	(void)state;
	parents = true;
	top_pane_init(&pane, &table);
	top_pane_resolve(&pane, catalog);
	top_pane_sort(&pane, "pid");
	top_pane_put(&pane, take(15, 0));
	top_pane_make(&pane, &shape, false, &err);
	/* A binary tree in order of depth first: 1 2 4 8 9 5 10 11 3 ... */
	assert_int_equal(pane.list.count, 15);
	assert_int_equal(pid_at(&pane, 3), 8);
	assert_int_equal(pid_at(&pane, 4), 9);
	assert_int_equal(pid_at(&pane, 8), 3);
	assert_int_equal(pane.list.items[3].depth, 3);
	assert_true(pane.list.items[4].flags & TOP_ITEM_LAST);
	cell_is(&pane, &shape, 3, 3, "│ │ ├─ [task 8]");
	top_set_flip(&pane.folded, top_list_hash(&pane.list, 1));
	top_pane_make(&pane, &shape, false, &err);
	assert_int_equal(pane.list.count, 9);
	top_set_clear(&pane.folded);
	/* What matches is shown with the way to it. */
	top_pane_filter(&pane, "pid=11", &err);
	top_pane_make(&pane, &shape, false, &err);
	assert_int_equal(pane.list.count, 4);
	assert_true(pane.list.items[0].flags & TOP_ITEM_PATH);
	assert_false(pane.list.items[3].flags & TOP_ITEM_PATH);
	top_pane_filter(&pane, "", &err);
	/* Parents that form a ring lose no row. */
	ring = true;
	top_pane_put(&pane, take(20, 1));
	top_pane_make(&pane, &shape, false, &err);
	assert_int_equal(pane.list.count, 20);
	for (line = 0; line < 20; line++)
		assert_true(pid_at(&pane, line));
	top_pane_free(&pane);
}

static void test_difference(void **state)
{
	struct top_shape shape = { .kernel = true };
	struct top_pane pane;
	struct kc_error err;

	(void)state;
	top_pane_init(&pane, &table);
	top_pane_resolve(&pane, catalog);
	top_pane_put(&pane, take(10, 0));
	pane.base = top_snapshot_get(pane.now);
	top_pane_put(&pane, take(10, 0));
	shape.difference = true;
	top_pane_make(&pane, &shape, false, &err);
	assert_int_equal(pane.list.count, 0);
	/* Of 1 to 10 and 3 to 12, two are gone and two are new; the rest has other sizes. */
	first = 2;
	top_pane_put(&pane, take(10, 0));
	top_pane_sort(&pane, "pid");
	top_pane_make(&pane, &shape, false, &err);
	assert_int_equal(pane.list.count, 12);
	assert_int_equal(pid_at(&pane, 1), 2);
	assert_true(pane.list.items[1].flags & TOP_ITEM_GONE);
	assert_int_equal(pid_at(&pane, 2), 3);
	cell_is(&pane, &shape, 2, 2, "-8.0K");
	assert_true(pane.list.items[11].flags & TOP_ITEM_NEW);
	top_pane_free(&pane);
}

/* 100,000 rows as a list and as a chain: linear, and deep without recursion. */
static void test_many(void **state)
{
	struct top_shape shape = { .kernel = true, .tree = true };
	struct top_pane pane;
	struct kc_error err;

	(void)state;
	parents = true;
	top_pane_init(&pane, &table);
	top_pane_resolve(&pane, catalog);
	top_pane_put(&pane, take(100000, 0));
	top_pane_put(&pane, take(100000, 1));
	assert_int_equal(top_pane_make(&pane, &shape, false, &err), KC_OK);
	assert_int_equal(pane.list.count, 100000);
	shape.tree = false;
	assert_int_equal(top_pane_make(&pane, &shape, true, &err), KC_OK);
	assert_int_equal(pid_at(&pane, 0), 100000);
	top_pane_free(&pane);
}

static void test_sets(void **state)
{
	struct top_set set = { 0 };
	__u64 i;

	(void)state;
	for (i = 1; i <= 1000; i++)
		assert_true(top_set_flip(&set, i * 7919));
	for (i = 1; i <= 1000; i += 2)
		assert_false(top_set_flip(&set, i * 7919));
	for (i = 1; i <= 1000; i++)
		assert_int_equal(top_set_has(&set, i * 7919), i % 2 == 0);
	assert_int_equal(set.count, 500);
	top_set_clear(&set);
	assert_false(top_set_has(&set, 7919));
}

/* Numbers that the file does not name stay numbers; of two names the first counts. */
static void test_users(void **state)
{
	static const char text[] = "root:x:0:0::/:/bin/sh\nada:x:1:1::/:/bin/sh\n"
				   "+::::::\nnot a line\ntoor:x:0:0::/:/bin/sh\n";
	struct top_shape shape = { .kernel = true };
	char path[] = "/tmp/passwd.XXXXXX";
	struct top_users users;
	struct top_pane pane;
	struct kc_error err;
	__u64 uid;
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, sizeof(text) - 1), sizeof(text) - 1);
	close(fd);
	top_users_read(&users, path);
	unlink(path);
	assert_string_equal(top_user_name(&users, 0), "root");
	assert_null(top_user_name(&users, 2));
	assert_true(top_user_id(&users, "toor", &uid));
	assert_int_equal(uid, 0);
	assert_true(top_user_id(&users, "77", &uid));
	assert_int_equal(uid, 77);
	assert_false(top_user_id(&users, "+", &uid));

	top_pane_init(&pane, &table);
	top_pane_resolve(&pane, catalog);
	top_pane_put(&pane, take(10, 0));
	assert_int_equal(top_pane_columns(&pane, "pid,uid", &err), KC_OK);
	assert_true(top_pane_sort(&pane, "pid"));
	assert_int_equal(top_pane_make(&pane, &shape, false, &err), KC_OK);
	cell_is(&pane, &shape, 1, 1, "1");
	shape.users = &users;
	cell_is(&pane, &shape, 0, 1, "root");
	cell_is(&pane, &shape, 1, 1, "ada");
	cell_is(&pane, &shape, 2, 1, "2");
	shape.bytes = true;
	cell_is(&pane, &shape, 1, 1, "1");
	top_users_free(&users);
	assert_null(top_user_name(&users, 0));
	/* Without a file there are no names. */
	top_users_read(&users, path);
	assert_null(top_user_name(&users, 0));
	top_pane_free(&pane);
}

static bool equal_task(struct kc_pack *pack, unsigned int n)
{
	kc_pack_number(pack, FIELD(TASKS, PID), 7);
	kc_pack_number(pack, FIELD(TASKS, NVCSW_TOTAL), n);
	return true;
}

/* A recording may have rows of one key only: their index is made in one pass. */
static void test_equal_keys(void **state)
{
	struct top_want want = { .object = KINTROSPECT_CMD_TASKS - 1, .key = -1 };
	struct top_snapshot *now, *then;
	struct fake fake;
	__u32 row;

	(void)state;
	fake_init(&fake, 100000, equal_task);
	now = top_snapshot_take(&fake.transport, catalog, &want);
	then = top_snapshot_take(&fake.transport, catalog, &want);
	assert_true(now && then);
	for (row = 0; row < now->count; row++)
		assert_int_equal(top_snapshot_find(then, now, row, TOP_NONE), 0);
	top_snapshot_put(now);
	top_snapshot_put(then);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_rates, setup, teardown),
		cmocka_unit_test_setup_teardown(test_born_later, setup, teardown),
		cmocka_unit_test_setup_teardown(test_choose, setup, teardown),
		cmocka_unit_test_setup_teardown(test_columns, setup, teardown),
		cmocka_unit_test_setup_teardown(test_tree, setup, teardown),
		cmocka_unit_test_setup_teardown(test_difference, setup, teardown),
		cmocka_unit_test_setup_teardown(test_many, setup, teardown),
		cmocka_unit_test_setup_teardown(test_sets, setup, teardown),
		cmocka_unit_test_setup_teardown(test_users, setup, teardown),
		cmocka_unit_test_setup_teardown(test_equal_keys, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
