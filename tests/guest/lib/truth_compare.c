// SPDX-License-Identifier: GPL-2.0-only
/* Compares rows with what they should be. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "truth.h"

void truth_fault(struct truth *truth, uint64_t a, uint64_t b, unsigned int field,
		 const char *format, ...)
{
	struct truth_fault *fault;
	va_list args;

	if (truth->fault_count == truth->fault_room) {
		truth->fault_room = truth->fault_room ? truth->fault_room * 2 : 64;
		truth->faults = realloc(truth->faults,
					truth->fault_room * sizeof(*truth->faults));
		if (!truth->faults)
			kt_die("out of memory");
	}
	fault = &truth->faults[truth->fault_count++];
	fault->key[0] = a;
	fault->key[1] = b;
	fault->field = field;
	va_start(args, format);
	vsnprintf(fault->text, sizeof(fault->text), format, args);
	va_end(args);
}

static bool exact(const struct kc_field *field)
{
	return kt_is_string(field) || (field->unit && !strcmp(field->unit, "id")) ||
		(field->flags & (KINTROSPECT_FIELD_FLAG_ENUM | KINTROSPECT_FIELD_FLAG_FLAGS |
				 KINTROSPECT_FIELD_FLAG_BOOL));
}

static bool between(uint64_t value, uint64_t a, uint64_t b, uint64_t unit, bool is_signed)
{
	if (is_signed)
		return ((int64_t)value >= (int64_t)a && (int64_t)value <= (int64_t)b) ||
			((int64_t)value >= (int64_t)b && (int64_t)value <= (int64_t)a);
	if (a > b)
		return between(value, b, a, unit, false);
	return value >= a && (value < b || value - b < unit);
}

static bool right(const struct kc_table *table, unsigned int n, const struct kt_row *row,
		  const struct kt_row *before, const struct kt_row *after, uint64_t unit)
{
	const struct kc_field *field = &table->fields[n];

	if (!kt_has(row, n) && truth_excuse(table, n))
		return true;
	if (!kt_has(row, n) || exact(field))
		return kt_same(table, n, row, before) || kt_same(table, n, row, after);
	/* absent in one and there in the other: either end will do */
	if (!kt_has(before, n))
		before = after;
	if (!kt_has(after, n))
		after = before;
	return kt_has(before, n) &&
		between(row->num[n], before->num[n], after->num[n], unit ? unit : 1,
			field->type == KINTROSPECT_FIELD_TYPE_S32 ||
			field->type == KINTROSPECT_FIELD_TYPE_S64);
}

/* Holds a row against what it should have been before and after the dump. */
void truth_row(struct truth *truth, uint64_t a, uint64_t b, const struct kt_row *row,
	       const struct kt_row *before, const struct kt_row *after,
	       const truth_units units)
{
	const struct kc_table *table = truth->table;
	int n;

	for (n = 0; n < table->field_count; n++) {
		if (!right(table, n, row, before, after, units[n]))
			truth_fault(truth, a, b, n, "%s %llu/0x%llx: %s, should be %s%s%s",
				    table->fields[n].name, (unsigned long long)a,
				    (unsigned long long)b, kt_show(table, n, row),
				    kt_show(table, n, before),
				    kt_same(table, n, before, after) ? "" : " to ",
				    kt_same(table, n, before, after) ? "" :
				    kt_show(table, n, after));
		else if (kt_has(row, n))
			truth->seen[n]++;
		else
			truth->absent[n]++;
	}
}

/* All rows with all fields; a refusal is a fault of the rows. */
void truth_dump(struct truth *truth, struct kt_rows *rows)
{
	struct kt_request request = {
		.object = truth->table->command, .via = truth->via, .threads = truth->threads,
		.masked = true,
	};
	struct kt_reply reply;
	int i;

	kt_all(truth->table, request.mask);
	if (truth->wide)
		memset(request.mask, 0xff, sizeof(request.mask));
	for (i = 0; i < truth->table->filter_count; i++)
		if (truth->only && !strcmp(truth->table->fields[truth->table->filters[i]].name,
					   truth->threads ? "tgid" : "pid")) {
			request.filter[i].set = true;
			request.filter[i].num = truth->only;
		}
	if (kt_collect(&request, rows, &reply))
		truth_fault(truth, 0, 0, TRUTH_ROWS, "the dump ended with %s: %s",
			    strerror(reply.error), reply.words);
	/* whether addresses may be seen cannot be asked then */
	if (!truth_parameter("lookup"))
		reply.flags &= ~KINTROSPECT_BATCH_FLAG_ADDR_HIDDEN;
	if (reply.flags & ~KINTROSPECT_BATCH_FLAG_INTERRUPTED)
		truth_fault(truth, 0, 1, TRUTH_ROWS, "flags of the batch are 0x%x", reply.flags);
}
