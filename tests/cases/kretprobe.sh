#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The stack of a task whose return a kretprobe waits for.
. /tests/lib/tap.sh
trace=/sys/kernel/tracing
[ -e $trace/kprobe_events ] || mount -t tracefs tracefs $trace

asleep() { [ "$(cat "/proc/$1/wchan")" = hrtimer_nanosleep ] || grep -q '^State:.S' "/proc/$1/status"; }

echo 'r:kin/returns hrtimer_nanosleep' >$trace/kprobe_events
ok "a kretprobe is on the way of those who sleep" grep -q returns $trace/kprobe_events
echo 1 >$trace/events/kin/returns/enable
sleep 1000 &
task=$!
ok "a task sleeps there" until_true asleep $task
ok "its stack is told" kintro stacks "pid=$task" -o depth,symbol
kintro stacks "pid=$task" --csv --no-header -o symbol >"$tmp/out"
ok "down to what it was called by" grep -qE 'nanosleep|sys_' "$tmp/out"
kill $task
echo 0 >$trace/events/kin/returns/enable
echo >$trace/kprobe_events
echo "1..$count"
