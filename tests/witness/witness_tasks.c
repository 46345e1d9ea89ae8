// SPDX-License-Identifier: GPL-2.0-only
/* Reads /proc/PID and /proc/kwitness. */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "witness_tasks.h"
#include "kt.h"

static const char * const status_names[KP_STATUS] = {
	[KP_TRACER] = "TracerPid", [KP_UID] = "Uid", [KP_GID] = "Gid",
	[KP_NVCSW] = "voluntary_ctxt_switches", [KP_NIVCSW] = "nonvoluntary_ctxt_switches",
	[KP_VMPEAK] = "VmPeak", [KP_VMSIZE] = "VmSize", [KP_VMLCK] = "VmLck",
	[KP_VMPIN] = "VmPin", [KP_VMHWM] = "VmHWM", [KP_RSSANON] = "RssAnon",
	[KP_RSSFILE] = "RssFile", [KP_RSSSHMEM] = "RssShmem", [KP_VMDATA] = "VmData",
	[KP_VMSTK] = "VmStk", [KP_VMEXE] = "VmExe", [KP_VMLIB] = "VmLib",
	[KP_VMPTE] = "VmPTE", [KP_VMSWAP] = "VmSwap",
};

static const char * const ns_names[KP_NS] = {
	"cgroup", "ipc", "mnt", "net", "pid", "time", "user", "uts"
};

static const char * const class_names[] = {
	[KINTROSPECT_SCHED_CLASS_STOP] = "stop_sched_class",
	[KINTROSPECT_SCHED_CLASS_DEADLINE] = "dl_sched_class",
	[KINTROSPECT_SCHED_CLASS_RT] = "rt_sched_class",
	[KINTROSPECT_SCHED_CLASS_FAIR] = "fair_sched_class",
	[KINTROSPECT_SCHED_CLASS_EXT] = "ext_sched_class",
	[KINTROSPECT_SCHED_CLASS_IDLE] = "idle_sched_class",
};

static char *one(const char *dir, const char *name)
{
	char path[300];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	return kt_slurp(path, NULL);
}

static void first_line(const char *dir, const char *name, char *to, size_t size)
{
	char *text = one(dir, name);

	to[0] = 0;
	if (!text)
		return;
	snprintf(to, size, "%.*s", (int)strcspn(text, "\n"), text);
	free(text);
}

static bool read_stat(const char *dir, struct kp_task *task)
{
	char *text = one(dir, "stat"), *open, *close, *at;
	int i;

	if (!text)
		return false;
	open = strchr(text, '(');
	close = strrchr(text, ')');
	if (!open || !close)
		kt_die("%s/stat: %s", dir, text);
	*close = 0;
	snprintf(task->comm, sizeof(task->comm), "%s", open + 1);
	task->state = close[2];
	at = close + 3;
	for (i = 4; i < KP_STAT && *at; i++)
		task->stat[i] = *at == ' ' && at[1] == '-' ? (uint64_t)strtoll(at, &at, 10) :
			strtoull(at, &at, 10);
	free(text);
	return true;
}

static void read_status(const char *dir, struct kp_task *task)
{
	char *text = one(dir, "status"), *rest = text, *at;
	int i;

	if (!text)
		return;
	while ((at = strsep(&rest, "\n"))) {
		if (!strchr("TUGvnVR", at[0]))
			continue;
		for (i = 0; i < KP_STATUS; i++) {
			size_t len = status_names[i] ? strlen(status_names[i]) : 0;

			if (!len || strncmp(at, status_names[i], len) || at[len] != ':')
				continue;
			task->status[i] = strtoull(at + len + 1, &at, 10);
			if (i == KP_UID || i == KP_GID)
				task->status[i + 1] = strtoull(at, NULL, 10);
			if (i >= KP_MEM)
				task->mm = true;
			break;
		}
	}
	free(text);
}

const struct kp_number *kp_numbers;

static void read_numbers(const char *dir, struct kp_task *task)
{
	const char *file = NULL, *at;
	char *text = NULL;
	int i;

	for (i = 0; kp_numbers && kp_numbers[i].file; i++) {
		const struct kp_number *number = &kp_numbers[i];
		size_t len = strlen(number->word);

		if (i == KP_NUMBERS)
			kt_die("no room for %s of %s", number->word, number->file);
		if (!file || strcmp(file, number->file)) {
			free(text);
			file = number->file;
			text = one(dir, file);
		}
		for (at = text; at && strncmp(at, number->word, len); at += !!at)
			at = strchr(at, '\n');
		if (!at || !*at)
			continue;
		at += len + strspn(at + len, " \t");
		task->number[i] = *at == '-' ? (uint64_t)strtoll(at, NULL, 10) :
			strtoull(at, NULL, 10);
		task->has_number |= 1U << i;
	}
	free(text);
}

