#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# As mutate.sh, for objects of locks, on a kernel with lockdep. Needs a driver built with
# KIN_MUTATE.
# usage: mutate-locks.sh 0|1 OBJECT...	whether lock_stat goes on counting meanwhile
. /tests/lib/kfix.sh
# the log, not the console, which is slow
echo 1 >/proc/sys/kernel/printk
echo "$1" >/proc/sys/kernel/lock_stat
shift
ktruth -m "$@"
status=$?
echo 1 >/proc/sys/kernel/lock_stat
exit $status
