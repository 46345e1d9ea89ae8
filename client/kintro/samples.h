/* SPDX-License-Identifier: GPL-2.0-only */
/* One sample, or one after the other until a signal comes. */
#ifndef KINTRO_SAMPLES_H
#define KINTRO_SAMPLES_H

#include "session.h"

typedef int kintro_sample_fn(struct kintro *kintro, struct kc_error *err);

void kintro_stop_on_signals(void);
int kintro_stopped(void);
void kintro_sleep_until(__u64 due_ns);
int kintro_samples(struct kintro *kintro, kintro_sample_fn *show, struct kc_error *err);

#endif
