#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Views of the graph of locks, on a kernel with lockdep: the module's own locks, which were
# taken one within the other. Pictures and documents are left in /out for dot and schema.
. /tests/lib/tap.sh
. /tests/lib/modules.sh

# ends STATUS WORDS COMMAND...: what it printed is in $tmp/out
ends() {
	local want=$1 words=$2
	shift 2
	"$@" >"$tmp/out" 2>"$tmp/err"
	ok "$words: exit $want" [ $? = "$want" ]
}

classes() {
	sed 's/^  -> //; s/, .*//' "$tmp/out" | paste -sd ' '
}

ends 0 "a path of two steps" kintro locks --path planted_outer planted_inner
ok "it leads through the lock between" [ "$(classes)" = "planted_outer planted_middle planted_inner" ]
ends 6 "none the other way" kintro locks --path planted_inner planted_outer
ok "it says so" [ "$(cat "$tmp/out")" = "no path from planted_inner to planted_outer" ]
ends 0 "a cycle" kintro locks --path planted_ring_a planted_ring_a
ok "it leads back" [ "$(classes)" = "planted_ring_a planted_ring_b planted_ring_a" ]
id=$(kintro locks --filter name=planted_outer -o class-id --no-header | tr -d ' ')
ends 0 "by number" kintro locks --path "$id" planted_middle
ends 3 "no such class" kintro locks --path planted_outer planted_nothing
ends 0 "a path in JSON" kintro locks --path planted_outer planted_inner --json
cp "$tmp/out" /out/path.json
ok "it has the same classes" [ "$(jq -r '.path | map(.name) | join(" ")' "$tmp/out")" = \
	"planted_outer planted_middle planted_inner" ]
ends 6 "no path in JSON" kintro locks --path planted_inner planted_outer -jp
cp "$tmp/out" /out/no-path.json
ends 0 "the whole graph" kintro locks --dot
cp "$tmp/out" /out/all.dot
edges=$(kintro lock-edges --no-header -o from-id | wc -l)
ok "with every dependency" [ "$(grep -c -- ' -> ' "$tmp/out")" -ge $((edges * 9 / 10)) ]
ends 0 "a part of the graph" kintro locks --dot --filter 'name~planted_ring'
cp "$tmp/out" /out/ring.dot
ok "with two classes and both dependencies" \
	[ "$(grep -c 'label=' "$tmp/out") $(grep -c -- ' -> ' "$tmp/out")" = "2 2" ]
ok "of which one is of readers only" [ "$(grep -c 'style=dotted' "$tmp/out")" = 1 ]
ends 0 "over debugfs" kintro locks --dot --filter 'name~planted_ring' --via debugfs
ok "the same" cmp -s "$tmp/out" /out/ring.dot
ends 1 "a column that is not there" kintro locks --dot --filter nothing=1
echo "1..$count"
