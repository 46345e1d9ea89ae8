// SPDX-License-Identifier: GPL-2.0-only
/* Conditions on columns, and names of columns. */
#include "fake.h"
#include "format.h"

struct count {
	const struct kc_filter *filter;
	unsigned int rows;
};

static int count_batch(void *context, const struct kc_rows *rows, struct kc_error *err)
{
	struct count *count = context;
	__u32 i;

	(void)err;
	for (i = 0; i < rows->count; i++)
		count->rows += kc_filter_match(count->filter, rows, kc_row_at(rows, i));
	return KC_OK;
}

/* How many of 40 tasks meet a condition. */
static unsigned int matches(const char *text)
{
	struct kc_request request = { .table = TASKS };
	struct kc_filter *filter;
	struct kc_error err = { 0 };
	struct count count = { 0 };
	struct fake fake;

	if (kc_filter_parse(&filter, TASKS, text, &err))
		fail_msg("%s: %s", text, err.message);
	count.filter = filter;
	fake_init(&fake, 40, fake_task);
	assert_int_equal(fake_dump(&fake.transport, &request, count_batch, &count, &err), KC_OK);
	kc_filter_free(filter);
	return count.rows;
}

static void test_match(void **state)
{
	(void)state;
	assert_int_equal(matches("pid=1"), 1);
	assert_int_equal(matches("pid!=1"), 39);
	assert_int_equal(matches("pid<=10"), 10);
	assert_int_equal(matches("pid<10"), 9);
	assert_int_equal(matches("pid>=0x28"), 1);
	assert_int_equal(matches("pid>3,pid<6"), 2);
	assert_int_equal(matches("nice<0"), 38);
	assert_int_equal(matches("nice>=-1"), 4);
	assert_int_equal(matches("vsize_bytes>64K"), 23);
	assert_int_equal(matches("vsize-bytes=0"), 1);
	assert_int_equal(matches("utime>=48.1ms"), 1);
	assert_int_equal(matches("policy=rr"), 40);
	assert_int_equal(matches("policy=2"), 40);
	assert_int_equal(matches("policy!=fifo"), 40);
	assert_int_equal(matches("class=99"), 40);
	assert_int_equal(matches("flags=kthread"), 40);
	assert_int_equal(matches("flags=kthread|vcpu"), 0);
	assert_int_equal(matches("flags!=vcpu"), 40);
	assert_int_equal(matches("flags=0"), 0);
	assert_int_equal(matches("kthread=true"), 20);
	assert_int_equal(matches("kthread=0"), 20);
	assert_int_equal(matches("comm=task 3"), 1);
	assert_int_equal(matches("comm~^task 1"), 11);
	assert_int_equal(matches("comm~[02]$"), 8);
	assert_int_equal(matches("comm<task 1"), 1);
	assert_int_equal(matches("flags~kthread"), 40);
	assert_int_equal(matches("min-flt-total>1000000000000"), 40);
	/* What is not there meets nothing but the question whether it is. */
	assert_int_equal(matches("wchan=-"), 40);
	assert_int_equal(matches("wchan!=-"), 0);
	assert_int_equal(matches("wchan!=x"), 0);
	assert_int_equal(matches("cpu<1"), 0);
}

static bool odd_name(struct kc_pack *pack, unsigned int n)
{
	static const char * const comms[] = {
		"a,b", "-", "", "a\"b", "\"", "abbb", "a,pid=1", "\xc3\xa4", "a\nb", "a\\x0ab",
		"\xff",
	};

	kc_pack_number(pack, FIELD(TASKS, PID), n);
	kc_pack_text(pack, FIELD(TASKS, COMM), comms[n], strlen(comms[n]));
	kc_pack_number(pack, FIELD(TASKS, VSIZE_BYTES), ~0ULL - n);
	kc_pack_number(pack, FIELD(TASKS, UTIME_NS), 90000000000ULL);
	return kc_pack_text(pack, FIELD(TASKS, CGROUP), "0,2", 3);
}

struct numbers {
	const struct kc_filter *filter;
	char found[64];
};

static int note_numbers(void *context, const struct kc_rows *rows, struct kc_error *err)
{
	struct numbers *numbers = context;
	size_t len = 0;
	__u32 i;

	(void)err;
	for (i = 0; i < rows->count; i++)
		if (kc_filter_match(numbers->filter, rows, kc_row_at(rows, i)))
			len += snprintf(numbers->found + len, sizeof(numbers->found) - len, "%u ",
					i);
	return KC_OK;
}

