// SPDX-License-Identifier: GPL-2.0-only
/* Which fields this kernel is known to lack, by its release and its configuration. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "truth.h"

static bool configured(const char *option)
{
	static char *text;
	char line[80];

	if (!text) {
		struct utsname name;
		char path[200];

		uname(&name);
		snprintf(path, sizeof(path), "/boot/config-%s", name.release);
		text = kt_slurp(path, NULL);
		if (!text)
			kt_die("no %s", path);
	}
	snprintf(line, sizeof(line), "\nCONFIG_%s=y\n", option);
	return strstr(text, line);
}

static bool parameter(const char *name)
{
	char path[80], *text;
	bool on;

	snprintf(path, sizeof(path), "/sys/module/kintrospect/parameters/%s", name);
	text = kt_slurp(path, NULL);
	on = text && (*text == 'Y' || *text == '1');
	free(text);
	return on;
}

/* Asked of every field of every row, so looked for once. */
struct answer {
	const char *name;
	bool yes;
};

static bool answer(struct answer *answers, size_t room, const char *name,
		   bool (*ask)(const char *name))
{
	size_t i;

	for (i = 0; i < room && answers[i].name; i++)
		if (!strcmp(answers[i].name, name))
			return answers[i].yes;
	if (i == room)
		kt_die("no room to remember %s", name);
	answers[i].name = strdup(name);
	answers[i].yes = ask(name);
	return answers[i].yes;
}

/* Whether the kernel was built with an option, which is not a module. */
bool truth_configured(const char *option)
{
	static struct answer answers[128];

	return answer(answers, sizeof(answers) / sizeof(*answers), option, configured);
}

/* Whether the driver's parameter is on, which is as it was when the driver was loaded. */
bool truth_parameter(const char *name)
{
	static struct answer answers[8];

	return answer(answers, sizeof(answers) / sizeof(*answers), name, parameter);
}

/* Whether the kernel is older than a release. */
bool kt_before(int major, int minor)
{
	struct utsname name;
	int have[2];

	uname(&name);
	if (sscanf(name.release, "%d.%d", &have[0], &have[1]) != 2)
		kt_die("release %s", name.release);
	return have[0] < major || (have[0] == major && have[1] < minor);
}

static const char *zones_lacking(const char *field)
{
	if (!strcmp(field, "watermark-promo-pages") && kt_before(5, 18))
		return "needs Linux 5.18";
	if (!strcmp(field, "cma-pages") && kt_before(5, 12))
		return "needs Linux 5.12";
	if (!strcmp(field, "cma-pages") && !truth_configured("CMA"))
		return "needs CONFIG_CMA";
	if (!strcmp(field, "protection-dma-pages") && !truth_configured("ZONE_DMA"))
		return "needs CONFIG_ZONE_DMA";
	if (!strcmp(field, "protection-dma32-pages") && !truth_configured("ZONE_DMA32"))
		return "needs CONFIG_ZONE_DMA32";
	if (!strcmp(field, "protection-highmem-pages") && !truth_configured("HIGHMEM"))
		return "needs CONFIG_HIGHMEM";
	if (!strcmp(field, "protection-device-pages") && !truth_configured("ZONE_DEVICE"))
		return "needs CONFIG_ZONE_DEVICE";
	return NULL;
}

/* Before 6.9 it needs but /proc/vmallocinfo. */
static const char *vmalloc_lacking(void)
{
	if (kt_before(6, 9))
		return NULL;
	if (!truth_configured("KALLSYMS_ALL"))
		return "symbol vmap_nodes not found (CONFIG_KALLSYMS_ALL, CONFIG_KPROBES)";
	if (!truth_configured("DEBUG_INFO_BTF") || !truth_configured("BPF_SYSCALL"))
		return "needs CONFIG_DEBUG_INFO_BTF and CONFIG_BPF_SYSCALL";
	return NULL;
}

/*
 * The reason that the driver is to give for a field's absence, or NULL; of field NULL
 * for that of the object as a whole.
 */
const char *truth_lacking(const char *object, const char *field)
{
	const char *locks = truth_lacking_locks(object, field);

	if (!strcmp(object, "runqueues"))
		return truth_runqueues_lacking(field);
	if (!strcmp(object, "vmalloc"))
		return vmalloc_lacking();
	if (locks || !field)
		return locks;
	if (!strcmp(object, "slabs"))
		return truth_slabs_lacking(field);
	if (!strcmp(object, "sched"))
		return truth_sched_lacking(field);
	if (!strcmp(object, "zones"))
		return zones_lacking(field);
	if (!strcmp(object, "layout") && !strcmp(field, "perms") && !truth_configured("X86_64"))
		return "needs lookup_address() (CONFIG_X86_64)";
	if (strcmp(object, "tasks"))
		return NULL;
	if (!strcmp(field, "wchan") && truth_configured("X86") && kt_before(5, 16) &&
	    !truth_configured("FRAME_POINTER"))
		return "needs CONFIG_FRAME_POINTER before Linux 5.16";
	if (!strcmp(field, "mnt-ns-id") &&
	    (!truth_configured("DEBUG_INFO_BTF") || !truth_configured("BPF_SYSCALL")))
		return "needs CONFIG_DEBUG_INFO_BTF and CONFIG_BPF_SYSCALL";
	if (!strcmp(field, "time-ns-id") && !truth_configured("TIME_NS"))
		return "needs CONFIG_TIME_NS";
	return NULL;
}
