// SPDX-License-Identifier: GPL-2.0-only
/* kintro: what the Linux kernel knows about itself, in the terminal. */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "kintro.h"
#include "../../uapi/version.h"

static volatile sig_atomic_t stopped;

static void stop(int signal)
{
	stopped = signal;
}

static const char * const commands[] = { "diff", "doctor", "help", "map", "record", "schema" };

#define COMMANDS (sizeof(commands) / sizeof(commands[0]))

static const char *word_name(unsigned int n)
{
	return n < KC_OBJECTS ? kc_tables[n].name : commands[n - KC_OBJECTS];
}

/* Object or, from KC_OBJECTS on, command that a word means, or -1. */
static int find_word(const char *word, unsigned int count, struct kc_error *err)
{
	unsigned int i, j, found = 0, hits = 0;
	struct kc_buf list = { 0 };

	for (i = 0; i < count; i++) {
		for (j = 0; word[j]; j++)
			if (word_name(i)[j] != (word[j] == '_' ? '-' : word[j]))
				break;
		if (word[j] || !j)
			continue;
		if (!word_name(i)[j])
			return i;
		found = i;
		hits++;
		kc_buf_printf(&list, " %s", word_name(i));
	}
	if (hits == 1)
		return found;
	for (i = 0; i < count && !hits; i++)
		kc_buf_printf(&list, " %s", word_name(i));
	kc_fail(err, KC_USAGE, 0, hits ? "'%s' could be:%.*s" :
		"there is no '%s'; there are:%.*s", word, (int)list.len, list.data);
	kc_buf_free(&list);
	return -1;
}

static int add_object(struct kintro *kintro, unsigned int object, struct kc_error *err)
{
	unsigned int i;

	for (i = 0; i < kintro->object_count; i++)
		if (kintro->objects[i] == object)
			return kc_fail(err, KC_USAGE, 0, "'%s' given twice",
				       kc_tables[object].name);
	kintro->objects[kintro->object_count++] = object;
	kintro->named = true;
	return KC_OK;
}

/*
 * An address after "layout": with 0x, or as many digits as /proc/kallsyms gives it. The
 * name of the symbol there is what one wants to see then.
 */
static bool read_address(struct kintro *kintro, const char *word)
{
	size_t len = strlen(word);
	bool prefix = !strncmp(word, "0x", 2);

	if (kintro->object_count != 1 || *kintro->address ||
	    kintro->objects[0] != KINTROSPECT_CMD_LAYOUT - 1 || len > 18 ||
	    (!prefix && len != 8 && len != 16) ||
	    strspn(word + 2 * prefix, "0123456789abcdefABCDEF") != len - 2 * prefix)
		return false;
	snprintf(kintro->address, sizeof(kintro->address), "addr=0x%s", word + 2 * prefix);
	kintro->keys[kintro->key_count++] = kintro->address;
	if (!(kintro->options.given & (OPT_BIT(COLUMNS) | OPT_BIT(ALL_FIELDS))))
		kintro->options.columns = "+symbol";
	return true;
}

/**
 * kintro_words - take the objects and keys of the command line
 * @kintro: the run
 * @first: the first of its words that is one
 * @err: filled on failure
 */
int kintro_words(struct kintro *kintro, unsigned int first, struct kc_error *err)
{
	unsigned int i;
	int found, ret = KC_OK;

	for (i = first; i < kintro->options.word_count && !ret; i++) {
		const char *word = kintro->options.words[i];

		if (strchr(word, '=')) {
			kintro->keys[kintro->key_count++] = word;
			continue;
		}
		if (read_address(kintro, word))
			continue;
		found = find_word(word, KC_OBJECTS + COMMANDS, err);
		if (found < 0)
			return KC_USAGE;
		if (found >= KC_OBJECTS)
			return kc_fail(err, KC_USAGE, 0, "'%s' is a command: it must come first",
				       word_name(found));
		ret = add_object(kintro, found, err);
	}
	return ret;
}

