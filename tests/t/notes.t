#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kind: host
# time: 40
#
# What a dump says of its rows reaches whoever reads them: processes that were not read
# whole, rows that are interrupted or stale. In every format of kintro and in kintro-top,
# from a recording (made by build/unit/test_notes) and from files like the driver's.
set -u
. tests/lib/tap.sh
. tests/lib/top.sh
make -j"$(nproc)" client "$PWD/build/unit/test_notes" >&2 || exit 1

recording=$tmp/recording
build/unit/test_notes "$recording" || exit 1
kintro() { build/client/kintro "$@" >"$tmp/out" 2>"$tmp/err"; }
busy='2 processes were not read whole: mmap-lock and exec-update-lock are held by pid 22'
of() { kintro --via="file:$recording" --sample=2 "$@"; }
# On standard error just once, and the other flags of the dump with it.
warned() {
	[ "$(grep -c "^kintro: warning: $1: $busy\$" "$tmp/err")" = 1 ] &&
		grep -q "^kintro: warning: $1: .*changed during the walk" "$tmp/err" &&
		grep -q "^kintro: warning: $1: .*as of an earlier time" "$tmp/err" &&
		[ "$(grep -c "^kintro: warning: $1:" "$tmp/err")" = 3 ]
}
json() { python3 -c "import json, sys; d = json.load(open('$tmp/out')); sys.exit(not ($1))"; }

for object in vas vmas; do
	text() { of "$object" && warned "$object" && grep -q 'mmap-lock' "$tmp/out"; }
	ok "$object: text" text
	csv() { of "$object" --csv && warned "$object" && ! grep -q warning "$tmp/out"; }
	ok "$object: CSV, on standard error" csv
	jsonl() { of "$object" --jsonl && warned "$object"; }
	ok "$object: JSON Lines, on standard error" jsonl
	document() {
		of "$object" --json && [ ! -s "$tmp/err" ] &&
			json "[w['message'] for w in d['warnings'] if w['code'] == 'busy'] == ['$object: $busy']
				and {w['code'] for w in d['warnings']} == {'busy', 'stale', 'interrupted'}
				and [r['busy'] for r in d['$object'] if r['busy']] == ['mmap-lock', 'exec-update-lock']"
	}
	ok "$object: JSON, among the warnings" document
	columns() { of "$object" -o pid && warned "$object" && ! grep -q 'mmap-lock' "$tmp/out"; }
	ok "$object: also where the column is not shown" columns
	filtered() { of "$object" --filter=pid=1 && warned "$object"; }
	ok "$object: also of rows that a filter leaves out" filtered
	before() { kintro --via="file:$recording" --sample=1 "$object" && [ ! -s "$tmp/err" ]; }
	ok "$object: nothing where all was read" before
done
sorted() {
	of vmas --sort=-start-addr -o pid,start-addr && warned vmas &&
		[ "$(tail -n 2 "$tmp/out" | awk '{ print $1 }' | tr '\n' ' ')" = "2 3 " ]
}
ok "rows without an address are sorted last" sorted
one() {
	of vmas pid=2 start=0x2000 && grep -q ' was not read whole: mmap-lock is held by pid 22' \
		"$tmp/err" && [ "$(grep -c mmap-lock "$tmp/out")" = 1 ]
}
ok "a range of addresses does not hide a process that was not read" one

differ() {
	kintro diff "$recording@1" "$recording@2" "$1" && ! grep -qE '^ *[-+]' "$tmp/out" &&
		grep -q "^kintro: warning: $1: $busy, in the second sample" "$tmp/err" &&
		grep -q "^kintro: warning: $1: $2 rows were not compared" "$tmp/err"
}
ok "diff: mappings that were not read are not gone" differ vmas 8
ok "diff: nor has their address space changed" differ vas 2
back() {
	kintro diff "$recording@2" "$recording@1" vmas --json && json "not d['different'] and not d['objects']['vmas']['added'] and
		{w['code'] for w in d['warnings']} == {'busy', 'stale', 'interrupted', 'not-compared'}"
}
ok "diff: JSON, the other way round" back

map() { kintro map pid=2 --via="file:$recording@2" && grep -q ' 1 process was not read whole' "$tmp/err"; }
ok "map: a process without mappings" map

batch() { "$top" -b -n 1 "$@" >"$tmp/out" 2>"$tmp/err"; }
mappings() {
	batch --replay="$recording@2" --view=vas -p 2 &&
		grep -q '^mappings: 1 rows; .*vmas: 1 process was not read whole: mmap-lock is held by pid 22' "$tmp/out"
}
ok "kintro-top, batch: recorded mappings of a process" mappings
ok "kintro-top, batch: and its address space" \
	grep -q '^address space: 1 rows; .*vas: 1 process was not read whole' "$tmp/out"

rows --step 0
{
	head -n 1 "$fixture/vmas"
	head -n 1 "$fixture/vmas" | sed 's/[^\t]*/-/g; s/^-/1/' |
		awk -v OFS='\t' -F'\t' -v at="$(head -n 1 "$fixture/vmas" | tr '\t' '\n' |
			grep -nx busy | cut -d: -f1)" '{ $at = "mmap-lock"; print }'
	echo '# busy: a lock was held too long'
	echo '# interrupted: something changed'
} >"$fixture/vmas.new" && mv "$fixture/vmas.new" "$fixture/vmas"
files() {
	batch --via="debugfs:$fixture" --view=vas -p 1 &&
		grep -q '^mappings: 1 rows; .*during the walk.*; vmas: 1 process was not read whole: mmap-lock is held$' "$tmp/out"
}
ok "kintro-top, batch: from files" files
start 100x30 "--via=debugfs:$fixture" --view=vas -p 1
ok "kintro-top: the picture says what is not in it" \
	shows "vmas: 1 process was not read whole: mmap-lock is held"
keys ']'
ok "kintro-top: a mark at the table" shows "interrupted, busy 1"
ok "kintro-top: the row names the lock" shows "mmap-lock"
keys q
top_clean
echo "1..$count"
