// SPDX-License-Identifier: GPL-2.0-only
/*
 * No hidden byte leaves the kernel. A reader who may see addresses collects them first.
 * Then everything that one who may not gets by any way is searched for them, byte by
 * byte: packed batches, attributes, files, a recording, and a dump or file that the
 * other one began. To be run as root, by kfixture, with the driver loaded with proc=1.
 *
 * usage: kleak [lockdown | poison]
 *	lockdown  hides them by lockdown, for good
 *	poison    looks for what was left in memory; the kernel was booted so that this is
 *		  never zero
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/netlink.h>
#include <zstd.h>

#include "kt.h"

#define RECORDING "/tmp/kleak.rec"
#define SECRETS 65536

/**
 * struct seen - what a search found
 * @error: errno of a dump that failed
 * @dumps: dumps that ended well
 * @bytes: bytes that were searched
 * @leaks: hidden values that were found among them
 * @value: the first of those
 * @words: about the error
 */
struct seen {
	int error;
	uint64_t dumps, bytes, leaks, value;
	char words[128];
};

struct look {
	int object;
	enum kt_via via;
	int fd;
};

static const struct kt_who no_syslog = { "", kt_without, CAP_SYSLOG };

/* --- what is hidden ----------------------------------------------------------- */

/* Sets of numbers, hashed; 0 is in none. */
static uint64_t hidden[SECRETS], open_to_all[SECRETS];
static unsigned int hidden_count;

static uint64_t *slot(uint64_t *set, uint64_t value)
{
	size_t i = value * 0x9e3779b97f4a7c15ULL >> 48;
	size_t tries;

	for (tries = 0; tries < SECRETS && set[i % SECRETS] && set[i % SECRETS] != value; tries++)
		i++;
	if (tries == SECRETS)
		kt_die("too many addresses");
	return &set[i % SECRETS];
}

/* Small and round numbers prove nothing: they are found everywhere. */
static bool is_address(uint64_t value)
{
	if (sizeof(long) == 8)
		return value >> 56 == 0xff && value < 0xfffffffffffff000ULL && value & 0xffffff;
	return value >= 0xb0000000 && value <= 0xffffffff && value & 0xfff;
}

static int gather(const struct kt_row *row, void *arg)
{
	const struct kc_table *table = arg;
	int n;

	for (n = 0; n < table->field_count; n++) {
		const struct kc_field *field = &table->fields[n];

		if (kt_has(row, n) && !kt_is_string(field) && is_address(row->num[n]))
			*slot(field->flags & KINTROSPECT_FIELD_FLAG_GATED ? hidden : open_to_all,
			      row->num[n]) = row->num[n];
	}
	return 0;
}

/* All fields of an object; of stacks those of one process, as hardly anybody is in state D. */
static struct kt_request request_of(int object, enum kt_via via)
{
	struct kt_request request = { .object = object, .via = via, .masked = true };

	request.threads = kt_table(object)->threads && via <= KT_ATTRIBUTES;
	if (object == KINTROSPECT_CMD_STACKS && via <= KT_ATTRIBUTES)
		request.filter[0] = (struct kt_filter){ .set = true, .num = 1 };
	kt_all(kt_table(object), request.mask);
	return request;
}

static void gather_all(void)
{
	struct kt_reply reply;
	unsigned int i;
	int o;

	for (o = 1; o <= KC_OBJECTS; o++) {
		struct kt_request request = request_of(o, KT_PACKED);

		if (kt_dump(&request, gather, (void *)kt_table(o), &reply) &&
		    reply.error != EOPNOTSUPP)
			kt_die("%s: %s %s", kt_table(o)->name, strerror(reply.error), reply.words);
	}
	/* what the build fixed is no secret */
	for (i = 0; i < SECRETS; i++)
		hidden_count += hidden[i] &&
				*slot(open_to_all, hidden[i]) != hidden[i];
	kt_ok(hidden_count > 100, "a reader with all rights sees kernel addresses");
	kt_diag("%u different ones", hidden_count);
}

/* --- the search --------------------------------------------------------------- */

static struct seen *now;	/* of the search in progress */

static void leak(uint64_t value)
{
	if (!now->leaks++)
		now->value = value;
}

static bool is_hidden(uint64_t value)
{
	return is_address(value) && *slot(hidden, value) == value &&
	       *slot(open_to_all, value) != value;
}

static int hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Numbers wherever one may lie, and numbers in words. */
static void search(const void *data, size_t len)
{
	const char *bytes = data;
	size_t i, run = 0;
	uint64_t value;

	now->bytes += len;
	for (i = 0; i + sizeof(value) <= len; i += sizeof(uint32_t)) {
		memcpy(&value, bytes + i, sizeof(value));
		if (is_hidden(value))
			leak(value);
	}
	for (i = 0, value = 0; i <= len; i++) {
		if (i < len && hex(bytes[i]) >= 0) {
			value = value << 4 | hex(bytes[i]);
			run++;
			continue;
		}
		/* in words, an address that was not seen before is one as well */
		if (run == 2 * sizeof(long) && is_address(value) &&
		    (sizeof(long) == 8 || is_hidden(value)) && *slot(open_to_all, value) != value)
			leak(value);
		run = 0;
		value = 0;
	}
}

