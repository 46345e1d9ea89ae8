// SPDX-License-Identifier: GPL-2.0-only
/*
 * The thread that asks the driver. It makes a sample, leaves it where the screen
 * finds it and writes a byte into a pipe; one that nobody took is replaced. When
 * the driver goes away it is looked for at every interval.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "collect.h"

struct top_collector {
	pthread_t thread;
	pthread_mutex_t mutex;
	pthread_cond_t cond;
	const struct top_source *source;
	struct kc_transport *transport;
	struct top_catalog *catalog;
	int pipe[2];
	/* Below: under the mutex. */
	struct top_want wants[TOP_WANTS_MAX];
	unsigned int count;
	unsigned int serial;		/* of the wants */
	__u64 interval_ns;
	bool paused;
	bool quit;
	__u64 busy_since_ns;		/* 0: idle */
	struct top_sample *sample;
};

/**
 * top_sample_free - let go of all that a sample has
 * @sample: the sample or NULL
 */
void top_sample_free(struct top_sample *sample)
{
	unsigned int i;

	if (!sample)
		return;
	for (i = 0; i < sample->count; i++)
		top_snapshot_put(sample->snapshots[i]);
	top_catalog_put(sample->catalog);
	free(sample);
}

static void lose(struct kc_transport **transport, struct top_catalog **catalog)
{
	if (*transport)
		(*transport)->close(*transport);
	*transport = NULL;
	top_catalog_put(*catalog);
	*catalog = NULL;
}

static int reach(const struct top_source *source, struct kc_transport **transport,
		 struct top_catalog **catalog, struct kc_error *err)
{
	int ret;

	if (!*transport) {
		ret = source->open(source->context, transport, err);
		if (ret)
			return ret;
	}
	if (!*catalog)
		*catalog = top_catalog_load(*transport, err);
	if (*catalog)
		return KC_OK;
	ret = err->code;
	lose(transport, catalog);
	return ret;
}

/* Make all dumps, of a recording @back samples before. Return: false without memory. */
static bool take_all(const struct top_source *source, struct kc_transport *transport,
		     struct top_catalog *catalog, struct top_sample *sample,
		     const struct top_want *wants, unsigned int count, __u64 back)
{
	struct top_snapshot *snapshot;
	__u64 time_ns = 0;
	unsigned int i;

	if (source->seek && count) {
		sample->code = source->seek(source->context, wants[0].position - back, &time_ns,
					    &sample->err);
		if (sample->code)
			return true;
	}
	for (i = 0; i < count; i++) {
		snapshot = top_snapshot_take(transport, catalog, &wants[i]);
		if (!snapshot)
			return false;
		snapshot->want.position -= back;
		if (source->seek)
			snapshot->time_ns = time_ns;
		sample->snapshots[sample->count++] = snapshot;
		if (snapshot->code == KC_DRIVER) {
			sample->code = snapshot->code;
			sample->err = snapshot->err;
			break;
		}
	}
	return true;
}

/**
 * top_sample_take - make a sample
 * @source: where from
 * @transport: the way, opened if NULL, closed and made NULL when it failed
 * @catalog: the tables, likewise
 * @wants: what
 * @count: how many
 *
 * Return: the sample, also of a driver that is not there; NULL without memory.
 */
struct top_sample *top_sample_take(const struct top_source *source,
				   struct kc_transport **transport,
				   struct top_catalog **catalog,
				   const struct top_want *wants, unsigned int count)
{
	struct top_sample *sample = calloc(1, sizeof(*sample));

	if (!sample)
		return NULL;
	sample->time_ns = top_now_ns();
	if (source->live)
		top_machine_read(&sample->machine);
	sample->code = reach(source, transport, catalog, &sample->err);
	if (sample->code)
		return sample;
	sample->catalog = *catalog;
	__atomic_add_fetch(&(*catalog)->refs, 1, __ATOMIC_RELAXED);
	if (source->seek) {
		/* Of a recording, the sample before too; a damaged one is skipped. */
		if (count && wants[0].position &&
		    !take_all(source, *transport, *catalog, sample, wants, count, 1))
			goto no_memory;
		sample->code = KC_OK;
	}
	if (!take_all(source, *transport, *catalog, sample, wants, count, 0))
		goto no_memory;
	/* The driver went away, or another one came. */
	if (sample->code && !source->seek)
		lose(transport, catalog);
	return sample;

no_memory:
	top_sample_free(sample);
	return NULL;
}

static void tell(const struct top_collector *collector)
{
	ssize_t ignored = write(collector->pipe[1], "", 1);

	(void)ignored;	/* a full pipe has told already */
}

/* Wait until it is time, or something else is wanted. Mutex held. */
static void wait_until(struct top_collector *collector, __u64 due_ns, unsigned int serial)
{
	struct timespec due = {
		.tv_sec = due_ns / 1000000000, .tv_nsec = due_ns % 1000000000,
	};

	while (!collector->quit && collector->serial == serial) {
		if (collector->paused || !collector->count)
			pthread_cond_wait(&collector->cond, &collector->mutex);
		else if (pthread_cond_timedwait(&collector->cond, &collector->mutex, &due))
			return;
	}
}

