// SPDX-License-Identifier: GPL-2.0-only
/* Numbers that people type, and strings made fit to show. */
#include <locale.h>

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
		{ "1E", 1ULL << 60 }, { "1.5E", 3ULL << 59 }, { "16.0E", ~0ULL },
	};
	static const char * const bad[] = {
		"", "K", "4X", "4KK", "1.K", "1.2345K", "1.5", "16384P", "4iB", "B", "iB", "-4K",
		"16.1E", "17E", "160E",
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
	assert_true(kc_parse_ns("1m30s", 5, "ns", &ns));
	assert_true(ns == 90000000000ULL);
	assert_true(kc_parse_ns("5h06m", 5, "ns", &ns));
	assert_true(ns == 18360000000000ULL);
	assert_true(kc_parse_ns("2d02h", 5, "ns", &ns));
	assert_true(ns == 180000000000000ULL);
	assert_false(kc_parse_ns("1m30", 4, "s", &ns));
	assert_false(kc_parse_ns("30s1m", 5, "s", &ns));
	assert_false(kc_parse_ns("1m1m", 4, "s", &ns));
	assert_false(kc_parse_ns("1.5m30s", 7, "s", &ns));
	assert_false(kc_parse_ns("", 0, "s", &ns));
	assert_true(kc_parse_ns(".5", 2, "s", &ns));
	assert_int_equal(ns, 500000000);
	assert_true(kc_parse_ns(".25ms", 5, "s", &ns));
	assert_int_equal(ns, 250000);
	assert_false(kc_parse_ns(".", 1, "s", &ns));
	assert_false(kc_parse_ns(".s", 2, "s", &ns));
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
}

static void escape(const char *text, size_t len, const char *expected, bool escaped)
{
	struct kc_buf buf = { 0 };

	assert_int_equal(kc_escape(&buf, text, len), escaped);
	assert_int_equal(buf.len, strlen(expected));
	assert_memory_equal(buf.data ? buf.data : "", expected, buf.len);
	buf.len = kc_unescape(buf.data, buf.len);
	assert_int_equal(buf.len, len);
	assert_memory_equal(buf.data, text, len);
	kc_buf_free(&buf);
}

static void test_escape(void **state)
{
	(void)state;
	escape("plain text", 10, "plain text", false);
	escape("a\\b\\", 4, "a\\b\\", false);
	/* What only looks like an escaped byte. */
	escape("a\\x0ab", 6, "a\\x5cx0ab", true);
	escape("a\\\\x0ab", 7, "a\\\\x5cx0ab", true);
	escape("\\x5cx0a", 7, "\\x5cx5cx0a", true);
	escape("\\\n", 2, "\\\\x0a", true);
	escape("\xc3\xa4", 2, "\xc3\xa4", false);
	escape("a\x1b[31m", 6, "a\\x1b[31m", true);
	escape("a\nb\\", 4, "a\\x0ab\\", true);
	escape("\xff\xc3\xa4", 3, "\\xff\xc3\xa4", true);
	escape("\xc2\x9b" "1m", 4, "\\xc2\\x9b1m", true);	/* CSI of eight bits */
	escape("a\0b", 3, "a\\x00b", true);
}

static void shown(const char *text, const char *expected)
{
	struct kc_buf buf = { 0 };

	kc_escape_shown(&buf, text, strlen(text));
	kc_buf_char(&buf, 0);
	assert_string_equal(buf.data, expected);
	kc_buf_free(&buf);
}

/* In a table: an empty text, one that reads like no value, and one that reads like it. */
static void test_shown(void **state)
{
	(void)state;
	shown("", "\"\"");
	shown("-", "\\x2d");
	shown("--", "--");
	shown("\"\"", "\\x22\"");
	shown("\"", "\"");
	shown("a\n", "a\\x0a");
}

/* Characters that move, turn or hide what is next to them. */
static void test_hidden(void **state)
{
	static const char * const texts[] = {
		"\x01", "\x1b", "\x7f", "\xc2\x80", "\xc2\x9b", "\xc2\xad", "\xd8\x9c",
		"\xe1\xa0\x8e", "\xe2\x80\x8b", "\xe2\x80\x8d", "\xe2\x80\x8e", "\xe2\x80\xa8",
		"\xe2\x80\xa9", "\xe2\x80\xaa", "\xe2\x80\xae", "\xe2\x81\xa0", "\xe2\x81\xa6",
		"\xe2\x81\xa9", "\xe3\x85\xa4", "\xef\xbb\xbf", "\xef\xbf\xb9", "\xef\xbf\xbf",
		"\xf0\x9d\x85\xb3", "\xf3\xa0\x81\x81", "\xff",
	};
	struct kc_buf buf = { 0 };
	size_t i, j;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		size_t len = strlen(texts[i]);

		assert_int_equal(kc_shown(texts[i], len), 0);
		buf.len = 0;
		assert_true(kc_escape(&buf, texts[i], len));
		assert_int_equal(buf.len, 4 * len);
		for (j = 0; j < buf.len; j++)
			assert_in_range(buf.data[j], 0x20, 0x7e);
		buf.len = kc_unescape(buf.data, buf.len);
		assert_int_equal(buf.len, len);
		assert_memory_equal(buf.data, texts[i], len);
	}
	kc_buf_free(&buf);
	assert_int_equal(kc_shown("\xe2\x80\xa7", 3), 3);
	assert_int_equal(kc_shown("\xe4\xb8\xad", 3), 3);
	assert_int_equal(kc_shown("\xcc\x81", 2), 2);
	assert_int_equal(kc_shown("\xf0\x9f\x98\x80", 4), 4);
}

static void widths(void)
{
	assert_int_equal(kc_width("a\xe2\x82\xac" "b", 5), 3);
	assert_int_equal(kc_width("\xe4\xb8\xad\xe6\x96\x87", 6), 4);
	assert_int_equal(kc_width("e\xcc\x81", 3), 1);
	assert_int_equal(kc_width("\xef\xbc\xa1", 3), 2);
	assert_int_equal(kc_width("\xf0\x9f\x98\x80", 4), 2);
	assert_int_equal(kc_width("\xff", 1), 1);
	assert_int_equal(kc_fit("a\xe4\xb8\xad" "b", 5, 2), 1);
	assert_int_equal(kc_fit("a\xe4\xb8\xad" "b", 5, 3), 4);
	assert_int_equal(kc_fit("e\xcc\x81x", 4, 1), 3);
}

/* They are those of a terminal in any locale. */
static void test_width(void **state)
{
	(void)state;
	widths();
	assert_non_null(setlocale(LC_ALL, "C"));
	widths();
	if (setlocale(LC_ALL, "C.UTF-8"))
		widths();
	setlocale(LC_ALL, "C");
}

static void human(__u64 number, const char *unit, const char *expected)
{
	struct kc_field field = {
		.name = "number", .type = KINTROSPECT_FIELD_TYPE_U64, .size = 8, .unit = unit,
	};
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
		cmocka_unit_test(test_shown),
		cmocka_unit_test(test_hidden),
		cmocka_unit_test(test_width),
		cmocka_unit_test(test_human),
		cmocka_unit_test(test_raw),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
