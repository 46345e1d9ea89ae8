#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A process whose first threads are all dead is shown by the one that is left: with its own
# rows asked for, and among all others.
. /tests/lib/tap.sh
. /tests/lib/modules.sh
for dead in 200 900; do
	kmany dead $dead ktruth -q tasks vas vmas
	ok "tasks, vas, vmas: right after $dead dead threads"
	# shellcheck disable=SC2016 # the environment of kmany
	kmany dead $dead sh -c '
		ktruth -q -p $KM_PID tasks vas vmas &&
		kintro vmas pid=$KM_PID -o rss-bytes --csv --no-header | grep -q "[1-9]" &&
		kintro tasks pid=$KM_PID -o rss-anon-bytes,vsize-bytes,uts-ns-id --csv --no-header |
			grep -q "^[1-9].*,[1-9].*,[1-9]" &&
		! kintro tasks vas vmas --json pid=$KM_PID 2>&1 | grep -q interrupted'
	ok "the process alone: right after $dead dead threads, and nothing is missing"
done
echo "1..$count"
