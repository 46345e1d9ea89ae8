/* SPDX-License-Identifier: GPL-2.0-only */
/* What a command is. Its file ends in one of these, which commands.c lists. */
#ifndef KINTRO_COMMAND_H
#define KINTRO_COMMAND_H

#include "session.h"

#define KINTRO_ANY_WORDS (~0U)

/**
 * struct kintro_command - a command
 * @name: its first word, or NULL
 * @selector: OPT_BIT() of the options that choose it, or 0
 * @object: number of the object that is its first word if @selector needs one, from 1
 * @what: what messages call it
 * @usage: what follows "kintro" on its line of the usage, or NULL
 * @help: what it does, for the list of commands, or NULL
 * @options: OPT_BIT() of the options that it allows
 * @min: words that follow its first word, at least
 * @max: at most
 * @expected: said if they are fewer, or more; NULL: more are one too many
 * @run: runs it
 */
struct kintro_command {
	const char *name;
	unsigned int selector;
	unsigned int object;
	const char *what;
	const char *usage[3];
	const char *help;
	unsigned int options;
	unsigned int min;
	unsigned int max;
	const char *expected;
	int (*run)(struct kintro *kintro, struct kc_error *err);
};

/* The commands; commands.c has them in order. */
extern const struct kintro_command kintro_version;
extern const struct kintro_command kintro_help_option;
extern const struct kintro_command kintro_show;
extern const struct kintro_command kintro_record;
extern const struct kintro_command kintro_diff;
extern const struct kintro_command kintro_locks_dot;
extern const struct kintro_command kintro_locks_path;
extern const struct kintro_command kintro_map;
extern const struct kintro_command kintro_doctor;
extern const struct kintro_command kintro_schema;
extern const struct kintro_command kintro_help;

#endif
