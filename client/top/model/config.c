// SPDX-License-Identifier: GPL-2.0-only
/*
 * The configuration, $XDG_CONFIG_HOME/kintrospect/top.conf: lines NAME = VALUE. It is
 * written only on demand, as a new file that takes the old one's place; comments and
 * names that this program does not know stay as they are.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config.h"
#include "text.h"

#define CONFIG_BYTES_MAX 1048576
#define DAY_NS 86400000000000ULL

/* The folder, and the file in it. */
static bool config_path(struct kc_buf *path)
{
	const char *base = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");

	path->len = 0;
	if (base && *base == '/')
		kc_buf_printf(path, "%s/kintrospect/top.conf%c", base, 0);
	else if (home && *home)
		kc_buf_printf(path, "%s/.config/kintrospect/top.conf%c", home, 0);
	else
		return false;
	return !path->failed;
}

static int read_whole(const char *path, struct kc_buf *text, struct kc_error *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	char part[4096];
	ssize_t got = 0;

	if (fd < 0)
		return errno == ENOENT ? KC_OK : kc_fail_errno(err, errno, path, NULL);
	while (text->len < CONFIG_BYTES_MAX && (got = read(fd, part, sizeof(part))) > 0)
		kc_buf_put(text, part, got);
	if (got < 0) {
		kc_fail_errno(err, errno, path, NULL);
		close(fd);
		return KC_DRIVER;
	}
	close(fd);
	return text->failed ? kc_fail_memory(err) : KC_OK;
}

/* Split NAME = VALUE; false for comments and anything else. */
static bool split(const char *line, size_t len, const char **name, size_t *name_len,
		  const char **value, size_t *value_len)
{
	const char *end = line + len, *equals;

	while (line < end && (*line == ' ' || *line == '\t'))
		line++;
	equals = memchr(line, '=', end - line);
	if (!equals || *line == '#')
		return false;
	*name = line;
	*name_len = equals - line;
	while (*name_len && (line[*name_len - 1] == ' ' || line[*name_len - 1] == '\t'))
		(*name_len)--;
	for (equals++; equals < end && (*equals == ' ' || *equals == '\t'); equals++)
		;
	while (end > equals && (end[-1] == ' ' || end[-1] == '\t' || end[-1] == '\r'))
		end--;
	*value = equals;
	*value_len = end - equals;
	return *name_len;
}

static int index_of(const char * const *names, int count, const char *text)
{
	int i;

	for (i = 0; i < count; i++)
		if (!strcmp(names[i], text))
			return i;
	return -1;
}

/* What people write for yes and no; the first two are what is written. */
static const char * const truths[] = { "off", "on", "no", "yes", "false", "true", "0", "1" };

static bool take_truth(const char *text, bool *to)
{
	int i = index_of(truths, sizeof(truths) / sizeof(truths[0]), text);

	if (i >= 0)
		*to = i % 2;
	return i >= 0;
}

static bool take_name(const char * const *names, int count, const char *text, unsigned int *to)
{
	int i = index_of(names, count, text);

	if (i >= 0)
		*to = i;
	return i >= 0;
}

static bool take_interval(const char *text, __u64 *to)
{
	__u64 ns;

	if (!kc_parse_ns(text, strlen(text), "s", &ns) || ns < 10000000 || ns > DAY_NS)
		return false;
	*to = ns;
	return true;
}

