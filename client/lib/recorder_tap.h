/* SPDX-License-Identifier: GPL-2.0-only */
/* A transport that records what passes; only files of the library include it. */
#ifndef KC_RECORDER_TAP_H
#define KC_RECORDER_TAP_H

#include "recording.h"

struct kc_tap {
	struct kc_transport transport;	/* first: it is turned back into this */
	struct kc_transport *inner;
	struct kc_recorder *recorder;
};

struct kc_tap *kc_recorder_own_tap(struct kc_recorder *recorder);

#endif
