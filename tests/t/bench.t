#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kind: vm
# time: 60
# limit: 2700
#
# The promises on speed, small: instructions are counted, so that a busy machine
# makes no difference. `make bench` has all of them.
out=$(mktemp) || exit 1
trap 'rm -f "$out"' EXIT
tests/bench/run --quick >"$out"
rc=$?
sed 's/^/# /' "$out"
count=0
while IFS= read -r line; do
	words=${line%%  *}
	count=$((count + 1))
	case $line in
	*" ok "* | *" ok") echo "ok $count - $words" ;;
	*) echo "not ok $count - $words: $line" ;;
	esac
done < <(sed '1,/^promises/d' "$out")
if [ "$count" = 0 ]; then
	count=1
	echo "not ok 1 - the benchmark runs: status $rc"
fi
echo "1..$count"
