// SPDX-License-Identifier: GPL-2.0-only
/*
 * A fuzzer that knows the driver's requests and files. Rounds are made from the seed,
 * their number and the worker's, so one of them can be run again alone.
 *
 * usage: kfuzz [-w WORKERS] [-l SECONDS] [-n] SEED COUNT
 *        kfuzz -r WORKER/ROUND SEED
 *   -w N  processes that work side by side (4)
 *   -l S  a system call may take S seconds of the guest (120)
 *   -n    the driver is not unloaded in between
 *   -r    one round, with words for each step
 * COUNT operations are done: an operation is one request sent, datagram asked for,
 * piece of a file read, seek, open, close, fork or load. What must hold: every datagram
 * and every line has its format, every dump ends, an error of the driver has words, no
 * call hangs, and at the end the driver answers as at the beginning.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fz.h"

static const char * const kinds[FZ_KINDS] = {
	"requests", "receives", "reads", "seeks", "opens", "closes", "forks", "loads"
};

static struct fz_report *shared;	/* of all workers, and then of their children */
static bool keep_loaded;
static int limit = 120;
static char module[256];

/* --- unloading -------------------------------------------------------------- */

static int load(void)
{
	int fd = open(module, O_RDONLY | O_CLOEXEC), rc;

	if (fd < 0)
		fz_fail("%s: %s", module, strerror(errno));
	rc = syscall(SYS_finit_module, fd, "proc=1", 0) ? errno : 0;
	close(fd);
	return rc;
}

static void round_load(void)
{
	int rc = 0, tries;

	/* others have something open nearly always */
	for (tries = 1 + fz_below(40); tries; tries--) {
		fz_begin(FZ_LOAD, "rmmod");
		rc = syscall(SYS_delete_module, "kintrospect", O_NONBLOCK) ? errno : 0;
		fz_end();
		if (rc && rc != EWOULDBLOCK && rc != ENOENT && rc != EBUSY)
			fz_fail("rmmod: %s", strerror(rc));
		if (!rc)
			break;
		sched_yield();
	}
	if (rc == EWOULDBLOCK || rc == EBUSY)
		return;
	fz_begin(FZ_LOAD, "insmod");
	rc = load();
	fz_end();
	if (rc && rc != EEXIST)
		fz_fail("insmod: %s", strerror(rc));
}

/* --- workers ---------------------------------------------------------------- */

static void one_round(uint64_t seed, unsigned int worker, uint64_t round)
{
	fz_rng = fz_mix(fz_mix(seed) + worker) + fz_mix(round);
	fz_self->round = round;
	switch (fz_below(32)) {
	case 0 ... 4:
		fz_round_valid();
		break;
	case 5 ... 6:
		fz_round_row();
		break;
	case 7 ... 12:
		fz_round_changed();
		break;
	case 13:
		fz_round_chain();
		break;
	case 14 ... 20:
		fz_round_sequence();
		break;
	case 21:
		fz_round_many();
		break;
	case 22 ... 28:
		fz_round_file();
		break;
	default:
		if (!worker && !keep_loaded && fz_one_in(4))
			round_load();
		else
			fz_round_sequence();
	}
}

