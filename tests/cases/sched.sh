#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# sched while statistics are collected, and while they are not.
. /tests/lib/modules.sh
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

echo "1..$n"
