// SPDX-License-Identifier: GPL-2.0-only
/* Reads what `kintro --json` prints, by Jansson. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include <jansson.h>

#include "kt.h"

static int bad(struct kt_reply *reply, const char *why, const char *what)
{
	snprintf(reply->words, sizeof(reply->words), "bad JSON: %.100s: %.120s", why, what);
	return -EBADMSG;
}

static bool flags(const struct kc_field *field, const json_t *value, uint64_t *out)
{
	const json_t *item;
	bool ok, all = true;
	size_t i;

	*out = 0;
	json_array_foreach(value, i, item) {
		if (!json_is_string(item))
			return false;
		*out |= kt_value(field, json_string_value(item), &ok);
		all &= ok;
	}
	return all;
}

/* Bytes that are no UTF-8 and control bytes are written \xNN in JSON's strings. */
static char *text(const char *from)
{
	char *out = malloc(strlen(from) + 1), *to = out;
	unsigned int byte;
	int used;

	while (*from) {
		used = 0;
		if (*from == '\\' && sscanf(from, "\\x%2x%n", &byte, &used) == 1 && used == 4) {
			*to++ = byte;
			from += 4;
		} else {
			*to++ = *from++;
		}
	}
	*to = 0;
	return out;
}

static int one(const struct kc_table *table, const json_t *object, kt_row_fn fn, void *arg,
	       struct kt_reply *reply)
{
	char *strings[KT_FIELDS] = { NULL };
	struct kt_row row;
	int n, rc = 0;

	memset(&row, 0, sizeof(row));
	for (n = 0; n < table->field_count; n++) {
		const struct kc_field *field = &table->fields[n];
		const json_t *value = json_object_get(object, field->snake);
		uint64_t number;
		bool ok = true;

		if (!value) {
			rc = bad(reply, "a key is missing", field->snake);
			goto out;
		}
		if (json_is_null(value))
			continue;
		if (kt_is_string(field)) {
			if (!json_is_string(value)) {
				rc = bad(reply, "not a string", field->snake);
				goto out;
			}
			strings[n] = text(json_string_value(value));
			kt_set_str(&row, n, strings[n]);
			continue;
		}
		if (json_is_array(value))
			ok = flags(field, value, &number);
		else if (json_is_string(value))
			number = kt_value(field, json_string_value(value), &ok);
		else if (json_is_boolean(value))
			number = json_is_true(value);
		else if (json_is_integer(value))
			number = json_integer_value(value);
		else
			ok = false;
		if (!ok) {
			rc = bad(reply, "value of", field->snake);
			goto out;
		}
		if (!(field->flags & KINTROSPECT_FIELD_FLAG_BOOL) == json_is_boolean(value)) {
			rc = bad(reply, "truth value or not", field->snake);
			goto out;
		}
		kt_set(&row, n, number);
	}
	reply->rows++;
	rc = fn(&row, arg);
out:
	for (n = 0; n < KT_FIELDS; n++)
		free(strings[n]);
	return rc;
}

int kt_json(const struct kt_request *request, kt_row_fn fn, void *arg,
	    struct kt_reply *reply)
{
	const struct kc_table *table = kt_table(request->object);
	char command[512];
	const json_t *rows, *row;
	json_error_t error;
	json_t *document;
	FILE *pipe;
	size_t i;
	int rc = 0, status, len;

	len = snprintf(command, sizeof(command), "kintro --json --all-fields %s%s",
		       table->name, request->threads ? " --threads" : "");
	for (i = 0; i < table->filter_count; i++)
		if (request->filter[i].set && !kt_is_string(&table->fields[table->filters[i]]))
			len += snprintf(command + len, sizeof(command) - len, " %s=%" PRIu64,
					table->fields[table->filters[i]].name,
					request->filter[i].num);
	pipe = popen(command, "re");
	if (!pipe)
		return -errno;
	document = json_loadf(pipe, 0, &error);
	status = pclose(pipe);
	if (!document)
		return bad(reply, command, error.text);
	if (!WIFEXITED(status) || WEXITSTATUS(status)) {
		json_decref(document);
		return bad(reply, "exit status of", command);
	}
	rows = json_object_get(document, table->snake);
	if (!json_is_array(rows))
		rc = bad(reply, "no array", table->snake);
	else
		json_array_foreach(rows, i, row) {
			rc = one(table, row, fn, arg, reply);
			if (rc)
				break;
		}
	json_decref(document);
	return rc;
}
