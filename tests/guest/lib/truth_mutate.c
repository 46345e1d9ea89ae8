// SPDX-License-Identifier: GPL-2.0-only
/*
 * The check of an object under test: with a driver that falsifies a field it must turn
 * red, and be green before. In one process, for objects whose truth takes seconds to
 * read: the files it is in are read again only when something in them has moved.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "witness_locks.h"

#define TRIES 60

static void falsify(const char *object, const char *field)
{
	int fd = open("/sys/module/kintrospect/parameters/mutate", O_WRONLY | O_CLOEXEC);
	char text[80];
	int len = snprintf(text, sizeof(text), "%s%s%s", object, *field ? "." : "", field);

	if (fd < 0 || write(fd, text, len) != len)
		kt_die("the driver is not built with KIN_MUTATE");
	close(fd);
}

/* What the check finds fault with. */
enum { NOTHING, ROWS, FIELD };

static int finds(const struct truth *template, void (*check)(struct truth *truth), unsigned int n)
{
	struct truth truth = *template;
	int found = NOTHING;
	size_t i;

	check(&truth);
	for (i = 0; i < truth.fault_count && found != FIELD; i++)
		found = truth.faults[i].field == n ? FIELD :
			truth.faults[i].field == TRUTH_ROWS ? ROWS : found;
	free(truth.faults);
	return found;
}

/* Whether it finds no fault at all in one of some looks: something may move in any. */
static bool honest(const struct truth *template, void (*check)(struct truth *truth))
{
	int try;

	falsify("none", "");
	for (try = 0; try < TRIES; try++) {
		struct truth truth = *template;
		bool right;

		kl_keep(true);
		check(&truth);
		right = !truth.fault_count;
		free(truth.faults);
		if (right)
			return true;
	}
	return false;
}

void truth_mutate(const struct truth *template, void (*check)(struct truth *truth))
{
	const struct kc_table *table = template->table;
	int n;

	kt_ok(honest(template, check), "%s: the check is green for an honest driver", table->name);
	for (n = 0; n < table->field_count; n++) {
		int found;

		falsify(table->name, table->fields[n].name);
		found = finds(template, check, n);
		/* rows without their key are others, as are those since the files were read */
		if (found == ROWS && honest(template, check)) {
			falsify(table->name, table->fields[n].name);
			found = finds(template, check, n);
		}
		kt_ok(found, "%s.%s: the check is red when it is falsified", table->name,
		      table->fields[n].name);
	}
	kt_ok(honest(template, check), "%s: and green again", table->name);
	kl_keep(false);
}
