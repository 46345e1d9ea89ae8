// SPDX-License-Identifier: GPL-2.0-only
/* Why something is missing, and what to do about it. */
#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "checks.h"
#include "../absent.h"
#include "../command.h"

#define DEBUGFS_MAGIC 0x64626720
#define CAP_SYS_PTRACE 19
#define CAP_SYS_ADMIN 21
#define CAP_SYSLOG 34

/* --- where this program runs ----------------------------------------------- */

static void check_netns(struct patient *patient, struct finding *finding)
{
	struct stat mine, first;

	if (stat("/proc/self/ns/net", &mine) || stat("/proc/1/ns/net", &first))
		found(finding, STATUS_SKIPPED, NULL, "cannot be told: no right to look at process 1");
	else if (mine.st_ino == first.st_ino && mine.st_dev == first.st_dev)
		found(finding, STATUS_OK, NULL, "the same as that of process 1");
	else
		found(finding, patient->debugfs ? STATUS_NOTE : STATUS_BAD,
		      "run it outside the container, or by nsenter -t 1 -n",
		      "another network namespace than that of process 1: the driver's netlink "
		      "family exists in the initial one only");
}

static void check_userns(struct patient *patient, struct finding *finding)
{
	unsigned long inside, outside, length;
	char line[128];

	(void)patient;
	if (kc_read_line("/proc/self/uid_map", line, sizeof(line)) &&
	    sscanf(line, "%lu %lu %lu", &inside, &outside, &length) == 3 &&
	    (inside || outside || length != 4294967295UL))
		found(finding, STATUS_BAD, "run it as root of the host itself",
		      "in a user namespace: its root has no rights for the driver");
	else
		found(finding, STATUS_OK, NULL, "the initial user namespace");
}

/* The inode of the initial PID namespace is fixed: PROC_PID_INIT_INO of linux/proc_ns.h. */
#define INITIAL_PIDNS 0xeffffffcUL

static void check_pidns(struct patient *patient, struct finding *finding)
{
	struct stat mine;

	(void)patient;
	if (stat("/proc/self/ns/pid", &mine))
		found(finding, STATUS_SKIPPED, NULL, "cannot be told: no /proc/self/ns/pid");
	else if (mine.st_ino == INITIAL_PIDNS)
		found(finding, STATUS_OK, NULL, "the initial PID namespace");
	else
		found(finding, STATUS_BAD, "run it outside the container, or by nsenter -t 1 -p",
		      "in a PID namespace: the driver refuses, whatever the capabilities");
}

static void check_capabilities(struct patient *patient, struct finding *finding)
{
	unsigned long long caps = 0;
	char line[256];
	FILE *file = fopen("/proc/self/status", "re");

	(void)patient;
	while (file && fgets(line, sizeof(line), file))
		if (sscanf(line, "CapEff: %llx", &caps) == 1)
			break;
	if (file)
		fclose(file);
	if (!(caps >> CAP_SYS_ADMIN & 1))
		found(finding, STATUS_BAD, "run it as root", "no CAP_SYS_ADMIN: the driver refuses");
	else if (!(caps >> CAP_SYS_PTRACE & 1))
		found(finding, STATUS_NOTE, "run it as root with all capabilities",
		      "no CAP_SYS_PTRACE: stacks of other people's processes are left out, and "
		      "before Linux 6.15 their address spaces");
	else if (!(caps >> CAP_SYSLOG & 1))
		found(finding, STATUS_NOTE, "run it as root with all capabilities",
		      "no CAP_SYSLOG: kernel addresses and fields like them are absent");
	else
		found(finding, STATUS_OK, NULL, "CAP_SYS_ADMIN, CAP_SYS_PTRACE and CAP_SYSLOG");
}

static void check_kptr(struct patient *patient, struct finding *finding)
{
	char line[16];

	(void)patient;
	if (!kc_read_line("/proc/sys/kernel/kptr_restrict", line, sizeof(line)))
		found(finding, STATUS_SKIPPED, NULL, "cannot be read");
	else if (atoi(line) >= 2)
		found(finding, STATUS_NOTE, "sysctl kernel.kptr_restrict=1",
		      "kptr_restrict is %s: kernel addresses are absent for everybody", line);
	else
		found(finding, STATUS_OK, NULL, "kptr_restrict is %s", line);
}

