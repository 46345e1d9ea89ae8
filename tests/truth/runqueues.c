// SPDX-License-Identifier: GPL-2.0-only
/* runqueues against the scheduler's own file in debugfs, or in /proc before 5.13. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "truth.h"
#include "witness_sched.h"

#define F(field) KT(RUNQUEUES, field)
#define CPUS 64
#define LOOKS 40

/* The driver may lack what the witnesses have. */
static const char *lacking_field(const char *field)
{
	bool zero = !kt_before(6, 12);

	if (!strcmp(field, "ext-running") && !truth_configured("SCHED_CLASS_EXT"))
		return "needs CONFIG_SCHED_CLASS_EXT";
	if (!strncmp(field, "rt-t", 4) || !strcmp(field, "rt-runtime-ns"))
		return kt_before(6, 12) || truth_configured("RT_GROUP_SCHED") ? NULL :
		       "needs CONFIG_RT_GROUP_SCHED";
	if (!strcmp(field, "min-vruntime-ns") && zero)
		return "struct cfs_rq has zero_vruntime in place of min_vruntime";
	if (!strcmp(field, "zero-vruntime-ns") && !zero)
		return "struct cfs_rq has no zero_vruntime yet";
	return NULL;
}

/* Lines of the file, by section. */
static const struct { const char *section, *name; int field; } lines[] = {
	{ "cpu#", "nr_running", F(NR_RUNNING) }, { "cpu#", "nr_switches", F(SWITCH_TOTAL) },
	{ "cpu#", "nr_uninterruptible", F(NR_UNINTERRUPTIBLE) },
	{ "cpu#", "curr->pid", F(CURR_PID) }, { "cpu#", "clock", F(CLOCK_NS) },
	{ "cpu#", "clock_task", F(CLOCK_TASK_NS) },
	{ "cfs_rq[", "h_nr_running", F(FAIR_RUNNING) },
	{ "cfs_rq[", "h_nr_queued", F(FAIR_RUNNING) },
	{ "cfs_rq[", "load", F(LOAD_WEIGHT) }, { "cfs_rq[", "load_avg", F(LOAD_AVG) },
	{ "cfs_rq[", "runnable_avg", F(RUNNABLE_AVG) }, { "cfs_rq[", "util_avg", F(UTIL_AVG) },
	{ "cfs_rq[", "min_vruntime", F(MIN_VRUNTIME_NS) },
	{ "cfs_rq[", "zero_vruntime", F(ZERO_VRUNTIME_NS) },
	{ "rt_rq[", "rt_nr_running", F(RT_RUNNING) },
	{ "rt_rq[", "rt_throttled", F(RT_THROTTLED) }, { "rt_rq[", "rt_time", F(RT_TIME_NS) },
	{ "rt_rq[", "rt_runtime", F(RT_RUNTIME_NS) },
	{ "dl_rq[", "dl_nr_running", F(DL_RUNNING) },
};

struct witness {
	struct kt_row rows[CPUS];
	bool online[CPUS];
	char comm[CPUS][20];
};

/* The CPU that a section is of; -1: of a group, or none at all. */
static int section_cpu(const char *line, const char **section)
{
	static const char * const known[] = { "cpu#", "cfs_rq[", "rt_rq[", "dl_rq[" };
	size_t i;
	char *end;
	long cpu;

	for (i = 0; i < sizeof(known) / sizeof(*known); i++) {
		size_t len = strlen(known[i]);

		if (strncmp(line, known[i], len))
			continue;
		cpu = strtol(line + len, &end, 10);
		*section = known[i];
		if (!strncmp(end, "]:", 2))
			end += 2;
		/* the root group is "/", others go on */
		return cpu < CPUS && (*end != '/' || !end[1]) ? cpu : -1;
	}
	return -1;
}

