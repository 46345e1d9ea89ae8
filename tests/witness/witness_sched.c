// SPDX-License-Identifier: GPL-2.0-only
/* Reads /proc/PID/{sched,schedstat,stat,status,cgroup} and /proc/kwitness_sched. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "witness_sched.h"
#include "kt.h"

#define USEC_NS 1000

static const char * const sched_names[KS_SCHED] = {
	[KS_EXEC] = "sum_exec_runtime", [KS_MIGRATIONS] = "se.nr_migrations",
	[KS_WEIGHT] = "se.load.weight", [KS_LOAD_AVG] = "se.avg.load_avg",
	[KS_UTIL_AVG] = "se.avg.util_avg", [KS_SLEEP_SUM] = "sum_sleep_runtime",
	[KS_BLOCK_SUM] = "sum_block_runtime", [KS_SLEEP_MAX] = "sleep_max",
	[KS_BLOCK_MAX] = "block_max", [KS_WAIT_MAX] = "wait_max", [KS_WAIT_SUM] = "wait_sum",
	[KS_WAIT_COUNT] = "wait_count", [KS_IOWAIT_SUM] = "iowait_sum",
	[KS_IOWAIT_COUNT] = "iowait_count", [KS_WAKEUPS] = "nr_wakeups",
	[KS_UCLAMP_MIN] = "uclamp.min", [KS_UCLAMP_MAX] = "uclamp.max",
	[KS_UCLAMP_MIN_EFF] = "effective uclamp.min",
	[KS_UCLAMP_MAX_EFF] = "effective uclamp.max", [KS_NUMA_MIGRATED] = "numa_pages_migrated",
	[KS_NUMA_NODE] = "numa_preferred_nid", [KS_NUMA_FAULTS] = "total_numa_faults",
};

static const char * const fix_names[KS_MOD] = {
	[KS_PID] = "pid", [KS_TGID] = "tgid", [KS_START] = "start", [KS_ON_CPU] = "on_cpu",
	[KS_ON_RQ] = "on_rq", [KS_SE_ON_RQ] = "se_on_rq", [KS_CPU] = "cpu",
	[KS_NORMAL] = "normal_prio", [KS_STATIC] = "static_prio", [KS_CPUS] = "cpus",
	[KS_VRUNTIME] = "vruntime", [KS_DL_LEFT] = "dl_left", [KS_DL_END] = "dl_end",
	[KS_DL_FLAGS] = "dl_flags", [KS_THROTTLED] = "throttled",
	[KS_VDEADLINE] = "vdeadline", [KS_SLICE] = "slice", [KS_VLAG] = "vlag",
	[KS_DELAYED] = "delayed", [KS_RELATIVE] = "relative",
	[KS_PINNED] = "migration_disabled", [KS_CLAMPED_MIN] = "clamped_min",
	[KS_CLAMPED_MAX] = "clamped_max", [KS_COOKIE] = "cookie",
};

static const char * const class_names[] = {
	[KINTROSPECT_SCHED_CLASS_STOP] = "stop_sched_class",
	[KINTROSPECT_SCHED_CLASS_DEADLINE] = "dl_sched_class",
	[KINTROSPECT_SCHED_CLASS_RT] = "rt_sched_class",
	[KINTROSPECT_SCHED_CLASS_FAIR] = "fair_sched_class",
	[KINTROSPECT_SCHED_CLASS_EXT] = "ext_sched_class",
	[KINTROSPECT_SCHED_CLASS_IDLE] = "idle_sched_class",
};

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

static int find(const char * const *names, size_t count, const char *name)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (names[i] && !strcmp(names[i], name))
			return i;
	return -1;
}

/* A number; with a point it is of milliseconds, and nanoseconds stand behind the point. */
int64_t ks_number(const char *text)
{
	char *end;
	int64_t value = strtoll(text, &end, 10), rest;

	if (*end != '.')
		return value;
	rest = strtoll(end + 1, NULL, 10);
	return value * 1000000 + (*text == '-' ? -rest : rest);
}

