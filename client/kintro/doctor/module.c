// SPDX-License-Identifier: GPL-2.0-only
/* kintro doctor: is the module built, signed as demanded, loaded? */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "checks.h"
#include "host.h"
#include "../../../uapi/version.h"

/**
 * doctor_find_module - find the module's file by modules.dep, which modprobe goes by
 * @patient: gets its path
 */
void doctor_find_module(struct patient *patient)
{
	char path[300], line[1024];
	FILE *file;

	snprintf(path, sizeof(path), "/lib/modules/%s/modules.dep", patient->uts.release);
	file = fopen(path, "re");
	while (file && fgets(line, sizeof(line), file)) {
		line[strcspn(line, ":")] = 0;
		if (!strstr(line, "/kintrospect.ko"))
			continue;
		snprintf(patient->module, sizeof(patient->module), "/lib/modules/%s/%.200s",
			 patient->uts.release, line);
		break;
	}
	if (file)
		fclose(file);
}

/* Whether a Debian package is installed. */
static bool has_package(const char *name)
{
	char path[128];

	snprintf(path, sizeof(path), "/var/lib/dpkg/info/%s.list", name);
	return !access(path, F_OK);
}

/* How to get the driver for this kernel: from where the programs came. */
static void how_to_build(const struct patient *patient, char *fix, size_t size)
{
	char path[300];
	bool headers;

	snprintf(path, sizeof(path), "/lib/modules/%s/build/Makefile", patient->uts.release);
	headers = !access(path, F_OK);
	if (has_package("kintrospect-dkms"))
		snprintf(fix, size, headers ? "dkms autoinstall -k %s; 'dkms status' and its "
			 "make.log say why it was not built" : "apt install linux-headers-%s: "
			 "DKMS builds it then", patient->uts.release);
	else if (has_package("kintrospect"))
		snprintf(fix, size, "apt install kintrospect-dkms%s%s",
			 headers ? "" : " linux-headers-", headers ? "" : patient->uts.release);
	else if (headers)
		snprintf(fix, size, "make && sudo make install, in the source of kintrospect");
	else
		snprintf(fix, size, "apt install linux-headers-%s (Debian), then make && "
			 "sudo make install, in the source of kintrospect", patient->uts.release);
}

/**
 * doctor_check_built - check that the driver is installed for this kernel
 * @patient: what is known
 * @finding: filled
 */
void doctor_check_built(struct patient *patient, struct finding *finding)
{
	char fix[320];

	if (patient->module[0]) {
		found(finding, STATUS_OK, NULL, "installed as %s", patient->module);
		return;
	}
	if (patient->loaded) {
		how_to_build(patient, fix, sizeof(fix));
		found(finding, STATUS_NOTE, fix, "loaded, but not installed for kernel %s: "
		      "modprobe does not find it", patient->uts.release);
		return;
	}
	how_to_build(patient, fix, sizeof(fix));
	found(finding, STATUS_BAD, fix, "the driver is not built and installed for kernel %s",
	      patient->uts.release);
}

/* Whether a module's file ends in a signature; compressed ones cannot be told. */
static int is_signed(const char *path)
{
	static const char mark[] = "~Module signature appended~\n";
	char end[sizeof(mark)] = "";
	FILE *file = fopen(path, "re");
	size_t len = strlen(path);
	int ret = -1;

	if (!file)
		return -1;
	if (len > 3 && !strcmp(path + len - 3, ".ko") &&
	    !fseek(file, -(long)(sizeof(mark) - 1), SEEK_END) &&
	    fread(end, 1, sizeof(mark) - 1, file) == sizeof(mark) - 1)
		ret = !memcmp(end, mark, sizeof(mark) - 1);
	fclose(file);
	return ret;
}

static bool secure_boot(void)
{
	unsigned char value[5] = { 0 };
	int fd = open("/sys/firmware/efi/efivars/"
		      "SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c", O_RDONLY | O_CLOEXEC);
	ssize_t got = fd < 0 ? -1 : read(fd, value, sizeof(value));

	if (fd >= 0)
		close(fd);
	return got == sizeof(value) && value[4] == 1;
}

/**
 * doctor_check_signature - check that this kernel would take the module
 * @patient: what is known
 * @finding: filled
 */
