#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Every field of every object against an independent source, at rest.
. /tests/lib/kfix.sh
exec kfixture ktruth fields stats tasks tasks:threads vas vmas slabs stacks layout modules \
	buddy zones fragmentation locks lock-points lock-edges lock-chains held-locks sched \
	runqueues vmalloc
