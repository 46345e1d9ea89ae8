#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# In the guest: what the 64-bit and the 32-bit kintro say of a stopped process.
. /tests/lib/tap.sh
# both FILTER ARG...: whether both say the same, and anything.
both() {
	local filter=$1
	shift
	kintro "$@" 2>&1 | jq -S "$filter" >/tmp/64
	/files/kintro32 "$@" 2>&1 | jq -S "$filter" >/tmp/32
	[ "$(wc -l </tmp/64)" -gt 3 ] && diff /tmp/64 /tmp/32 | sed 's/^/# /' | tee /tmp/diff &&
		[ ! -s /tmp/diff ]
}

sleep 1000 &
pid=$!
until grep -q '(sleep) S' /proc/$pid/stat; do :; done
kill -STOP $pid
until grep -q '(sleep) T' /proc/$pid/stat; do :; done
ok "the program is a 32-bit one" test "$(head -c 5 /files/kintro32 | tail -c 1 | od -An -tu1)" -eq 1
for via in netlink debugfs; do
	ok "$via: vmas" both .vmas vmas pid=$pid --json --via=$via
	ok "$via: vas" both .vas vas pid=$pid --json --via=$via
	ok "$via: tasks" both .tasks tasks pid=$pid --json --via=$via
done
# who shares a page with it changes with every program that runs
ok "netlink: vmas, residency and all" both '.vmas | map(with_entries(select(.key |
	test("pss|shared|private|referenced") | not)))' vmas pid=$pid --json --all-fields
ok "netlink: tasks, with what is on request" both .tasks tasks pid=$pid --json --all-fields
ok "the fields" both .fields fields --json
# each reads what the other recorded
kintro tasks vmas pid=$pid --json --record=/tmp/64.rec >/tmp/64.json
/files/kintro32 tasks vmas pid=$pid --json --record=/tmp/32.rec >/tmp/32.json
replay() { # replay PROGRAM BITS
	"$1" tasks vmas --json --via=file:/tmp/"$2".rec | jq -S 'del(.source, .duration_ns)' >/tmp/a
	jq -S 'del(.source, .duration_ns)' /tmp/"$2".json >/tmp/b
	[ -s /tmp/b ] && cmp /tmp/a /tmp/b
}
ok "a recording of the 32-bit one" replay kintro 32
ok "a recording of the 64-bit one" replay /files/kintro32 64
echo "1..$count"
