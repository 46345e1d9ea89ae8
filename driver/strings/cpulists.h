/* SPDX-License-Identifier: GPL-2.0-only */
/* Lists of CPUs such as "0-3,8", each made once a batch. */
#ifndef KIN_STRINGS_CPULISTS_H
#define KIN_STRINGS_CPULISTS_H

#include <linux/cpumask.h>

#include "placed.h"

/* What fits into the least batch next to a row, twice over and more. */
#define KIN_CPULIST_SIZE 3072

/* At least as many as a row has. */
#define KIN_CPULISTS 4

/**
 * struct kin_cpulist - a list that is made
 * @mask: the CPUs
 * @made: there is one
 * @len: bytes of @text; KIN_CPULIST_SIZE: there is no room for it
 * @placed: where it lies in a batch
 * @text: the list
 */
struct kin_cpulist {
	cpumask_t mask;
	bool made;
	unsigned int len;
	struct kin_placed placed;
	char text[KIN_CPULIST_SIZE];
};

/**
 * struct kin_cpulists - the lists of a dump
 * @next: which to make over next
 * @list: those made last
 */
struct kin_cpulists {
	unsigned int next;
	struct kin_cpulist list[KIN_CPULISTS];
};

struct kin_cpulist *kin_cpulists_find(struct kin_cpulists *lists, const struct cpumask *mask);
void kin_cpulists_make(struct kin_cpulists *lists, const struct cpumask *mask,
		       const struct cpumask *keep);
int kin_cpulist_put(struct kin_cursor *cursor, struct kin_cpulist *list,
		    struct kintrospect_string *ref);

#endif
