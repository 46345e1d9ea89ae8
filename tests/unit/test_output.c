// SPDX-License-Identifier: GPL-2.0-only
/* Whatever is printed, nothing of it moves, colours or turns a terminal. */
#include "fake.h"
#include "output.h"

static char *output;
static size_t output_len;

static const char *line(const char *text)
{
	FILE *out;

	free(output);
	out = open_memstream(&output, &output_len);
	kc_print_line(out, "kintro: ", text);
	fclose(out);
	return output;
}

static const char *written(const char *text, size_t len)
{
	struct kc_buf buf = { 0 };
	struct kc_error err;
	FILE *out;

	free(output);
	out = open_memstream(&output, &output_len);
	kc_buf_put(&buf, text, len);
	assert_int_equal(kc_write(out, &buf, &err), KC_OK);
	assert_int_equal(buf.len, 0);
	kc_buf_free(&buf);
	fclose(out);
	return output;
}

static void test_line(void **state)
{
	(void)state;
	assert_string_equal(line("plain"), "kintro: plain\n");
	assert_string_equal(line("a\nb\t\x1b[31m\r"), "kintro: a\\x0ab\\x09\\x1b[31m\\x0d\n");
	assert_string_equal(line("\x1b]0;title\x07"), "kintro: \\x1b]0;title\\x07\n");
	assert_string_equal(line("'\xe2\x80\xae' \xff \xc2\x9b"),
			    "kintro: '\\xe2\\x80\\xae' \\xff \\xc2\\x9b\n");
	/* What is escaped already is not escaped again. */
	assert_string_equal(line("no class 'a\\x0ab'"), "kintro: no class 'a\\x0ab'\n");
	assert_string_equal(line("\xe4\xb8\xad"), "kintro: \xe4\xb8\xad\n");
}

static void test_write(void **state)
{
	(void)state;
	assert_string_equal(written("a\tb\n", 4), "a\tb\n");
	assert_string_equal(written(KC_BOLD "a" KC_PLAIN "\n", strlen(KC_BOLD KC_PLAIN) + 2),
			    KC_BOLD "a" KC_PLAIN "\n");
	assert_string_equal(written("\x1b[6n\x1b]52;c;x\x07\n", 14),
			    "\\x1b[6n\\x1b]52;c;x\\x07\n");
	assert_string_equal(written("\xe2\x80\xa8\0\n", 5), "\\xe2\\x80\\xa8\\x00\n");
}

static void test_report(void **state)
{
	struct kc_error err;

	(void)state;
	kc_fail(&err, KC_USAGE, 0, "unrecognized option '%s'", "--\x1b[31m");
	assert_string_equal(line(err.message),
			    "kintro: unrecognized option '--\\x1b[31m'\n");
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
		cmocka_unit_test(test_line),
		cmocka_unit_test(test_write),
		cmocka_unit_test(test_report),
	};

	return cmocka_run_group_tests(tests, NULL, end);
}
