/* SPDX-License-Identifier: GPL-2.0-only */
/* The parts of kintro. */
#ifndef KINTRO_H
#define KINTRO_H

#include <stdio.h>

#include "query.h"
#include "record.h"

#define KINTRO_SCHEMA "kintro/1"
#define KINTRO_WORDS_MAX 32

/* What a matrix is made of, in this order. */
#define KINTRO_MATRIX_COLUMNS "pid,comm,cpu,on-cpu,cpus-allowed"

enum kintro_format {
	FORMAT_TEXT,
	FORMAT_JSON,
	FORMAT_JSONL,
	FORMAT_CSV,
};

enum kintro_option {
	OPT_JSON,
	OPT_PRETTY,
	OPT_JSONL,
	OPT_CSV,
	OPT_COLUMNS,
	OPT_ALL_FIELDS,
	OPT_NO_HEADER,
	OPT_BYTES,
	OPT_COLOR,
	OPT_SORT,
	OPT_FILTER,
	OPT_LIMIT,
	OPT_WATCH,
	OPT_COUNT,
	OPT_THREADS,
	OPT_BUDGET,
	OPT_VIA,
	OPT_RECORD,
	OPT_AT,
	OPT_SAMPLE,
	OPT_MAX_SIZE,
	OPT_MAX_AGE,
	OPT_KEEP,
	OPT_HELP,
	OPT_VERSION,
	OPT_ENCODING,
	OPT_MATRIX,
	OPT_DOT,
	OPT_PATH,
	OPT_COUNT_OF,
};

#define OPT_BIT(option) (1U << OPT_##option)

/**
 * struct kintro_options - the command line, read but for what names columns
 * @given: OPT_BIT() of the options that were there
 * @format: of the output
 * @pretty: JSON on many lines
 * @color: whether text may have colours
 * @columns: what -o said, or NULL
 * @sort: what --sort said, or NULL
 * @filter: what --filter said, or NULL
 * @via: "auto", "netlink", "debugfs" or "file:" and a recording
 * @limit: rows at most
 * @watch_ns: time between samples, 0: there is but one
 * @count: how many samples, 0: no end
 * @budget_ns: time the driver may take, 0: as long as it needs
 * @attributes: rows come as attributes
 * @record: file that rows are recorded to as well, or NULL
 * @at: time of a recording's sample, or NULL
 * @sample: number of a recording's sample, or NULL
 * @max_size: of a recording before the next file is begun, 0: any
 * @max_age_ns: the same for its age
 * @keep: how many old files are kept
 * @words: arguments that are no options
 * @word_count: how many
 */
struct kintro_options {
	unsigned int given;
	enum kintro_format format;
	bool pretty;
	bool color;
	const char *columns;
	const char *sort;
	const char *filter;
	const char *via;
	__u64 limit;
	__u64 watch_ns;
	__u64 count;
	__u64 budget_ns;
	bool attributes;
	const char *record;
	const char *at;
	const char *sample;
	__u64 max_size;
	__u64 max_age_ns;
	__u64 keep;
	const char *words[KINTRO_WORDS_MAX];
	unsigned int word_count;
};

/**
 * struct kintro_warning - something to know about data that were given
 * @next: the one after
 * @code: its kind, for programs
 * @object: the object it is about or NULL
 * @field: the field it is about or NULL
 * @message: words
 */
struct kintro_warning {
	struct kintro_warning *next;
	const char *code;
	const char *object;
	const char *field;
	char message[];
};

/**
 * struct kintro - one run of the program
 * @options: the command line
 * @catalog: all tables
 * @transport: the way to the driver, or to a recording
 * @record: the recording, which the transport is of, or NULL
 * @recorder: what is recorded to, or NULL
 * @driver: what is behind @transport while that records
 * @host: the machine that rows are of
 * @moment: time of the sample
 * @objects: numbers of the objects that were named, or of all
 * @object_count: how many
 * @named: whether they were named
 * @address: addr=, as an argument after layout that is an address stands for it
 * @keys: KEY=VALUE arguments
 * @key_count: how many
 * @queries: one for every object
 * @warnings: in order
 */
struct kintro {
	struct kintro_options options;
	struct kc_catalog catalog;
	struct kc_transport *transport;
	struct kc_record *record;
	struct kc_recorder *recorder;
	struct kc_transport *driver;
	struct kc_host host;
	struct kc_moment moment;
	unsigned int objects[KC_OBJECTS];
	unsigned int object_count;
	bool named;
	char address[32];
	const char *keys[KINTRO_WORDS_MAX];
	unsigned int key_count;
	struct kc_query queries[KC_OBJECTS];
	struct kintro_warning *warnings;
};

