#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# sched while statistics are collected, and while they are not.
. /tests/lib/tap.sh
. /tests/lib/modules.sh
switch=/proc/sys/kernel/sched_schedstats
was=$(cat $switch)
for on in 0 1; do
	echo $on >$switch
	[ "$(kintro sched pid=1 -o wait-total-ns,wakeups-total --csv --no-header 2>/dev/null)" = , ]
	ok "sched_schedstats=$on: waits and wakeups are there if it is 1" [ $? = $on ]
	ktruth -q sched
	ok "sched_schedstats=$on: all is right"
done
echo "$was" >$switch

echo "1..$count"