/* What only makes sense for a table that was named. */
static int check_objects(const struct kintro *kintro, struct kc_error *err)
{
	const struct kintro_options *options = &kintro->options;
	const unsigned int document = OPT_BIT(JSON) | OPT_BIT(PRETTY) | OPT_BIT(ALL_FIELDS) |
		OPT_BIT(WATCH) | OPT_BIT(COUNT) | OPT_BIT(THREADS) | OPT_BIT(BUDGET) |
		OPT_BIT(VIA) | OPT_BIT(COLOR) | OPT_BIT(ENCODING) | OPT_BIT(RECORD) |
		OPT_BIT(AT) | OPT_BIT(SAMPLE);
	const unsigned int matrix = OPT_BIT(MATRIX) | OPT_BIT(NO_HEADER) | OPT_BIT(COLOR) |
		OPT_BIT(SORT) | OPT_BIT(FILTER) | OPT_BIT(LIMIT) | OPT_BIT(WATCH) |
		OPT_BIT(COUNT) | OPT_BIT(BUDGET) | OPT_BIT(VIA) | OPT_BIT(ENCODING) |
		OPT_BIT(RECORD) | OPT_BIT(AT) | OPT_BIT(SAMPLE);
	const unsigned int overview = OPT_BIT(WATCH) | OPT_BIT(COUNT) | OPT_BIT(VIA) |
		OPT_BIT(COLOR) | OPT_BIT(ENCODING) | OPT_BIT(AT) | OPT_BIT(SAMPLE);
	const unsigned int files = OPT_BIT(MAX_SIZE) | OPT_BIT(MAX_AGE) | OPT_BIT(KEEP);

	if (options->given & files)
		return kintro_refuse(options, ~files, "all but 'kintro record'", err);
	if (!kintro->named && kintro->key_count)
		return kc_fail(err, KC_USAGE, 0, "%s needs an object before it", kintro->keys[0]);
	if (!kintro->named)
		return kintro_refuse(options, options->format == FORMAT_JSON ? document : overview,
				     options->format == FORMAT_JSON ? "the whole document" :
				     "the overview: name an object", err);
	if ((options->given & OPT_BIT(MATRIX)) &&
	    (kintro->object_count > 1 || kintro->objects[0] != KINTROSPECT_CMD_SCHED - 1))
		return kc_fail(err, KC_USAGE, 0, "--matrix applies to sched only");
	if (options->given & OPT_BIT(MATRIX))
		return kintro_refuse(options, matrix, "sched --matrix", err);
	if (kintro->object_count > 1 &&
	    (options->format == FORMAT_CSV || options->format == FORMAT_JSONL))
		return kc_fail(err, KC_USAGE, 0,
			       "--csv and --jsonl print one object; use --json for several");
	return KC_OK;
}

/* Words that driver and way to it cannot do together. */
static int check_transport(const struct kintro *kintro, struct kc_error *err)
{
	const struct kintro_options *options = &kintro->options;
	const unsigned int netlink = OPT_BIT(THREADS) | OPT_BIT(BUDGET) | OPT_BIT(ENCODING);
	unsigned int i;

	if (kintro->record)
		return kintro_refuse(options, ~(netlink & ~OPT_BIT(THREADS)), "recordings", err);
	if (kintro->transport->threads)
		return KC_OK;
	for (i = 0; i < kintro->key_count; i++)
		if (!strncmp(kintro->keys[i], "addr=", 5))
			return kc_fail(err, KC_USAGE, 0, "%s needs netlink: a file cannot be asked",
				       kintro->keys[i]);
	return kintro_refuse(options, ~netlink, kintro->transport->name, err);
}

static int show_sample(struct kintro *kintro, struct kc_error *err)
{
	int ret;

	if (kintro->options.format == FORMAT_JSON)
		ret = kintro_document(kintro, err);
	else if (kintro->named)
		ret = kintro_tables(kintro, err);
	else
		ret = kintro_overview(kintro, err);
	if (!ret && fflush(stdout))
		ret = kc_fail(err, KC_DRIVER, errno, "cannot write: %s", strerror(errno));
	return ret;
}

