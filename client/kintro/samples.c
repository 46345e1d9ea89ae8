// SPDX-License-Identifier: GPL-2.0-only
/* One sample, or one after the other until a signal comes. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"
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

/* Samples are due at fixed times, however long one takes; late ones are left out. */
static int watch(struct kintro *kintro, kintro_sample_fn *show, struct kc_error *err)
{
	const struct kintro_options *options = &kintro->options;
	struct kc_ticker ticker;
	int ret = KC_OK;
	__u64 n;

	kintro_stop_on_signals();
	kc_ticker_start(&ticker, options->watch_ns, kc_now_ns(CLOCK_MONOTONIC));
	for (n = 0; !stopped && !ret; n++) {
		if (options->format == FORMAT_TEXT)
			clear_screen(!n);
		ret = sample(kintro, show, err);
		if (n + 1 == options->count)
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
		ret = kintro->options.watch_ns ? watch(kintro, show, err) :
		      sample(kintro, show, err);
	return kintro_tee_stop(kintro, ret, err);
}
