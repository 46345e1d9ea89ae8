// SPDX-License-Identifier: GPL-2.0-only
/* A transport that records what passes. */
#include "recorder_tap.h"

struct tapped {
	struct kc_recorder *recorder;
	kc_batch_fn *fn;
	void *context;
	int ret;
	struct kc_error err;
};

/* Whoever reads may have seen enough, or fail: what is recorded is whole all the same. */
static int tap_batch(void *context, const struct kc_rows *rows, struct kc_error *err)
{
	struct tapped *tapped = context;

	(void)err;
	kc_recorder_batch(tapped->recorder, rows);
	if (!tapped->ret && tapped->fn)
		tapped->ret = tapped->fn(tapped->context, rows, &tapped->err);
	return KC_OK;
}

static int tap_dump(struct kc_transport *transport, const struct kc_request *request,
		    kc_batch_fn *fn, void *context, struct kc_error *err)
{
	struct kc_tap *tap = (struct kc_tap *)transport;
	struct tapped tapped = { .recorder = tap->recorder, .fn = fn, .context = context };
	int ret;

	kc_recorder_object(tap->recorder, request);
	ret = tap->inner->dump(tap->inner, request, tap_batch, &tapped, err);
	kc_recorder_result(tap->recorder, ret, err);
	if (!tapped.ret)
		return ret;
	*err = tapped.err;
	return tapped.ret;
}

static void tap_close(struct kc_transport *transport)
{
	(void)transport;	/* the recorder's */
}

/**
 * kc_recorder_tap - return a transport that records all that it hands on
 * @recorder: within a sample when the transport is used
 * @transport: where rows come from, not owned
 *
 * What is recorded is complete, also if the reader stops early. That recording
 * failed is told by kc_recorder_end() only. A @fn of NULL is allowed for its
 * dump. Return: the recorder's, the same each time.
 */
struct kc_transport *kc_recorder_tap(struct kc_recorder *recorder, struct kc_transport *transport)
{
	struct kc_tap *tap = kc_recorder_own_tap(recorder);

	tap->transport = *transport;
	tap->transport.dump = tap_dump;
	tap->transport.close = tap_close;
	tap->transport.absent = NULL;
	tap->inner = transport;
	tap->recorder = recorder;
	return &tap->transport;
}
