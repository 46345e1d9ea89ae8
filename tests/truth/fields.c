// SPDX-License-Identifier: GPL-2.0-only
/* fields against the tables made from the spec. */
#include <linux/capability.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "truth.h"

#define F(field) KT(FIELDS, field)

/* Take a capability out of the effective set, or put it back. */
static void effective(int cap, bool on)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct data[2];

	if (syscall(SYS_capget, &header, data))
		kt_die("capget");
	if (on)
		data[cap / 32].effective |= 1U << (cap % 32);
	else
		data[cap / 32].effective &= ~(1U << (cap % 32));
	if (syscall(SYS_capset, &header, data))
		kt_die("capset");
}

static void expect_field(const struct kc_table *table, int n, bool hidden, char *values,
			 struct kt_row *row)
{
	const struct kc_field *field = &table->fields[n];
	const char *reason;
	int i;

	memset(row, 0, sizeof(*row));
	kt_set_str(row, F(OBJECT), table->name);
	kt_set_str(row, F(NAME), field->name);
	kt_set(row, F(INDEX), n);
	kt_set(row, F(TYPE), field->type);
	kt_set(row, F(FLAGS), field->flags);
	kt_set(row, F(OFFSET_BYTES), field->offset);
	kt_set(row, F(SIZE_BYTES), field->size);
	if (field->unit)
		kt_set_str(row, F(UNIT), field->unit);
	reason = truth_lacking(table->name, field->name);
	if (!reason)
		reason = truth_excuse(table, n);
	if (hidden && !reason)
		reason = "needs CAP_SYSLOG, kptr_restrict below 2 and no confidentiality lockdown";
	kt_set(row, F(AVAILABLE), !reason);
	if (reason)
		kt_set_str(row, F(REASON), reason);
	values[0] = 0;
	for (i = 0; i < field->value_count; i++)
		strcat(strcat(values, i ? "," : ""), field->values[i]);
	if (field->value_count)
		kt_set_str(row, F(VALUES), values);
	kt_set_str(row, F(DOC), field->doc);
}

static void fields(struct truth *truth, bool syslog)
{
	static const truth_units units = { 0 };
	static char values[4096];
	struct kt_rows rows;
	struct kt_row e;
	size_t at = 0;
	int o, n;

	truth_dump(truth, &rows);
	for (o = 1; o <= KC_OBJECTS; o++)
		for (n = 0; n < kt_table(o)->field_count; n++, at++) {
			uint32_t flags = kt_table(o)->fields[n].flags;
			struct kt_row *row = &rows.rows[at];

			if (at >= rows.count) {
				truth_fault(truth, o, n, TRUTH_ROWS, "no row for %s.%s",
					    kt_table(o)->name, kt_table(o)->fields[n].name);
				continue;
			}
			expect_field(kt_table(o), n,
				     !syslog && flags & KINTROSPECT_FIELD_FLAG_GATED, values, &e);
			truth->seen[TRUTH_ROWS]++;
			truth_row(truth, o * 2 + syslog, n, row, &e, &e, units);
		}
	if (rows.count > at)
		truth_fault(truth, 0, 9, TRUTH_ROWS, "%zu rows too many", rows.count - at);
	kt_free(&rows);
}

static void check(struct truth *truth)
{
	fields(truth, true);
	effective(CAP_SYSLOG, false);
	fields(truth, false);
	effective(CAP_SYSLOG, true);
}

const struct truth_object truth_fields = {
	.name = "fields",
	.check = check,
	.rows = TRUTH_STAYS,
	.load = TRUTH_NO_LOAD,
};
