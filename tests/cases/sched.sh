#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# sched and runqueues on a kernel without type information or symbols, and while no
# statistics are collected.
. /tests/lib/kfix.sh
ko=/lib/modules/$(uname -r)/extra/kintrospect.ko
switch=/proc/sys/kernel/sched_schedstats
n=0

result() {
	n=$((n + 1))
	if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi
}

was=$(cat $switch)
for on in 0 1; do
	echo $on >$switch
	[ "$(kintro sched pid=1 -o wait-total-ns,wakeups-total --csv --no-header 2>/dev/null)" = , ]
	[ $? = $on ]
	result $? "sched_schedstats=$on: waits and wakeups are $([ $on = 1 ] || echo not) there"
	ktruth -q sched
	result $? "sched_schedstats=$on: all is right"
done
echo "$was" >$switch

for parameter in btf=0 lookup=0; do
	rmmod kintrospect && insmod "$ko" proc=1 $parameter
	result $? "the driver is loaded with $parameter"
	ktruth -q sched
	result $? "$parameter: what is there of sched is right"
	ktruth -q runqueues
	result $? "$parameter: runqueues are refused, and why"
	kintro runqueues 2>/tmp/said
	[ $? = 4 ] && grep -q "parameter $parameter" /tmp/said
	result $? "$parameter: kintro says so"
done
rmmod kintrospect && insmod "$ko" proc=1
result $? "the driver is loaded as before"
echo "1..$n"
