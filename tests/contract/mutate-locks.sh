#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# As mutate.sh, for objects of locks, on a kernel with lockdep. Needs a driver built with
# KIN_MUTATE. What /proc/lock_stat tells does not go on counting meanwhile.
# usage: mutate-locks.sh 0|1	the objects that it tells of, or the others
. /tests/lib/modules.sh
# the log, not the console, which is slow
echo 1 >/proc/sys/kernel/printk
echo "$1" >/proc/sys/kernel/lock_stat
mapfile -t objects < <(ktruth -l | awk -F '\t' -v others="$1" \
	'$1 ~ /lock/ && ($3 !~ /lock_stat/) == others { print $1 }')
ktruth -m "${objects[@]:?}"
status=$?
echo 1 >/proc/sys/kernel/lock_stat
exit $status
