// SPDX-License-Identifier: GPL-2.0-only
/*
 * Promises that hold for every object: masks, filters, budgets, words for
 * malformed requests, any size of buffer. To be run by kfixture.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/netlink.h>

#include "truth.h"

#define CROWD 300

static int nothing(const struct kt_row *row, void *arg)
{
	(void)row;
	(void)arg;
	return 0;
}

static int fixture(const char *name)
{
	char variable[64];
	const char *value;

	snprintf(variable, sizeof(variable), "KF_%s", name);
	value = getenv(variable);
	if (!value)
		kt_die("no %s: run this by kfixture", variable);
	return atoi(value);
}

/* --- masks ---------------------------------------------------------------- */

struct masked {
	const struct kc_table *table;
	uint64_t mask[2];
	uint64_t strange;
};

static int only_masked(const struct kt_row *row, void *arg)
{
	struct masked *m = arg;

	m->strange += !!(row->present[0] & ~m->mask[0]) + !!(row->present[1] & ~m->mask[1]);
	return 0;
}

static void narrow(const struct kc_table *table, enum kt_via via)
{
	struct kt_request request = { .object = table->command, .via = via, .masked = true };
	struct masked m = { .table = table };
	uint32_t last = 0;
	struct kt_reply reply;
	int n, wrong = -1;

	for (n = 0; n < table->field_count && wrong < 0; n++) {
		memset(m.mask, 0, sizeof(m.mask));
		m.mask[n / 64] = 1ULL << (n % 64);
		memcpy(request.mask, m.mask, sizeof(m.mask));
		if (kt_dump(&request, only_masked, &m, &reply) || m.strange || !reply.rows)
			wrong = n;
		if (via != KT_PACKED || wrong >= 0)
			continue;
		/* rows end behind the last field that was asked for */
		if (memcmp(reply.batch.mask, m.mask, sizeof(m.mask)) ||
		    reply.batch.row_size > table->row_size || reply.batch.row_size < last ||
		    reply.batch.field_count != table->field_count)
			wrong = n;
		last = reply.batch.row_size;
	}
	if (!kt_ok(wrong < 0, "%s, %s: a mask of one field brings that one alone, for each field",
		   table->name, kt_via_names[via]))
		kt_diag("%s: %s %s, %llu rows with others", table->fields[wrong].name,
			strerror(reply.error), reply.words, (unsigned long long)m.strange);
}

static void no_mask(const struct kc_table *table, enum kt_via via)
{
	struct kt_request request = { .object = table->command, .via = via };
	struct masked m = { .table = table };
	struct kt_reply reply;

	kt_default(table, m.mask);
	kt_dump(&request, only_masked, &m, &reply);
	kt_ok(!reply.error && !m.strange && reply.rows,
	      "%s, %s: without a mask come the fields that are not on request",
	      table->name, kt_via_names[via]);
	request.masked = true;
	request.mask[0] = 1;
	request.mask[1] = 1ULL << 63;
	m.mask[0] = 1;
	m.mask[1] = 0;
	kt_dump(&request, only_masked, &m, &reply);
	kt_ok(!reply.error && !m.strange && reply.rows,
	      "%s, %s: a field that the driver does not know is skipped", table->name,
	      kt_via_names[via]);
}

/* --- filters -------------------------------------------------------------- */

struct filtered {
	int field;
	uint64_t value;
	const char *text;
	uint64_t rows, others;
};

static int only_filtered(const struct kt_row *row, void *arg)
{
	struct filtered *f = arg;

	f->rows++;
	f->others += f->text ? strcmp(row->str[f->field], f->text) != 0 :
		row->num[f->field] != f->value;
	return 0;
}

static uint64_t filter(int object, enum kt_via via, int slot, struct filtered *f, bool threads,
		       struct kt_reply *reply)
{
	struct kt_request request = { .object = object, .via = via, .threads = threads };

	request.filter[slot].set = true;
	request.filter[slot].num = f->value;
	request.filter[slot].str = f->text;
	f->rows = f->others = 0;
	kt_dump(&request, only_filtered, f, reply);
	return f->others ? 0 : f->rows;
}

