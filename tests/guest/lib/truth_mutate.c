// SPDX-License-Identifier: GPL-2.0-only
/*
 * The check of an object under test: with a driver that falsifies a field it must turn
 * red, and be green before. In one process, for objects whose truth takes seconds to
 * read: the files it is in are read again only when something in them has moved.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "kl.h"

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

static bool green(const struct truth *template, void (*check)(struct truth *truth))
{
	struct truth truth = *template;
	bool right;

	check(&truth);
	right = !truth.fault_count;
	free(truth.faults);
	return right;
}

void truth_mutate(const struct truth *template, void (*check)(struct truth *truth))
{
	const struct kc_table *table = template->table;
	bool honest, red;
	int n, try;

	kl_keep(true);
	for (n = 0; n < table->field_count; n++) {
		const char *field = table->fields[n].name;

		falsify("none", "");
		for (try = 0, honest = false; try < TRIES && !honest; try++) {
			honest = green(template, check);
			if (!honest)
				kl_keep(true);
		}
		falsify(table->name, field);
		red = !green(template, check);
		kt_ok(honest && red, "%s.%s: the check is red when it is falsified", table->name,
		      field);
		if (!honest)
			kt_diag("it is never green for an honest driver");
	}
	falsify("none", "");
	kl_keep(false);
}
