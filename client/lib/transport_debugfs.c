// SPDX-License-Identifier: GPL-2.0-only
/*
 * Rows from the driver's text files, made into packed ones. The driver does
 * not filter here, so keys are applied on this side.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "catalog.h"
#include "key_match.h"
#include "notes.h"
#include "pack.h"
#include "text.h"
#include "transport.h"

#define READ_BYTES 65536

struct debugfs {
	struct kc_transport transport;
	char *directory;
	struct kc_pack pack;
};

/* One reading of one file. */
struct reading {
	struct debugfs *fs;
	const struct kc_request *request;
	kc_batch_fn *fn;
	void *context;
	struct kc_match matches[KC_KEYS_MAX];
	bool matched[KC_KEYS_MAX];	/* of the current row */
	int busy_field;			/* -1: the object has none */
	bool busy;			/* the current row is of a process not read whole */
	__u32 flags;			/* of all rows, from the lines after them */
	__u64 rows;
	unsigned int column_count;
	int columns[KC_FIELDS_MAX];	/* field numbers, -1: not in our table */
};

static int field_by_snake(const struct kc_table *table, const char *name)
{
	unsigned int i;

	for (i = 0; i < table->field_count; i++)
		if (!strcmp(table->fields[i].snake, name))
			return i;
	return -1;
}

static void match_number(struct reading *reading, unsigned int field, __u64 number)
{
	unsigned int i;

	for (i = 0; i < reading->request->key_count; i++) {
		const struct kc_match *match = &reading->matches[i];

		if (match->field == field)
			reading->matched[i] = (number > match->key->number) -
					      (number < match->key->number) == match->sign;
	}
}

static void match_text(struct reading *reading, unsigned int field, const char *text, size_t len)
{
	unsigned int i;

	for (i = 0; i < reading->request->key_count; i++) {
		const struct kc_match *match = &reading->matches[i];

		if (match->field == field)
			reading->matched[i] = strlen(match->key->text) == len &&
					      !memcmp(match->key->text, text, len);
	}
}

static int name_index(const struct kc_field *field, const char *text, size_t len)
{
	unsigned int i;

	for (i = 0; i < field->value_count; i++)
		if (strlen(field->values[i]) == len && !memcmp(field->values[i], text, len))
			return i;
	return -1;
}

/* Names joined by commas, bits without a name in hex; unknown names count as no bit. */
static bool parse_flags(const struct kc_field *field, const char *text, size_t len, __u64 *bits)
{
	const char *end = text + len;
	__u64 number;

	for (*bits = 0; text < end; text += len + 1) {
		const char *comma = memchr(text, ',', end - text);
		int index;

		len = comma ? comma - text : end - text;
		index = name_index(field, text, len);
		if (index >= 0)
			*bits |= 1ULL << index;
		else if (kc_parse_u64(text, len, ~0ULL, &number))
			*bits |= number;
	}
	return true;
}

static bool parse_number(const struct kc_field *field, const char *text, size_t len,
			 __u64 *number)
{
	__s64 negative;
	int index;

	if (field->flags & KINTROSPECT_FIELD_FLAG_FLAGS)
		return parse_flags(field, text, len, number);
	if (field->flags & KINTROSPECT_FIELD_FLAG_ENUM) {
		index = name_index(field, text, len);
		if (index >= 0) {
			*number = index;
			return true;
		}
	}
	if (!len || text[0] != '-')
		return kc_parse_u64(text, len, ~0ULL, number);
	if (!kc_parse_s64(text, len, &negative))
		return false;
	*number = negative;
	return true;
}

/* Put one cell into the row. KC_STOP: the batch is full. */
static int read_cell(struct reading *reading, unsigned int index, char *cell, size_t len,
		     struct kc_error *err)
{
	const struct kc_table *table = reading->request->table;
	const struct kc_field *field = &table->fields[index];
	bool wanted = kc_mask_test(reading->request->mask, index);
	struct kc_pack *pack = &reading->fs->pack;
	__u64 number;

