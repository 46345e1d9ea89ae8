// SPDX-License-Identifier: GPL-2.0-only
/* Packed batches: sound ones are read right, any other is refused and never read beyond. */
#include "fake.h"

static const __u64 all[2] = { ~0ULL, ~0ULL };

/* A batch of vmas with paths, of exactly the size it needs, in memory of its own. */
static unsigned char *make_batch(unsigned int count, size_t *len)
{
	struct kintrospect_batch header;
	unsigned char *batch;
	unsigned int n;
	size_t head;

	kc_pack_init(&fake_pack, VMAS);
	for (n = 0; n < count; n++) {
		char path[32];

		assert_true(kc_pack_row(&fake_pack));
		snprintf(path, sizeof(path), "/lib/file-%u", n);
		kc_pack_number(&fake_pack, FIELD(VMAS, PID), n);
		kc_pack_number(&fake_pack, FIELD(VMAS, START_ADDR), 0x1000ULL * n);
		kc_pack_text(&fake_pack, FIELD(VMAS, PERMS), "r-xp", 4);
		assert_true(kc_pack_text(&fake_pack, FIELD(VMAS, PATH), path, strlen(path)));
		kc_pack_commit(&fake_pack);
	}
	*len = kc_pack_finish(&fake_pack, all, 0);
	memcpy(&header, fake_pack.data, sizeof(header));
	head = sizeof(header) + count * header.row_size;
	batch = malloc(head + header.string_bytes);
	memcpy(batch, fake_pack.data, head);
	memcpy(batch + head, fake_pack.data + *len - header.string_bytes, header.string_bytes);
	*len = head + header.string_bytes;
	return batch;
}

/*
 * Read every byte that the rows refer to, for the sanitizer to watch, both one
 * field at a time and all at once.
 */
static unsigned int read_all(const struct kc_rows *rows)
{
	struct kc_value values[KC_FIELDS_MAX], value;
	unsigned int sum = 0, i, j, k;

	for (i = 0; i < rows->count; i++) {
		const unsigned char *row = kc_row_at(rows, i);

		kc_row_decode(rows, row, values);
		for (j = 0; j < rows->table->field_count; j++) {
			kc_row_get(rows, row, j, &value);
			assert_int_equal(value.kind, values[j].kind);
			if (value.kind == KC_ABSENT)
				continue;
			if (value.kind == KC_TEXT)
				assert_ptr_equal(value.text, values[j].text);
			else
				assert_true(value.u == values[j].u);
			if (value.kind != KC_TEXT) {
				sum += value.u;
				continue;
			}
			assert_int_equal(value.len, values[j].len);
			for (k = 0; k < value.len; k++)
				sum += value.text[k];
		}
	}
	return sum;
}

static void test_valid(void **state)
{
	struct kc_error err;
	struct kc_value value;
	struct kc_rows rows;
	unsigned char *batch;
	size_t len;

	(void)state;
	batch = make_batch(100, &len);
	assert_int_equal(kc_rows_open(&rows, VMAS, batch, len, &err), KC_OK);
	assert_int_equal(rows.count, 100);
	kc_row_get(&rows, kc_row_at(&rows, 42), FIELD(VMAS, PATH), &value);
	assert_int_equal(value.kind, KC_TEXT);
	assert_int_equal(value.len, 12);
	assert_memory_equal(value.text, "/lib/file-42", 12);
	kc_row_get(&rows, kc_row_at(&rows, 42), FIELD(VMAS, START_ADDR), &value);
	assert_int_equal(value.u, 0x2a000);
	kc_row_get(&rows, kc_row_at(&rows, 42), FIELD(VMAS, PERMS), &value);
	assert_int_equal(value.len, 4);
	kc_row_get(&rows, kc_row_at(&rows, 42), FIELD(VMAS, RSS_BYTES), &value);
	assert_int_equal(value.kind, KC_ABSENT);
	read_all(&rows);
	free(batch);
}

static void test_odd_alignment(void **state)
{
	struct kc_error err;
	struct kc_rows rows;
	unsigned char *batch, *odd;
	unsigned int sum;
	size_t len;

	(void)state;
	batch = make_batch(20, &len);
	odd = malloc(len + 1);
	memcpy(odd + 1, batch, len);
	assert_int_equal(kc_rows_open(&rows, VMAS, batch, len, &err), KC_OK);
	sum = read_all(&rows);
	assert_int_equal(kc_rows_open(&rows, VMAS, odd + 1, len, &err), KC_OK);
	assert_int_equal(read_all(&rows), sum);
	free(batch);
	free(odd);
}

/* Change the row size: @grow bytes longer than ours, or shorter if negative. */
static unsigned char *restride(const unsigned char *batch, size_t *len, int grow)
{
	struct kintrospect_batch header;
	unsigned char *new, *at;
	unsigned int i, old;

	memcpy(&header, batch, sizeof(header));
	old = header.row_size;
	header.row_size += grow;
	new = calloc(1, *len + header.row_count * (grow > 0 ? grow : 0));
	memcpy(new, &header, sizeof(header));
	at = new + sizeof(header);
	for (i = 0; i < header.row_count; i++, at += header.row_size)
		memcpy(at, batch + sizeof(header) + i * old, grow < 0 ? header.row_size : old);
	memcpy(at, batch + *len - header.string_bytes, header.string_bytes);
	*len = at + header.string_bytes - new;
	return new;
}