/* Which of the rows above meet a condition. */
static void named(const char *text, const char *expected)
{
	struct kc_request request = { .table = TASKS };
	struct numbers numbers = { 0 };
	struct kc_error err = { 0 };
	struct kc_filter *filter;
	struct fake fake;

	if (kc_filter_parse(&filter, TASKS, text, &err))
		fail_msg("%s: %s", text, err.message);
	fake_init(&fake, 11, odd_name);
	numbers.filter = filter;
	assert_int_equal(fake_dump(&fake.transport, &request, note_numbers, &numbers, &err), KC_OK);
	kc_filter_free(filter);
	if (strcmp(numbers.found, expected))
		fail_msg("%s: %s, expected %s", text, numbers.found, expected);
}

static void test_values(void **state)
{
	(void)state;
	named("comm=a,b", "0 ");
	named("comm=a,b,pid=0", "0 ");
	named("comm=a,b,pid=1", "");
	named("comm=\"a,b\"", "0 ");
	named("pid<5,comm=\"a,b\",vsize-bytes>1", "0 ");
	named("comm=\"a,pid=1\"", "6 ");
	named("comm~^ab{1,3}$", "5 ");
	named("comm~\"^a(,b|b{1,3})$\",pid<3", "0 ");
	named("cgroup=0,2,comm=-", "1 ");
	/* The name, and no value; quoted, the name alone. */
	named("comm=-", "1 ");
	named("comm=\"-\"", "1 ");
	named("wchan=\"-\"", "");
	named("comm=\\x2d", "1 ");
	named("comm=\"\"", "2 ");
	named("comm=", "2 ");
	named("comm=a\"b", "3 ");
	named("comm=\"a\"\"b\"", "3 ");
	named("comm=\"\"\"\"", "4 ");
	/* As the output has them. */
	named("comm=a\\x0ab", "8 ");
	named("comm=a\\x5cx0ab", "9 ");
	named("comm=\\xff", "10 ");
	named("vsize-bytes>=16.0E", "0 ");
	named("utime-ns=1m30s,pid<2", "0 1 ");
	named("pid=\"3\"", "3 ");
	/* By characters, not by bytes. */
	named("comm~^.$", "1 4 7 ");
	named("comm~^[^a]$", "1 4 7 ");
}

static void wrong(const char *text, unsigned int at)
{
	struct kc_filter *filter;
	struct kc_error err = { 0 };

	if (kc_filter_parse(&filter, TASKS, text, &err) != KC_USAGE)
		fail_msg("'%s' was taken", text);
	assert_string_equal(err.where, text);
	if (err.at != at)
		fail_msg("%s: at %u, expected %u", text, err.at, at);
}

/* An error is at a place. */
static void test_place(void **state)
{
	(void)state;
	wrong("pid=1,nope=2", 6);
	wrong("comm=a,b,pid=x", 13);
	wrong("comm=\"a,b\",pid=x", 15);
	wrong("pid=1,", 4);
	wrong("pid", 3);
	wrong("comm=\"a", 5);
	wrong("comm=\"a\"b", 5);
	wrong("pid=3,comm~[", 11);
}

static void test_refused(void **state)
{
	static const char * const bad[] = {
		"", "pid", "=1", "pid=", "pid=12abc", "pid=-1", "pid=4294967296", "nope=1",
		"pid=1,", ",pid=1", "pid==1", "policy=nope", "comm~[", "kthread=2x", "nice=2147483648",
		"pid<-", "vsize-bytes=1.2345K", "flags=kthread|", "flags=|kthread",
	};
	struct kc_filter *filter;
	struct kc_error err;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		memset(&err, 0, sizeof(err));
		if (kc_filter_parse(&filter, TASKS, bad[i], &err) != KC_USAGE)
			fail_msg("'%s' was taken", bad[i]);
		assert_true(err.message[0]);
	}
}

static void test_names(void **state)
{
	struct kc_error err;

	(void)state;
	assert_int_equal(kc_field_find(TASKS, "rss-anon-bytes", 14, &err),
			 FIELD(TASKS, RSS_ANON_BYTES));
	assert_int_equal(kc_field_find(TASKS, "rss_anon_bytes", 14, &err),
			 FIELD(TASKS, RSS_ANON_BYTES));
	assert_int_equal(kc_field_find(TASKS, "vsi", 3, &err), FIELD(TASKS, VSIZE_BYTES));
	/* A whole name wins over one that goes on. */
	assert_int_equal(kc_field_find(TASKS, "cgroup", 6, &err), FIELD(TASKS, CGROUP));
	assert_int_equal(kc_field_find(TASKS, "rss", 3, &err), -1);
	assert_non_null(strstr(err.message, "rss-file-bytes"));
	assert_null(strstr(err.message, "comm"));
	assert_int_equal(kc_field_find(TASKS, "nope", 4, &err), -1);
	assert_non_null(strstr(err.hint, "kintro tasks --help"));
	assert_int_equal(kc_field_find(TASKS, "", 0, &err), -1);
}

