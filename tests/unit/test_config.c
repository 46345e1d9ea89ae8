// SPDX-License-Identifier: GPL-2.0-only
/* kintro-top's configuration: what is wrong with it is said, and the rest counts. */
#include <sys/stat.h>

#include "fake.h"
#include "../../client/top/model/config.h"

static char dir[] = "/tmp/kintrospect-config-XXXXXX";
static char path[128];
static struct top top;

static void load(const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
	top.complaints.len = 0;
	top_config_load(&top);
	kc_buf_char(&top.complaints, 0);
}

static void complained(const char *words)
{
	char whole[512];

	snprintf(whole, sizeof(whole), "%s:%s\n", path, words);
	assert_string_equal(top.complaints.data, whole);
}

static void test_truths(void **state)
{
	static const char * const yes[] = { "on", "yes", "true", "1" };
	static const char * const no[] = { "off", "no", "false", "0" };
	char text[64];
	unsigned int i;

	(void)state;
	for (i = 0; i < 4; i++) {
		snprintf(text, sizeof(text), "# words\n\n meters = %s\t\n", yes[i]);
		top.settings.meters = false;
		load(text);
		assert_true(top.settings.meters);
		assert_string_equal(top.complaints.data, "");
		snprintf(text, sizeof(text), "meters=%s", no[i]);
		load(text);
		assert_false(top.settings.meters);
		assert_string_equal(top.complaints.data, "");
	}
}

static void test_wrong(void **state)
{
	(void)state;
	top.settings.mouse = true;
	load("\nmouse = perhaps\n");
	complained("2: invalid mouse 'perhaps': expected on or off");
	assert_true(top.settings.mouse);
	load("colour = red\ninterval = 3s\n");
	complained("1: unknown setting 'colour'");
	assert_int_equal(top.settings.interval_ns, 3000000000);
	load("interval = 213503d\n");
	complained("1: invalid interval '213503d': expected a time from 10ms to a day");
	assert_int_equal(top.settings.interval_ns, 3000000000);
	load("# one\ntheme = mono\ntheme\n");
	complained("3: expected NAME = VALUE or a comment");
	load("theme = \033[31mred\n");
	complained("1: invalid theme '\\x1b[31mred': expected default, mono, light or colour-blind");
	assert_int_equal(top.settings.theme, 1);
}

/* What cannot be read is no reason not to start. */
static void test_unreadable(void **state)
{
	(void)state;
	assert_int_equal(unlink(path), 0);
	assert_int_equal(mkdir(path, 0700), 0);
	top.complaints.len = 0;
	top_config_load(&top);
	assert_true(top.complaints.len);
	assert_int_equal(rmdir(path), 0);
	top.complaints.len = 0;
	top_config_load(&top);
	assert_int_equal(top.complaints.len, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_truths),
		cmocka_unit_test(test_wrong),
		cmocka_unit_test(test_unreadable),
	};
	int ret;

	assert_non_null(mkdtemp(dir));
	setenv("XDG_CONFIG_HOME", dir, 1);
	snprintf(path, sizeof(path), "%s/kintrospect", dir);
	mkdir(path, 0700);
	snprintf(path, sizeof(path), "%s/kintrospect/top.conf", dir);
	ret = cmocka_run_group_tests_name("config", tests, NULL, NULL);
	kc_buf_free(&top.complaints);
	*strrchr(path, '/') = 0;
	rmdir(path);
	rmdir(dir);
	return ret;
}
