// SPDX-License-Identifier: GPL-2.0-only
/* The commands, and which of them is meant. A new command is one line here and one file. */
#include <string.h>

#include "commands.h"
#include "objects.h"

/*
 * In the order of the help. Of two that options choose, the first is meant: --help and
 * --version come before all others.
 */
const struct kintro_command * const kintro_commands[] = {
	&kintro_version,
	&kintro_help_option,
	&kintro_show,
	&kintro_record,
	&kintro_diff,
	&kintro_locks_dot,
	&kintro_locks_path,
	&kintro_map,
	&kintro_doctor,
	&kintro_schema,
	&kintro_help,
	NULL,
};

static const struct kintro_command *selected(const struct kintro_options *options)
{
	const struct kintro_command * const *command;

	for (command = kintro_commands; *command; command++)
		if (kintro_given(options, (*command)->selector))
			return *command;
	return NULL;
}

/* A command that an option chooses may have to follow the name of an object. */
static int check_object(const struct kintro *kintro, const struct kintro_command *command,
			struct kc_error *err)
{
	const struct kintro_options *options = &kintro->options;

	if (!command->object)
		return KC_OK;
	if (options->word_count &&
	    kintro_find_word(kintro, options->words[0], err) == (int)command->object - 1)
		return KC_OK;
	return kc_fail(err, KC_USAGE, 0, "%s: '%s' must come first", command->what,
		       kc_tables[command->object - 1].name);
}

static int check_words(const struct kintro_options *options, const struct kintro_command *command,
		       struct kc_error *err)
{
	unsigned int first = command->name || command->object, count = options->word_count;

	count -= count < first ? count : first;
	if (count >= command->min && count <= command->max)
		return KC_OK;
	if (command->expected)
		return kc_fail(err, KC_USAGE, 0, "%s", command->expected);
	return kc_fail(err, KC_USAGE, 0, "unexpected argument '%s'",
		       options->words[first + command->max]);
}

/**
 * kintro_run - run the command that the command line names
 * @kintro: the run, with its command line
 * @err: filled on failure
 */
int kintro_run(struct kintro *kintro, struct kc_error *err)
{
	const struct kintro_options *options = &kintro->options;
	const char *word = options->word_count ? options->words[0] : NULL;
	const struct kintro_command *command = selected(options);
	int found, ret;

	if (!command && word && !strchr(word, '=')) {
		found = kintro_find_word(kintro, word, err);
		if (found < 0)
			return KC_USAGE;
		command = kintro_word_command(kintro, found);
	}
	if (!command)
		command = &kintro_show;
	ret = check_object(kintro, command, err);
	if (!ret)
		ret = kintro_refuse(options, command->options, command->what, err);
	if (!ret)
		ret = check_words(options, command, err);
	return ret ? ret : command->run(kintro, err);
}
