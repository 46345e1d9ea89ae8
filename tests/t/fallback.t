#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kind: vm
# time: 150
# limit: 2700
#
# What a stock Raspberry Pi needs: every object without type information, without
# symbols, without debugfs. The first on the newest kernel, which has most that only
# these tell.
set -u
. tests/lib/tap.sh
modules=$(tests/vm/modules 7.3) || exit 1

# guest ARGUMENT...: its TAP becomes part of ours.
guest() {
	local status
	tests/vm/run "$@" >"$tmp/guest"
	status=$?
	merge "$tmp/guest" && [ $status = 0 ]
	ok "the guest's tests came to their end (status $status)" [ $? = 0 ]
}

guest --kernel 7.3 --memory 2048 --modules zram --files "$modules" -- \
	"/tests/lib/suite.sh /tests/cases/fallback.sh"
guest --cmdline debugfs=off --params proc=1 -- "/tests/lib/suite.sh /tests/cases/no-debugfs.sh"
echo "1..$count"
