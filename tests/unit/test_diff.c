// SPDX-License-Identifier: GPL-2.0-only
/* What differs between two samples: by keys, by the fields that both have. */
#include "diff.h"
#include "fake.h"

/* Which tasks a sample has, and how they are; set before it is loaded. */
static unsigned int first, step;
static __u64 switches, born;

static bool sample_task(struct kc_pack *pack, unsigned int n)
{
	kc_pack_number(pack, FIELD(TASKS, PID), first + n * step);
	kc_pack_number(pack, FIELD(TASKS, START_TIME_NS), born);
	kc_pack_number(pack, FIELD(TASKS, NVCSW_TOTAL), n == 3 ? switches : 7);
	return kc_pack_text(pack, FIELD(TASKS, COMM), "same", 4);
}

static bool backwards(struct kc_pack *pack, unsigned int n)
{
	return sample_task(pack, 9999 - n);
}

static void load(struct kc_diff *diff, unsigned int side, unsigned int rows, fake_row_fn *row,
		 const __u64 *mask)
{
	struct kc_request request = { .table = TASKS, .mask = { mask[0], mask[1] } };
	struct kc_error err;
	struct fake fake;

	fake_init(&fake, rows, row);
	assert_int_equal(kc_diff_load(diff, side, &fake.transport, &request, &err), KC_OK);
}

static const __u64 all[] = { ~0ULL, ~0ULL };

static void compare(struct kc_diff *diff, size_t added, size_t gone, size_t changed)
{
	struct kc_error err;

	assert_int_equal(kc_diff_compare(diff, TASKS, &err), KC_OK);
	assert_int_equal(diff->by_kind[KC_ADDED], added);
	assert_int_equal(diff->by_kind[KC_GONE], gone);
	assert_int_equal(diff->by_kind[KC_CHANGED], changed);
	assert_int_equal(diff->count, added + gone + changed);
}

static void sample(unsigned int from, unsigned int by, __u64 count, __u64 start)
{
	first = from;
	step = by;
	switches = count;
	born = start;
}

static void test_none(void **state)
{
	struct kc_diff diff = { 0 };

	(void)state;
	compare(&diff, 0, 0, 0);
	kc_diff_free(&diff);
	sample(1, 1, 7, 5);
	load(&diff, 0, 10000, sample_task, all);
	load(&diff, 1, 10000, backwards, all);
	compare(&diff, 0, 0, 0);
	kc_diff_free(&diff);
}

static void test_kinds(void **state)
{
	struct kc_diff diff = { 0 };

	(void)state;
	sample(1, 1, 7, 5);
	load(&diff, 0, 10, sample_task, all);
	sample(3, 1, 8, 5);		/* 3 to 12, of which 6 has other switches */
	load(&diff, 1, 10, sample_task, all);
	compare(&diff, 2, 2, 1);
	assert_int_equal(diff.changes[0].kind, KC_GONE);
	assert_int_equal(diff.changes[2].kind, KC_CHANGED);
	assert_true(kc_diff_differs(&diff, &diff.changes[2], FIELD(TASKS, NVCSW_TOTAL)));
	assert_false(kc_diff_differs(&diff, &diff.changes[2], FIELD(TASKS, COMM)));
	assert_int_equal(diff.changes[4].kind, KC_ADDED);
	kc_diff_free(&diff);
}

/* The same pid, and another process. */
static void test_born_later(void **state)
{
	struct kc_diff diff = { 0 };

	(void)state;
	sample(1, 1, 7, 5);
	load(&diff, 0, 10, sample_task, all);
	sample(1, 1, 7, 6);
	load(&diff, 1, 10, sample_task, all);
	compare(&diff, 10, 10, 0);
	kc_diff_free(&diff);
}

/* Every object whose rows have a pid for a key is asked for when that began. */
static void test_identity(void **state)
{
	unsigned int i;

	(void)state;
	for (i = 0; i < KC_OBJECTS; i++) {
		const struct kc_table *table = &kc_tables[i];
		int pid = kc_field_named(table, "pid");
		int born = kc_field_named(table, "start-time-ns");
		__u64 mask[KINTROSPECT_MASK_WORDS] = { 0 };

		if (pid < 0 || !(table->fields[pid].flags & KINTROSPECT_FIELD_FLAG_KEY) ||
		    !strcmp(table->name, "held-locks"))
			continue;
		kc_identity_want(table, mask);
		assert_true(born >= 0);
		assert_true(kc_mask_test(mask, pid));
		assert_true(kc_mask_test(mask, born));
	}
}

