#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Memory comes and goes under readers: with the last of a zone its per-CPU lists are freed.
. /tests/lib/tap.sh
rounds=${1:-5}

# The blocks of memory that were plugged in: those above what the guest booted with.
mapfile -t blocks < <(grep -lx offline /sys/devices/system/memory/memory*/state)
# set STATE: of all of them; what is in use may take more than one attempt
set_all() {
	local block tries
	for block in "${blocks[@]}"; do
		for ((tries = 0; tries < 20; tries++)); do
			echo "$1" >"$block" 2>/dev/null && break
		done
		grep -qx "${1%%_*}" "$block" || return 1
	done
}
movable() {
	kintro zones --csv --no-header --filter zone=Movable,present-pages"$1" -o "$2" |
		grep -v '^,*$'
}
empty() { [ -z "$("$@")" ]; }

ok "there is memory that is not in use" test "${#blocks[@]}" -gt 0
ok "without it the zone has no lists" empty movable =0 pcp-high-pages,pcp-batch-pages
while :; do kintro zones >/dev/null 2>&1 || echo "status $?"; done >"$tmp/read" &
reader=$!
failed=0
for ((round = 0; round < rounds; round++)); do
	set_all online_movable && movable '>0' pcp-high-pages,pcp-batch-pages >/dev/null &&
		set_all offline && empty movable =0 pcp-high-pages,pcp-batch-pages || failed=$((failed + 1))
done
ok "$rounds times it has lists with memory, and none without" is $failed 0
kill $reader
ok "no reader met an error" is "$(cat "$tmp/read")" ""
echo "1..$count"
