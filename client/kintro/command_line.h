/* SPDX-License-Identifier: GPL-2.0-only */
/* The command line. */
#ifndef KINTRO_COMMAND_LINE_H
#define KINTRO_COMMAND_LINE_H

#include <stdbool.h>
#include <stdio.h>
#include <linux/types.h>

#include "error.h"

#define KINTRO_WORDS_MAX 32

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
	OPT_CSV_STYLE,
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
 * @given: OPT_BIT() of the options that were given
 * @format: of the output
 * @color: whether text may have colours
 * @csv_style: enum kc_csv_style
 * @columns: value of -o, or NULL
 * @sort: value of --sort, or NULL
 * @filter: value of --filter, or NULL
 * @via: "auto", "netlink", "debugfs" or "file:" and a recording
 * @limit: rows at most
 * @watch_ns: time between samples, 0: there is only one
 * @count: how many samples, 0: no end
 * @budget_ns: time the driver may take, 0: as long as it needs
 * @encoding: how rows come, of enum kintro_encoding
 * @record: file that rows are recorded to as well, or NULL
 * @at: time of a recording's sample, or NULL
 * @sample: number of a recording's sample, or NULL
 * @max_size: of a recording before the next file is begun, 0: any
 * @max_age_ns: the same for its age
 * @keep: how many old files are kept
 * @words: arguments that are no options
 * @word_count: how many
 *
 * It is only written by kintro_parse().
 */
struct kintro_options {
	unsigned int given;
	enum kintro_format format;
	bool color;
	unsigned int csv_style;
	const char *columns;
	const char *sort;
	const char *filter;
	const char *via;
	__u64 limit;
	__u64 watch_ns;
	__u64 count;
	__u64 budget_ns;
	unsigned int encoding;
	const char *record;
	const char *at;
	const char *sample;
	__u64 max_size;
	__u64 max_age_ns;
	__u64 keep;
	const char *words[KINTRO_WORDS_MAX];
	unsigned int word_count;
};

enum kintro_encoding {
	ENCODING_PACKED,
	ENCODING_ATTRIBUTES,
};

/**
 * kintro_given - test whether one of some options was given
 * @options: the command line
 * @mask: OPT_BIT() of the options
 */
static inline bool kintro_given(const struct kintro_options *options, unsigned int mask)
{
	return options->given & mask;
}

int kintro_parse(struct kintro_options *options, int argc, char **argv, struct kc_error *err);
int kintro_refuse(const struct kintro_options *options, unsigned int allowed, const char *what,
		  struct kc_error *err);
bool kintro_is_file(const struct kintro_options *options);
bool kintro_wants_json(int argc, char **argv);
void kintro_print_options(FILE *out);

#endif
