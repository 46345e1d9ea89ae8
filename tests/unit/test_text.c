// SPDX-License-Identifier: GPL-2.0-only
/* Numbers that people type, and strings made fit to show. */
#include "fake.h"
#include "format.h"
#include "text.h"

static void test_u64(void **state)
{
	static const char * const bad[] = {
		"", "-1", "+1", " 1", "1 ", "12abc", "0x", "0xg", "x", "1.0",
		"18446744073709551616", "0x10000000000000000", "99999999999999999999",
	};
	__u64 number = 7;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(kc_parse_u64(bad[i], strlen(bad[i]), ~0ULL, &number));
	assert_int_equal(number, 7);
	assert_true(kc_parse_u64("0", 1, ~0ULL, &number));
	assert_int_equal(number, 0);
	assert_true(kc_parse_u64("18446744073709551615", 20, ~0ULL, &number));
	assert_true(number == ~0ULL);
	assert_true(kc_parse_u64("0xFFFFffffffffffff", 18, ~0ULL, &number));
	assert_true(number == ~0ULL);
	assert_false(kc_parse_u64("256", 3, 255, &number));
}

static void test_s64(void **state)
{
	__s64 number;

	(void)state;
	assert_true(kc_parse_s64("-9223372036854775808", 20, &number));
	assert_true(number == INT64_MIN);
	assert_true(kc_parse_s64("9223372036854775807", 19, &number));
	assert_true(number == INT64_MAX);
	assert_false(kc_parse_s64("9223372036854775808", 19, &number));
	assert_false(kc_parse_s64("-9223372036854775809", 20, &number));
	assert_false(kc_parse_s64("--1", 3, &number));
	assert_false(kc_parse_s64("-", 1, &number));
}

static void test_bytes(void **state)
{
	static const struct {
		const char *text;
		__u64 bytes;
	} good[] = {
		{ "4096", 4096 }, { "4K", 4096 }, { "4k", 4096 }, { "4KiB", 4096 }, { "4KB", 4096 },
		{ "1.5G", 1610612736 }, { "0x10", 16 }, { "0.5K", 512 }, { "12B", 12 },
		{ "0x1B", 27 }, { "16383P", 16383ULL << 50 },
	};
	static const char * const bad[] = {
		"", "K", "4X", "4KK", "1.K", "1.2345K", "1.5", "16384P", "4iB", "B", "iB", "-4K",
	};
	__u64 bytes;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_true(kc_parse_bytes(good[i].text, strlen(good[i].text), &bytes));
		assert_true(bytes == good[i].bytes);
	}
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(kc_parse_bytes(bad[i], strlen(bad[i]), &bytes));
}

static void test_ns(void **state)
{
	__u64 ns;

	(void)state;
	assert_true(kc_parse_ns("10ms", 4, "s", &ns));
	assert_int_equal(ns, 10000000);
	assert_true(kc_parse_ns("0.5", 3, "s", &ns));
	assert_int_equal(ns, 500000000);
	assert_true(kc_parse_ns("2", 1, "ms", &ns));
	assert_int_equal(ns, 2000000);
	assert_true(kc_parse_ns("1h", 2, "s", &ns));
	assert_true(ns == 3600000000000ULL);
	assert_false(kc_parse_ns("1.5ns", 5, "s", &ns));
	assert_false(kc_parse_ns("1x", 2, "s", &ns));
	assert_false(kc_parse_ns("s", 1, "s", &ns));
	assert_false(kc_parse_ns("-1", 2, "s", &ns));
	assert_false(kc_parse_ns("18446744074s", 12, "s", &ns));
}

static void test_utf8(void **state)
{
	(void)state;
	assert_int_equal(kc_utf8("a", 1), 1);
	assert_int_equal(kc_utf8("\xc3\xa4", 2), 2);
	assert_int_equal(kc_utf8("\xe2\x82\xac", 3), 3);
	assert_int_equal(kc_utf8("\xf0\x9f\x98\x80", 4), 4);
	assert_int_equal(kc_utf8("\xc3", 1), 0);
	assert_int_equal(kc_utf8("\xc0\x80", 2), 0);		/* overlong */
	assert_int_equal(kc_utf8("\xe0\x80\x80", 3), 0);
	assert_int_equal(kc_utf8("\xed\xa0\x80", 3), 0);	/* surrogate */
	assert_int_equal(kc_utf8("\xf4\x90\x80\x80", 4), 0);	/* beyond the last */
	assert_int_equal(kc_utf8("\x80", 1), 0);
	assert_int_equal(kc_utf8("\xff", 1), 0);
	assert_int_equal(kc_width("a\xe2\x82\xac" "b", 5), 3);
}

