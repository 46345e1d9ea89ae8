#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# slabs while memory is in use everywhere and caches come and go.
. /tests/lib/tap.sh

[ -e /proc/planted_slab ] || insmod /files/planted_slab.ko || exit
kstorm fork,exec,thread,mmap,read ktruth -q -n 1 -p 1 slabs
ok "the tests' own caches hold still while processes, threads and mappings come and go"

# Caches that stay are there once, in the same order, whatever comes and goes.
rmmod planted_slab
awk 'NR > 2 { print $1 }' /proc/slabinfo | tac >/tmp/stay
(
	while [ ! -e /tmp/enough ]; do
		insmod /files/planted_slab.ko light=1
		rmmod planted_slab
	done
) &
wrong=0 seen=0 looks=0
while [ $looks -lt 12 ] || { [ $seen = 0 ] && [ $looks -lt 500 ]; }; do
	looks=$((looks + 1))
	awk 'NR > 1 { print $1 }' /sys/kernel/debug/kintrospect/slabs >/tmp/is
	! grep -q planted_slab /tmp/is || seen=$((seen + 1))
	grep -v planted_slab /tmp/is | cmp -s - /tmp/stay || wrong=$((wrong + 1))
done
: >/tmp/enough
wait
ok "caches that stay are there once and in order while others come and go" [ $wrong = 0 ]
[ $seen -gt 0 ]
ok "some of those that come and go are seen ($seen of $looks)"
insmod /files/planted_slab.ko

# Somebody who holds the list's mutex and does not give it back keeps nobody waiting. A dump
# that was asked for by 20 ms waits has to end, be it late.
if address=$(awk '$3 == "slab_mutex" { print "0x" $1 }' /proc/kallsyms) && [ -n "$address" ]; then
	kintro slabs --csv --no-header -o name 2>/dev/null | sort >/tmp/names
	insmod /files/obstacle_mutex.ko "mutex=$address"
	timeout -s KILL 60 kintro slabs >/tmp/out 2>/tmp/err
	ok "slabs: the dump ends though slab_mutex is held"
	[ ! -s /tmp/out ] || [ "$(wc -l </tmp/out)" -le 1 ]
	ok "slabs: it has no row"
	grep -q 'slabs: a lock was held too long: what it protects is missing' /tmp/err
	ok "slabs: and says that a lock was held"
	timeout -s KILL 60 tail -n 1 /sys/kernel/debug/kintrospect/slabs | grep -q '^# busy: \|^# interrupted: '
	ok "slabs: the file ends, and says so, too"
	timeout -s KILL 60 kintro --json 2>/dev/null >/tmp/out
	jq -e '(.tasks | length) > 0 and .slabs == []' /tmp/out >/dev/null
	ok "slabs: all other objects are as ever"
	timeout -s KILL 60 kintro >/tmp/out 2>/tmp/err
	ok "slabs: the overview ends"
	timeout -s KILL 5 cat /proc/slabinfo >/dev/null
	[ $? = 137 ]
	ok "slabs: /proc/slabinfo does not"
	rmmod obstacle_mutex
	kintro slabs --csv --no-header -o name 2>/dev/null | sort | cmp -s - /tmp/names
	ok "slabs: all caches are there again"
else
	echo "# slab_mutex has no name here"
fi
echo "1..$count"
