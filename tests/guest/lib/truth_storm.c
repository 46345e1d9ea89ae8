// SPDX-License-Identifier: GPL-2.0-only
/* Holds one of kstorm's storms still while the others go on. */
#include <ctype.h>
#include <dirent.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "truth.h"

/* Looks, a millisecond of the guest or more apart. */
#define LOOKS 120000

static pid_t storms[64];

/* How many storms rage: kstorm tells its command. */
int truth_storms(void)
{
	const char *at = getenv("KSTORM");
	int count = 0;
	char *end;

	while (at && count < 64 && (storms[count] = strtol(at, &end, 10)) > 0) {
		count++;
		at = end;
	}
	return count;
}

static bool stopped(const char *stat)
{
	char *text = kt_slurp(stat, NULL), *at = text ? strrchr(text, ')') : NULL;
	/* a thread that went is as still as one can be */
	bool still = !at || strchr("TtZX", at[2]);

	free(text);
	return still;
}

static bool still(pid_t pid)
{
	struct dirent *entry;
	char path[300];
	bool all = true;
	DIR *dir;

	snprintf(path, sizeof(path), "/proc/%d/task", pid);
	dir = opendir(path);
	if (!dir)
		kt_die("the storm %d is gone", pid);
	while (all && (entry = readdir(dir))) {
		if (!isdigit((unsigned char)entry->d_name[0]))
			continue;
		snprintf(path, sizeof(path), "/proc/%d/task/%s/stat", pid, entry->d_name);
		all = stopped(path);
	}
	closedir(dir);
	return all;
}

static void tell(int storm, int signal)
{
	/* its children, and itself wherever it has moved to */
	kill(-storms[storm], signal);
	if (kill(storms[storm], signal))
		kt_die("the storm %d is gone", storms[storm]);
}

/* Every thread of it has come to rest when this returns. */
void truth_hold(int storm)
{
	int looks = 0;

	tell(storm, SIGSTOP);
	while (!still(storms[storm])) {
		if (++looks > LOOKS)
			kt_die("the storm %d does not stop", storms[storm]);
		usleep(1000);
	}
}

void truth_release(int storm)
{
	tell(storm, SIGCONT);
}
