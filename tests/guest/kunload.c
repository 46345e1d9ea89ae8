// SPDX-License-Identifier: GPL-2.0-only
/*
 * Loads and unloads the driver while others read all the time; and shows that
 * an open reader of any kind makes unloading fail at once.
 *
 * usage: kunload MODULE CYCLES
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/netlink.h>

#include "kt.h"

#define READERS 4
/* Tries of rmmod, while readers are in the way. */
#define PATIENCE 500000

static int load(const char *module)
{
	int fd = open(module, O_RDONLY | O_CLOEXEC), rc;

	if (fd < 0)
		kt_die("%s: %s", module, strerror(errno));
	rc = syscall(SYS_finit_module, fd, "proc=1", 0) ? errno : 0;
	close(fd);
	return rc;
}

/* The system call says EWOULDBLOCK of a module in use, rmmod says EBUSY. */
static int unload(void)
{
	if (!syscall(SYS_delete_module, "kintrospect", O_NONBLOCK))
		return 0;
	return errno == EWOULDBLOCK ? EBUSY : errno;
}

static int ignore(const struct kt_row *row, void *arg)
{
	(void)row;
	(void)arg;
	return 0;
}

/* Asking for the family of a driver that is away runs modprobe, in vain and each time. */
static void autoload(const char *program)
{
	FILE *file = fopen("/proc/sys/kernel/modprobe", "w");

	if (!file || fprintf(file, "%s\n", program) < 0 || fclose(file))
		kt_die("/proc/sys/kernel/modprobe: %s", strerror(errno));
}

/* Only what fits a driver that comes and goes may happen to a reader. */
static void reader(int which)
{
	unsigned int n;

	for (n = which;; n++) {
		struct kt_request request = {
			.object = 1 + n % KC_OBJECTS, .via = n % 4,
			.buffer = n % 3 ? 0 : 8192,
		};
		struct kt_reply reply;

		/*
		 * Mostly short ones: four long ones leave hardly a gap between them. A
		 * file cannot be asked for a part, so of most objects it is not read
		 * each time.
		 */
		if (n % 16 && (request.via == KT_DEBUGFS || request.via == KT_PROC))
			request.object = KINTROSPECT_CMD_VAS;
		request.filter[0].set = n % 64;
		request.filter[0].num = 1;
		request.filter[0].str = request.object < KINTROSPECT_CMD_TASKS ? "stats" : "1";

		switch (kt_dump(&request, ignore, NULL, &reply)) {
		case 0:
		case ENOENT:	/* no family, no file */
		case ENODEV:	/* going */
		case ENXIO:	/* debugfs says so of one that is going */
		case EIO:	/* or this of a file that is */
		case ESRCH:	/* no cache or module is called "1" */
		case EOPNOTSUPP:
		case EPROTONOSUPPORT:	/* netlink says so of one that is going */
			break;
		case EINVAL:	/* its number may be another family's by then */
			break;
		default:
			fprintf(stderr, "reader %d: %s of %s: %s %s\n", which,
				kt_via_names[request.via], kt_table(request.object)->name,
				strerror(reply.error), reply.words);
			_exit(1);
		}
		/* without a gap now and then nobody could unload anything */
		usleep(n * 7919 % 8000);
	}
}

static void held(const char *what, int fd)
{
	int rc = unload();

	/* it does not wait: O_NONBLOCK; one that did would never come back, fd is open */
	kt_ok(fd >= 0 && rc == EBUSY, "rmmod with %s: EBUSY at once", what);
	close(fd);
}

/* A reader of each kind that sits in the middle of its work. */
static void refused(const char *module)
{
	const uint32_t encoding = 1;
	char attrs[64], byte;
	size_t len = kt_put(attrs, 0, KINTROSPECT_A_VMAS_ENCODING, &encoding, 4);
	int fd, rc, tries = 0;

	fd = open("/sys/kernel/debug/kintrospect/vmas", O_RDONLY);
	held("a debugfs file open", fd);
	fd = open("/proc/kintrospect/vmas", O_RDONLY);
	held("a proc file open", fd);
	fd = open("/proc/kintrospect/vmas", O_RDONLY);
	if (read(fd, &byte, 1) != 1)
		kt_die("read");
	held("a proc file half read", fd);
	fd = kt_socket();
	kt_send(fd, kt_family(fd, NULL, 0), KINTROSPECT_CMD_VMAS, NLM_F_DUMP, attrs, len);
	held("a dump in flight", fd);
	/* a socket is closed by a worker */
	while ((rc = unload()) == EBUSY && ++tries < PATIENCE)
		usleep(1000);
	kt_ok(!rc, "rmmod without readers");
	kt_ok(!load(module), "and insmod");
}

int main(int argc, char **argv)
{
	uint64_t start, slowest = 0, busy = 0;
	pid_t readers[READERS];
	char *modprobe;
	int i, cycles, rc = 0, status, well = 0, tries;

	if (argc != 3)
		return 64;
	cycles = atoi(argv[2]);
	modprobe = kt_slurp("/proc/sys/kernel/modprobe", NULL);
	modprobe[strcspn(modprobe, "\n")] = 0;
	autoload("");
	if (access("/sys/module/kintrospect", F_OK) == 0 && unload())
		kt_die("the driver is in use");
	if (load(argv[1]))
		kt_die("cannot load %s", argv[1]);
	refused(argv[1]);
	for (i = 0; i < READERS; i++) {
		readers[i] = fork();
		if (!readers[i]) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			reader(i);
		}
	}
	for (i = 0; i < cycles; i++) {
		start = kt_now();
		tries = 0;
		while ((rc = unload()) == EBUSY && ++tries < PATIENCE) {
			busy++;
			usleep(200);
		}
		if (!rc)
			rc = load(argv[1]);
		if (rc)
			break;
		if (kt_now() - start > slowest)
			slowest = kt_now() - start;
	}
	if (!kt_ok(i == cycles, "%d cycles of rmmod and insmod under %d readers", cycles, READERS))
		kt_diag("cycle %d: %s", i, strerror(rc));
	kt_diag("EBUSY %llu times, the slowest cycle %llu ms", (unsigned long long)busy,
		(unsigned long long)slowest / 1000000);
	for (i = 0; i < READERS; i++) {
		well += waitpid(readers[i], &status, WNOHANG) == 0;
		kill(readers[i], SIGKILL);
		waitpid(readers[i], NULL, 0);
	}
	autoload(modprobe);
	kt_ok(well == READERS, "no reader met anything but a driver that was not there");
	kt_ok(busy > 0 || cycles < 20, "readers were in the way of rmmod at least once");
	return kt_done();
}