	if (len == 1 && cell[0] == '-')
		return KC_OK;
	reading->busy |= (int)index == reading->busy_field;
	if (field->type == KINTROSPECT_FIELD_TYPE_CHARS ||
	    field->type == KINTROSPECT_FIELD_TYPE_STRING) {
		len = kc_unescape(cell, len);
		match_text(reading, index, cell, len);
		return !wanted || kc_pack_text(pack, index, cell, len) ? KC_OK : KC_STOP;
	}
	if (parse_number(field, cell, len, &number)) {
		match_number(reading, index, number);
		if (wanted)
			kc_pack_number(pack, index, number);
		return KC_OK;
	}
	/* A newer driver may know more names than this program. */
	if (field->flags & KINTROSPECT_FIELD_FLAG_ENUM)
		return KC_OK;
	return kc_fail(err, KC_DRIVER, EBADMSG, "%s: bad value '%.*s' in column %s",
		       table->name, (int)(len < 64 ? len : 64), cell, field->snake);
}

static int flush(struct reading *reading, struct kc_error *err)
{
	struct kc_pack *pack = &reading->fs->pack;
	size_t len = kc_pack_finish(pack, reading->request->mask, reading->flags);
	struct kc_rows rows;
	int ret;

	ret = kc_rows_open(&rows, reading->request->table, pack->data, len, err);
	return ret ? ret : reading->fn(reading->context, &rows, err);
}

static int read_row(struct reading *reading, char *line, size_t len, struct kc_error *err)
{
	unsigned int column = 0, i;
	char *end = line + len;
	int ret;

	if (!kc_pack_row(&reading->fs->pack))
		return KC_STOP;
	for (i = 0; i < reading->request->key_count; i++)
		reading->matched[i] = false;
	reading->busy = false;
	for (;;) {
		char *tab = memchr(line, '\t', end - line);

		len = tab ? tab - line : end - line;
		if (column < reading->column_count && reading->columns[column] >= 0) {
			ret = read_cell(reading, reading->columns[column], line, len, err);
			if (ret)
				return ret;
		}
		column++;
		if (!tab)
			break;
		line = tab + 1;
	}
	if (column != reading->column_count)
		return kc_fail(err, KC_DRIVER, EBADMSG, "%s: a line has %u columns instead of %u",
			       reading->request->table->name, column, reading->column_count);
	for (i = 0; i < reading->request->key_count; i++)
		if (!reading->matched[i] && !(reading->busy && reading->matches[i].sign))
			return KC_OK;
	kc_pack_commit(&reading->fs->pack);
	reading->rows++;
	return KC_OK;
}

static int read_line(struct reading *reading, char *line, size_t len, struct kc_error *err)
{
	static const char unavailable[] = "# unavailable: ";
	struct kc_buf copy = { 0 };
	int ret;

	if (len > sizeof(unavailable) - 1 &&
	    !memcmp(line, unavailable, sizeof(unavailable) - 1))
		return kc_fail_errno(err, EOPNOTSUPP, reading->request->table->name,
				     line + sizeof(unavailable) - 1);
	/* No row begins so: blanks are escaped. What is not known is of a newer driver. */
	if (len > 1 && line[0] == '#' && line[1] == ' ') {
		reading->flags |= kc_notes_flags(line + 2, "\n");
		return KC_OK;
	}
	/* Cells are unescaped in place, and a row may have to be read again. */
	kc_buf_put(&copy, line, len);
	if (copy.failed)
		return kc_fail_memory(err);
	ret = read_row(reading, copy.data, len, err);
	if (ret == KC_STOP) {
		ret = flush(reading, err);
		if (!ret) {
			ret = read_row(reading, line, len, err);
			if (ret == KC_STOP)
				ret = kc_fail(err, KC_DRIVER, EMSGSIZE, "%s: a row is too large",
					      reading->request->table->name);
		}
	}
	kc_buf_free(&copy);
	return ret;
}

static void read_header(struct reading *reading, char *line)
{
	char *save, *name;

	reading->column_count = 0;
	for (name = strtok_r(line, "\t", &save); name; name = strtok_r(NULL, "\t", &save))
		if (reading->column_count < KC_FIELDS_MAX)
			reading->columns[reading->column_count++] =
				field_by_snake(reading->request->table, name);
}

