// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lists of CPUs. Most threads have the same, and text is not made in the RCU section
 * that they are read in: so a list that is not known yet is made behind it, and the
 * walk comes again.
 */
#include <linux/cpumask.h>
#include <linux/kernel.h>

#include "cpulists.h"

/**
 * kin_cpulists_find - the list of these CPUs
 * @lists: the lists of the dump
 * @mask: the CPUs
 *
 * Any context. Return: the list, or NULL when it has to be made.
 */
struct kin_cpulist *kin_cpulists_find(struct kin_cpulists *lists, const struct cpumask *mask)
{
	unsigned int i;

	for (i = 0; i < KIN_CPULISTS; i++)
		if (lists->list[i].made && cpumask_equal(&lists->list[i].mask, mask))
			return &lists->list[i];
	return NULL;
}

/**
 * kin_cpulists_make - make a list in place of an older one
 * @lists: the lists of the dump
 * @mask: its CPUs
 * @keep: the list of these CPUs stays
 *
 * Formats: with no lock held, not under RCU.
 */
void kin_cpulists_make(struct kin_cpulists *lists, const struct cpumask *mask,
		       const struct cpumask *keep)
{
	struct kin_cpulist *list;

	do {
		list = &lists->list[lists->next++ % KIN_CPULISTS];
	} while (list->made && cpumask_equal(&list->mask, keep));
	cpumask_copy(&list->mask, mask);
	list->made = true;
	list->placed.batch = 0;
	list->len = snprintf(list->text, sizeof(list->text), "%*pbl", nr_cpu_ids,
			     cpumask_bits(mask));
	if (list->len >= sizeof(list->text))
		list->len = sizeof(list->text);
}

/**
 * kin_cpulist_put - a list as a string of the batch
 * @cursor: the dump
 * @list: what kin_cpulists_find() gave
 * @ref: set to where the string is
 *
 * The caller commits the row if this does not fail: later rows may refer to the
 * same string. Return: 1; 0 when the list is too long; -ENOSPC when the
 * batch has no room for it.
 */
int kin_cpulist_put(struct kin_cursor *cursor, struct kin_cpulist *list,
		    struct kintrospect_string *ref)
{
	if (list->len == KIN_CPULIST_SIZE)
		return 0;
	return kin_place(cursor, &list->placed, list->text, list->len, ref);
}
