#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# On a kernel with lockdep: what lockdep frees is not shown as what it was, nor as what it
# became. The tests' module makes the moment last: the entry of a dependency that was given
# to another, and a chain whose classes were freed while its key stands.
. /tests/lib/tap.sh
. /tests/lib/modules.sh
moment() { echo "$2" >"/sys/module/kwitness_locks/parameters/$1"; }
id() { kintro locks --no-header -o class-id --filter "name=$1" | tr -d ' '; }

# rows OBJECT FILTER COLUMN: one line, and what is to be known in $tmp/err
rows() {
	kintro "$1" "$2" --no-header -o "$3" 2>"$tmp/err" | awk '{ $1 = $1; print }' | paste -sd ' '
}
warned() { grep -q 'interrupted\|changed during the walk' "$tmp/err"; }
calm() { ! warned; }

outer=$(id planted_outer) middle=$(id planted_middle) inner=$(id planted_inner)
ids=$outer,$middle,$inner
chain=$(kintro lock-chains --no-header -o chain-id,class-ids | awk -v ids="$ids" '$2 == ids { print $1 }')

ok "edges: what was taken under a lock" is "$(rows lock-edges "from-id=$outer" to-id)" "$middle"
ok "edges: nothing is to be known of them" calm
ok "locks: they are counted" is "$(rows locks "class-id=$outer" after-count)" 1
ok "chains: the classes" is "$(rows lock-chains "chain-id=$chain" class-ids)" "$ids"
ok "chains: nothing is to be known of them" calm

moment reused 1
ok "edges: an entry that was given to another is no edge" \
	is "$(rows lock-edges "from-id=$outer" to-id)" ""
ok "edges: that some may be missing is said" warned
ok "edges: also by attributes" sh -c "kintro lock-edges from-id=$outer --encoding=attributes \
	-o to-id --no-header 2>/dev/null | grep -c . | grep -qx 0"
ok "locks: nor is it counted" is "$(rows locks "class-id=$outer" after-count)" -
ok "locks: that is said" warned
kintro lock-edges --no-header -o from-id,to-id 2>"$tmp/err" >"$tmp/out"
ok "edges: those of other locks are there" [ "$(grep -c . "$tmp/out")" -gt 100 ]
ok "edges: no other leads from there" [ "$(awk -v from="$outer" '$1 == from' "$tmp/out")" = "" ]
moment reused 0
ok "edges: all is well again" is "$(rows lock-edges "from-id=$outer" to-id)" "$middle"

moment torn 1
ok "chains: one whose classes were freed is none" \
	is "$(rows lock-chains "chain-id=$chain" class-ids)" ""
ok "chains: that one may be missing is said" warned
kintro lock-chains --no-header -o chain-id 2>"$tmp/err" >"$tmp/out"
ok "chains: the others are there" [ "$(grep -c . "$tmp/out")" -gt 100 ]
moment torn 0
ok "chains: all is well again" is "$(rows lock-chains "chain-id=$chain" class-ids)" "$ids"

waiter=$(awk '/^held/ { pid = $2 } END { print pid }' /proc/kwitness_held)
ok "held: who waits, and since when" is "$(rows held-locks "pid=$waiter" state,held-ns)" "waiting -"
moment instant 1
ok "held: where the clock stood still, nobody says that he has it" \
	is "$(rows held-locks "pid=$waiter" state,held-ns,wait-ns)" "- - -"
moment instant 0
ok "held: all is well again" is "$(rows held-locks "pid=$waiter" state,held-ns)" "waiting -"
echo "1..$count"
