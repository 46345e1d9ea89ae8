// SPDX-License-Identifier: GPL-2.0-only
/* Rows in one shape, whichever way they came. */
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "kt.h"

const char * const kt_via_names[KT_VIAS] = {
	"packed", "attributes", "debugfs", "proc", "json"
};

const struct kc_table *kt_table(int object)
{
	return &kc_tables[object - 1];
}

/* The object's command, or 0. */
int kt_object(const char *name)
{
	int i;

	for (i = 0; i < KC_OBJECTS; i++)
		if (!strcmp(kc_tables[i].name, name))
			return i + 1;
	return 0;
}

int kt_field(const struct kc_table *table, const char *snake)
{
	int i;

	for (i = 0; i < table->field_count; i++)
		if (!strcmp(table->fields[i].snake, snake) ||
		    !strcmp(table->fields[i].name, snake))
			return i;
	return -1;
}

bool kt_is_string(const struct kc_field *field)
{
	return field->type == KINTROSPECT_FIELD_TYPE_STRING ||
		field->type == KINTROSPECT_FIELD_TYPE_CHARS;
}

bool kt_has(const struct kt_row *row, unsigned int field)
{
	return row->present[field / 64] >> (field % 64) & 1;
}

void kt_set(struct kt_row *row, unsigned int field, uint64_t value)
{
	row->num[field] = value;
	row->present[field / 64] |= 1ULL << (field % 64);
}

void kt_set_str(struct kt_row *row, unsigned int field, const char *text)
{
	row->str[field] = text;
	row->present[field / 64] |= 1ULL << (field % 64);
}

static int name_index(const struct kc_field *field, const char *name, size_t len)
{
	int i;

	for (i = 0; i < field->value_count; i++)
		if (strlen(field->values[i]) == len && !strncmp(field->values[i], name, len))
			return i;
	return -1;
}

/*
 * The number that a text stands for: decimal, 0x..., the name of an enum's
 * value, names of flags with commas.
 */
uint64_t kt_value(const struct kc_field *field, const char *text, bool *ok)
{
	uint64_t value = 0;
	char *end;
	int i;

	*ok = true;
	if (field->flags & KINTROSPECT_FIELD_FLAG_ENUM) {
		i = name_index(field, text, strlen(text));
		if (i >= 0)
			return i;
	} else if (field->flags & KINTROSPECT_FIELD_FLAG_FLAGS) {
		const char *at = text;

		if (!strcmp(text, "0"))
			return 0;
		while (*at) {
			size_t len = strcspn(at, ",");

			i = name_index(field, at, len);
			if (i >= 0)
				value |= 1ULL << i;
			else if (!strncmp(at, "0x", 2))
				value |= strtoull(at, NULL, 16);
			else
				*ok = false;
			at += len;
			if (*at == ',' && !*++at)
				*ok = false;	/* a comma at the end */
		}
		*ok = *ok && value;
		return value;
	}
	errno = 0;
	if (*text == '-')
		value = strtoll(text, &end, 10);
	else
		value = strtoull(text, &end, strncmp(text, "0x", 2) ? 10 : 16);
	*ok = *text && !*end && !errno && !isspace((unsigned char)*text);
	return value;
}

/* All fields, those on request as well. */
void kt_all(const struct kc_table *table, uint64_t mask[2])
{
	int i;

	mask[0] = mask[1] = 0;
	for (i = 0; i < table->field_count; i++)
		mask[i / 64] |= 1ULL << (i % 64);
}

/* All fields but those on request. */
void kt_default(const struct kc_table *table, uint64_t mask[2])
{
	int i;

	mask[0] = mask[1] = 0;
	for (i = 0; i < table->field_count; i++)
		if (!(table->fields[i].flags & KINTROSPECT_FIELD_FLAG_ON_REQUEST))
			mask[i / 64] |= 1ULL << (i % 64);
}

/*
 * Ask, and hand every row to @fn, which ends the dump by anything but 0. Return
 * (and reply->error): 0 or a positive errno; EBADMSG: the reply is malformed,
 * reply->words say how.
 */
int kt_dump(const struct kt_request *request, kt_row_fn fn, void *arg,
	    struct kt_reply *reply)
{
	char path[64];
	int rc;

	memset(reply, 0, sizeof(*reply));
	switch (request->via) {
	case KT_PACKED:
	case KT_ATTRIBUTES:
		rc = kt_netlink(request, fn, arg, reply);
		break;
	case KT_JSON:
		rc = kt_json(request, fn, arg, reply);
		break;
	default:
		snprintf(path, sizeof(path), "%s/kintrospect/%s",
			 request->via == KT_PROC ? "/proc" : "/sys/kernel/debug",
			 kt_table(request->object)->snake);
		rc = kt_text(path, request->object, fn, arg, reply);
		break;
	}
	reply->error = rc < 0 ? -rc : 0;
	return reply->error;
}

/* A row callback that keeps a copy in a struct kt_rows. */
int kt_keep(const struct kt_row *row, void *arg)
{
	struct kt_rows *rows = arg;
	struct kt_row *copy;
	int i;

	if (rows->count == rows->room) {
		rows->room = rows->room ? rows->room * 2 : 256;
		rows->rows = realloc(rows->rows, rows->room * sizeof(*rows->rows));
		if (!rows->rows)
			kt_die("out of memory");
	}
	copy = &rows->rows[rows->count++];
	*copy = *row;
	for (i = 0; i < KT_FIELDS; i++)
		if (row->str[i])
			copy->str[i] = strdup(row->str[i]);
	return 0;
}

void kt_free(struct kt_rows *rows)
{
	size_t i;
	int n;

	for (i = 0; i < rows->count; i++)
		for (n = 0; n < KT_FIELDS; n++)
			free((char *)rows->rows[i].str[n]);
	free(rows->rows);
	memset(rows, 0, sizeof(*rows));
}

int kt_collect(const struct kt_request *request, struct kt_rows *rows,
	       struct kt_reply *reply)
{
	memset(rows, 0, sizeof(*rows));
	return kt_dump(request, kt_keep, rows, reply);
}

bool kt_same(const struct kc_table *table, unsigned int field,
	     const struct kt_row *a, const struct kt_row *b)
{
	if (kt_has(a, field) != kt_has(b, field))
		return false;
	if (!kt_has(a, field))
		return true;
	if (kt_is_string(&table->fields[field]))
		return !strcmp(a->str[field], b->str[field]);
	return a->num[field] == b->num[field];
}

/* For messages; good for four calls. */
const char *kt_show(const struct kc_table *table, unsigned int field,
		    const struct kt_row *row)
{
	static char text[4][128];
	static int turn;
	char *out = text[turn++ % 4];

	if (!kt_has(row, field))
		snprintf(out, 128, "absent");
	else if (kt_is_string(&table->fields[field]))
		snprintf(out, 128, "\"%.120s\"", row->str[field]);
	else if (table->fields[field].type == KINTROSPECT_FIELD_TYPE_S32)
		snprintf(out, 128, "%" PRId64, row->num[field]);
	else
		snprintf(out, 128, "%" PRIu64 " (0x%" PRIx64 ")", row->num[field],
			 row->num[field]);
	return out;
}
