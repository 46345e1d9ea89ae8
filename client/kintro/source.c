// SPDX-License-Identifier: GPL-2.0-only
/* Where rows come from: the driver, or a sample of a recording. */
#include <stdlib.h>
#include <string.h>

#include "objects.h"
#include "plan.h"
#include "recording.h"
#include "source.h"
#include "warnings.h"

/**
 * kintro_check_source - refuse options and keys that the transport cannot serve
 * @kintro: the run, with its transport
 * @err: filled on failure
 */
int kintro_check_source(const struct kintro *kintro, struct kc_error *err)
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
			return kc_fail(err, KC_USAGE, 0, "'%s' requires netlink: the files in debugfs take no keys",
				       kintro->keys[i]);
	return kintro_refuse(options, ~netlink, kintro->transport->name, err);
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

static int open_recording(struct kintro *kintro, struct kc_error *err)
{
	const struct kintro_options *options = &kintro->options;
	char *file;
	int ret;

	kintro->which = kc_record_split(options->via + strlen("file:"), &file, err);
	if (!file)
		return err->code;
	if (kintro->which && (options->sample || options->at))
		ret = kc_fail(err, KC_USAGE, 0, "--%s and '@%s' after the file are mutually exclusive",
			      options->at ? "at" : "sample", kintro->which);
	else
		ret = kc_record_open(&kintro->record, file, err);
	free(file);
	if (ret)
		return ret;
	kintro->transport = kc_record_transport(kintro->record);
	kintro->host = kc_record_info(kintro->record)->host;
	warn_damage(kintro);
	return KC_OK;
}

static int open_driver(struct kintro *kintro, struct kc_error *err)
{
	int ret;

	ret = kc_transport_open(kintro->options.via, &kintro->transport, err);
	/* Only now: opening may have loaded the driver. */
	kc_host_read(&kintro->host);
	return ret;
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

/* Go to the sample that is asked for, or to the first that is shown. */
static int go_to_sample(struct kintro *kintro, struct kc_error *err)
{
	const struct kintro_options *options = &kintro->options;
	bool named = options->sample || options->at || kintro->which;
	struct kc_record *record = kintro->record;
	__u64 sample = 0;
	int ret = KC_OK;

	err->message[0] = 0;
	if (options->sample)
		ret = kc_record_number(record, options->sample, &sample, err);
	else if (options->at)
		ret = kc_record_time(record, options->at, &sample, err);
	else if (kintro->which)
		ret = kc_record_which(record, kintro->which, &sample, err);
	else if (!options->watch_ns)
		ret = kc_record_seek_last(record, err);
	if (ret)
		return ret;
	if (options->watch_ns) {
		ret = seek_from(kintro, sample, err);
		return ret == KC_STOP ? kc_fail(err, KC_NOT_FOUND, 0, "%s has no sample to show",
						kc_record_info(record)->path) : ret;
	}
	if (named)
		ret = kc_record_seek(record, sample, err);
	else if (err->message[0])
		kintro_warn(kintro, "damaged", NULL, NULL, "%s", err->message);
	kintro->moment = *kc_record_moment(record);
	return ret;
}

/**
 * kintro_connect - reach what --via names and learn its tables, for a view of one sample
 * @kintro: the run; kintro_close_source() in any case
 * @err: filled on failure
 *
 * Of a recording, the sample that the options name is the current one, else the last.
 */
int kintro_connect(struct kintro *kintro, struct kc_error *err)
{
	int ret;

	if (kintro_is_file(&kintro->options))
		ret = open_recording(kintro, err);
	else
		ret = kc_transport_open(kintro->options.via, &kintro->transport, err);
	if (!ret)
		ret = kc_catalog_load(&kintro->catalog, kintro->transport, err);
	return !ret && kintro->record ? go_to_sample(kintro, err) : ret;
}

/**
 * kintro_open_source - open what --via names, at the sample that the options name
 * @kintro: the run; kintro_close_source() in any case
 * @err: filled on failure
 */
int kintro_open_source(struct kintro *kintro, struct kc_error *err)
{
	int ret;

	ret = kintro_is_file(&kintro->options) ? open_recording(kintro, err) :
	      open_driver(kintro, err);
	if (!ret)
		ret = kintro_check_source(kintro, err);
	if (!ret)
		ret = kc_catalog_load(&kintro->catalog, kintro->transport, err);
	if (!ret && kintro->record)
		ret = go_to_sample(kintro, err);
	return ret;
}

/**
 * kintro_next_sample - go to the next sample that can be read
 * @kintro: the run, of a recording
 * @err: filled on failure
 *
 * Return: KC_STOP when there is none. Which objects are shown may differ.
 */
int kintro_next_sample(struct kintro *kintro, struct kc_error *err)
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
 * kintro_close_source - close what was opened
 * @kintro: the run
 */
void kintro_close_source(struct kintro *kintro)
{
	if (kintro->transport)
		kintro->transport->close(kintro->transport);
	kintro->transport = NULL;
	kintro->record = NULL;
}

/**
 * kintro_reopen_source - reach the driver again, which may be another one by now
 * @kintro: the run, of a driver
 * @err: filled on failure
 *
 * A driver that was unloaded is not loaded again: whoever unloads it means it.
 */
int kintro_reopen_source(struct kintro *kintro, struct kc_error *err)
{
	int ret;

	kintro_unplan(kintro);
	kintro_close_source(kintro);
	if (!kc_driver_loaded())
		return kc_fail(err, KC_DRIVER, 0, "the driver was unloaded");
	kc_catalog_free(&kintro->catalog);
	kc_catalog_init(&kintro->catalog);
	ret = kintro_open_source(kintro, err);
	if (ret)
		return ret;
	kintro_all_objects(kintro);
	return kintro_plan(kintro, err);
}
