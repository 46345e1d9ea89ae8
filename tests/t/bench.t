#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kind: vm
# time: 60
# limit: 2700
#
# The promises on speed, small: instructions are counted, so that a busy machine
# makes no difference. `make bench` has all of them.
. tests/lib/tap.sh
tests/bench/run --quick >"$tmp/table"
rc=$?
sed 's/^/# /' "$tmp/table"
while IFS= read -r line; do
	[[ $line = *" ok "* || $line = *" ok" ]]
	ok "${line%%  *}"
done < <(sed '1,/^promises/d' "$tmp/table")
[ $count -gt 0 ] || ok "the benchmark runs: status $rc" false
echo "1..$count"
