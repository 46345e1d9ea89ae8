#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Runs commands one after the other in the guest and makes one TAP stream of
# theirs. A command without a plan, with another number of tests than its plan
# says, or with a bad status that no test explains, is a failed test itself.
#
# usage: suite.sh COMMAND...
total=0

# shellcheck disable=SC2016 # awk's own $
merge='
/^(not )?ok / {
	total++
	tests++
	if (/^not /)
		failed++
	sub(/ok [0-9]+/, "ok " total)
}
/^1\.\.[0-9]+/ {
	plan = substr($1, 4)
	next
}
/^Bail out! / {
	bail = $0
	next
}
{
	print
	fflush()
}
END {
	print total, tests + 0, failed + 0, plan >"/tmp/suite"
	print bail >"/tmp/suite.bail"
}'

failure() {
	total=$((total + 1))
	echo "not ok $total - $command: $1"
	sed -n 's/./# &/p' /tmp/suite.bail
}

for command; do
	start=$(date +%s)
	bash -c "$command" 2>&1 </dev/null | awk -v total="$total" "$merge"
	status=${PIPESTATUS[0]}
	read -r total tests failed plan </tmp/suite
	if [ -z "$plan" ]; then
		failure "no plan (status $status)"
	elif [ "$plan" != "$tests" ]; then
		failure "$tests tests instead of $plan (status $status)"
	elif [ "$status" != 0 ] && [ "$failed" = 0 ]; then
		failure "status $status"
	fi
	echo "# $command: $(($(date +%s) - start)) s"
done
echo "1..$total"