static void *collect(void *context)
{
	struct top_collector *collector = context;
	struct top_want wants[TOP_WANTS_MAX];
	struct top_sample *sample, *old;
	unsigned int count, serial;
	__u64 start;

	pthread_mutex_lock(&collector->mutex);
	while (!collector->quit) {
		count = collector->count;
		serial = collector->serial;
		if (!count || collector->paused) {
			wait_until(collector, 0, serial);
			continue;
		}
		memcpy(wants, collector->wants, sizeof(wants));
		start = top_now_ns();
		collector->busy_since_ns = start;
		pthread_mutex_unlock(&collector->mutex);

		sample = top_sample_take(collector->source, &collector->transport,
					 &collector->catalog, wants, count);
		if (sample)
			sample->serial = serial;

		pthread_mutex_lock(&collector->mutex);
		collector->busy_since_ns = 0;
		old = collector->sample;
		if (sample)
			collector->sample = sample;
		tell(collector);
		if (sample && old) {
			pthread_mutex_unlock(&collector->mutex);
			top_sample_free(old);
			pthread_mutex_lock(&collector->mutex);
		}
		wait_until(collector, start + collector->interval_ns, serial);
	}
	pthread_mutex_unlock(&collector->mutex);
	lose(&collector->transport, &collector->catalog);
	return NULL;
}

/**
 * top_collector_start - start the thread
 * @source: where samples come from; has to outlive it
 * @transport: an open way to it or NULL; taken over
 * @catalog: its tables or NULL; taken over
 * @err: filled on failure
 */
struct top_collector *top_collector_start(const struct top_source *source,
					  struct kc_transport *transport,
					  struct top_catalog *catalog, struct kc_error *err)
{
	struct top_collector *collector = calloc(1, sizeof(*collector));
	pthread_condattr_t attr;
	sigset_t all, old;
	int ret;

	if (!collector || pipe2(collector->pipe, O_CLOEXEC | O_NONBLOCK)) {
		kc_fail_errno(err, errno, "cannot start collecting", NULL);
		free(collector);
		return NULL;
	}
	collector->source = source;
	collector->transport = transport;
	collector->catalog = catalog;
	pthread_mutex_init(&collector->mutex, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&collector->cond, &attr);
	pthread_condattr_destroy(&attr);
	/* Signals are for the thread that has the terminal. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	ret = pthread_create(&collector->thread, NULL, collect, collector);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	if (!ret)
		return collector;
	kc_fail_errno(err, ret, "cannot start a thread", NULL);
	lose(&collector->transport, &collector->catalog);
	close(collector->pipe[0]);
	close(collector->pipe[1]);
	free(collector);
	return NULL;
}

/**
 * top_collector_fd - readable when there is a new sample
 * @collector: the collector
 */
int top_collector_fd(const struct top_collector *collector)
{
	return collector->pipe[0];
}

/**
 * top_collector_want - say what to collect; a change is acted on at once
 * @collector: the collector
 * @wants: the dumps
 * @count: how many
 * @interval_ns: from the beginning of one sample to that of the next
 * @paused: collect nothing
 *
 * Return: the serial that samples of this have.
 */
unsigned int top_collector_want(struct top_collector *collector, const struct top_want *wants,
				unsigned int count, __u64 interval_ns, bool paused)
{
	unsigned int serial;

	pthread_mutex_lock(&collector->mutex);
	if (collector->count != count || collector->paused != paused ||
	    collector->interval_ns != interval_ns ||
	    memcmp(collector->wants, wants, count * sizeof(*wants))) {
		memset(collector->wants, 0, sizeof(collector->wants));
		memcpy(collector->wants, wants, count * sizeof(*wants));
		collector->count = count;
		collector->interval_ns = interval_ns;
		collector->paused = paused;
		collector->serial++;
		pthread_cond_signal(&collector->cond);
	}
	serial = collector->serial;
	pthread_mutex_unlock(&collector->mutex);
	return serial;
}

/**
 * top_collector_sample - the newest sample
 * @collector: the collector
 *
 * Return: the sample, which is the caller's now, or NULL if there is none.
 */
struct top_sample *top_collector_sample(struct top_collector *collector)
{
	struct top_sample *sample;
	char bytes[64];

	while (read(collector->pipe[0], bytes, sizeof(bytes)) > 0)
		;
	pthread_mutex_lock(&collector->mutex);
	sample = collector->sample;
	collector->sample = NULL;
	pthread_mutex_unlock(&collector->mutex);
	return sample;
}

/**
 * top_collector_busy_ns - for how long it has been at the sample it makes
 * @collector: the collector
 *
 * Return: the time, 0 if it is waiting.
 */
__u64 top_collector_busy_ns(struct top_collector *collector)
{
	__u64 since;

	pthread_mutex_lock(&collector->mutex);
	since = collector->busy_since_ns;
	pthread_mutex_unlock(&collector->mutex);
	return since ? top_now_ns() - since : 0;
}

/**
 * top_collector_stop - end the thread
 * @collector: the collector or NULL
 *
 * A thread that the kernel does not let go in a second is left to the end of
 * the program, which is near.
 */
void top_collector_stop(struct top_collector *collector)
{
	struct timespec until;

	if (!collector)
		return;
	pthread_mutex_lock(&collector->mutex);
	collector->quit = true;
	pthread_cond_signal(&collector->cond);
	pthread_mutex_unlock(&collector->mutex);
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec++;
	if (pthread_timedjoin_np(collector->thread, NULL, &until))
		return;
	top_sample_free(collector->sample);
	close(collector->pipe[0]);
	close(collector->pipe[1]);
	pthread_cond_destroy(&collector->cond);
	pthread_mutex_destroy(&collector->mutex);
	free(collector);
}
