// SPDX-License-Identifier: GPL-2.0-only
/* kintro: what the Linux kernel knows about itself, in the terminal. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "warnings.h"

int main(int argc, char **argv)
{
	bool json = kintro_wants_json(argc, argv);
	struct kintro kintro = { .commands = kintro_commands };
	struct kc_error err = { 0 };
	int ret;

	/* Quietly gone when nobody reads on, whatever the caller had set. */
	signal(SIGPIPE, SIG_DFL);
	kc_catalog_init(&kintro.catalog);
	ret = kintro_parse(&kintro.options, argc, argv, &err);
	if (!ret)
		ret = kintro_run(&kintro, &err);
	kc_catalog_free(&kintro.catalog);
	/* A full disk may show as late as here. What is not written tells of no difference. */
	if ((fflush(stdout) || ferror(stdout) || fclose(stdout)) &&
	    (!ret || ret == KC_DIFFERENT))
		ret = kc_fail(&err, KC_DRIVER, errno, "cannot write: %s", strerror(errno));
	if (ret && err.message[0]) {
		if (ret == KC_USAGE && !err.hint[0])
			kc_hint(&err, "see 'kintro help'");
		kintro_report(&err, json);
	}
	return ret;
}
