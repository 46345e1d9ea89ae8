#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Runs commands one after the other in the guest and makes one TAP stream of
# theirs. A command without a plan, with another number of tests than its plan
# says, or with a bad status that no test explains, is a failed test itself.
#
# usage: suite.sh COMMAND...
# shellcheck source=tests/lib/tap.sh
# shellcheck disable=SC2154 # what merged reads
. "${0%/*}/tap.sh"

failure() {
	count=$((count + 1))
	echo "not ok $count - $command: $1"
	[ -z "$bail" ] || echo "# $bail"
}

for command; do
	start=$(date +%s)
	bash -c "$command" 2>&1 </dev/null | renumber
	status=${PIPESTATUS[0]}
	merged
	if [ "$plan" = none ]; then
		failure "no plan (status $status)"
	elif [ "$plan" != "$tests" ]; then
		failure "$tests tests instead of $plan (status $status)"
	elif [ "$status" != 0 ] && [ "$failed" = 0 ]; then
		failure "status $status"
	fi
	echo "# $command: $(($(date +%s) - start)) s"
done
echo "1..$count"
