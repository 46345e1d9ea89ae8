// SPDX-License-Identifier: GPL-2.0-only
/* Address spaces: what lies in what, and the holes. */
#include "fake.h"
#include "space.h"

static void put(struct kc_space *space, __u64 first, __u64 last, __u32 depth, const char *name)
{
	struct kc_area *area = kc_space_add(space, first, last);

	assert_non_null(area);
	area->depth = depth;
	area->name = strdup(name);
}

/* All of it as text: "first-last:name ", a hole without a name. */
static void is_space(const struct kc_space *space, const char *expected)
{
	char text[512] = "";
	size_t i;

	for (i = 0; i < space->count; i++) {
		const struct kc_area *area = &space->areas[i];

		assert_int_equal(!area->name, area->kind == KC_AREA_HOLE);
		snprintf(text + strlen(text), sizeof(text) - strlen(text), "%llx-%llx:%s ",
			 (unsigned long long)area->first, (unsigned long long)area->last,
			 area->name ? area->name : "");
	}
	assert_string_equal(text, expected);
}

static void test_cover(void **state)
{
	struct kc_space space = { 0 };

	(void)state;
	put(&space, 0x30, 0x3f, 1, "b");
	put(&space, 0x10, 0x1f, 1, "a");
	put(&space, 0, 0x7f, 0, "user");
	put(&space, 0x80, 0xff, 0, "kernel");
	kc_space_sort(&space);
	assert_true(kc_space_cover(&space));
	is_space(&space, "0-7f:user 0-f: 10-1f:a 20-2f: 30-3f:b 40-7f: 80-ff:kernel ");
	kc_space_free(&space);
}

/* Up to the last address there is, where an end is no number. */
static void test_top(void **state)
{
	struct kc_space space = { 0 };

	(void)state;
	put(&space, ~0xffULL, ~0ULL, 0, "kernel");
	put(&space, ~0xfULL, ~0ULL, 1, "fixmap");
	kc_space_sort(&space);
	assert_true(kc_space_cover(&space));
	is_space(&space, "ffffffffffffff00-ffffffffffffffff:kernel "
		 "ffffffffffffff00-ffffffffffffffef: fffffffffffffff0-ffffffffffffffff:fixmap ");
	kc_space_free(&space);
}

/* The lesser depth is outside; what lies in another only in part is cut; twice is once. */
static void test_odd(void **state)
{
	struct kc_space space = { 0 };

	(void)state;
	put(&space, 0, 0xff, 1, "in");
	put(&space, 0, 0xff, 0, "out");
	put(&space, 0xf0, 0x1ff, 2, "over");
	put(&space, 0x200, 0x2ff, 0, "next");
	kc_space_sort(&space);
	assert_true(kc_space_cover(&space));
	is_space(&space, "0-ff:out 0-ff:in 0-ef: f0-ff:over 200-2ff:next ");
	kc_space_free(&space);
	assert_true(kc_space_cover(&space));
	is_space(&space, "");
}

static void test_perms(void **state)
{
	static const struct {
		const char *perms;
		enum kc_area_kind kind;
	} all[] = {
		{ "r-xp", KC_AREA_CODE }, { "rwxp", KC_AREA_CODE }, { "rw-s", KC_AREA_WRITE },
		{ "r--p", KC_AREA_READ }, { "---p", KC_AREA_REGION }, { "", KC_AREA_REGION },
	};
	struct kc_value value = { .kind = KC_TEXT };
	struct kc_area area = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		value.text = all[i].perms;
		value.len = strlen(value.text);
		kc_area_perms(&area, &value);
		assert_string_equal(area.perms, all[i].perms);
		assert_int_equal(area.kind, all[i].kind);
	}
	value.text = "more than there is room for";
	value.len = strlen(value.text);
	kc_area_perms(&area, &value);
	assert_string_equal(area.perms, "more th");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cover),
		cmocka_unit_test(test_top),
		cmocka_unit_test(test_odd),
		cmocka_unit_test(test_perms),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