static int sample(struct kintro *kintro, struct kc_error *err)
{
	struct kc_error ignored;
	int ret, end;

	if (!kintro->record)
		kc_moment_now(&kintro->moment);
	if (!kintro->recorder)
		return show_sample(kintro, err);
	ret = kc_recorder_begin(kintro->recorder, &kintro->moment, err);
	if (ret)
		return ret;
	ret = show_sample(kintro, err);
	/* What an error left of a sample would read as one of a machine with less in it. */
	if (ret && ret != KC_UNAVAILABLE) {
		kc_recorder_abandon(kintro->recorder);
		return ret;
	}
	end = kc_recorder_end(kintro->recorder, ret ? &ignored : err);
	return ret ? ret : end;
}

static void clear_screen(bool first)
{
	if (isatty(STDOUT_FILENO))
		fputs("\033[H\033[2J", stdout);
	else if (!first)
		putchar('\n');
}

/**
 * kintro_stop_on_signals - have SIGINT and SIGTERM end the run between two samples
 *
 * A second one ends it at once.
 */
void kintro_stop_on_signals(void)
{
	struct sigaction action = { .sa_handler = stop, .sa_flags = (int)SA_RESETHAND };

	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
}

/**
 * kintro_stopped - whether such a signal came
 */
bool kintro_stopped(void)
{
	return stopped;
}

/**
 * kintro_sleep_until - wait, but not beyond such a signal
 * @due_ns: time of CLOCK_MONOTONIC
 */
void kintro_sleep_until(__u64 due_ns)
{
	struct timespec time = {
		.tv_sec = due_ns / 1000000000, .tv_nsec = due_ns % 1000000000,
	};

	while (!stopped && clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL) == EINTR)
		;
}

/* Samples are due at fixed times, however long one takes; late ones are left out. */
static int watch(struct kintro *kintro, struct kc_error *err)
{
	const struct kintro_options *options = &kintro->options;
	__u64 due = kintro_now_ns(CLOCK_MONOTONIC), now, n;
	int ret = KC_OK;

	kintro_stop_on_signals();
	for (n = 0; !stopped && !ret; n++) {
		if (options->format == FORMAT_TEXT)
			clear_screen(!n);
		ret = sample(kintro, err);
		if (n + 1 == options->count)
			break;
		if (!ret && kintro->record)
			ret = kintro_replay_next(kintro, err);
		if (ret)
			break;
		now = kintro_now_ns(CLOCK_MONOTONIC);
		due += options->watch_ns;
		if (due < now)
			due += (now - due) / options->watch_ns * options->watch_ns;
		kintro_sleep_until(due);
	}
	/* A recording has an end, and there may have been something wrong with it. */
	if (ret == KC_STOP) {
		kintro_print_warnings(kintro);
		ret = KC_OK;
	}
	/* Whoever stopped it gets to see that it was stopped. */
	if (stopped && !ret)
		raise(stopped);
	return ret;
}

/**
 * kintro_all_objects - take all objects where none was named
 * @kintro: the run
 *
 * Of a recording, those that are in the sample at hand.
 */
void kintro_all_objects(struct kintro *kintro)
{
	unsigned int i;

	if (kintro->named)
		return;
	kintro->object_count = 0;
	for (i = 0; i < KC_OBJECTS; i++)
		if (!kintro->record || kc_record_has(kintro->record, &kc_tables[i], false) ||
		    kc_record_has(kintro->record, &kc_tables[i], true))
			kintro->objects[kintro->object_count++] = i;
}

static int open_transport(struct kintro *kintro, struct kc_error *err)
{
	int ret;

	if (kintro_is_file(&kintro->options))
		return kintro_replay_open(kintro, err);
	ret = kc_transport_open(kintro->options.via, &kintro->transport, err);
	/* Only now: opening may have loaded the driver. */
	kc_host_read(&kintro->host);
	return ret;
}

static int run_samples(struct kintro *kintro, struct kc_error *err)
{
	int ret;

	ret = kintro_record_start(kintro, err);
	if (!ret)
		ret = kintro->options.watch_ns ? watch(kintro, err) : sample(kintro, err);
	return kintro_record_stop(kintro, ret, err);
}