static int read_file(struct reading *reading, FILE *file, struct kc_error *err)
{
	const char *object = reading->request->table->name;
	bool header = false;
	char *line = NULL;
	size_t size = 0;
	int ret = KC_OK;
	ssize_t len;

	while (!ret && (errno = 0, len = getline(&line, &size, file)) > 0) {
		if (line[len - 1] != '\n') {
			ret = kc_fail(err, KC_DRIVER, EBADMSG, "%s: the file ends in mid-line",
				      object);
			break;
		}
		line[--len] = 0;
		if (header)
			ret = read_line(reading, line, len, err);
		else
			read_header(reading, line);
		header = true;
	}
	if (!ret && ferror(file))
		ret = kc_fail_errno(err, errno ? errno : EIO, object, NULL);
	else if (!ret && !header)
		ret = kc_fail(err, KC_DRIVER, EBADMSG, "%s: the file is empty", object);
	free(line);
	return ret;
}

/* The driver would have said so itself if it had been asked for just this process. */
static int check_process(struct reading *reading, struct kc_error *err)
{
	const struct kc_request *request = reading->request;
	unsigned int i;

	for (i = 0; i < request->key_count && !reading->rows; i++) {
		const char *name = request->table->fields[request->keys[i].field].name;
		__u64 number = request->keys[i].number;

		if ((!strcmp(name, "pid") || !strcmp(name, "tgid")) &&
		    (!number || number > 0x7fffffff ||
		     (kill(number, 0) < 0 && errno == ESRCH)))
			return kc_fail_errno(err, ESRCH, request->table->name, NULL);
	}
	return KC_OK;
}

static int debugfs_dump(struct kc_transport *transport, const struct kc_request *request,
			kc_batch_fn *fn, void *context, struct kc_error *err)
{
	struct debugfs *fs = (struct debugfs *)transport;
	struct reading reading = { .fs = fs, .request = request, .fn = fn, .context = context };
	struct kc_buf path = { 0 };
	FILE *file;
	int fd, ret;

	kc_buf_printf(&path, "%s/%s%c", fs->directory, request->table->snake, 0);
	if (path.failed)
		return kc_fail_memory(err);
	fd = open(path.data, O_RDONLY | O_CLOEXEC);
	file = fd < 0 ? NULL : fdopen(fd, "r");
	if (!file) {
		ret = kc_fail_errno(err, errno, path.data, NULL);
		if (fd >= 0)
			close(fd);
		kc_buf_free(&path);
		return ret;
	}
	kc_buf_free(&path);
	setvbuf(file, NULL, _IOFBF, READ_BYTES);
	kc_pack_init(&fs->pack, request->table);
	kc_match_init(reading.matches, request);
	reading.busy_field = kc_field_named(request->table, "busy");
	ret = read_file(&reading, file, err);
	fclose(file);
	if (!ret)
		ret = check_process(&reading, err);
	return ret ? ret : flush(&reading, err);
}

static void debugfs_close(struct kc_transport *transport)
{
	struct debugfs *fs = (struct debugfs *)transport;

	free(fs->directory);
	free(fs);
}

/**
 * kc_debugfs_open - reach the driver by its files
 * @directory: where they are, or NULL to look in debugfs and in /proc
 * @transport: set on success; its close frees it
 * @err: filled on failure
 */
int kc_debugfs_open(const char *directory, struct kc_transport **transport,
		    struct kc_error *err)
{
	static const char * const places[] = {
		"/sys/kernel/debug/kintrospect", "/proc/kintrospect",
	};
	struct debugfs *fs;
	unsigned int i;
	bool denied = false;

	for (i = 0; !directory && i < 2; i++) {
		if (!access(places[i], F_OK))
			directory = places[i];
		else if (errno == EACCES)
			denied = true;
	}
	if (!directory && denied)
		return kc_fail_errno(err, EACCES, places[0], NULL);
	if (!directory) {
		kc_fail(err, KC_DRIVER, ENOENT, "there is no %s: the driver is not loaded, "
			"or debugfs is not mounted", places[0]);
		kc_hint(err, "load it with 'modprobe kintrospect'; 'kintro doctor' says more");
		return KC_DRIVER;
	}
	fs = calloc(1, sizeof(*fs));
	if (!fs)
		return kc_fail_memory(err);
	fs->transport = (struct kc_transport) {
		.name = "debugfs", .dump = debugfs_dump, .close = debugfs_close,
	};
	fs->directory = strdup(directory);
	if (!fs->directory) {
		free(fs);
		return kc_fail_memory(err);
	}
	*transport = &fs->transport;
	return KC_OK;
}
