# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What test scripts in shell share, on the host and in a guest: a folder $tmp that goes at
# the end, and TAP. To be sourced; at its end the script prints the plan, "1..$count".

tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
count=0

# ok WHAT [COMMAND...]: one line of TAP. Without a command, the status of the one before
# decides. What a failing command said follows, and what it left in $tmp/out and $tmp/err.
ok() {
	local status=$? what=$1 file
	shift
	count=$((count + 1))
	if [ $# -gt 0 ]; then
		"$@" >"$tmp/said" 2>&1
		status=$?
	fi
	if [ $status = 0 ]; then
		echo "ok $count - $what"
		return
	fi
	echo "not ok $count - $what"
	[ $# = 0 ] || sed 's/^/# /' "$tmp/said"
	for file in "$tmp/out" "$tmp/err"; do
		[ ! -f "$file" ] || tail -n 40 "$file" | tr -d '\0' | cut -c 1-300 | sed 's/^/# /'
	done
}

# skip WHAT WHY
skip() {
	count=$((count + 1))
	echo "ok $count - $1 # SKIP $2"
}

# renumber [WHO]: results on standard input become some of ours as they come, WHO before
# their words. merged reads what came of it.
renumber() {
	# shellcheck disable=SC2016 # awk's own $
	awk -v count="$count" -v who="${1:+$1: }" -v state="$tmp/merged" '
		match($0, /^(not )?ok [0-9]+( -)? */) {
			tests++
			failed += /^not /
			print (/^not / ? "not ok " : "ok ") ++count " - " who substr($0, RLENGTH + 1)
			fflush()
			next
		}
		/^1\.\.[0-9]+/ {
			plan = substr($1, 4)
			next
		}
		/^Bail out! / { bail = $0 }
		{
			sub(/^# /, "")
			print "# " $0
			fflush()
		}
		END { print count, tests + 0, failed + 0, plan == "" ? "none" : plan, bail >state }'
}

# merged: reads our count, and of what was renumbered last $tests, $failed, and the $plan.
merged() { read -r count tests failed plan bail <"$tmp/merged"; }

# merge FILE [WHO]: the results in FILE become some of ours, WHO before their words. False
# if their number is not as planned there.
merge() {
	# shellcheck disable=SC2034
	local tests failed plan bail
	renumber "${2-}" <"$1"
	merged
	[ "$plan" = "$tests" ] || { echo "# $tests results, planned were: $plan"; return 1; }
}

# is GOT EXPECTED: for ok to run.
is() { [ "$1" = "$2" ] || { echo "got:      $1"; echo "expected: $2"; return 1; }; }

# until_true COMMAND...: it becomes true, within a time that only a hang takes.
until_true() {
	local tries
	for ((tries = 0; tries < 600; tries++)); do
		"$@" && return
		sleep 0.1
	done
	return 1
}
