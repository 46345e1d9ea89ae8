#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The tests' modules that layout and modules are checked with: one that others use, a
# witness, and one that stays in its init.
[ ! -e /proc/kwitness_layout ] || exit 0
insmod /files/planted_module.ko && insmod /files/kwitness_layout.ko || exit
insmod /files/planted_coming.ko 2>/dev/null >/dev/null </dev/null &
until grep -q '^planted_coming .* Loading ' /proc/modules; do
	sleep 0.1
done
