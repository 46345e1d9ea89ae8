// SPDX-License-Identifier: GPL-2.0-only
/* Reads the text of debugfs and proc, and holds it to its format. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "kt.h"

/* Undo \xNN in place. False when the text has what should have been escaped. */
static bool unescape(char *text)
{
	char *to = text, *from = text;

	while (*from) {
		unsigned int byte;
		int used = 0;

		if (*from != '\\') {
			if ((unsigned char)*from <= ' ' || *from == 0x7f)
				return false;
			*to++ = *from++;
			continue;
		}
		if (sscanf(from, "\\x%2x%n", &byte, &used) != 1 || used != 4 || !byte)
			return false;
		*to++ = byte;
		from += 4;
	}
	*to = 0;
	return true;
}

static int bad(struct kt_reply *reply, const char *why, const char *what)
{
	snprintf(reply->words, sizeof(reply->words), "bad text: %.60s: %.150s", why, what);
	return -EBADMSG;
}

static int line_row(char *line, const struct kc_table *table, const int *columns, int count,
		    struct kt_row *row, struct kt_reply *reply)
{
	char *cell;
	int i;

	memset(row, 0, sizeof(*row));
	for (i = 0; i < count; i++) {
		const struct kc_field *field = &table->fields[columns[i]];
		bool ok = true;

		cell = strsep(&line, "\t");
		if (!cell || !*cell)
			return bad(reply, "too few cells, or an empty one, at", field->name);
		if (!strcmp(cell, "-"))
			continue;
		if (kt_is_string(field)) {
			if (!unescape(cell))
				return bad(reply, "escaping", cell);
			kt_set_str(row, columns[i], cell);
			continue;
		}
		kt_set(row, columns[i], kt_value(field, cell, &ok));
		if (!ok)
			return bad(reply, field->name, cell);
		if (field->unit && !strcmp(field->unit, "addr") &&
		    (strncmp(cell, "0x", 2) || strlen(cell) != 18))
			return bad(reply, "not an address", cell);
	}
	return line ? bad(reply, "too many cells", line) : 0;
}

/* "# NAME: WORDS" after the last row. */
static int line_flag(const char *line, struct kt_reply *reply)
{
	static const char * const names[] = {
		"truncated", "interrupted", "partial", "addr-hidden", "busy", "stale",
	};
	static const uint32_t flags[] = {
		KINTROSPECT_BATCH_FLAG_TRUNCATED, KINTROSPECT_BATCH_FLAG_INTERRUPTED,
		KINTROSPECT_BATCH_FLAG_PARTIAL, KINTROSPECT_BATCH_FLAG_ADDR_HIDDEN,
		KINTROSPECT_BATCH_FLAG_BUSY, KINTROSPECT_BATCH_FLAG_STALE,
	};
	size_t i, len = strcspn(line + 2, ":");

	for (i = 0; i < sizeof(flags) / sizeof(*flags); i++)
		if (strlen(names[i]) == len && !memcmp(line + 2, names[i], len) &&
		    !strncmp(line + 2 + len, ": ", 2) && !(reply->flags & flags[i])) {
			reply->flags |= flags[i];
			return 0;
		}
	return bad(reply, "a line that is no row", line);
}

int kt_stream(FILE *file, int object, kt_row_fn fn, void *arg, struct kt_reply *reply)
{
	const struct kc_table *table = kt_table(object);
	int columns[KT_FIELDS], count = 0, rc = 0;
	char *line = NULL, *rest, *name;
	size_t room = 0;
	struct kt_row row;
	bool ended = false;
	ssize_t len;

	errno = 0;
	len = getline(&line, &room, file);
	if (len <= 0) {
		free(line);
		return errno ? -errno : bad(reply, "no header", "");
	}
	line[len - 1] = 0;
	rest = line;
	while ((name = strsep(&rest, "\t"))) {
		if (count == KT_FIELDS || kt_field(table, name) < 0 ||
		    strcmp(table->fields[kt_field(table, name)].snake, name)) {
			rc = bad(reply, "unknown column", name);
			goto out;
		}
		columns[count++] = kt_field(table, name);
	}
	while ((len = getline(&line, &room, file)) > 0) {
		if (line[len - 1] != '\n') {
			rc = bad(reply, "no newline", line);
			break;
		}
		line[len - 1] = 0;
		if (sscanf(line, "# unavailable: %63[^\n]", reply->unavailable) == 1)
			continue;
		if (!strncmp(line, "# ", 2)) {
			rc = line_flag(line, reply);
			if (rc)
				break;
			ended = true;
			continue;
		}
		if (ended) {
			rc = bad(reply, "a row after the end", line);
			break;
		}
		rc = line_row(line, table, columns, count, &row, reply);
		if (rc)
			break;
		reply->rows++;
		rc = fn(&row, arg);
		if (rc)
			break;
	}
	if (!rc && ferror(file))
		rc = errno ? -errno : -EIO;
out:
	free(line);
	return rc;
}

int kt_text(const char *path, int object, kt_row_fn fn, void *arg, struct kt_reply *reply)
{
	FILE *file = fopen(path, "re");
	int rc;

	if (!file)
		return -errno;
	rc = kt_stream(file, object, fn, arg, reply);
	fclose(file);
	return rc;
}