static void read_line(char *line, const char *section, struct kt_row *row)
{
	char *colon = strrchr(line, ':'), *end;
	size_t i;

	if (!colon)
		return;
	for (end = colon; end > line && end[-1] == ' ';)
		end--;
	*end = 0;
	for (i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		if (!strcmp(lines[i].section, section) && !strcmp(lines[i].name, line + 3) &&
		    !kt_has(row, lines[i].field))
			kt_set(row, lines[i].field, ks_number(colon + 1 + strspn(colon + 1, " ")));
}

/* What runs there, by the file's word and /proc. */
static void read_curr(struct witness *witness, int cpu)
{
	struct kt_row *row = &witness->rows[cpu];
	int pid = row->num[F(CURR_PID)];
	struct ks_threads threads;

	kt_set(row, F(IDLE), !pid);
	if (pid) {
		ks_threads(&threads, pid);
		if (threads.count) {
			memcpy(witness->comm[cpu], threads.threads[0].comm,
			       sizeof(threads.threads[0].comm));
			kt_set(row, F(CURR_POLICY), threads.threads[0].stat[41]);
			kt_set(row, F(CURR_CLASS), threads.threads[0].class);
		}
		ks_free(&threads);
	} else {
		snprintf(witness->comm[cpu], sizeof(witness->comm[cpu]), "swapper/%d", cpu);
		kt_set(row, F(CURR_POLICY), 0);
		kt_set(row, F(CURR_CLASS), KINTROSPECT_SCHED_CLASS_IDLE);
	}
	kt_set_str(row, F(CURR_COMM), witness->comm[cpu]);
}

static void read_witness(struct witness *witness)
{
	char *text = kt_slurp("/sys/kernel/debug/sched/debug", NULL), *rest, *line;
	bool ext = truth_configured("SCHED_CLASS_EXT");
	const char *section = "";
	int cpu = -1;

	memset(witness, 0, sizeof(*witness));
	if (!text)
		text = kt_slurp("/proc/sched_debug", NULL);
	if (!text)
		kt_die("neither sched/debug in debugfs nor /proc/sched_debug");
	rest = text;
	while ((line = strsep(&rest, "\n"))) {
		if (!strncmp(line, "  .", 3)) {
			if (cpu >= 0)
				read_line(line, section, &witness->rows[cpu]);
			continue;
		}
		if (*line)
			cpu = section_cpu(line, &section);
		if (cpu >= 0)
			witness->online[cpu] = true;
	}
	free(text);
	for (cpu = 0; cpu < CPUS; cpu++) {
		struct kt_row *row = &witness->rows[cpu];

		if (!witness->online[cpu])
			continue;
		kt_set(row, F(CPU), cpu);
		read_curr(witness, cpu);
		/* 5.10 does not tell: what is of no other class */
		if (!kt_has(row, F(FAIR_RUNNING)))
			kt_set(row, F(FAIR_RUNNING), row->num[F(NR_RUNNING)] -
			       row->num[F(RT_RUNNING)] - row->num[F(DL_RUNNING)]);
		/* no test loads a scheduler */
		if (ext)
			kt_set(row, F(EXT_RUNNING), 0);
	}
}

/* How many rows of an idle CPU there were that fit. */
static unsigned int idle_rows;

static void look(struct truth *truth)
{
	static const truth_units units = { 0 };
	static struct witness before, after;
	struct kt_rows rows;
	int cpu, at = 0;
	size_t faults;

	read_witness(&before);
	truth_dump(truth, &rows);
	read_witness(&after);
	for (cpu = 0; cpu < CPUS; cpu++) {
		if (!before.online[cpu])
			continue;
		if ((size_t)at == rows.count || rows.rows[at].num[F(CPU)] != (uint64_t)cpu) {
			truth_fault(truth, cpu, 1, TRUTH_ROWS, "CPU %d has no row", cpu);
			/* a row of a wrong number is looked at as the one it should be */
			if ((size_t)at == rows.count)
				continue;
		}
		truth->seen[TRUTH_ROWS]++;
		faults = truth->fault_count;
		truth_row(truth, cpu, 0, &rows.rows[at], &before.rows[cpu], &after.rows[cpu],
			  units);
		/* Of the same moment, whatever that is: of two looks one may fit a wrong value. */
		if (kt_has(&rows.rows[at], F(CURR_PID)) && kt_has(&rows.rows[at], F(IDLE)) &&
		    rows.rows[at].num[F(IDLE)] != !rows.rows[at].num[F(CURR_PID)])
			truth_fault(truth, cpu, 4, F(IDLE), "idle of CPU %d with pid %llu", cpu,
				    (unsigned long long)rows.rows[at].num[F(CURR_PID)]);
		for (; faults < truth->fault_count; faults++)
			if (truth->faults[faults].field >= F(CURR_PID) &&
			    truth->faults[faults].field <= F(IDLE))
				break;
		if (rows.rows[at++].num[F(IDLE)] && faults == truth->fault_count)
			idle_rows++;
	}
	if ((size_t)at < rows.count)
		truth_fault(truth, 0, 2, TRUTH_ROWS, "%zu rows too many", rows.count - at);
	kt_free(&rows);
}

/* What of the faults is a fault in the other look, too. */
static void keep_common(struct truth *truth, const struct truth *other)
{
	size_t i, k, kept = 0;

	for (i = 0; i < truth->fault_count; i++)
		for (k = 0; k < other->fault_count; k++)
			if (truth->faults[i].field == other->faults[k].field &&
			    !memcmp(truth->faults[i].key, other->faults[k].key,
				    sizeof(other->faults[k].key))) {
				truth->faults[kept++] = truth->faults[i];
				break;
			}
	truth->fault_count = kept;
}

/*
 * A look that counts for nothing but idle CPUs, while all that never rests is held: the
 * fixture that spins, where there is one, and the storms.
 */
static void look_at_idle(const struct truth *template)
{
	const char *pid = getenv("KF_spinner");
	int i, storms = truth_storms();

	if (pid)
		kill(atoi(pid), SIGSTOP);
	for (i = 0; i < storms; i++)
		truth_hold(i);
	for (i = 0; i < LOOKS && !idle_rows; i++) {
		struct truth truth = *template;

		truth.faults = NULL;
		truth.fault_count = truth.fault_room = 0;
		look(&truth);
		free(truth.faults);
	}
	for (i = 0; i < storms; i++)
		truth_release(i);
	if (pid)
		kill(atoi(pid), SIGCONT);
}

/* Nearly all of it moves, but not all of it at once: each has to fit in one look. */
static void check(struct truth *truth)
{
	const char *why = truth_btf_lacking();
	int i;

	if (why) {
		struct kt_request request = { .object = KINTROSPECT_CMD_RUNQUEUES };
		struct kt_reply reply;
		struct kt_rows rows;

		kt_collect(&request, &rows, &reply);
		if (reply.error == EOPNOTSUPP && !strcmp(reply.words, why))
			truth->seen[TRUTH_ROWS]++;
		else
			truth_fault(truth, 0, 0, TRUTH_ROWS, "should be refused: %s, is %s: %s",
				    why, strerror(reply.error), reply.words);
		kt_free(&rows);
		return;
	}
	idle_rows = 0;
	look(truth);
	for (i = 1; i < LOOKS && truth->fault_count; i++) {
		struct truth other = *truth;

		other.faults = NULL;
		other.fault_count = other.fault_room = 0;
		look(&other);
		memcpy(truth->seen, other.seen, sizeof(other.seen));
		memcpy(truth->absent, other.absent, sizeof(other.absent));
		keep_common(truth, &other);
		free(other.faults);
	}
	look_at_idle(truth);
	if (!idle_rows)
		truth_fault(truth, 0, 3, F(IDLE), "no idle CPU whose row fits was seen");
}

const struct truth_object truth_runqueues = {
	.name = "runqueues",
	.check = check,
	.lacking = truth_btf_lacking,
	.lacking_field = lacking_field,
	.rows = TRUTH_STAYS,
	.moves = truth_all_moves,
	.texts = { "/sys/kernel/debug/sched/debug" },
};
