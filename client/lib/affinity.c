// SPDX-License-Identifier: GPL-2.0-only
/* Who may run where: a thread as a line of marks, a CPU or several neighbours a mark. */
#include <string.h>

#include "affinity.h"

const struct kc_mark_sign kc_mark_signs[KC_MARKS] = {
	[KC_MARK_NONE] = { ".", "\302\267", "not allowed" },
	[KC_MARK_SOME] = { "-", "\342\226\253", "some allowed" },
	[KC_MARK_ALL] = { "+", "\342\226\241", "allowed" },
	[KC_MARK_HERE] = { "*", "\342\226\240", "its CPU" },
	[KC_MARK_RUNS] = { "@", "\342\226\266", "running" },
};

static bool next_number(const char **at, const char *end, unsigned int *number)
{
	const char *from = *at;

	for (*number = 0; *at < end && **at >= '0' && **at <= '9'; (*at)++)
		if (*number < KC_CPUS_MAX)
			*number = *number * 10 + (**at - '0');
	return *at > from;
}

/* The next range of a list such as "0-3,8"; false at its end. */
static bool next_range(const char **at, const char *end, unsigned int *first, unsigned int *last)
{
	if (!next_number(at, end, first))
		return false;
	*last = *first;
	if (*at < end && **at == '-') {
		(*at)++;
		next_number(at, end, last);
	}
	if (*at < end && **at == ',')
		(*at)++;
	return *first <= *last && *last < KC_CPUS_MAX;
}

/**
 * kc_affinity_cpus - count the CPUs that there are at least, if there is this thread
 * @thread: the thread
 */
unsigned int kc_affinity_cpus(const struct kc_affinity *thread)
{
	const char *at = thread->list, *end = at + thread->len;
	unsigned int cpus = 0, first, last;

	if (thread->has_cpu && thread->cpu < KC_CPUS_MAX)
		cpus = thread->cpu + 1;
	while (next_range(&at, end, &first, &last))
		if (last >= cpus)
			cpus = last + 1;
	return cpus;
}

/**
 * kc_affinity_marks - mark the CPUs of a thread on its line
 * @thread: the thread
 * @shape: columns of the matrix; its CPUs are all that the thread names
 * @marks: room for kc_matrix_columns(), set to enum kc_mark
 */
void kc_affinity_marks(const struct kc_affinity *thread, const struct kc_matrix_shape *shape,
		       unsigned int *marks)
{
	const char *at = thread->list, *end = at + thread->len;
	unsigned int columns = kc_matrix_columns(shape), first, last, i, of;

	memset(marks, 0, columns * sizeof(*marks));
	while (next_range(&at, end, &first, &last))
		for (; first <= last && first < shape->cpus; first++)
			marks[first / shape->step]++;
	for (i = 0; i < columns; i++) {
		of = i + 1 < columns ? shape->step : shape->cpus - i * shape->step;
		if (thread->has_cpu && thread->cpu / shape->step == i)
			marks[i] = thread->runs ? KC_MARK_RUNS : KC_MARK_HERE;
		else if (marks[i])
			marks[i] = marks[i] == of ? KC_MARK_ALL : KC_MARK_SOME;
	}
}
