// SPDX-License-Identifier: GPL-2.0-only
/* The command line of kintro-top. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "cmdline.h"
#include "output.h"
#include "text.h"
#include "views/views.h"
#include "../../uapi/version.h"

enum {
	OPT_VIEW = 256,
	OPT_SORT,
	OPT_FILTER,
	OPT_THEME,
	OPT_BYTES,
	OPT_TREE,
	OPT_VIA,
	OPT_REPLAY,
};

static const char short_options[] = ":bn:d:p:o:HKUhV";

static const struct option long_options[] = {
	{ "batch", no_argument, NULL, 'b' },
	{ "count", required_argument, NULL, 'n' },
	{ "delay", required_argument, NULL, 'd' },
	{ "ascii", no_argument, NULL, 'U' },
	{ "view", required_argument, NULL, OPT_VIEW },
	{ "pid", required_argument, NULL, 'p' },
	{ "columns", required_argument, NULL, 'o' },
	{ "sort", required_argument, NULL, OPT_SORT },
	{ "filter", required_argument, NULL, OPT_FILTER },
	{ "threads", no_argument, NULL, 'H' },
	{ "no-kernel-threads", no_argument, NULL, 'K' },
	{ "tree", no_argument, NULL, OPT_TREE },
	{ "bytes", no_argument, NULL, OPT_BYTES },
	{ "theme", required_argument, NULL, OPT_THEME },
	{ "via", required_argument, NULL, OPT_VIA },
	{ "replay", required_argument, NULL, OPT_REPLAY },
	{ "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, 'V' },
	{ NULL, 0, NULL, 0 },
};

static const char help[] =
"usage: kintro-top [OPTION...]\n"
"Live kernel state as tables: tasks, address spaces, memory, caches, locks.\n"
"\n"
"  -b, --batch              plain text on standard output, no screen\n"
"  -n, --count=N            with -b: end after N samples\n"
"  -d, --delay=SEC          time from sample to sample (1.5, 500ms); 2 unless set\n"
"      --view=NAME          begin with this view, or this object as a table\n"
"  -p, --pid=PID            the process that the view vas is about\n"
"  -o, --columns=LIST       columns: [TITLE=]FIELD[+FIELD...][/s] with commas;\n"
"                           with a + before it, what to add\n"
"      --sort=[-]COLUMN     sort by it, with - the largest first\n"
"      --filter=EXPR        COLUMN:REGEX, COLUMN(=|!=|<|<=|>|>=|~)VALUE or a word;\n"
"                           ! negates, comma for AND\n"
"  -H, --threads            every thread, not every process\n"
"  -K, --no-kernel-threads  hide kernel threads\n"
"      --tree               tasks as a tree\n"
"      --bytes              raw numbers instead of sizes and times with units\n"
"  -U, --ascii              no characters but ASCII\n"
"      --theme=NAME         default, mono, light or colour-blind\n"
"      --via=WAY            netlink, debugfs, debugfs:DIRECTORY (a copy of the\n"
"                           driver's files) or auto\n"
"      --replay=FILE[@WHICH]  a recording of 'kintro record' instead of the driver,\n"
"                           from the sample WHICH on: a number or a time\n"
"  -h, --help               this text\n"
"  -V, --version            version\n"
"\n"
"F1 lists the keys. Views:";

static void print_help(void)
{
	unsigned int i;

	kc_print("%s", help);
	for (i = 0; i < top_view_count; i++)
		kc_print("%s %s", i ? "," : "", top_views[i]->name);
	kc_print(".\n");
}

static int bad(struct kc_error *err, const char *option, const char *value, const char *expected)
{
	return kc_fail(err, KC_USAGE, 0, "invalid %s '%s': expected %s", option, value, expected);
}

static int take_option(struct top_options *options, int option, const char *value,
		       struct kc_error *err)
{
	switch (option) {
	case 'b':
		options->batch = true;
		break;
	case 'n':
		if (!kc_parse_u64(value, strlen(value), ~0ULL, &options->count) ||
		    !options->count)
			return bad(err, "--count", value, "a whole number from 1");
		break;
	case 'd':
		if (!kc_parse_ns(value, strlen(value), "s", &options->interval_ns) ||
		    options->interval_ns < 10000000 || options->interval_ns > 86400000000000ULL)
			return bad(err, "--delay", value, "a time from 10ms to a day");
		break;
	case 'p':
		if (!kc_parse_u64(value, strlen(value), 0x7fffffff, &options->pid) ||
		    !options->pid)
			return bad(err, "--pid", value, "the id of a process");
		break;
	case 'U':
		options->ascii = true;
		break;
	case 'o':
		options->columns = value;
		break;
	case 'H':
		options->threads = true;
		break;
	case 'K':
		options->no_kernel = true;
		break;
	case OPT_VIEW:
		options->view = value;
		break;
	case OPT_SORT:
		options->sort = value;
		break;
	case OPT_FILTER:
		options->filter = value;
		break;
	case OPT_TREE:
		options->tree = true;
		break;
	case OPT_BYTES:
		options->bytes = true;
		break;
	case OPT_THEME:
		options->theme = value;
		break;
	case OPT_VIA:
		options->via = value;
		break;
	case OPT_REPLAY:
		options->replay = value;
		break;
	}
	return KC_OK;
}

/* What getopt found wrong; it prints nothing itself, for it would quote any byte. */
static int bad_option(int found, const char *word, struct kc_error *err)
{
	if (found == ':')
		kc_fail(err, KC_USAGE, 0, "option '%s' requires a value", word);
	else if (optopt > 0 && optopt < 256 && !strchr(short_options, optopt))
		kc_fail(err, KC_USAGE, 0, "unrecognized option '-%c'", optopt);
	else
		kc_fail(err, KC_USAGE, 0,
			"unrecognized or ambiguous option '%s', or one without a value", word);
	kc_hint(err, "'kintro-top --help' lists the options");
	return KC_USAGE;
}

/**
 * top_parse - read the command line
 * @options: set
 * @argc: of main
 * @argv: of main
 * @err: filled on failure
 *
 * Return: KC_OK, KC_STOP if there is nothing more to do, KC_USAGE.
 */
int top_parse(struct top_options *options, int argc, char **argv, struct kc_error *err)
{
	int option, ret;

	memset(options, 0, sizeof(*options));
	options->via = "auto";
	opterr = 0;
	while ((option = getopt_long(argc, argv, short_options, long_options, NULL)) != -1) {
		switch (option) {
		case 'h':
			print_help();
			return KC_STOP;
		case 'V':
			kc_print("kintro-top %s\n", KINTROSPECT_VERSION);
			return KC_STOP;
		case ':':
		case '?':
			return bad_option(option, argv[optind - 1], err);
		}
		ret = take_option(options, option, optarg, err);
		if (ret)
			return ret;
	}
	if (optind < argc)
		return kc_fail(err, KC_USAGE, 0,
			       "unexpected argument '%s'; 'kintro-top --help' lists the options",
			       argv[optind]);
	if (options->count && !options->batch)
		return kc_fail(err, KC_USAGE, 0, "--count requires --batch");
	if (strcmp(options->via, "auto") && strcmp(options->via, "netlink") &&
	    strcmp(options->via, "debugfs") && strncmp(options->via, "debugfs:", 8))
		return bad(err, "--via", options->via,
			   "auto, netlink, debugfs or debugfs:DIRECTORY");
	return KC_OK;
}
