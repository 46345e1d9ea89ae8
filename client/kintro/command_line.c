// SPDX-License-Identifier: GPL-2.0-only
/* The command line: options as data, and what they exclude or require. */
#include <getopt.h>
#include <stddef.h>
#include <string.h>

#include "command_line.h"
#include "option_values.h"
#include "query.h"

/* As enum kintro_encoding. */
static const char * const encodings[] = { "packed", "attributes", NULL };

/* As enum kc_csv_style. */
static const char * const csv_styles[] = { "unix", "rfc4180", "spreadsheet", NULL };

#define PLACE(member) offsetof(struct kintro_options, member)

/* Tests compare the manual page and the completion with the help that is made of these. */
static const struct option_spec specs[OPT_COUNT_OF] = {
	[OPT_JSON] = {
		.name = "json", .letter = 'j',
		.doc = "one JSON document; with --watch one a line",
	},
	[OPT_PRETTY] = {
		.name = "pretty", .letter = 'p',
		.doc = "the same on many lines, indented",
	},
	[OPT_JSONL] = {
		.name = "jsonl",
		.doc = "one JSON object a row",
	},
	[OPT_CSV] = {
		.name = "csv",
		.doc = "comma-separated values",
	},
	[OPT_CSV_STYLE] = {
		.name = "csv-style", .argument = "STYLE",
		.doc = "CSV: unix, rfc4180 (lines end in CRLF), spreadsheet",
		.read = option_choice, .to = PLACE(csv_style), .choices = csv_styles,
	},
	[OPT_COLUMNS] = {
		.name = "columns", .letter = 'o', .argument = "COLS",
		.doc = "these columns, with commas; +COLS: besides the usual",
		.read = option_text, .to = PLACE(columns),
	},
	[OPT_ALL_FIELDS] = {
		.name = "all-fields",
		.doc = "all columns, the expensive ones too",
	},
	[OPT_NO_HEADER] = {
		.name = "no-header",
		.doc = "no line of column names",
	},
	[OPT_BYTES] = {
		.name = "bytes",
		.doc = "sizes and times as raw numbers in text",
	},
	[OPT_COLOR] = {
		.name = "color", .argument = "WHEN",
		.doc = "colours in text: auto, always or never",
		.read = option_color, .choices = option_colors,
	},
	[OPT_SORT] = {
		.name = "sort", .argument = "[-]COL",
		.doc = "sort by a column; -: the largest first",
		.read = option_text, .to = PLACE(sort),
	},
	[OPT_FILTER] = {
		.name = "filter", .argument = "EXPR",
		.doc = "only rows with COL(=|!=|<|<=|>|>=|~)VALUE; comma: AND",
		.read = option_text, .to = PLACE(filter),
	},
	[OPT_LIMIT] = {
		.name = "limit", .argument = "N",
		.doc = "at most N rows of an object",
		.read = option_number, .to = PLACE(limit), .min = 0,
	},
	[OPT_WATCH] = {
		.name = "watch", .argument = "SEC",
		.doc = "again every SEC seconds",
		.read = option_time, .to = PLACE(watch_ns), .unit = "s",
	},
	[OPT_COUNT] = {
		.name = "count", .argument = "N",
		.doc = "with --watch: N times",
		.read = option_number, .to = PLACE(count), .min = 1,
	},
	[OPT_THREADS] = {
		.name = "threads",
		.doc = "every thread, not every process only",
	},
	[OPT_BUDGET] = {
		.name = "budget", .argument = "MS",
		.doc = "time that the driver may take, in ms or with a unit",
		.read = option_time, .to = PLACE(budget_ns), .unit = "ms",
	},
	[OPT_VIA] = {
		.name = "via", .argument = "WAY",
		.doc = "auto, netlink, debugfs, or file:FILE[@WHICH]",
		.read = option_via, .choices = option_ways,
	},
	[OPT_HELP] = {
		.name = "help", .letter = 'h',
		.doc = "this help; after an OBJECT, its columns",
	},
	[OPT_VERSION] = {
		.name = "version", .letter = 'V',
		.doc = "versions of program, driver and ABI",
	},
	[OPT_ENCODING] = {
		.name = "encoding", .argument = "ENCODING",
		.read = option_choice, .to = PLACE(encoding), .choices = encodings,
	},
	[OPT_RECORD] = {
		.name = "record", .argument = "FILE",
		.doc = "record the same rows to FILE as well",
		.read = option_text, .to = PLACE(record),
	},
	[OPT_AT] = {
		.name = "at", .argument = "TIME",
		.doc = "with file: the sample of this time; else the last one",
		.read = option_text, .to = PLACE(at),
	},
	[OPT_SAMPLE] = {
		.name = "sample", .argument = "N",
		.doc = "with file: the Nth sample; -1: the last",
		.read = option_text, .to = PLACE(sample),
	},
	[OPT_MAX_SIZE] = {
		.name = "max-size", .argument = "BYTES",
		.doc = "record: then begin another file",
		.only = "'kintro record'", .read = option_bytes, .to = PLACE(max_size),
	},
	[OPT_MAX_AGE] = {
		.name = "max-age", .argument = "SEC",
		.doc = "record: the same",
		.only = "'kintro record'", .read = option_time, .to = PLACE(max_age_ns), .unit = "s",
	},
	[OPT_KEEP] = {
		.name = "keep", .argument = "N",
		.doc = "record: keep N old files, FILE.1 and so on (9)",
		.only = "'kintro record'", .read = option_number, .to = PLACE(keep), .min = 0,
	},
	[OPT_MATRIX] = {
		.name = "matrix",
		.doc = "of sched: which thread may run on which CPU",
		.only = "sched",
	},
	[OPT_DOT] = {
		.name = "dot",
		.doc = "of locks: their dependencies, for Graphviz",
		.only = "locks",
	},
	[OPT_PATH] = {
		.name = "path",
		.doc = "of locks: a path of dependencies from class A to B",
		.only = "locks",
	},
};

