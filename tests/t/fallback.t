#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kind: vm
# time: 150
# limit: 900
#
# What a stock Raspberry Pi needs: every object without type information, without
# symbols, without debugfs. The first on the newest kernel, which has most that only
# these tell.
set -u
. tests/lib/tap.sh
kfix=$(tests/kfix/build 7.3) || exit 1

# guest ARGUMENT...: its TAP becomes part of ours.
guest() {
	local line status
	tests/vm/run "$@" >"$tmp/guest"
	status=$?
	while IFS= read -r line; do
		case $line in
		ok\ * | not\ ok\ *)
			count=$((count + 1))
			echo "$line" | sed -E "s/^((not )?ok) [0-9]+/\1 $count/" ;;
		1..*) ;;
		*) echo "# $line" ;;
		esac
	done <"$tmp/guest"
	ok "the guest's tests came to their end" [ $status = 0 ]
}

guest --kernel 7.3 --memory 2048 --modules zram --files "$(dirname "$kfix")" -- \
	"/tests/lib/suite.sh /tests/cases/fallback.sh"
guest --cmdline debugfs=off --params proc=1 -- "/tests/lib/suite.sh /tests/cases/no-debugfs.sh"
echo "1..$count"
