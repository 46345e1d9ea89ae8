/* SPDX-License-Identifier: GPL-2.0-only */
/* Where everything that the programs print goes through. */
#ifndef KC_OUTPUT_H
#define KC_OUTPUT_H

#include <stdio.h>

#include "buf.h"
#include "error.h"

#define KC_BOLD "\033[1m"
#define KC_PLAIN "\033[0m"
#define KC_DIM "\033[2m"
#define KC_RED "\033[31m"
#define KC_GREEN "\033[32m"
#define KC_YELLOW "\033[33m"
#define KC_BLUE "\033[34m"
#define KC_CYAN "\033[36m"
#define KC_BOLD_GREEN "\033[1;32m"
#define KC_BOLD_YELLOW "\033[1;33m"
#define KC_CLEAR "\033[H\033[2J"

bool kc_harmless(struct kc_buf *buf, const char *text, size_t len);
int kc_write(FILE *out, struct kc_buf *buf, struct kc_error *err);
void kc_print(const char *format, ...) __attribute__((format(printf, 1, 2)));
void kc_fprint(FILE *out, const char *format, ...) __attribute__((format(printf, 2, 3)));
void kc_print_line(FILE *out, const char *before, const char *text);
void kc_print_error(const char *program, const struct kc_error *err);

#endif