static void read_ns(const char *dir, struct kp_task *task)
{
	char text[512], path[300], *at;
	int i;

	for (i = 0; i < KP_NS; i++) {
		ssize_t len;

		snprintf(path, sizeof(path), "%s/ns/%s", dir, ns_names[i]);
		len = readlink(path, text, sizeof(text) - 1);
		if (len < 0)
			continue;
		text[len] = 0;
		at = strchr(text, '[');
		task->ns[i] = at ? strtoull(at + 1, NULL, 10) : 0;
	}
}

static void read_rest(const char *dir, struct kp_task *task)
{
	char text[512], *at;

	first_line(dir, "wchan", task->wchan, sizeof(task->wchan));
	first_line(dir, "schedstat", text, sizeof(text));
	task->exec_ns = strtoull(text, NULL, 10);
	at = one(dir, "cgroup");
	if (at) {
		char *v2 = !strncmp(at, "0::", 3) ? at : strstr(at, "\n0::");

		if (v2) {
			v2 = strstr(v2, "0::") + 3;
			snprintf(task->cgroup, sizeof(task->cgroup), "%.*s",
				 (int)strcspn(v2, "\n"), v2);
		}
		free(at);
	}
	read_ns(dir, task);
}

static void add(struct kp_tasks *tasks, const char *dir, int pid, int tgid)
{
	struct kp_task *task;

	if (tasks->count == tasks->room) {
		tasks->room = tasks->room ? tasks->room * 2 : 256;
		tasks->tasks = realloc(tasks->tasks, tasks->room * sizeof(*tasks->tasks));
		if (!tasks->tasks)
			kt_die("out of memory");
	}
	task = &tasks->tasks[tasks->count];
	memset(task, 0, sizeof(*task));
	task->pid = pid;
	task->tgid = tgid;
	if (!read_stat(dir, task))
		return;
	read_status(dir, task);
	read_numbers(dir, task);
	read_rest(dir, task);
	tasks->count++;
}

/* A line of kwitness, by the index of each number. */
static const char *fix_line(char *at, uint64_t value[KP_MOD])
{
	unsigned int i, c;
	char name[64];
	int used;

	for (i = 0; i < KP_MOD; i++) {
		int base = i == KP_MOD_TASK || i == KP_MOD_STACK ||
			(i >= KP_MOD_BRK && i <= KP_MOD_TASK_SIZE) ? 16 : 10;

		if (i != KP_MOD_CLASS) {
			value[i] = strtoull(at, &at, base);
			continue;
		}
		if (sscanf(at, " %63s%n", name, &used) != 1)
			kt_die("kwitness: %s", at);
		value[i] = ~0ULL;
		for (c = 0; c < sizeof(class_names) / sizeof(*class_names); c++)
			if (!strncmp(name, class_names[c], strlen(class_names[c])))
				value[i] = c;
		at += used;
	}
	return at;
}

/* kwitness' numbers of an address space, and the class, from the line of one of its threads. */
static void kp_fix_mm(struct kp_task *task, int tid)
{
	char *text = kt_slurp("/proc/kwitness", NULL), *rest = text, *at;
	uint64_t value[KP_MOD];

	while ((at = strsep(&rest, "\n")) && *at) {
		fix_line(at, value);
		if (value[KP_MOD_PID] != (uint64_t)tid)
			continue;
		task->mod[KP_MOD_CLASS] = value[KP_MOD_CLASS];
		memcpy(&task->mod[KP_MOD_BRK], &value[KP_MOD_BRK],
		       sizeof(value) - KP_MOD_BRK * sizeof(value[0]));
	}
	free(text);
}

/* Lines of kwitness, matched with what is already there. */
static void read_fix(struct kp_tasks *tasks)
{
	char *text = kt_slurp("/proc/kwitness", NULL), *rest = text, *line;

	if (!text)
		kt_die("the tests' module kwitness is not loaded");
	while ((line = strsep(&rest, "\n")) && *line) {
		uint64_t value[KP_MOD];
		struct kp_task *task;
		unsigned int i;
		const char *at = fix_line(line, value);

		task = kp_task(tasks, value[KP_MOD_PID]);
		if (!task)
			continue;
		memcpy(task->mod, value, sizeof(value));
		for (i = 0; i < sizeof(task->mod_comm) - 1; i++)
			if (sscanf(at + 1 + 2 * i, "%2hhx",
				   (unsigned char *)&task->mod_comm[i]) != 1)
				kt_die("kwitness: %s", at);
	}
	free(text);
}

