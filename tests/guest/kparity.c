// SPDX-License-Identifier: GPL-2.0-only
/*
 * The same rows by every way: packed, attributes, debugfs, proc, JSON. To be run
 * by kfixture, whose processes hold still.
 *
 * usage: kparity [OBJECT...]
 */
#include <stdlib.h>
#include <string.h>

#include "witness_locks.h"

/* Pairs of reads; only rows that move between the two take more than one. */
#define TRIES 40

extern char **environ;

/* One of the threads of the tests' own module, which hold locks and sleep. */
static bool holder(uint64_t pid)
{
	static struct kl_helds helds;
	size_t i;

	if (!helds.count && !access("/proc/kwitness_held", R_OK))
		kl_helds_read(&helds);
	for (i = 0; i < helds.count; i++)
		if ((uint64_t)helds.held[i].pid == pid)
			return true;
	return false;
}

static bool still(uint64_t pid)
{
	char **at, *equals;

	for (at = environ; *at; at++) {
		equals = strchr(*at, '=');
		if (equals && !strncmp(*at, "KF_", 3) && strncmp(*at, "KF_spinner", 10) &&
		    strtoull(equals + 1, NULL, 10) == pid)
			return true;
	}
	return holder(pid);
}

/* Rows of processes that hold still; of objects without processes all that do. */
static void keep_still(struct kt_rows *rows, const struct kc_table *table)
{
	bool (*passing)(const struct kt_row *row) = truth_object(table->command)->passing;
	int pid = kt_field(table, "pid");
	size_t i, kept = 0;
	int n;

	for (i = 0; i < rows->count; i++) {
		if (pid >= 0 ? still(rows->rows[i].num[pid]) :
		    !passing || !passing(&rows->rows[i])) {
			rows->rows[kept++] = rows->rows[i];
			continue;
		}
		for (n = 0; n < KT_FIELDS; n++)
			free((char *)rows->rows[i].str[n]);
	}
	rows->count = kept;
}

static bool column(const struct kc_table *table, int n, enum kt_via via)
{
	return via == KT_PACKED || via == KT_ATTRIBUTES || via == KT_JSON ||
		!(table->fields[n].flags & KINTROSPECT_FIELD_FLAG_ON_REQUEST);
}

/* A client that runs maps files too, and so pages of others are shared by one more. */
static bool shared_by_client(const struct kc_table *table, int n, const struct kt_row *row,
			     enum kt_via via)
{
	int path = kt_field(table, "path");

	return via == KT_JSON && path >= 0 && kt_has(row, path) && n > path;
}

/* The number of differences, and words for the first. */
static unsigned int differ(const struct kc_table *table, const struct kt_rows *a,
			   const struct kt_rows *b, enum kt_via via, char *words, size_t size)
{
	unsigned int count = 0;
	size_t i;
	int n;

	if (a->count != b->count) {
		snprintf(words, size, "%zu rows packed, %zu by %s", a->count, b->count,
			 kt_via_names[via]);
		return 1;
	}
	for (i = 0; i < a->count; i++)
		for (n = 0; n < table->field_count; n++)
			if (column(table, n, via) && !truth_moves(table, n) &&
			    !shared_by_client(table, n, &a->rows[i], via) &&
			    !kt_same(table, n, &a->rows[i], &b->rows[i]) && !count++)
				snprintf(words, size, "row %zu (%s), %s: %s packed, %s by %s", i,
					 kt_show(table, 0, &a->rows[i]), table->fields[n].name,
					 kt_show(table, n, &a->rows[i]),
					 kt_show(table, n, &b->rows[i]), kt_via_names[via]);
	return count;
}

static void parity(const struct kc_table *table, enum kt_via via, bool threads)
{
	struct kt_request one = {
		.object = table->command, .via = KT_PACKED, .masked = true, .threads = threads,
	}, other = one;
	unsigned int count = 1;
	struct kt_reply r1, r2, r3;
	struct kt_rows a, b, c;
	char words[700] = "", after[700];
	int try;
	size_t rows = 0;

	kt_all(table, one.mask);
	kt_all(table, other.mask);
	other.via = via;
	for (try = 0; try < TRIES && count; try++) {
		kt_collect(&one, &a, &r1);
		kt_collect(&other, &b, &r2);
		keep_still(&a, table);
		keep_still(&b, table);
		rows = a.count;
		if (r1.error || r2.error)
			snprintf(words, sizeof(words), "packed: %s %s, %s: %s %s",
				 strerror(r1.error), r1.words, kt_via_names[via],
				 strerror(r2.error), r2.words);
		else
			count = differ(table, &a, &b, via, words, sizeof(words));
		/* what happened between the two is in what is read after them */
		if (count && !r1.error && !r2.error) {
			kt_collect(&one, &c, &r3);
			keep_still(&c, table);
			if (!r3.error && !differ(table, &c, &b, via, after, sizeof(after)))
				count = 0;
			kt_free(&c);
		}
		kt_free(&a);
		kt_free(&b);
	}
	if (!kt_ok(!count && rows, "%s%s: %s gives the same rows as packed (%zu)", table->name,
		   threads ? " of threads" : "", kt_via_names[via], rows))
		kt_diag("%u differences, the first: %s", count, words);
}

int main(int argc, char **argv)
{
	int o, i, via;
	bool paused;

	/* what is counted of locks is not to move meanwhile */
	paused = kl_stat_pause(true);
	for (o = 1; o <= KC_OBJECTS; o++) {
		const struct kc_table *table = kt_table(o);
		bool wanted = argc < 2;

		if (truth_lacking(table->name, NULL))
			continue;

		for (i = 1; i < argc; i++)
			wanted |= !strcmp(argv[i], table->name);
		if (!wanted)
			continue;
		for (via = KT_ATTRIBUTES; via < KT_VIAS; via++)
			parity(table, via, false);
		if (table->threads) {
			parity(table, KT_ATTRIBUTES, true);
			parity(table, KT_JSON, true);
		}
	}
	kl_stat_pause(paused);
	return kt_done();
}
