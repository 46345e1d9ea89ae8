/* SPDX-License-Identifier: GPL-2.0-only */
/* What a check of the doctor found. */
#ifndef KINTRO_FINDING_H
#define KINTRO_FINDING_H

#include <stdbool.h>

enum status {
	STATUS_OK,
	STATUS_NOTE,		/* something is absent, the rest works */
	STATUS_BAD,		/* nothing works */
	STATUS_SKIPPED,		/* another check tells why */
};

/* What a check found. */
struct finding {
	enum status status;
	char message[1024];
	char fix[320];
};

void found(struct finding *finding, enum status status, const char *fix,
	   const char *format, ...) __attribute__((format(printf, 4, 5)));
bool doctor_bracketed(const char *path, const char *word);

#endif
