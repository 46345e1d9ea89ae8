/* SPDX-License-Identifier: GPL-2.0-only */
/* Text, CSV and JSON Lines: tables without a document around them. */
#ifndef KINTRO_TABLES_H
#define KINTRO_TABLES_H

#include "../session.h"

int kintro_tables(struct kintro *kintro, struct kc_error *err);
int kintro_matrix(struct kintro *kintro, struct kc_error *err);

#endif
