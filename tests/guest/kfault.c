// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lets every allocation and every copy to the reader fail in its turn, in dumps of every
 * object by every way, and in loading: on a kernel with CONFIG_FAULT_INJECTION.
 *
 * usage: kfault [-f N] [-s SEED] [OBJECT...]
 *        kfault [-f N] [-s SEED] -l MODULE
 *   -f  the first N (64) fail one by one; of those after them fewer and fewer
 *   -s  which of those, other ones for each seed
 *   -l  loads and unloads the driver instead
 * The answer is an errno, or it is complete. What failed may not show in the next answer.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/netlink.h>

#include "kt_check.h"
#include "truth.h"

#define BUFFER 65536

static char *buffer;
static int family, nth = -1;
static uint64_t rng;
static unsigned int first = 64;

/* What came of a dump. */
struct answer {
	int error;
	bool format;
	bool unavailable;
	uint64_t rows;
	uint64_t fields;
	char why[256];
};

static void set(const char *path, const char *value)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0 || write(fd, value, strlen(value)) != (ssize_t)strlen(value))
		kt_die("%s: %s", path, strerror(errno));
	close(fd);
}

static void prepare(void)
{
	static const char * const kinds[] = { "failslab", "fail_page_alloc", "fail_usercopy" };
	char path[80];
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		snprintf(path, sizeof(path), "/sys/kernel/debug/%s/verbose", kinds[i]);
		set(path, "0");
	}
	set("/sys/kernel/debug/failslab/ignore-gfp-wait", "N");
	set("/sys/kernel/debug/failslab/cache-filter", "N");
	set("/sys/kernel/debug/fail_page_alloc/ignore-gfp-wait", "N");
	set("/sys/kernel/debug/fail_page_alloc/ignore-gfp-highmem", "N");
	set("/sys/kernel/debug/fail_page_alloc/min-order", "0");
	nth = open("/proc/thread-self/fail-nth", O_RDWR | O_CLOEXEC);
	if (nth < 0)
		kt_die("/proc/thread-self/fail-nth: %s", strerror(errno));
	buffer = mmap(NULL, BUFFER, PROT_READ | PROT_WRITE,
		      MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	/* what this program itself needs is not to fail */
	if (buffer == MAP_FAILED || mlockall(MCL_CURRENT | MCL_FUTURE))
		kt_die("memory: %s", strerror(errno));
}

/* The n-th call from here on fails. */
static void arm(unsigned int n)
{
	char text[16];
	int len = snprintf(text, sizeof(text), "%u", n);

	if (pwrite(nth, text, len, 0) != len)
		kt_die("fail-nth: %s", strerror(errno));
}

/* Whether it did. Nothing fails from here on: two tries, this may be what fails. */
static bool disarm(void)
{
	char text[16] = "";
	int tries;

	for (tries = 0; tries < 2; tries++)
		if (pread(nth, text, sizeof(text) - 1, 0) > 0)
			break;
	if (pwrite(nth, "0", 1, 0) != 1 && pwrite(nth, "0", 1, 0) != 1)
		kt_die("fail-nth: %s", strerror(errno));
	return tries || !atoi(text);
}

/* --- dumps ------------------------------------------------------------------ */

static void over_netlink(struct answer *a, int fd, int object, const void *attrs, size_t len)
{
	struct kt_check check = { 0 };
	ssize_t got;

	a->error = -kt_send(fd, family, object, NLM_F_DUMP, attrs, len);
	if (a->error)
		return;
	while (!check.ended) {
		got = recv(fd, buffer, BUFFER, MSG_DONTWAIT);
		if (got < 0) {
			a->error = errno;
			/* the end did not come, and nothing was said of it */
			a->format = errno == EAGAIN;
			return;
		}
		if (!kt_check_datagram(&check, buffer, got)) {
			memcpy(a->why, check.why, sizeof(a->why));
			a->format = true;
			return;
		}
	}
	a->error = check.error;
	a->rows = check.rows;
	a->fields = check.fields;
	memcpy(a->why, check.words, sizeof(a->why));
}

