/* SPDX-License-Identifier: GPL-2.0-only */
/* An option as data, and the functions that read values. */
#ifndef KINTRO_OPTION_VALUES_H
#define KINTRO_OPTION_VALUES_H

#include "command_line.h"

struct option_spec;

typedef int option_read_fn(struct kintro_options *options, const struct option_spec *spec,
			   const char *value, struct kc_error *err);

/**
 * struct option_spec - an option
 * @name: its long name
 * @letter: its short name, or 0
 * @argument: what its value is called, or NULL if it has none
 * @doc: what it does, or NULL: it is not in the help
 * @only: what alone it applies to, or NULL
 * @read: reads its value; NULL: that it was given is all there is to know
 * @to: where in struct kintro_options the value goes
 * @unit: of a plain number, if the value is a time
 * @min: smallest value, if it is a number
 * @choices: if the value is one of some words: the words, to a NULL
 */
struct option_spec {
	const char *name;
	char letter;
	const char *argument;
	const char *doc;
	const char *only;
	option_read_fn *read;
	size_t to;
	const char *unit;
	__u64 min;
	const char * const *choices;
};

extern const char * const option_colors[];
extern const char * const option_ways[];

option_read_fn option_text, option_number, option_time, option_bytes, option_choice,
	       option_color, option_via;
void option_color_default(struct kintro_options *options);

#endif
