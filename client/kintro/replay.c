// SPDX-License-Identifier: GPL-2.0-only
/* Samples out of a recording, and what is printed recorded as well. */
#include <signal.h>
#include <string.h>

#include "kintro.h"

/**
 * kintro_is_file - whether rows come out of a recording
 * @options: the command line
 */
bool kintro_is_file(const struct kintro_options *options)
{
	return !strncmp(options->via, "file:", 5);
}

static void warn_damage(struct kintro *kintro)
{
	const struct kc_record_info *info = kc_record_info(kintro->record);

	if (info->damage)
		kintro_warn(kintro, "damaged", NULL, NULL, "%s is damaged in %llu places: samples "
			    "are missing", info->path, (unsigned long long)info->damage);
	if (info->torn)
		kintro_warn(kintro, "damaged", NULL, NULL,
			    "%s ends in %llu bytes that are no whole sample: it was cut short, or "
			    "is being written", info->path, (unsigned long long)info->torn);
}

/**
 * kintro_replay_open - open the recording that --via names
 * @kintro: the run; its transport is then the recording's
 * @err: filled on failure
 */
int kintro_replay_open(struct kintro *kintro, struct kc_error *err)
{
	int ret;

	ret = kc_record_open(&kintro->record, kintro->options.via + strlen("file:"), err);
	if (ret)
		return ret;
	kintro->transport = kc_record_transport(kintro->record);
	kintro->host = kc_record_info(kintro->record)->host;
	warn_damage(kintro);
	return KC_OK;
}

/* The first of the samples from @sample on that can be read; KC_STOP: there is none. */
static int seek_from(struct kintro *kintro, __u64 sample, struct kc_error *err)
{
	for (; sample < kc_record_info(kintro->record)->samples; sample++) {
		if (!kc_record_seek(kintro->record, sample, err)) {
			kintro->moment = *kc_record_moment(kintro->record);
			return KC_OK;
		}
		kintro_warn(kintro, "damaged", NULL, NULL, "%s", err->message);
	}
	return KC_STOP;
}

/**
 * kintro_replay_start - go to the sample that is asked for, or to the first to be shown
 * @kintro: the run, with its recording
 * @err: filled on failure
 */
int kintro_replay_start(struct kintro *kintro, struct kc_error *err)
{
	const struct kintro_options *options = &kintro->options;
	struct kc_record *record = kintro->record;
	__u64 sample = 0;
	int ret = KC_OK;

	if (options->sample)
		ret = kc_record_number(record, options->sample, &sample, err);
	else if (options->at)
		ret = kc_record_time(record, options->at, &sample, err);
	else if (!options->watch_ns)
		ret = kc_record_seek_last(record, err);
	if (ret)
		return ret;
	if (options->watch_ns) {
		ret = seek_from(kintro, sample, err);
		return ret == KC_STOP ? kc_fail(err, KC_NOT_FOUND, 0, "%s has no sample to show",
						kc_record_info(record)->path) : ret;
	}
	if (options->sample || options->at)
		ret = kc_record_seek(record, sample, err);
	else if (err->message[0])
		kintro_warn(kintro, "damaged", NULL, NULL, "%s", err->message);
	kintro->moment = *kc_record_moment(record);
	return ret;
}

/**
 * kintro_replay_next - go to the next sample that can be read
 * @kintro: the run
 * @err: filled on failure
 *
 * Return: KC_STOP when there is none. Which objects are shown may differ.
 */
int kintro_replay_next(struct kintro *kintro, struct kc_error *err)
{
	int ret;

	ret = seek_from(kintro, kc_record_sample(kintro->record) + 1, err);
	if (ret || kintro->named)
		return ret;
	kintro_unplan(kintro);
	kintro_all_objects(kintro);
	return kintro_plan(kintro, err);
}

/**
 * kintro_record_start - begin to record what is printed, if that is wanted
 * @kintro: the run, planned
 * @err: filled on failure
 */
int kintro_record_start(struct kintro *kintro, struct kc_error *err)
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
 * kintro_record_stop - end that
 * @kintro: the run
 * @ret: what the run came to so far
 * @err: filled on failure, unless @ret is one
 *
 * Return: @ret, or what went wrong here.
 */
int kintro_record_stop(struct kintro *kintro, int ret, struct kc_error *err)
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
 * kintro_record_missing - record that an object could not even be asked for
 * @kintro: the run
 * @request: the object
 * @ret: what it came to
 * @err: the words
 */
void kintro_record_missing(struct kintro *kintro, const struct kc_request *request, int ret,
			   const struct kc_error *err)
{
	if (!kintro->recorder)
		return;
	kc_recorder_object(kintro->recorder, request);
	kc_recorder_result(kintro->recorder, ret, err);
}
