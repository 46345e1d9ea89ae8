# shellcheck shell=sh
# SPDX-License-Identifier: GPL-2.0-only
#
# For scripts in the guest, as `. /tests/lib/modules.sh`: loads the tests' own modules.
symbol() {
	awk -v name="$1" '$3 == name { print "0x" $1 }' /proc/kallsyms
}
[ -e /proc/kwitness ] || insmod /files/kwitness.ko || exit
[ -e /proc/planted_slab ] || insmod /files/planted_slab.ko || exit
[ -e /proc/planted_stack ] || insmod /files/planted_stack.ko || exit
[ -e /proc/kwitness_mem ] || insmod /files/kwitness_mem.ko || exit
[ -e /proc/kwitness_sched ] || insmod /files/kwitness_sched.ko || exit
/tests/lib/layout.sh || exit
# only where there is lockdep
[ -e /proc/kwitness_locks ] || [ ! -e /files/kwitness_locks.ko ] ||
	insmod /files/kwitness_locks.ko "chains=$(symbol lock_chains)" \
		"chains_in_use=$(symbol lock_chains_in_use)" "hlocks=$(symbol chain_hlocks)" || exit