static void check_lockdown(struct patient *patient, struct finding *finding)
{
	static const char path[] = "/sys/kernel/security/lockdown";

	(void)patient;
	if (doctor_bracketed(path, "confidentiality"))
		found(finding, STATUS_NOTE, "boot without lockdown=confidentiality",
		      "lockdown is 'confidentiality': kernel addresses are absent");
	else if (doctor_bracketed(path, "integrity"))
		found(finding, STATUS_OK, NULL, "lockdown is 'integrity', which hides nothing");
	else
		found(finding, STATUS_OK, NULL, "none");
}

/* --- ways to the driver ------------------------------------------------------ */

static void check_netlink(struct patient *patient, struct finding *finding)
{
	if (patient->netlink)
		found(finding, STATUS_OK, NULL, "the family kintrospect answers");
	else if (!patient->loaded)
		found(finding, STATUS_SKIPPED, NULL, "not without the driver");
	else
		found(finding, patient->debugfs ? STATUS_NOTE : STATUS_BAD,
		      "see 'network namespace'", "no answer: %s", patient->debugfs ?
		      "kintro takes debugfs, which has fewer fields" :
		      patient->netlink_err.message);
}

static void check_debugfs(struct patient *patient, struct finding *finding)
{
	struct statfs fs;

	if (patient->debugfs)
		found(finding, STATUS_OK, NULL, "/sys/kernel/debug/kintrospect is there");
	else if (!access("/proc/kintrospect/fields", R_OK))
		found(finding, STATUS_OK, NULL, "not there, but /proc/kintrospect is");
	else if (!patient->loaded)
		found(finding, STATUS_SKIPPED, NULL, "not without the driver");
	else if (access("/sys/kernel/debug/kintrospect/fields", R_OK) && errno == EACCES)
		found(finding, STATUS_NOTE, "run it as root", "its files are root's");
	else if (access("/sys/kernel/debug", F_OK))
		found(finding, STATUS_NOTE, "modprobe kintrospect proc=1, for the same files in "
		      "/proc/kintrospect", "this kernel has no debugfs (CONFIG_DEBUG_FS)");
	else if (statfs("/sys/kernel/debug", &fs) || fs.f_type != DEBUGFS_MAGIC)
		found(finding, STATUS_NOTE, "mount -t debugfs none /sys/kernel/debug",
		      "debugfs is not mounted; netlink does without");
	else
		found(finding, STATUS_NOTE, "modprobe kintrospect proc=1, for the same files in "
		      "/proc/kintrospect", "debugfs does not have the driver's files: lockdown, or "
		      "debugfs=off");
}

static void check_answers(struct patient *patient, struct finding *finding)
{
	struct kc_error err;

	if (!patient->netlink) {
		found(finding, STATUS_SKIPPED, NULL, "not without netlink");
		return;
	}
	patient->catalog_loaded = !kc_catalog_load(&patient->catalog, patient->netlink, &err);
	if (patient->catalog_loaded)
		found(finding, STATUS_OK, NULL, "the driver tells of its objects");
	else
		found(finding, STATUS_BAD, err.code == KC_PERMISSION ? "run it as root" : err.hint,
		      "%s", err.message);
}

static void check_fields(struct patient *patient, struct finding *finding)
{
	struct kc_buf list = { 0 };
	unsigned int count;

	if (!patient->catalog_loaded) {
		found(finding, STATUS_SKIPPED, NULL, "not without the driver's answer");
		return;
	}
	count = kintro_missing(&patient->catalog, &list, "", "; ");
	if (!count) {
		found(finding, STATUS_OK, NULL, "this kernel and you have all of them");
	} else {
		found(finding, STATUS_NOTE, NULL, "missing: %.*s", (int)list.len - 2, list.data);
		snprintf(finding->fix, sizeof(finding->fix),
			 "a kernel with what is named there, or the rights; 'kintro fields "
			 "--filter available=false' lists all %u", count);
	}
	kc_buf_free(&list);
}