/* A thread of a process, not its first. */
static int a_thread(int pid)
{
	char path[64];
	struct dirent *entry;
	int tid = 0;
	DIR *dir;

	snprintf(path, sizeof(path), "/proc/%d/task", pid);
	dir = opendir(path);
	while (dir && (entry = readdir(dir)))
		if (atoi(entry->d_name) > pid)
			tid = atoi(entry->d_name);
	if (dir)
		closedir(dir);
	return tid;
}

static void filters(enum kt_via via)
{
	struct kt_request range = { .object = KINTROSPECT_CMD_VMAS, .via = via };
	struct filtered f = { .field = 0, .value = fixture("threads") };
	const char *by = kt_via_names[via];
	struct kt_rows all, some;
	struct kt_reply reply;
	size_t i, from, fit = 0;

	kt_ok(filter(KINTROSPECT_CMD_TASKS, via, 0, &f, false, &reply) == 1,
	      "tasks, %s: pid= gives one row", by);
	f.field = KT(TASKS, TGID);
	kt_ok(filter(KINTROSPECT_CMD_TASKS, via, 1, &f, false, &reply) == 1,
	      "tasks, %s: tgid= without threads gives one row", by);
	kt_ok(filter(KINTROSPECT_CMD_TASKS, via, 1, &f, true, &reply) == 4,
	      "tasks, %s: tgid= with threads gives each of them", by);
	f.field = KT(TASKS, PID);
	f.value = a_thread(fixture("threads"));
	kt_ok(filter(KINTROSPECT_CMD_TASKS, via, 0, &f, true, &reply) == 1,
	      "tasks, %s: pid= of a thread gives that thread", by);
	f.value = fixture("files");
	f.field = KT(VAS, PID);
	kt_ok(filter(KINTROSPECT_CMD_VAS, via, 0, &f, false, &reply) == 1,
	      "vas, %s: pid= gives one row", by);
	f.field = KT(VMAS, PID);
	kt_ok(filter(KINTROSPECT_CMD_VMAS, via, 0, &f, false, &reply) > 20,
	      "vmas, %s: pid= gives that process alone", by);
	f.value = 2;
	kt_ok(!filter(KINTROSPECT_CMD_VAS, via, 0, &f, false, &reply) && !f.rows && !reply.error,
	      "vas, %s: a kernel thread has none, and that is no error", by);
	kt_ok(!filter(KINTROSPECT_CMD_VMAS, via, 0, &f, false, &reply) && !f.rows && !reply.error,
	      "vmas, %s: a kernel thread has none, and that is no error", by);
	f.field = 0;
	f.text = "vmas";
	kt_ok(filter(KINTROSPECT_CMD_FIELDS, via, 0, &f, false, &reply) ==
	      (uint64_t)kt_table(KINTROSPECT_CMD_VMAS)->field_count,
	      "fields, %s: object= gives that object's", by);
	kt_ok(filter(KINTROSPECT_CMD_STATS, via, 0, &f, false, &reply) == 3,
	      "stats, %s: object= gives that object's", by);

	range.filter[0].set = true;
	range.filter[0].num = fixture("files");
	kt_collect(&range, &all, &reply);
	from = all.count / 3;
	/* the third mapping from its middle on, up to the sixth's first byte */
	range.filter[1].set = range.filter[2].set = true;
	range.filter[1].num = all.rows[from].num[KT(VMAS, START_ADDR)] + 1;
	range.filter[2].num = all.rows[from + 3].num[KT(VMAS, START_ADDR)] + 1;
	kt_collect(&range, &some, &reply);
	for (i = 0; i < some.count; i++)
		fit += some.rows[i].num[KT(VMAS, START_ADDR)] ==
			all.rows[from + i].num[KT(VMAS, START_ADDR)];
	kt_ok(some.count == 4 && fit == 4,
	      "vmas, %s: start-addr= and end-addr= give what overlaps the range (%zu of 4)", by,
	      fit);
	kt_free(&all);
	kt_free(&some);
}

/*
 * By the offset that netlink has for it, or by name: the end of a dump has no
 * room for an offset on older kernels.
 */
static bool named(const struct kt_reply *reply, int type, const char *name)
{
	/* Since 6.12 at the latest every answer has room for it. */
	if (!kt_before(6, 12) && reply->attr != type)
		return false;
	return reply->words[0] && (reply->attr == type || (name && strstr(reply->words, name)));
}

