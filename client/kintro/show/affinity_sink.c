// SPDX-License-Identifier: GPL-2.0-only
/*
 * Affinity as a matrix: a line a thread, a column a CPU, or several neighbours where
 * they are too many for the line. How many there are is known at the end, so rows
 * are kept till then.
 */
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "affinity.h"
#include "affinity_sink.h"
#include "format.h"
#include "text.h"

/* The columns, as KINTRO_AFFINITY_COLUMNS has them. */
enum { PID, COMM, CPU, ON_CPU, ALLOWED };

#define WIDTH 80
#define WIDTH_MIN 16
#define FLUSH_BYTES 32768

static const char * const colors[KC_MARKS] = {
	[KC_MARK_NONE] = KC_DIM,
	[KC_MARK_SOME] = KC_CYAN,
	[KC_MARK_ALL] = KC_CYAN,
	[KC_MARK_HERE] = KC_BOLD_YELLOW,
	[KC_MARK_RUNS] = KC_BOLD_GREEN,
};

struct line {
	__u64 pid;
	struct kc_affinity affinity;	/* but for the list */
	size_t name;			/* where in texts, each with a NUL after it */
	size_t list;
};

struct matrix {
	struct kc_sink sink;
	const struct kc_columns *columns;
	FILE *out;
	struct kc_text_style style;
	bool utf8;
	struct line *lines;
	size_t count;
	size_t room;
	unsigned int cpus;
	struct kc_buf texts;
	struct kc_buf buf;
};

static struct kc_affinity affinity_of(const struct matrix *this, const struct line *line)
{
	struct kc_affinity affinity = line->affinity;

	affinity.list = this->texts.data + line->list;
	affinity.len = strlen(affinity.list);
	return affinity;
}

static int matrix_begin(struct kc_sink *sink, const struct kc_columns *columns,
			struct kc_error *err)
{
	struct matrix *this = (struct matrix *)sink;
	long cpus = sysconf(_SC_NPROCESSORS_CONF);

	(void)err;
	this->columns = columns;
	this->count = 0;
	this->texts.len = 0;
	this->cpus = cpus > 0 && cpus < KC_CPUS_MAX ? cpus : 1;
	return KC_OK;
}

static void get(struct matrix *this, const struct kc_rows *rows, const unsigned char *row,
		unsigned int column, struct kc_value *value)
{
	kc_row_get(rows, row, this->columns->fields[column], value);
}

static int matrix_row(struct kc_sink *sink, const struct kc_rows *rows, const unsigned char *row,
		      struct kc_error *err)
{
	struct matrix *this = (struct matrix *)sink;
	struct kc_affinity affinity;
	struct kc_value value;
	struct line *line;
	unsigned int cpus;

	if (this->count == this->room) {
		size_t room = this->room ? this->room * 2 : 256;

		line = realloc(this->lines, room * sizeof(*line));
		if (!line)
			return kc_fail_memory(err);
		this->lines = line;
		this->room = room;
	}
	line = &this->lines[this->count++];
	memset(line, 0, sizeof(*line));
	get(this, rows, row, PID, &value);
	line->pid = value.kind == KC_UNSIGNED ? value.u : 0;
	get(this, rows, row, CPU, &value);
	line->affinity.has_cpu = value.kind == KC_UNSIGNED && value.u < KC_CPUS_MAX;
	line->affinity.cpu = line->affinity.has_cpu ? value.u : 0;
	get(this, rows, row, ON_CPU, &value);
	line->affinity.runs = value.kind == KC_UNSIGNED && value.u;
	line->name = this->texts.len;
	get(this, rows, row, COMM, &value);
	if (value.kind == KC_TEXT && kc_escape_shown(&this->texts, value.text, value.len))
		kc_mask_set(this->sink.escaped, this->columns->fields[COMM]);
	kc_buf_char(&this->texts, 0);
	line->list = this->texts.len;
	get(this, rows, row, ALLOWED, &value);
	if (value.kind == KC_TEXT)
		kc_buf_put(&this->texts, value.text, value.len);
	kc_buf_char(&this->texts, 0);
	if (this->texts.failed)
		return kc_fail_memory(err);
	affinity = affinity_of(this, line);
	cpus = kc_affinity_cpus(&affinity);
	if (cpus > this->cpus)
		this->cpus = cpus;
	return KC_OK;
}

static unsigned int line_width(const struct matrix *this)
{
	const char *columns = getenv("COLUMNS");
	struct winsize size;

	if (!ioctl(fileno(this->out), TIOCGWINSZ, &size) && size.ws_col)
		return size.ws_col;
	return columns && atoi(columns) > 0 ? atoi(columns) : WIDTH;
}