static void over_file(struct answer *a, const char *path)
{
	struct kt_lines lines = { 0 };
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t got;

	if (fd < 0) {
		a->error = errno;
		return;
	}
	while ((got = read(fd, buffer, BUFFER)) > 0)
		if (!kt_check_text(&lines, buffer, got))
			break;
	a->error = got < 0 ? errno : 0;
	if (got > 0 || (!got && !kt_check_text_end(&lines))) {
		memcpy(a->why, lines.why, sizeof(a->why));
		a->format = true;
	}
	close(fd);
	a->rows = lines.rows;
	a->fields = lines.filled;
	a->unavailable = lines.unavailable;
}

/* All of it; @n: the n-th allocation fails. True: there was an n-th. */
static bool ask(struct answer *a, int object, enum kt_via via, unsigned int n)
{
	struct kt_request request = { .object = object, .via = via, .masked = true };
	const struct kc_table *table = kt_table(object);
	int fd = -1, pid = kt_field(table, "pid");
	char path[64], attrs[512];
	size_t len = 0;
	bool failed;

	memset(a, 0, sizeof(*a));
	if (via == KT_DEBUGFS || via == KT_PROC) {
		snprintf(path, sizeof(path), "%s/kintrospect/%s",
			 via == KT_PROC ? "/proc" : "/sys/kernel/debug", table->snake);
	} else {
		fd = kt_socket();
		kt_all(table, request.mask);
		if (pid >= 0 && table->filter_count && table->filters[0] == pid) {
			request.filter[0].set = true;
			request.filter[0].num = getpid();
		}
		len = kt_attrs(&request, attrs);
	}
	arm(n);
	if (fd >= 0)
		over_netlink(a, fd, object, attrs, len);
	else
		over_file(a, path);
	failed = disarm();
	if (fd >= 0)
		close(fd);
	return failed;
}

/* Rows that come and go while this looks; of the others there are as many each time. */
static bool moves(int object, enum kt_via via)
{
	enum truth_rows rows = truth_object(object)->rows;

	/* over netlink only those of this process are asked for */
	return rows == TRUTH_OF_PROCESSES ? via == KT_DEBUGFS || via == KT_PROC :
		rows == TRUTH_COMES_AND_GOES;
}

static bool complete(const struct answer *a, const struct answer *whole, bool moving)
{
	if (a->unavailable != whole->unavailable)
		return false;
	return moving ? a->rows + 5 + whole->rows / 10 >= whole->rows :
		a->rows == whole->rows && a->fields >= whole->fields;
}

static unsigned int next(unsigned int n)
{
	rng = rng * 6364136223846793005ULL + 1442695040888963407ULL;
	return n + 1 + (n < first ? 0 : (rng >> 33) % n);
}

static void object(int o, enum kt_via via)
{
	const struct kc_table *table = kt_table(o);
	unsigned int n, tries = 0, errors = 0, wrong = 0;
	bool moving = moves(o, via);
	struct answer whole, a;

	/* the first one may fill caches */
	ask(&whole, o, via, 0);
	ask(&whole, o, via, 0);
	for (n = 1; ask(&a, o, via, n); n = next(n)) {
		tries++;
		errors += a.error != 0;
		if (a.format || (!a.error && !whole.error && !complete(&a, &whole, moving))) {
			if (wrong++ < 5)
				kt_diag("%u: %s %s, %llu of %llu rows, %llu of %llu fields", n,
					strerror(a.error), a.why, (unsigned long long)a.rows,
					(unsigned long long)whole.rows,
					(unsigned long long)a.fields,
					(unsigned long long)whole.fields);
		}
		if (wrong >= 20)
			break;
	}
	kt_ok(!wrong && errors,
	      "%s, %s: %u of some %u calls failed, %u answers were errors, the others complete",
	      table->name, kt_via_names[via], tries, n - 1, errors);
	ask(&a, o, via, 0);
	if (!kt_ok(a.error == whole.error && !a.format &&
		   (a.error || complete(&a, &whole, moving)), "%s, %s: as before after it",
		   table->name, kt_via_names[via]))
		kt_diag("%s %s, %llu of %llu rows", strerror(a.error), a.why,
			(unsigned long long)a.rows, (unsigned long long)whole.rows);
}

