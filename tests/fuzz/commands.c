// SPDX-License-Identifier: GPL-2.0-only
/*
 * Commands over a recording, as their main() runs them: one of kintro and one view of
 * kintro-top for each input, chosen by its bytes, so that a failure comes again.
 */
#include <getopt.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "../../client/kintro/commands.h"
#include "../../client/kintro/warnings.h"
#include "../../client/top/batch.h"
#include "../../client/top/model/timeline.h"
#include "../../client/top/views/views.h"

#define WORDS_MAX 12

/* FILE stands for the recording. */
static const char * const lines[] = {
	"--via=file:FILE",
	"--via=file:FILE --watch=1ns --count=3",
	"--via=file:FILE --json",
	"--via=file:FILE --json --all-fields --pretty --sample=1",
	"--via=file:FILE --json --threads --at=-1s",
	"--via=file:FILE tasks --sort=-pid",
	"--via=file:FILE tasks vas vmas sched -o +pid --watch=1ns --count=3 --color=always",
	"--via=file:FILE tasks --threads --csv --all-fields",
	"--via=file:FILE vmas --jsonl pid=1",
	"--via=file:FILE slabs --sort=name --filter=name~s",
	"--via=file:FILE layout",
	"--via=file:FILE layout 0xffffffff81000000",
	"--via=file:FILE tasks --help",
	"--via=file:FILE sched --matrix",
	"--via=file:FILE sched --matrix --color=always --no-header",
	"--via=file:FILE map",
	"--via=file:FILE map pid=1 --color=always",
	"--via=file:FILE locks --dot",
	"--via=file:FILE locks --dot --filter=class-id>1",
	"--via=file:FILE locks --path 1 2",
	"--via=file:FILE locks --path 0 3 --json",
	"--via=file:FILE locks --path sched sched",
	"diff FILE@1 FILE",
	"diff FILE@-1 FILE@1 --json",
	"diff FILE FILE@1 locks tasks vmas --color=always --bytes",
};

#define LINES (sizeof(lines) / sizeof(lines[0]))

static void run_kintro(const char *line, const char *path)
{
	struct kintro kintro = { .commands = kintro_commands };
	char text[512], *words[WORDS_MAX + 1] = { (char *)"kintro" }, *to = text;
	struct kc_error err = { 0 };
	int count = 1;

	while (*line && count < WORDS_MAX) {
		words[count++] = to;
		while (*line && *line != ' ') {
			if (!strncmp(line, "FILE", 4)) {
				to = stpcpy(to, path);
				line += 4;
			} else {
				*to++ = *line++;
			}
		}
		*to++ = 0;
		line += *line == ' ';
	}
	optind = 0;
	kc_catalog_init(&kintro.catalog);
	if (!kintro_parse(&kintro.options, count, words, &err))
		kintro_run(&kintro, &err);
	kc_catalog_free(&kintro.catalog);
	if (err.message[0])
		kintro_report(&err, count % 2);
}

static void run_top(unsigned int view, const char *path)
{
	static struct top top;
	struct top_timeline recording = { .path = path };
	struct kc_transport *transport;
	struct kc_error err;

	memset(&top, 0, sizeof(top));
	top.views = top_views;
	top.view_count = top_view_count;
	top.batch = true;
	top.settings.interval_ns = 1;
	top.shape.kernel = true;
	top.shape.tree = view % 2;
	top.shape.threads = view % 3 == 1;
	top.shape.process = 1;
	top.shape.process_named = true;
	top.recording = &recording;
	top.source = (struct top_source){
		.open = top_timeline_transport, .seek = top_timeline_seek, .context = &recording,
	};
	if (!top_timeline_open(&recording, &top.shape.position, &err) &&
	    !top_views_open(&top, &err) &&
	    !top.source.open(top.source.context, &transport, &err)) {
		top.catalog = top_catalog_load(transport, &err);
		if (top.catalog) {
			top_view_choose(&top, top_views[view]->name);
			top_views_resolve(&top);
			top_batch(&top, transport, 3, &err);
		} else {
			transport->close(transport);
		}
	}
	top_views_close(&top);
	top_timeline_close(&recording);
}

/**
 * fuzz_commands - run commands over a recording
 * @path: the recording, of short name
 * @choice: decides which
 */
void fuzz_commands(const char *path, uint32_t choice)
{
	run_kintro(lines[choice % LINES], path);
	run_top(choice / LINES % top_view_count, path);
}