void doctor_check_signature(struct patient *patient, struct finding *finding)
{
	static const char fix[] = "sign it with a key of yours that is enrolled: mokutil --import "
		"/var/lib/dkms/mok.pub, reboot, and install the driver by DKMS, which signs it";
	bool boot = secure_boot(), enforce, lockdown;
	char line[16] = "";
	int has_signature;

	kc_read_line("/sys/module/module/parameters/sig_enforce", line, sizeof(line));
	enforce = line[0] == 'Y' || line[0] == '1';
	lockdown = doctor_bracketed("/sys/kernel/security/lockdown", "integrity") ||
		   doctor_bracketed("/sys/kernel/security/lockdown", "confidentiality");
	has_signature = is_signed(patient->module);
	if (!enforce && !lockdown)
		found(finding, STATUS_OK, NULL, "this kernel loads unsigned modules%s",
		      boot ? ", although Secure Boot is on" : "");
	else if (patient->loaded)
		found(finding, STATUS_OK, NULL, "signatures are demanded%s, and it is loaded",
		      boot ? " (Secure Boot)" : "");
	else if (has_signature)
		found(finding, STATUS_NOTE, fix, "signatures are demanded (%s); the driver %s",
		      boot ? "Secure Boot" : lockdown ? "lockdown" : "module.sig_enforce",
		      has_signature > 0 ? "has one, its key must be enrolled" :
		      "is compressed: 'modinfo -F signer kintrospect' names its key");
	else
		found(finding, STATUS_BAD, fix, "signatures are demanded (%s) and the driver has none: "
		      "loading it fails with 'Key was rejected by service' or 'Required key not "
		      "available'", boot ? "Secure Boot" : lockdown ? "lockdown" :
		      "module.sig_enforce");
}

/* The version that a module's file says, unless it is compressed. */
static bool file_version(const char *path, char *version, size_t size)
{
	static const char mark[] = "\0version=";	/* begins after another text's end */
	FILE *file = fopen(path, "re");
	size_t hit = 0, len = 0;
	int c;

	while (file && hit < sizeof(mark) - 1 && (c = getc(file)) != EOF)
		hit = c == mark[hit] ? hit + 1 : !c;
	if (file && hit == sizeof(mark) - 1)
		while (len + 1 < size && (c = getc(file)) != EOF && c)
			version[len++] = c;
	version[len] = 0;
	if (file)
		fclose(file);
	return len;
}

static void check_unloaded(const struct patient *patient, struct finding *finding)
{
	struct blocked blocked;
	char fix[320];

	if (patient->module[0] && doctor_blocked(&blocked)) {
		snprintf(fix, sizeof(fix), blocked.alias ? "modprobe kintrospect; to have it loaded "
			 "on first use, remove that from %s" : "remove that from %s, then modprobe "
			 "kintrospect", blocked.where);
		found(finding, STATUS_BAD, fix, "the driver is not loaded, and is blacklisted in %s",
		      blocked.where);
		return;
	}
	found(finding, STATUS_BAD, patient->module[0] ? "modprobe kintrospect; to have "
	      "it loaded on first use, by any user, enable the line 'alias' in "
	      "/etc/modprobe.d/kintrospect.conf" : "install it first, see 'built'",
	      "the driver is not loaded");
}

/**
 * doctor_check_loaded - check that the driver is loaded, and of which version
 * @patient: what is known
 * @finding: filled
 */
void doctor_check_loaded(struct patient *patient, struct finding *finding)
{
	char version[64], installed[64];

	if (!patient->loaded) {
		check_unloaded(patient, finding);
		return;
	}
	if (!kc_driver_version(version, sizeof(version)))
		snprintf(version, sizeof(version), "of unknown version");
	if (!strcmp(version, KINTROSPECT_VERSION))
		found(finding, STATUS_OK, NULL, "driver %s is loaded", version);
	else if (patient->module[0] &&
		 (!file_version(patient->module, installed, sizeof(installed)) ||
		  strcmp(installed, version)))
		found(finding, STATUS_NOTE, "unload the old driver and load the installed one: "
		      "rmmod kintrospect && modprobe kintrospect", "driver %s is still loaded, but "
		      "program %s: fields that one of them does not know are missing", version,
		      KINTROSPECT_VERSION);
	else
		found(finding, STATUS_NOTE, "install driver and programs of the same release, to "
		      "have all fields", "driver %s, but program %s: fields that one of them does "
		      "not know are missing", version, KINTROSPECT_VERSION);
}