static void worker(uint64_t seed, unsigned int which, uint64_t count)
{
	uint64_t round;

	fz_self = &shared[which];
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	fz_buffer = mmap(NULL, FZ_DATAGRAM, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (fz_buffer == MAP_FAILED)
		fz_fail("mmap");
	for (round = 0; fz_self->done < count; round++)
		one_round(seed, which, round);
	_exit(0);
}

static void show_file(pid_t pid, const char *name)
{
	char path[64], *content, *line, *rest;

	snprintf(path, sizeof(path), "/proc/%d/%s", pid, name);
	content = kt_slurp(path, NULL);
	for (rest = content; (line = strsep(&rest, "\n"));)
		if (*line)
			kt_diag("  %s: %s", name, line);
	free(content);
}

/* What one process did by the kernel's own family of families, before and after. */
static bool answers(void)
{
	struct kt_request request = { .object = KINTROSPECT_CMD_FIELDS, .via = KT_PACKED };
	struct kt_rows rows;
	struct kt_reply reply;
	bool well;

	well = !kt_collect(&request, &rows, &reply) && rows.count > 300;
	if (!well)
		kt_diag("fields: %s %s, %zu rows", strerror(reply.error), reply.words, rows.count);
	kt_free(&rows);
	return well;
}

static void autoload(const char *program)
{
	FILE *file = fopen("/proc/sys/kernel/modprobe", "w");

	if (!file || fprintf(file, "%s\n", program) < 0 || fclose(file))
		kt_die("/proc/sys/kernel/modprobe: %s", strerror(errno));
}

int main(int argc, char **argv)
{
	uint64_t seed, count, done = 0, rows = 0, kind[FZ_KINDS] = { 0 }, start = kt_now();
	unsigned int workers = 4, left, hung = 0, ill = 0, i, k;
	int option, status, only = -1;
	unsigned long long round = 0;
	pid_t pids[FZ_WORKERS], pid;
	struct utsname name;
	char *modprobe;

	while ((option = getopt(argc, argv, "w:l:nr:")) != -1) {
		if (option == 'w' && atoi(optarg) > 0 && atoi(optarg) <= FZ_WORKERS)
			workers = atoi(optarg);
		else if (option == 'l')
			limit = atoi(optarg);
		else if (option == 'n')
			keep_loaded = true;
		else if (option != 'r' || sscanf(optarg, "%d/%llu", &only, &round) != 2)
			return 64;
	}
	if (argc - optind != (only < 0 ? 2 : 1))
		return 64;
	seed = strtoull(argv[optind], NULL, 0);
	count = only < 0 ? strtoull(argv[optind + 1], NULL, 0) : 0;
	uname(&name);
	snprintf(module, sizeof(module), "/lib/modules/%s/extra/kintrospect.ko", name.release);
	shared = mmap(NULL, 2 * FZ_WORKERS * sizeof(*shared), PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED)
		kt_die("mmap");
	kt_diag("kfuzz -w %u %llu %llu", workers, (unsigned long long)seed,
		(unsigned long long)count);
	/* asking for the family of a driver that is away would load it at once */
	modprobe = kt_slurp("/proc/sys/kernel/modprobe", NULL);
	modprobe[strcspn(modprobe, "\n")] = 0;
	autoload("");
	if (only >= 0) {
		fz_loud = true;
		workers = 1;
	}
	for (i = 0; i < workers; i++) {
		fflush(stdout);
		pids[i] = fork();
		if (pids[i])
			continue;
		if (only < 0)
			worker(seed, i, count / workers + (i < count % workers));
		fz_self = &shared[0];
		fz_buffer = malloc(FZ_DATAGRAM);
		one_round(seed, only, round);
		_exit(0);
	}
	for (left = workers; left;) {
		pid = waitpid(-1, &status, WNOHANG);
		for (i = 0; pid > 0 && i < workers; i++) {
			struct fz_report *r = &shared[i];

			if (pids[i] != pid)
				continue;
			pids[i] = 0;
			left--;
			if (!status && !r->failed)
				continue;
			ill++;
			/* it may have ended between rmmod and insmod, and others wait */
			fz_self = &shared[i];
			if (access("/sys/module/kintrospect", F_OK))
				load();
			kt_diag("worker %u, round %llu (kfuzz -r %u/%llu %llu), %s:", i,
				(unsigned long long)r->round, i, (unsigned long long)r->round,
				(unsigned long long)seed, r->doing);
			kt_diag("  %s (status 0x%x)", r->why, status);
		}
		if (pid > 0)
			continue;
		for (i = 0; i < workers; i++) {
			struct fz_report *r = &shared[i];
			uint64_t since = r->since;

			if (pids[i] <= 0 || !since ||
			    kt_now() < since + (uint64_t)limit * 1000000000)
				continue;
			hung++;
			kt_diag("worker %u hangs in round %llu of seed %llu: %s", i,
				(unsigned long long)r->round, (unsigned long long)seed, r->doing);
			show_file(pids[i], "syscall");
			show_file(pids[i], "stack");
			kill(pids[i], SIGKILL);
			pids[i] = -1;
			left--;
		}
		usleep(20000);
	}
	for (i = 0; i < workers; i++) {
		done += shared[i].done;
		rows += shared[i].rows;
		for (k = 0; k < FZ_KINDS; k++)
			kind[k] += shared[i].kind[k];
	}
	if (access("/sys/module/kintrospect", F_OK)) {
		fz_self = &shared[0];
		load();
	}
	autoload(modprobe);
	kt_ok(!hung, "seed %llu: no operation takes %d s", (unsigned long long)seed, limit);
	kt_ok(!ill && (hung || done >= count), "seed %llu: all of %llu operations end as they may",
	      (unsigned long long)seed, (unsigned long long)done);
	/* what hangs once would hang this too */
	kt_ok(!hung && answers(), "seed %llu: the driver answers as before",
	      (unsigned long long)seed);
	for (k = 0; k < FZ_KINDS; k++)
		kt_diag("%s: %llu", kinds[k], (unsigned long long)kind[k]);
	kt_diag("%llu rows; %llu operations in %llu s", (unsigned long long)rows,
		(unsigned long long)done, (unsigned long long)(kt_now() - start) / 1000000000);
	return kt_done();
}
