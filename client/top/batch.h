/* SPDX-License-Identifier: GPL-2.0-only */
/* Samples as plain text on standard output. */
#ifndef TOP_BATCH_H
#define TOP_BATCH_H

#include "model/state.h"

int top_batch(struct top *top, struct kc_transport *transport, __u64 limit, struct kc_error *err);

#endif
