// SPDX-License-Identifier: GPL-2.0-only
/* Which sample of a recording people mean. */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "recording_file.h"
#include "text.h"

#define NS 1000000000ULL

/**
 * kc_record_number - find the sample of a number
 * @record: the recording
 * @text: 1 is the first, -1 the last
 * @sample: set to its number from 0
 * @err: filled on failure
 *
 * Return: KC_OK, KC_USAGE or KC_NOT_FOUND.
 */
int kc_record_number(const struct kc_record *record, const char *text, __u64 *sample,
		     struct kc_error *err)
{
	__u64 count = record->info.samples;
	__s64 number;

	if (!kc_parse_s64(text, strlen(text), &number) || !number)
		return kc_fail(err, KC_USAGE, 0,
			       "invalid sample '%s': expected a number from 1, or from -1 for the last",
			       text);
	if ((number > 0 ? (__u64)number : -(__u64)number) > count)
		return kc_fail(err, KC_NOT_FOUND, 0, "%s has %llu samples, but no sample %s",
			       record->path, (unsigned long long)count, text);
	*sample = number > 0 ? (__u64)number - 1 : count + number;
	return KC_OK;
}

/* Digits of a fixed count, and what has to follow them. */
static bool digits(const char **text, unsigned int count, int *number)
{
	const char *at = *text;

	for (*number = 0; count; count--, at++) {
		if (!isdigit((unsigned char)*at))
			return false;
		*number = 10 * *number + *at - '0';
	}
	*text = at;
	return true;
}

/* HH:MM[:SS] at the beginning of @text. */
static bool clock_time(const char **text, struct tm *tm)
{
	const char *at = *text;

	tm->tm_sec = 0;
	if (!digits(&at, 2, &tm->tm_hour) || *at++ != ':' || !digits(&at, 2, &tm->tm_min))
		return false;
	if (*at == ':' && (at++, !digits(&at, 2, &tm->tm_sec)))
		return false;
	*text = at;
	return tm->tm_hour < 24 && tm->tm_min < 60 && tm->tm_sec < 61;
}

static bool calendar_day(const char **text, struct tm *tm)
{
	const char *at = *text;

	if (!digits(&at, 4, &tm->tm_year) || *at++ != '-' || !digits(&at, 2, &tm->tm_mon) ||
	    *at++ != '-' || !digits(&at, 2, &tm->tm_mday))
		return false;
	*text = at;
	tm->tm_year -= 1900;
	tm->tm_mon--;
	return tm->tm_mon >= 0 && tm->tm_mon < 12 && tm->tm_mday >= 1 && tm->tm_mday <= 31;
}

/* The end of the second that is named: a sample within it is meant too. */
static bool end_of_second(struct tm *tm, bool utc, __u64 *ns)
{
	time_t time;

	tm->tm_isdst = -1;
	time = utc ? timegm(tm) : mktime(tm);
	if (time < 0)
		return false;
	*ns = (__u64)time * NS + NS - 1;
	return true;
}

static bool absolute(const char *text, __u64 last_ns, __u64 *ns)
{
	struct tm tm = { 0 };
	time_t last = last_ns / NS;
	bool utc;

	if (calendar_day(&text, &tm)) {
		if (*text == 'T' || *text == ' ') {
			text++;
			if (!clock_time(&text, &tm))
				return false;
		}
		utc = *text == 'Z';
		return !text[utc] && end_of_second(&tm, utc, ns);
	}
	/* Without a day: the last time before the end of the recording that it was so late. */
	if (!localtime_r(&last, &tm) || !clock_time(&text, &tm) || *text)
		return false;
	if (!end_of_second(&tm, false, ns))
		return false;
	if (*ns / NS > last_ns / NS) {
		tm.tm_mday--;
		return end_of_second(&tm, false, ns);
	}
	return true;
}

static bool parse_time(const char *text, __u64 last_ns, __u64 *ns)
{
	__u64 back;

	if (*text == '@')
		return kc_parse_ns(text + 1, strlen(text + 1), "s", ns);
	if (*text == '-') {
		if (!kc_parse_ns(text + 1, strlen(text + 1), "s", &back))
			return false;
		*ns = back < last_ns ? last_ns - back : 0;
		return true;
	}
	return absolute(text, last_ns, ns);
}

/**
 * kc_record_time - find the sample of a time: the last one taken not later
 * @record: the recording
 * @text: HH:MM[:SS]; YYYY-MM-DD[THH:MM[:SS][Z]]; @ and seconds since 1970; or - and
 *	a time before the last sample, such as -90 or -5m
 * @sample: set to its number from 0
 * @err: filled on failure
 *
 * Return: KC_OK, KC_USAGE or KC_NOT_FOUND.
 */
int kc_record_time(const struct kc_record *record, const char *text, __u64 *sample,
		   struct kc_error *err)
{
	__u64 n = record->info.samples, ns;

	if (!n)
		return kc_fail(err, KC_NOT_FOUND, 0, "%s has no complete sample", record->path);
	if (!parse_time(text, record->samples[n - 1].realtime_ns, &ns))
		return kc_fail(err, KC_USAGE, 0,
			       "invalid time '%s': expected HH:MM[:SS], YYYY-MM-DDTHH:MM:SS[Z], "
			       "@SECONDS or -TIME before the last sample", text);
	while (n && record->samples[n - 1].realtime_ns > ns)
		n--;
	if (!n)
		return kc_fail(err, KC_NOT_FOUND, 0, "%s begins later than %s", record->path, text);
	*sample = n - 1;
	return KC_OK;
}

/**
 * kc_record_open_at - open a recording and go to a sample
 * @record: set on success
 * @path: FILE for the last sample that can be read, or FILE@WHICH: the number or
 *	the time of one, as kc_record_number() and kc_record_time() take them
 * @err: filled on failure
 */
int kc_record_open_at(struct kc_record **record, const char *path, struct kc_error *err)
{
	const char *which = NULL, *at;
	struct kc_record *made;
	__u64 sample;
	char *file;
	int ret;

	file = strdup(path);
	if (!file)
		return kc_fail_memory(err);
	/* A file of just this name comes first. */
	at = strchr(path, '@');
	if (at && access(path, F_OK)) {
		which = at + 1;
		file[at - path] = 0;
	}
	ret = kc_record_open(&made, file, err);
	free(file);
	if (ret)
		return ret;
	if (!which)
		ret = kc_record_seek_last(made, err);
	else if (kc_parse_s64(which, strlen(which), &(__s64) { 0 }))
		ret = kc_record_number(made, which, &sample, err);
	else
		ret = kc_record_time(made, which, &sample, err);
	if (!ret && which)
		ret = kc_record_seek(made, sample, err);
	if (ret)
		kc_record_close(made);
	else
		*record = made;
	return ret;
}
