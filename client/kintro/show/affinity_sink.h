/* SPDX-License-Identifier: GPL-2.0-only */
/* Affinity as a matrix. */
#ifndef KINTRO_AFFINITY_SINK_H
#define KINTRO_AFFINITY_SINK_H

#include "sink.h"

/* What a matrix is made of, in this order. */
#define KINTRO_AFFINITY_COLUMNS "pid,comm,cpu,on-cpu,cpus-allowed"

struct kc_sink *kintro_affinity_sink(FILE *out, const struct kc_text_style *style);

#endif
