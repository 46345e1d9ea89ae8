// SPDX-License-Identifier: GPL-2.0-only
/*
 * The configuration, $XDG_CONFIG_HOME/kintrospect/top.conf: lines NAME = VALUE. It is
 * written only on demand, as a new file that takes the old one's place; comments and
 * names that this program does not know stay as they are.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config.h"
#include "text.h"

#define CONFIG_BYTES_MAX 1048576

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

static bool is_on(const char *text)
{
	return !strcmp(text, "on");
}

static void set_pane(struct top_pane *pane, const char *what, const char *value)
{
	if (!strcmp(what, "columns")) {
		free(pane->chosen);
		pane->chosen = strdup(value);
	} else if (!strcmp(what, "sort")) {
		free(pane->chosen_sort);
		pane->chosen_sort = strdup(value);
	}
}

/* A value that makes no sense leaves the setting as it is. */
static void set(struct top *top, const char *name, const char *value)
{
	const char *dot = strchr(name, '.');
	struct top_pane *pane;
	char what[16];
	__u64 ns;
	int i;

	if (dot && (size_t)(dot - name) < sizeof(what)) {
		memcpy(what, name, dot - name);
		what[dot - name] = 0;
		pane = top_pane_of(top, dot + 1);
		if (pane)
			set_pane(pane, what, value);
	} else if (!strcmp(name, "theme")) {
		i = index_of(top_theme_names, TOP_THEMES, value);
		if (i >= 0)
			top->settings.theme = i;
	} else if (!strcmp(name, "graph")) {
		i = index_of(top_graph_names, TOP_GRAPHS, value);
		if (i >= 0)
			top->settings.graph = i;
	} else if (!strcmp(name, "interval")) {
		if (kc_parse_ns(value, strlen(value), "s", &ns) && ns >= 10000000)
			top->settings.interval_ns = ns;
	} else if (!strcmp(name, "meters")) {
		top->settings.meters = is_on(value);
	} else if (!strcmp(name, "mouse")) {
		top->settings.mouse = is_on(value);
	} else if (!strcmp(name, "tree")) {
		top->shape.tree = is_on(value);
	} else if (!strcmp(name, "threads")) {
		top->shape.threads = is_on(value);
	} else if (!strcmp(name, "kernel-threads")) {
		top->shape.kernel = is_on(value);
	} else if (!strcmp(name, "bytes")) {
		top->shape.bytes = is_on(value);
	} else if (!strcmp(name, "view")) {
		top_view_choose(top, value);
	}
}

/**
 * top_config_load - read the configuration, if there is one
 * @top: the run, with its views made
 * @err: filled when there is a file that cannot be read
 */
int top_config_load(struct top *top, struct kc_error *err)
{
	struct kc_buf path = { 0 }, text = { 0 };
	const char *line, *end, *stop, *name, *value;
	size_t name_len, value_len;
	int ret = KC_OK;

	if (config_path(&path))
		ret = read_whole(path.data, &text, err);
	line = text.data;
	end = line ? line + text.len : line;
	for (; !ret && line < end; line = stop + 1) {
		char *n, *v;

		stop = memchr(line, '\n', end - line);
		if (!stop)
			stop = end;
		if (!split(line, stop - line, &name, &name_len, &value, &value_len))
			continue;
		n = strndup(name, name_len);
		v = strndup(value, value_len);
		if (n && v)
			set(top, n, v);
		free(n);
		free(v);
	}
	kc_buf_free(&path);
	kc_buf_free(&text);
	return ret;
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
		ret = out.failed ? kc_fail_memory(err) : write_whole(path, &out, err);
	}
	kc_buf_free(&name);
	kc_buf_free(&old);
	kc_buf_free(&fresh);
	kc_buf_free(&out);
	return ret;
}