/* What only one of them was asked for is no difference. */
static void test_masks(void **state)
{
	struct kc_request request = { .table = TASKS };
	struct kc_diff diff = { 0 };

	(void)state;
	kc_identity_want(request.table, request.mask);
	assert_true(kc_mask_test(request.mask, FIELD(TASKS, PID)));
	sample(1, 1, 7, 5);
	load(&diff, 0, 10, sample_task, all);
	sample(1, 1, 8, 5);
	load(&diff, 1, 10, sample_task, request.mask);
	compare(&diff, 0, 0, 0);
	kc_diff_free(&diff);
}

/* Rows of one key are matched one by one; many of them cost no more than others. */
static void test_same_keys(void **state)
{
	struct kc_diff diff = { 0 };

	(void)state;
	sample(1, 0, 7, 5);
	load(&diff, 0, 100000, sample_task, all);
	load(&diff, 1, 99990, sample_task, all);
	compare(&diff, 0, 10, 0);
	kc_diff_free(&diff);
}

/* Tasks 1 to 6; the later ones grew less, and the last one is smaller. */
static bool grown_task(struct kc_pack *pack, unsigned int n)
{
	kc_pack_number(pack, FIELD(TASKS, PID), first + n);
	kc_pack_number(pack, FIELD(TASKS, START_TIME_NS), born);
	kc_pack_number(pack, FIELD(TASKS, RSS_ANON_BYTES), n == 5 ? 10000 - 10 * step :
		       10000 + step * (n == 2 ? 9 : n == 3 ? 90 : 1));
	kc_pack_number(pack, FIELD(TASKS, CPU_TIME_TOTAL_NS), 7 + step * n);
	return kc_pack_text(pack, FIELD(TASKS, COMM), n == 4 ? "first" : "later", 5);
}

static void order_is(const struct kc_diff *diff, const char *pids)
{
	struct kc_value value;
	char text[64];
	size_t len = 0, i;

	for (i = 0; i < diff->count; i++) {
		const struct kc_change *change = &diff->changes[i];
		const struct kc_row_ref *ref = change->kind == KC_GONE ? &change->old :
					       &change->new;

		kc_row_get(ref->rows, ref->row, FIELD(TASKS, PID), &value);
		len += snprintf(text + len, sizeof(text) - len, "%s%llu", i ? " " : "",
				(unsigned long long)value.u);
	}
	assert_string_equal(text, pids);
}

static void test_order(void **state)
{
	struct kc_diff diff = { 0 };

	(void)state;
	sample(1, 0, 7, 5);
	load(&diff, 0, 6, grown_task, all);
	sample(1, 1, 7, 5);
	load(&diff, 1, 6, grown_task, all);
	compare(&diff, 0, 0, 6);
	order_is(&diff, "1 2 3 4 5 6");
	/* By memory; what is equal in that, by time. */
	kc_diff_sort(&diff, -1, false);
	order_is(&diff, "4 3 5 2 1 6");
	kc_diff_sort(&diff, FIELD(TASKS, RSS_ANON_BYTES), false);
	assert_int_equal(diff.count, 6);
	kc_diff_sort(&diff, FIELD(TASKS, CPU_TIME_TOTAL_NS), true);
	order_is(&diff, "6 5 4 3 2 1");
	kc_diff_sort(&diff, FIELD(TASKS, PID), false);
	order_is(&diff, "1 2 3 4 5 6");
	kc_diff_sort(&diff, FIELD(TASKS, COMM), false);
	order_is(&diff, "5 1 2 3 4 6");
	kc_diff_free(&diff);
}

/* What was added grew by all that it has, and what is gone shrank by it. */
static void test_order_kinds(void **state)
{
	struct kc_diff diff = { 0 };

	(void)state;
	sample(1, 0, 7, 5);
	load(&diff, 0, 2, grown_task, all);	/* 1, 2 */
	sample(2, 1, 7, 5);
	load(&diff, 1, 2, grown_task, all);	/* 2, 3 */
	compare(&diff, 1, 1, 1);
	kc_diff_sort(&diff, -1, false);
	order_is(&diff, "3 2 1");
	kc_diff_free(&diff);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_none),
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_born_later),
		cmocka_unit_test(test_identity),
		cmocka_unit_test(test_masks),
		cmocka_unit_test(test_same_keys),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_order_kinds),
	};

	return cmocka_run_group_tests_name("diff", tests, NULL, NULL);
}
