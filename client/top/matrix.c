// SPDX-License-Identifier: GPL-2.0-only
/*
 * A column that draws a list of CPUs as marks, a column of the screen a CPU, or several
 * neighbours where they are too many for the room that there is.
 */
#include <stdlib.h>

#include "fields.h"
#include "pane.h"

#define SCROLL 8
#define RULER 5

/**
 * top_matrix_resolve - find the fields by their names
 * @pane: the table
 * @object: its object
 */
void top_matrix_resolve(struct top_pane *pane, const struct kc_object *object)
{
	struct top_matrix *matrix = &pane->matrix;

	matrix->list = top_field(object, pane->table->cpus);
	matrix->cpu = top_field(object, pane->table->cpu);
	matrix->runs = top_field(object, pane->table->on_cpu);
	matrix->shape.step = 1;
}

/**
 * top_matrix_at - whether a column is drawn as marks
 * @pane: the table
 * @column: number of the column
 */
bool top_matrix_at(const struct top_pane *pane, unsigned int column)
{
	const struct top_column *spec = &pane->columns.columns[column];

	return pane->matrix.list >= 0 && spec->count == 1 && !spec->rate &&
	       spec->fields[0] == pane->matrix.list;
}

static void thread_of(const struct top_matrix *matrix, const struct top_snapshot *rows,
		      __u32 row, struct kc_affinity *thread)
{
	__u64 cpu, runs;

	thread->len = top_text(rows, row, matrix->list, &thread->list);
	thread->has_cpu = top_number(rows, row, matrix->cpu, &cpu) && cpu < KC_CPUS_MAX;
	thread->cpu = thread->has_cpu ? cpu : 0;
	thread->runs = top_number(rows, row, matrix->runs, &runs) && runs;
}

/**
 * top_matrix_count - count the CPUs, anew for every rows
 * @pane: the table
 *
 * Threads of the kernel's are bound to every single one, so that all are there.
 */
void top_matrix_count(struct top_pane *pane)
{
	struct top_matrix *matrix = &pane->matrix;
	struct kc_affinity thread;
	unsigned int cpus, *marks;
	__u32 row;

	if (matrix->list < 0 || !pane->now)
		return;
	matrix->shape.cpus = 1;
	for (row = 0; row < pane->now->count; row++) {
		thread_of(matrix, pane->now, row, &thread);
		cpus = kc_affinity_cpus(&thread);
		if (cpus > matrix->shape.cpus)
			matrix->shape.cpus = cpus;
	}
	if (matrix->shape.cpus <= matrix->marks_room)
		return;
	marks = reallocarray(matrix->marks, matrix->shape.cpus, sizeof(*marks));
	if (marks) {
		matrix->marks = marks;
		matrix->marks_room = matrix->shape.cpus;
	} else {
		matrix->shape.cpus = matrix->marks_room;
	}
}

/**
 * top_matrix_fit - say how much room there is on the screen
 * @pane: the table
 * @room: columns of the screen
 *
 * Return: how many it takes of these.
 */
int top_matrix_fit(struct top_pane *pane, int room)
{
	struct top_matrix *matrix = &pane->matrix;
	unsigned int columns;

	matrix->room = room > 0 ? room : 1;
	matrix->shape.step = 1;
	if (!matrix->single && matrix->shape.cpus > matrix->room)
		matrix->shape.step = (matrix->shape.cpus + matrix->room - 1) / matrix->room;
	columns = kc_matrix_columns(&matrix->shape);
	if (columns <= matrix->room)
		matrix->first = 0;
	else if (matrix->first > columns - matrix->room)
		matrix->first = columns - matrix->room;
	return columns < matrix->room ? (int)columns : (int)matrix->room;
}

/**
 * top_matrix_scroll - go sideways over the CPUs
 * @pane: the table
 * @right: which way
 *
 * Return: false if columns of the table are to be scrolled: all CPUs are there.
 */
bool top_matrix_scroll(struct top_pane *pane, bool right)
{
	struct top_matrix *matrix = &pane->matrix;
	unsigned int first = matrix->first;

	if (matrix->list < 0 || !matrix->single)
		return false;
	if (right)
		matrix->first += SCROLL;
	else
		matrix->first -= first < SCROLL ? first : SCROLL;
	top_matrix_fit(pane, matrix->room);
	return true;
}

/**
 * top_matrix_ruler - what stands above the marks: the number of every fifth's first CPU
 * @pane: the table
 * @buf: where to
 */
void top_matrix_ruler(const struct top_pane *pane, struct kc_buf *buf)
{
	const struct top_matrix *matrix = &pane->matrix;
	unsigned int columns = kc_matrix_columns(&matrix->shape), at;
	unsigned int gap = matrix->shape.cpus > 1000 ? 2 * RULER : RULER;
	size_t from = buf->len, used;

	for (at = matrix->first; at < columns && at < matrix->first + matrix->room; at++) {
		if (at % gap)
			continue;
		used = buf->len - from;
		kc_buf_printf(buf, "%*s%u", (int)(at - matrix->first - used), "",
			      at * matrix->shape.step);
	}
}

/**
 * top_matrix_cell - the marks of a thread
 * @pane: the table
 * @pair: the thread
 * @ascii: no characters but ASCII
 * @buf: where to
 *
 * Return: false where there is no screen: then the list says more.
 */
bool top_matrix_cell(const struct top_pane *pane, const struct top_pair *pair, bool ascii,
		     struct kc_buf *buf)
{
	const struct top_matrix *matrix = &pane->matrix;
	const struct kc_mark_sign *sign;
	struct kc_affinity thread;
	unsigned int columns, i;

	/* A row that is gone may name more CPUs than there are now: those are left out. */
	thread_of(matrix, pair->now, pair->row, &thread);
	if (!matrix->room || !matrix->marks || !thread.len)
		return false;
	kc_affinity_marks(&thread, &matrix->shape, matrix->marks);
	columns = kc_matrix_columns(&matrix->shape);
	for (i = matrix->first; i < columns && i < matrix->first + matrix->room; i++) {
		sign = &kc_mark_signs[matrix->marks[i]];
		kc_buf_text(buf, ascii ? sign->ascii : sign->utf8);
	}
	return true;
}
