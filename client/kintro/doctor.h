/* SPDX-License-Identifier: GPL-2.0-only */
/* What the parts of kintro doctor share. */
#ifndef KINTRO_DOCTOR_H
#define KINTRO_DOCTOR_H

#include <sys/utsname.h>

#include "kintro.h"

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

/* What checks have in common. */
struct patient {
	struct utsname uts;
	bool loaded;
	bool debugfs;			/* its files can be read */
	char module[512];		/* file of the module for this kernel, or "" */
	struct kc_transport *netlink;
	struct kc_error netlink_err;
	struct kc_catalog catalog;
	bool catalog_loaded;
};

void found(struct finding *finding, enum status status, const char *fix,
	   const char *format, ...) __attribute__((format(printf, 4, 5)));
bool doctor_bracketed(const char *path, const char *word);

/* doctor_module.c */
void doctor_find_module(struct patient *patient);
void doctor_check_built(struct patient *patient, struct finding *finding);
void doctor_check_signature(struct patient *patient, struct finding *finding);
void doctor_check_loaded(struct patient *patient, struct finding *finding);

#endif
