// SPDX-License-Identifier: GPL-2.0-only
/* lock-chains against /proc/lockdep_chains and the tests' own module. */
#include <stdlib.h>
#include <string.h>

#include "truth.h"
#include "witness_locks.h"

#define F(field) KT(LOCK_CHAINS, field)

/* Of the current look. */
static bool stale;

/* Names by their numbers, one a line; false where a number is of no class. */
static bool chain_names(const struct kl *kl, const char *ids, char *names, size_t size,
			unsigned int *first, unsigned int *last)
{
	const struct kl_class *class;
	size_t len = 0;
	char *end;

	*first = strtoul(ids, NULL, 10);
	for (names[0] = 0; *ids; ids = *end ? end + 1 : end) {
		*last = strtoul(ids, &end, 10);
		class = kl_class(kl, *last);
		if (end == ids || (*end && *end != ',') || !class)
			return false;
		len += snprintf(names + len, size - len, "%s\n", class->name);
		if (len >= size)
			return false;
	}
	return true;
}

static void expect_chain(const struct kl *kl, const struct kl_chain *chain,
			 const struct kt_row *row, struct kt_row *expect)
{
	static char names[65536];
	unsigned int first = 0, last = 0;

	memset(expect, 0, sizeof(*expect));
	kt_set(expect, F(CHAIN_ID), chain->id);
	kt_set(expect, F(CONTEXT), chain->context);
	kt_set(expect, F(DEPTH), chain->depth);
	kt_set_str(expect, F(CLASS_IDS), "numbers of the same classes");
	if (kt_has(row, F(CLASS_IDS)) &&
	    chain_names(kl, row->str[F(CLASS_IDS)], names, sizeof(names), &first, &last) &&
	    !strcmp(names, chain->names ? chain->names : ""))
		kt_set_str(expect, F(CLASS_IDS), row->str[F(CLASS_IDS)]);
	kt_set(expect, F(FIRST_ID), first);
	kt_set(expect, F(LAST_ID), last);
	kt_set(expect, F(STALE), stale);
}

static const struct kl_chain *chain_of(const struct kl_chains *chains, uint64_t id)
{
	size_t low = 0, high = chains->count, middle;

	while (low < high) {
		middle = (low + high) / 2;
		if (chains->chains[middle].id == id)
			return &chains->chains[middle];
		if (chains->chains[middle].id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

static void check(struct truth *truth)
{
	static const truth_units units = { 0 };
	struct kl_chains before, after;
	struct kt_row e1, e2;
	struct kt_rows rows;
	struct kl kl;
	size_t i;

	if (kl_absent(truth))
		return;
	stale = kl_stale();
	kl_chains_read(&before);
	truth_dump(truth, &rows);
	kl_chains_read(&after);
	kl_read(&kl);
	for (i = 0; i < rows.count; i++) {
		const struct kt_row *row = &rows.rows[i];
		const struct kl_chain *a = chain_of(&before, row->num[F(CHAIN_ID)]);
		const struct kl_chain *b = chain_of(&after, row->num[F(CHAIN_ID)]);

		if (!a && !b) {
			truth_fault(truth, row->num[F(CHAIN_ID)], 1, TRUTH_ROWS,
				    "there is no chain %llu",
				    (unsigned long long)row->num[F(CHAIN_ID)]);
			continue;
		}
		if (a)
			expect_chain(&kl, a, row, &e1);
		if (b)
			expect_chain(&kl, b, row, &e2);
		if (!a)
			e1 = e2;
		if (!b)
			e2 = e1;
		truth_row(truth, row->num[F(CHAIN_ID)], 0, row, &e1, &e2, units);
		truth->seen[TRUTH_ROWS]++;
	}
	if (rows.count < before.count || rows.count > after.count)
		truth_fault(truth, 0, 2, TRUTH_ROWS, "%zu rows, should be %zu to %zu", rows.count,
			    before.count, after.count);
	kl_chains_free(&before);
	kl_chains_free(&after);
	kl_free(&kl);
	kt_free(&rows);
}

static const char *lacking(void)
{
	return truth_configured("PROVE_LOCKING") ? NULL : "needs CONFIG_PROVE_LOCKING";
}

const struct truth_object truth_lock_chains = {
	.name = "lock-chains",
	.check = check,
	.lacking = lacking,
	.texts = { "/proc/lockdep_chains" },
};
