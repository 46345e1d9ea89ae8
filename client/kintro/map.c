// SPDX-License-Identifier: GPL-2.0-only
/*
 * The whole address space as one picture, the highest address on top: the kernel's
 * regions, and with a pid the mappings of a process. What covers the space without gap
 * or overlap is drawn: regions that nothing lies in, mappings, and the holes.
 */
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "format.h"
#include "command.h"
#include "dump.h"
#include "source.h"
#include "space.h"
#include "text.h"
#include "warnings.h"

/* An address, a border, so much in the box, and a border: 80 columns with a blank. */
#define BOX 58

/* How far what lies in something is indented at most: names keep some of the box. */
#define INDENT_MAX 24
#define FLUSH_BYTES 32768
#define PAGE_BITS 12

struct map {
	struct kc_space space;
	bool process;
	bool hidden;
	bool utf8;
	bool color;
	int name, kind, depth, first, last, end, perms, role, path;
};

static const char * const colors[KC_AREA_KINDS] = {
	[KC_AREA_REGION] = KC_BLUE, [KC_AREA_CODE] = KC_GREEN, [KC_AREA_READ] = KC_CYAN,
	[KC_AREA_WRITE] = KC_YELLOW, [KC_AREA_HOLE] = KC_DIM,
};

static int region_batch(void *context, const struct kc_rows *rows, struct kc_error *err)
{
	struct map *map = context;
	struct kc_value value;
	struct kc_area *area;
	__u32 i;

	if (rows->header.flags & KINTROSPECT_BATCH_FLAG_ADDR_HIDDEN)
		map->hidden = true;
	for (i = 0; i < rows->count; i++) {
		const unsigned char *row = kc_row_at(rows, i);

		if (!kc_row_find(rows, row, map->first, &value))
			continue;
		area = kc_space_add(&map->space, value.u, kc_row_u64(rows, row, map->last));
		if (!area)
			return kc_fail_memory(err);
		area->name = kc_area_name(rows, row, map->name, -1);
		if (kc_row_find(rows, row, map->perms, &value) && value.kind == KC_TEXT)
			kc_area_perms(area, &value);
		area->depth = kc_row_u64(rows, row, map->depth);
		if (kc_row_u64(rows, row, map->kind) == KINTROSPECT_REGION_KIND_HOLE)
			area->kind = KC_AREA_HOLE;
		if (!area->name)
			return kc_fail_memory(err);
	}
	return KC_OK;
}

/* A mapping is called by its path, or by what it is for. */
static int mapping_batch(void *context, const struct kc_rows *rows, struct kc_error *err)
{
	struct map *map = context;
	struct kc_value value;
	struct kc_area *area;
	__u32 i;

	for (i = 0; i < rows->count; i++) {
		const unsigned char *row = kc_row_at(rows, i);

		if (!kc_row_find(rows, row, map->first, &value))
			continue;
		area = kc_space_add(&map->space, value.u, kc_row_u64(rows, row, map->end) - 1);
		if (!area)
			return kc_fail_memory(err);
		area->depth = 1;
		if (kc_row_find(rows, row, map->perms, &value) && value.kind == KC_TEXT)
			kc_area_perms(area, &value);
		area->name = kc_area_name(rows, row, map->path, map->role);
		if (!area->name)
			return kc_fail_memory(err);
	}
	return KC_OK;
}

static int read_regions(struct kintro *kintro, struct map *map, struct kc_error *err)
{
	struct kc_request request = {
		.table = &kintro->catalog.objects[KINTROSPECT_CMD_LAYOUT - 1].table,
		.attributes = kintro->options.encoding,
	};
	int ret;

	map->name = kc_request_field(&request, "name");
	map->kind = kc_request_field(&request, "kind");
	map->depth = kc_request_field(&request, "depth");
	map->first = kc_request_field(&request, "start-addr");
	map->last = kc_request_field(&request, "last-addr");
	map->perms = kc_request_field(&request, "perms");
	ret = kintro_dump(kintro, &request, region_batch, map, err);
	if (ret)
		return ret;
	if (map->hidden || !map->space.count) {
		kc_fail(err, KC_PERMISSION, 0, "no permission to see kernel addresses");
		kc_hint(err, "it needs CAP_SYSLOG, kptr_restrict below 2 and no confidentiality lockdown");
		return KC_PERMISSION;
	}
	return KC_OK;
}

static int read_mappings(struct kintro *kintro, struct map *map, __u64 pid,
			 struct kc_error *err)
{
	struct kc_request request = {
		.table = &kintro->catalog.objects[KINTROSPECT_CMD_VMAS - 1].table,
		.attributes = kintro->options.encoding,
		.keys[0].number = pid,
		.key_count = 1,
	};

	request.keys[0].field = kc_request_field(&request, "pid");
	map->first = kc_request_field(&request, "start-addr");
	map->end = kc_request_field(&request, "end-addr");
	map->perms = kc_request_field(&request, "perms");
	map->role = kc_request_field(&request, "role");
	map->path = kc_request_field(&request, "path");
	return kintro_dump(kintro, &request, mapping_batch, map, err);
}

static unsigned int bits(__u64 size)
{
	return size ? 64 - __builtin_clzll(size) : 64;
}

/* A line more for each factor of 1024, beginning with what is less than 4 MiB. */
static unsigned int height(const struct kc_area *area)
{
	unsigned int size = bits(kc_area_size(area));

	return size <= PAGE_BITS + 10 ? 1 : 1 + (size - PAGE_BITS - 1) / 10;
}

