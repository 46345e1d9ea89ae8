// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs the fuzzed function without a fuzzer: on recordings made here, each changed
 * in ways that are the same every time.
 *
 * usage: record RUNS | record --seeds DIR | record FILE...
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../gen/kc_gen.h"
#include "fuzz.h"
#include "pack.h"
#include "recording_file.h"

#define SEED_MAX 1048576

struct seed {
	size_t len;
	uint8_t data[SEED_MAX];
};

static struct seed seeds[3], work;
static struct kc_pack pack;
static struct kc_error err;

static uint64_t state = 88172645463325252ULL;

static uint32_t draw(uint32_t below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (state >> 16) % below;
}

/* A driver of two objects: rows with some of every type. */
static int dump(struct kc_transport *transport, const struct kc_request *request,
		kc_batch_fn *fn, void *context, struct kc_error *error)
{
	const struct kc_table *table = request->table;
	struct kc_rows rows;
	unsigned int i, row;
	size_t len;

	(void)transport;
	kc_pack_init(&pack, table);
	for (row = 0; row < 6 && kc_pack_row(&pack); row++) {
		for (i = 0; i < table->field_count; i++) {
			if ((i + row) % 5 == 4)
				continue;
			if (table->fields[i].type < KINTROSPECT_FIELD_TYPE_CHARS)
				kc_pack_number(&pack, i, row * i % 5);
			else
				kc_pack_text(&pack, i, kc_tables[1].name, 3 + row % 2);
		}
		kc_pack_commit(&pack);
	}
	len = kc_pack_finish(&pack, request->mask, 0);
	if (kc_rows_open(&rows, table, pack.data, len, error))
		abort();
	return fn(context, &rows, error);
}

static void make_file(const char *path)
{
	struct kc_transport driver = { .name = "netlink", .costs = true, .dump = dump };
	struct kc_host host = { .boot_id = "boot", .kernel = "6.1" };
	struct kc_moment moment = { .realtime_ns = 1 };
	struct kc_recorder *recorder;
	struct kc_transport *tap;
	unsigned int i, sample;

	if (kc_recorder_open(&recorder, path, &host, &driver, &err))
		abort();
	tap = kc_recorder_tap(recorder, &driver);
	for (sample = 0; sample < 3; sample++) {
		kc_recorder_begin(recorder, &moment, &err);
		for (i = 0; i < KC_OBJECTS; i++) {
			struct kc_request request = { .table = &kc_tables[i] };

			memset(request.mask, 255, sizeof(request.mask));
			tap->dump(tap, &request, NULL, NULL, &err);
		}
		if (kc_recorder_end(recorder, &err))
			abort();
	}
	kc_recorder_close(recorder, &err);
}

/* The same recording in the three forms that the function takes. */
static void make_seeds(void)
{
	char path[] = "/tmp/kintrospect-fuzz-XXXXXX";
	struct kc_unpacker unpacker = { 0 };
	struct kc_record *record;
	struct seed *items = &seeds[FUZZ_ITEMS];
	int fd = mkstemp(path);
	ssize_t got;

	make_file(path);
	got = pread(fd, seeds[FUZZ_FILE].data + 1, SEED_MAX - 1, 0);
	if (got <= 0)
		abort();
	seeds[FUZZ_FILE].len = got + 1;
	seeds[FUZZ_CHECKED] = seeds[FUZZ_FILE];
	seeds[FUZZ_CHECKED].data[0] = FUZZ_CHECKED;

	if (kc_record_open(&record, path, &err) || kc_record_seek(record, 0, &err))
		abort();
	items->data[0] = FUZZ_ITEMS;
	items->data[1] = record->header.len;
	items->data[2] = record->header.len >> 8;
	memcpy(items->data + 3, record->header.data, record->header.len);
	memcpy(items->data + 3 + record->header.len, record->unpacker.raw,
	       record->unpacker.raw_len);
	items->len = 3 + record->header.len + record->unpacker.raw_len;
	kc_record_close(record);
	kc_unpacker_free(&unpacker);
	close(fd);
	unlink(path);
}

/* One to four places get other bytes, are doubled, or go. */
static void change(void)
{
	static const uint8_t bytes[] = { 0, 1, 2, 7, 8, 127, 128, 255 };
	unsigned int times = 1 + draw(4), len;
	size_t at;

	while (times--) {
		at = 1 + draw(work.len - 1);
		len = 1 + draw(16);
		if (len > work.len - at)
			len = work.len - at;
		switch (draw(5)) {
		case 0:
			work.data[at] ^= 1 << draw(8);
			break;
		case 1:
			memset(work.data + at, bytes[draw(sizeof(bytes))], len);
			break;
		case 2:
			work.data[at] = draw(256);
			break;
		case 3:
			if (work.len + len > SEED_MAX)
				break;
			memmove(work.data + at + len, work.data + at, work.len - at);
			work.len += len;
			break;
		case 4:
			memmove(work.data + at, work.data + at + len, work.len - at - len);
			work.len -= len;
			break;
		}
		if (work.len < 2)
			work = seeds[0];
	}
}

static void run_files(char **files)
{
	FILE *file;

	for (; *files; files++) {
		file = fopen(*files, "r");
		if (!file)
			abort();
		work.len = fread(work.data, 1, SEED_MAX, file);
		fclose(file);
		LLVMFuzzerTestOneInput(work.data, work.len);
	}
}

static void write_seeds(const char *dir)
{
	char path[4096];
	unsigned int i;
	FILE *file;

	for (i = 0; i < 3; i++) {
		snprintf(path, sizeof(path), "%s/seed-%u", dir, i);
		file = fopen(path, "w");
		if (!file || fwrite(seeds[i].data, 1, seeds[i].len, file) != seeds[i].len)
			abort();
		fclose(file);
	}
}

int main(int argc, char **argv)
{
	unsigned long runs, i;
	char *end;

	if (argc < 2)
		return 1;
	make_seeds();
	if (!strcmp(argv[1], "--seeds") && argc == 3) {
		write_seeds(argv[2]);
		return 0;
	}
	runs = strtoul(argv[1], &end, 10);
	if (*end) {
		run_files(argv + 1);
		return 0;
	}
	for (i = 0; i < 3; i++)
		LLVMFuzzerTestOneInput(seeds[i].data, seeds[i].len);
	for (i = 0; i < runs; i++) {
		work.len = seeds[i % 3].len;
		memcpy(work.data, seeds[i % 3].data, work.len);
		change();
		LLVMFuzzerTestOneInput(work.data, work.len);
	}
	return 0;
}
