/* SPDX-License-Identifier: GPL-2.0-only */
/* What a fuzzed function and its callers share. */
#ifndef FUZZ_H
#define FUZZ_H

#include <stddef.h>
#include <stdint.h>

/* What follows the first byte. */
enum {
	FUZZ_FILE,
	FUZZ_CHECKED,
	FUZZ_ITEMS,
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

/* commands.c */
void fuzz_commands(const char *path, uint32_t choice);

#endif