static int show(struct kintro *kintro, struct kc_error *err)
{
	struct kc_error usage = {};
	int ret;

	ret = kintro_words(kintro, 0, err);
	if (!ret)
		ret = check_objects(kintro, err);
	if (ret)
		return ret;
	ret = open_transport(kintro, err);
	if (!ret)
		ret = check_transport(kintro, err);
	if (!ret)
		ret = kc_catalog_load(&kintro->catalog, kintro->transport, err);
	if (!ret && kintro->record)
		ret = kintro_replay_start(kintro, err);
	kintro_all_objects(kintro);
	/* What was typed wrongly is worth knowing first, with a driver or without. */
	if (kintro_plan(kintro, ret ? &usage : err)) {
		if (ret)
			*err = usage;
		ret = KC_USAGE;
	}
	if (!ret)
		ret = run_samples(kintro, err);
	kintro_unplan(kintro);
	kintro_forget_warnings(kintro);
	if (kintro->transport)
		kintro->transport->close(kintro->transport);
	return ret;
}

/* Views of the graph of locks: words are not objects here, but names of classes. */
static int locks_view(struct kintro *kintro, struct kc_error *err)
{
	struct kintro_options *options = &kintro->options;
	bool dot = options->given & OPT_BIT(DOT);
	unsigned int allowed = OPT_BIT(VIA) | OPT_BIT(COLOR) | OPT_BIT(ENCODING);
	unsigned int count = dot ? 1 : 3;
	int ret;

	if (!options->word_count ||
	    find_word(options->words[0], KC_OBJECTS + COMMANDS, err) != KINTROSPECT_CMD_LOCKS - 1)
		return kc_fail(err, KC_USAGE, 0,
			       "--dot and --path go with locks, which stands first");
	allowed |= dot ? OPT_BIT(DOT) | OPT_BIT(FILTER) :
		OPT_BIT(PATH) | OPT_BIT(JSON) | OPT_BIT(PRETTY);
	ret = kintro_refuse(options, allowed, dot ? "locks --dot" : "locks --path", err);
	if (!ret && options->word_count != count)
		ret = kc_fail(err, KC_USAGE, 0, "locks %s", dot ?
			      "--dot takes no more words: see --filter" :
			      "--path takes two names or numbers of classes");
	if (!ret)
		ret = kc_transport_open(options->via, &kintro->transport, err);
	if (!ret)
		ret = kc_catalog_load(&kintro->catalog, kintro->transport, err);
	if (!ret)
		ret = dot ? kintro_locks_dot(kintro, err) :
			    kintro_locks_path(kintro, &options->words[1], err);
	if (!ret && options->format == FORMAT_JSON)
		kintro_forget_warnings(kintro);
	kintro_print_warnings(kintro);
	if (kintro->transport)
		kintro->transport->close(kintro->transport);
	return ret;
}

static int help(const struct kintro *kintro, const char *word, struct kc_error *err)
{
	struct kc_catalog catalog;
	struct kc_transport *transport;
	struct kc_error ignored;
	int found;

	if (!word) {
		kintro_help();
		return KC_OK;
	}
	found = find_word(word, KC_OBJECTS + COMMANDS, err);
	if (found < 0)
		return KC_USAGE;
	if (found >= KC_OBJECTS) {
		kintro_help();
		return KC_OK;
	}
	/* A driver that is there may have more to tell. */
	kc_catalog_init(&catalog);
	if (!kc_transport_open(kintro->options.via, &transport, &ignored)) {
		if (kc_catalog_load(&catalog, transport, &ignored)) {
			kc_catalog_free(&catalog);
			kc_catalog_init(&catalog);
		}
		transport->close(transport);
	}
	kintro_help_object(&catalog.objects[found].table);
	kc_catalog_free(&catalog);
	return KC_OK;
}

static void version(void)
{
	char driver[64];

	printf("kintro %s\ndriver %s\nABI %d\n", KINTROSPECT_VERSION,
	       kintro_driver_version(driver, sizeof(driver)) ? driver : "not loaded",
	       KINTROSPECT_ABI);
}

