#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The tests' modules that layout and modules are checked with: one that others use, a
# witness, and one that stays in its init.
[ ! -e /proc/kfix_layout ] || exit 0
insmod /files/kfix_layout_base.ko && insmod /files/kfix_layout.ko || exit
insmod /files/kfix_coming.ko 2>/dev/null >/dev/null </dev/null &
until grep -q '^kfix_coming .* Loading ' /proc/modules; do
	sleep 0.1
done