static void border(const struct map *map, struct kc_buf *out, __u64 address, const char *utf8,
		   const char *ascii)
{
	const char *left = map->utf8 ? utf8 : ascii;
	unsigned int i;

	kc_buf_addr(out, address);
	kc_buf_char(out, ' ');
	/* the corner on the left, and its like on the right */
	kc_buf_put(out, left, map->utf8 ? 3 : 1);
	for (i = 0; i < BOX; i++)
		kc_buf_text(out, map->utf8 ? "\342\224\200" : "-");
	kc_buf_put(out, map->utf8 ? left + 3 : left, map->utf8 ? 3 : 1);
	kc_buf_char(out, '\n');
}

/* The end of a name tells more than its beginning: so much of it as there is room for. */
static void put_name(const struct map *map, struct kc_buf *out, const char *name, size_t room)
{
	struct kc_buf text = { 0 };
	size_t at = 0, i, width;

	kc_escape(&text, name, strlen(name));
	for (i = 0; !map->utf8 && i < text.len; i++)
		if (text.data[i] & 0x80)
			text.data[i] = '?';
	while (at < text.len && kc_width(text.data + at, text.len - at) > room - (at ? 2 : 0))
		do
			at++;
		while (at < text.len && (text.data[at] & 0xc0) == 0x80);
	width = kc_width(text.data + at, text.len - at) + (at ? 2 : 0);
	if (at)
		kc_buf_text(out, "..");
	kc_buf_put(out, text.data + at, text.len - at);
	kc_buf_printf(out, "%*s", (int)(room > width ? room - width : 0), "");
	out->failed |= text.failed;
	kc_buf_free(&text);
}

static void line(const struct map *map, struct kc_buf *out, const struct kc_area *area, bool first)
{
	const char *side = map->utf8 ? "\342\224\202" : "|";
	struct kc_buf size = { 0 };
	unsigned int indent = area->depth < INDENT_MAX / 2 ? 2 * area->depth : INDENT_MAX, i;
	int room = BOX - 2 - indent - 14;

	kc_buf_printf(out, "%19s%s", "", side);
	if (map->color)
		kc_buf_text(out, colors[area->kind]);
	if (!first) {
		for (i = 0; i < BOX; i++)
			kc_buf_text(out, area->kind != KC_AREA_HOLE ? " " : i % 4 != 1 ? " " :
				    map->utf8 ? "\302\267" : ".");
	} else {
		kc_format_bytes(&size, kc_area_size(area));
		kc_buf_printf(out, " %*s", indent, "");
		put_name(map, out, area->name ? area->name : "-", room);
		kc_buf_printf(out, " %-4s %7.*s  ", area->perms, (int)size.len, size.data);
		out->failed |= size.failed;
		kc_buf_free(&size);
	}
	if (map->color)
		kc_buf_text(out, KC_PLAIN);
	kc_buf_printf(out, "%s\n", side);
}

static int draw(const struct map *map, struct kc_error *err)
{
	struct kc_buf out = { 0 };
	bool any = false;
	int ret = KC_OK;
	unsigned int i;
	size_t n;

	for (n = map->space.count; n-- && !ret;) {
		const struct kc_area *area = &map->space.areas[n];

		/* sorted as they are, the next one lies in it, or nothing does */
		if (n + 1 < map->space.count && area[1].last <= area->last)
			continue;
		if (!any)
			border(map, &out, area->last, "\342\224\214\342\224\220", "+");
		any = true;
		for (i = 0; i < height(area); i++)
			line(map, &out, area, !i);
		border(map, &out, area->first, area->first && area != map->space.areas ?
		       "\342\224\234\342\224\244" : "\342\224\224\342\224\230", "+");
		if (out.failed || out.len > FLUSH_BYTES)
			ret = kc_write(stdout, &out, err);
	}
	if (!ret)
		ret = kc_write(stdout, &out, err);
	kc_buf_free(&out);
	return ret;
}

static int make(struct kintro *kintro, struct map *map, __u64 pid, struct kc_error *err)
{
	int ret;

	ret = read_regions(kintro, map, err);
	if (!ret && map->process)
		ret = read_mappings(kintro, map, pid, err);
	if (ret)
		return ret;
	kc_space_sort(&map->space);
	if (!kc_space_cover(&map->space))
		return kc_fail_memory(err);
	return draw(map, err);
}

static int read_pid(struct map *map, const char *word, __u64 *pid, struct kc_error *err)
{
	if (!word)
		return KC_OK;
	if (strncmp(word, "pid=", 4) ||
	    !kc_parse_u64(word + 4, strlen(word + 4), 0x7fffffff, pid) || !*pid)
		return kc_fail(err, KC_USAGE, 0, "invalid argument '%s': map takes pid=PID", word);
	map->process = true;
	return KC_OK;
}

static int run(struct kintro *kintro, struct kc_error *err)
{
	const struct kintro_options *options = &kintro->options;
	struct map map = { .color = options->color };
	__u64 pid = 0;
	int ret;

	ret = read_pid(&map, options->word_count > 1 ? options->words[1] : NULL, &pid, err);
	if (ret)
		return ret;
	setlocale(LC_CTYPE, "");
	map.utf8 = !strcmp(nl_langinfo(CODESET), "UTF-8");
	ret = kintro_connect(kintro, err);
	if (!ret)
		ret = make(kintro, &map, pid, err);
	kintro_print_warnings(kintro);
	kintro_close_source(kintro);
	kc_space_free(&map.space);
	return ret;
}

const struct kintro_command kintro_map = {
	.name = "map",
	.what = "map",
	.usage = { "map [pid=PID]" },
	.help = "the address space as a picture: the kernel's, or with a process's",
	.options = OPT_BIT(VIA) | OPT_BIT(COLOR) | OPT_BIT(ENCODING) | OPT_BIT(AT) |
		   OPT_BIT(SAMPLE),
	.max = 1,
	.run = run,
};
