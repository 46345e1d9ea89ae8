/* SPDX-License-Identifier: GPL-2.0-only */
/* Names that people type: in kebab-case or snake_case, and shortened while they are clear. */
#ifndef KC_NAMES_H
#define KC_NAMES_H

#include <stdbool.h>
#include <stddef.h>

/* More letters than any name has. */
#define KC_NAME_FAR 64

bool kc_name_begins(const char *name, const char *typed, size_t len);
bool kc_name_is(const char *name, const char *typed);
int kc_name_find(const char *(*names)(const void *context, unsigned int n), const void *context,
		 const char *typed, size_t len, unsigned int *hits);
unsigned int kc_name_distance(const char *a, size_t a_len, const char *b, size_t b_len);

#endif