static void not_found(enum kt_via via)
{
	static const struct {
		int object, slot;
		uint64_t num;
		const char *str;
		int error;
	} asks[] = {
		{ KINTROSPECT_CMD_TASKS, 0, 4194305, NULL, ESRCH },
		{ KINTROSPECT_CMD_TASKS, 1, 4194305, NULL, ESRCH },
		{ KINTROSPECT_CMD_VAS, 0, 4194305, NULL, ESRCH },
		{ KINTROSPECT_CMD_VMAS, 0, 4194305, NULL, ESRCH },
		{ KINTROSPECT_CMD_FIELDS, 0, 0, "nothing", EINVAL },
		{ KINTROSPECT_CMD_STATS, 0, 0, "nothing", EINVAL },
	};
	size_t i;

	for (i = 0; i < sizeof(asks) / sizeof(*asks); i++) {
		struct kt_request request = { .object = asks[i].object, .via = via };
		const struct kc_table *table = kt_table(asks[i].object);
		int field = table->filters[asks[i].slot];
		struct kt_reply reply;

		request.filter[asks[i].slot].set = true;
		request.filter[asks[i].slot].num = asks[i].num;
		request.filter[asks[i].slot].str = asks[i].str;
		kt_dump(&request, nothing, NULL, &reply);
		if (!kt_ok(reply.error == asks[i].error &&
			   named(&reply, KINTROSPECT_FIRST_FIELD + field,
				 table->fields[field].name),
			   "%s, %s: %s= of none: %s, in words that name the attribute",
			   table->name, kt_via_names[via], table->fields[field].name,
			   strerror(asks[i].error)))
			kt_diag("%s, \"%s\", attribute %d", strerror(reply.error), reply.words,
				reply.attr);
	}
}

/* --- malformed requests ----------------------------------------------------- */

static void refuse(const char *what, int command, int flags, int type, const void *data,
		   size_t len, int error, bool names)
{
	static const char encoding[4] = { 1 };
	const char *common = type == KINTROSPECT_A_TASKS_MASK ? "mask" :
		type == KINTROSPECT_A_TASKS_BUDGET_NS ? "budget-ns" : NULL;
	struct kt_reply reply = { 0 };
	char attrs[4096];
	int fd = kt_socket(), family = kt_family(fd, NULL, 0), rc;
	size_t size = kt_put(attrs, 0, KINTROSPECT_A_TASKS_ENCODING, encoding, 4);

	if (type)
		size = kt_put(attrs, size, type, data, len);
	rc = kt_send(fd, family, command, flags, attrs, size);
	if (!rc)
		rc = kt_receive(fd, KINTROSPECT_CMD_TASKS, KT_BUFFER, nothing, NULL, &reply, attrs,
				NULL);
	close(fd);
	if (!kt_ok(rc == -error && (!names || named(&reply, type, common)),
		   "%s: %s%s", what, strerror(error), names ? ", in words that name it" : ""))
		kt_diag("%s, \"%s\", attribute %d", strerror(-rc), reply.words, reply.attr);
}

