# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What test files in shell share: a folder $tmp that goes at the end, and TAP. To be
# sourced; at its end the file prints the plan, "1..$count".

tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
count=0

# ok WHAT COMMAND...: one line of TAP. What a failing command said follows, and what it
# left in $tmp/out and $tmp/err.
ok() {
	local what=$1 file
	shift
	count=$((count + 1))
	if "$@" >"$tmp/said" 2>&1; then
		echo "ok $count - $what"
		return
	fi
	echo "not ok $count - $what"
	for file in "$tmp/said" "$tmp/out" "$tmp/err"; do
		[ ! -f "$file" ] || tail -n 40 "$file" | sed 's/^/# /'
	done
}

# skip WHAT WHY
skip() {
	count=$((count + 1))
	echo "ok $count - $1 # SKIP $2"
}

# merge FILE [WHO]: the results in FILE become some of ours, WHO before their words. False
# if their number is not as planned there.
merge() {
	local line plan='' tests=0 who=${2:+$2: }
	while IFS= read -r line; do
		if [[ $line =~ ^((not )?ok)\ [0-9]+(\ -)?\ *(.*) ]]; then
			count=$((count + 1)) tests=$((tests + 1))
			echo "${BASH_REMATCH[1]} $count - $who${BASH_REMATCH[4]}"
		elif [[ $line =~ ^1\.\.([0-9]+) ]]; then
			plan=${BASH_REMATCH[1]}
		else
			echo "# ${line#\# }"
		fi
	done <"$1"
	[ "$plan" = $tests ] || { echo "# $tests results, planned were: ${plan:-none}"; return 1; }
}

# is GOT EXPECTED: for ok to run.
is() { [ "$1" = "$2" ] || { echo "got:      $1"; echo "expected: $2"; return 1; }; }