static int nothing(const struct kt_row *row, void *arg)
{
	(void)row;
	(void)arg;
	return 0;
}

static void dump(const struct kt_request *request, struct seen *seen)
{
	struct kt_reply reply;

	if (kt_dump(request, nothing, NULL, &reply) && reply.error != EOPNOTSUPP &&
	    !seen->error) {
		seen->error = reply.error;
		snprintf(seen->words, sizeof(seen->words), "%.120s", reply.words);
	}
	seen->dumps += !reply.error;
}

/* All fields, those that are not on request, and each alone. */
static void look(const void *arg, void *out)
{
	const struct look *what = arg;
	const struct kc_table *table = kt_table(what->object);
	struct kt_request request = request_of(what->object, what->via);
	int n;

	now = out;
	kt_raw = search;
	dump(&request, out);
	request.masked = false;
	dump(&request, out);
	request.masked = true;
	for (n = 0; n < table->field_count; n++) {
		memset(request.mask, 0, sizeof(request.mask));
		request.mask[n / 64] |= 1ULL << (n % 64);
		dump(&request, out);
	}
}

/* A file that somebody opened, from where he left it on. */
static void look_file(const void *arg, void *out)
{
	const struct look *what = arg;
	char buffer[65536];
	ssize_t n;

	now = out;
	while ((n = read(what->fd, buffer, sizeof(buffer))) > 0)
		search(buffer, n);
	now->error = n < 0 ? errno : 0;
	now->dumps = !n;
}

static unsigned int datagrams;

/* The first was made for the one who asked: it is his to pass on. */
static void search_later(const void *data, size_t len)
{
	if (datagrams++) {
		kt_no_addresses = true;
		search(data, len);
	}
}

/* Goes on with a dump that another began. */
static void look_on(const void *arg, void *out)
{
	const struct look *what = arg;
	struct kt_reply reply = { .joined = true };

	now = out;
	kt_raw = search_later;
	kt_no_addresses = false;
	now->error = -kt_receive(what->fd, what->object, 8192, nothing, NULL, &reply, NULL, NULL);
	now->dumps = datagrams > 2;
	snprintf(now->words, sizeof(now->words), "%.120s", reply.words);
}

static void look_recording(const void *arg, void *out)
{
	static const unsigned char magic[] = { 0x28, 0xb5, 0x2f, 0xfd };
	size_t len = 0, room = 1 << 22, at;
	char *file, *raw = malloc(room);
	int status = -1;

	(void)arg;
	now = out;
	if (!fork()) {
		unlink(RECORDING);
		execlp("kintro", "kintro", "record", RECORDING, "--all-fields", NULL);
		_exit(127);
	}
	wait(&status);
	file = kt_slurp(RECORDING, &len);
	if (!file || !raw || status)
		kt_die("kintro record: status %d", status);
	search(file, len);
	for (at = 0; at + sizeof(magic) <= len; at++) {
		size_t stored, got;

		if (memcmp(file + at, magic, sizeof(magic)))
			continue;
		stored = ZSTD_findFrameCompressedSize(file + at, len - at);
		got = ZSTD_isError(stored) ? stored :
		      ZSTD_decompress(raw, room, file + at, stored);
		if (ZSTD_isError(got))
			continue;
		search(raw, got);
		now->dumps++;
	}
	unlink(RECORDING);
}

static bool clean(const struct seen *seen, int may_fail, const char *what)
{
	if (seen->leaks)
		kt_diag("%s: %llu hidden values, the first 0x%llx", what,
			(unsigned long long)seen->leaks, (unsigned long long)seen->value);
	if (seen->error && seen->error != may_fail)
		kt_diag("%s: %s %s", what, strerror(seen->error), seen->words);
	return !seen->leaks && (!seen->error || seen->error == may_fail);
}

/* --- by all ways -------------------------------------------------------------- */

static void netlink(const struct kt_who *who, const char *why)
{
	struct look what = { 0 };
	struct seen seen;
	int o;

	for (what.via = KT_PACKED; what.via <= KT_ATTRIBUTES; what.via++) {
		uint64_t dumps = 0, bytes = 0;
		bool ok = true;

		for (o = 1; o <= KC_OBJECTS; o++) {
			memset(&seen, 0, sizeof(seen));
			what.object = o;
			ok &= kt_as(who, look, &what, &seen, sizeof(seen)) &&
			      clean(&seen, 0, kt_table(o)->name);
			dumps += seen.dumps;
			bytes += seen.bytes;
		}
		kt_ok(ok && dumps > 200, "%s: no hidden byte in any object, %s", why,
		      kt_via_names[what.via]);
		kt_diag("%llu dumps, %llu bytes", (unsigned long long)dumps,
			(unsigned long long)bytes);
	}
}