/* main.c */
int kintro_words(struct kintro *kintro, unsigned int first, struct kc_error *err);
void kintro_all_objects(struct kintro *kintro);
void kintro_stop_on_signals(void);
bool kintro_stopped(void);
void kintro_sleep_until(__u64 due_ns);

/* options.c */
int kintro_parse(struct kintro_options *options, int argc, char **argv, struct kc_error *err);
int kintro_refuse(const struct kintro_options *options, unsigned int allowed, const char *what,
		  struct kc_error *err);
void kintro_print_options(FILE *out);

/* plan.c */
int kintro_plan(struct kintro *kintro, struct kc_error *err);
void kintro_unplan(struct kintro *kintro);
const char *kintro_absent(const struct kintro *kintro, const struct kc_query *query,
			  const struct kc_result *result, unsigned int field);

unsigned int kintro_missing(const struct kc_catalog *catalog, struct kc_buf *out,
			    const char *before, const char *after);
bool kintro_missing_brief(const struct kc_catalog *catalog, struct kc_buf *out);

/* each.c */
#define KINTRO_COLUMNS_MAX 12

/**
 * struct kintro_columns - some columns of an object, for kintro_each()
 * @object: its name
 * @names: of the columns, to a NULL
 * @row: called with the context and their values, in this order, row by row
 */
struct kintro_columns {
	const char *object;
	const char *names[KINTRO_COLUMNS_MAX + 1];
	void (*row)(void *context, const struct kc_value *values);
};

int kintro_each(struct kintro *kintro, const struct kintro_columns *columns, void *context,
		struct kc_error *err);

/* warn.c */
void kintro_warn(struct kintro *kintro, const char *code, const char *object, const char *field,
		 const char *format, ...) __attribute__((format(printf, 5, 6)));
void kintro_warn_notes(struct kintro *kintro, const struct kc_table *table,
		       const struct kc_notes *notes, const char *where);
int kintro_dump(struct kintro *kintro, const struct kc_request *request, kc_batch_fn *fn,
		void *context, struct kc_error *err);
void kintro_warn_result(struct kintro *kintro, const struct kc_query *query,
			const struct kc_result *result, const struct kc_sink *sink);
void kintro_json_warnings(const struct kintro *kintro, struct kc_json *json);
void kintro_print_warnings(struct kintro *kintro);
void kintro_forget_warnings(struct kintro *kintro);
void kintro_report(const struct kc_error *err, bool json);

/* host.c */
bool kintro_read_line(const char *path, char *line, size_t size);
const char *kintro_driver_version(char *line, size_t size);
__u64 kintro_now_ns(int clock);
void kintro_put_time(struct kc_buf *out, __u64 realtime_ns);

/* replay.c */
bool kintro_is_file(const struct kintro_options *options);
int kintro_replay_open(struct kintro *kintro, struct kc_error *err);
int kintro_replay_start(struct kintro *kintro, struct kc_error *err);
int kintro_replay_next(struct kintro *kintro, struct kc_error *err);
int kintro_record_start(struct kintro *kintro, struct kc_error *err);
int kintro_record_stop(struct kintro *kintro, int ret, struct kc_error *err);
void kintro_record_missing(struct kintro *kintro, const struct kc_request *request, int ret,
			   const struct kc_error *err);

/* Outputs. */
int kintro_document(struct kintro *kintro, struct kc_error *err);
int kintro_tables(struct kintro *kintro, struct kc_error *err);
struct kc_sink *kintro_matrix_sink(FILE *out, const struct kc_text_style *style);
int kintro_overview(struct kintro *kintro, struct kc_error *err);
int kintro_record(struct kintro *kintro, struct kc_error *err);
int kintro_diff(struct kintro *kintro, struct kc_error *err);
int kintro_map(struct kintro *kintro, const char *word, struct kc_error *err);
int kintro_doctor(const struct kintro_options *options, struct kc_error *err);
int kintro_schema(const struct kintro_options *options, const char *name, struct kc_error *err);
int kintro_locks_dot(struct kintro *kintro, struct kc_error *err);
int kintro_locks_path(struct kintro *kintro, const char *words[2], struct kc_error *err);
void kintro_help(void);
void kintro_help_object(const struct kc_table *table);

#endif
