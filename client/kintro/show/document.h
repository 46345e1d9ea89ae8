/* SPDX-License-Identifier: GPL-2.0-only */
/* The JSON document. */
#ifndef KINTRO_DOCUMENT_H
#define KINTRO_DOCUMENT_H

#include "../session.h"

int kintro_document(struct kintro *kintro, struct kc_error *err);

#endif
