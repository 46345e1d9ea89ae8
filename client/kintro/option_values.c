// SPDX-License-Identifier: GPL-2.0-only
/* Reading the values of options. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "names.h"
#include "option_values.h"
#include "text.h"

static void *place(struct kintro_options *options, const struct option_spec *spec)
{
	return (char *)options + spec->to;
}

/**
 * option_text - take a value as it is
 * @options: gets it
 * @spec: the option
 * @value: its value
 * @err: filled on failure
 */
int option_text(struct kintro_options *options, const struct option_spec *spec,
		const char *value, struct kc_error *err)
{
	(void)err;
	*(const char **)place(options, spec) = value;
	return KC_OK;
}

/**
 * option_number - read a whole number
 * @options: gets it
 * @spec: the option
 * @value: its value
 * @err: filled on failure
 */
int option_number(struct kintro_options *options, const struct option_spec *spec,
		  const char *value, struct kc_error *err)
{
	__u64 *number = place(options, spec);

	if (kc_parse_u64(value, strlen(value), ~0ULL, number) && *number >= spec->min)
		return KC_OK;
	return kc_fail(err, KC_USAGE, 0, "invalid --%s '%s': expected a whole number from %llu",
		       spec->name, value, (unsigned long long)spec->min);
}

/**
 * option_time - read a time
 * @options: gets it
 * @spec: the option
 * @value: its value
 * @err: filled on failure
 */
int option_time(struct kintro_options *options, const struct option_spec *spec,
		const char *value, struct kc_error *err)
{
	__u64 *ns = place(options, spec);

	if (kc_parse_ns(value, strlen(value), spec->unit, ns) && *ns)
		return KC_OK;
	return kc_fail(err, KC_USAGE, 0,
		       "invalid --%s '%s': expected a time above 0 such as 2, 0.5, 10ms or 1.5s "
		       "(a plain number is in %s)", spec->name, value, spec->unit);
}

/**
 * option_bytes - read a size
 * @options: gets it
 * @spec: the option
 * @value: its value
 * @err: filled on failure
 */
int option_bytes(struct kintro_options *options, const struct option_spec *spec,
		 const char *value, struct kc_error *err)
{
	__u64 *bytes = place(options, spec);

	if (kc_parse_bytes(value, strlen(value), bytes) && *bytes)
		return KC_OK;
	return kc_fail(err, KC_USAGE, 0, "invalid --%s '%s': expected a size above 0 such as 64M",
		       spec->name, value);
}

static int bad_choice(const struct option_spec *spec, const char *value, struct kc_error *err)
{
	struct kc_buf list = { 0 };
	unsigned int i;

	for (i = 0; spec->choices[i]; i++)
		kc_buf_printf(&list, "%s%s", !i ? "" : spec->choices[i + 1] ? ", " : " or ",
			      spec->choices[i]);
	kc_fail(err, KC_USAGE, 0, "invalid --%s '%s': expected %.*s", spec->name, value,
		(int)list.len, list.data);
	kc_buf_free(&list);
	return KC_USAGE;
}

static const char *choice(const void *context, unsigned int n)
{
	const char * const *choices = context;

	return choices[n];
}

/**
 * option_choice - read one of some words, or the beginning of one
 * @options: gets it
 * @spec: the option
 * @value: its value
 * @err: filled on failure
 */
int option_choice(struct kintro_options *options, const struct option_spec *spec,
		  const char *value, struct kc_error *err)
{
	int found = kc_name_find(choice, spec->choices, value, strlen(value), NULL);

	if (found < 0)
		return bad_choice(spec, value, err);
	*(unsigned int *)place(options, spec) = found;
	return KC_OK;
}

enum color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

/* The same in words. */
const char * const option_colors[] = { "auto", "always", "never", NULL };

static bool wants_color(enum color color)
{
	const char *term = getenv("TERM");
	const char *no_color = getenv("NO_COLOR");

	if (color != COLOR_AUTO)
		return color == COLOR_ALWAYS;
	return isatty(STDOUT_FILENO) && !(no_color && *no_color) && term && strcmp(term, "dumb");
}

/**
 * option_color - read when text has colours
 * @options: gets it
 * @spec: the option
 * @value: its value
 * @err: filled on failure
 */
int option_color(struct kintro_options *options, const struct option_spec *spec,
		 const char *value, struct kc_error *err)
{
	int found = kc_name_find(choice, option_colors, value, strlen(value), NULL);

	if (found < 0)
		return bad_choice(spec, value, err);
	options->color = wants_color(found);
	return KC_OK;
}

const char * const option_ways[] = { "auto", "netlink", "debugfs", "file:FILE", NULL };

#define WAY_FILE 3

/**
 * option_via - read where rows come from
 * @options: gets it
 * @spec: the option
 * @value: its value
 * @err: filled on failure
 */
int option_via(struct kintro_options *options, const struct option_spec *spec,
	       const char *value, struct kc_error *err)
{
	int found = kc_name_find(choice, option_ways, value, strlen(value), NULL);

	if (!strncmp(value, "file:", 5) && value[5])
		options->via = value;
	else if (found >= 0 && found != WAY_FILE)
		options->via = option_ways[found];
	else
		return bad_choice(spec, value, err);
	return KC_OK;
}

/**
 * option_color_default - choose colours as --color=auto does
 * @options: gets it
 */
void option_color_default(struct kintro_options *options)
{
	options->color = wants_color(COLOR_AUTO);
}
