// SPDX-License-Identifier: GPL-2.0-only
/* What is printed is recorded as well. */
#include <signal.h>

#include "recording.h"
#include "tee.h"

/**
 * kintro_tee_start - begin to record what is printed, if that is wanted
 * @kintro: the run, planned
 * @err: filled on failure
 */
int kintro_tee_start(struct kintro *kintro, struct kc_error *err)
{
	int ret;

	if (!kintro->options.record)
		return KC_OK;
	/* A file may not grow beyond ulimit -f: an error, no reason to die. */
	signal(SIGXFSZ, SIG_IGN);
	ret = kc_recorder_open(&kintro->recorder, kintro->options.record, &kintro->host,
			       kintro->transport, err);
	if (ret == KC_DIFFERENT) {
		kc_hint(err, "name another file, or have 'kintro record' begin a new one");
		ret = KC_DRIVER;
		err->code = KC_DRIVER;
	}
	if (ret)
		return ret;
	kintro->driver = kintro->transport;
	kintro->transport = kc_recorder_tap(kintro->recorder, kintro->driver);
	return KC_OK;
}

/**
 * kintro_tee_stop - end that
 * @kintro: the run
 * @ret: what the run came to so far
 * @err: filled on failure, unless @ret is one
 *
 * Return: @ret, or what went wrong here.
 */
int kintro_tee_stop(struct kintro *kintro, int ret, struct kc_error *err)
{
	struct kc_error other;
	int end;

	if (!kintro->recorder)
		return ret;
	end = kc_recorder_close(kintro->recorder, ret ? &other : err);
	kintro->recorder = NULL;
	kintro->transport = kintro->driver;
	return ret ? ret : end;
}

/**
 * kintro_tee_begin - begin a sample, if samples are recorded
 * @kintro: the run, with the time of the sample
 * @err: filled on failure
 */
int kintro_tee_begin(struct kintro *kintro, struct kc_error *err)
{
	return kintro->recorder ? kc_recorder_begin(kintro->recorder, &kintro->moment, err) : KC_OK;
}

/**
 * kintro_tee_end - complete a sample, if samples are recorded
 * @kintro: the run
 * @ret: what printing it came to
 * @err: filled on failure, unless @ret is one
 *
 * Return: @ret, or what went wrong here.
 */
int kintro_tee_end(struct kintro *kintro, int ret, struct kc_error *err)
{
	struct kc_error ignored;
	int end;

	if (!kintro->recorder)
		return ret;
	/* What an error left of a sample would read as one of a machine with less in it. */
	if (ret && ret != KC_UNAVAILABLE) {
		kc_recorder_abandon(kintro->recorder);
		return ret;
	}
	end = kc_recorder_end(kintro->recorder, ret ? &ignored : err);
	return ret ? ret : end;
}

/**
 * kintro_tee_check - fail if the driver does not have an object, and record that
 * @kintro: the run
 * @query: what is wanted of the object
 * @err: filled on failure
 */
int kintro_tee_check(struct kintro *kintro, const struct kc_query *query, struct kc_error *err)
{
	int ret;

	ret = kc_object_check(query->columns.object, err);
	if (ret && kintro->recorder) {
		kc_recorder_object(kintro->recorder, &query->request);
		kc_recorder_result(kintro->recorder, ret, err);
	}
	return ret;
}
