// SPDX-License-Identifier: GPL-2.0-only
/* The command line. */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kintro.h"
#include "text.h"

struct option_text {
	const char *name;
	char letter;
	const char *argument;
	const char *doc;
};

/* By enum kintro_option. Help, and by a test manual page and completion, agree with it. */
static const struct option_text texts[OPT_COUNT_OF] = {
	[OPT_JSON] = { "json", 'j', NULL, "one JSON document; with --watch one a line" },
	[OPT_PRETTY] = { "pretty", 'p', NULL, "the same on many lines, indented" },
	[OPT_JSONL] = { "jsonl", 0, NULL, "one JSON object a row" },
	[OPT_CSV] = { "csv", 0, NULL, "comma-separated values" },
	[OPT_COLUMNS] = { "columns", 'o', "COLS",
			  "these columns, with commas; +COLS: these besides the usual" },
	[OPT_ALL_FIELDS] = { "all-fields", 0, NULL, "all columns, the expensive ones too" },
	[OPT_NO_HEADER] = { "no-header", 0, NULL, "no line of column names" },
	[OPT_BYTES] = { "bytes", 0, NULL, "sizes and times as raw numbers in text" },
	[OPT_COLOR] = { "color", 0, "WHEN", "colours in text: auto, always or never" },
	[OPT_SORT] = { "sort", 0, "[-]COL", "sort by a column; -: the largest first" },
	[OPT_FILTER] = { "filter", 0, "EXPR",
			 "only rows with COL(=|!=|<|<=|>|>=|~)VALUE; comma for AND" },
	[OPT_LIMIT] = { "limit", 0, "N", "at most N rows of an object" },
	[OPT_WATCH] = { "watch", 0, "SEC", "again every SEC seconds" },
	[OPT_COUNT] = { "count", 0, "N", "with --watch: N times" },
	[OPT_THREADS] = { "threads", 0, NULL, "every thread, not every process only" },
	[OPT_BUDGET] = { "budget", 0, "MS", "time that the driver may take, in ms or with a unit" },
	[OPT_VIA] = { "via", 0, "WAY", "auto, netlink, debugfs, or file:FILE: out of a recording" },
	[OPT_HELP] = { "help", 'h', NULL, "this help; after an OBJECT, its columns" },
	[OPT_VERSION] = { "version", 'V', NULL, "versions of program, driver and ABI" },
	[OPT_ENCODING] = { "encoding", 0, "ENCODING", NULL },
	[OPT_RECORD] = { "record", 0, "FILE", "record the same rows to FILE as well" },
	[OPT_AT] = { "at", 0, "TIME", "with file: the sample of this time; else the last one" },
	[OPT_SAMPLE] = { "sample", 0, "N", "with file: the Nth sample; -1: the last" },
	[OPT_MAX_SIZE] = { "max-size", 0, "BYTES", "record: then begin another file" },
	[OPT_MAX_AGE] = { "max-age", 0, "SEC", "record: the same" },
	[OPT_KEEP] = { "keep", 0, "N", "record: keep N old files, FILE.1 and so on (9)" },
	[OPT_MATRIX] = { "matrix", 0, NULL, "of sched: which thread may run on which CPU" },
	[OPT_DOT] = { "dot", 0, NULL, "of locks: their dependencies, for Graphviz" },
	[OPT_PATH] = { "path", 0, NULL, "of locks: a path of dependencies from class A to B" },
};

/**
 * kintro_print_options - the options as a list
 * @out: where to
 */
void kintro_print_options(FILE *out)
{
	unsigned int i;
	char left[32];

	for (i = 0; i < OPT_COUNT_OF; i++) {
		const struct option_text *text = &texts[i];

		if (!text->doc)
			continue;
		snprintf(left, sizeof(left), "--%s%s%s", text->name,
			 text->argument ? "=" : "", text->argument ? text->argument : "");
		if (text->letter)
			fprintf(out, "  -%c, %-18s %s\n", text->letter, left, text->doc);
		else
			fprintf(out, "      %-18s %s\n", left, text->doc);
	}
}

/* One of some words, or so much of it that it can be no other; else NULL. */
static const char *choose(const char *value, const char * const *words)
{
	const char *found = NULL;
	unsigned int i;

	for (i = 0; words[i]; i++) {
		if (!strcmp(words[i], value))
			return words[i];
		if (!*value || strncmp(words[i], value, strlen(value)))
			continue;
		if (found)
			return NULL;
		found = words[i];
	}
	return found;
}

static int set_format(struct kintro_options *options, enum kintro_format format,
		      struct kc_error *err)
{
	if (options->format != FORMAT_TEXT && options->format != format)
		return kc_fail(err, KC_USAGE, 0, "--json, --jsonl and --csv are mutually exclusive");
	options->format = format;
	return KC_OK;
}

