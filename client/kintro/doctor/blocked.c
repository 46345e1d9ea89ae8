// SPDX-License-Identifier: GPL-2.0-only
/* kintro doctor: is modprobe or the kernel told not to load the module? */
#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "checks.h"

static bool is_module(const char *word)
{
	return word && !strcmp(word, "kintrospect");
}

/* Whether a line of modprobe.d keeps the module from being loaded; *alias: only by an alias. */
static bool line_blocks(char *line, bool *alias)
{
	char *rest = line, *command = strtok_r(rest, " \t\n", &rest);

	if (!command || !is_module(strtok_r(rest, " \t\n", &rest)))
		return false;
	*alias = !strcmp(command, "blacklist");
	return *alias || !strcmp(command, "install");
}

static bool file_blocks(const char *path, bool *alias)
{
	FILE *file = fopen(path, "re");
	bool blocks = false;
	char line[512];

	while (file && !blocks && fgets(line, sizeof(line), file))
		blocks = line_blocks(line, alias);
	if (file)
		fclose(file);
	return blocks;
}

static bool folder_blocks(const char *folder, struct blocked *blocked)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	bool found = false;
	size_t len;

	while (dir && !found && (entry = readdir(dir))) {
		len = strlen(entry->d_name);
		if (len < 6 || strcmp(entry->d_name + len - 5, ".conf"))
			continue;
		snprintf(blocked->where, sizeof(blocked->where), "%s/%.200s", folder,
			 entry->d_name);
		found = file_blocks(blocked->where, &blocked->alias);
	}
	if (dir)
		closedir(dir);
	return found;
}

/* Whether module_blacklist= on the kernel's command line has the module. */
static bool cmdline_blocks(void)
{
	static const char option[] = "module_blacklist=";
	char line[4096], *word, *rest = line, *name;
	FILE *file = fopen("/proc/cmdline", "re");
	bool blocks = false;

	if (!file || !fgets(line, sizeof(line), file))
		line[0] = 0;
	if (file)
		fclose(file);
	while (!blocks && (word = strtok_r(rest, "\n ", &rest))) {
		if (strncmp(word, option, sizeof(option) - 1))
			continue;
		word += sizeof(option) - 1;
		while (!blocks && (name = strtok_r(word, ",", &word)))
			blocks = is_module(name);
	}
	return blocks;
}

/**
 * doctor_blocked - find what keeps the module from being loaded
 * @blocked: filled if there is something
 *
 * Return: whether there is.
 */
bool doctor_blocked(struct blocked *blocked)
{
	static const char * const folders[] = {
		"/etc/modprobe.d", "/run/modprobe.d", "/usr/local/lib/modprobe.d",
		"/usr/lib/modprobe.d", "/lib/modprobe.d",
	};
	size_t i;

	memset(blocked, 0, sizeof(*blocked));
	if (cmdline_blocks()) {
		snprintf(blocked->where, sizeof(blocked->where),
			 "module_blacklist= on the kernel's command line");
		return true;
	}
	for (i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		if (folder_blocks(folders[i], blocked))
			return true;
	return false;
}