static void put_mark(struct matrix *this, enum kc_mark mark)
{
	if (this->style.color)
		kc_buf_text(&this->buf, colors[mark]);
	kc_buf_text(&this->buf, this->utf8 ? kc_mark_signs[mark].utf8 : kc_mark_signs[mark].ascii);
	if (this->style.color)
		kc_buf_text(&this->buf, KC_PLAIN);
}

/* What the marks mean, and the number of each column's first CPU from top to bottom. */
static void put_header(struct matrix *this, unsigned int left, unsigned int step)
{
	unsigned int cpu, digit, highest = (this->cpus - 1) / step * step;
	enum kc_mark mark;

	if (!this->style.header)
		return;
	for (mark = KC_MARK_NONE; mark < KC_MARKS; mark++) {
		if (mark == KC_MARK_SOME && step == 1)
			continue;
		put_mark(this, mark);
		kc_buf_printf(&this->buf, " %s%s", kc_mark_signs[mark].words,
			      mark == KC_MARK_RUNS ? "" : ", ");
	}
	if (step > 1)
		kc_buf_printf(&this->buf, "; %u CPUs a column", step);
	kc_buf_char(&this->buf, '\n');
	if (this->style.color)
		kc_buf_text(&this->buf, KC_BOLD);
	for (digit = 1; highest / digit >= 10; digit *= 10)
		;
	for (; digit; digit /= 10) {
		if (digit > 1)
			kc_buf_printf(&this->buf, "%*s ", (int)left, "");
		else
			kc_buf_printf(&this->buf, "%7s %-*s ", "pid", (int)left - 8, "comm");
		for (cpu = 0; cpu < this->cpus; cpu += step)
			kc_buf_char(&this->buf, cpu < digit && digit > 1 ? ' ' :
						'0' + cpu / digit % 10);
		if (digit == 1 && this->style.color)
			kc_buf_text(&this->buf, KC_PLAIN);
		kc_buf_char(&this->buf, '\n');
	}
}

static void put_line(struct matrix *this, const struct line *line, unsigned int left,
		     unsigned int step, unsigned int *marks)
{
	const struct kc_matrix_shape shape = { .cpus = this->cpus, .step = step };
	const struct kc_affinity affinity = affinity_of(this, line);
	const char *name = this->texts.data + line->name;
	size_t width = kc_width(name, strlen(name));
	unsigned int i;

	kc_affinity_marks(&affinity, &shape, marks);
	kc_buf_printf(&this->buf, "%7llu %s%*s ", (unsigned long long)line->pid, name,
		      width < left - 8 ? (int)(left - 8 - width) : 0, "");
	for (i = 0; i < kc_matrix_columns(&shape); i++)
		put_mark(this, marks[i]);
	kc_buf_char(&this->buf, '\n');
}

static int matrix_end(struct kc_sink *sink, struct kc_error *err)
{
	struct matrix *this = (struct matrix *)sink;
	unsigned int width = line_width(this), left = 8 + 4, step, *marks;
	int ret = KC_OK;
	size_t i, name;

	for (i = 0; i < this->count; i++) {
		const char *text = this->texts.data + this->lines[i].name;

		name = kc_width(text, strlen(text));
		if (name + 8 > left)
			left = name + 8;
	}
	width = width > left + 1 + WIDTH_MIN ? width - left - 1 : WIDTH_MIN;
	step = (this->cpus + width - 1) / width;
	marks = calloc(this->cpus, sizeof(*marks));
	if (!marks)
		return kc_fail_memory(err);
	put_header(this, left, step);
	for (i = 0; i < this->count && !ret; i++) {
		put_line(this, &this->lines[i], left, step, marks);
		if (this->buf.failed || this->buf.len > FLUSH_BYTES)
			ret = kc_write(this->out, &this->buf, err);
	}
	free(marks);
	return ret ? ret : kc_write(this->out, &this->buf, err);
}

static void matrix_free(struct kc_sink *sink)
{
	struct matrix *this = (struct matrix *)sink;

	free(this->lines);
	kc_buf_free(&this->texts);
	kc_buf_free(&this->buf);
	free(this);
}

/**
 * kintro_affinity_sink - make a sink that draws who may run where
 * @out: where to, not owned
 * @style: how it is to look; there are no sizes to be raw
 *
 * For queries of KINTRO_AFFINITY_COLUMNS. In the locale's characters, if those are
 * UTF-8, else in ASCII. Return: the sink or NULL without memory.
 */
struct kc_sink *kintro_affinity_sink(FILE *out, const struct kc_text_style *style)
{
	struct matrix *this = calloc(1, sizeof(*this));

	if (!this)
		return NULL;
	this->sink.begin = matrix_begin;
	this->sink.row = matrix_row;
	this->sink.end = matrix_end;
	this->sink.free = matrix_free;
	this->out = out;
	this->style = *style;
	setlocale(LC_CTYPE, "");
	this->utf8 = !strcmp(nl_langinfo(CODESET), "UTF-8");
	return &this->sink;
}