static int set_color(struct kintro_options *options, const char *value, struct kc_error *err)
{
	static const char * const whens[] = { "auto", "always", "never", NULL };
	const char *when = choose(value, whens);
	const char *term = getenv("TERM");
	const char *no_color = getenv("NO_COLOR");

	if (!when)
		return kc_fail(err, KC_USAGE, 0, "invalid --color '%s': expected auto, always or never",
			       value);
	if (!strcmp(when, "auto"))
		options->color = isatty(STDOUT_FILENO) && !(no_color && *no_color) &&
				 term && strcmp(term, "dumb");
	else
		options->color = !strcmp(when, "always");
	return KC_OK;
}

static int set_via(struct kintro_options *options, const char *value, struct kc_error *err)
{
	static const char * const ways[] = { "auto", "netlink", "debugfs", NULL };

	options->via = choose(value, ways);
	if (!strncmp(value, "file:", 5) && value[5])
		options->via = value;
	if (options->via)
		return KC_OK;
	return kc_fail(err, KC_USAGE, 0,
		       "invalid --via '%s': expected auto, netlink, debugfs or file:FILE", value);
}

static int set_encoding(struct kintro_options *options, const char *value, struct kc_error *err)
{
	static const char * const encodings[] = { "packed", "attributes", NULL };
	const char *encoding = choose(value, encodings);

	if (!encoding)
		return kc_fail(err, KC_USAGE, 0, "invalid --encoding '%s': expected packed or attributes",
			       value);
	options->attributes = encoding == encodings[1];
	return KC_OK;
}

static int set_number(__u64 *number, __u64 min, const char *name, const char *value,
		      struct kc_error *err)
{
	if (kc_parse_u64(value, strlen(value), ~0ULL, number) && *number >= min)
		return KC_OK;
	return kc_fail(err, KC_USAGE, 0,
		       "invalid --%s '%s': expected a whole number from %llu", name, value,
		       (unsigned long long)min);
}

static int set_time(__u64 *ns, const char *unit, const char *name, const char *value,
		    struct kc_error *err)
{
	if (kc_parse_ns(value, strlen(value), unit, ns) && *ns)
		return KC_OK;
	return kc_fail(err, KC_USAGE, 0,
		       "invalid --%s '%s': expected a time above 0 such as 2, 0.5, 10ms or 1.5s "
		       "(a plain number is in %s)", name, value, unit);
}

static int set_bytes(__u64 *bytes, const char *name, const char *value, struct kc_error *err)
{
	if (kc_parse_bytes(value, strlen(value), bytes) && *bytes)
		return KC_OK;
	return kc_fail(err, KC_USAGE, 0,
		       "invalid --%s '%s': expected a size above 0 such as 64M", name, value);
}

static int set_option(struct kintro_options *options, enum kintro_option option,
		      const char *value, struct kc_error *err)
{
	switch (option) {
	case OPT_PRETTY:
		options->pretty = true;
		return set_format(options, FORMAT_JSON, err);
	case OPT_JSON:
		return set_format(options, FORMAT_JSON, err);
	case OPT_JSONL:
		return set_format(options, FORMAT_JSONL, err);
	case OPT_CSV:
		return set_format(options, FORMAT_CSV, err);
	case OPT_COLUMNS:
		options->columns = value;
		return KC_OK;
	case OPT_SORT:
		options->sort = value;
		return KC_OK;
	case OPT_FILTER:
		options->filter = value;
		return KC_OK;
	case OPT_COLOR:
		return set_color(options, value, err);
	case OPT_VIA:
		return set_via(options, value, err);
	case OPT_ENCODING:
		return set_encoding(options, value, err);
	case OPT_LIMIT:
		return set_number(&options->limit, 0, "limit", value, err);
	case OPT_COUNT:
		return set_number(&options->count, 1, "count", value, err);
	case OPT_WATCH:
		return set_time(&options->watch_ns, "s", "watch", value, err);
	case OPT_BUDGET:
		return set_time(&options->budget_ns, "ms", "budget", value, err);
	case OPT_RECORD:
		options->record = value;
		return KC_OK;
	case OPT_AT:
		options->at = value;
		return KC_OK;
	case OPT_SAMPLE:
		options->sample = value;
		return KC_OK;
	case OPT_MAX_SIZE:
		return set_bytes(&options->max_size, "max-size", value, err);
	case OPT_MAX_AGE:
		return set_time(&options->max_age_ns, "s", "max-age", value, err);
	case OPT_KEEP:
		return set_number(&options->keep, 0, "keep", value, err);
	default:
		return KC_OK;	/* that it was given says it all */
	}
}

