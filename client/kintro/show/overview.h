/* SPDX-License-Identifier: GPL-2.0-only */
/* The overview and its sections, a file each, which put their lines into a buffer. */
#ifndef KINTRO_OVERVIEW_H
#define KINTRO_OVERVIEW_H

#include "../session.h"

int kintro_overview(struct kintro *kintro, struct kc_error *err);

int overview_tasks(struct kintro *kintro, struct kc_buf *out, struct kc_error *err);
int overview_cpu(struct kintro *kintro, struct kc_buf *out, struct kc_error *err);
int overview_memory(struct kintro *kintro, struct kc_buf *out, struct kc_error *err);
int overview_kernel(struct kintro *kintro, struct kc_buf *out, struct kc_error *err);

#endif
