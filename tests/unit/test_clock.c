// SPDX-License-Identifier: GPL-2.0-only
/* When something that is done again and again is due, and which name a person means. */
#include <time.h>

#include "clock.h"
#include "fake.h"
#include "names.h"

static void test_on_time(void **state)
{
	struct kc_ticker ticker;

	(void)state;
	kc_ticker_start(&ticker, 200, 1000);
	assert_int_equal(kc_ticker_next(&ticker, 1000), 1200);
	/* The time that the work itself takes does not add up. */
	assert_int_equal(kc_ticker_next(&ticker, 1350), 1400);
	assert_int_equal(kc_ticker_next(&ticker, 1600), 1600);
	assert_int_equal(kc_ticker_next(&ticker, 1601), 1800);
}

/* Stopped for 20 intervals: what was missed is skipped, and the next is where it always was. */
static void test_stopped(void **state)
{
	struct kc_ticker ticker;

	(void)state;
	kc_ticker_start(&ticker, 200, 1000);
	assert_int_equal(kc_ticker_next(&ticker, 1010), 1200);
	assert_int_equal(kc_ticker_next(&ticker, 5290), 5400);
	assert_int_equal(kc_ticker_next(&ticker, 5401), 5600);
	assert_int_equal(kc_ticker_next(&ticker, 6000), 6000);
}

/* The longest interval that can be asked for is no short one. */
static void test_forever(void **state)
{
	struct kc_ticker ticker;

	(void)state;
	kc_ticker_start(&ticker, ~0ULL - 500, 1000);
	assert_true(kc_ticker_next(&ticker, 1001) == ~0ULL);
	assert_true(kc_ticker_next(&ticker, 1002) == ~0ULL);
}

static void test_sleep(void **state)
{
	__u64 due = kc_now_ns(CLOCK_MONOTONIC) + 2000000;

	(void)state;
	assert_int_equal(kc_sleep_until(due), 0);
	assert_true(kc_now_ns(CLOCK_MONOTONIC) >= due);
	assert_int_equal(kc_sleep_until(0), 0);
}

static const char *name(const void *context, unsigned int n)
{
	const char * const *names = context;

	return names[n];
}

static void test_names(void **state)
{
	static const char * const names[] = { "lock-edges", "locks", "lock-chains", "vas", NULL };
	unsigned int hits = 9;

	(void)state;
	assert_int_equal(kc_name_find(name, names, "locks", 5, &hits), 1);
	assert_int_equal(kc_name_find(name, names, "lock_c", 6, &hits), 2);
	assert_int_equal(kc_name_find(name, names, "vas=1", 3, &hits), 3);
	assert_int_equal(kc_name_find(name, names, "lock", 4, &hits), -1);
	assert_int_equal(hits, 3);
	assert_int_equal(kc_name_find(name, names, "vast", 4, &hits), -1);
	assert_int_equal(hits, 0);
	assert_int_equal(kc_name_find(name, names, "", 0, NULL), -1);
	assert_true(kc_name_is("lock_path", "lock-path"));
	assert_false(kc_name_is("lock_path", "lock"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_on_time),
		cmocka_unit_test(test_stopped),
		cmocka_unit_test(test_forever),
		cmocka_unit_test(test_sleep),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}
