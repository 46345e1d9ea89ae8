// SPDX-License-Identifier: GPL-2.0-only
/* Drivers older and newer than the program, and rows that come as attributes. */
#include <linux/netlink.h>

#include "attributes.h"
#include "fake.h"

/* What the driver that is played has: fields of tasks, and of no other object. */
static unsigned int driver_fields;
static const char *broken;

static void put_text(struct kc_pack *pack, unsigned int field, const char *text)
{
	assert_true(kc_pack_text(pack, field, text, strlen(text)));
}

/* A row that describes field @n of tasks; beyond those there are, new ones. */
static bool describe(struct kc_pack *pack, unsigned int n)
{
	const struct kc_field *field = &TASKS->fields[n];
	char name[32];

	put_text(pack, FIELD(FIELDS, OBJECT), "tasks");
	kc_pack_number(pack, FIELD(FIELDS, INDEX), n);
	if (n < TASKS->field_count) {
		put_text(pack, FIELD(FIELDS, NAME), field->name);
		kc_pack_number(pack, FIELD(FIELDS, TYPE), field->type);
		kc_pack_number(pack, FIELD(FIELDS, FLAGS), field->flags);
		kc_pack_number(pack, FIELD(FIELDS, OFFSET_BYTES), field->offset);
		kc_pack_number(pack, FIELD(FIELDS, SIZE_BYTES), field->size);
	} else {
		snprintf(name, sizeof(name), "new-%u-bytes", n);
		put_text(pack, FIELD(FIELDS, NAME), name);
		kc_pack_number(pack, FIELD(FIELDS, TYPE), KINTROSPECT_FIELD_TYPE_U64);
		kc_pack_number(pack, FIELD(FIELDS, FLAGS), KINTROSPECT_FIELD_FLAG_DEFAULT);
		kc_pack_number(pack, FIELD(FIELDS, OFFSET_BYTES),
			       TASKS->row_size + 8 * (n - TASKS->field_count));
		kc_pack_number(pack, FIELD(FIELDS, SIZE_BYTES), 8);
		put_text(pack, FIELD(FIELDS, UNIT), "bytes");
		put_text(pack, FIELD(FIELDS, VALUES), "one,two");
		put_text(pack, FIELD(FIELDS, DOC), "Something new.");
	}
	kc_pack_number(pack, FIELD(FIELDS, AVAILABLE), n != FIELD(TASKS, WCHAN));
	if (n == FIELD(TASKS, WCHAN))
		put_text(pack, FIELD(FIELDS, REASON), "CONFIG_KALLSYMS");
	if (broken && n == 1) {
		if (!strcmp(broken, "name"))
			put_text(pack, FIELD(FIELDS, NAME), "renamed");
		else if (!strcmp(broken, "offset"))
			kc_pack_number(pack, FIELD(FIELDS, OFFSET_BYTES), 1234);
		else
			kc_pack_number(pack, FIELD(FIELDS, INDEX), 7);
	}
	if (broken && n == TASKS->field_count && !strcmp(broken, "size"))
		kc_pack_number(pack, FIELD(FIELDS, SIZE_BYTES), 4);
	if (broken && n == TASKS->field_count && !strcmp(broken, "quote"))
		put_text(pack, FIELD(FIELDS, NAME), "new\"-bytes");
	return true;
}

static int load(struct kc_catalog *catalog, struct kc_error *err)
{
	struct fake fake;

	fake_init(&fake, driver_fields, describe);
	kc_catalog_init(catalog);
	return kc_catalog_load(catalog, &fake.transport, err);
}

static void test_same(void **state)
{
	struct kc_catalog catalog;
	struct kc_object *object;
	struct kc_error err;

	(void)state;
	driver_fields = TASKS->field_count;
	assert_int_equal(load(&catalog, &err), KC_OK);
	object = &catalog.objects[KINTROSPECT_CMD_TASKS - 1];
	assert_true(object->in_driver);
	assert_false(catalog.objects[KINTROSPECT_CMD_VMAS - 1].in_driver);
	assert_int_equal(object->table.field_count, TASKS->field_count);
	assert_string_equal(object->reason[FIELD(TASKS, WCHAN)], "CONFIG_KALLSYMS");
	assert_null(object->reason[FIELD(TASKS, PID)]);
	kc_catalog_free(&catalog);
}

static void test_older(void **state)
{
	struct kc_catalog catalog;
	struct kc_object *object;
	struct kc_error err;

	(void)state;
	driver_fields = 10;
	assert_int_equal(load(&catalog, &err), KC_OK);
	object = &catalog.objects[KINTROSPECT_CMD_TASKS - 1];
	assert_int_equal(object->table.field_count, TASKS->field_count);
	assert_null(object->reason[9]);
	assert_non_null(strstr(object->reason[10], "too old"));
	kc_catalog_free(&catalog);
}

