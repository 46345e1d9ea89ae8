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

static int days_of(int year, int month)
{
	static const unsigned char days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return days[month] + (month == 1 && !(year % 4) && (year % 100 || !(year % 400)));
}

/* A day that there is: mktime() would make another of the 31st of November. */
static bool calendar_day(const char **text, struct tm *tm)
{
	const char *at = *text;

	if (!digits(&at, 4, &tm->tm_year) || *at++ != '-' || !digits(&at, 2, &tm->tm_mon) ||
	    *at++ != '-' || !digits(&at, 2, &tm->tm_mday))
		return false;
	*text = at;
	tm->tm_mon--;
	if (tm->tm_mon < 0 || tm->tm_mon > 11 || tm->tm_mday < 1 ||
	    tm->tm_mday > days_of(tm->tm_year, tm->tm_mon))
		return false;
	tm->tm_year -= 1900;
	return true;
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

static bool absolute(const char *text, __u64 latest, __u64 *ns)
{
	struct tm tm = { 0 };
	time_t last = latest / NS;
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
	if (*ns / NS > latest / NS) {
		tm.tm_mday--;
		return end_of_second(&tm, false, ns);
	}
	return true;
}

/* The latest time of all samples: if the clock was set back, it is not the last one's. */
static __u64 latest_ns(const struct kc_record *record)
{
	__u64 latest = 0, n;

	for (n = 0; n < record->info.samples; n++)
		if (record->samples[n].realtime_ns > latest)
			latest = record->samples[n].realtime_ns;
	return latest;
}

/* The sample next before a time of the clock; of two with the same time the later one. */
static bool find_before(const struct kc_record *record, __u64 ns, __u64 *sample)
{
	const struct kc_sample *samples = record->samples;
	bool found = false;
	__u64 n;

	for (n = 0; n < record->info.samples; n++) {
		if (samples[n].realtime_ns > ns ||
		    (found && samples[n].realtime_ns < samples[*sample].realtime_ns))
			continue;
		*sample = n;
		found = true;
	}
	return found;
}

/* The last sample that is so much older than the last one, whatever became of the clock. */
static bool find_back(const struct kc_record *record, __u64 back_ns, __u64 *sample)
{
	__u64 n = record->info.samples, last_ns = record->samples[n - 1].monotonic_ns;

	if (back_ns > last_ns)
		return false;
	while (n && record->samples[n - 1].monotonic_ns > last_ns - back_ns)
		n--;
	*sample = n - 1;
	return n;
}

/**
 * kc_record_time - find the sample of a time: the last one taken not later
 * @record: the recording
 * @text: HH:MM[:SS]; YYYY-MM-DD[THH:MM[:SS][Z]]; @ and seconds since 1970; or - and
 *	a time before the last sample, such as -90 or -5m
 * @sample: set to its number from 0
 * @err: filled on failure
 *
 * Samples are in the order in which they were taken. If the clock was set back, times of the
 * clock are not, and the sample nearest to the time counts.
 *
 * Return: KC_OK, KC_USAGE or KC_NOT_FOUND.
 */
int kc_record_time(const struct kc_record *record, const char *text, __u64 *sample,
		   struct kc_error *err)
{
	bool back = *text == '-', seconds = *text == '@', known;
	__u64 ns;

	if (!record->info.samples)
		return kc_fail(err, KC_NOT_FOUND, 0, "%s has no complete sample", record->path);
	known = back || seconds ? kc_parse_ns(text + 1, strlen(text + 1), "s", &ns) :
		absolute(text, latest_ns(record), &ns);
	if (!known)
		return kc_fail(err, KC_USAGE, 0,
			       "invalid time '%s': expected HH:MM[:SS], YYYY-MM-DDTHH:MM:SS[Z], "
			       "@SECONDS or -TIME before the last sample", text);
	if (!(back ? find_back(record, ns, sample) : find_before(record, ns, sample)))
		return kc_fail(err, KC_NOT_FOUND, 0, "%s begins later than %s", record->path, text);
	return KC_OK;
}

/**
 * kc_record_which - find the sample that follows the @ of FILE@WHICH
 * @record: the recording
 * @which: a number as kc_record_number() takes it, or a time as kc_record_time() does
 * @sample: set to its number from 0
 * @err: filled on failure
 */
int kc_record_which(const struct kc_record *record, const char *which, __u64 *sample,
		    struct kc_error *err)
{
	if (kc_parse_s64(which, strlen(which), &(__s64) { 0 }))
		return kc_record_number(record, which, sample, err);
	return kc_record_time(record, which, sample, err);
}

/**
 * kc_record_split - split FILE@WHICH
 * @path: FILE or FILE@WHICH
 * @file: set to the file's name, which the caller frees
 * @err: filled on failure
 *
 * An @ may be in the name of the file or of a folder, and in WHICH. A file of the whole name
 * comes first, then the longest name before an @ that there is, then that before the last @.
 *
 * Return: WHICH, within @path; NULL: there is none, or @file is NULL and @err is filled.
 */
const char *kc_record_split(const char *path, char **file, struct kc_error *err)
{
	const char *last = strrchr(path, '@');
	size_t len;
	char *at;

	*file = strdup(path);
	if (!*file)
		kc_fail_memory(err);
	if (!*file || !last || !access(path, F_OK))
		return NULL;
	while ((at = strrchr(*file, '@'))) {
		*at = 0;
		if (**file && !access(*file, F_OK))
			return path + (at - *file) + 1;
	}
	/* There is no such file. What has a slash after its last @ is a name, not WHICH. */
	len = strchr(last, '/') ? strlen(path) : (size_t)(last - path);
	memcpy(*file, path, len);
	(*file)[len] = 0;
	return strchr(last, '/') ? NULL : last + 1;
}

/**
 * kc_record_open_at - open a recording and go to a sample
 * @record: set on success
 * @path: FILE for the last sample that can be read, or FILE@WHICH, as kc_record_split() and
 *	kc_record_which() take them
 * @err: filled on failure
 */
int kc_record_open_at(struct kc_record **record, const char *path, struct kc_error *err)
{
	struct kc_record *made;
	const char *which;
	__u64 sample;
	char *file;
	int ret;

	which = kc_record_split(path, &file, err);
	if (!file)
		return err->code;
	ret = kc_record_open(&made, file, err);
	free(file);
	if (ret)
		return ret;
	if (!which)
		ret = kc_record_seek_last(made, err);
	else
		ret = kc_record_which(made, which, &sample, err);
	if (!ret && which)
		ret = kc_record_seek(made, sample, err);
	if (ret)
		kc_record_close(made);
	else
		*record = made;
	return ret;
}