/* One argument at most behind a command. */
static int command_argument(const struct kintro_options *options, unsigned int max,
			    const char **argument, struct kc_error *err)
{
	*argument = options->word_count > 1 ? options->words[1] : NULL;
	if (options->word_count <= max)
		return KC_OK;
	return kc_fail(err, KC_USAGE, 0, "'%s' is one argument too many", options->words[max]);
}

static int run_command(struct kintro *kintro, const char *name, struct kc_error *err)
{
	const struct kintro_options *options = &kintro->options;
	const char *argument;
	int ret;

	if (!strcmp(name, "doctor")) {
		ret = command_argument(options, 1, &argument, err);
		if (!ret)
			ret = kintro_refuse(options, OPT_BIT(JSON) | OPT_BIT(PRETTY) |
					    OPT_BIT(COLOR), "doctor", err);
		return ret ? ret : kintro_doctor(options, err);
	}
	if (!strcmp(name, "record"))
		return kintro_record(kintro, err);
	if (!strcmp(name, "diff"))
		return kintro_diff(kintro, err);
	ret = command_argument(options, 2, &argument, err);
	if (!ret && !strcmp(name, "map")) {
		ret = kintro_refuse(options, OPT_BIT(VIA) | OPT_BIT(COLOR) | OPT_BIT(ENCODING),
				    "map", err);
		return ret ? ret : kintro_map(kintro, argument, err);
	}
	if (!ret)
		ret = kintro_refuse(options, OPT_BIT(VIA) | OPT_BIT(COLOR) | OPT_BIT(HELP),
				    name, err);
	if (ret)
		return ret;
	if (!strcmp(name, "schema"))
		return kintro_schema(options, argument, err);
	return help(kintro, argument, err);
}

static int run(struct kintro *kintro, struct kc_error *err)
{
	const struct kintro_options *options = &kintro->options;
	const char *word = options->word_count ? options->words[0] : NULL;
	int found;

	if (options->given & OPT_BIT(VERSION)) {
		version();
		return KC_OK;
	}
	if (options->given & OPT_BIT(HELP))
		return help(kintro, word, err);
	if (options->given & (OPT_BIT(DOT) | OPT_BIT(PATH)))
		return locks_view(kintro, err);
	if (word && !strchr(word, '=')) {
		found = find_word(word, KC_OBJECTS + COMMANDS, err);
		if (found < 0)
			return KC_USAGE;
		if (found >= KC_OBJECTS)
			return run_command(kintro, word_name(found), err);
	}
	return show(kintro, err);
}

/* Whether errors are wanted as JSON, also one that ends reading the options. */
static bool wants_json(int argc, char **argv)
{
	int i;

	for (i = 1; i < argc && strcmp(argv[i], "--"); i++)
		if (!strcmp(argv[i], "--json") || !strcmp(argv[i], "--jsonl") ||
		    !strcmp(argv[i], "--pretty") || !strcmp(argv[i], "-j") ||
		    !strcmp(argv[i], "-p") || !strcmp(argv[i], "-jp") || !strcmp(argv[i], "-pj"))
			return true;
	return false;
}

int main(int argc, char **argv)
{
	bool json = wants_json(argc, argv);
	struct kintro kintro = { 0 };
	struct kc_error err = { 0 };
	int ret;

	/* Quietly gone when nobody reads on, whatever the caller had set. */
	signal(SIGPIPE, SIG_DFL);
	kc_catalog_init(&kintro.catalog);
	ret = kintro_parse(&kintro.options, argc, argv, &err);
	if (!ret)
		ret = run(&kintro, &err);
	kc_catalog_free(&kintro.catalog);
	/* A full disk may show as late as here. */
	if ((fflush(stdout) || ferror(stdout) || fclose(stdout)) && !ret)
		ret = kc_fail(&err, KC_DRIVER, errno, "cannot write: %s", strerror(errno));
	if (ret && err.message[0]) {
		if (ret == KC_USAGE && !err.hint[0])
			kc_hint(&err, "see 'kintro help'");
		kintro_report(&err, json);
	}
	return ret;
}
