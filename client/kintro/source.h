/* SPDX-License-Identifier: GPL-2.0-only */
/* Where rows come from: the driver, or a sample of a recording. */
#ifndef KINTRO_SOURCE_H
#define KINTRO_SOURCE_H

#include "session.h"

int kintro_connect(struct kintro *kintro, struct kc_error *err);
int kintro_check_source(const struct kintro *kintro, struct kc_error *err);
int kintro_open_source(struct kintro *kintro, struct kc_error *err);
int kintro_reopen_source(struct kintro *kintro, struct kc_error *err);
int kintro_next_sample(struct kintro *kintro, struct kc_error *err);
void kintro_close_source(struct kintro *kintro);

#endif
