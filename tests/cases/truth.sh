#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Every field of every object against an independent source, at rest.
[ -e /proc/kfix ] || insmod /files/kfix.ko || exit
[ -e /proc/kfix_slab ] || insmod /files/kfix_slab.ko || exit
[ -e /proc/kfix_stack ] || insmod /files/kfix_stack.ko || exit
/tests/lib/layout.sh || exit
# only where there is lockdep
[ -e /proc/kfix_locks ] || [ ! -e /files/kfix_locks.ko ] || insmod /files/kfix_locks.ko || exit
exec kfixture ktruth fields stats tasks tasks:threads vas vmas slabs stacks layout modules locks lock-points
