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

/* Why there is no type information, or NULL. */
const char *truth_btf_lacking(void)
{
	if (!truth_parameter("btf"))
		return "the kernel's type information is not used (parameter btf=0)";
	if (!truth_parameter("lookup"))
		return "the kernel's type information is not looked up (parameter lookup=0)";
	return truth_configured("DEBUG_INFO_BTF") && truth_configured("BPF_SYSCALL") ? NULL :
	       "needs CONFIG_DEBUG_INFO_BTF and CONFIG_BPF_SYSCALL";
}
