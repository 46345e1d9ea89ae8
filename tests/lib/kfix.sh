# shellcheck shell=sh
# SPDX-License-Identifier: GPL-2.0-only
#
# For scripts in the guest, as `. /tests/lib/kfix.sh`: loads the tests' own modules.
symbol() {
	awk -v name="$1" '$3 == name { print "0x" $1 }' /proc/kallsyms
}
[ -e /proc/kfix ] || insmod /files/kfix.ko || exit
[ -e /proc/kfix_slab ] || insmod /files/kfix_slab.ko || exit
[ -e /proc/kfix_stack ] || insmod /files/kfix_stack.ko || exit
[ -e /proc/kfix_mem ] || insmod /files/kfix_mem.ko || exit
[ -e /proc/kfix_sched ] || insmod /files/kfix_sched.ko || exit
/tests/lib/layout.sh || exit
# only where there is lockdep
[ -e /proc/kfix_locks ] || [ ! -e /files/kfix_locks.ko ] ||
	insmod /files/kfix_locks.ko "chains=$(symbol lock_chains)" \
		"chains_in_use=$(symbol lock_chains_in_use)" "hlocks=$(symbol chain_hlocks)" || exit