static void escape(const char *text, size_t len, const char *expected, bool escaped)
{
	struct kc_buf buf = { 0 };

	assert_int_equal(kc_escape(&buf, text, len), escaped);
	assert_int_equal(buf.len, strlen(expected));
	assert_memory_equal(buf.data ? buf.data : "", expected, buf.len);
	buf.len = kc_unescape(buf.data, buf.len);
	if (escaped) {
		assert_int_equal(buf.len, len);
		assert_memory_equal(buf.data, text, len);
	}
	kc_buf_free(&buf);
}

static void test_escape(void **state)
{
	(void)state;
	escape("plain \\x41 text", 15, "plain \\x41 text", false);
	escape("\xc3\xa4", 2, "\xc3\xa4", false);
	escape("a\x1b[31m", 6, "a\\x1b[31m", true);
	escape("a\nb\\", 4, "a\\x0ab\\x5c", true);
	escape("\xff\xc3\xa4", 3, "\\xff\xc3\xa4", true);
	escape("\xc2\x9b" "1m", 4, "\\xc2\\x9b1m", true);	/* CSI of eight bits */
	escape("a\0b", 3, "a\\x00b", true);
}

static void human(__u64 number, const char *unit, const char *expected)
{
	struct kc_field field = { .type = KINTROSPECT_FIELD_TYPE_U64, .size = 8, .unit = unit };
	struct kc_value value = { .kind = KC_UNSIGNED, .u = number };
	struct kc_buf buf = { 0 };

	kc_format_human(&buf, &field, &value);
	kc_buf_char(&buf, 0);
	assert_string_equal(buf.data, expected);
	kc_buf_free(&buf);
}

static void test_human(void **state)
{
	(void)state;
	human(0, "bytes", "0");
	human(1023, "bytes", "1023");
	human(1024, "bytes", "1.0K");
	human(102300, "bytes", "99.9K");
	human(102400, "bytes", "100K");
	human(1048575, "bytes", "1.0M");
	human(345ULL << 20, "bytes", "345M");
	human(~0ULL, "bytes", "16.0E");
	human(0, "ns", "0ns");
	human(123, "ns", "123ns");
	human(1500, "ns", "1.500us");
	human(1234567, "ns", "1.234ms");
	human(1234567890, "ns", "1.234s");
	human(754000000000ULL, "ns", "12m34s");
	human(18360000000000ULL, "ns", "5h06m");
	human(180000000000000ULL, "ns", "2d02h");
	human(255, "addr", "0x00000000000000ff");
	human(42, NULL, "42");
}

static void raw(const struct kc_field *field, __u64 number, const char *expected)
{
	struct kc_value value = { .kind = KC_UNSIGNED, .u = number };
	struct kc_buf buf = { 0 };

	kc_format_raw(&buf, field, &value);
	kc_buf_char(&buf, 0);
	assert_string_equal(buf.data, expected);
	kc_buf_free(&buf);
}

static void test_raw(void **state)
{
	const struct kc_field *flags = &TASKS->fields[FIELD(TASKS, FLAGS)];
	const struct kc_field *policy = &TASKS->fields[FIELD(TASKS, POLICY)];

	(void)state;
	raw(flags, 0, "0");
	raw(flags, KINTROSPECT_TASK_FLAG_KTHREAD | KINTROSPECT_TASK_FLAG_VCPU, "vcpu,kthread");
	raw(flags, 1ULL << 63 | KINTROSPECT_TASK_FLAG_VCPU, "vcpu,0x8000000000000000");
	raw(flags, 1ULL << 63, "0x8000000000000000");
	raw(policy, KINTROSPECT_SCHED_POLICY_RR, "rr");
	raw(policy, 200, "200");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_u64),
		cmocka_unit_test(test_s64),
		cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_ns),
		cmocka_unit_test(test_utf8),
		cmocka_unit_test(test_escape),
		cmocka_unit_test(test_human),
		cmocka_unit_test(test_raw),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
