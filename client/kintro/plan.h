/* SPDX-License-Identifier: GPL-2.0-only */
/* From the command line to a query for every object. */
#ifndef KINTRO_PLAN_H
#define KINTRO_PLAN_H

#include "session.h"

int kintro_plan(struct kintro *kintro, struct kc_error *err);
void kintro_unplan(struct kintro *kintro);

#endif