/* --- loading ---------------------------------------------------------------- */

/* Calls that can fail in load_module() before it looks at parameters, one of which is bad. */
static unsigned int before_init(const char *module)
{
	const unsigned int many = 1000000;
	char text[16] = "";
	int fd = open(module, O_RDONLY | O_CLOEXEC), rc;

	syscall(SYS_delete_module, "kintrospect", O_NONBLOCK);
	if (fd < 0)
		kt_die("%s: %s", module, strerror(errno));
	arm(many);
	rc = syscall(SYS_finit_module, fd, "proc=bad", 0);
	if (pread(nth, text, sizeof(text) - 1, 0) <= 0 || !rc)
		kt_die("insmod with a bad parameter: %d", rc);
	disarm();
	close(fd);
	return many - atoi(text);
}

/*
 * The kernel's own part, where jump_label_module_notify() warns of an allocation that
 * failed, is left out.
 */
static void loading(const char *module)
{
	unsigned int n, skip = before_init(module), tries = 0, loaded = 0, wrong = 0;
	struct answer a;
	int fd, rc;
	bool failed;

	for (n = 1;; n = next(n)) {
		if (!syscall(SYS_delete_module, "kintrospect", O_NONBLOCK))
			loaded++;
		else if (errno != ENOENT && wrong++ < 5)
			kt_diag("%u: rmmod: %s", n, strerror(errno));
		fd = open(module, O_RDONLY | O_CLOEXEC);
		if (fd < 0)
			kt_die("%s: %s", module, strerror(errno));
		arm(skip + n);
		rc = syscall(SYS_finit_module, fd, "proc=1", 0) ? errno : 0;
		failed = disarm();
		close(fd);
		if (!failed)
			break;
		tries++;
		if (!rc == !!access("/sys/module/kintrospect", F_OK) && wrong++ < 5)
			kt_diag("%u: insmod says %s, the driver is %sthere", n, strerror(rc),
				rc ? "" : "not ");
		if (rc && (!access("/sys/kernel/debug/kintrospect", F_OK) ||
			   !access("/proc/kintrospect", F_OK)) && wrong++ < 5)
			kt_diag("%u: insmod says %s, files are left", n, strerror(rc));
	}
	kt_diag("%u calls before the driver's parameters", skip);
	kt_ok(!wrong && !rc, "insmod: %u of some %u calls failed, %u times it loaded all the same",
	      tries, n - 1, loaded);
	family = -1;
	fd = kt_socket();
	family = kt_family(fd, NULL, 0);
	close(fd);
	ask(&a, KINTROSPECT_CMD_FIELDS, KT_PACKED, 0);
	kt_ok(!a.error && a.rows > 300, "insmod: the driver answers after it");
}

int main(int argc, char **argv)
{
	const char *module = NULL;
	int option, o, via, i;

	while ((option = getopt(argc, argv, "f:s:l:")) != -1) {
		if (option == 's')
			rng = strtoull(optarg, NULL, 0);
		else if (option == 'f')
			first = atoi(optarg);
		else if (option == 'l')
			module = optarg;
		else
			return 64;
	}
	i = kt_socket();
	family = kt_family(i, NULL, 0);
	close(i);
	if (family < 0)
		kt_die("no family: %s", strerror(-family));
	prepare();
	if (module) {
		loading(module);
		return kt_done();
	}
	for (o = 1; o <= KC_OBJECTS; o++) {
		for (i = optind; i < argc && strcmp(argv[i], kt_table(o)->name); i++)
			;
		if (i == argc && optind < argc)
			continue;
		for (via = KT_PACKED; via <= KT_PROC; via++)
			object(o, via);
	}
	return kt_done();
}
