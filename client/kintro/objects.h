/* SPDX-License-Identifier: GPL-2.0-only */
/* Objects and KEY=VALUE on the command line. */
#ifndef KINTRO_OBJECTS_H
#define KINTRO_OBJECTS_H

#include "session.h"

int kintro_find_word(const struct kintro *kintro, const char *word, struct kc_error *err);
const struct kintro_command *kintro_word_command(const struct kintro *kintro, unsigned int n);
int kintro_name_objects(struct kintro *kintro, unsigned int first, struct kc_error *err);
void kintro_all_objects(struct kintro *kintro);

#endif
