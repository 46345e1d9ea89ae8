// SPDX-License-Identifier: GPL-2.0-only
/* modules against /proc/modules, /sys/module and the tests' own module. */
#include <stdlib.h>
#include <string.h>

#include "truth.h"

#define F(field) KT(MODULES, field)
#define MODULES 256

struct witness {
	struct kt_rows rows;
	struct kt_row row[MODULES];
	char text[MODULES][6][256];
	char users[MODULES][1024];
};

/* The first line of a file of a module, or NULL. */
static char *attribute(char *to, size_t size, const char *module, const char *name)
{
	char path[256];
	FILE *file;

	snprintf(path, sizeof(path), "/sys/module/%s/%s", module, name);
	file = fopen(path, "r");
	if (!file)
		return NULL;
	if (!fgets(to, size, file))
		*to = 0;
	fclose(file);
	to[strcspn(to, "\n")] = 0;
	return *to ? to : NULL;
}

static void number(struct kt_row *row, int field, const char *module, const char *name)
{
	char text[32];

	if (attribute(text, sizeof(text), module, name))
		kt_set(row, field, strtoull(text, NULL, 10));
}

/* What /proc/kwitness_modules says: four pieces, address and size of each. */
static void pieces(struct kt_row *row, const char *kwitness, const char *module)
{
	static const int fields[][2] = {
		{ F(TEXT_ADDR), F(TEXT_BYTES) }, { F(RODATA_ADDR), F(RODATA_BYTES) },
		{ F(RO_AFTER_INIT_ADDR), F(RO_AFTER_INIT_BYTES) },
		{ F(DATA_ADDR), F(DATA_BYTES) },
	};
	char key[80];
	const char *at;
	size_t i;
	char *end;

	snprintf(key, sizeof(key), "\n%s ", module);
	at = strstr(kwitness, key);
	if (!at)
		return;
	end = (char *)at + strlen(key);
	for (i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
		uint64_t addr = strtoull(end, &end, 16), bytes = strtoull(end, &end, 10);

		kt_set(row, fields[i][1], bytes);
		if (bytes)
			kt_set(row, fields[i][0], addr);
	}
}

static size_t witness(struct witness *witness)
{
	char line[4096], name[64], users[1024], state[16], taint[32];
	FILE *file = fopen("/proc/modules", "r");
	unsigned long long size, base;
	char *kwitness = kt_slurp("/proc/kwitness_modules", NULL);
	char *listed;
	size_t n = 0;
	int refs;

	if (!file || !kwitness)
		kt_die("no /proc/modules or /proc/kwitness_modules");
	listed = malloc(strlen(kwitness) + 2);
	if (!listed)
		kt_die("out of memory");
	sprintf(listed, "\n%s", kwitness);
	for (; n < MODULES && fgets(line, sizeof(line), file); n++) {
		struct kt_row *row = &witness->row[n];
		char (*text)[256] = witness->text[n];

		memset(row, 0, sizeof(*row));
		if (sscanf(line, "%63s %llu %d %1023s %15s 0x%llx", name, &size, &refs, users,
			   state, &base) != 6)
			kt_die("/proc/modules: %s", line);
		strcpy(text[0], name);
		kt_set_str(row, F(NAME), text[0]);
		kt_set(row, F(STATE), *state == 'L' ? state[1] == 'i' ? 0 : 1 : 2);
		kt_set(row, F(SIZE_BYTES), size);
		/* a dump holds a reference to the driver, to which its reply belongs */
		kt_set(row, F(REFS), refs + !strcmp(name, "kintrospect"));
		if (strcmp(users, "-")) {
			/* with a comma behind the last, and the word [permanent] */
			char *end = strstr(users, "[permanent],");

			if (end)
				*end = 0;
			if (*users)
				users[strlen(users) - 1] = 0;
			strcpy(witness->users[n], users);
			if (*users)
				kt_set_str(row, F(USERS), witness->users[n]);
		}
		if (attribute(taint, sizeof(taint), name, "taint")) {
			strcpy(text[2], taint);
			kt_set_str(row, F(TAINT), text[2]);
		}
		if (attribute(text[3], sizeof(text[3]), name, "version"))
			kt_set_str(row, F(VERSION), text[3]);
		if (attribute(text[4], sizeof(text[4]), name, "srcversion"))
			kt_set_str(row, F(SRCVERSION), text[4]);
		pieces(row, listed, name);
		/* the same as where its memory begins, if code is what that begins with */
		if (kt_has(row, F(TEXT_ADDR)))
			kt_set(row, F(TEXT_ADDR), base);
		number(row, F(INIT_BYTES), name, "initsize");
		/* both have it */
		if (attribute(text[5], sizeof(text[5]), name, "coresize") &&
		    strtoull(text[5], NULL, 10) + row->num[F(INIT_BYTES)] != size)
			kt_die("%s: coresize is %s", name, text[5]);
	}
	fclose(file);
	free(kwitness);
	free(listed);
	return n;
}

static void check(struct truth *truth)
{
	static const truth_units units = { 0 };
	static struct witness before, after;
	size_t a, b, i, n = witness(&before), m;
	struct kt_rows rows;

	truth_dump(truth, &rows);
	m = witness(&after);
	for (i = 0; i < rows.count; i++) {
		const char *name = rows.rows[i].str[F(NAME)];

		for (a = 0; name && a < n && strcmp(before.text[a][0], name); a++)
			;
		for (b = 0; name && b < m && strcmp(after.text[b][0], name); b++)
			;
		if (!name || (a == n && b == m)) {
			truth_fault(truth, i, 1, F(NAME), "%s is no module", name ? name : "-");
			continue;
		}
		if (a == n || b == m)
			continue;
		truth->seen[TRUTH_ROWS]++;
		truth_row(truth, a, 0, &rows.rows[i], &before.row[a], &after.row[b], units);
	}
	/* the order is the same, too */
	if (n == m && (rows.count != n || n == MODULES))
		truth_fault(truth, 0, 2, TRUTH_ROWS, "%zu rows for %zu modules", rows.count, n);
	for (i = 0; n == m && i < n && i < rows.count; i++)
		if (rows.rows[i].str[F(NAME)] &&
		    strcmp(rows.rows[i].str[F(NAME)], before.text[i][0]))
			truth_fault(truth, i, 3, TRUTH_ROWS, "%s comes where %s should",
				    rows.rows[i].str[F(NAME)], before.text[i][0]);
	kt_free(&rows);
}

const struct truth_object truth_modules = {
	.name = "modules",
	.check = check,
	.rows = TRUTH_STAYS,
	.texts = { "/proc/modules" },
};
