/* SPDX-License-Identifier: GPL-2.0-only */
/* The checks of the doctor, of which doctor.c has the order. */
#ifndef KINTRO_CHECKS_H
#define KINTRO_CHECKS_H

#include <sys/utsname.h>

#include "catalog.h"
#include "finding.h"

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

/**
 * struct blocked - what keeps the module from being loaded
 * @where: a file of modprobe.d, or the kernel's command line
 * @alias: only when something asks for it by an alias; modprobe by its name works
 */
struct blocked {
	char where[256];
	bool alias;
};

/* blocked.c */
bool doctor_blocked(struct blocked *blocked);

/* module.c: is the module built, signed as demanded, loaded? */
void doctor_find_module(struct patient *patient);
void doctor_check_built(struct patient *patient, struct finding *finding);
void doctor_check_signature(struct patient *patient, struct finding *finding);
void doctor_check_loaded(struct patient *patient, struct finding *finding);

#endif