static void test_other_row_sizes(void **state)
{
	unsigned char *batch, *other;
	struct kc_error err;
	struct kc_value value;
	struct kc_rows rows;
	unsigned int sum;
	size_t len, size;

	(void)state;
	batch = make_batch(10, &len);
	assert_int_equal(kc_rows_open(&rows, VMAS, batch, len, &err), KC_OK);
	sum = read_all(&rows);

	/* A newer driver's rows: their tail is skipped. */
	size = len;
	other = restride(batch, &size, 24);
	assert_int_equal(kc_rows_open(&rows, VMAS, other, size, &err), KC_OK);
	assert_int_equal(read_all(&rows), sum);
	free(other);

	/* An older driver's, or cut ones: what lies behind is absent, half a field too. */
	size = len;
	other = restride(batch, &size, (int)VMAS->fields[FIELD(VMAS, PATH)].offset + 2 -
			 VMAS->row_size);
	assert_int_equal(kc_rows_open(&rows, VMAS, other, size, &err), KC_OK);
	kc_row_get(&rows, kc_row_at(&rows, 3), FIELD(VMAS, PATH), &value);
	assert_int_equal(value.kind, KC_ABSENT);
	kc_row_get(&rows, kc_row_at(&rows, 3), FIELD(VMAS, PID), &value);
	assert_int_equal(value.u, 3);
	read_all(&rows);
	free(other);
	free(batch);
}

static void test_every_truncation(void **state)
{
	unsigned char *batch, *cut;
	struct kc_error err;
	struct kc_rows rows;
	size_t len, at;

	(void)state;
	batch = make_batch(5, &len);
	for (at = 0; at < len; at++) {
		cut = malloc(at ? at : 1);
		memcpy(cut, batch, at);
		if (kc_rows_open(&rows, VMAS, cut, at, &err) == KC_OK)
			read_all(&rows);
		else
			assert_true(err.message[0]);
		free(cut);
	}
	free(batch);
}

static void test_mutations(void **state)
{
	unsigned char *batch, *copy;
	struct kc_error err;
	struct kc_rows rows;
	unsigned int n, flips, sound = 0;
	size_t len;

	(void)state;
	srandom(1);
	batch = make_batch(30, &len);
	copy = malloc(len);
	for (n = 0; n < 20000; n++) {
		memcpy(copy, batch, len);
		for (flips = 1 + random() % 4; flips; flips--) {
			/* Half of them in the header, where most harm is done. */
			size_t at = random() % (random() % 2 ? len : 72);

			copy[at] = random();
		}
		if (kc_rows_open(&rows, VMAS, copy, len, &err) == KC_OK) {
			read_all(&rows);
			sound++;
		}
	}
	assert_in_range(sound, 1, 19999);
	free(copy);
	free(batch);
}

static void open_changed(size_t at, const void *value, size_t size, const char *words)
{
	struct kc_error err = { 0 };
	unsigned char *batch;
	struct kc_rows rows;
	size_t len;

	batch = make_batch(3, &len);
	memcpy(batch + at, value, size);
	assert_int_equal(kc_rows_open(&rows, VMAS, batch, len, &err), KC_DRIVER);
	assert_non_null(strstr(err.message, words));
	free(batch);
}

static void test_bad_headers(void **state)
{
	size_t row = sizeof(struct kintrospect_batch);
	size_t path = row + VMAS->fields[FIELD(VMAS, PATH)].offset;
	__u16 n16;
	__u32 n32;

	(void)state;
	n16 = KINTROSPECT_ABI + 1;
	open_changed(offsetof(struct kintrospect_batch, abi), &n16, 2, "ABI");
	n16 = 8;
	open_changed(offsetof(struct kintrospect_batch, header_size), &n16, 2, "header");
	n16 = 0xffff;
	open_changed(offsetof(struct kintrospect_batch, header_size), &n16, 2, "header");
	n16 = KINTROSPECT_CMD_TASKS;
	open_changed(offsetof(struct kintrospect_batch, object), &n16, 2, "another object");
	n16 = 8;
	open_changed(offsetof(struct kintrospect_batch, row_size), &n16, 2, "rows");
	n32 = 0xffffffff;
	open_changed(offsetof(struct kintrospect_batch, row_count), &n32, 4, "rows");
	open_changed(offsetof(struct kintrospect_batch, string_bytes), &n32, 4, "strings");
	/* A string before the strings, one without an end, and one that is too long. */
	n16 = 0xffff;
	open_changed(path, &n16, 2, "string");
	n16 = 0;
	open_changed(path, &n16, 2, "string");
	n16 = 0xffff;
	open_changed(path + 2, &n16, 2, "string");
	n16 = 3;
	open_changed(path + 2, &n16, 2, "string");
}

static void test_no_rows(void **state)
{
	struct kc_error err;
	unsigned char *batch;
	struct kc_rows rows;
	size_t len;

	(void)state;
	batch = make_batch(0, &len);
	assert_int_equal(kc_rows_open(&rows, VMAS, batch, len, &err), KC_OK);
	assert_int_equal(rows.count, 0);
	free(batch);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_valid),
		cmocka_unit_test(test_odd_alignment),
		cmocka_unit_test(test_other_row_sizes),
		cmocka_unit_test(test_every_truncation),
		cmocka_unit_test(test_mutations),
		cmocka_unit_test(test_bad_headers),
		cmocka_unit_test(test_no_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
