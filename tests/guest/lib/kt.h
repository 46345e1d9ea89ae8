/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the guest's test programs share: a reader of every public surface of the
 * driver that has no line in common with the project's own client, rows in one
 * shape whichever way they came, and TAP.
 */
#ifndef KT_H
#define KT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>
#include <unistd.h>

#include <linux/kintrospect.h>
#include <linux/kintrospect_rows.h>

#include "../../../client/gen/kc_gen.h"

#define KT_FIELDS 64
#define KT_FILTERS 4
#define KT_BUFFER 32768

/* Numbers of fields, from the attribute numbers: KT(TASKS, PID). */
/* truth_kernel.c */
bool kt_before(int major, int minor);

/* Bytes of a page. */
#define PAGE ((unsigned long)sysconf(_SC_PAGESIZE))

#define KT(object, field) \
	(KINTROSPECT_A_##object##_##field - KINTROSPECT_FIRST_FIELD)

/**
 * struct kt_row - a row, whichever way it came
 * @present: bit n: field n is there
 * @num: numbers, sign extended
 * @str: strings, NUL-terminated, not escaped; valid during the callback only,
 *	or owned when kt_keep() made the row
 */
struct kt_row {
	uint64_t present[2];
	uint64_t num[KT_FIELDS];
	const char *str[KT_FIELDS];
};

struct kt_rows {
	struct kt_row *rows;
	size_t count;
	size_t room;
};

enum kt_via { KT_PACKED, KT_ATTRIBUTES, KT_DEBUGFS, KT_PROC, KT_JSON, KT_VIAS };

struct kt_filter {
	bool set;
	uint64_t num;
	const char *str;
};

/**
 * struct kt_request - what to ask for
 * @object: KINTROSPECT_CMD_*
 * @via: how
 * @mask: fields, if @masked
 * @filter: by slot of the table's filters
 * @budget_ns: 0: none
 * @threads: every thread
 * @buffer: size of the receive buffer, 0: KT_BUFFER
 * @fd: socket to use (netlink), 0: one of its own
 * @pause: called after the first message that holds a row, or NULL
 */
struct kt_request {
	int object;
	enum kt_via via;
	bool masked;
	uint64_t mask[2];
	struct kt_filter filter[KT_FILTERS];
	uint64_t budget_ns;
	bool threads;
	size_t buffer;
	int fd;
	void (*pause)(void *arg);
};

/**
 * struct kt_reply - how it went
 * @error: 0 or an errno
 * @words: the kernel's words for it
 * @attr: type of the attribute it is about, 0: none
 * @missing: type of the attribute that is missing, 0: none
 * @rows: rows that came
 * @messages: netlink messages that came
 * @flags: KINTROSPECT_BATCH_FLAG_*, of all batches, or of the last lines of text
 * @intr: NLM_F_DUMP_INTR was set
 * @joined: set it to take a dump from its middle on
 * @batch: header of the last batch
 * @unavailable: what debugfs said instead of rows
 */
struct kt_reply {
	int error;
	char words[256];
	int attr;
	int missing;
	uint64_t rows;
	uint64_t messages;
	uint32_t flags;
	bool intr;
	bool joined;
	struct kintrospect_batch batch;
	char unavailable[64];
};

typedef int (*kt_row_fn)(const struct kt_row *row, void *arg);

/* kt_nl.c */
extern bool kt_no_addresses;
extern void (*kt_raw)(const void *data, size_t len);
int kt_socket(void);
int kt_family(int fd, char *words, size_t size);
int kt_send(int fd, int family, int command, int flags, const void *attrs, size_t len);
int kt_receive(int fd, int object, size_t size, kt_row_fn fn, void *arg,
	       struct kt_reply *reply, const void *request, void (*pause)(void *arg));
int kt_netlink(const struct kt_request *request, kt_row_fn fn, void *arg,
	       struct kt_reply *reply);
size_t kt_put(void *buffer, size_t at, int type, const void *data, size_t len);
size_t kt_attrs(const struct kt_request *request, void *buffer);

/* kt_text.c */
int kt_text(const char *path, int object, kt_row_fn fn, void *arg, struct kt_reply *reply);
int kt_stream(FILE *file, int object, kt_row_fn fn, void *arg, struct kt_reply *reply);

/* kt_json.c */
int kt_json(const struct kt_request *request, kt_row_fn fn, void *arg,
	    struct kt_reply *reply);

/* kt_rows.c */
extern const char * const kt_via_names[KT_VIAS];
const struct kc_table *kt_table(int object);
int kt_object(const char *name);
int kt_field(const struct kc_table *table, const char *snake);
bool kt_is_string(const struct kc_field *field);
uint64_t kt_value(const struct kc_field *field, const char *text, bool *ok);
bool kt_has(const struct kt_row *row, unsigned int field);
void kt_set(struct kt_row *row, unsigned int field, uint64_t value);
void kt_set_str(struct kt_row *row, unsigned int field, const char *text);
void kt_all(const struct kc_table *table, uint64_t mask[2]);
void kt_default(const struct kc_table *table, uint64_t mask[2]);
int kt_dump(const struct kt_request *request, kt_row_fn fn, void *arg,
	    struct kt_reply *reply);
int kt_collect(const struct kt_request *request, struct kt_rows *rows,
	       struct kt_reply *reply);
int kt_keep(const struct kt_row *row, void *rows);
void kt_free(struct kt_rows *rows);
bool kt_same(const struct kc_table *table, unsigned int field,
	     const struct kt_row *a, const struct kt_row *b);
const char *kt_show(const struct kc_table *table, unsigned int field,
		    const struct kt_row *row);

/**
 * struct kt_who - who reads
 * @name: for people
 * @become: makes the process that reader
 * @cap: for kt_without()
 */
struct kt_who {
	const char *name;
	void (*become)(int cap);
	int cap;
};

/* kt_who.c */
void kt_without(int cap);
void kt_unprivileged(int cap);
void kt_userns_root(int cap);
void kt_pidns_root(int cap);
bool kt_as(const struct kt_who *who, void (*act)(const void *arg, void *out), const void *arg,
	   void *out, size_t size);

/* kt_tap.c */
void kt_plan_later(void);
bool kt_ok(bool ok, const char *format, ...) __attribute__((format(printf, 2, 3)));
void kt_diag(const char *format, ...) __attribute__((format(printf, 1, 2)));
void kt_die(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));
int kt_done(void);
uint64_t kt_now(void);
char *kt_slurp(const char *path, size_t *len);

#endif