static bool read_sched(const char *dir, struct ks_thread *thread)
{
	char path[64], *text, *rest, *line, *colon, *name, *value;
	int i;

	snprintf(path, sizeof(path), "%s/sched", dir);
	text = kt_slurp(path, NULL);
	if (!text)
		return false;
	rest = text;
	strsep(&rest, "\n");	/* its name, which may be anything */
	while ((line = strsep(&rest, "\n"))) {
		value = strrchr(line, ':');
		if (!value)
			continue;
		colon = value++;
		*colon = 0;
		for (name = line; colon > line && colon[-1] == ' ';)
			*--colon = 0;
		i = find(sched_names, KS_SCHED, name);
		/* se.statistics.wait_sum of older kernels is the wait_sum of newer ones */
		if (i < 0 && strrchr(name, '.'))
			i = find(sched_names, KS_SCHED, strrchr(name, '.') + 1);
		if (i < 0)
			continue;
		thread->sched[i] = ks_number(value + strspn(value, " "));
		thread->has_sched |= 1U << i;
	}
	free(text);
	return true;
}

static bool read_stat(const char *dir, struct ks_thread *thread)
{
	char path[64], *text, *at;
	size_t i;

	snprintf(path, sizeof(path), "%s/stat", dir);
	text = kt_slurp(path, NULL);
	at = text ? strrchr(text, ')') : NULL;
	if (!at) {
		free(text);
		return false;
	}
	at += 3;
	for (i = 4; i < COUNT(thread->stat); i++)
		thread->stat[i] = strtoll(at, &at, 10);
	snprintf(path, sizeof(path), "%s/schedstat", dir);
	free(text);
	text = kt_slurp(path, NULL);
	if (text) {
		strtoull(text, &at, 10);
		thread->delay = strtoull(at, &at, 10);
		thread->runs = strtoull(at, NULL, 10);
	}
	free(text);
	return text;
}

static bool read_allowed(const char *dir, struct ks_thread *thread)
{
	static const char name[] = "\nCpus_allowed_list:\t";
	char path[64], *text, *at;

	snprintf(path, sizeof(path), "%s/status", dir);
	text = kt_slurp(path, NULL);
	at = text ? strstr(text, name) : NULL;
	if (at) {
		at += sizeof(name) - 1;
		snprintf(thread->allowed, sizeof(thread->allowed), "%.*s",
			 (int)strcspn(at, "\n"), at);
	}
	free(text);
	return at;
}

static bool read_attr(struct ks_thread *thread)
{
	struct {
		uint32_t size, policy;
		uint64_t flags;
		int32_t nice;
		uint32_t priority;
		uint64_t dl[3];
	} attr = { .size = 0 };

	if (syscall(SYS_sched_getattr, (pid_t)thread->mod[KS_PID], &attr, sizeof(attr), 0))
		return false;
	thread->attr_flags = attr.flags;
	memcpy(thread->dl, attr.dl, sizeof(attr.dl));
	return true;
}

/*
 * The nearest cgroup that the cpu controller knows. The root has no file, and no way
 * to be given other than the default.
 */