/* Two more things that options can exclude or require: what their values came to. */
#define IS_FILE 0x40000000U
#define IS_COLORED 0x80000000U

_Static_assert(OPT_COUNT_OF <= 30, "bits of options are used for other things");

/**
 * struct rule - what one of some options excludes or requires
 * @options: the options
 * @others: none of these may be given with them, or one of them has to be
 * @requires: one of @others has to be
 * @message: said if it is not so
 */
struct rule {
	unsigned int options;
	unsigned int others;
	bool requires;
	const char *message;
};

#define JSON (OPT_BIT(JSON) | OPT_BIT(PRETTY))
#define LINES (OPT_BIT(JSONL) | OPT_BIT(CSV))
#define NOT_TEXT (JSON | LINES)

static const struct rule rules[] = {
	{ JSON, LINES, false, "--json, --jsonl and --csv are mutually exclusive" },
	{ OPT_BIT(JSONL), OPT_BIT(CSV), false, "--json, --jsonl and --csv are mutually exclusive" },
	{ OPT_BIT(BYTES), NOT_TEXT, false,
	  "--bytes applies to text only; other formats have raw numbers" },
	{ OPT_BIT(NO_HEADER), JSON | OPT_BIT(JSONL), false,
	  "--no-header applies to text and CSV only" },
	{ OPT_BIT(CSV_STYLE), OPT_BIT(CSV), true, "--csv-style requires --csv" },
	{ IS_COLORED, NOT_TEXT, false, "--color applies to text only" },
	{ OPT_BIT(COUNT), OPT_BIT(WATCH), true, "--count requires --watch" },
	{ OPT_BIT(WATCH), OPT_BIT(PRETTY) | LINES, false,
	  "--watch works with text, and with --json: one document a line" },
	{ OPT_BIT(COLUMNS), OPT_BIT(ALL_FIELDS), false,
	  "-o and --all-fields are mutually exclusive" },
	{ OPT_BIT(DOT), OPT_BIT(PATH), false, "--dot and --path are mutually exclusive" },
	{ OPT_BIT(AT), OPT_BIT(SAMPLE), false, "--at and --sample are mutually exclusive" },
	{ OPT_BIT(AT) | OPT_BIT(SAMPLE), IS_FILE, true,
	  "--at and --sample require --via=file:FILE" },
	{ OPT_BIT(RECORD), OPT_BIT(ENCODING) | IS_FILE, false,
	  "--record works with neither --encoding nor --via=file" },
};

