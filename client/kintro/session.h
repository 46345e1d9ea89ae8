/* SPDX-License-Identifier: GPL-2.0-only */
/* One run of kintro: what commands share. It has no functions; their owners' headers do. */
#ifndef KINTRO_SESSION_H
#define KINTRO_SESSION_H

#include "command_line.h"
#include "host.h"
#include "query.h"

struct kc_record;
struct kc_recorder;
struct kintro_command;
struct kintro_warning;

/* Which columns an object has if none are named. */
enum kintro_usual {
	USUAL_DEFAULT,		/* those of text */
	USUAL_CHEAP,		/* all that are not on request */
	USUAL_ALL,
};

/**
 * struct kintro_wish - what a command wants of each object, for kintro_plan()
 * @usual: the columns if @columns names none, or adds to them
 * @columns: COL,... or +COL,..., or NULL
 * @identity: with what tells rows from later ones of the same numbers
 * @brackets: names of kernel threads are shown in brackets, so it has to be known which are
 */
struct kintro_wish {
	enum kintro_usual usual;
	const char *columns;
	bool identity;
	bool brackets;
};

/**
 * struct kintro - one run of the program
 * @options: the command line, which nobody changes
 * @commands: all commands, to a NULL
 * @catalog: all tables
 * @transport: the way to the driver, or to a recording
 * @record: the recording, which the transport is of, or NULL
 * @which: the sample that --via=file:FILE@WHICH names, or NULL
 * @recorder: what is recorded to, or NULL
 * @driver: where rows come from while @transport records them
 * @host: the machine that rows are of
 * @moment: time of the sample
 * @objects: numbers of the objects that were named, or of all
 * @object_count: how many
 * @named: whether they were named
 * @address: addr=, if an argument after layout is an address, else ""
 * @keys: KEY=VALUE arguments
 * @key_count: how many
 * @wish: what is wanted of each object
 * @queries: one for every object
 * @warnings: in order; warnings.c owns them
 * @last_warning: the last of them, if there are any
 */
struct kintro {
	struct kintro_options options;
	const struct kintro_command * const *commands;
	struct kc_catalog catalog;
	struct kc_transport *transport;
	struct kc_record *record;
	const char *which;
	struct kc_recorder *recorder;
	struct kc_transport *driver;
	struct kc_host host;
	struct kc_moment moment;
	unsigned int objects[KC_OBJECTS];
	unsigned int object_count;
	bool named;
	char address[32];
	const char *keys[KINTRO_WORDS_MAX];
	unsigned int key_count;
	struct kintro_wish wish;
	struct kc_query queries[KC_OBJECTS];
	struct kintro_warning *warnings;
	struct kintro_warning *last_warning;
};

#endif