/* In the order in which one thing depends on another. */
static const struct {
	const char *name;
	void (*check)(struct patient *patient, struct finding *finding);
} checks[] = {
	{ "user namespace", check_userns },
	{ "PID namespace", check_pidns },
	{ "capabilities", check_capabilities },
	{ "built", doctor_check_built },
	{ "signature", doctor_check_signature },
	{ "loaded", doctor_check_loaded },
	{ "network namespace", check_netns },
	{ "netlink", check_netlink },
	{ "debugfs", check_debugfs },
	{ "answers", check_answers },
	{ "lockdown", check_lockdown },
	{ "kptr_restrict", check_kptr },
	{ "fields", check_fields },
};

#define CHECKS (sizeof(checks) / sizeof(checks[0]))

static const char * const status_names[] = { "ok", "note", "bad", "skipped" };

static void print_text(const struct finding *findings, bool color)
{
	static const char * const colors[] = { KC_GREEN, KC_YELLOW, KC_RED, KC_DIM };
	unsigned int i;

	for (i = 0; i < CHECKS; i++) {
		const struct finding *finding = &findings[i];

		kc_print("%s%-7s%s %-17s ", color ? colors[finding->status] : "",
			 status_names[finding->status], color ? KC_PLAIN : "", checks[i].name);
		kc_print_line(stdout, "", finding->message);
		if (finding->fix[0]) {
			kc_print("%8s%-17s -> ", "", "");
			kc_print_line(stdout, "", finding->fix);
		}
	}
}

static int print_json(const struct finding *findings, bool ok, bool pretty, struct kc_error *err)
{
	struct kc_json json = { .out = stdout, .pretty = pretty };
	unsigned int i;
	int ret;

	kc_json_begin(&json, '{');
	kc_json_put_text(&json, "schema", "kintro-doctor/1");
	kc_json_key(&json, "ok");
	kc_json_bool(&json, ok);
	kc_json_key(&json, "checks");
	kc_json_begin(&json, '[');
	for (i = 0; i < CHECKS; i++) {
		kc_json_begin(&json, '{');
		kc_json_put_text(&json, "name", checks[i].name);
		kc_json_put_text(&json, "status", status_names[findings[i].status]);
		kc_json_put_text(&json, "message", findings[i].message);
		kc_json_put_text(&json, "fix", findings[i].fix[0] ? findings[i].fix : NULL);
		kc_json_end(&json, '}');
	}
	kc_json_end(&json, ']');
	kc_json_end(&json, '}');
	kc_json_newline(&json);
	ret = kc_json_flush(&json, 0, err);
	kc_json_free(&json);
	return ret;
}

/* KC_PERMISSION if only rights are missing. What is wrong has been printed. */
static int run(struct kintro *kintro, struct kc_error *err)
{
	const struct kintro_options *options = &kintro->options;
	struct finding findings[CHECKS];
	struct patient patient = { 0 };
	bool rights = true, bad = false;
	int ret = KC_OK;
	unsigned int i;

	memset(findings, 0, sizeof(findings));
	err->message[0] = 0;
	uname(&patient.uts);
	kc_catalog_init(&patient.catalog);
	/* Before the rest: asking for the family loads the driver where an alias says so. */
	if (kc_netlink_open(&patient.netlink, &patient.netlink_err))
		patient.netlink = NULL;
	patient.loaded = !access("/sys/module/kintrospect", F_OK);
	patient.debugfs = !access("/sys/kernel/debug/kintrospect/fields", R_OK);
	doctor_find_module(&patient);
	for (i = 0; i < CHECKS; i++) {
		checks[i].check(&patient, &findings[i]);
		if (findings[i].status != STATUS_BAD)
			continue;
		bad = true;
		if (i > 2 && strcmp(checks[i].name, "answers"))
			rights = false;
	}
	if (options->format == FORMAT_JSON)
		ret = print_json(findings, !bad, kintro_given(options, OPT_BIT(PRETTY)), err);
	else
		print_text(findings, options->color);
	if (patient.netlink)
		patient.netlink->close(patient.netlink);
	kc_catalog_free(&patient.catalog);
	if (ret)
		return ret;
	return !bad ? KC_OK : rights ? KC_PERMISSION : KC_DRIVER;
}

const struct kintro_command kintro_doctor = {
	.name = "doctor",
	.what = "doctor",
	.usage = { "doctor [--json]" },
	.help = "why something is missing, and what to do",
	.options = OPT_BIT(JSON) | OPT_BIT(PRETTY) | OPT_BIT(COLOR),
	.run = run,
};