static void test_newer(void **state)
{
	const struct kc_field *field;
	struct kc_catalog catalog;
	struct kc_object *object;
	struct kc_error err;
	int index;

	(void)state;
	driver_fields = TASKS->field_count + 3;
	assert_int_equal(load(&catalog, &err), KC_OK);
	object = &catalog.objects[KINTROSPECT_CMD_TASKS - 1];
	assert_int_equal(object->table.field_count, driver_fields);
	assert_int_equal(object->table.row_size, TASKS->row_size + 24);
	index = kc_field_find(&object->table, "new_", 4, &err);
	assert_int_equal(index, -1);	/* there are three */
	index = TASKS->field_count + 2;
	field = &object->table.fields[index];
	assert_string_equal(field->unit, "bytes");
	assert_string_equal(field->doc, "Something new.");
	assert_int_equal(field->value_count, 2);
	assert_string_equal(field->values[1], "two");
	assert_null(strchr(field->snake, '-'));
	assert_int_equal(object->table.default_count, TASKS->default_count + 3);
	kc_catalog_free(&catalog);
}

static void test_broken(void **state)
{
	static const char * const ways[] = { "name", "offset", "index", "size", "quote" };
	struct kc_catalog catalog;
	struct kc_error err;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		broken = ways[i];
		driver_fields = TASKS->field_count + 1;
		assert_int_equal(load(&catalog, &err), KC_DRIVER);
		kc_catalog_free(&catalog);
	}
	/* More than a mask has bits for. */
	broken = NULL;
	driver_fields = KC_FIELDS_MAX + 1;
	assert_int_equal(load(&catalog, &err), KC_DRIVER);
	kc_catalog_free(&catalog);
}

static size_t put_attribute(unsigned char *at, unsigned int index, const void *data, size_t len)
{
	struct nlattr attr = { .nla_len = NLA_HDRLEN + len,
			       .nla_type = KINTROSPECT_FIRST_FIELD + index };

	memcpy(at, &attr, sizeof(attr));
	memcpy(at + NLA_HDRLEN, data, len);
	memset(at + NLA_HDRLEN + len, 0, NLA_ALIGN(len) - len);
	return NLA_HDRLEN + NLA_ALIGN(len);
}

static size_t make_attributes(unsigned char *at)
{
	__u64 vsize = 1ULL << 40;
	__s32 nice = -7;
	__u32 pid = 42;
	size_t len = 0;

	len += put_attribute(at + len, FIELD(TASKS, PID), &pid, 4);
	len += put_attribute(at + len, FIELD(TASKS, COMM), "bash", 5);
	len += put_attribute(at + len, FIELD(TASKS, NICE), &nice, 4);
	len += put_attribute(at + len, FIELD(TASKS, VSIZE_BYTES), &vsize, 8);
	len += put_attribute(at + len, FIELD(TASKS, WCHAN), "do_wait", 8);
	len += put_attribute(at + len, 400, &pid, 4);	/* of a newer driver */
	return len;
}

static void test_attributes(void **state)
{
	static const __u64 all[2] = { ~0ULL, ~0ULL };
	struct kc_value values[KC_FIELDS_MAX];
	unsigned char attrs[256];
	struct kc_rows rows;
	struct kc_error err;
	size_t len;

	(void)state;
	len = make_attributes(attrs);
	kc_pack_init(&fake_pack, TASKS);
	assert_int_equal(kc_attributes_row(&fake_pack, attrs, len, &err), KC_OK);
	len = kc_pack_finish(&fake_pack, all, 0);
	assert_int_equal(kc_rows_open(&rows, TASKS, fake_pack.data, len, &err), KC_OK);
	assert_int_equal(rows.count, 1);
	kc_row_decode(&rows, rows.first, values);
	assert_int_equal(values[FIELD(TASKS, PID)].u, 42);
	assert_int_equal(values[FIELD(TASKS, NICE)].s, -7);
	assert_true(values[FIELD(TASKS, VSIZE_BYTES)].u == 1ULL << 40);
	assert_int_equal(values[FIELD(TASKS, WCHAN)].len, 7);
	assert_memory_equal(values[FIELD(TASKS, COMM)].text, "bash", 4);
	assert_int_equal(values[FIELD(TASKS, TGID)].kind, KC_ABSENT);
}

static void test_bad_attributes(void **state)
{
	unsigned char attrs[256], *copy;
	struct kc_error err;
	size_t len, at;
	unsigned int n;

	(void)state;
	len = make_attributes(attrs);
	for (at = 0; at < len; at++) {
		copy = malloc(at ? at : 1);
		memcpy(copy, attrs, at);
		kc_pack_init(&fake_pack, TASKS);
		kc_attributes_row(&fake_pack, copy, at, &err);
		free(copy);
	}
	srandom(2);
	copy = malloc(len);
	for (n = 0; n < 20000; n++) {
		memcpy(copy, attrs, len);
		copy[random() % len] = random();
		copy[random() % len] = random();
		kc_pack_init(&fake_pack, TASKS);
		kc_attributes_row(&fake_pack, copy, len, &err);
	}
	free(copy);
	/* A number of the wrong size is an error, not another number. */
	len = put_attribute(attrs, FIELD(TASKS, PID), "12345678", 8);
	kc_pack_init(&fake_pack, TASKS);
	assert_int_equal(kc_attributes_row(&fake_pack, attrs, len, &err), KC_DRIVER);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same),
		cmocka_unit_test(test_older),
		cmocka_unit_test(test_newer),
		cmocka_unit_test(test_broken),
		cmocka_unit_test(test_attributes),
		cmocka_unit_test(test_bad_attributes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
