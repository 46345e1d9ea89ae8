// SPDX-License-Identifier: GPL-2.0-only
/*
 * Applies parameters to an overlay as the firmware of a Raspberry Pi does, by the
 * overlay's node __overrides__, which fdtoverlay knows nothing of. The result is
 * an overlay for fdtoverlay.
 *
 * usage: dtparam OVERLAY RESULT [NAME[=VALUE]...]
 *
 * A parameter is a list of targets, each the phandle of a node and a string:
 *	PROPERTY		a string
 *	PROPERTY?		there if the value is true, else not there
 *	PROPERTY!		the other way round
 *	PROPERTY:OFFSET		32 bits; .OFFSET 8, ;OFFSET 16, #OFFSET 64 bits
 * The firmware has more (fragments, look-up tables, literal values, bytes); those
 * are refused.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <libfdt.h>

/* Room for what parameters add. */
#define ROOM 4096

static void __attribute__((noreturn, format(printf, 1, 2))) die(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fputs("dtparam: ", stderr);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
	exit(1);
}

static void check(int err, const char *what)
{
	if (err < 0)
		die("%s: %s", what, fdt_strerror(err));
}

static void *load(const char *path)
{
	size_t size = 0, part;
	char *blob = NULL;
	FILE *file;

	file = fopen(path, "rb");
	if (!file)
		die("%s: %s", path, strerror(errno));
	do {
		blob = realloc(blob, size + ROOM);
		if (!blob)
			die("out of memory");
		part = fread(blob + size, 1, ROOM, file);
		size += part;
	} while (part);
	if (ferror(file))
		die("%s: cannot be read", path);
	fclose(file);
	if (size < sizeof(struct fdt_header) || fdt_check_full(blob, size))
		die("%s: no flattened device tree", path);
	blob = realloc(blob, size + ROOM);
	if (!blob)
		die("out of memory");
	check(fdt_open_into(blob, blob, size + ROOM), path);
	return blob;
}

static void save(void *fdt, const char *path)
{
	FILE *file;

	check(fdt_pack(fdt), path);
	file = fopen(path, "wb");
	if (!file || fwrite(fdt, 1, fdt_totalsize(fdt), file) != fdt_totalsize(fdt) ||
	    fclose(file))
		die("%s: %s", path, strerror(errno));
}

/* What the firmware takes for a number; words stand for 0 and 1. */
static uint64_t number(const char *name, const char *value)
{
	static const char * const yes[] = { "y", "yes", "on", "true" };
	static const char * const no[] = { "n", "no", "off", "false" };
	unsigned int i;
	uint64_t result;
	char *end;

	for (i = 0; i < sizeof(yes) / sizeof(yes[0]); i++) {
		if (!strcmp(value, yes[i]))
			return 1;
		if (!strcmp(value, no[i]))
			return 0;
	}
	result = strtoull(value, &end, 0);
	if (*end)
		die("%s: the value %s is neither a number nor yes or no", name, value);
	return result;
}

/* Writes the @size low bytes of @value into a property, which grows as needed. */
static void set_bytes(void *fdt, int node, const char *property, int offset, int size,
		      uint64_t value)
{
	unsigned char bytes[ROOM / 4] = { 0 };
	const void *old;
	int i, len;

	if (offset < 0 || offset + size > (int)sizeof(bytes))
		die("%s: no offset %d", property, offset);
	old = fdt_getprop(fdt, node, property, &len);
	if (len > (int)sizeof(bytes))
		die("%s: too long", property);
	if (old)
		memcpy(bytes, old, len);
	else
		len = 0;
	for (i = size - 1; i >= 0; i--, value >>= 8)
		bytes[offset + i] = value;
	if (len < offset + size)
		len = offset + size;
	check(fdt_setprop(fdt, node, property, bytes, len), property);
}

static void set_flag(void *fdt, int node, const char *property, bool there)
{
	if (there)
		check(fdt_setprop(fdt, node, property, NULL, 0), property);
	else if (fdt_getprop(fdt, node, property, NULL))
		check(fdt_delprop(fdt, node, property), property);
}

static void apply_target(void *fdt, const char *name, uint32_t phandle, const char *target,
			 const char *value)
{
	static const char separators[] = ".;:#";
	char *property = strdup(target), *end;
	const char *size;
	int node;
	char kind;

	if (!property)
		die("out of memory");
	end = property + strcspn(property, ".;:#?![{=");
	kind = *end;
	*end = '\0';
	if (!phandle || kind == '[' || strpbrk(target, "{="))
		die("%s: a target like \"%s\" is not supported", name, target);
	node = fdt_node_offset_by_phandle(fdt, phandle);
	check(node, name);
	size = kind ? strchr(separators, kind) : NULL;
	if (size)
		set_bytes(fdt, node, property, atoi(end + 1), 1 << (size - separators),
			  number(name, value));
	else if (kind)
		set_flag(fdt, node, property, !!number(name, value) == (kind == '?'));
	else
		check(fdt_setprop_string(fdt, node, property, value), property);
	free(property);
}

static void apply(void *fdt, char *arg)
{
	char *value = strchr(arg, '=');
	const char *list, *zero;
	char *targets, *at;
	fdt32_t phandle;
	int node, len;

	if (value)
		*value++ = '\0';
	else
		value = "true";
	node = fdt_path_offset(fdt, "/__overrides__");
	list = node < 0 ? NULL : fdt_getprop(fdt, node, arg, &len);
	if (!list)
		die("the overlay has no parameter %s", arg);
	/* setting a property moves the list */
	targets = malloc(len);
	if (!targets)
		die("out of memory");
	memcpy(targets, list, len);
	for (at = targets; len; at += zero + 1 - at) {
		zero = len > (int)sizeof(phandle) ?
			memchr(at + sizeof(phandle), 0, len - sizeof(phandle)) : NULL;
		if (!zero)
			die("%s: a target is mangled", arg);
		memcpy(&phandle, at, sizeof(phandle));
		apply_target(fdt, arg, fdt32_to_cpu(phandle), at + sizeof(phandle), value);
		len -= zero + 1 - at;
	}
	free(targets);
}

int main(int argc, char **argv)
{
	void *fdt;
	int i;

	if (argc < 3) {
		fputs("usage: dtparam OVERLAY RESULT [NAME[=VALUE]...]\n", stderr);
		return 64;
	}
	fdt = load(argv[1]);
	for (i = 3; i < argc; i++)
		apply(fdt, argv[i]);
	save(fdt, argv[2]);
	free(fdt);
	return 0;
}
