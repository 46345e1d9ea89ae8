#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# On a kernel with lockdep: once it turned itself off, everything that is shown of locks
# says so. It stays off: this is the last that a guest does.
. /tests/lib/tap.sh
. /tests/lib/modules.sh
objects=$(awk '$2 == "lockdep" { print $1 }' /tests/lib/objects)
: "${objects:?no object needs lockdep}"
files=/sys/kernel/debug/kintrospect

json() { kintro "$1" --json >"$tmp/json" 2>"$tmp/err"; }
# marks KEY: the values of the rows' `stale`, each once
marks() { jq -r --arg key "${1//-/_}" '[.[$key][].stale] | unique | map(tostring) | join(" ")' "$tmp/json"; }
said() { jq -e '[.warnings[].code] | index("stale")' "$tmp/json" >/dev/null; }
column() {
	awk -F '\t' 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "stale") at = i; next }
		!/^#/ { print at ? $at : "none" }' "$files/${1//-/_}" | sort -u | paste -sd ' '
}
views() {
	kintro >"$tmp/overview" 2>"$tmp/err"
	kintro-top -b -n 1 --view=locks >"$tmp/top" 2>>"$tmp/err"
}

for object in $objects; do
	json "$object"
	ok "$object: no row is stale" is "$(marks "$object")" false
	ok "$object: nothing is said" is "$(said && echo said)" ""
	ok "$object: nor in the file" is "$(column "$object")" 0
done
ok "held-locks: what is held now" jq -e '[.held_locks[] | select(.held_ns)] | length > 0' "$tmp/json"
views
ok "overview: not a word" is "$(grep -c 'turned itself off' "$tmp/overview")" 0
ok "overview: locks are waited for" grep -q '^locks  *most waited for: ' "$tmp/overview"
ok "kintro-top: not a word" is "$(grep -c 'turned itself off' "$tmp/top")" 0
ok "kintro-top: the lock that is waited for now" grep -q '^most waited for ' "$tmp/top"

echo 1 >/sys/module/kwitness_locks/parameters/off
ok "lockdep is off" grep -q 'debug_locks: *0$' /proc/lockdep_stats
for object in $objects; do
	json "$object"
	ok "$object: every row is stale" is "$(marks "$object")" true
	ok "$object: it is said" said
	ok "$object: also in the file" is "$(column "$object")" 1
	kintro "$object" --encoding=attributes -o stale --no-header 2>/dev/null >"$tmp/rows"
	ok "$object: and in attributes" is "$(tr -d ' ' <"$tmp/rows" | sort -u | paste -sd " ")" 1
	kintro "$object" >/dev/null 2>"$tmp/err"
	ok "$object: there is a warning" grep -q "^kintro: warning: $object: the kernel no longer" "$tmp/err"
done
ok "held-locks: nobody knows what is held now" \
	jq -e '[.held_locks[] | .held_ns, .wait_ns, .state] | unique == [null]' "$tmp/json"
ok "held-locks: what was held last is there" \
	jq -e '[.held_locks[] | select(.name == "planted_held")] | length > 0' "$tmp/json"
views
ok "overview: it says so" grep -q '^lockdep  *turned itself off' "$tmp/overview"
ok "overview: of the locks, too" grep -q '^locks  *most waited for until then: ' "$tmp/overview"
ok "kintro-top: it says so" grep -q '^lockdep turned itself off' "$tmp/top"
ok "kintro-top: no lock is waited for now" is "$(grep -c '^most waited for ' "$tmp/top")" 0
echo "1..$count"