static void malformed(void)
{
	static const char zeros[4096];
	const uint32_t seven = 7;
	const int tasks = KINTROSPECT_CMD_TASKS;

	refuse("an unknown attribute", tasks, NLM_F_DUMP, 999, zeros, 4, EINVAL, true);
	refuse("an attribute of replies", tasks, NLM_F_DUMP, KINTROSPECT_A_TASKS_COMM, "x", 2,
	       EINVAL, true);
	refuse("a batch in a request", tasks, NLM_F_DUMP, KINTROSPECT_A_TASKS_BATCH, zeros, 96,
	       EINVAL, true);
	refuse("a pid of two bytes", tasks, NLM_F_DUMP, KINTROSPECT_A_TASKS_PID, zeros, 2, EINVAL,
	       true);
	refuse("a pid of eight bytes", tasks, NLM_F_DUMP, KINTROSPECT_A_TASKS_PID, zeros, 8,
	       EINVAL, true);
	refuse("encoding 7", tasks, NLM_F_DUMP, KINTROSPECT_A_TASKS_ENCODING, &seven, 4, ERANGE,
	       true);
	refuse("a mask of 24 bytes", tasks, NLM_F_DUMP, KINTROSPECT_A_TASKS_MASK, zeros, 24,
	       ERANGE, true);
	refuse("a mask of 5 bytes", tasks, NLM_F_DUMP, KINTROSPECT_A_TASKS_MASK, zeros, 5, EINVAL,
	       true);
	refuse("an empty mask", tasks, NLM_F_DUMP, KINTROSPECT_A_TASKS_MASK, zeros, 0, EINVAL,
	       true);
	refuse("a budget of nothing", tasks, NLM_F_DUMP, KINTROSPECT_A_TASKS_BUDGET_NS, zeros, 8,
	       EINVAL, true);
	refuse("a flag with a value", tasks, NLM_F_DUMP, KINTROSPECT_A_TASKS_THREADS, zeros, 4,
	       ERANGE, true);
	refuse("text without an end", KINTROSPECT_CMD_FIELDS, NLM_F_DUMP,
	       KINTROSPECT_A_FIELDS_OBJECT, "tasks", 5, EINVAL, true);
	refuse("text that is too long", KINTROSPECT_CMD_FIELDS, NLM_F_DUMP,
	       KINTROSPECT_A_FIELDS_OBJECT, "a-name-of-thirty-bytes-is-long", 31, EINVAL, true);
	refuse("text of no byte", KINTROSPECT_CMD_FIELDS, NLM_F_DUMP,
	       KINTROSPECT_A_FIELDS_OBJECT, zeros, 0, EINVAL, true);
	refuse("threads of vmas", KINTROSPECT_CMD_VMAS, NLM_F_DUMP, KINTROSPECT_A_VMAS_THREADS,
	       zeros, 0, EINVAL, true);
	refuse("an unknown command", 99, NLM_F_DUMP, 0, NULL, 0, EOPNOTSUPP, false);
	refuse("a request that is no dump", KINTROSPECT_CMD_VMAS, NLM_F_ACK, 0, NULL, 0,
	       EOPNOTSUPP, false);
}

/* --- budgets, buffers, unread dumps ----------------------------------------- */

/* More tasks than one piece of a walk looks at. */
static void crowd(pid_t *pids, int count)
{
	int i;

	for (i = 0; i < count; i++) {
		pids[i] = fork();
		if (!pids[i])
			for (;;)
				pause();
	}
}

static void show(const struct kt_reply *reply, const struct kt_reply *full)
{
	kt_diag("%s, %llu of %llu rows, flags 0x%x, %llu ns, \"%s\"", strerror(reply->error),
		(unsigned long long)reply->rows, (unsigned long long)full->rows, reply->flags,
		(unsigned long long)reply->batch.cost_total_ns, reply->words);
}

static void budget(const struct kc_table *table)
{
	struct kt_request request = { .object = table->command, .via = KT_PACKED };
	struct kt_reply full, brief, ample;

	kt_dump(&request, nothing, NULL, &full);
	request.budget_ns = 1;
	kt_dump(&request, nothing, NULL, &brief);
	if (!kt_ok(!brief.error && brief.flags & KINTROSPECT_BATCH_FLAG_TRUNCATED &&
		   brief.words[0] &&
		   brief.rows < full.rows, "%s: a budget of 1 ns truncates, and says so",
		   table->name))
		show(&brief, &full);
	request.via = KT_ATTRIBUTES;
	kt_dump(&request, nothing, NULL, &brief);
	if (!kt_ok(!brief.error && brief.words[0] && brief.rows < full.rows,
		   "%s, attributes: a budget of 1 ns truncates, and says so in words",
		   table->name))
		show(&brief, &full);
	request.via = KT_PACKED;
	request.budget_ns = 3600000000000ULL;
	kt_dump(&request, nothing, NULL, &ample);
	if (!kt_ok(!ample.error && !(ample.flags & KINTROSPECT_BATCH_FLAG_TRUNCATED) &&
		   ample.rows + 8 >= full.rows && ample.batch.cost_total_ns &&
		   ample.batch.walked_total >= ample.rows,
		   "%s: an ample budget does not, and the reply says what it cost",
		   table->name))
		show(&ample, &full);
}

