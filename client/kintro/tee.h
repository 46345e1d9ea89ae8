/* SPDX-License-Identifier: GPL-2.0-only */
/* What is printed is recorded as well. */
#ifndef KINTRO_TEE_H
#define KINTRO_TEE_H

#include "session.h"

int kintro_tee_start(struct kintro *kintro, struct kc_error *err);
int kintro_tee_stop(struct kintro *kintro, int ret, struct kc_error *err);
int kintro_tee_begin(struct kintro *kintro, struct kc_error *err);
int kintro_tee_end(struct kintro *kintro, int ret, struct kc_error *err);
int kintro_tee_check(struct kintro *kintro, const struct kc_query *query, struct kc_error *err);

#endif
