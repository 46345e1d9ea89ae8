/* SPDX-License-Identifier: GPL-2.0-only */
/* A driver made of memory: batches that are packed here, and sinks that can be read back. */
#ifndef FAKE_H
#define FAKE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

#include "catalog.h"
#include "pack.h"
#include "query.h"

#define TASKS (&kc_tables[KINTROSPECT_CMD_TASKS - 1])
#define VMAS (&kc_tables[KINTROSPECT_CMD_VMAS - 1])
#define FIELDS (&kc_tables[KINTROSPECT_CMD_FIELDS - 1])

/* Number of a field of an object: FIELD(TASKS, pid). */
#define FIELD(object, name) \
	(KINTROSPECT_A_##object##_##name - KINTROSPECT_FIRST_FIELD)

/* Of the address sanitizer, whose header not every compiler brings. */
size_t __sanitizer_get_current_allocated_bytes(void);

struct fake;

/* Fills row @n, and returns false when the batch is full. */
typedef bool fake_row_fn(struct kc_pack *pack, unsigned int n);

/**
 * struct fake - a transport without a driver
 * @transport: its functions
 * @rows: how many rows it has
 * @row: makes them
 * @fail_at: instead of this row comes an error; 0: none
 * @flags: of the last batch
 * @peak: the most memory that was in use when a batch was delivered
 */
struct fake {
	struct kc_transport transport;
	unsigned int rows;
	fake_row_fn *row;
	unsigned int fail_at;
	__u32 flags;
	size_t peak;
};

static struct kc_pack fake_pack;

static inline int fake_flush(struct fake *fake, const struct kc_request *request,
			     kc_batch_fn *fn, void *context, __u32 flags, struct kc_error *err)
{
	struct kc_rows rows;
	size_t len = kc_pack_finish(&fake_pack, request->mask, flags);
	/* A copy of its own, for the sanitizer to see reads beyond it. */
	unsigned char *copy = malloc(len);
	int ret;

	memcpy(copy, fake_pack.data, len);
	ret = kc_rows_open(&rows, request->table, copy, len, err);
	if (!ret)
		ret = fn(context, &rows, err);
	free(copy);
	if (__sanitizer_get_current_allocated_bytes() > fake->peak)
		fake->peak = __sanitizer_get_current_allocated_bytes();
	return ret;
}

static inline int fake_dump(struct kc_transport *transport, const struct kc_request *request,
			    kc_batch_fn *fn, void *context, struct kc_error *err)
{
	struct fake *fake = (struct fake *)transport;
	unsigned int n;
	int ret;

	kc_pack_init(&fake_pack, request->table);
	for (n = 0; n < fake->rows; n++) {
		if (fake->fail_at && n == fake->fail_at)
			return kc_fail_errno(err, 12, request->table->name, "as the test wants");
		if (!kc_pack_row(&fake_pack) || !fake->row(&fake_pack, n)) {
			ret = fake_flush(fake, request, fn, context, 0, err);
			if (ret)
				return ret;
			assert_true(kc_pack_row(&fake_pack));
			assert_true(fake->row(&fake_pack, n));
		}
		kc_pack_commit(&fake_pack);
	}
	return fake_flush(fake, request, fn, context, fake->flags, err);
}

static inline void fake_init(struct fake *fake, unsigned int rows, fake_row_fn *row)
{
	memset(fake, 0, sizeof(*fake));
	fake->transport.name = "netlink";
	fake->transport.costs = true;
	fake->transport.dump = fake_dump;
	fake->rows = rows;
	fake->row = row;
}

/* A process like those there are, with one of every kind of value. */
static inline bool fake_task(struct kc_pack *pack, unsigned int n)
{
	char comm[16];

	snprintf(comm, sizeof(comm), "task %u", n);
	kc_pack_number(pack, FIELD(TASKS, PID), n + 1);
	kc_pack_text(pack, FIELD(TASKS, STATE), "S", 1);
	kc_pack_number(pack, FIELD(TASKS, KTHREAD), n % 2);
	kc_pack_text(pack, FIELD(TASKS, COMM), comm, strlen(comm));
	kc_pack_number(pack, FIELD(TASKS, FLAGS), 1ULL << 63 | KINTROSPECT_TASK_FLAG_KTHREAD);
	kc_pack_number(pack, FIELD(TASKS, NICE), -(__s64)(n % 20));
	kc_pack_number(pack, FIELD(TASKS, POLICY), KINTROSPECT_SCHED_POLICY_RR);
	kc_pack_number(pack, FIELD(TASKS, CLASS), 99);
	kc_pack_number(pack, FIELD(TASKS, VSIZE_BYTES), n * 4096ULL);
	kc_pack_number(pack, FIELD(TASKS, UTIME_NS), n * 1234567ULL);
	kc_pack_number(pack, FIELD(TASKS, MIN_FLT_TOTAL), INT64_MAX);
	kc_pack_number(pack, FIELD(TASKS, TASK_ADDR), 0xffff888000000000ULL + n * 64);
	return kc_pack_text(pack, FIELD(TASKS, CGROUP), "/a\\b", 4);
}

/* A query for all columns of an object. */
static inline void fake_query(struct kc_query *query, struct kc_object *object,
			      const struct kc_table *table)
{
	unsigned int i;

	memset(object, 0, sizeof(*object));
	object->table = *table;
	object->in_driver = true;
	memset(query, 0, sizeof(*query));
	query->request.table = &object->table;
	query->columns.object = object;
	query->sort = -1;
	query->limit = KC_NO_LIMIT;
	for (i = 0; i < table->field_count; i++) {
		kc_mask_set(query->request.mask, i);
		query->columns.fields[query->columns.count++] = i;
	}
}

#endif
