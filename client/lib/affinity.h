/* SPDX-License-Identifier: GPL-2.0-only */
/* Who may run where: a thread as a line of marks, a CPU or several neighbours a mark. */
#ifndef KC_AFFINITY_H
#define KC_AFFINITY_H

#include <stdbool.h>
#include <stddef.h>

/* What the driver's lists may name at most, and more than any kernel has. */
#define KC_CPUS_MAX 65536

enum kc_mark {
	KC_MARK_NONE,
	KC_MARK_SOME,
	KC_MARK_ALL,
	KC_MARK_HERE,
	KC_MARK_RUNS,
	KC_MARKS,
};

/**
 * struct kc_mark_sign - how a mark looks and what it means
 * @ascii: one character of ASCII
 * @utf8: one of UTF-8
 * @words: what it means
 */
struct kc_mark_sign {
	const char *ascii;
	const char *utf8;
	const char *words;
};

extern const struct kc_mark_sign kc_mark_signs[KC_MARKS];

/**
 * struct kc_affinity - a thread
 * @list: CPUs it may run on, such as "0-3,8"
 * @len: its length
 * @has_cpu: @cpu is known
 * @cpu: the CPU it is on, or was on last
 * @runs: it is running there
 */
struct kc_affinity {
	const char *list;
	size_t len;
	bool has_cpu;
	unsigned int cpu;
	bool runs;
};

/**
 * struct kc_matrix_shape - columns of the matrix
 * @cpus: CPUs of the machine
 * @step: CPUs a column
 */
struct kc_matrix_shape {
	unsigned int cpus;
	unsigned int step;
};

static inline unsigned int kc_matrix_columns(const struct kc_matrix_shape *shape)
{
	return (shape->cpus + shape->step - 1) / shape->step;
}

unsigned int kc_affinity_cpus(const struct kc_affinity *thread);
void kc_affinity_marks(const struct kc_affinity *thread, const struct kc_matrix_shape *shape,
		       unsigned int *marks);

#endif
