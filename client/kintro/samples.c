// SPDX-License-Identifier: GPL-2.0-only
/* One sample, or one after the other until a signal comes. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"
#include "output.h"
#include "samples.h"
#include "source.h"
#include "tee.h"
#include "warnings.h"

static volatile sig_atomic_t stopped;

static void stop(int signal)
{
	stopped = signal;
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
 * kintro_stopped - return the signal that came, or 0
 */
int kintro_stopped(void)
{
	return stopped;
}

/**
 * kintro_sleep_until - sleep, but not beyond such a signal
 * @due_ns: time of CLOCK_MONOTONIC
 */
void kintro_sleep_until(__u64 due_ns)
{
	while (!stopped && kc_sleep_until(due_ns) == EINTR)
		;
}

static int sample(struct kintro *kintro, kintro_sample_fn *show, struct kc_error *err)
{
	int ret;

	if (!kintro->record)
		kc_moment_now(&kintro->moment);
	ret = kintro_tee_begin(kintro, err);
	if (ret)
		return ret;
	ret = show(kintro, err);
	if (!ret && fflush(stdout))
		ret = kc_fail(err, KC_DRIVER, errno, "cannot write: %s", strerror(errno));
	return kintro_tee_end(kintro, ret, err);
}

static void clear_screen(bool first)
{
	if (isatty(STDOUT_FILENO))
		kc_print("%s", KC_CLEAR);
	else if (!first)
		kc_print("\n");
}

/**
 * struct watch - what --watch has come to
 * @show: shows the current sample
 * @shown: samples so far
 * @gone: whether the driver is
 */
struct watch {
	kintro_sample_fn *show;
	__u64 shown;
	bool gone;
};

/* Whether a failure may be the driver's, which worked before and may come back. */
static bool is_lost(const struct kintro *kintro, const struct watch *watch, int ret)
{
	return ret == KC_DRIVER && watch->shown && !kintro->record && !ferror(stdout) &&
	       !kintro_given(&kintro->options, OPT_BIT(RECORD));
}

/* Return: KC_STOP if the driver is not there; that is told once. */
static int reopen(struct kintro *kintro, struct watch *watch, struct kc_error *err)
{
	int ret = kintro_reopen_source(kintro, err);

	if (ret == KC_DRIVER) {
		if (!watch->gone)
			kc_print_line(stderr, "kintro: waiting for the driver: ", err->message);
		watch->gone = true;
		return KC_STOP;
	}
	if (!ret && watch->gone)
		kc_fprint(stderr, "kintro: the driver is there again\n");
	watch->gone = false;
	return ret;
}

/* Show a sample, or wait: KC_OK in both cases. */
static int turn(struct kintro *kintro, struct watch *watch, struct kc_error *err)
{
	int ret = watch->gone ? reopen(kintro, watch, err) : KC_OK;

	if (ret)
		return ret == KC_STOP ? KC_OK : ret;
	if (kintro->options.format == FORMAT_TEXT)
		clear_screen(!watch->shown);
	ret = sample(kintro, watch->show, err);
	if (is_lost(kintro, watch, ret)) {
		/* Unloaded; or loaded again as well, since the last sample. */
		ret = reopen(kintro, watch, err);
		if (ret)
			return ret == KC_STOP ? KC_OK : ret;
		ret = sample(kintro, watch->show, err);
	}
	watch->shown += !ret;
	return ret;
}

/* Samples are due at fixed times, however long one takes; late ones are left out. */
static int watch_samples(struct kintro *kintro, kintro_sample_fn *show, struct kc_error *err)
{
	const struct kintro_options *options = &kintro->options;
	struct watch watch = { .show = show };
	struct kc_ticker ticker;
	int ret = KC_OK;

	kintro_stop_on_signals();
	kc_ticker_start(&ticker, options->watch_ns, kc_now_ns(CLOCK_MONOTONIC));
	while (!stopped && !ret) {
		ret = turn(kintro, &watch, err);
		if (options->count && watch.shown == options->count)
			break;
		if (!ret && kintro->record)
			ret = kintro_next_sample(kintro, err);
		if (ret)
			break;
		kintro_sleep_until(kc_ticker_next(&ticker, kc_now_ns(CLOCK_MONOTONIC)));
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
 * kintro_samples - show a sample, or with --watch one after the other, and record them
 * @kintro: the run, planned
 * @show: shows the current sample
 * @err: filled on failure
 */
int kintro_samples(struct kintro *kintro, kintro_sample_fn *show, struct kc_error *err)
{
	int ret;

	ret = kintro_tee_start(kintro, err);
	if (!ret)
		ret = kintro->options.watch_ns ? watch_samples(kintro, show, err) :
		      sample(kintro, show, err);
	return kintro_tee_stop(kintro, ret, err);
}