/* Options that exclude each other are an error; none is ignored. */
static int check_together(const struct kintro_options *options, struct kc_error *err)
{
	unsigned int given = options->given;

	if (options->format != FORMAT_TEXT && (given & OPT_BIT(BYTES)))
		return kc_fail(err, KC_USAGE, 0, "--bytes applies to text only; other formats have raw numbers");
	if (options->format != FORMAT_TEXT && options->format != FORMAT_CSV &&
	    (given & OPT_BIT(NO_HEADER)))
		return kc_fail(err, KC_USAGE, 0, "--no-header applies to text and CSV only");
	if (options->format != FORMAT_TEXT && options->color && (given & OPT_BIT(COLOR)))
		return kc_fail(err, KC_USAGE, 0, "--color applies to text only");
	if ((given & OPT_BIT(COUNT)) && !(given & OPT_BIT(WATCH)))
		return kc_fail(err, KC_USAGE, 0, "--count requires --watch");
	if ((given & OPT_BIT(WATCH)) &&
	    (options->pretty || options->format == FORMAT_JSONL || options->format == FORMAT_CSV))
		return kc_fail(err, KC_USAGE, 0,
			       "--watch works with text, and with --json: one document a line");
	if ((given & OPT_BIT(COLUMNS)) && (given & OPT_BIT(ALL_FIELDS)))
		return kc_fail(err, KC_USAGE, 0, "-o and --all-fields are mutually exclusive");
	if ((given & OPT_BIT(AT)) && (given & OPT_BIT(SAMPLE)))
		return kc_fail(err, KC_USAGE, 0, "--at and --sample are mutually exclusive");
	if ((given & (OPT_BIT(AT) | OPT_BIT(SAMPLE))) && !kintro_is_file(options))
		return kc_fail(err, KC_USAGE, 0, "--at and --sample require --via=file:FILE");
	if ((given & OPT_BIT(RECORD)) && ((given & OPT_BIT(ENCODING)) || kintro_is_file(options)))
		return kc_fail(err, KC_USAGE, 0, "--record works with neither --encoding nor --via=file");
	return KC_OK;
}

static void make_getopt(struct option *longs, char *shorts)
{
	unsigned int i;

	/* "-": options and words in any order, whatever the environment says. */
	*shorts++ = '-';
	*shorts++ = ':';
	for (i = 0; i < OPT_COUNT_OF; i++) {
		longs[i] = (struct option) {
			.name = texts[i].name,
			.has_arg = texts[i].argument ? required_argument : no_argument,
			.val = 256 + i,
		};
		if (!texts[i].letter)
			continue;
		*shorts++ = texts[i].letter;
		if (texts[i].argument)
			*shorts++ = ':';
	}
	memset(&longs[i], 0, sizeof(longs[i]));
	*shorts = 0;
}

static int option_of(int got)
{
	unsigned int i;

	if (got >= 256)
		return got - 256;
	for (i = 0; i < OPT_COUNT_OF; i++)
		if (texts[i].letter == got)
			return i;
	return -1;
}

static int add_word(struct kintro_options *options, const char *word, struct kc_error *err)
{
	if (options->word_count == KINTRO_WORDS_MAX)
		return kc_fail(err, KC_USAGE, 0, "too many arguments");
	options->words[options->word_count++] = word;
	return KC_OK;
}

/**
 * kintro_parse - read the command line
 * @options: filled
 * @argc: of main
 * @argv: of main
 * @err: filled on failure
 *
 * Return: KC_OK or KC_USAGE.
 */
int kintro_parse(struct kintro_options *options, int argc, char **argv, struct kc_error *err)
{
	struct option longs[OPT_COUNT_OF + 1];
	char shorts[2 * OPT_COUNT_OF + 3];
	int got, option, ret = KC_OK;

	memset(options, 0, sizeof(*options));
	options->limit = KC_NO_LIMIT;
	options->via = "auto";
	options->keep = 9;
	set_color(options, "auto", err);
	make_getopt(longs, shorts);
	opterr = 0;
	while (!ret && (got = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
		option = option_of(got);
		if (got == 1) {
			ret = add_word(options, optarg, err);
		} else if (got == ':') {
			ret = kc_fail(err, KC_USAGE, 0, "option '%s' requires a value",
				      argv[optind - 1]);
		} else if (option < 0) {
			if (optopt && optopt < 256)
				ret = kc_fail(err, KC_USAGE, 0, "unrecognized option '-%c'",
					      optopt);
			else
				ret = kc_fail(err, KC_USAGE, 0, "unrecognized or ambiguous option '%s'",
					      argv[optind - 1]);
		} else {
			options->given |= 1U << option;
			ret = set_option(options, option, optarg, err);
		}
	}
	for (; !ret && optind < argc; optind++)
		ret = add_word(options, argv[optind], err);
	if (!ret)
		ret = check_together(options, err);
	return ret;
}

/**
 * kintro_refuse - refuse options that do not apply
 * @options: the command line
 * @allowed: OPT_BIT() of those that do
 * @what: to what
 * @err: filled on failure
 */
int kintro_refuse(const struct kintro_options *options, unsigned int allowed, const char *what,
		  struct kc_error *err)
{
	unsigned int i;

	for (i = 0; i < OPT_COUNT_OF; i++)
		if ((options->given & ~allowed) >> i & 1)
			return kc_fail(err, KC_USAGE, 0, "--%s does not apply to %s",
				       texts[i].name, what);
	return KC_OK;
}
