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
 * top_cpu_marks_resolve - find the fields by their names
 * @pane: the table
 * @object: its object
 */
void top_cpu_marks_resolve(struct top_pane *pane, const struct kc_object *object)
{
	struct top_cpu_marks *own = &pane->cpu_marks;

	own->list = top_field(object, pane->table->cpus);
	own->cpu = top_field(object, pane->table->cpu);
	own->runs = top_field(object, pane->table->on_cpu);
	own->shape.step = 1;
}

/**
 * top_cpu_marks_at - whether a column is drawn as marks
 * @pane: the table
 * @column: number of the column
 */
bool top_cpu_marks_at(const struct top_pane *pane, unsigned int column)
{
	const struct top_column *spec = &pane->columns.columns[column];

	return pane->cpu_marks.list >= 0 && spec->count == 1 && !spec->rate &&
	       spec->fields[0] == pane->cpu_marks.list;
}

static void thread_of(const struct top_cpu_marks *own, const struct top_snapshot *rows,
		      __u32 row, struct kc_affinity *thread)
{
	__u64 cpu, runs;

	thread->len = top_text(rows, row, own->list, &thread->list);
	thread->has_cpu = top_number(rows, row, own->cpu, &cpu) && cpu < KC_CPUS_MAX;
	thread->cpu = thread->has_cpu ? cpu : 0;
	thread->runs = top_number(rows, row, own->runs, &runs) && runs;
}

/**
 * top_cpu_marks_count - count the CPUs, again for every rows
 * @pane: the table
 *
 * Threads of the kernel's are bound to every single one, so that all are there.
 */
void top_cpu_marks_count(struct top_pane *pane)
{
	struct top_cpu_marks *own = &pane->cpu_marks;
	struct kc_affinity thread;
	unsigned int cpus, *marks;
	__u32 row;

	if (own->list < 0 || !pane->now)
		return;
	own->shape.cpus = 1;
	for (row = 0; row < pane->now->count; row++) {
		thread_of(own, pane->now, row, &thread);
		cpus = kc_affinity_cpus(&thread);
		if (cpus > own->shape.cpus)
			own->shape.cpus = cpus;
	}
	if (own->shape.cpus <= own->marks_room)
		return;
	marks = reallocarray(own->marks, own->shape.cpus, sizeof(*marks));
	if (marks) {
		own->marks = marks;
		own->marks_room = own->shape.cpus;
	} else {
		own->shape.cpus = own->marks_room;
	}
}

/**
 * top_cpu_marks_fit - say how much room there is on the screen
 * @pane: the table
 * @room: columns of the screen
 *
 * Return: how many it takes of these.
 */
int top_cpu_marks_fit(struct top_pane *pane, int room)
{
	struct top_cpu_marks *own = &pane->cpu_marks;
	unsigned int columns;

	own->room = room > 0 ? room : 1;
	own->shape.step = 1;
	if (!own->single && own->shape.cpus > own->room)
		own->shape.step = (own->shape.cpus + own->room - 1) / own->room;
	columns = kc_matrix_columns(&own->shape);
	if (columns <= own->room)
		own->first = 0;
	else if (own->first > columns - own->room)
		own->first = columns - own->room;
	return columns < own->room ? (int)columns : (int)own->room;
}

/**
 * top_cpu_marks_scroll - go sideways over the CPUs
 * @pane: the table
 * @right: which way
 *
 * Return: false if columns of the table are to be scrolled: all CPUs are there.
 */
bool top_cpu_marks_scroll(struct top_pane *pane, bool right)
{
	struct top_cpu_marks *own = &pane->cpu_marks;
	unsigned int first = own->first;

	if (own->list < 0 || !own->single)
		return false;
	if (right)
		own->first += SCROLL;
	else
		own->first -= first < SCROLL ? first : SCROLL;
	top_cpu_marks_fit(pane, own->room);
	return true;
}

/**
 * top_cpu_marks_ruler - what stands above the marks: the number of every fifth's first CPU
 * @pane: the table
 * @buf: where to
 */
void top_cpu_marks_ruler(const struct top_pane *pane, struct kc_buf *buf)
{
	const struct top_cpu_marks *own = &pane->cpu_marks;
	unsigned int columns = kc_matrix_columns(&own->shape), at;
	unsigned int gap = own->shape.cpus > 1000 ? 2 * RULER : RULER;
	size_t from = buf->len, used;

	for (at = own->first; at < columns && at < own->first + own->room; at++) {
		if (at % gap)
			continue;
		used = buf->len - from;
		kc_buf_printf(buf, "%*s%u", (int)(at - own->first - used), "",
			      at * own->shape.step);
	}
}

/**
 * top_cpu_marks_cell - the marks of a thread
 * @pane: the table
 * @pair: the thread
 * @ascii: no characters but ASCII
 * @buf: where to
 *
 * Return: false where there is no screen: then the list says more.
 */
bool top_cpu_marks_cell(const struct top_pane *pane, const struct top_pair *pair, bool ascii,
			struct kc_buf *buf)
{
	const struct top_cpu_marks *own = &pane->cpu_marks;
	const struct kc_mark_sign *sign;
	struct kc_affinity thread;
	unsigned int columns, i;

	/* A row that is gone may name more CPUs than there are now: those are left out. */
	thread_of(own, pair->now, pair->row, &thread);
	if (!own->room || !own->marks || !thread.len)
		return false;
	kc_affinity_marks(&thread, &own->shape, own->marks);
	columns = kc_matrix_columns(&own->shape);
	for (i = own->first; i < columns && i < own->first + own->room; i++) {
		sign = &kc_mark_signs[own->marks[i]];
		kc_buf_text(buf, ascii ? sign->ascii : sign->utf8);
	}
	return true;
}