static int by_pid(const void *a, const void *b)
{
	return ((const struct kp_task *)a)->pid - ((const struct kp_task *)b)->pid;
}

/* All tasks there are now; with @only, just those of that process. */
void kp_tasks(struct kp_tasks *tasks, bool threads, int only)
{
	DIR *proc = opendir("/proc"), *task;
	struct dirent *p, *t;
	char dir[300];

	memset(tasks, 0, sizeof(*tasks));
	if (!proc)
		kt_die("/proc: %s", strerror(errno));
	while ((p = readdir(proc))) {
		int pid = atoi(p->d_name);

		if (!isdigit((unsigned char)p->d_name[0]) || (only && pid != only))
			continue;
		if (!threads) {
			snprintf(dir, sizeof(dir), "/proc/%d", pid);
			add(tasks, dir, pid, pid);
			continue;
		}
		snprintf(dir, sizeof(dir), "/proc/%d/task", pid);
		task = opendir(dir);
		while (task && (t = readdir(task)))
			if (isdigit((unsigned char)t->d_name[0])) {
				snprintf(dir, sizeof(dir), "/proc/%d/task/%d", pid,
					 atoi(t->d_name));
				add(tasks, dir, atoi(t->d_name), pid);
			}
		if (task)
			closedir(task);
	}
	closedir(proc);
	qsort(tasks->tasks, tasks->count, sizeof(*tasks->tasks), by_pid);
	read_fix(tasks);
}

/*
 * Where the first thread is gone, take what tells of the address space from one
 * that is left, and how that is scheduled.
 */
void kp_mms(struct kp_tasks *tasks)
{
	struct dirent *entry;
	char path[300];
	size_t i;
	DIR *dir;

	for (i = 0; i < tasks->count; i++) {
		struct kp_task *task = &tasks->tasks[i], other;

		task->mm_of = task->mm ? task->pid : 0;
		if (task->mm || task->stat[20] < 2)
			continue;
		snprintf(path, sizeof(path), "/proc/%d/task", task->pid);
		dir = opendir(path);
		while (dir && !task->mm_of && (entry = readdir(dir))) {
			snprintf(path, sizeof(path), "/proc/%d/task/%d", task->pid,
				 atoi(entry->d_name));
			memset(&other, 0, sizeof(other));
			if (!atoi(entry->d_name) || !read_stat(path, &other))
				continue;
			read_status(path, &other);
			if (!other.mm)
				continue;
			task->mm_of = atoi(entry->d_name);
			memcpy(&task->status[KP_MEM], &other.status[KP_MEM],
			       sizeof(task->status) - KP_MEM * sizeof(task->status[0]));
			memcpy(&task->stat[18], &other.stat[18], 2 * sizeof(task->stat[0]));
			task->stat[23] = other.stat[23];
			memcpy(&task->stat[26], &other.stat[26], 3 * sizeof(task->stat[0]));
			memcpy(&task->stat[40], &other.stat[40], 2 * sizeof(task->stat[0]));
			memcpy(&task->stat[45], &other.stat[45], 7 * sizeof(task->stat[0]));
			read_ns(path, task);
			kp_fix_mm(task, task->mm_of);
		}
		if (dir)
			closedir(dir);
	}
}

void kp_tasks_free(struct kp_tasks *tasks)
{
	free(tasks->tasks);
	memset(tasks, 0, sizeof(*tasks));
}

struct kp_task *kp_task(const struct kp_tasks *tasks, int pid)
{
	struct kp_task key = { .pid = pid };

	if (!tasks->count)
		return NULL;
	return bsearch(&key, tasks->tasks, tasks->count, sizeof(key), by_pid);
}

/* This kernel's PF_ bit of a name, 0: none. */
uint64_t kp_flag_bit(const char *name)
{
	static struct { char name[32]; uint64_t bit; } flags[64];
	static int count;
	int i;

	if (!count) {
		char *text = kt_slurp("/proc/kwitness_flags", NULL), *rest = text, *at;
		unsigned long bit;

		while ((at = strsep(&rest, "\n")) && *at && count < 64)
			if (sscanf(at, "%31s %lx", flags[count].name, &bit) == 2)
				flags[count++].bit = bit;
		free(text);
	}
	for (i = 0; i < count; i++)
		if (!strcmp(flags[i].name, name))
			return flags[i].bit;
	return 0;
}