static int open_file(int object, enum kt_via via)
{
	char path[96];
	int fd;

	snprintf(path, sizeof(path), "%s/kintrospect/%s",
		 via == KT_PROC ? "/proc" : "/sys/kernel/debug", kt_table(object)->snake);
	fd = open(path, O_RDONLY);
	if (fd < 0)
		kt_die("%s: %s", path, strerror(errno));
	return fd;
}

/* @begun: bytes that this process reads first. */
static void files(const struct kt_who *who, const char *why, size_t begun)
{
	struct look what = { 0 };
	struct seen seen;
	char byte;
	int o;

	for (what.via = KT_DEBUGFS; what.via <= KT_PROC; what.via++) {
		uint64_t ended = 0;
		bool ok = true;

		for (o = 1; o <= KC_OBJECTS; o++) {
			memset(&seen, 0, sizeof(seen));
			what.object = o;
			what.fd = open_file(o, what.via);
			if (begun && read(what.fd, &byte, 1) != 1)
				kt_die("%s: %s", kt_table(o)->name, strerror(errno));
			/* what was made for the other one is refused */
			ok &= kt_as(who, look_file, &what, &seen, sizeof(seen)) &&
			      clean(&seen, begun ? EPERM : 0, kt_table(o)->name);
			ended += seen.dumps;
			close(what.fd);
		}
		kt_ok(ok && ended >= (begun ? 1 : KC_OBJECTS), "%s: no hidden byte in any file%s, %s",
		      why, begun ? " that another began" : "", kt_via_names[what.via]);
	}
}

static void passed_on(const struct kt_who *who)
{
	struct look what = { 0 };
	struct seen seen;
	char attrs[4096];
	int o;

	for (what.via = KT_PACKED; what.via <= KT_ATTRIBUTES; what.via++) {
		unsigned int several = 0;
		bool ok = true;

		for (o = 1; o <= KC_OBJECTS; o++) {
			struct kt_request request = request_of(o, what.via);

			memset(&seen, 0, sizeof(seen));
			what.object = o;
			what.fd = kt_socket();
			kt_send(what.fd, kt_family(what.fd, NULL, 0), o, NLM_F_DUMP, attrs,
				kt_attrs(&request, attrs));
			ok &= kt_as(who, look_on, &what, &seen, sizeof(seen)) &&
			      clean(&seen, EOPNOTSUPP, kt_table(o)->name);
			several += seen.dumps;
			close(what.fd);
		}
		kt_ok(ok && several > 2, "no hidden byte in what is left of another's dump, %s",
		      kt_via_names[what.via]);
	}
}

static void recording(const struct kt_who *who, const char *why)
{
	struct seen seen = { 0 };

	kt_ok(kt_as(who, look_recording, NULL, &seen, sizeof(seen)) &&
	      clean(&seen, 0, "recording") && seen.dumps,
	      "%s: no hidden byte in a recording", why);
}

static void all_ways(const struct kt_who *who, const char *why)
{
	kt_no_addresses = true;
	netlink(who, why);
	files(who, why, 0);
	recording(who, why);
	kt_no_addresses = false;
}

static void write_to(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	if (!file || fputs(text, file) < 0 || fclose(file))
		kt_die("%s: %s", path, strerror(errno));
}

/* The checks of kt_nl.c look at each byte that no field has. */
static void poison(void)
{
	FILE *log = popen("dmesg", "r");
	bool poisoned = false;
	char line[1024];

	while (log && fgets(line, sizeof(line), log))
		poisoned |= strstr(line, "mem auto-init:") && strstr(line, "heap alloc:off");
	if (log)
		pclose(log);
	kt_ok(poisoned, "the kernel does not clear memory that it gives out");
	kt_no_addresses = false;
	netlink(NULL, "poisoned memory, all rights");
	kt_no_addresses = true;
	netlink(&no_syslog, "poisoned memory, no CAP_SYSLOG");
}

int main(int argc, char **argv)
{
	if (argc > 1 && !strcmp(argv[1], "poison")) {
		poison();
		return kt_done();
	}
	write_to("/proc/sys/kernel/kptr_restrict", "0");
	gather_all();
	if (argc > 1 && !strcmp(argv[1], "lockdown")) {
		write_to("/sys/kernel/security/lockdown", "confidentiality");
		all_ways(NULL, "lockdown=confidentiality");
		return kt_done();
	}
	all_ways(&no_syslog, "no CAP_SYSLOG");
	files(&no_syslog, "no CAP_SYSLOG", 1);
	passed_on(&no_syslog);
	write_to("/proc/sys/kernel/kptr_restrict", "2");
	all_ways(NULL, "kptr_restrict=2");
	write_to("/proc/sys/kernel/kptr_restrict", "0");
	return kt_done();
}