static int check_rules(const struct kintro_options *options, struct kc_error *err)
{
	unsigned int given = options->given, i;

	if (kintro_is_file(options))
		given |= IS_FILE;
	if ((given & OPT_BIT(COLOR)) && options->color)
		given |= IS_COLORED;
	for (i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if ((given & rules[i].options) && !(given & rules[i].others) == rules[i].requires)
			return kc_fail(err, KC_USAGE, 0, "%s", rules[i].message);
	return KC_OK;
}

static enum kintro_format given_format(unsigned int given)
{
	if (given & JSON)
		return FORMAT_JSON;
	if (given & OPT_BIT(JSONL))
		return FORMAT_JSONL;
	return given & OPT_BIT(CSV) ? FORMAT_CSV : FORMAT_TEXT;
}

static void make_getopt(struct option *longs, char *shorts)
{
	unsigned int i;

	/* "-": options and words in any order, whatever the environment says. */
	*shorts++ = '-';
	*shorts++ = ':';
	for (i = 0; i < OPT_COUNT_OF; i++) {
		longs[i] = (struct option) {
			.name = specs[i].name,
			.has_arg = specs[i].argument ? required_argument : no_argument,
			.val = 256 + i,
		};
		if (!specs[i].letter)
			continue;
		*shorts++ = specs[i].letter;
		if (specs[i].argument)
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
		if (specs[i].letter == got)
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
	option_color_default(options);
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
			ret = specs[option].read ?
			      specs[option].read(options, &specs[option], optarg, err) : KC_OK;
		}
	}
	for (; !ret && optind < argc; optind++)
		ret = add_word(options, argv[optind], err);
	options->format = given_format(options->given);
	return ret ? ret : check_rules(options, err);
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

	for (i = 0; i < OPT_COUNT_OF; i++) {
		if (!((options->given & ~allowed) >> i & 1))
			continue;
		if (specs[i].only)
			return kc_fail(err, KC_USAGE, 0, "--%s applies to %s only", specs[i].name,
				       specs[i].only);
		return kc_fail(err, KC_USAGE, 0, "--%s does not apply to %s", specs[i].name, what);
	}
	return KC_OK;
}

/**
 * kintro_is_file - test whether rows come from a recording
 * @options: the command line
 */
bool kintro_is_file(const struct kintro_options *options)
{
	return !strncmp(options->via, "file:", 5);
}

/**
 * kintro_wants_json - test whether errors are wanted as JSON
 * @argc: of main
 * @argv: of main
 *
 * It looks at the words themselves, so that an error in the command line counts, too.
 */
bool kintro_wants_json(int argc, char **argv)
{
	static const char * const words[] = {
		"--json", "--jsonl", "--pretty", "-j", "-p", "-jp", "-pj",
	};
	unsigned int n;
	int i;

	for (i = 1; i < argc && strcmp(argv[i], "--"); i++)
		for (n = 0; n < sizeof(words) / sizeof(words[0]); n++)
			if (!strcmp(argv[i], words[n]))
				return true;
	return false;
}

/**
 * kintro_print_options - print the options as a list
 * @out: where to
 */
void kintro_print_options(FILE *out)
{
	unsigned int i;
	char left[32];

	for (i = 0; i < OPT_COUNT_OF; i++) {
		const struct option_spec *spec = &specs[i];

		if (!spec->doc)
			continue;
		snprintf(left, sizeof(left), "--%s%s%s", spec->name,
			 spec->argument ? "=" : "", spec->argument ? spec->argument : "");
		if (spec->letter)
			kc_fprint(out, "  -%c, %-18s %s\n", spec->letter, left, spec->doc);
		else
			kc_fprint(out, "      %-18s %s\n", left, spec->doc);
	}
}
