#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The programs read nothing of another process in /proc: cmdline, environ, maps, smaps and
# the like wait for a lock that a stuck process may hold for ever. What they show of
# processes comes from the driver, which does not wait. Of the program itself
# (/proc/self) and of the machine files are read; a name that is put together is refused.
mapfile -t files < <(git ls-files client | grep -E '\.(c|h)$|^client/[^.]*$')
grep -nE '"/proc/(%|\[)|"/proc/?"|/proc/[0-9]+/(cmdline|comm|environ|exe|cwd|root|fd|maps|mem|smaps|numa_maps|pagemap|stat|statm|status|stack|wchan|task)' \
	"${files[@]}"
grep -nE '/proc/self/(cmdline|environ|exe|maps|mem|smaps|numa_maps|pagemap)' "${files[@]}"
grep -nE '"/?(cmdline|environ|maps|smaps|smaps_rollup|numa_maps|pagemap)"' "${files[@]}"
exit 0