static bool same_key(const struct kc_table *table, const struct kt_row *a,
		     const struct kt_row *b)
{
	int n;

	for (n = 0; n < table->field_count; n++)
		if (table->fields[n].flags & KINTROSPECT_FIELD_FLAG_KEY && !kt_same(table, n, a, b))
			return false;
	return true;
}

/* The same keys whatever the buffer; processes come and go, so those that stay. */
static void buffers(const struct kc_table *table, enum kt_via via)
{
	static const size_t sizes[] = { 8192, 8193, 8194, 8199, 10000, 16384, 65536, 1 << 20 };
	struct kt_request request = { .object = table->command, .via = via, .masked = true };
	int pid = kt_field(table, "pid"), start = kt_field(table, "start-addr");
	struct kt_reply reply;
	struct kt_rows want, have;
	size_t s, i, k;

	kt_all(table, request.mask);
	if (pid >= 0) {
		request.filter[0].set = start >= 0;
		request.filter[0].num = fixture("files");
	}
	kt_collect(&request, &want, &reply);
	for (s = 0; s < sizeof(sizes) / sizeof(*sizes); s++) {
		size_t lost = 0, again = 0;

		request.buffer = sizes[s];
		kt_collect(&request, &have, &reply);
		for (i = 0; i < want.count; i++) {
			size_t found = 0;

			for (k = 0; k < have.count; k++)
				found += same_key(table, &want.rows[i], &have.rows[k]);
			/* a process may have ended meanwhile, but not a fixture */
			lost += !found && (start >= 0 || pid < 0);
			again += found > 1;
		}
		if (reply.error || lost || again) {
			kt_diag("%s, buffer of %zu: %s %s, %zu lost, %zu again", table->name,
				sizes[s], strerror(reply.error), reply.words, lost, again);
			break;
		}
		kt_free(&have);
	}
	kt_ok(s == sizeof(sizes) / sizeof(*sizes) && want.count,
	      "%s, %s: the same %zu rows by buffers of 8 KiB to 1 MiB, odd ones too",
	      table->name, kt_via_names[via], want.count);
	kt_free(&want);
}

static long references(void)
{
	char *text = kt_slurp("/sys/module/kintrospect/refcnt", NULL);
	long count = text ? atol(text) : -1;

	free(text);
	return count;
}

static void unread(void)
{
	char attrs[64];
	const uint32_t packed = 0;
	size_t len = kt_put(attrs, 0, KINTROSPECT_A_TASKS_ENCODING, &packed, 4);
	long before = references(), during;
	int fd = kt_socket(), family = kt_family(fd, NULL, 0), i;
	char byte[8192];

	kt_send(fd, family, KINTROSPECT_CMD_VMAS, NLM_F_DUMP, attrs, len);
	if (recv(fd, byte, sizeof(byte), 0) <= 0)
		kt_die("recv");
	during = references();
	kt_ok(kt_send(fd, family, KINTROSPECT_CMD_TASKS, NLM_F_DUMP, attrs, len) == 0,
	      "a second request on a socket whose dump is not read");
	close(fd);
	for (i = 0; i < 60000 && references() != before; i++)
		usleep(1000);
	kt_ok(during > before && references() == before,
	      "a dump in flight holds the module, a socket closed in the middle lets it go "
	      "(%ld, %ld, %ld)", before, during, references());
}

int main(void)
{
	pid_t pids[CROWD];
	int o;

	for (o = 1; o <= KC_OBJECTS; o++) {
		const struct kc_table *table = kt_table(o);

		if (truth_lacking(table->name, NULL))
			continue;
		narrow(table, KT_PACKED);
		narrow(table, KT_ATTRIBUTES);
		no_mask(table, KT_PACKED);
		no_mask(table, KT_ATTRIBUTES);
		buffers(table, KT_PACKED);
		buffers(table, KT_ATTRIBUTES);
	}
	filters(KT_PACKED);
	filters(KT_ATTRIBUTES);
	not_found(KT_PACKED);
	not_found(KT_ATTRIBUTES);
	malformed();
	crowd(pids, CROWD);
	budget(kt_table(KINTROSPECT_CMD_TASKS));
	budget(kt_table(KINTROSPECT_CMD_VAS));
	budget(kt_table(KINTROSPECT_CMD_VMAS));
	for (o = 0; o < CROWD; o++)
		kill(pids[o], SIGKILL);
	unread();
	return kt_done();
}
