#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# slabs while memory is in use everywhere and caches come and go.
n=0

result() {
	n=$((n + 1))
	if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi
}

[ -e /proc/kfix_slab ] || insmod /files/kfix_slab.ko || exit
kstorm fork,exec,thread,mmap,read ktruth -q -n 1 -p 1 slabs
result $? "the tests' own caches hold still while processes, threads and mappings come and go"

# Caches that stay are there once, in the same order, whatever comes and goes.
rmmod kfix_slab
awk 'NR > 2 { print $1 }' /proc/slabinfo | tac >/tmp/stay
(
	while [ ! -e /tmp/enough ]; do
		insmod /files/kfix_slab.ko light=1
		rmmod kfix_slab
	done
) &
wrong=0 seen=0 looks=0
while [ $looks -lt 12 ] || { [ $seen = 0 ] && [ $looks -lt 500 ]; }; do
	looks=$((looks + 1))
	awk 'NR > 1 { print $1 }' /sys/kernel/debug/kintrospect/slabs >/tmp/is
	! grep -q kfix_slab /tmp/is || seen=$((seen + 1))
	grep -v kfix_slab /tmp/is | cmp -s - /tmp/stay || wrong=$((wrong + 1))
done
: >/tmp/enough
wait
result $wrong "caches that stay are there once and in order while others come and go"
[ $seen -gt 0 ]
result $? "some of those that come and go are seen ($seen of $looks)"
insmod /files/kfix_slab.ko
echo "1..$n"