/* Something wrong with the file, at a line of it or, with 0, as a whole. */
static void complain(struct top *top, const char *path, unsigned int line, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

static void complain(struct top *top, const char *path, unsigned int line, const char *format, ...)
{
	char words[512];
	va_list args;

	va_start(args, format);
	vsnprintf(words, sizeof(words), format, args);
	va_end(args);
	kc_escape(&top->complaints, path, strlen(path));
	if (line)
		kc_buf_printf(&top->complaints, ":%u", line);
	kc_buf_text(&top->complaints, ": ");
	kc_escape(&top->complaints, words, strlen(words));
	kc_buf_char(&top->complaints, '\n');
}

static bool set_pane(struct top_pane *pane, const char *what, const char *value)
{
	char **to = !strcmp(what, "columns") ? &pane->chosen :
		    !strcmp(what, "sort") ? &pane->chosen_sort : NULL;

	if (!to)
		return false;
	free(*to);
	*to = strdup(value);
	return true;
}

/* Settings of a table, as columns.TABLE. */
static bool set_of_table(struct top *top, const char *name, const char *value)
{
	const char *dot = strchr(name, '.');
	struct top_pane *pane;
	char what[16];

	if (!dot || (size_t)(dot - name) >= sizeof(what))
		return false;
	memcpy(what, name, dot - name);
	what[dot - name] = 0;
	pane = top_pane_of(top, dot + 1);
	return pane && set_pane(pane, what, value);
}

/*
 * A value that makes no sense leaves the setting as it is. Return: NULL; what was expected of
 * the value; or "", if there is no such setting.
 */
static const char *set(struct top *top, const char *name, const char *value)
{
	const struct {
		const char *name;
		bool *to;
	} switches[] = {
		{ "meters", &top->settings.meters }, { "mouse", &top->settings.mouse },
		{ "tree", &top->shape.tree }, { "threads", &top->shape.threads },
		{ "kernel-threads", &top->shape.kernel }, { "bytes", &top->shape.bytes },
	};
	unsigned int i;

	for (i = 0; i < sizeof(switches) / sizeof(switches[0]); i++)
		if (!strcmp(name, switches[i].name))
			return take_truth(value, switches[i].to) ? NULL : "on or off";
	if (!strcmp(name, "theme"))
		return take_name(top_theme_names, TOP_THEMES, value, &top->settings.theme) ?
		       NULL : "default, mono, light or colour-blind";
	if (!strcmp(name, "graph"))
		return take_name(top_graph_names, TOP_GRAPHS, value, &top->settings.graph) ?
		       NULL : "braille, block or ascii";
	if (!strcmp(name, "interval"))
		return take_interval(value, &top->settings.interval_ns) ?
		       NULL : "a time from 10ms to a day";
	if (!strcmp(name, "view"))
		return top_view_choose(top, value) ? NULL : "a view or an object";
	return set_of_table(top, name, value) ? NULL : "";
}

static bool is_blank(const char *line, size_t len)
{
	while (len && strchr(" \t\r", *line)) {
		line++;
		len--;
	}
	return !len || *line == '#';
}

static void take_line(struct top *top, const char *path, unsigned int number, const char *line,
		      size_t len)
{
	const char *name, *value, *expected;
	size_t name_len, value_len;
	char *n, *v;

	if (!split(line, len, &name, &name_len, &value, &value_len)) {
		if (!is_blank(line, len))
			complain(top, path, number, "expected NAME = VALUE or a comment");
		return;
	}
	n = strndup(name, name_len);
	v = strndup(value, value_len);
	expected = n && v ? set(top, n, v) : NULL;
	if (expected && *expected)
		complain(top, path, number, "invalid %.100s '%.100s': expected %s", n, v, expected);
	else if (expected)
		complain(top, path, number, "unknown setting '%.100s'", n);
	free(n);
	free(v);
}

/**
 * top_config_load - read the configuration, if there is one
 * @top: the run, with its views made; @top->complaints gets a line for all that is wrong
 *
 * What cannot be read or understood leaves settings as they are.
 */
void top_config_load(struct top *top)
{
	struct kc_buf path = { 0 }, text = { 0 };
	const char *line, *end, *stop;
	unsigned int number = 0;
	struct kc_error err;

	if (config_path(&path) && read_whole(path.data, &text, &err)) {
		complain(top, path.data, 0, "%s", err.message);
		text.len = 0;
	}
	line = text.data;
	end = line ? line + text.len : line;
	for (; line < end; line = stop + 1) {
		stop = memchr(line, '\n', end - line);
		if (!stop)
			stop = end;
		take_line(top, path.data, ++number, line, stop - line);
	}
	kc_buf_free(&path);
	kc_buf_free(&text);
}

/* What is to be written, as lines. */
static void settings_text(struct top *top, struct kc_buf *buf)
{
	const struct top_settings *settings = &top->settings;
	unsigned int i, j;

	kc_buf_printf(buf, "theme = %s\n", top_theme_names[settings->theme]);
	kc_buf_printf(buf, "graph = %s\n", top_graph_names[settings->graph]);
	kc_buf_printf(buf, "interval = %llums\n",
		      (unsigned long long)(settings->interval_ns / 1000000));
	kc_buf_printf(buf, "meters = %s\n", settings->meters ? "on" : "off");
	kc_buf_printf(buf, "mouse = %s\n", settings->mouse ? "on" : "off");
	kc_buf_printf(buf, "tree = %s\n", top->shape.tree ? "on" : "off");
	kc_buf_printf(buf, "threads = %s\n", top->shape.threads ? "on" : "off");
	kc_buf_printf(buf, "kernel-threads = %s\n", top->shape.kernel ? "on" : "off");
	kc_buf_printf(buf, "bytes = %s\n", top->shape.bytes ? "on" : "off");
	kc_buf_printf(buf, "view = %s\n", top_view_now(top)->name);
	for (i = 0; i < top->view_count; i++)
		for (j = 0; j < top->views[i]->table_count; j++) {
			struct top_pane *pane = &top->panes[i][j];
			const struct kc_object *object = top_pane_object(pane);

			if (top->views[i]->only_shown)
				continue;
			if (pane->chosen)
				kc_buf_printf(buf, "columns.%s = %s\n", pane->table->name,
					      pane->chosen);
			if (object && pane->sorted) {
				kc_buf_printf(buf, "sort.%s = %s", pane->table->name,
					      pane->descending ? "-" : "");
				top_column_spec(&pane->sort, &object->table, buf);
				kc_buf_char(buf, '\n');
			} else if (pane->chosen_sort) {
				kc_buf_printf(buf, "sort.%s = %s\n", pane->table->name,
					      pane->chosen_sort);
			}
		}
}

/* The line of @text that sets @name, or NULL. */
static const char *find_name(const struct kc_buf *text, const char *name, size_t name_len,
			     size_t *len)
{
	const char *line = text->data, *end = line + text->len, *stop, *other, *value;
	size_t other_len, value_len;

	for (; line < end; line = stop + 1) {
		stop = memchr(line, '\n', end - line);
		if (!stop)
			stop = end;
		if (split(line, stop - line, &other, &other_len, &value, &value_len) &&
		    other_len == name_len && !memcmp(other, name, name_len)) {
			*len = stop - line;
			return line;
		}
	}
	return NULL;
}

/* Put the lines of @fresh into the places that they have in @old; the rest follows. */
static void merge(const struct kc_buf *old, const struct kc_buf *fresh, struct kc_buf *out)
{
	const char *line, *end, *stop, *name, *value, *other;
	size_t name_len, value_len, len;

	line = old->data;
	end = line ? line + old->len : line;
	for (; line < end; line = stop + 1) {
		stop = memchr(line, '\n', end - line);
		if (!stop)
			stop = end;
		other = NULL;
		if (split(line, stop - line, &name, &name_len, &value, &value_len))
			other = find_name(fresh, name, name_len, &len);
		if (other)
			kc_buf_put(out, other, len);
		else
			kc_buf_put(out, line, stop - line);
		kc_buf_char(out, '\n');
	}
	line = fresh->data;
	end = line + fresh->len;
	for (; line < end; line = stop + 1) {
		stop = memchr(line, '\n', end - line);
		if (split(line, stop - line, &name, &name_len, &value, &value_len) &&
		    (!old->len || !find_name(old, name, name_len, &len)))
			kc_buf_put(out, line, stop - line + 1);
	}
}

static int write_whole(const char *path, const struct kc_buf *text, struct kc_error *err)
{
	struct kc_buf temporary = { 0 };
	size_t done = 0;
	ssize_t wrote;
	int fd, failed = 0;

	kc_buf_printf(&temporary, "%s.XXXXXX%c", path, 0);
	if (temporary.failed)
		return kc_fail_memory(err);
	fd = mkostemp(temporary.data, O_CLOEXEC);
	if (fd < 0) {
		failed = errno;
		kc_buf_free(&temporary);
		return kc_fail_errno(err, failed, path, NULL);
	}
	while (done < text->len && !failed) {
		wrote = write(fd, text->data + done, text->len - done);
		if (wrote < 0 && errno != EINTR)
			failed = errno;
		done += wrote > 0 ? wrote : 0;
	}
	if (!failed && (fchmod(fd, 0644) || fsync(fd)))
		failed = errno;
	if (close(fd) && !failed)
		failed = errno;
	if (!failed && rename(temporary.data, path))
		failed = errno;
	if (failed)
		unlink(temporary.data);
	kc_buf_free(&temporary);
	return failed ? kc_fail_errno(err, failed, path, NULL) : KC_OK;
}

static void make_folders(const char *path)
{
	struct kc_buf part = { 0 };
	const char *slash;

	for (slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		part.len = 0;
		kc_buf_put(&part, path, slash - path);
		kc_buf_char(&part, 0);
		/* What cannot be made shows when the file is. */
		if (!part.failed)
			mkdir(part.data, 0700);
	}
	kc_buf_free(&part);
}

/*
 * The file that is replaced: what a symbolic link points to, lest the link goes. If that is
 * not there yet, it is made.
 */
static char *target_of(const char *path)
{
	char *target = realpath(path, NULL);
	struct stat status;
	int fd;

	if (target || lstat(path, &status) || !S_ISLNK(status.st_mode))
		return target ? target : strdup(path);
	fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0644);
	if (fd >= 0)
		close(fd);
	return realpath(path, NULL);
}

static int replace_file(const char *path, const struct kc_buf *text, struct kc_error *err)
{
	char *target = target_of(path);
	int ret;

	if (!target)
		return kc_fail_errno(err, errno, path, NULL);
	ret = write_whole(target, text, err);
	free(target);
	return ret;
}

/**
 * top_config_save - write the configuration
 * @top: the run
 * @path: set to the name of the file
 * @size: room there
 * @err: filled on failure
 */
int top_config_save(struct top *top, char *path, size_t size, struct kc_error *err)
{
	struct kc_buf name = { 0 }, old = { 0 }, fresh = { 0 }, out = { 0 };
	int ret;

	if (!config_path(&name) || name.len > size)
		return kc_fail(err, KC_DRIVER, 0, "there is no place for it: HOME is not set");
	memcpy(path, name.data, name.len);
	ret = read_whole(path, &old, err);
	if (!ret) {
		settings_text(top, &fresh);
		merge(&old, &fresh, &out);
		make_folders(path);
		ret = out.failed ? kc_fail_memory(err) : replace_file(path, &out, err);
	}
	kc_buf_free(&name);
	kc_buf_free(&old);
	kc_buf_free(&fresh);
	kc_buf_free(&out);
	return ret;
}
