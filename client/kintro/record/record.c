// SPDX-License-Identifier: GPL-2.0-only
/* kintro record: samples into a file, one after the other, for as long as is wanted. */
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"
#include "recording.h"
#include "../command.h"
#include "../objects.h"
#include "../plan.h"
#include "../samples.h"
#include "../source.h"
#include "../tee.h"
#include "../warnings.h"

/* A dump that fails though the driver is there is tried again as often, then recorded so. */
#define TRIES 3

/* One run of the command. */
struct recording {
	struct kintro *kintro;
	const char *path;
	__u64 samples;		/* of this run */
	__u64 last_bytes;	/* how large the last one was */
	bool gone;		/* the driver is */
	__u32 said[KC_OBJECTS];	/* what was warned of: KINTROSPECT_BATCH_FLAG_* */
};

static void say(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void say(const char *format, ...)
{
	va_list args;

	char words[2048];

	va_start(args, format);
	vsnprintf(words, sizeof(words), format, args);
	va_end(args);
	kc_print_line(stderr, "kintro: ", words);
}

/* --- files -------------------------------------------------------------------- */

static int numbered(char *name, size_t size, const char *path, __u64 number, struct kc_error *err)
{
	int len = number ? snprintf(name, size, "%s.%llu", path, (unsigned long long)number) :
		  snprintf(name, size, "%s", path);

	if (len > 0 && (size_t)len < size)
		return KC_OK;
	return kc_fail(err, KC_USAGE, ENAMETOOLONG, "the name of the file is too long");
}

/* What an earlier run with a larger --keep left. */
static int remove_older(const struct recording *recording, struct kc_error *err)
{
	__u64 number = recording->kintro->options.keep + 1;
	char name[PATH_MAX];
	int ret;

	for (;; number++) {
		ret = numbered(name, sizeof(name), recording->path, number, err);
		if (ret)
			return ret;
		if (!unlink(name))
			continue;
		return errno == ENOENT ? KC_OK :
		       kc_fail(err, KC_DRIVER, errno, "cannot remove %s: %s", name,
			       strerror(errno));
	}
}

/*
 * FILE becomes FILE.1 too. It keeps its name until the next file takes that, so that there is
 * always one that is locked; not every file system can give two names.
 */
static int keep_file(const char *path, const char *as, struct kc_error *err)
{
	if (!link(path, as) || !rename(path, as) || errno == ENOENT)
		return KC_OK;
	return kc_fail(err, KC_DRIVER, errno, "cannot rename %s to %s: %s", path, as,
		       strerror(errno));
}

/* FILE.1 becomes FILE.2 and so on, as far as there are such; the oldest goes. */
static int shift_files(const struct recording *recording, struct kc_error *err)
{
	__u64 keep = recording->kintro->options.keep, number, last;
	char from[PATH_MAX], to[PATH_MAX];
	int ret = KC_OK;

	/* Up to the first number that is free. */
	for (last = 1; last < keep; last++) {
		ret = numbered(to, sizeof(to), recording->path, last, err);
		if (ret)
			return ret;
		if (access(to, F_OK))
			break;
	}
	for (number = last; keep && number-- > 1;) {
		ret = numbered(from, sizeof(from), recording->path, number, err);
		if (!ret)
			ret = numbered(to, sizeof(to), recording->path, number + 1, err);
		if (ret)
			return ret;
		if (rename(from, to) && errno != ENOENT)
			return kc_fail(err, KC_DRIVER, errno, "cannot rename %s to %s: %s", from,
				       to, strerror(errno));
	}
	if (keep) {
		ret = numbered(to, sizeof(to), recording->path, 1, err);
		if (!ret && unlink(to) && errno != ENOENT)
			ret = kc_fail(err, KC_DRIVER, errno, "cannot remove %s: %s", to,
				      strerror(errno));
		if (!ret)
			ret = keep_file(recording->path, to, err);
	}
	return ret ? ret : remove_older(recording, err);
}

/*
 * Begin another file, while FILE is locked by this program: nobody else uses FILE.new then.
 * That one is locked as well before it is called FILE.
 */
static int next_file(const struct recording *recording, struct kc_recorder **next,
		     struct kc_error *err)
{
	struct kintro *kintro = recording->kintro;
	struct kc_error other;
	char name[PATH_MAX];
	int ret;

	if (snprintf(name, sizeof(name), "%s.new", recording->path) >= (int)sizeof(name))
		return kc_fail(err, KC_USAGE, ENAMETOOLONG, "the name of the file is too long");
	if (unlink(name) && errno != ENOENT)
		return kc_fail(err, KC_DRIVER, errno, "cannot remove %s: %s", name,
			       strerror(errno));
	ret = kc_recorder_open(next, name, &kintro->host, kintro->transport, err);
	if (ret)
		return ret;
	ret = shift_files(recording, err);
	if (!ret)
		ret = kc_recorder_move(*next, recording->path, err);
	if (ret) {
		kc_recorder_close(*next, &other);
		unlink(name);
	}
	return ret;
}

static int close_file(struct recording *recording, struct kc_error *err)
{
	struct kintro *kintro = recording->kintro;
	int ret;

	if (!kintro->recorder)
		return KC_OK;
	ret = kc_recorder_close(kintro->recorder, err);
	kintro->recorder = NULL;
	return ret;
}

/* FILE is of another boot or driver. Between two looks, another program may have taken it. */
static int replace_file(struct recording *recording, struct kc_error *err)
{
	int fd = -1, ret;

	ret = kc_recorder_lock(recording->path, &fd, err);
	if (!ret)
		ret = next_file(recording, &recording->kintro->recorder, err);
	if (fd >= 0)
		close(fd);
	return ret;
}

static int open_file(struct recording *recording, struct kc_error *err)
{
	struct kintro *kintro = recording->kintro;
	int ret;

	ret = kc_recorder_open(&kintro->recorder, recording->path, &kintro->host,
			       kintro->transport, err);
	if (ret == KC_DIFFERENT) {
		say(kintro->options.keep ? "%s; it is kept as %s.1" : "%s; %s is begun again",
		    err->message, recording->path);
		ret = replace_file(recording, err);
	}
	if (!ret && kc_recorder_info(kintro->recorder)->cut)
		say("%s ended in %llu bytes that were no whole sample; they are cut off",
		    recording->path,
		    (unsigned long long)kc_recorder_info(kintro->recorder)->cut);
	return ret;
}

/* Whether the next sample should go into another file. */
static bool is_full(const struct recording *recording)
{
	const struct kintro_options *options = &recording->kintro->options;
	const struct kc_recorder_info *info = kc_recorder_info(recording->kintro->recorder);
	__u64 now = kc_now_ns(CLOCK_MONOTONIC);

	if (!info->samples)
		return false;
	return (options->max_size && info->bytes + recording->last_bytes > options->max_size) ||
	       (options->max_age_ns && now > info->started_ns &&
		now - info->started_ns >= options->max_age_ns);
}

static int rotate(struct recording *recording, struct kc_error *err)
{
	struct kc_recorder *next;
	int ret;

	if (!is_full(recording))
		return KC_OK;
	ret = next_file(recording, &next, err);
	if (ret)
		return ret;
	ret = close_file(recording, err);
	recording->kintro->recorder = next;
	return ret;
}

/* --- the driver ---------------------------------------------------------------- */

static int connect_driver(struct kintro *kintro, struct kc_error *err)
{
	int ret;

	kc_catalog_free(&kintro->catalog);
	kc_catalog_init(&kintro->catalog);
	ret = kintro_open_source(kintro, err);
	kintro_unplan(kintro);
	kintro_all_objects(kintro);
	return ret ? ret : kintro_plan(kintro, err);
}

/*
 * After a failure: is the driver there? It may be another one by now, whose
 * tables differ: then the file, too, is another.
 */
static int reconnect(struct recording *recording, struct kc_error *err)
{
	struct kintro *kintro = recording->kintro;
	int ret;

	ret = close_file(recording, err);
	if (ret)
		return ret;
	ret = kintro_reopen_source(kintro, err);
	if (ret) {
		if (!recording->gone && recording->samples)
			say("%s; waiting for the driver", err->message);
		recording->gone = true;
		return KC_STOP;
	}
	if (recording->gone)
		say("the driver is there again");
	recording->gone = false;
	return open_file(recording, err);
}

/* --- samples ------------------------------------------------------------------- */

/* What dumps say of their rows is recorded. Of each object it is told once a run. */
static void warn_once(struct recording *recording, const struct kc_table *table,
		      struct kc_notes *notes)
{
	__u32 *said = &recording->said[table->command - 1];

	notes->flags &= ~*said;
	*said |= notes->flags;
	kintro_warn_notes(recording->kintro, table, notes, "");
	kintro_print_warnings(recording->kintro);
}

static int take_object(struct recording *recording, const struct kc_query *query,
		       struct kc_error *err)
{
	struct kintro *kintro = recording->kintro;
	struct kc_notes notes = { 0 };
	struct kc_transport *tap;
	int ret;

	ret = kintro_tee_check(kintro, query, err);
	if (ret)
		return ret;
	tap = kc_recorder_tap(kintro->recorder, kintro->transport);
	ret = kc_notes_dump(tap, &query->request, NULL, NULL, &notes, err);
	if (!ret)
		warn_once(recording, query->request.table, &notes);
	return ret;
}

/* KC_OK; or an error of an object, the worst of them. */
static int take_objects(struct recording *recording, struct kc_error *err)
{
	struct kintro *kintro = recording->kintro;
	struct kc_error one_err;
	int ret = KC_OK, one;
	unsigned int n;

	for (n = 0; n < kintro->object_count; n++) {
		one = take_object(recording, &kintro->queries[n], &one_err);
		if (!one || (one == KC_UNAVAILABLE && !kintro->named))
			continue;
		if (!ret || one == KC_DRIVER) {
			ret = one;
			*err = one_err;
		}
	}
	return ret;
}

/*
 * KC_STOP: the driver is gone. What fails from the start on is an error; what
 * fails later, as when a process that was named has ended, is recorded so.
 */
static int take_sample(struct recording *recording, struct kc_error *err)
{
	struct kintro *kintro = recording->kintro;
	unsigned int tries;
	__u64 before;
	int ret = KC_OK;

	for (tries = 1;; tries++) {
		kc_moment_now(&kintro->moment);
		before = kc_recorder_info(kintro->recorder)->bytes;
		ret = kc_recorder_begin(kintro->recorder, &kintro->moment, err);
		if (ret)
			return ret;
		ret = take_objects(recording, err);
		if (!ret || (recording->samples && (ret != KC_DRIVER || tries == TRIES)))
			break;
		kc_recorder_abandon(kintro->recorder);
		if (ret != KC_DRIVER || (tries == TRIES && !recording->samples))
			return ret;
		ret = reconnect(recording, err);
		if (ret)
			return ret;
	}
	ret = kc_recorder_end(kintro->recorder, err);
	if (ret)
		return ret;
	recording->samples++;
	recording->last_bytes = kc_recorder_info(kintro->recorder)->bytes - before;
	return KC_OK;
}

static int one_turn(struct recording *recording, struct kc_error *err)
{
	int ret = KC_OK;

	if (recording->gone) {
		ret = reconnect(recording, err);
		if (ret)
			return ret == KC_STOP ? KC_OK : ret;
	}
	ret = rotate(recording, err);
	if (!ret)
		ret = take_sample(recording, err);
	if (ret != KC_STOP)
		return ret;
	/* If there was a driver at first, there may be one again. */
	return recording->samples ? KC_OK : KC_DRIVER;
}

static int take_samples(struct recording *recording, struct kc_error *err)
{
	const struct kintro_options *options = &recording->kintro->options;
	struct kc_ticker ticker;
	int ret;

	kc_ticker_start(&ticker, options->watch_ns, kc_now_ns(CLOCK_MONOTONIC));
	for (;;) {
		ret = one_turn(recording, err);
		if (ret || !options->watch_ns ||
		    (options->count && recording->samples >= options->count))
			return ret;
		kintro_sleep_until(kc_ticker_next(&ticker, kc_now_ns(CLOCK_MONOTONIC)));
		if (kintro_stopped())
			return KC_OK;
	}
}

/* Columns as in JSON: all that are not on request. And what diff tells rows by. */
static int make_wish(struct kintro *kintro, struct kc_error *err)
{
	const struct kintro_options *options = &kintro->options;

	if (kintro_is_file(options))
		return kc_fail(err, KC_USAGE, 0, "--via=file does not apply to record");
	if (!kintro->named && kintro_given(options, OPT_BIT(COLUMNS)))
		return kc_fail(err, KC_USAGE, 0, "-o requires an object");
	kintro->wish.usual = kintro_given(options, OPT_BIT(ALL_FIELDS)) ? USUAL_ALL : USUAL_CHEAP;
	kintro->wish.identity = !kintro_given(options, OPT_BIT(COLUMNS));
	return KC_OK;
}

static int run(struct kintro *kintro, struct kc_error *err)
{
	struct recording recording = { .kintro = kintro, .path = kintro->options.words[1] };
	struct kc_error other;
	int ret, end;

	ret = kintro_name_objects(kintro, 2, err);
	if (!ret)
		ret = make_wish(kintro, err);
	if (ret)
		return ret;
	signal(SIGXFSZ, SIG_IGN);
	kintro_stop_on_signals();
	ret = connect_driver(kintro, err);
	if (!ret)
		ret = open_file(&recording, err);
	if (!ret)
		ret = take_samples(&recording, err);
	end = close_file(&recording, ret ? &other : err);
	kintro_unplan(kintro);
	kintro_close_source(kintro);
	return ret ? ret : end;
}

const struct kintro_command kintro_record = {
	.name = "record",
	.what = "record",
	.usage = { "record FILE [OBJECT... [KEY=VALUE...]]" },
	.help = "a sample, or with --watch one after the other, into a file",
	.options = OPT_BIT(WATCH) | OPT_BIT(COUNT) | OPT_BIT(MAX_SIZE) | OPT_BIT(MAX_AGE) |
		   OPT_BIT(KEEP) | OPT_BIT(THREADS) | OPT_BIT(ALL_FIELDS) | OPT_BIT(COLUMNS) |
		   OPT_BIT(BUDGET) | OPT_BIT(VIA) | OPT_BIT(COLOR),
	.min = 1,
	.max = KINTRO_ANY_WORDS,
	.expected = "record requires a FILE",
	.run = run,
};