static bool read_group(const char *dir, struct ks_thread *thread)
{
	char path[400], group[320] = "", *text, *at;

	snprintf(path, sizeof(path), "%s/cgroup", dir);
	text = kt_slurp(path, NULL);
	at = text ? strstr(text, "0::") : NULL;
	if (at)
		snprintf(group, sizeof(group), "%.*s", (int)strcspn(at + 3, "\n"), at + 3);
	free(text);
	if (!at)
		return false;
	if (strstr(group, " (deleted)"))
		return true;
	for (;;) {
		snprintf(path, sizeof(path), "/sys/fs/cgroup%s/cpu.weight", group);
		text = kt_slurp(path, NULL);
		if (text)
			break;
		at = strrchr(group, '/');
		if (!at || !group[1]) {
			thread->weight = 100;
			thread->period = 100000 * USEC_NS;
			return true;
		}
		*at = 0;
	}
	thread->weight = strtoull(text, NULL, 10);
	free(text);
	/* cpu.weight of an idle group is 0, or 1 in newer kernels, which round up. */
	snprintf(path, sizeof(path), "/sys/fs/cgroup%s/cpu.idle", group);
	text = kt_slurp(path, NULL);
	if (text && text[0] == '1')
		thread->weight = 0;
	free(text);
	snprintf(path, sizeof(path), "/sys/fs/cgroup%s/cpu.max", group);
	text = kt_slurp(path, NULL);
	if (!text)
		return false;
	thread->quota = strncmp(text, "max", 3) ? strtoull(text, NULL, 10) * USEC_NS : 0;
	thread->period = strtoull(strchr(text, ' '), NULL, 10) * USEC_NS;
	free(text);
	return true;
}

static void read_fix(char *line, struct ks_thread *thread)
{
	char *word, *value;
	unsigned int k;
	int i;

	memset(thread, 0, sizeof(*thread));
	while ((word = strsep(&line, " "))) {
		value = strchr(word, '=');
		if (!value)
			kt_die("kwitness_sched: %s", word);
		*value++ = 0;
		i = find(fix_names, KS_MOD, word);
		if (i >= 0) {
			thread->mod[i] = strtoll(value, NULL, 10);
			thread->has_mod |= 1U << i;
		} else if (!strcmp(word, "class")) {
			value[strcspn(value, "+[")] = 0;
			thread->class = find(class_names, COUNT(class_names), value);
		} else if (!strcmp(word, "user")) {
			snprintf(thread->user, sizeof(thread->user), "%s", value);
		} else if (!strcmp(word, "comm")) {
			for (k = 0; k < sizeof(thread->comm) - 1; k++)
				if (sscanf(value + 2 * k, "%2hhx",
					   (unsigned char *)&thread->comm[k]) != 1)
					kt_die("kwitness_sched: %s", value);
		}
	}
}

static void tell_fix(int pid)
{
	int fd = open("/proc/kwitness_sched", O_WRONLY | O_CLOEXEC);
	char text[16];

	snprintf(text, sizeof(text), "%d", pid);
	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		kt_die("the tests' module kwitness_sched: %s", strerror(errno));
	close(fd);
}

/* All threads there are now; with @only, just the one. Those that go meanwhile are left out. */
void ks_threads(struct ks_threads *threads, int only)
{
	char *text, *rest, *line, dir[48];

	memset(threads, 0, sizeof(*threads));
	tell_fix(only);
	text = kt_slurp("/proc/kwitness_sched", NULL);
	rest = text;
	while ((line = strsep(&rest, "\n")) && *line) {
		struct ks_thread *thread;

		if (threads->count == threads->room) {
			threads->room = threads->room ? threads->room * 2 : 256;
			threads->threads = realloc(threads->threads,
						   threads->room * sizeof(*threads->threads));
			if (!threads->threads)
				kt_die("out of memory");
		}
		thread = &threads->threads[threads->count];
		read_fix(line, thread);
		snprintf(dir, sizeof(dir), "/proc/%d/task/%d", (int)thread->mod[KS_TGID],
			 (int)thread->mod[KS_PID]);
		if (read_stat(dir, thread) && read_sched(dir, thread) &&
		    read_allowed(dir, thread) && read_group(dir, thread) && read_attr(thread))
			threads->count++;
	}
	free(text);
}

struct ks_thread *ks_thread(const struct ks_threads *threads, int pid)
{
	size_t low = 0, high = threads->count;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (threads->threads[mid].mod[KS_PID] < pid)
			low = mid + 1;
		else
			high = mid;
	}
	return low < threads->count && threads->threads[low].mod[KS_PID] == pid ?
		&threads->threads[low] : NULL;
}

void ks_free(struct ks_threads *threads)
{
	free(threads->threads);
	memset(threads, 0, sizeof(*threads));
}