/* Shares in per cent, as text shows them. */
static void test_shares(void **state)
{
	static const struct {
		const char *text;
		__s64 value;
	} good[] = {
		{ "12.5%", 125 }, { "0.0%", 0 }, { "100%", 1000 }, { "-100.0%", -1000 },
		{ "125", 125 }, { "-1000", -1000 },
	};
	const struct kc_table *table = &kc_tables[KINTROSPECT_CMD_FRAGMENTATION - 1];
	const struct kc_field *field = &table->fields[FIELD(FRAGMENTATION, FRAGMENTATION_INDEX)];
	struct kc_buf buf = { 0 };
	struct kc_value value;
	struct kc_error err;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_int_equal(kc_number_parse(field, good[i].text, strlen(good[i].text), &value,
						 &err), KC_OK);
		assert_int_equal(value.kind, KC_SIGNED);
		assert_true(value.s == good[i].value);
	}
	assert_int_equal(kc_number_parse(field, "1.25%", 5, &value, &err), KC_USAGE);
	assert_int_equal(kc_number_parse(field, "%", 1, &value, &err), KC_USAGE);
	value = (struct kc_value) { .kind = KC_SIGNED, .s = -1000 };
	kc_format_human(&buf, field, &value);
	value.s = 125;
	kc_format_human(&buf, field, &value);
	kc_buf_char(&buf, 0);
	assert_string_equal(buf.data, "-100.0%12.5%");
	kc_buf_free(&buf);
}

#define TABLE(object) (&kc_tables[KINTROSPECT_CMD_##object - 1])

/* What is said of a column that is not there, or not clear. */
static const char *said(const struct kc_table *table, const char *name)
{
	static struct kc_error err;

	memset(&err, 0, sizeof(err));
	assert_int_equal(kc_field_find(table, name, strlen(name), &err), -1);
	return err.message;
}

static void test_suggested(void **state)
{
	(void)state;
	/* Letters that were mistyped, and other words for it; no list of all. */
	assert_string_equal(said(TASKS, "vsze"), "tasks: no column 'vsze': did you mean vsize-bytes?");
	assert_string_equal(said(TASKS, "cpu_tme"),
			    "tasks: no column 'cpu_tme': did you mean cpu-time-total-ns?");
	assert_string_equal(said(TASKS, "commnd"), "tasks: no column 'commnd': did you mean comm?");
	assert_string_equal(said(TASKS, "name"), "tasks: no column 'name': did you mean comm?");
	assert_non_null(strstr(said(TASKS, "size"), "did you mean vsize-bytes"));
	assert_non_null(strstr(said(TABLE(SCHED), "latency"), "run-delay-total-ns or wait-max-ns"));
	assert_string_equal(said(TASKS, "nope"), "tasks: no column 'nope'");
	/* A column of another object says of which. */
	assert_string_equal(said(TASKS, "pss"), "tasks: no column 'pss': vmas has pss-bytes");
	assert_non_null(strstr(said(TASKS, "latency"), "sched has run-delay-total-ns"));
	assert_non_null(strstr(said(TASKS, "mem"), "slabs has memory-bytes"));
	assert_non_null(strstr(said(TABLE(ZONES), "cpu"), "tasks has cpu"));
}

static void test_ambiguous(void **state)
{
	static const char size[] = "size-bytes, object-size-bytes, memory-bytes or user-size-bytes";
	struct kc_error err;

	(void)state;
	assert_non_null(strstr(said(TABLE(SLABS), "size"), size));
	assert_non_null(strstr(said(TABLE(SLABS), "siz"), "object-size-bytes"));
	/* Where nothing else is called so, and of a name that is longer, it is clear. */
	assert_int_equal(kc_field_find(TABLE(SLABS), "size-b", 6, &err),
			 FIELD(SLABS, SIZE_BYTES));
	assert_int_equal(kc_field_find(TABLE(VMAS), "size", 4, &err), FIELD(VMAS, SIZE_BYTES));
	assert_int_equal(kc_field_find(TABLE(SLABS), "memory", 6, &err),
			 FIELD(SLABS, MEMORY_BYTES));
}

/* What this kernel leaves empty is proposed last, and said to be empty. */
static void test_missing(void **state)
{
	struct kc_field fields[KC_FIELDS_MAX];
	struct kc_table table = *TASKS;

	(void)state;
	memcpy(fields, table.fields, table.field_count * sizeof(*fields));
	fields[FIELD(TASKS, RSS_ANON_BYTES)].missing = true;
	table.fields = fields;
	assert_non_null(strstr(said(&table, "rss"), "rss-file-bytes, rss-shmem-bytes or "
			       "rss-anon-bytes (empty on this kernel)"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_match),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_place),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_shares),
		cmocka_unit_test(test_suggested),
		cmocka_unit_test(test_ambiguous),
		cmocka_unit_test(test_missing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
